#ifndef IAMEVAL_LIB_SERVICES_RESOURCE_WORDS_H_
#define IAMEVAL_LIB_SERVICES_RESOURCE_WORDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iameval/service_reference.h"

// How messages speak of resources.

namespace iameval::internal {

// "a bucket", "an endpoint".
std::string WithArticle(std::string_view noun);

// What an ARN is: "a bucket of s3"; "nothing that the reference knows".
std::string WhatItIs(const ServiceReference& reference, std::string_view arn);

// What an action takes, with formats: "an endpoint (arn:...)"; at most three,
// required ones first.
std::string WhatItTakes(const ReferenceAction& action);

// The resource types of an action, required ones first.
std::vector<ReferenceActionResource> RequiredFirst(
    const ReferenceAction& action);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_SERVICES_RESOURCE_WORDS_H_
