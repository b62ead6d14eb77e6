#include "cases/policies.h"

#include <array>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "cases/fields.h"

namespace iameval::internal {
namespace {

constexpr std::array kPolicyFields = {
    Field{"identity"}, Field{"boundary"}, Field{"session"}, Field{"scp"},
    Field{"rcp"},      Field{"resource"}, Field{"vpce"},
};

// The actions on a role that its trust policy decides (S-7.3).
bool IsDecidedByTrustPolicy(std::string_view action) {
  constexpr std::string_view kAssumeRole = "sts:AssumeRole";
  return EqualsIgnoringAsciiCase(action.substr(0, kAssumeRole.size()),
                                 kAssumeRole) ||
         EqualsIgnoringAsciiCase(action, "sts:TagSession") ||
         EqualsIgnoringAsciiCase(action, "sts:SetSourceIdentity");
}

absl::StatusOr<PolicyText> ReadDocument(JsonValue value, std::string name) {
  // A string is raw text: it may hold what is no JSON at all.
  if (value.is_string()) return PolicyText{std::move(name), value.text()};
  if (value.is_object()) return PolicyText{std::move(name), value.raw()};
  return UnexpectedValue(value, "a policy document: an object or a string");
}

// "<name>[0]", "<name>[1]", ...
absl::StatusOr<std::vector<PolicyText>> ReadDocuments(JsonValue value,
                                                      std::string_view name) {
  if (!value.is_array()) {
    return UnexpectedValue(value, "an array of policy documents");
  }
  std::vector<PolicyText> documents;
  for (const JsonValue element : value.elements()) {
    absl::StatusOr<PolicyText> document = ReadDocument(
        element, absl::StrFormat("%s[%d]", name, documents.size()));
    if (!document.ok()) return document.status();
    documents.push_back(*std::move(document));
  }
  return documents;
}

// A document, or an array with at most one.
absl::StatusOr<std::optional<PolicyText>> ReadAtMostOne(JsonValue value,
                                                        std::string name) {
  if (value.is_array() && value.size() > 1) {
    return UnexpectedValue(value, "at most one policy document");
  }
  if (value.is_array() && value.size() == 0) return std::nullopt;
  return ReadDocument(value.is_array() ? *value.elements().begin() : value,
                      std::move(name));
}

absl::StatusOr<std::vector<PolicyTexts::Level>> ReadLevels(
    JsonValue value, std::string_view name) {
  if (!value.is_array()) {
    return UnexpectedValue(
        value, "an array of levels, each an array of policy documents");
  }
  std::vector<PolicyTexts::Level> levels;
  for (const JsonValue element : value.elements()) {
    absl::StatusOr<PolicyTexts::Level> level = ReadDocuments(
        element, absl::StrFormat("%s level %d ", name, levels.size() + 1));
    if (!level.ok()) return level.status();
    levels.push_back(*std::move(level));
  }
  return levels;
}

// Reads the member `name` into `out` if it is there.
template <typename Out, typename Read, typename... Args>
absl::Status ReadField(JsonValue policies, std::string_view name, Out& out,
                       Read read, Args... args) {
  const std::optional<JsonValue> value = policies.Find(name);
  if (!value.has_value()) return absl::OkStatus();
  auto result = read(*value, args...);
  if (!result.ok()) return result.status();
  out = *std::move(result);
  return absl::OkStatus();
}

// A document or null.
absl::StatusOr<std::optional<PolicyText>> ReadResource(JsonValue value,
                                                       PolicyType type) {
  if (value.is_null()) return std::nullopt;
  return ReadDocument(value, std::string(PolicyTypeName(type)));
}

absl::StatusOr<Policy> ParseDocument(const PolicyText& document,
                                     PolicyType type) {
  absl::StatusOr<Policy> policy = Policy::Parse(document.text, type);
  if (policy.ok()) return policy->Named(document.name);
  return absl::Status(
      policy.status().code(),
      absl::StrFormat("%s: %s", document.name, policy.status().message()));
}

absl::Status ParseOne(const std::optional<PolicyText>& document,
                      PolicyType type, std::optional<Policy>& out) {
  if (!document.has_value()) return absl::OkStatus();
  absl::StatusOr<Policy> policy = ParseDocument(*document, type);
  if (!policy.ok()) return policy.status();
  out = *std::move(policy);
  return absl::OkStatus();
}

absl::Status ParseAll(const std::vector<PolicyText>& documents, PolicyType type,
                      std::vector<Policy>& out) {
  for (const PolicyText& document : documents) {
    absl::StatusOr<Policy> policy = ParseDocument(document, type);
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
                                            std::string_view action) {
  PolicyTexts texts;
  if (IsDecidedByTrustPolicy(action)) texts.resource_type = PolicyType::kTrust;
  if (absl::Status status = CheckFields(policies, kPolicyFields);
      !status.ok()) {
    return status;
  }
  for (const absl::Status& status : {
           ReadField(policies, "identity", texts.identity, ReadDocuments,
                     "identity"),
           ReadField(policies, "boundary", texts.boundary, ReadAtMostOne,
                     "boundary"),
           ReadField(policies, "session", texts.session, ReadDocuments,
                     "session"),
           ReadField(policies, "scp", texts.scp, ReadLevels, "scp"),
           ReadField(policies, "rcp", texts.rcp, ReadLevels, "rcp"),
           ReadField(policies, "resource", texts.resource, ReadResource,
                     texts.resource_type),
           ReadField(policies, "vpce", texts.vpc_endpoint, ReadAtMostOne,
                     "vpce"),
       }) {
    if (!status.ok()) return status;
  }
  return texts;
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
