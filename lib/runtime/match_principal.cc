#include "runtime/match_principal.h"

#include <algorithm>
#include <span>

namespace iameval::internal {
namespace {

using Entries = std::span<const PrincipalCode>;

bool IsIamPrincipal(const PrincipalView& principal) {
  return principal.has_account();
}

// S-3.6: by the role's ARN; without it by account and name.
bool IsSessionOfRole(const PrincipalCode& entry,
                     const PrincipalView& principal) {
  if (principal.kind != PrincipalKind::kRoleSession) return false;
  if (!principal.role_arn.empty()) return principal.role_arn == entry.text;
  return principal.account == entry.account &&
         principal.partition == entry.partition &&
         principal.role_name == entry.name;
}

MatchKind MatchAccount(const PrincipalCode& entry,
                       const PrincipalView& principal) {
  if (!IsIamPrincipal(principal) || principal.account != entry.text) {
    return MatchKind::kNone;
  }
  // S-3.4: delegation, except for the account's root user.
  return principal.kind == PrincipalKind::kRoot ? MatchKind::kDirect
                                                : MatchKind::kAccount;
}

MatchKind MatchUser(const PrincipalCode& entry,
                    const PrincipalView& principal) {
  if (principal.kind == PrincipalKind::kUser && principal.text == entry.text) {
    return MatchKind::kDirect;  // S-3.5
  }
  if (principal.kind == PrincipalKind::kFederatedUser &&
      principal.issuer_arn == entry.text) {
    return MatchKind::kRole;  // S-3.8
  }
  return MatchKind::kNone;
}

MatchKind When(bool matches, MatchKind kind) {
  return matches ? kind : MatchKind::kNone;
}

MatchKind MatchEntry(const PrincipalCode& entry,
                     const PrincipalView& principal) {
  switch (entry.match) {
    case PrincipalMatch::kAnyone:  // S-3.3
      return MatchKind::kDirect;
    case PrincipalMatch::kAccount:
      return MatchAccount(entry, principal);
    case PrincipalMatch::kUser:
      return MatchUser(entry, principal);
    case PrincipalMatch::kRole:
      return When(IsSessionOfRole(entry, principal), MatchKind::kRole);
    case PrincipalMatch::kSession:  // S-3.7
      return When(principal.kind == PrincipalKind::kRoleSession &&
                      principal.session_arn == entry.text,
                  MatchKind::kDirect);
    case PrincipalMatch::kFederatedUser:  // S-3.8
      return When(principal.kind == PrincipalKind::kFederatedUser &&
                      principal.text == entry.text,
                  MatchKind::kDirect);
    case PrincipalMatch::kUserId:  // S-3.9
      return When(principal.kind == PrincipalKind::kUser &&
                      principal.unique_id == entry.text,
                  MatchKind::kDirect);
    case PrincipalMatch::kRoleId:
      return When(principal.kind == PrincipalKind::kRoleSession &&
                      principal.unique_id == entry.text,
                  MatchKind::kRole);
    case PrincipalMatch::kService:  // S-3.10
      return When(principal.kind == PrincipalKind::kService &&
                      principal.text == entry.text,
                  MatchKind::kDirect);
    case PrincipalMatch::kProvider:  // S-3.11
      return When(principal.kind == PrincipalKind::kFederatedProvider &&
                      principal.text == entry.text,
                  MatchKind::kDirect);
    case PrincipalMatch::kNobody:
      return MatchKind::kNone;
  }
  return MatchKind::kNone;
}

MatchKind StrongestMatch(Entries entries,
                         const PrincipalView& principal) {
  MatchKind strongest = MatchKind::kNone;
  for (const PrincipalCode& entry : entries) {
    strongest = std::max(strongest, MatchEntry(entry, principal));
    if (strongest == MatchKind::kDirect) break;
  }
  return strongest;
}

// Some entry names exactly this link of the caller's identity chain.
template <typename Predicate>
bool Lists(Entries entries, Predicate is_link) {
  return std::any_of(entries.begin(), entries.end(), is_link);
}

bool ListsAccount(Entries entries, const PrincipalView& principal) {
  return Lists(entries, [&](const PrincipalCode& entry) {
    return entry.match == PrincipalMatch::kAccount &&
           entry.text == principal.account;
  });
}

bool ListsDirectly(Entries entries, const PrincipalView& principal) {
  return Lists(entries, [&](const PrincipalCode& entry) {
    return entry.match != PrincipalMatch::kAnyone &&
           MatchEntry(entry, principal) == MatchKind::kDirect;
  });
}

bool ListsRoleOrIssuer(Entries entries, const PrincipalView& principal) {
  return Lists(entries, [&](const PrincipalCode& entry) {
    return MatchEntry(entry, principal) == MatchKind::kRole;
  });
}

// A federated user of the root user: the account entry is the issuer's too.
bool ListsIssuer(Entries entries, const PrincipalView& principal) {
  if (principal.issuer_arn.ends_with(":root")) {
    return ListsAccount(entries, principal);
  }
  return ListsRoleOrIssuer(entries, principal);
}

// S-3.17: every link of the caller's identity chain is listed.
bool ListsWholeChain(Entries entries, const PrincipalView& principal) {
  if (principal.kind == PrincipalKind::kAnonymous) return false;
  if (Lists(entries, [](const PrincipalCode& entry) {
        return entry.match == PrincipalMatch::kAnyone;
      })) {
    return true;
  }
  switch (principal.kind) {
    case PrincipalKind::kAnonymous:
      return false;
    case PrincipalKind::kRoot:
      return ListsAccount(entries, principal);
    case PrincipalKind::kUser:
      return ListsAccount(entries, principal) &&
             ListsDirectly(entries, principal);
    case PrincipalKind::kRoleSession:
      return ListsAccount(entries, principal) &&
             ListsRoleOrIssuer(entries, principal) &&
             ListsDirectly(entries, principal);
    case PrincipalKind::kFederatedUser:
      return ListsAccount(entries, principal) &&
             ListsIssuer(entries, principal) &&
             ListsDirectly(entries, principal);
    case PrincipalKind::kService:
    case PrincipalKind::kFederatedProvider:
      return ListsDirectly(entries, principal);
  }
  return false;
}

}  // namespace

MatchKind MatchPrincipal(const Program& program,
                         const StatementCode& statement,
                         const PrincipalView& principal, bool has_boundary) {
  const Entries entries = In(program.principals, statement.principals);
  switch (statement.principal_form) {
    case PrincipalForm::kAbsent:
      return MatchKind::kDirect;
    case PrincipalForm::kPrincipal:
      return StrongestMatch(entries, principal);
    case PrincipalForm::kNotPrincipalDeny:
      if (has_boundary && IsIamPrincipal(principal)) {
        return MatchKind::kDirect;  // S-3.18
      }
      return When(!ListsWholeChain(entries, principal), MatchKind::kDirect);
    case PrincipalForm::kNotPrincipalAllow:  // S-3.16
      return When(StrongestMatch(entries, principal) ==
                      MatchKind::kNone,
                  MatchKind::kDirect);
  }
  return MatchKind::kNone;
}

MatchKind MatchProvider(const Program& program, const StatementCode& statement,
                        const PrincipalView& principal) {
  const Entries entries = In(program.principals, statement.principals);
  return When(statement.principal_form == PrincipalForm::kPrincipal &&
                  Lists(entries,
                        [&](const PrincipalCode& entry) {
                          return entry.match == PrincipalMatch::kProvider &&
                                 MatchEntry(entry, principal) !=
                                     MatchKind::kNone;
                        }),
              MatchKind::kDirect);
}

}  // namespace iameval::internal
