// Service control policies over one role: what a ceiling costs.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <memory>
#include <string>

#include "doors.h"
#include "generate.h"
#include "guardrails.h"
#include "rows.h"
#include "subject.h"
#include "table.h"
#include "workload.h"

namespace iameval_bench {
namespace {

Workload MakeWorkload(const std::string& folder) {
  Workload workload;
  if (folder.empty()) {
    workload.policies = ShippedPolicies();
    workload.requests = GenerateRequests(workload.policies, 10'000);
  } else {
    workload = ReadSingleRole(folder);
  }
  AddRegion(workload);
  return workload;
}

void AddSubject(const SubjectPtr& subject, const std::string& prefix,
                Table& table) {
  const auto door = std::make_shared<Door>(
      subject->engine(), subject->workload().requests, Interned::kContext);
  subject->Check(prefix, [&](std::size_t i) { return door->Ask(i); });
  table.Add({.name = prefix + "_naive",
             .title = subject->name() + ": naive"},
            subject->size(), [subject] {
              for (std::size_t i = 0; i < subject->size(); ++i) {
                benchmark::DoNotOptimize(subject->Naive(i));
              }
            });
  table.Add({.name = prefix,
             .title = subject->name() + ": context keys interned",
             .baseline = prefix + "_naive"},
            door->size(), [subject, door] {
              for (std::size_t i = 0; i < door->size(); ++i) {
                benchmark::DoNotOptimize(door->Ask(i));
              }
            });
}

}  // namespace

void AddOrganization(const std::string& folder, Table& table) {
  const Workload workload = MakeWorkload(folder);
  table.StartSection("service control policies over the single role");
  AddSubject(std::make_shared<Subject>("without SCP", workload), "scp/without",
             table);
  AddSubject(std::make_shared<Subject>(
                 "with 8 Deny statements", workload,
                 Guardrails()),
             "scp/with", table);
  table.AddDerived({.name = "scp/difference",
                    .title = "what the SCP costs",
                    .limit = 60,
                    .baseline = "scp/with",
                    .minus = "scp/without"});
  table.AddDerived({.name = "scp/difference_naive",
                    .title = "what the SCP costs naive",
                    .baseline = "scp/with_naive",
                    .minus = "scp/without_naive"});
}

}  // namespace iameval_bench
