#include "compiler/shortcuts.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_format.h"

namespace iameval::internal {
namespace {

// Below this number of operands asking again is as fast as remembering.
constexpr std::uint32_t kCostlyOperands = 4;

bool IsCostly(const TestCode& test) {
  return test.operands.count >= kCostlyOperands && test.templates.empty() &&
         (test.family == TestFamily::kArn ||
          test.family == TestFamily::kStringLike);
}

// Equal for tests that ask the same.
std::string Signature(const Program& program, const TestCode& test) {
  const PatternTable& table = test.family == TestFamily::kArn
                                  ? program.operands.arns
                                  : program.operands.globs;
  std::string key = absl::StrFormat("%d %d %d %d %d", test.family,
                                    test.set_rule, test.negated,
                                    test.if_exists, test.slot);
  for (PatternId id = test.operands.begin;
       id < test.operands.begin + test.operands.count; ++id) {
    const std::string pattern = table.Pattern(id).ToString();
    absl::StrAppendFormat(&key, " %d:", pattern.size());
    key += pattern;
  }
  return key;
}

struct Uses {
  std::vector<std::size_t> tests;  // in Program::tests
  std::size_t statements = 0;
};

// No more memory for these bits than this.
constexpr std::size_t kMaxListedWords = std::size_t{1} << 19;  // 4 MiB

}  // namespace

void NumberSharedTests(Program& program) {
  absl::flat_hash_map<std::string, Uses> by_signature;
  std::vector<std::string> order;  // in which the signatures are met
  std::vector<std::size_t> uses(program.tests.size());
  for (const StatementCode& statement : program.statements) {
    for (std::uint32_t i = 0; i < statement.tests.count; ++i) {
      ++uses[statement.tests.begin + i];
    }
  }
  for (std::size_t i = 0; i < program.tests.size(); ++i) {
    if (!IsCostly(program.tests[i])) continue;
    std::string key = Signature(program, program.tests[i]);
    Uses& entry = by_signature[key];
    if (entry.tests.empty()) order.push_back(std::move(key));
    entry.tests.push_back(i);
    entry.statements += uses[i];
  }
  std::uint32_t number = 0;
  for (const std::string& key : order) {
    const Uses& entry = by_signature.at(key);
    if (entry.statements < 2) continue;
    if (number == kMaxMemos) return;
    ++number;
    for (const std::size_t test : entry.tests) {
      program.tests[test].memo = static_cast<std::uint8_t>(number);
    }
  }
}

void ListExcludedActions(Program& program) {
  const std::size_t words = program.actions.size() / 64 + 1;
  std::vector<std::uint64_t>& pool = program.listed_actions;
  for (StatementCode& statement : program.statements) {
    if (!statement.not_action || statement.never) continue;
    const std::size_t number = pool.size() / words;
    if (pool.size() + words > kMaxListedWords ||
        number >= StatementCode::kNotListed) {
      return;
    }
    statement.listed = static_cast<std::uint16_t>(number);
    pool.resize(pool.size() + words);
    std::uint64_t* const bits = pool.data() + number * words;
    const auto set = [bits](ActionId action) {
      bits[action / 64] |= std::uint64_t{1} << (action % 64);
    };
    for (const ActionId action :
         In(program.action_lists, statement.actions)) {
      set(action);
    }
    const auto patterns = In(program.action_lists, statement.action_patterns);
    for (ActionId action = 0; action < program.actions.size(); ++action) {
      const auto matched = In(program.matched_patterns,
                              program.patterns_of_action[action]);
      if (std::any_of(matched.begin(), matched.end(), [&](PatternId pattern) {
            return std::binary_search(patterns.begin(), patterns.end(),
                                      pattern);
          })) {
        set(action);
      }
    }
  }
}

}  // namespace iameval::internal
