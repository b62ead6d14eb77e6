#ifndef IAMEVAL_BENCH_CONTENDERS_H_
#define IAMEVAL_BENCH_CONTENDERS_H_

#include <span>
#include <string>
#include <string_view>
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

iameval::Engine MakeEngine(iameval::PolicySet policies);
iameval::Engine MakeEngine(const Workload& workload);

// Fills in WorkRequest::absent. A workload decides without the keys that the
// library derives from a request, so those that its policies ask for are
// declared absent; looking for an absent key costs what looking for a derived
// one does.
void DeclareAbsentKeys(std::span<const WorkPolicy> policies,
                       std::span<WorkRequest> requests);

// Those of `keys` that some policy mentions.
std::vector<std::string_view> KeysInPolicies(
    std::span<const WorkPolicy> policies,
    std::span<const std::string_view> keys);

iameval::Request MakeRequest(const WorkRequest& request,
                             std::string_view principal);
std::vector<iameval::Request> MakeRequests(
    std::span<const WorkRequest> requests);

NaivePolicies MakeNaive(std::span<const WorkPolicy> policies);
std::vector<NaiveRequest> MakeNaiveRequests(
    std::span<const WorkRequest> requests);

// What the library should answer where the workload's author expects
// `outcome`: the same, except that a key policy or trust policy must allow as
// well when the resource is a KMS key or a role to be assumed, and a workload
// has identity-based policies only.
iameval::Decision Expected(std::string_view action, std::string_view resource,
                           iameval::Decision outcome);

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_CONTENDERS_H_
