#ifndef IAMEVAL_TESTS_DIFFERENTIAL_ORGANIZATION_WORLD_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_ORGANIZATION_WORLD_H_

#include <vector>

#include "differential/json_tree.h"
#include "differential/scene.h"
#include "iameval/engine_builder.h"
#include "iameval/organization.h"
#include "iameval/policy_set.h"

namespace iameval_testing {

// A whole organization as plain data.
struct World {
  std::vector<iameval::OrganizationalUnit> units;
  std::vector<iameval::Account> accounts;
  std::vector<iameval::Group> groups;
  std::vector<iameval::User> users;
  std::vector<iameval::Role> roles;
  std::vector<iameval::Session> sessions;
  std::vector<iameval::Resource> resources;
  std::vector<iameval::VpcEndpoint> endpoints;

  // What its policies were made for, and the context keys that they read.
  std::vector<Intent> intents;
  std::vector<KeyPool> pools;
};

iameval::Engine::Builder ToBuilder(const World& world);

// A request with the policies in force for it, and all that is known of it
// written out: what a decision case would say.
struct ResolvedRequest {
  iameval::PolicySet policies;
  Json request;
};

// Finds by going through the lists, with nothing of the library's look-up.
ResolvedRequest ResolveByHand(const World& world, const Json& request);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_ORGANIZATION_WORLD_H_
