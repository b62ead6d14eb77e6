#include "checks/redundancy_checks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/number.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "checks/pattern_cover.h"
#include "policy/operator_table.h"

namespace iameval::internal {
namespace {

void ReportCovered(CheckRun& run, const Check& check,
                   List<Text> list,
                   const std::vector<std::string_view>& patterns) {
  const auto covers = FindCovers(patterns, run);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!covers[i].has_value()) continue;
    const Text& other = list[*covers[i]];
    run.Add(
        check, list[i].where,
        patterns[i] == patterns[*covers[i]]
            ? absl::StrFormat("%s is in the list twice", Quote(list[i].text))
            : absl::StrFormat("%s is covered by %s in the same list",
                              Quote(list[i].text), Quote(other.text)));
  }
}

void CheckActions(CheckRun& run, const Statement& statement) {
  if (statement.actions.size() < 2) return;
  std::vector<std::string> folded;  // S-2.2
  folded.reserve(statement.actions.size());
  for (const Text& action : statement.actions) {
    folded.push_back(FoldAscii(action.text));
  }
  const std::vector<std::string_view> patterns(folded.begin(), folded.end());
  ReportCovered(run, checks::kRedundantAction, statement.actions, patterns);
}

// What a policy variable stands for may have wildcards' characters, which are
// no wildcards; as the same text stands for the same, comparing the patterns
// as written is right.
void CheckResources(CheckRun& run, const Statement& statement) {
  if (statement.resources.size() < 2) return;
  std::vector<std::string_view> patterns;
  patterns.reserve(statement.resources.size());
  for (const Text& resource : statement.resources) {
    patterns.push_back(resource.text);
  }
  ReportCovered(run, checks::kRedundantResource, statement.resources, patterns);
}

// Whether the larger of two limits covers the smaller; nothing for operators
// that do not compare by size.
std::optional<bool> LargerCovers(Operator op) {
  switch (op) {
    case Operator::kNumericLessThan:
    case Operator::kNumericLessThanEquals:
      return true;
    case Operator::kNumericGreaterThan:
    case Operator::kNumericGreaterThanEquals:
      return false;
    default:
      return std::nullopt;
  }
}

// Values of one test are alternatives (S-5.1): the widest limit decides.
void CheckNumbers(CheckRun& run, const ConditionTest& test) {
  const std::optional<bool> larger = LargerCovers(test.op);
  if (!larger.has_value() || test.values.size() < 2) return;
  const ConditionValue* widest = nullptr;
  std::optional<Decimal> widest_number;
  for (const ConditionValue& value : test.values) {
    const std::optional<Decimal> number = ParseDecimal(value.text);
    if (!number.has_value()) continue;
    const bool wider =
        !widest_number.has_value() ||
        (*larger ? *widest_number < *number : *number < *widest_number);
    if (!wider) continue;
    widest = &value;
    widest_number = number;
  }
  for (const ConditionValue& value : test.values) {
    if (&value == widest || !ParseDecimal(value.text).has_value()) continue;
    run.Add(checks::kRedundantConditionValueNum, value.where,
            absl::StrFormat("%s is covered by %s in the same list", value.text,
                            widest->text));
  }
}

// A statement's text but for its Sid and white space, from the model: equal
// for equal statements. Lists are taken in their order.
std::string KeyOf(const Statement& statement) {
  std::string key = statement.allow ? "A" : "D";
  const auto add = [&key](std::string_view text) {
    absl::StrAppendFormat(&key, "%d:", text.size());
    key += text;
  };
  key += statement.not_action ? 'N' : 'A';
  for (const Text& action : statement.actions) add(FoldAscii(action.text));
  key += static_cast<char>('0' + static_cast<int>(statement.resource_form));
  for (const Text& resource : statement.resources) add(resource.text);
  key += static_cast<char>('0' + static_cast<int>(statement.principal.form));
  key += statement.principal.negated ? 'N' : 'P';
  for (const PrincipalEntry& entry : statement.principal.entries) {
    key += static_cast<char>('0' + static_cast<int>(entry.key));
    add(entry.value);
  }
  for (const ConditionTest& test : statement.conditions) {
    key += 'C';
    add(test.operator_text);
    add(FoldAscii(test.key));
    for (const ConditionValue& value : test.values) add(value.text);
  }
  return key;
}

void CheckStatements(CheckRun& run) {
  const List<Statement> statements = run.document().statements;
  if (statements.size() < 2) return;
  absl::flat_hash_map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const auto [earlier, is_new] = seen.emplace(KeyOf(statements[i]), i);
    if (is_new) continue;
    run.Add(checks::kRedundantStatement, statements[i].where,
            absl::StrFormat("the statement says what Statement[%d] says",
                            earlier->second));
  }
}

// The role of a session's ARN, as its own ARN has it but for a path, which the
// session's ARN does not tell: "aws:111122223333:DemoRole".
std::optional<std::string> RoleOfSession(std::string_view text) {
  constexpr std::string_view kType = "assumed-role/";
  const std::optional<Arn> arn = ParseArn(text);
  if (!arn.has_value() || !arn->resource.starts_with(kType)) {
    return std::nullopt;
  }
  const std::string_view rest = arn->resource.substr(kType.size());
  return absl::StrFormat("%s:%s:%s", arn->partition, arn->account,
                         rest.substr(0, rest.find('/')));
}

std::optional<std::string> NameOfRole(std::string_view text) {
  constexpr std::string_view kType = "role/";
  const std::optional<Arn> arn = ParseArn(text);
  if (!arn.has_value() || !arn->resource.starts_with(kType)) {
    return std::nullopt;
  }
  return absl::StrFormat("%s:%s:%s", arn->partition, arn->account,
                         arn->resource.substr(arn->resource.rfind('/') + 1));
}

// S-3.6: a role's ARN matches all its sessions.
void CheckSessions(CheckRun& run, const Statement& statement) {
  const PrincipalElement& principal = statement.principal;
  if (principal.entries.size() < 2 || principal.negated) return;
  absl::flat_hash_set<std::string> roles;
  for (const PrincipalEntry& entry : principal.entries) {
    if (auto role = NameOfRole(entry.value)) roles.insert(*std::move(role));
  }
  if (roles.empty()) return;
  for (const PrincipalEntry& entry : principal.entries) {
    const std::optional<std::string> role = RoleOfSession(entry.value);
    if (!role.has_value() || !roles.contains(*role)) continue;
    run.Add(checks::kRedundantPrincipalInRoleTrustPolicy, entry.where,
            absl::StrFormat("%s is a session of a role that is listed as well",
                            Quote(entry.value)));
  }
}

}  // namespace

void CheckRedundancy(CheckRun& run) {
  for (const Statement& statement : run.document().statements) {
    CheckActions(run, statement);
    CheckResources(run, statement);
    for (const ConditionTest& test : statement.conditions) {
      CheckNumbers(run, test);
    }
    if (run.document().type == PolicyType::kTrust) {
      CheckSessions(run, statement);
    }
  }
  CheckStatements(run);
}

}  // namespace iameval::internal
