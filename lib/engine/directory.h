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
  std::deque<std::string> texts;        // never move
  std::deque<std::string_view> values;  // one each
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
  KnownItems known;            // about it as the caller
  KnownItems tags;             // users and roles: as the resource
};

struct AccountRecord {
  bool in_organization = false;
  bool management = false;
  // From the root down; kNoBundle is a level with nothing but FullAWSAccess.
  std::vector<BundleId> scp;
  std::vector<BundleId> rcp;
};

// What a resource lacks it has from the one it lies below, where that was added
// too: an object with tags is still in its bucket.
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
  // What the request names and the engine does not have, for AddNotes.
  bool unknown_principal = false;
  bool unknown_account = false;           // the caller's
  bool unknown_resource = false;          // nor what it lies below
  bool unknown_owner = false;             // nobody says which account it is
  bool unknown_resource_account = false;  // the owner's account
  bool unknown_endpoint = false;

  // aws:userid of a session: "AROA...:session".
  std::array<char, 1024> user_id_text;
  std::string_view user_id;
  KnownItem user_id_item;
};

struct Directory {
  // By ARN.
  absl::flat_hash_map<std::string, const PrincipalRecord*> users;
  absl::flat_hash_map<std::string, const PrincipalRecord*> roles;
  absl::flat_hash_map<std::string, const PrincipalRecord*> sessions;
  // By SessionPrefix, which identifies a role: names are unique in an account.
  absl::flat_hash_map<std::string, const PrincipalRecord*> roles_by_name;
  std::deque<PrincipalRecord> records;  // of the four maps

  absl::flat_hash_map<std::string, AccountRecord> accounts;
  // With neither accounts nor units there is no organization to speak of, and
  // nothing is said of accounts that are not known.
  bool has_accounts = false;

  absl::flat_hash_map<std::string, ResourceRecord> resources;
  std::size_t longest_resource = 0;  // of the ARNs in `resources`

  absl::flat_hash_map<std::string, BundleId> endpoints;  // kNoBundle: default
  KeySlot user_id_slot = kNoSlot;                        // of aws:userid

  // Finds what applies to `request`. Does not allocate.
  void Resolve(const RequestView& request, Resolution& out) const;

  // The nearest of `resources` that `arn` lies below; nullptr if there is none.
  [[nodiscard]] const ResourceRecord* FindAbove(std::string_view arn) const;
};

// Says, for people, what the request named and the engine did not have.
void AddNotes(const Resolution& resolved, std::vector<std::string>& notes);

// "arn:P:sts::A:assumed-role/Role", the common part of the ARNs of a role's
// sessions; they carry no path.
std::string SessionPrefix(std::string_view role_arn);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_DIRECTORY_H_
