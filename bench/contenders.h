#ifndef IAMEVAL_BENCH_CONTENDERS_H_
#define IAMEVAL_BENCH_CONTENDERS_H_

#include <span>
#include <string>
#include <vector>

#include "iameval/engine.h"
#include "iameval/policy.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"
#include "naive.h"
#include "workload.h"

// A workload in the forms in which the baseline and the library take it. All
// functions end the program when something in the workload is refused.

namespace iameval_bench {

std::vector<iameval::Policy> ParsePolicies(
    std::span<const WorkPolicy> policies,
    iameval::PolicyType type = iameval::PolicyType::kIdentity);

iameval::Engine MakeEngine(const iameval::PolicySet& policies);
iameval::Engine MakeEngine(const Workload& workload);

// Context keys that the library would derive and the workload's request does
// not have. A workload decides without them, so they are declared absent:
// looking up an absent key costs what looking up a derived one costs.
std::vector<std::string> AbsentKeys(const WorkRequest& request);

iameval::Request MakeRequest(const WorkRequest& request);
std::vector<iameval::Request> MakeRequests(
    std::span<const WorkRequest> requests);

NaivePolicies MakeNaive(std::span<const WorkPolicy> policies);
std::vector<NaiveRequest> MakeNaiveRequests(
    std::span<const WorkRequest> requests);

// What the library should answer where the workload's author expects
// `outcome`: the same, except that a key policy or trust policy must allow as
// well when the resource is a KMS key or a role to be assumed, and a workload
// has identity-based policies only.
iameval::Decision Expected(const WorkRequest& request,
                           iameval::Decision outcome);

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_CONTENDERS_H_
