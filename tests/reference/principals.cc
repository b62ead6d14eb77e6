#include "reference/principals.h"

#include <algorithm>
#include <string_view>

#include "base/arn.h"

namespace iameval::reference {
namespace {

using internal::IsAccountId;
using internal::ParseArn;
using internal::PrincipalElement;
using internal::PrincipalEntry;
using internal::PrincipalKey;

// The account that an account principal names: 12 digits, or the ARN of its
// root user, which means the same (S-3.4). Empty for any other entry.
std::string_view AccountOf(const PrincipalEntry& entry) {
  if (entry.key != PrincipalKey::kAws) return {};
  if (IsAccountId(entry.value)) return entry.value;
  const auto arn = ParseArn(entry.value);
  if (arn.has_value() && arn->service == "iam" && arn->resource == "root") {
    return arn->account;
  }
  return {};
}

bool IsAnyone(const PrincipalEntry& entry) {
  return entry.key == PrincipalKey::kAws && entry.value == "*";
}

// S-3.4.
bool NamesAccount(const PrincipalEntry& entry, const Caller& caller) {
  return caller.has_account() && AccountOf(entry) == caller.account;
}

// S-3.6, S-3.9: the entry is the role that the session belongs to.
bool NamesRole(const PrincipalEntry& entry, const Caller& caller) {
  if (entry.key != PrincipalKey::kAws ||
      caller.kind != CallerKind::kRoleSession) {
    return false;
  }
  if (entry.value.starts_with("AROA")) return entry.value == caller.unique_id;
  if (!caller.role_arn.empty()) return entry.value == caller.role_arn;
  // Only the session's ARN is known, and the path is lost.
  const auto arn = ParseArn(entry.value);
  return arn.has_value() && arn->service == "iam" &&
         arn->resource.starts_with("role/") &&
         arn->partition == caller.partition && arn->account == caller.account &&
         LastPathElement(arn->resource) == caller.role_name;
}

// S-3.8: the entry is the user who issued the federated user's credentials. An
// issuing root user cannot be told from its account (S-3.4).
bool NamesIssuer(const PrincipalEntry& entry, const Caller& caller) {
  return entry.key == PrincipalKey::kAws &&
         caller.kind == CallerKind::kFederatedUser &&
         !caller.issuer_arn.empty() && AccountOf(entry).empty() &&
         entry.value == caller.issuer_arn;
}

// The entry is the caller and nobody else.
bool NamesCaller(const PrincipalEntry& entry, const Caller& caller) {
  const bool is_caller = entry.value == caller.text;
  switch (caller.kind) {
    case CallerKind::kAnonymous:
      return false;
    case CallerKind::kRoot:
      return NamesAccount(entry, caller);  // S-3.4
    case CallerKind::kUser:
      if (entry.key != PrincipalKey::kAws) return false;
      if (entry.value.starts_with("AIDA")) {
        return entry.value == caller.unique_id;  // S-3.9
      }
      return is_caller;  // S-3.5
    case CallerKind::kRoleSession:
      // S-3.7; a role's own ARN does not say which session calls.
      return entry.key == PrincipalKey::kAws && is_caller &&
             !caller.session_name.empty();
    case CallerKind::kFederatedUser:
      return entry.key == PrincipalKey::kAws && is_caller;  // S-3.8
    case CallerKind::kService:
      return entry.key == PrincipalKey::kService && is_caller;  // S-3.10
    case CallerKind::kProvider:
      return entry.key == PrincipalKey::kFederated && is_caller;  // S-3.11
  }
  return false;
}

// S-3.12: a canonical user id never matches; a request has no place for it.
MatchKind MatchEntry(const PrincipalEntry& entry, const Caller& caller) {
  if (IsAnyone(entry)) return MatchKind::kDirect;  // S-3.3
  if (NamesCaller(entry, caller)) return MatchKind::kDirect;
  if (NamesRole(entry, caller)) return MatchKind::kRole;
  if (NamesIssuer(entry, caller)) return MatchKind::kRole;
  if (NamesAccount(entry, caller)) return MatchKind::kAccount;
  return MatchKind::kNone;
}

// S-3.14: the strongest entry. S-1.11: no entries match nobody.
MatchKind MatchEntries(const PrincipalElement& element, const Caller& caller) {
  if (element.form == PrincipalElement::Form::kAnyone) {
    return MatchKind::kDirect;  // S-3.3
  }
  MatchKind strongest = MatchKind::kNone;
  for (const PrincipalEntry& entry : element.entries) {
    strongest = std::max(strongest, MatchEntry(entry, caller));
  }
  return strongest;
}

// S-3.17: every link of the caller's identity chain is listed.
bool ListsWholeChain(const PrincipalElement& element, const Caller& caller) {
  if (caller.kind == CallerKind::kAnonymous) return false;
  if (element.form == PrincipalElement::Form::kAnyone) return true;
  const auto lists = [&](auto names) {
    return std::any_of(element.entries.begin(), element.entries.end(),
                       [&](const PrincipalEntry& entry) {
                         return IsAnyone(entry) || names(entry, caller);
                       });
  };
  switch (caller.kind) {
    case CallerKind::kAnonymous:
      return false;
    case CallerKind::kRoot:
    case CallerKind::kService:
    case CallerKind::kProvider:
      return lists(NamesCaller);
    case CallerKind::kUser:
      return lists(NamesAccount) && lists(NamesCaller);
    case CallerKind::kRoleSession:
      return lists(NamesAccount) && lists(NamesRole) && lists(NamesCaller);
    case CallerKind::kFederatedUser: {
      // An issuing root user is listed by the account's entry.
      const bool issuer_is_root = caller.issuer_arn.ends_with(":root");
      return lists(NamesAccount) && (issuer_is_root || lists(NamesIssuer)) &&
             lists(NamesCaller);
    }
  }
  return false;
}

}  // namespace

MatchKind MatchPrincipal(const PrincipalElement& element, bool allow,
                         bool has_boundary, const Caller& caller) {
  // A type of policy without principals (S-1.14).
  if (element.form == PrincipalElement::Form::kAbsent) {
    return MatchKind::kDirect;
  }
  if (!element.negated) return MatchEntries(element, caller);
  // S-1.11: an empty list in a Not... element never matches.
  if (element.form == PrincipalElement::Form::kMap && element.entries.empty()) {
    return MatchKind::kNone;
  }
  bool matches = false;
  if (allow) {
    // S-3.16: everyone who is not listed.
    matches = MatchEntries(element, caller) == MatchKind::kNone;
  } else {
    // S-3.17, S-3.18.
    matches = (has_boundary && caller.has_account()) ||
              !ListsWholeChain(element, caller);
  }
  return matches ? MatchKind::kDirect : MatchKind::kNone;
}

MatchKind MatchFederated(const PrincipalElement& element,
                         const Caller& caller) {
  for (const PrincipalEntry& entry : element.entries) {
    if (entry.key == PrincipalKey::kFederated && NamesCaller(entry, caller)) {
      return MatchKind::kDirect;
    }
  }
  return MatchKind::kNone;
}

}  // namespace iameval::reference
