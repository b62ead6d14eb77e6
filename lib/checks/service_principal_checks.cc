#include "checks/service_principal_checks.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"

namespace iameval::internal {
namespace {

// Keys that say for whom a service calls (S-6.7).
constexpr std::array<std::string_view, 5> kSourceKeys = {
    "aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID",
    "aws:SourceOrgPaths", "sts:ExternalId"};

// Keys that stood for those: aws:Referer is the example of IAM Access Analyzer
// (access-analyzer-reference-policy-checks), and aws:SourceAccount "was
// introduced as the preferred replacement" of aws:SourceOwner
// (awsdocs/iam-user-guide, issue 111).
constexpr std::array<std::string_view, 2> kReplacedKeys = {"aws:Referer",
                                                           "aws:SourceOwner"};

// Keys of a caller that is no service (S-6.2, S-6.3, and the table after it).
constexpr std::array<std::string_view, 5> kPersonKeys = {
    "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths",
    "aws:username", "aws:userid"};

bool IsOneOf(std::string_view key, std::span<const std::string_view> keys) {
  return std::any_of(keys.begin(), keys.end(), [key](std::string_view k) {
    return EqualsIgnoringAsciiCase(key, k);
  });
}

bool IsService(const PrincipalEntry& entry) {
  return entry.key == PrincipalKey::kService;
}

void CheckKeys(CheckRun& run, const Statement& statement) {
  for (const ConditionTest& test : statement.conditions) {
    if (test.if_exists || test.op == Operator::kNull) continue;
    if (!IsOneOf(test.key, kPersonKeys)) continue;
    run.Add(checks::kUnsupportedConditionKeyForServicePrincipal, test.key_where,
            absl::StrFormat("a service that calls has no %s", Quote(test.key)));
  }
}

const ConditionTest* FindTest(const Statement& statement,
                              std::span<const std::string_view> keys) {
  for (const ConditionTest& test : statement.conditions) {
    if (IsOneOf(test.key, keys)) return &test;
  }
  return nullptr;
}

void CheckSources(CheckRun& run, const Statement& statement) {
  if (FindTest(statement, kSourceKeys) != nullptr) return;
  const ConditionTest* const replaced = FindTest(statement, kReplacedKeys);
  for (const PrincipalEntry& entry : statement.principal.entries) {
    if (!IsService(entry)) continue;
    if (replaced != nullptr) {
      run.Add(checks::kRecommendedConditionKeyForServicePrincipal,
              replaced->key_where,
              absl::StrFormat("to say for whom %s may do this, test "
                              "aws:SourceArn, aws:SourceAccount, "
                              "aws:SourceOrgID or aws:SourceOrgPaths, and not "
                              "%s",
                              Quote(entry.value), Quote(replaced->key)));
      return;
    }
    run.Add(checks::kRestrictAccessToServicePrincipal, entry.where,
            absl::StrFormat("%s may do this for any customer of AWS: test "
                            "aws:SourceArn, aws:SourceAccount, "
                            "aws:SourceOrgID or aws:SourceOrgPaths",
                            Quote(entry.value)));
  }
}

}  // namespace

void CheckServicePrincipals(CheckRun& run) {
  const PolicyType type = run.document().type;
  if (type != PolicyType::kResource && type != PolicyType::kTrust) return;
  for (const Statement& statement : run.document().statements) {
    const auto& entries = statement.principal.entries;
    if (!statement.allow || statement.principal.negated || entries.empty()) {
      continue;
    }
    if (std::all_of(entries.begin(), entries.end(), IsService)) {
      CheckKeys(run, statement);
    }
    // A role's trust policy names services that assume roles of their own
    // account's resources; AWS asks for the source in few of them.
    if (type == PolicyType::kResource) CheckSources(run, statement);
  }
}

}  // namespace iameval::internal
