#ifndef IAMEVAL_BENCH_GENERATE_H_
#define IAMEVAL_BENCH_GENERATE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "workload.h"

// Workloads that need no files but the policies shipped with the project. The
// seed is fixed: every run on every machine gets the same.

namespace iameval_bench {

// Identity policies of examples/policies.
std::vector<WorkPolicy> ShippedPolicies();

// `statements` of the shapes that AWS managed policies have, 20 to a document,
// each bound to one of statements/20 tenants; 1 % are Deny.
std::vector<WorkPolicy> GeneratePolicies(std::size_t statements);

// Requests that come from the policies' statements: about two in three match
// the statement they were made from, the others are near misses.
std::vector<WorkRequest> GenerateRequests(std::span<const WorkPolicy> policies,
                                          std::size_t count);

// 100 principals, 100 actions, 50 resources.
GridWorkload GenerateGrid();

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_GENERATE_H_
