#ifndef IAMEVAL_LIB_ENGINE_QUERY_DATA_H_
#define IAMEVAL_LIB_ENGINE_QUERY_DATA_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "iameval/request.h"
#include "program/program.h"
#include "runtime/match_statement.h"
#include "runtime/request_view.h"

// What the handles of iameval/query.h stand for.

namespace iameval::internal {

// A caller with the keys that are derived from it.
struct CallerData {
  explicit CallerData(Request made) : request(std::move(made)) {}

  Request request;  // for any action; owns the texts
  std::vector<KeySlot> slots;
  std::vector<ContextValue> values;
};

struct PreparedActionData {
  std::string folded;
  std::uint64_t hash = 0;
  ActionTraits traits;
  ActionId id = kUnknownAction;
  std::vector<PatternId> patterns;
};

struct PreparedResourceData {
  std::string arn;
  std::string account;
  RequestView view;  // its resource part, of the two
  ResourceMatches matches;
};

// Fills in the resource part of a request's view; InvalidArgumentError as
// Request::Builder::Build. `account`: its owner where the ARN does not say it.
absl::Status SetResourceParts(std::string_view resource,
                              std::string_view account, RequestView& view);

// Copies that part.
inline void CopyResourceParts(const RequestView& from, RequestView& to) {
  to.resource = from.resource;
  to.resource_text = from.resource_text;
  to.resource_account = from.resource_account;
  to.resource_partition = from.resource_partition;
  to.resource_traits = from.resource_traits;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_QUERY_DATA_H_
