#ifndef IAMEVAL_LIB_CASES_REQUESTS_H_
#define IAMEVAL_LIB_CASES_REQUESTS_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "iameval/request.h"
#include "json/json.h"

namespace iameval::internal {

// Reads a `request` object into `builder`. An error is a departure from the
// format; whether the request is a possible one, Build() says.
absl::Status ReadRequest(JsonValue request, Request::Builder& builder);

// Adds the members of a `context` object.
absl::Status ReadContext(JsonValue context, Request::Builder& builder);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CASES_REQUESTS_H_
