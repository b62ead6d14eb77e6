#ifndef IAMEVAL_REQUEST_H_
#define IAMEVAL_REQUEST_H_

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "iameval/export.h"

namespace iameval {

namespace internal {
struct RequestData;
}  // namespace internal

// One key of the request context, as the caller gave it.
struct ContextEntry {
  enum class Shape : std::uint8_t {
    kSingle,  // a single-valued key: exactly one value
    kMulti,   // a multivalued key: a list of any length, even empty or of one
    kAbsent,  // explicitly absent: also not derived (S-6.1)
  };
  std::string key;  // in the caller's spelling; look-ups ignore ASCII case
  Shape shape = Shape::kSingle;
  std::vector<std::string> values;
};

// One request: who wants to do what to which resource, in which context.
// Immutable; copies share their data. Thread-safe.
//
//   absl::StatusOr<iameval::Request> request =
//       iameval::Request::Builder()
//           .Principal("arn:aws:iam::111122223333:role/DemoRole")
//           .Action("s3:GetObject")
//           .Resource("arn:aws:s3:::amzn-s3-demo-bucket/input/payload.csv")
//           .ResourceAccount("111122223333")
//           .Context("aws:SecureTransport", "true")
//           .Build();
class IAMEVAL_EXPORT Request {
 public:
  class Builder;

  // What the caller supplied; views live as long as any copy of the request.
  // Optional parts that were not given are empty.
  [[nodiscard]] std::string_view principal() const;
  [[nodiscard]] std::string_view role_arn() const;
  [[nodiscard]] std::string_view federated_by() const;
  [[nodiscard]] std::string_view principal_id() const;
  [[nodiscard]] std::string_view action() const;
  [[nodiscard]] std::string_view resource() const;
  [[nodiscard]] std::string_view resource_account() const;
  [[nodiscard]] bool principal_account_is_management() const;
  [[nodiscard]] bool resource_account_is_management() const;
  [[nodiscard]] bool service_supports_rcps() const;
  [[nodiscard]] std::optional<std::chrono::sys_seconds> time() const;
  // Without derived keys, in the order given.
  [[nodiscard]] std::span<const ContextEntry> context() const;

  // A builder with the same parts, to ask a variation of the same question.
  [[nodiscard]] Builder ToBuilder() const;

  // For the library's own layers; not part of the interface.
  [[nodiscard]] const internal::RequestData& data() const { return *data_; }

 private:
  explicit Request(std::shared_ptr<const internal::RequestData> data)
      : data_(std::move(data)) {}

  std::shared_ptr<const internal::RequestData> data_;
};

// Collects the parts of a request; Build() checks them. Not thread-safe.
class IAMEVAL_EXPORT Request::Builder {
 public:
  Builder();
  Builder(const Builder&);
  Builder& operator=(const Builder&);
  Builder(Builder&&) noexcept;
  Builder& operator=(Builder&&) noexcept;
  ~Builder();

  // Who calls (S-3.2): "anonymous"; the ARN of an IAM user, an account's root
  // user, a role, a role session or a federated user; a service principal such
  // as "sns.amazonaws.com"; or, for AssumeRoleWithSAML and ...WithWebIdentity,
  // an identity provider's ARN or domain. Required.
  Builder& Principal(std::string_view principal);
  // The role's ARN with its path, which a session ARN omits (S-3.6).
  Builder& RoleArn(std::string_view arn);
  // The user (or root) who called GetFederationToken (S-3.8).
  Builder& FederatedBy(std::string_view arn);
  // The unique id: AIDA... of a user, AROA... of a role (S-3.9).
  Builder& PrincipalId(std::string_view id);
  // "service:Name", without wildcards (S-8.11). Required.
  Builder& Action(std::string_view action);
  // An ARN, or "*" for actions that take no resource (S-2.15). Required.
  Builder& Resource(std::string_view resource);
  // The 12-digit owner, where the resource's ARN does not name it (S-6.4).
  Builder& ResourceAccount(std::string_view account_id);
  // SCPs do not apply to the management account's principals (S-7.5), RCPs not
  // to its resources (S-7.7). Default false.
  Builder& PrincipalAccountIsManagement(bool value);
  Builder& ResourceAccountIsManagement(bool value);
  // RCPs apply to actions of some services only, more of them every year
  // (S-7.7): false if the action's service is none of them. Default true. A
  // CheckedEngine knows (iameval/request_check.h).
  Builder& ServiceSupportsRcps(bool value);

  // A single-valued context key. A key the caller gives wins over the derived
  // value of the same key (S-6.1).
  Builder& Context(std::string_view key, std::string_view value);
  // A multivalued context key; an empty list is allowed.
  Builder& ContextList(std::string_view key,
                       std::span<const std::string_view> values);
  Builder& ContextList(std::string_view key,
                       std::initializer_list<std::string_view> values);
  // The key is not in the request, even if it could be derived.
  Builder& ContextAbsent(std::string_view key);
  // When the request is made; gives aws:CurrentTime and aws:EpochTime (S-6.5).
  // Without it both are absent: the library never reads the clock.
  Builder& Time(std::chrono::sys_seconds time);

  // InvalidArgumentError, naming the part, what was found and what was
  // expected, when a required part is missing, a part does not have the form
  // described above, or one context key is given twice, differences in letter
  // case aside (S-5.2).
  [[nodiscard]] absl::StatusOr<Request> Build() const;

 private:
  friend class Request;
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace iameval

#endif  // IAMEVAL_REQUEST_H_
