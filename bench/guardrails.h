#ifndef IAMEVAL_BENCH_GUARDRAILS_H_
#define IAMEVAL_BENCH_GUARDRAILS_H_

#include <vector>

#include "workload.h"

// The service control policies of the table: eight Deny statements as
// organizations write them, and the policy that allows the rest.

namespace iameval_bench {

[[nodiscard]] std::vector<WorkPolicy> Guardrails();

// A request to a service with regions has aws:RequestedRegion always. What is
// expected of the requests is forgotten, as the new key may matter.
void AddRegion(Workload& workload);

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_GUARDRAILS_H_
