#include "policy/principal_parser.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "policy/check.h"
#include "policy/string_list.h"
#include "policy/trust_checks.h"
#include "policy/variable_checks.h"
#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

std::optional<PrincipalKey> ParseKey(std::string_view name) {
  if (name == "AWS") return PrincipalKey::kAws;
  if (name == "Service") return PrincipalKey::kService;
  if (name == "Federated") return PrincipalKey::kFederated;
  if (name == "CanonicalUser") return PrincipalKey::kCanonicalUser;
  return std::nullopt;
}

// A unique id such as AIDACKCEVSQ6C2EXAMPLE (S-3.9).
bool IsUniqueId(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix) || text.size() <= prefix.size()) return false;
  for (const char c : text) {
    if (!IsAsciiDigit(c) && (c < 'A' || c > 'Z')) return false;
  }
  return true;
}

bool IsIamArn(std::string_view text) {
  const std::optional<Arn> arn = ParseArn(text);
  return arn.has_value() && (arn->service == "iam" || arn->service == "sts");
}

void CheckAwsValue(const ParseContext& context, JsonValue value) {
  const std::string_view text = value.text();
  if (IsUniqueId(text, "AROA")) {
    context.findings.Add(
        checks::kInvalidRoleReference, value,
        absl::StrFormat("%s is the id of a role, which may have been deleted; "
                        "a role is named by its ARN",
                        Quote(text)));
  } else if (IsUniqueId(text, "AIDA")) {
    context.findings.Add(
        checks::kInvalidUserReference, value,
        absl::StrFormat("%s is the id of a user, who may have been deleted; a "
                        "user is named by an ARN",
                        Quote(text)));
  } else if (text != "*" && !IsAccountId(text) && !IsIamArn(text)) {
    context.findings.Add(
        checks::kInvalidPrincipalFormat, value,
        absl::StrFormat("%s is no account id, no ARN of an account, user, role "
                        "or session, and no unique id: it matches nobody",
                        Quote(text)));
  }
}

void CheckValue(const ParseContext& context, PrincipalKey key,
                JsonValue value) {
  CheckNoVariables(context, value, "a principal");
  if (key == PrincipalKey::kAws) CheckAwsValue(context, value);
  if (key == PrincipalKey::kFederated && context.type == PolicyType::kTrust) {
    CheckFederatedPrincipal(context, value);
  }
}

absl::Status ParseValues(const ParseContext& context, PrincipalKey key,
                         JsonValue values, PrincipalEntry*& next) {
  return ForEachString(context, values, [&](JsonValue value) -> absl::Status {
    const std::string_view text = value.text();
    // S-3.13: the only wildcard is "*" itself, and only under AWS.
    const bool anyone = key == PrincipalKey::kAws && text == "*";
    if (!anyone && HasWildcard(text)) {
      return UnexpectedValue(value, key == PrincipalKey::kAws
                                        ? "\"*\" or no wildcard"
                                        : "no wildcard");
    }
    *next++ = {key, text, ExtentOf(value)};
    CheckValue(context, key, value);
    return absl::OkStatus();
  });
}

// Writes the member's entries from `next` on.
absl::Status ParseMember(const ParseContext& context, const JsonMember& member,
                         PrincipalEntry*& next) {
  const std::optional<PrincipalKey> key = ParseKey(member.name);
  if (!key.has_value()) {
    return UnexpectedValue(member.key,
                           "AWS, Service, Federated or CanonicalUser");
  }
  if (*key == PrincipalKey::kFederated &&
      context.type != PolicyType::kTrust) {  // S-3.11
    context.findings.Add(
        checks::kFederatedPrincipalNotSupported, member.value,
        "Federated principals have a meaning in role trust policies only");
  }
  if (member.value.is_array() && member.value.size() == 0) {
    context.findings.Add(checks::kEmptyArrayPrincipal, member.value,
                         "the list of principals is empty");
  }
  return ParseValues(context, *key, member.value, next);
}

absl::Status ParseAnyone(const ParseContext& context, JsonValue value,
                         PrincipalElement& principal) {
  if (value.text() != "*") return UnexpectedValue(value, "\"*\" or an object");
  principal.form = PrincipalElement::Form::kAnyone;
  if (context.type == PolicyType::kTrust) {  // S-1.17
    context.findings.Add(
        checks::kRoleTrustPolicyUnsupportedWildcardInPrincipal, value,
        "Principal \"*\" lets every principal of every account assume the "
        "role, as far as Condition does not say otherwise");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ParsePrincipal(const ParseContext& context, JsonValue value,
                            bool negated, PrincipalElement& principal) {
  principal.negated = negated;
  principal.where = ExtentOf(value);
  if (value.is_string()) return ParseAnyone(context, value, principal);
  if (context.rules.anyone_only) return UnexpectedValue(value, "\"*\"");
  if (!value.is_object()) return UnexpectedValue(value, "\"*\" or an object");
  principal.form = PrincipalElement::Form::kMap;
  if (value.size() == 0) {  // S-1.11
    context.findings.Add(checks::kEmptyObjectPrincipal, value,
                         "no principal is named: the statement never matches");
  }
  std::size_t count = 0;
  for (const JsonMember member : value.members()) {
    count += CountStrings(member.value);
  }
  const std::span<PrincipalEntry> entries =
      context.arena.Make<PrincipalEntry>(count);
  principal.entries = entries;
  PrincipalEntry* next = entries.data();
  for (const JsonMember member : value.members()) {
    absl::Status status = ParseMember(context, member, next);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace iameval::internal
