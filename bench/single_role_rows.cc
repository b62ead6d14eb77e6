// W1: one role with a few policies, 10,000 different requests.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "contenders.h"
#include "doors.h"
#include "generate.h"
#include "iameval/bulk.h"
#include "iameval/decision.h"
#include "iameval/query.h"
#include "iameval/request.h"
#include "rows.h"
#include "subject.h"
#include "table.h"
#include "workload.h"

namespace iameval_bench {
namespace {

using iameval::Query;
using iameval::Request;

Workload MakeWorkload(const std::string& folder) {
  if (!folder.empty()) return ReadSingleRole(folder);
  Workload workload;
  workload.policies = ShippedPolicies();
  workload.requests = GenerateRequests(workload.policies, 10'000);
  return workload;
}

void AddNaive(const SubjectPtr& subject, const std::string& name,
              const std::string& title, std::size_t requests, Table& table) {
  table.Add({.name = name, .title = title}, requests, [subject, requests] {
    for (std::size_t i = 0; i < requests; ++i) {
      benchmark::DoNotOptimize(subject->Naive(i));
    }
  });
}

void AddDoor(const SubjectPtr& subject, Interned interned, Row row,
             std::size_t requests, Table& table) {
  const auto door = std::make_shared<Door>(
      subject->engine(),
      std::span(subject->workload().requests).first(requests), interned);
  if (requests == subject->size()) {
    subject->Check(row.name, [&](std::size_t i) { return door->Ask(i); });
  }
  table.Add(std::move(row), requests, [subject, door, requests] {
    for (std::size_t i = 0; i < requests; ++i) {
      benchmark::DoNotOptimize(door->Ask(i));
    }
  });
}

void AddRequests(const SubjectPtr& subject, Table& table) {
  const auto requests = std::make_shared<std::vector<Request>>(
      MakeRequests(subject->workload().requests));
  subject->Check("Request", [&](std::size_t i) {
    return subject->engine().Evaluate((*requests)[i]);
  });
  table.Add({.name = "w1/request",
             .title = "Requests built beforehand",
             .limit = 350,
             .baseline = "w1/naive"},
            requests->size(), [subject, requests] {
              for (const Request& request : *requests) {
                benchmark::DoNotOptimize(subject->engine().Evaluate(request));
              }
            });
  const auto decisions = std::make_shared<std::vector<iameval::Decision>>(
      requests->size());
  const auto decide = [subject, requests, decisions] {
    if (!subject->engine().EvaluateBatch(*requests, *decisions).ok()) {
      Fail("EvaluateBatch");
    }
  };
  decide();
  subject->Check("batch", [&](std::size_t i) { return (*decisions)[i]; });
  table.Add({.name = "w1/batch",
             .title = "EvaluateBatch of the Requests",
             .baseline = "w1/naive"},
            requests->size(), decide);
  const std::string_view principal = PrincipalOf(subject->workload().requests);
  table.Add({.name = "w1/build_and_evaluate",
             .title = "Requests built and evaluated",
             .baseline = "w1/naive"},
            1000, [subject, principal] {
              for (std::size_t i = 0; i < 1000; ++i) {
                benchmark::DoNotOptimize(subject->engine().Evaluate(
                    MakeRequest(subject->workload().requests[i], principal)));
              }
            });
}

void AddFilled(const SubjectPtr& subject, Table& table) {
  const auto door = std::make_shared<Door>(
      subject->engine(), subject->workload().requests, Interned::kEverything);
  const auto queries =
      std::make_shared<std::vector<Query>>(door->FillAll());
  subject->Check("filled queries",
                 [&](std::size_t i) { return (*queries)[i].Evaluate(); });
  table.Add({.name = "w1/filled",
             .title = "a Query for each, everything prepared: Evaluate alone",
             .baseline = "w1/naive"},
            queries->size(), [subject, door, queries] {
              for (const Query& query : *queries) {
                benchmark::DoNotOptimize(query.Evaluate());
              }
            });
}

void AddPrepared(const SubjectPtr& subject, Interned interned, Row row,
                 Table& table) {
  const auto door = std::make_shared<Door>(
      subject->engine(), subject->workload().requests, interned);
  const auto requests =
      std::make_shared<std::vector<iameval::PreparedRequest>>(
          door->Prepared());
  const auto decisions = std::make_shared<std::vector<iameval::Decision>>(
      requests->size());
  const auto decide = [subject, door, requests, decisions] {
    if (!subject->engine().EvaluatePrepared(*requests, *decisions).ok()) {
      Fail("EvaluatePrepared");
    }
  };
  decide();
  subject->Check(row.name, [&](std::size_t i) { return (*decisions)[i]; });
  table.Add(std::move(row), requests->size(), decide);
}

}  // namespace

void AddSingleRole(const std::string& folder, Table& table) {
  const auto subject =
      std::make_shared<Subject>("single role", MakeWorkload(folder));
  const std::size_t all = subject->size();
  const std::size_t hot = std::min<std::size_t>(all, 500);
  table.StartSection(folder.empty() ? "shipped policies, generated requests"
                                    : "W1, 10,000 requests");
  AddNaive(subject, "w1/naive", "naive", all, table);
  AddDoor(subject, Interned::kNamedContext,
          {.name = "w1/strings",
           .title = "action, ARN and context keys as strings, in a row",
           .limit = 350,
           .baseline = "w1/naive",
           .times = 4},
          all, table);
  AddDoor(subject, Interned::kNothing,
          {.name = "w1/names",
           .title = "context keys as strings, set one by one",
           .limit = 350,
           .baseline = "w1/naive"},
          all, table);
  AddRequests(subject, table);
  AddDoor(subject, Interned::kKeys,
          {.name = "w1/keys",
           .title = "context keys interned, set one by one",
           .baseline = "w1/naive"},
          all, table);
  AddDoor(subject, Interned::kContext,
          {.name = "w1/row",
           .title = "context keys interned, in a row",
           .limit = 160,
           .baseline = "w1/naive"},
          all, table);
  AddNaive(subject, "w1/naive_hot", "naive, 500 hot requests", hot, table);
  AddDoor(subject, Interned::kContext,
          {.name = "w1/row_hot",
           .title = "context keys interned, in a row, 500 hot requests",
           .limit = 90,
           .baseline = "w1/naive_hot"},
          hot, table);
  AddDoor(subject, Interned::kTargets,
          {.name = "w1/prepared",
           .title = "keys, actions and resources prepared",
           .baseline = "w1/naive"},
          all, table);
  AddPrepared(subject, Interned::kTargets,
              {.name = "w1/prepared_batch",
               .title = "the same in a batch: EvaluatePrepared",
               .baseline = "w1/naive"},
              table);
  AddDoor(subject, Interned::kEverything,
          {.name = "w1/prepared_contexts",
           .title = "contexts prepared as well",
           .baseline = "w1/naive"},
          all, table);
  AddPrepared(subject, Interned::kEverything,
              {.name = "w1/prepared_contexts_batch",
               .title = "everything prepared, in a batch: EvaluatePrepared",
               .limit = 60,
               .baseline = "w1/naive"},
              table);
  AddFilled(subject, table);
}

}  // namespace iameval_bench
