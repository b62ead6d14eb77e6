#include "subject.h"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"

namespace iameval_bench {
namespace {

using iameval::Decision;
using iameval::Engine;
using iameval::PolicySet;
using iameval::PolicyType;

Workload WithAbsentKeys(Workload workload, const std::vector<WorkPolicy>& scp) {
  std::vector<WorkPolicy> all = workload.policies;
  all.insert(all.end(), scp.begin(), scp.end());
  DeclareAbsentKeys(all, workload.requests);
  return workload;
}

Engine Compile(const Workload& workload, const std::vector<WorkPolicy>& scp) {
  PolicySet policies{.identity = ParsePolicies(workload.policies)};
  if (!scp.empty()) {
    policies.scp.emplace();
    policies.scp->push_back(ParsePolicies(scp, PolicyType::kScp));
  }
  return MakeEngine(policies);
}

std::string Describe(const WorkRequest& request) {
  std::string text =
      absl::StrFormat("%s on %s", request.action, request.resource);
  for (const WorkKey& key : request.context) {
    text += absl::StrFormat("\n  %s =", key.key);
    for (const std::string& value : key.values) text += " " + value;
  }
  for (const std::string& key : request.absent) {
    text += absl::StrFormat("\n  %s absent", key);
  }
  return text;
}

}  // namespace

Subject::Subject(std::string name, Workload workload,
                 std::vector<WorkPolicy> scp)
    : name_(std::move(name)),
      workload_(WithAbsentKeys(std::move(workload), scp)),
      naive_(MakeNaive(workload_.policies)),
      naive_scp_(MakeNaive(scp)),
      has_scp_(!scp.empty()),
      naive_requests_(MakeNaiveRequests(workload_.requests)),
      engine_(Compile(workload_, scp)) {
  FindExpected();
}

Decision Subject::Naive(std::size_t request) const {
  const NaiveRequest& asked = naive_requests_[request];
  if (has_scp_ && naive_scp_.Denies(asked)) return Decision::kExplicitDeny;
  const Decision decision = naive_.Decide(asked);
  if (decision != Decision::kAllowed || !has_scp_) return decision;
  return naive_scp_.Allows(asked) ? decision : Decision::kImplicitDeny;
}

// The baseline and the workload's author must agree; where there are SCPs the
// author did not know of, the baseline alone says.
void Subject::FindExpected() {
  for (std::size_t i = 0; i < size(); ++i) {
    const WorkRequest& request = workload_.requests[i];
    const Decision decision = Naive(i);
    if (!has_scp_ && request.expected.has_value() &&
        *request.expected != decision) {
      Fail(absl::StrFormat("%s: the baseline says %s, the workload %s: %s",
                           name_, iameval::DecisionName(decision),
                           iameval::DecisionName(*request.expected),
                           Describe(request)));
    }
    expected_.push_back(Expected(request.action, request.resource,
                                 decision));
  }
}

void Subject::Check(const std::string& contender,
                    const std::function<Decision(std::size_t)>& decide) const {
  for (std::size_t i = 0; i < size(); ++i) {
    const Decision decision = decide(i);
    if (decision == expected_[i]) continue;
    Fail(absl::StrFormat("%s, %s: found %s, expected %s: request %d, %s",
                         name_, contender, iameval::DecisionName(decision),
                         iameval::DecisionName(expected_[i]), i,
                         Describe(workload_.requests[i])));
  }
}

}  // namespace iameval_bench
