#include "checks/rcp_checks.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "checks/key_type_checks.h"

// "RCPs impact IAM roles, users, and AWS service principals"
// (access-analyzer-reference-policy-checks). A test that is true without its
// key is true of all whose requests never have it: services have no
// organization, people no source. A test that requires its key leaves them
// alone, and nothing is said of it.

namespace iameval::internal {
namespace {

// A slash at the end: a family of keys.
constexpr std::array<std::string_view, 5> kPrincipalKeys = {
    "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths", "aws:PrincipalTag/"};

constexpr std::array<std::string_view, 4> kSourceKeys = {
    "aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID",
    "aws:SourceOrgPaths"};

// Of those, the ones that a service may not send though it sends others.
constexpr std::array<std::string_view, 2> kSourceOrgKeys = {
    "aws:SourceOrgID", "aws:SourceOrgPaths"};

bool IsOneOf(std::string_view key, std::span<const std::string_view> keys) {
  return std::any_of(keys.begin(), keys.end(), [key](std::string_view k) {
    return EqualsIgnoringAsciiCase(
        k.ends_with('/') ? key.substr(0, k.size()) : key, k);
  });
}

// The statement has the operator, with such a value, on one of the keys.
bool Asks(const Statement& statement, Operator op,
          std::span<const std::string_view> keys, std::string_view value) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [&](const ConditionTest& test) {
                       return test.op == op && IsOneOf(test.key, keys) &&
                              test.values.size() == 1 &&
                              EqualsIgnoringAsciiCase(test.values.front().text,
                                                      value);
                     });
}

// What the statement's other tests say of who calls.
struct Callers {
  bool no_services = false;    // aws:PrincipalIsAWSService is false
  bool only_services = false;  // it is true
  bool with_source = false;    // a key that tells for whom is there

  explicit Callers(const Statement& statement) {
    constexpr std::array<std::string_view, 1> kService = {
        "aws:PrincipalIsAWSService"};
    constexpr std::array<std::string_view, 2> kSource = {"aws:SourceAccount",
                                                         "aws:SourceArn"};
    no_services = Asks(statement, Operator::kBool, kService, "false");
    only_services = Asks(statement, Operator::kBool, kService, "true");
    with_source = Asks(statement, Operator::kNull, kSource, "false");
  }
};

void CheckTest(CheckRun& run, const Callers& callers,
               const ConditionTest& test) {
  if (IsOneOf(test.key, kPrincipalKeys) && !callers.no_services) {
    run.Add(checks::kRcpMissingRelatedPrincipalConditionKey, test.key_where,
            absl::StrFormat("services have no %s, so they are denied as well: "
                            "add \"BoolIfExists\": "
                            "{\"aws:PrincipalIsAWSService\": \"false\"}",
                            Quote(test.key)));
  }
  if (!IsOneOf(test.key, kSourceKeys) || callers.with_source) return;
  if (!callers.only_services) {
    run.Add(checks::kRcpMissingRelatedServicePrincipalConditionKey,
            test.key_where,
            absl::StrFormat("users and roles have no %s, so they are denied as "
                            "well: add \"BoolIfExists\": "
                            "{\"aws:PrincipalIsAWSService\": \"true\"}",
                            Quote(test.key)));
  }
  if (!IsOneOf(test.key, kSourceOrgKeys)) return;
  run.Add(checks::kRcpMissingServiceConditionKeyNullCheck, test.key_where,
          absl::StrFormat("services that call for nobody have no %s, so they "
                          "are denied as well: add \"Null\": "
                          "{\"aws:SourceAccount\": \"false\"}",
                          Quote(test.key)));
}

}  // namespace

void CheckResourceControl(CheckRun& run) {
  if (run.document().type != PolicyType::kRcp) return;
  for (const Statement& statement : run.document().statements) {
    if (statement.allow) continue;
    const Callers callers(statement);
    for (const ConditionTest& test : statement.conditions) {
      if (test.op == Operator::kNull || RequiresKey(test)) continue;
      CheckTest(run, callers, test);
    }
  }
}

}  // namespace iameval::internal
