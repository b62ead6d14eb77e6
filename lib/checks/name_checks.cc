#include "checks/name_checks.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "checks/partitions.h"
#include "policy/operator_table.h"
#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

// What a wildcard or a variable stands for is not known here.
bool IsOpen(std::string_view text) {
  return HasWildcard(text) || text.find('$') != std::string_view::npos;
}

bool HasUpperCase(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c != FoldAscii(c); });
}

// "The Region is not valid for this resource"
// (access-analyzer-reference-policy-checks). What has no dash is left alone:
// some services write other words there.
void CheckArnRegion(CheckRun& run, const Arn& arn, Extent where) {
  if (IsOpen(arn.region) || arn.region.find('-') == std::string_view::npos) {
    return;
  }
  const std::string_view partition = PartitionOfRegion(arn.region);
  if (!LooksLikeRegion(arn.region)) {
    run.Add(
        checks::kInvalidArnRegion, where,
        absl::StrFormat("%s is not the name of a region", Quote(arn.region)));
  } else if (!partition.empty() && IsPartition(arn.partition) &&
             arn.partition != partition) {
    run.Add(checks::kInvalidArnRegion, where,
            absl::StrFormat("the region %s is of the partition %s, not of %s",
                            Quote(arn.region), partition, arn.partition));
  }
}

void CheckArn(CheckRun& run, std::string_view text, Extent where) {
  const std::optional<Arn> arn = ParseArn(text);
  if (!arn.has_value()) return;
  if (!IsOpen(arn->partition) && !IsPartition(arn->partition)) {
    run.Add(checks::kInvalidPartition, where,
            absl::StrFormat("AWS has no partition %s", Quote(arn->partition)));
  }
  if (!IsOpen(arn->service) && HasUpperCase(arn->service)) {
    run.Add(checks::kInvalidArnServiceCase, where,
            absl::StrFormat("the service of an ARN is in lower case, and %s "
                            "is not",
                            Quote(arn->service)));
  }
  CheckArnRegion(run, *arn, where);
}

bool LooksLikeServicePrincipal(std::string_view text) {
  if (HasUpperCase(text)) return false;
  for (const std::string_view suffix : {".amazonaws.com", ".amazonaws.com.cn",
                                        ".amazon.com", ".amazonaws.eu"}) {
    if (text.size() > suffix.size() && text.ends_with(suffix)) return true;
  }
  return false;
}

bool IsOneOf(std::string_view key, std::span<const std::string_view> keys) {
  return std::any_of(keys.begin(), keys.end(), [key](std::string_view k) {
    return EqualsIgnoringAsciiCase(key, k);
  });
}

bool HoldsServicePrincipals(std::string_view key) {
  constexpr std::array<std::string_view, 7> kKeys = {
      "aws:CalledVia",       "aws:CalledViaFirst",
      "aws:CalledViaLast",   "aws:PrincipalServiceName",
      "iam:PassedToService", "aws:PrincipalServiceNamesList",
      "iam:AWSServiceName",
  };
  return IsOneOf(key, kKeys);
}

// The services that call with a caller's permissions have one label before the
// suffix; others may have a region or more there.
bool HasOneLabel(std::string_view key, std::string_view text) {
  constexpr std::array<std::string_view, 3> kKeys = {
      "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"};
  return !IsOneOf(key, kKeys) ||
         text.substr(text.find('.')).starts_with(".ama");
}

void CheckServicePrincipal(CheckRun& run, std::string_view key,
                           std::string_view text, Extent where) {
  if (IsOpen(text)) return;
  if (LooksLikeServicePrincipal(text) && HasOneLabel(key, text)) return;
  run.Add(checks::kInvalidServicePrincipalFormat, where,
          absl::StrFormat("%s is no service principal, which is "
                          "service.amazonaws.com in lower case",
                          Quote(text)));
}

void CheckTest(CheckRun& run, const ConditionTest& test) {
  if (FamilyOf(test.op) != OperatorFamily::kString) return;
  const bool regions = EqualsIgnoringAsciiCase(test.key, "aws:RequestedRegion");
  const bool services = HoldsServicePrincipals(test.key);
  if (!regions && !services) return;
  for (const ConditionValue& value : test.values) {
    if (services) {
      CheckServicePrincipal(run, test.key, value.text, value.where);
    }
    if (!regions || IsOpen(value.text) || LooksLikeRegion(value.text)) continue;
    run.Add(checks::kInvalidRegion, value.where,
            absl::StrFormat("AWS has no region %s", Quote(value.text)));
  }
}

}  // namespace

void CheckNames(CheckRun& run) {
  for (const Statement& statement : run.document().statements) {
    for (const Text& resource : statement.resources) {
      CheckArn(run, resource.text, resource.where);
    }
    for (const PrincipalEntry& entry : statement.principal.entries) {
      if (entry.key == PrincipalKey::kService) {
        CheckServicePrincipal(run, "Service", entry.value, entry.where);
      } else {
        CheckArn(run, entry.value, entry.where);
      }
    }
    for (const ConditionTest& test : statement.conditions) CheckTest(run, test);
  }
}

}  // namespace iameval::internal
