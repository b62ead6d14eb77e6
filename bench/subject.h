#ifndef IAMEVAL_BENCH_SUBJECT_H_
#define IAMEVAL_BENCH_SUBJECT_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "contenders.h"
#include "doors.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/policy_set.h"
#include "naive.h"
#include "workload.h"

namespace iameval_bench {

// A workload, what is to decide it, and the decisions that must come out.
class Subject {
 public:
  // `scp`: service control policies that are in force as well, of one level.
  Subject(std::string name, Workload workload,
          std::vector<WorkPolicy> scp = {});

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Workload& workload() const { return workload_; }
  [[nodiscard]] const iameval::Engine& engine() const { return engine_; }
  [[nodiscard]] std::size_t size() const { return workload_.requests.size(); }

  // The baseline's decision.
  [[nodiscard]] iameval::Decision Naive(std::size_t request) const;

  // Ends the program, showing the request, when `decide` does not give the
  // expected decision for each request that it can be asked for.
  void Check(const std::string& contender,
             const std::function<iameval::Decision(std::size_t)>& decide) const;

  // What the library must answer.
  [[nodiscard]] iameval::Decision expected(std::size_t request) const {
    return expected_[request];
  }

 private:
  void FindExpected();

  std::string name_;
  Workload workload_;
  NaivePolicies naive_;
  NaivePolicies naive_scp_;
  bool has_scp_;
  std::vector<NaiveRequest> naive_requests_;
  iameval::Engine engine_;
  std::vector<iameval::Decision> expected_;
};

using SubjectPtr = std::shared_ptr<Subject>;

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_SUBJECT_H_
