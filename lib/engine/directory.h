#ifndef IAMEVAL_LIB_ENGINE_DIRECTORY_H_
#define IAMEVAL_LIB_ENGINE_DIRECTORY_H_

#include <array>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/policy_store.h"
#include "program/program.h"
#include "runtime/context_frame.h"
#include "runtime/decide.h"
#include "runtime/request_view.h"

// What an engine for an account or organization knows, arranged for look-up by
// request. Built by engine_builder.cc, immutable afterwards.

namespace iameval::internal {

// Context items with the text they refer to.
struct KnownItems {
  std::deque<std::string> texts;           // never move
  std::deque<std::string_view> values;     // one each
  std::vector<KnownItem> items;

  void Add(KeySlot slot, std::string value);
};

// A user, role, or a session with more than its role or user.
struct PrincipalRecord {
  BundleId identity = kNoBundle;
  BundleId boundary = kNoBundle;
  BundleId session = kNoBundle;
  BundleId trust = kNoBundle;  // roles
  std::string role_arn;        // roles and role sessions
  std::string issuer_arn;      // federated users
  std::string unique_id;       // of the user or role
  KnownItems known;
};

struct AccountRecord {
  bool in_organization = false;
  bool management = false;
  // From the root down; kNoBundle is a level with nothing but FullAWSAccess.
  std::vector<BundleId> scp;
  std::vector<BundleId> rcp;
};

struct ResourceRecord {
  std::string account;  // empty when the ARN says it
  BundleId policy = kNoBundle;
  KnownItems tags;   // of the resource itself, not of what lies below it
  KnownItems owner;  // aws:ResourceAccount, where the ARN does not say it
};

// What was found for one request. Lives on the stack of an evaluation, and is
// never moved: the views of a resolution point into it and the directory.
struct Resolution {
  RequestView view;
  PolicyLayers layers;
  const PrincipalRecord* principal = nullptr;
  const ResourceRecord* resource = nullptr;
  KnownItemLists known;
  // What the request names and the engine does not have.
  bool unknown_principal = false;
  bool unknown_account = false;
  bool unknown_owner = false;
  bool unknown_endpoint = false;

  // aws:userid of a session: "AROA...:session".
  std::array<char, 1024> user_id_text;
  std::string_view user_id;
  KnownItem user_id_item;
};

struct Directory {
  // By ARN; role sessions by their session's ARN, roles also by the part of
  // their sessions' ARNs before the session name, which identifies a role
  // since names are unique in an account.
  absl::flat_hash_map<std::string, const PrincipalRecord*> principals;
  absl::flat_hash_map<std::string, AccountRecord> accounts;
  absl::flat_hash_map<std::string, ResourceRecord> resources;
  absl::flat_hash_map<std::string, BundleId> endpoints;  // kNoBundle: default
  std::deque<PrincipalRecord> records;
  KeySlot user_id_slot = kNoSlot;  // of aws:userid

  // Finds what applies to `request`. Does not allocate.
  void Resolve(const RequestView& request, Resolution& out) const;
};

// Says, for people, what the request named and the engine did not have.
void AddNotes(const Resolution& resolved, std::vector<std::string>& notes);

// "arn:P:sts::A:assumed-role/Role", the common part of the ARNs of a role's
// sessions.
std::string SessionPrefix(std::string_view role_arn);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_DIRECTORY_H_
