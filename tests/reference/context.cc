#include "reference/context.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"

namespace iameval::reference {
namespace {

using internal::EqualsIgnoringAsciiCase;
using internal::IsAccountId;
using internal::ParseArn;

constexpr std::string_view kRequestTag = "aws:RequestTag/";

bool StartsWithIgnoringAsciiCase(std::string_view text,
                                 std::string_view prefix) {
  return EqualsIgnoringAsciiCase(text.substr(0, prefix.size()), prefix);
}

// The entry of that name, explicitly absent ones included.
const ContextEntry* Supplied(const Request& request, std::string_view key) {
  for (const ContextEntry& entry : request.context()) {
    if (EqualsIgnoringAsciiCase(entry.key, key)) return &entry;  // S-5.2
  }
  return nullptr;
}

// S-6.2: the role's ARN, never the session's. Where only the session's is
// known, the role is taken to have the path "/".
std::string PrincipalArn(const Caller& caller) {
  if (caller.kind != CallerKind::kRoleSession) return std::string(caller.text);
  if (!caller.role_arn.empty()) return std::string(caller.role_arn);
  return absl::StrFormat("arn:%s:iam::%s:role/%s", caller.partition,
                         caller.account, caller.role_name);
}

// Section 6's table: no aws:ResourceAccount in all of EBS and EventBridge
//
bool HasNoResourceAccountKey(std::string_view action) {
  return StartsWithIgnoringAsciiCase(action, "ebs:") ||
         StartsWithIgnoringAsciiCase(action, "events:");
}

// ISO 8601 in UTC, as 2026-11-20T17:14:03Z.
std::string FormatTime(std::chrono::sys_seconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss<std::chrono::seconds> clock(time - day);
  return absl::StrFormat(
      "%04d-%02d-%02dT%02d:%02d:%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

std::string_view ResourceAccount(const Request& request) {
  if (!request.resource_account().empty()) return request.resource_account();
  const auto arn = ParseArn(request.resource());
  // An account field that is no account id, like the "aws" of AWS managed
  // policies, names no owner.
  if (arn.has_value() && IsAccountId(arn->account)) return arn->account;
  return {};
}

Context::Context(const Request& request, const Caller& caller)
    : request_(request) {
  DerivePrincipalKeys(caller);
  DeriveUserKeys(caller);
  DeriveResourceKeys();
  DeriveCalledVia();
  DeriveTagKeys();
  DeriveTime();
}

const ContextEntry* Context::Find(std::string_view key) const {
  if (const ContextEntry* entry = Supplied(request_, key)) {
    // S-6.1: what the caller says wins, "absent" included.
    return entry->shape == ContextEntry::Shape::kAbsent ? nullptr : entry;
  }
  for (const ContextEntry& entry : derived_) {
    if (EqualsIgnoringAsciiCase(entry.key, key)) return &entry;
  }
  return nullptr;
}

void Context::Derive(std::string_view key, std::string_view value) {
  derived_.push_back(
      {std::string(key), ContextEntry::Shape::kSingle, {std::string(value)}});
}

// S-6.2, S-6.4.
void Context::DerivePrincipalKeys(const Caller& caller) {
  switch (caller.kind) {
    case CallerKind::kAnonymous:
      Derive("aws:PrincipalAccount", "anonymous");
      return;
    case CallerKind::kService:
      Derive("aws:PrincipalIsAWSService", "true");
      Derive("aws:PrincipalServiceName", caller.text);
      return;
    case CallerKind::kProvider:
      return;  // not signed, and the provider is not the principal it makes
    case CallerKind::kRoot:
    case CallerKind::kUser:
    case CallerKind::kRoleSession:
    case CallerKind::kFederatedUser:
      Derive("aws:PrincipalArn", PrincipalArn(caller));
      Derive("aws:PrincipalAccount", caller.account);
      Derive("aws:PrincipalIsAWSService", "false");
      return;
  }
}

// The table of S-4.14; S-6.3, Q-55.
void Context::DeriveUserKeys(const Caller& caller) {
  switch (caller.kind) {
    case CallerKind::kRoot:
      Derive("aws:userid", caller.account);
      Derive("aws:PrincipalType", "Account");
      return;
    case CallerKind::kUser:
      Derive("aws:username", caller.name);
      if (!caller.unique_id.empty()) Derive("aws:userid", caller.unique_id);
      Derive("aws:PrincipalType", "User");
      return;
    case CallerKind::kFederatedUser:
      Derive("aws:userid",
             absl::StrFormat("%s:%s", caller.account, caller.name));
      Derive("aws:PrincipalType", "FederatedUser");
      return;
    case CallerKind::kRoleSession:
      if (!caller.unique_id.empty() && !caller.session_name.empty()) {
        Derive("aws:userid",
               absl::StrFormat("%s:%s", caller.unique_id, caller.session_name));
      }
      Derive("aws:PrincipalType", "AssumedRole");
      return;
    case CallerKind::kAnonymous:
      Derive("aws:userid", "anonymous");
      Derive("aws:PrincipalType", "Anonymous");
      return;
    case CallerKind::kService:
    case CallerKind::kProvider:
      return;
  }
}

// S-6.4 and section 6's table.
void Context::DeriveResourceKeys() {
  const std::string_view account = ResourceAccount(request_);
  if (!account.empty() && !HasNoResourceAccountKey(request_.action())) {
    Derive("aws:ResourceAccount", account);
  }
  const auto arn = ParseArn(request_.resource());
  if (arn.has_value() && !arn->region.empty()) {
    Derive("aws:RequestedRegion", arn->region);
  }
}

// Section 6's table: from aws:CalledVia, where the caller supplied it.
void Context::DeriveCalledVia() {
  const ContextEntry* via = Supplied(request_, "aws:CalledVia");
  if (via == nullptr || via->shape == ContextEntry::Shape::kAbsent) return;
  Derive("aws:ViaAWSService", via->values.empty() ? "false" : "true");
  if (via->values.empty()) return;
  Derive("aws:CalledViaFirst", via->values.front());
  Derive("aws:CalledViaLast", via->values.back());
}

// Section 6's table: the k of every aws:RequestTag/k in the request.
void Context::DeriveTagKeys() {
  ContextEntry keys{"aws:TagKeys", ContextEntry::Shape::kMulti, {}};
  for (const ContextEntry& entry : request_.context()) {
    if (entry.shape == ContextEntry::Shape::kAbsent ||
        entry.key.size() <= kRequestTag.size() ||
        !StartsWithIgnoringAsciiCase(entry.key, kRequestTag)) {
      continue;
    }
    keys.values.push_back(entry.key.substr(kRequestTag.size()));
  }
  if (!keys.values.empty()) derived_.push_back(std::move(keys));
}

// S-6.5.
void Context::DeriveTime() {
  const auto time = request_.time();
  if (!time.has_value()) return;
  Derive("aws:CurrentTime", FormatTime(*time));
  Derive("aws:EpochTime", std::to_string(time->time_since_epoch().count()));
}

}  // namespace iameval::reference
