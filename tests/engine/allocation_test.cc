// Deciding allocates nothing: every way into the heap is counted.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "differential/generator.h"
#include "differential/pair.h"
#include "engine/documents.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"
#include "iameval/engine_builder.h"
#include "iameval/query.h"
#include "iameval/request.h"

namespace {

std::atomic<std::size_t> allocations = 0;

void* CountedAllocation(std::size_t size, std::size_t alignment) {
  ++allocations;
  const std::size_t rounded = (size + alignment) / alignment * alignment;
  void* const memory = std::aligned_alloc(alignment, rounded);
  if (memory == nullptr) std::abort();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return CountedAllocation(size, 16); }
void* operator new[](std::size_t size) { return CountedAllocation(size, 16); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return CountedAllocation(size, 16);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return CountedAllocation(size, 16);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return CountedAllocation(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace iameval_testing {
namespace {

using iameval::ContextEntry;
using iameval::ContextPair;
using iameval::NamedContextPair;
using iameval::Decision;
using iameval::Engine;
using iameval::Query;
using iameval::Request;

// A pair of the differential test that an engine takes.
struct Pair {
  Engine engine;
  Request request;
};

std::optional<Pair> MakePair(std::uint64_t number) {
  constexpr std::uint64_t kSeed = 20'261'120;
  const PolicyScenario scenario = ScenarioOfPair(kSeed, number);
  const auto policies =
      BuildPolicies(scenario.policies, scenario.scene.trust);
  if (!policies.ok()) return std::nullopt;
  auto engine = Engine::Create(*policies);
  auto request = BuildRequest(RequestOfPair(kSeed, number, scenario));
  if (!engine.ok() || !request.ok()) return std::nullopt;
  return Pair{*std::move(engine), *std::move(request)};
}

TEST(EvaluateAllocation, IsCounted) {
  const std::size_t before = allocations;
  const std::string text(1000, 'a');
  EXPECT_GT(allocations, before) << text.size();
}

TEST(EvaluateAllocation, RequestsAreDecidedWithoutAny) {
  std::size_t decided = 0;
  for (std::uint64_t number = 0; number < 3000; ++number) {
    const std::optional<Pair> pair = MakePair(number);
    if (!pair.has_value()) continue;
    const std::size_t before = allocations;
    (void)pair->engine.Evaluate(pair->request);
    ASSERT_EQ(allocations, before) << "pair " << number;
    ++decided;
  }
  EXPECT_GT(decided, 2000u);
}

TEST(EvaluateAllocation, AccountsAreLookedUpWithoutAny) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(iameval::Account{.id = "111122223333"})
          .Add(iameval::Role{.arn = std::string(kDemoRole),
                             .policies = {Identity({.action = "s3:*"})},
                             .tags = {{"team", "alpha"}}})
          .Add(iameval::Resource{.arn = std::string(kBucket),
                                 .account = "111122223333",
                                 .policy = ResourcePolicy(
                                     {.effect = "Deny", .action = "s3:Put*"})})
          .Build());
  for (const std::string_view action : {"s3:GetObject", "s3:PutObject"}) {
    const Request request = Build(Ask(kDemoSession, action, kObject));
    const std::size_t before = allocations;
    const Decision decision = engine.Evaluate(request);
    EXPECT_EQ(allocations, before) << action;
    EXPECT_EQ(decision, action == "s3:GetObject" ? Decision::kAllowed
                                                 : Decision::kExplicitDeny);
  }
}

// The context of a request for a query.
struct Row {
  std::vector<std::vector<std::string_view>> lists;
  std::vector<ContextPair> pairs;
  std::vector<NamedContextPair> named_pairs;

  Row(const Engine& engine, const Request& request) {
    lists.reserve(request.context().size());
    for (const ContextEntry& entry : request.context()) {
      const auto& values =
          lists.emplace_back(entry.values.begin(), entry.values.end());
      pairs.push_back(
          {engine.FindContextKey(entry.key),
           {.values = values,
            .multivalued = entry.shape == ContextEntry::Shape::kMulti,
            .absent = entry.shape == ContextEntry::Shape::kAbsent}});
      named_pairs.push_back({entry.key, pairs.back().value});
    }
  }
};

// Fills the form in; false if it refuses a part.
template <typename Pair>
bool Fill(const Request& request, const std::vector<Pair>& row, Query& query) {
  query.SetContext(row);
  return query.SetAction(request.action()).ok() &&
         query.SetResource(request.resource(), request.resource_account())
             .ok();
}

TEST(EvaluateAllocation, QueriesAreFilledInAgainAndDecidedWithoutAny) {
  std::size_t decided = 0;
  for (std::uint64_t number = 0; number < 1000; ++number) {
    const std::optional<Pair> pair = MakePair(number);
    if (!pair.has_value()) continue;
    auto caller = pair->engine.PrepareCaller(
        {.principal = pair->request.principal(),
         .role_arn = pair->request.role_arn()});
    if (!caller.ok()) continue;
    Query query(pair->engine);
    query.SetCaller(*caller);
    const Row row(pair->engine, pair->request);
    if (!Fill(pair->request, row.pairs, query)) continue;
    const std::size_t before = allocations;
    const Decision first = query.Evaluate();
    ASSERT_EQ(allocations, before) << "pair " << number;
    // What the first filling in allocated is kept for the next.
    ASSERT_TRUE(Fill(pair->request, row.pairs, query));
    ASSERT_EQ(query.Evaluate(), first);
    ASSERT_EQ(allocations, before) << "pair " << number;
    ASSERT_TRUE(Fill(pair->request, row.named_pairs, query));
    ASSERT_EQ(query.Evaluate(), first);
    ASSERT_EQ(allocations, before) << "pair " << number;
    ++decided;
  }
  EXPECT_GT(decided, 500u);
}

// What follows from keys is found while a query is decided.
TEST(EvaluateAllocation, NorDoTagKeysNeedAny) {
  const Engine engine = ValueOrDie(Engine::Create(iameval::PolicySet{
      .identity = {Identity({.condition = R"({"ForAllValues:StringEquals":
          {"aws:TagKeys": ["team", "stage"]}})"})}}));
  const auto caller = ValueOrDie(
      engine.PrepareCaller({.principal = std::string_view(kDemoRole)}));
  const std::string_view value[] = {"x"};
  std::vector<std::string> names;
  std::vector<ContextPair> pairs;
  for (int i = 0; i < 32; ++i) {
    names.push_back("aws:RequestTag/stage");
    pairs.push_back(
        {engine.FindContextKey(names.back()), {value, false, false}});
  }
  std::vector<std::string> tags;
  std::vector<iameval::NamedContextPair> tag_pairs;
  for (int i = 0; i < 200; ++i) {
    tags.push_back(absl::StrFormat("aws:RequestTag/%d", i));
  }
  for (const std::string& tag : tags) tag_pairs.push_back({tag, {value}});
  const auto many = ValueOrDie(engine.PrepareContext(tag_pairs));
  {
    Query query(engine);
    query.SetCaller(caller);
    ASSERT_TRUE(query.SetAction("s3:GetObject").ok());
    ASSERT_TRUE(query.SetResource(kObject, "111122223333").ok());
    query.SetContext(many);
    const std::size_t before = allocations;
    EXPECT_EQ(query.Evaluate(), Decision::kImplicitDeny);
    EXPECT_EQ(allocations, before);
  }
  for (const bool by_name : {true, false}) {
    Query query(engine);
    query.SetCaller(caller);
    ASSERT_TRUE(query.SetAction("s3:GetObject").ok());
    ASSERT_TRUE(query.SetResource(kObject, "111122223333").ok());
    if (by_name) {
      for (const std::string& name : names) query.Set(name, "x");
    } else {
      query.SetContext(pairs);
    }
    const std::size_t before = allocations;
    EXPECT_EQ(query.Evaluate(), Decision::kAllowed);
    EXPECT_EQ(allocations, before);
  }
}

}  // namespace
}  // namespace iameval_testing
