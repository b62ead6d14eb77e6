#ifndef IAMEVAL_LIB_CASES_REQUESTS_H_
#define IAMEVAL_LIB_CASES_REQUESTS_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "iameval/request.h"
#include "json/json.h"

namespace iameval::internal {

// Reads a `request` object into `builder`. An error is a departure from the
// format; whether the request is a possible one, Build() says.
absl::Status ReadRequest(JsonValue request, Request::Builder& builder);

// The same for a request line, which may have an `id` beside. It is read even
// if the rest departs from the format; nullopt if there is none that can be.
absl::Status ReadRequestLine(JsonValue line, Request::Builder& builder,
                             std::optional<JsonValue>& id);

// Adds the members of a `context` object.
absl::Status ReadContext(JsonValue context, Request::Builder& builder);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CASES_REQUESTS_H_
