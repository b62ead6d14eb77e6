#ifndef IAMEVAL_ENGINE_BUILDER_H_
#define IAMEVAL_ENGINE_BUILDER_H_

#include <memory>

#include "absl/status/statusor.h"
#include "iameval/engine.h"
#include "iameval/export.h"
#include "iameval/organization.h"

namespace iameval {

// Builds an engine that holds an account or a whole organization, and looks up
// for each request which policies are in force:
//
//   absl::StatusOr<iameval::Engine> engine =
//       iameval::Engine::Builder()
//           .Add(iameval::Account{.id = "111122223333"})
//           .Add(iameval::Role{
//               .arn = "arn:aws:iam::111122223333:role/DemoRole",
//               .policies = {*policy}})
//           .Add(iameval::Resource{
//               .arn = "arn:aws:s3:::amzn-s3-demo-bucket",
//               .account = "111122223333", .policy = *bucket_policy})
//           .Build();
//
// What a request finds:
// - its principal's policies, groups, boundary, tags and unique id; a role
//   session by its role's name, since its ARN carries no path; a principal that
//   was not added has no identity-based policies;
// - the SCP levels of the principal's account, the RCP levels of the
//   resource's account, root first; an account that was not added is in no
//   organization, and an owner whom nobody names is taken to be the caller's
//   account;
// - the policy, owner and tags of its resource, or policy and owner of the one
//   it lies below; the trust policy when the resource is a role;
// - the policy of the VPC endpoint that aws:SourceVpce names; of one that was
//   not added, the default, which allows everything.
// What the request itself says (context keys, role ARN, issuer, resource
// account) wins over what the engine knows (S-6.1). What a request names and
// the engine does not know is said in Explanation::notes.
//
// The order of Add calls does not matter; everything is checked by Build. A
// Policy added in many places is compiled once. Not thread-safe.
class IAMEVAL_EXPORT Engine::Builder {
 public:
  explicit Builder(const EngineOptions& options = {});
  Builder(const Builder&);
  Builder& operator=(const Builder&);
  Builder(Builder&&) noexcept;
  Builder& operator=(Builder&&) noexcept;
  ~Builder();

  Builder& Add(OrganizationalUnit unit);
  Builder& Add(Account account);
  Builder& Add(Group group);
  Builder& Add(User user);
  Builder& Add(Role role);
  Builder& Add(Session session);
  Builder& Add(Resource resource);
  Builder& Add(VpcEndpoint endpoint);

  // InvalidArgumentError, naming the thing and the place, when an ARN or id is
  // not of its kind, a thing was added twice, something refers to a group,
  // user, role, unit or account that was not added (to an account: only if any
  // account or unit was), units form a cycle, or a policy stands in a place of
  // another type. Near linear in the documents' size.
  // The builder keeps its parts, so one may add more and build again.
  [[nodiscard]] absl::StatusOr<Engine> Build() const;

 private:
  friend class Engine;
  struct Parts;
  explicit Builder(const Parts& parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace iameval

#endif  // IAMEVAL_ENGINE_BUILDER_H_
