#include "cases/policies.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "cases/fields.h"

namespace iameval::internal {
namespace {

constexpr std::array kPolicyFields = {
    Field{"identity"}, Field{"boundary"}, Field{"session"}, Field{"scp"},
    Field{"rcp"},      Field{"resource"}, Field{"vpce"},
};

}  // namespace

bool IsPolicySetField(std::string_view name) {
  return std::any_of(kPolicyFields.begin(), kPolicyFields.end(),
                     [name](const Field& field) { return field.name == name; });
}

std::string PolicySetFieldNames() { return FieldNames(kPolicyFields); }

bool IsDecidedByTrustPolicy(std::string_view action) {
  constexpr std::string_view kAssumeRole = "sts:AssumeRole";
  return EqualsIgnoringAsciiCase(action.substr(0, kAssumeRole.size()),
                                 kAssumeRole) ||
         EqualsIgnoringAsciiCase(action, "sts:TagSession") ||
         EqualsIgnoringAsciiCase(action, "sts:SetSourceIdentity");
}

namespace {

// "<name>[0]", "<name>[1]", ...
absl::StatusOr<std::vector<PolicyText>> ReadDocuments(JsonValue value,
                                                      const PolicyFiles& files,
                                                      std::string_view name) {
  if (!value.is_array()) {
    return UnexpectedValue(value, "an array of policy documents");
  }
  std::vector<PolicyText> documents;
  for (const JsonValue element : value.elements()) {
    absl::StatusOr<PolicyText> document = ReadPolicyText(
        element, absl::StrFormat("%s[%d]", name, documents.size()), files);
    if (!document.ok()) return document.status();
    documents.push_back(*std::move(document));
  }
  return documents;
}

// A document, or an array with at most one.
absl::StatusOr<std::optional<PolicyText>> ReadAtMostOne(
    JsonValue value, const PolicyFiles& files, std::string name) {
  if (value.is_array() && value.size() > 1) {
    return UnexpectedValue(value, "at most one policy document");
  }
  if (value.is_array() && value.size() == 0) return std::nullopt;
  return ReadPolicyText(value.is_array() ? *value.elements().begin() : value,
                        std::move(name), files);
}

absl::StatusOr<std::vector<PolicyTexts::Level>> ReadLevels(
    JsonValue value, const PolicyFiles& files, std::string_view name) {
  if (!value.is_array()) {
    return UnexpectedValue(
        value, "an array of levels, each an array of policy documents");
  }
  std::vector<PolicyTexts::Level> levels;
  for (const JsonValue element : value.elements()) {
    absl::StatusOr<PolicyTexts::Level> level =
        ReadDocuments(element, files,
                      absl::StrFormat("%s level %d ", name, levels.size() + 1));
    if (!level.ok()) return level.status();
    levels.push_back(*std::move(level));
  }
  return levels;
}

// Reads the member `name` into `out` if it is there.
template <typename Out, typename Read, typename... Args>
absl::Status ReadField(JsonValue policies, std::string_view name, Out& out,
                       Read read, const PolicyFiles& files, Args... args) {
  const std::optional<JsonValue> value = policies.Find(name);
  if (!value.has_value()) return absl::OkStatus();
  auto result = read(*value, files, args...);
  if (!result.ok()) return result.status();
  out = *std::move(result);
  return absl::OkStatus();
}

// A document or null.
absl::StatusOr<std::optional<PolicyText>> ReadResource(JsonValue value,
                                                       const PolicyFiles& files,
                                                       PolicyType type) {
  if (value.is_null()) return std::nullopt;
  return ReadPolicyText(value, std::string(PolicyTypeName(type)), files);
}

absl::Status ParseOne(const std::optional<PolicyText>& document,
                      PolicyType type, std::optional<Policy>& out) {
  if (!document.has_value()) return absl::OkStatus();
  absl::StatusOr<Policy> policy = ParsePolicyText(*document, type);
  if (!policy.ok()) return policy.status();
  out = *std::move(policy);
  return absl::OkStatus();
}

absl::Status ParseAll(const std::vector<PolicyText>& documents, PolicyType type,
                      std::vector<Policy>& out) {
  for (const PolicyText& document : documents) {
    absl::StatusOr<Policy> policy = ParsePolicyText(document, type);
    if (!policy.ok()) return policy.status();
    out.push_back(*std::move(policy));
  }
  return absl::OkStatus();
}

absl::Status ParseLevels(
    const std::optional<std::vector<PolicyTexts::Level>>& levels,
    PolicyType type, std::optional<std::vector<PolicySet::Level>>& out) {
  if (!levels.has_value()) return absl::OkStatus();
  out.emplace();
  for (const PolicyTexts::Level& level : *levels) {
    if (absl::Status status = ParseAll(level, type, out->emplace_back());
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status ParseSession(
    const std::optional<std::vector<PolicyText>>& documents,
    std::optional<std::vector<Policy>>& out) {
  if (!documents.has_value()) return absl::OkStatus();
  return ParseAll(*documents, PolicyType::kSession, out.emplace());
}

}  // namespace

absl::StatusOr<PolicyTexts> ReadPolicyTexts(JsonValue policies,
                                            std::string_view action,
                                            const PolicyFiles& files) {
  PolicyTexts texts;
  if (IsDecidedByTrustPolicy(action)) texts.resource_type = PolicyType::kTrust;
  if (absl::Status status = CheckFields(policies, kPolicyFields);
      !status.ok()) {
    return status;
  }
  for (const absl::Status& status : {
           ReadField(policies, "identity", texts.identity, ReadDocuments, files,
                     "identity"),
           ReadField(policies, "boundary", texts.boundary, ReadAtMostOne, files,
                     "boundary"),
           ReadField(policies, "session", texts.session, ReadDocuments, files,
                     "session"),
           ReadField(policies, "scp", texts.scp, ReadLevels, files, "scp"),
           ReadField(policies, "rcp", texts.rcp, ReadLevels, files, "rcp"),
           ReadField(policies, "resource", texts.resource, ReadResource, files,
                     texts.resource_type),
           ReadField(policies, "vpce", texts.vpc_endpoint, ReadAtMostOne, files,
                     "vpce"),
       }) {
    if (!status.ok()) return status;
  }
  return texts;
}

absl::Status CheckResourcePolicyType(std::optional<PolicyType> type,
                                     std::string_view action) {
  if (!type.has_value()) return absl::OkStatus();
  const bool is_trust = *type == PolicyType::kTrust;
  if (IsDecidedByTrustPolicy(action) == is_trust) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat(
      "action: %s looks at the %s policy of its resource, but the one given "
      "is a %s policy; an account file has a policy for each resource",
      Quote(action), is_trust ? "resource-based" : "trust",
      is_trust ? "trust" : "resource-based"));
}

absl::StatusOr<PolicySet> ParsePolicyTexts(const PolicyTexts& texts) {
  PolicySet set;
  for (const absl::Status& status : {
           ParseAll(texts.identity, PolicyType::kIdentity, set.identity),
           ParseOne(texts.boundary, PolicyType::kBoundary, set.boundary),
           ParseSession(texts.session, set.session),
           ParseLevels(texts.scp, PolicyType::kScp, set.scp),
           ParseLevels(texts.rcp, PolicyType::kRcp, set.rcp),
           ParseOne(texts.resource, texts.resource_type, set.resource),
           ParseOne(texts.vpc_endpoint, PolicyType::kVpcEndpoint,
                    set.vpc_endpoint),
       }) {
    if (!status.ok()) return status;
  }
  return set;
}

}  // namespace iameval::internal
