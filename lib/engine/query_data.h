#ifndef IAMEVAL_LIB_ENGINE_QUERY_DATA_H_
#define IAMEVAL_LIB_ENGINE_QUERY_DATA_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "base/arn.h"
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
  CallerMemos memos;  // what these keys decide
};

struct PreparedActionData {
  CandidateLists candidates;  // by bundle
  std::uint64_t hash = 0;
  ActionTraits traits;
  ActionId id = kUnknownAction;
  std::string folded;
  std::vector<PatternId> patterns;
};

struct PreparedResourceData {
  ResourceMatches matches;
  ResourceParts parts;  // of the two below
  ProbeText probe_text;
  std::string account;
  std::string arn;
};

// Whether CheckUtf8 lets it pass.
[[nodiscard]] bool IsUtf8Resource(std::string_view resource);

// Fills in what a request says of its resource. False if
// Request::Builder::Build would refuse it, as CheckResourceParts does.
// `account`: its owner where the ARN does not say it.
[[nodiscard]] inline bool SetResourceParts(std::string_view resource,
                                           std::string_view account,
                                           ResourceParts& parts) {
  if (!account.empty() && !IsAccountId(account)) return false;
  ArnText& arn = parts.resource_text;
  ScanArn(resource, arn);
  parts.resource_account = account;
  if (!arn.is_arn()) {
    parts.resource_partition = {};
    parts.resource_traits = {};
    if (resource != "*") return false;
  } else {
    if (!arn.ascii && !IsUtf8Resource(resource)) return false;
    parts.resource_partition = arn.field(1);
    parts.resource_traits = TraitsOfResource(arn);
    if (account.empty() && IsAccountId(arn.field(4))) {
      parts.resource_account = arn.field(4);
    }
  }
  parts.resource = resource;
  return true;
}

// InvalidArgumentError where SetResourceParts is false.
absl::Status CheckResourceParts(std::string_view resource,
                                std::string_view account);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_QUERY_DATA_H_
