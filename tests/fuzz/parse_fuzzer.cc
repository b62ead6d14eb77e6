// Policy::Parse on arbitrary bytes: whatever it is given, it answers with a
// policy or with an error that says what is wrong, and all that it says lies
// inside the text. The first byte picks the policy's type.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "fuzz/require.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"

namespace {

using iameval::Issue;
using iameval::Policy;
using iameval::PolicySet;
using iameval::PolicyType;
using iameval_testing::Require;

void CheckIssues(const Policy& policy) {
  const std::size_t size = policy.text().size();
  for (const Issue& issue : policy.issues()) {
    Require(issue.offset <= size, "an issue's offset lies in the text");
    Require(issue.length <= size - issue.offset, "an issue ends in the text");
    Require(issue.line >= 1 && issue.column >= 1, "an issue has a place");
    Require(!issue.code.empty() && !issue.message.empty(),
            "an issue says what it is");
    Require(issue.pointer.empty() || issue.pointer[0] == '/',
            "an issue's pointer is a JSON pointer");
  }
}

void CheckStatements(const Policy& policy) {
  for (std::size_t i = 0; i < policy.statement_count(); ++i) {
    const iameval::StatementInfo statement = policy.statement(i);
    Require(statement.offset < policy.text().size() &&
                policy.text()[statement.offset] == '{',
            "a statement starts where it says");
    Require(statement.index == i, "a statement knows its index");
    Require(statement.line >= 1 && statement.column >= 1,
            "a statement has a place");
  }
}

PolicySet InItsPlace(Policy policy) {
  PolicySet set;
  switch (policy.type()) {
    case PolicyType::kIdentity:
      set.identity.push_back(std::move(policy));
      break;
    case PolicyType::kBoundary:
      set.boundary = std::move(policy);
      break;
    case PolicyType::kSession:
      set.session.emplace().push_back(std::move(policy));
      break;
    case PolicyType::kResource:
    case PolicyType::kTrust:
      set.resource = std::move(policy);
      break;
    case PolicyType::kVpcEndpoint:
      set.vpc_endpoint = std::move(policy);
      break;
    case PolicyType::kScp:
      set.scp.emplace().emplace_back().push_back(std::move(policy));
      break;
    case PolicyType::kRcp:
      set.rcp.emplace().emplace_back().push_back(std::move(policy));
      break;
  }
  return set;
}

// What parses also compiles, and answers a request.
void CheckUse(const Policy& policy) {
  const auto engine = iameval::Engine::Create(InItsPlace(policy));
  if (!engine.ok()) {
    Require(!engine.status().message().empty(), "an error has a message");
    return;
  }
  static const auto* const kRequest = new iameval::Request(
      *iameval::Request::Builder()
           .Principal("arn:aws:iam::111122223333:user/Alice")
           .Action("s3:GetObject")
           .Resource("arn:aws:s3:::amzn-s3-demo-bucket/a")
           .ResourceAccount("111122223333")
           .Context("aws:SecureTransport", "true")
           .Build());
  Require(engine->Explain(*kRequest).decision == engine->Evaluate(*kRequest),
          "Explain and Evaluate agree");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const auto type = static_cast<PolicyType>(data[0] % 8);
  const std::string_view text(reinterpret_cast<const char*>(data + 1),
                              size - 1);
  const auto policy = Policy::Parse(text, type);
  if (!policy.ok()) {
    Require(!policy.status().message().empty(), "an error has a message");
    return 0;
  }
  Require(policy->text() == text, "a policy keeps its text");
  Require(policy->type() == type, "a policy keeps its type");
  CheckIssues(*policy);
  CheckStatements(*policy);
  CheckUse(*policy);
  return 0;
}
