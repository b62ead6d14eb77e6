#include "services/resource_words.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "iameval/service_reference.h"

namespace iameval::internal {

std::string WithArticle(std::string_view noun) {
  const bool vowel =
      !noun.empty() &&
      std::string_view("aeiouAEIOU").find(noun[0]) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(noun);
}

std::string WhatItIs(const ServiceReference& reference, std::string_view arn) {
  const auto types = reference.ResourceTypes(arn);
  if (types.empty()) return "of no type that the reference has";
  // The service in the ARN knows best what its resources are called.
  auto best = types.begin();
  for (auto type = types.begin(); type != types.end(); ++type) {
    const std::string field = ":" + std::string(type->service()) + ":";
    if (arn.find(field) != std::string_view::npos) {
      best = type;
      break;
    }
  }
  return WithArticle(best->name()) + " of " + std::string(best->service());
}

std::vector<ReferenceActionResource> RequiredFirst(
    const ReferenceAction& action) {
  auto resources = action.resources();
  std::stable_partition(
      resources.begin(), resources.end(),
      [](const ReferenceActionResource& r) { return r.required; });
  return resources;
}

std::string WhatItTakes(const ReferenceAction& action) {
  constexpr std::size_t kMost = 3;
  const auto resources = RequiredFirst(action);
  std::string text;
  for (std::size_t i = 0; i < std::min(kMost, resources.size()); ++i) {
    if (i > 0) text += i + 1 == resources.size() ? " or " : ", ";
    text += WithArticle(resources[i].type.name()) + " (";
    const auto formats = resources[i].type.arn_formats();
    for (std::size_t f = 0; f < formats.size(); ++f) {
      text += (f > 0 ? ", " : "") + std::string(formats[f]);
    }
    text += ")";
  }
  if (resources.size() > kMost) {
    text += " or one of " + std::to_string(resources.size() - kMost) +
            " other types";
  }
  return text;
}

}  // namespace iameval::internal
