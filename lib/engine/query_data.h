#ifndef IAMEVAL_LIB_ENGINE_QUERY_DATA_H_
#define IAMEVAL_LIB_ENGINE_QUERY_DATA_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

// The parts of a resource that a request's view has.
struct ResourceParts {
  ArnText arn;
  std::string_view account;
  std::string_view partition;
  std::string_view region;
  ResourceTraits traits;
};

struct PreparedResourceData {
  std::string arn;
  std::string account;
  ResourceParts parts;  // views of the two
  ResourceMatches matches;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_QUERY_DATA_H_
