#ifndef IAMEVAL_BENCH_WORKLOAD_H_
#define IAMEVAL_BENCH_WORKLOAD_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "iameval/decision.h"

// What is measured: policies, and requests to decide with them. Read from
// files, or made by generate.h.

namespace iameval_bench {

struct WorkKey {
  std::string key;
  std::vector<std::string> values;
  bool multivalued = false;
};

struct WorkRequest {
  std::string action;
  std::string resource;
  std::vector<WorkKey> context;
  // Keys that the library would derive, the workload does not have, and some
  // policy asks for: DeclareAbsentKeys.
  std::vector<std::string> absent;
  // As the workload's author has it: any matching Deny, else any matching
  // Allow, of one principal's identity-based policies.
  std::optional<iameval::Decision> expected;
};

struct WorkPolicy {
  std::string name;
  std::string text;  // JSON
};

// One principal's identity-based policies, and requests.
struct Workload {
  std::vector<WorkPolicy> policies;
  std::vector<WorkRequest> requests;
};

// Who asks where the requests do not say, and who owns what is asked for.
inline constexpr std::string_view kPrincipal =
    "arn:aws:iam::123456789012:role/DemoRole";
inline constexpr std::string_view kAccount = "123456789012";

// Who asks: the role of the account that is aws:PrincipalArn in all requests;
// otherwise kPrincipal.
[[nodiscard]] std::string_view PrincipalOf(
    std::span<const WorkRequest> requests);

// Every principal on every action on every resource.
struct GridWorkload {
  struct Principal {
    std::string arn;
    std::vector<std::size_t> policies;  // indices
    std::vector<WorkKey> context;    // beside the shared one
  };
  std::vector<WorkPolicy> policies;
  std::vector<Principal> principals;
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::vector<WorkKey> context;

  [[nodiscard]] std::size_t cells() const {
    return principals.size() * actions.size() * resources.size();
  }
};

// The folder that IAMEVAL_WORKLOAD names; empty when it is not set.
std::string WorkloadFolder();

// Readers of the generator's files. They end the program, saying why, when a
// file is not what it should be.
Workload ReadSingleRole(const std::string& folder);                      // W1
Workload ReadManyStatements(const std::string& folder, std::size_t n);  // W2
GridWorkload ReadGrid(const std::string& folder);                        // W3
std::vector<WorkPolicy> ReadCorpus(const std::string& folder);           // W4

// For a program without a caller to report to: says why and ends it.
[[noreturn]] void Fail(const std::string& message);

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_WORKLOAD_H_
