#include "compiler/shortcuts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "automata/glob_code.h"

namespace iameval::internal {
namespace {

// Below this number of operands asking again is as fast as remembering.
constexpr std::uint32_t kCostlyOperands = 4;

bool IsCostly(const TestCode& test) {
  return test.operands.count >= kCostlyOperands && test.templates.empty() &&
         (test.family == TestFamily::kArn ||
          test.family == TestFamily::kStringLike);
}

// Equal for tests that ask the same: the code of a glob says all of it, and
// where it ends.
std::string Signature(const Program& program, const TestCode& test) {
  const PatternTable& table = test.family == TestFamily::kArn
                                  ? program.operands.arns
                                  : program.operands.globs;
  std::string key = {
      static_cast<char>(test.family), static_cast<char>(test.set_rule),
      static_cast<char>(test.negated), static_cast<char>(test.if_exists)};
  const auto append = [&key](const std::uint32_t* words, std::size_t count) {
    key.append(reinterpret_cast<const char*>(words), count * sizeof(*words));
  };
  append(&test.slot, 1);
  for (PatternId id = test.operands.begin;
       id < test.operands.begin + test.operands.count; ++id) {
    const GlobCode code = table.code(id);
    append(code.words(), code.word_count());
  }
  return key;
}

// Whether the key says who calls, and nothing else does: what it is follows
// from the caller unless the request overrides it (S-6.1).
bool IsCallerKey(std::string_view folded) {
  constexpr std::array<std::string_view, 4> kKeys = {
      "aws:principalarn", "aws:principalaccount", "aws:principaltype",
      "aws:userid"};
  return std::find(kKeys.begin(), kKeys.end(), folded) != kKeys.end();
}

// Gives out numbers for tests, while there are some.
class MemoNumbers {
 public:
  explicit MemoNumbers(Program& program) : program_(program) {}

  void NumberShared() {
    absl::flat_hash_map<std::string, Uses> by_signature;
    std::vector<std::string> order;  // in which the signatures are met
    const std::vector<std::size_t> uses = CountUses();
    for (std::size_t i = 0; i < program_.tests.size(); ++i) {
      if (!IsCostly(program_.tests[i])) continue;
      std::string key = Signature(program_, program_.tests[i]);
      Uses& entry = by_signature[key];
      if (entry.tests.empty()) order.push_back(std::move(key));
      entry.tests.push_back(i);
      entry.statements += uses[i];
    }
    for (const std::string& key : order) {
      const Uses& entry = by_signature.at(key);
      if (entry.statements >= 2) Number(entry.tests);
    }
  }

  // A statement's caller tests come first, as they cost nothing twice.
  void NumberCallerTests() {
    FindCallerKeys();
    for (const StatementCode& statement : program_.statements) {
      if (statement.tests.count < 2) continue;
      const auto is_caller_test = [this](const TestCode& test) {
        return IsCallerTest(test);
      };
      const auto begin = program_.tests.begin() + statement.tests.begin;
      const auto end = begin + statement.tests.count;
      // As most are: std::stable_partition allocates.
      if (std::is_partitioned(begin, end, is_caller_test)) continue;
      std::stable_partition(begin, end, is_caller_test);
    }
    for (std::size_t i = 0; i < program_.tests.size(); ++i) {
      const TestCode& test = program_.tests[i];
      if (!IsCallerTest(test)) continue;
      const bool is_new = test.memo == 0;
      if (is_new) Number(std::span(&i, 1));
      if (test.memo != 0 && (is_new || !Has(test.memo))) {
        program_.caller_tests.push_back(static_cast<std::uint32_t>(i));
      }
    }
  }

 private:
  struct Uses {
    std::vector<std::size_t> tests;  // in Program::tests
    std::size_t statements = 0;
  };

  [[nodiscard]] bool IsCallerTest(const TestCode& test) const {
    return test.templates.empty() && is_caller_key_[test.slot];
  }
  void FindCallerKeys() {
    is_caller_key_.resize(program_.keys.size());
    for (KeySlot slot = 0; slot < program_.keys.size(); ++slot) {
      is_caller_key_[slot] = IsCallerKey(program_.keys.folded(slot));
    }
  }

  // How many statements have each test.
  [[nodiscard]] std::vector<std::size_t> CountUses() const {
    std::vector<std::size_t> uses(program_.tests.size());
    for (const StatementCode& statement : program_.statements) {
      for (std::uint32_t i = 0; i < statement.tests.count; ++i) {
        ++uses[statement.tests.begin + i];
      }
    }
    return uses;
  }

  void Number(std::span<const std::size_t> tests) {
    if (number_ == kMaxMemos) return;
    ++number_;
    for (const std::size_t test : tests) {
      program_.tests[test].memo = static_cast<std::uint8_t>(number_);
    }
  }

  // Whether a caller's test has the number.
  [[nodiscard]] bool Has(std::uint32_t memo) const {
    return std::any_of(program_.caller_tests.begin(),
                       program_.caller_tests.end(),
                       [&](std::uint32_t test) {
                         return program_.tests[test].memo == memo;
                       });
  }

  Program& program_;
  std::uint32_t number_ = 0;
  std::vector<bool> is_caller_key_;  // by slot
};

// No more memory for these bits than this.
constexpr std::size_t kMaxListedWords = std::size_t{1} << 19;  // 4 MiB

}  // namespace

void NumberTests(Program& program) {
  MemoNumbers numbers(program);
  numbers.NumberShared();
  numbers.NumberCallerTests();
}

void ListExcludedActions(const ActionsOfPattern& actions_of,
                         Program& program) {
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
    for (const PatternId pattern :
         In(program.action_lists, statement.action_patterns)) {
      for (const ActionId action : actions_of[pattern]) set(action);
    }
  }
}

}  // namespace iameval::internal
