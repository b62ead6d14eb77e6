#ifndef IAMEVAL_LIB_ENGINE_REQUEST_DATA_H_
#define IAMEVAL_LIB_ENGINE_REQUEST_DATA_H_

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "iameval/request.h"
#include "runtime/request_view.h"

namespace iameval::internal {

// The parts of a request as the caller supplied them.
struct RequestParts {
  std::string principal;
  std::string role_arn;
  std::string federated_by;
  std::string principal_id;
  std::string action;
  std::string resource;
  std::string resource_account;
  bool principal_account_is_management = false;
  bool resource_account_is_management = false;
  bool service_supports_rcps = true;
  std::optional<std::chrono::sys_seconds> time;
  std::vector<ContextEntry> context;
};

// A request that was checked, with the view that the runtime reads. The views
// point into `parts` and `texts`, so it is neither copied nor moved.
struct RequestData {
  explicit RequestData(const RequestParts& supplied) : parts(supplied) {}
  RequestData(const RequestData&) = delete;
  RequestData& operator=(const RequestData&) = delete;

  const RequestParts parts;
  std::deque<std::string> texts;  // derived texts; a deque never moves them
  std::deque<std::vector<std::string_view>> lists;  // values of context keys
  std::vector<ContextItem> items;
  std::vector<std::uint64_t> hashes;  // of the items
  RequestView view;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_REQUEST_DATA_H_
