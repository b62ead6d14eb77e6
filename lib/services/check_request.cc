// CheckRequest and CheckCall: S-8.2 to S-8.11.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/base64.h"
#include "base/boolean.h"
#include "base/instant.h"
#include "base/ip.h"
#include "base/number.h"
#include "base/quote.h"
#include "iameval/issue.h"
#include "iameval/request.h"
#include "iameval/request_check.h"
#include "iameval/service_reference.h"
#include "json/pointer.h"
#include "services/resource_words.h"
#include "services/similar_names.h"
#include "services/supported_keys.h"

namespace iameval {
namespace internal {
namespace {

std::string Listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

// The value can be one of a key of that type (S-6.13).
bool HasType(std::string_view value, ConditionKeyType type) {
  switch (type) {
    case ConditionKeyType::kString:
      return true;
    case ConditionKeyType::kArn:
      return ParseArn(value).has_value();
    case ConditionKeyType::kBool:
      return ParseBoolean(value).has_value();
    case ConditionKeyType::kNumeric:
      return ParseDecimal(value).has_value();
    case ConditionKeyType::kDate:
      return ParseInstant(value).has_value();
    case ConditionKeyType::kIpAddress:
      return ParseIpAddress(value).has_value();
    case ConditionKeyType::kBinary:
      return IsBase64(value);
  }
  return true;
}

// Keys whose prefix is a domain are what an identity provider says of its
// user; which of them a session keeps is not in the reference (S-6.12).
bool IsIdentityProviderKey(std::string_view key) {
  return key.substr(0, key.rfind(':')).find('.') != std::string_view::npos;
}

class Checker {
 public:
  Checker(const ServiceReference& reference, std::span<const Request> requests,
          bool numbered)
      : reference_(reference), requests_(requests), numbered_(numbered) {}

  std::vector<Issue> Check() && {
    for (std::size_t i = 0; i < requests_.size(); ++i) {
      prefix_ = numbered_ ? "/" + std::to_string(i) : "";
      CheckOne(requests_[i]);
    }
    return std::move(issues_);
  }

 private:
  void Report(Severity severity, std::string_view code, std::string pointer,
              std::string message) {
    Issue issue;
    issue.severity = severity;
    issue.code = code;
    issue.pointer = prefix_ + std::move(pointer);
    issue.message = std::move(message);
    issues_.push_back(std::move(issue));
  }

  void CheckOne(const Request& request) {
    const auto action = reference_.FindAction(request.action());
    if (!action.has_value()) {
      ReportUnknownAction(request);
      return;
    }
    CheckResource(*action, request);
    const auto types = action->TypesOf(request.resource());
    for (const ContextEntry& entry : request.context()) {
      CheckKey(*action, types, request, entry);
    }
  }

  // S-8.11
  void ReportUnknownAction(const Request& request) {
    const std::string_view name = request.action();
    const std::string_view prefix = name.substr(0, name.find(':'));
    std::string message = absl::StrFormat("%s is not in the reference of %s",
                                          name, reference_.source().date);
    if (!reference_.FindService(prefix).has_value()) {
      message += absl::StrFormat(", nor is a service %s", prefix);
    }
    const auto similar = SimilarActions(reference_, name);
    if (!similar.empty()) {
      message += absl::StrFormat("; did you mean %s?",
                                 similar.front().action.full_name());
    }
    Report(Severity::kWarning, "UNKNOWN_ACTION", "/action", std::move(message));
  }

  void CheckResource(const ReferenceAction& action, const Request& request) {
    const std::string_view resource = request.resource();
    if (action.wildcard_only()) {
      if (resource == "*") return;
      Report(Severity::kWarning, "RESOURCE_NOT_APPLICABLE", "/resource",
             absl::StrFormat("%s takes no resource: policies are compared "
                             "with \"*\"",
                             action.full_name()));
      return;
    }
    if (resource != "*" && action.TypesOf(resource).empty()) {
      Report(Severity::kError, "RESOURCE_TYPE_MISMATCH", "/resource",
             absl::StrFormat("%s takes %s, and %s is %s", action.full_name(),
                             WhatItTakes(action), resource,
                             WhatItIs(reference_, resource)));
      return;
    }
    CheckRequiredTypes(action, request);
  }

  // S-8.6: what the call needs and no request of it has.
  void CheckRequiredTypes(const ReferenceAction& action,
                          const Request& request) {
    std::vector<std::string> missing;
    for (const ReferenceActionResource& needed : action.resources()) {
      if (!needed.required) continue;
      const bool given = std::any_of(
          requests_.begin(), requests_.end(), [&](const Request& other) {
            return reference_.FindAction(other.action()) == action &&
                   needed.type.Match(other.resource()).has_value();
          });
      if (!given) missing.push_back(WithArticle(needed.type.name()));
    }
    if (missing.empty()) return;
    if (request.resource() == "*") {
      Report(Severity::kWarning, "MISSING_REQUIRED_RESOURCE", "/resource",
             absl::StrFormat("%s is asked of %s: on \"*\", only what the "
                             "policies say of every resource counts",
                             action.full_name(), Listed(missing)));
    } else {
      Report(Severity::kSuggestion, "MISSING_REQUIRED_RESOURCE", "/resource",
             absl::StrFormat("%s also needs %s, each of which must be allowed",
                             action.full_name(), Listed(missing)));
    }
  }

  void CheckKey(const ReferenceAction& action,
                const std::vector<ReferenceResourceType>& types,
                const Request& request, const ContextEntry& entry) {
    if (entry.shape == ContextEntry::Shape::kAbsent) return;
    std::string pointer = "/context";
    AppendPointerToken(entry.key, pointer);
    const auto key = SupportedKey(action, types, entry.key);
    if (!key.has_value()) {
      if (IsIdentityProviderKey(entry.key)) return;
      ReportUnsupported(action, request, entry.key, std::move(pointer));
      return;
    }
    if (!key->multivalued() && entry.values.size() > 1) {
      Report(Severity::kWarning, "MULTIPLE_VALUES_FOR_SINGLE_VALUED_KEY",
             pointer,
             absl::StrFormat("%s has one value, not %u", entry.key,
                             entry.values.size()));
    }
    for (const std::string& value : entry.values) {
      // EpochTime's type is Date or Numeric, and seconds are both.
      if (HasType(value, key->type())) continue;
      Report(Severity::kWarning, "MISTYPED_CONDITION_KEY", pointer,
             absl::StrFormat("%s is %s, and %s is none", entry.key,
                             WithArticle(ConditionKeyTypeName(key->type())),
                             Quote(value)));
      return;
    }
  }

  // S-8.8
  void ReportUnsupported(const ReferenceAction& action, const Request& request,
                         std::string_view name, std::string pointer) {
    std::string message;
    const auto known = reference_.FindKey(name);
    if (!known.has_value()) {
      message = absl::StrFormat("%s is not in the reference of %s", name,
                                reference_.source().date);
      const auto similar = SimilarKey(reference_, name);
      if (similar.has_value()) {
        message += absl::StrFormat("; did you mean %s?", similar->name());
      }
    } else if (action.FindKey(name).has_value()) {
      message = absl::StrFormat("%s has no %s on %s", action.full_name(), name,
                                WhatItIs(reference_, request.resource()));
    } else {
      message = absl::StrFormat("requests for %s never have %s",
                                action.full_name(), name);
    }
    Report(Severity::kWarning, "UNSUPPORTED_CONDITION_KEY", std::move(pointer),
           std::move(message));
  }

  const ServiceReference& reference_;
  const std::span<const Request> requests_;
  const bool numbered_;
  std::string prefix_;
  std::vector<Issue> issues_;
};

}  // namespace

std::optional<ReferenceKey> SupportedKey(
    const ReferenceAction& action,
    const std::vector<ReferenceResourceType>& types, std::string_view key) {
  if (types.empty()) return action.FindKey(key);
  for (const ReferenceResourceType& type : types) {
    if (auto found = action.FindKey(key, type)) return found;
  }
  return std::nullopt;
}

bool NeverInRequest(const ReferenceAction& action,
                    const std::vector<ReferenceResourceType>& types,
                    std::string_view key) {
  return !IsIdentityProviderKey(key) &&
         !SupportedKey(action, types, key).has_value();
}

}  // namespace internal

std::vector<Issue> CheckRequest(const ServiceReference& reference,
                                const Request& request) {
  return internal::Checker(reference, {&request, 1}, false).Check();
}

std::vector<Issue> CheckCall(const ServiceReference& reference,
                             std::span<const Request> requests) {
  return internal::Checker(reference, requests, true).Check();
}

}  // namespace iameval
