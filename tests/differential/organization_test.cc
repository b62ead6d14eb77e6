// Engines for whole organizations against the reference evaluator: for each
// generated request the test itself finds which policies are in force and what
// is known (organization_world.cc), and the engine must decide as the reference
// does on those. In the environment:
//   IAMEVAL_PAIRS  a fifth of it is how many pairs, 200,000 by default
//   IAMEVAL_SEED   which pairs
//   IAMEVAL_FIRST  the number of the first pair

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "differential/check.h"
#include "differential/json_tree.h"
#include "differential/organization_generator.h"
#include "differential/organization_world.h"
#include "differential/pair.h"
#include "differential/run.h"
#include "gtest/gtest.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/engine_builder.h"
#include "iameval/explanation.h"
#include "iameval/policy.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"
#include "reference/evaluate.h"

namespace iameval_testing {
namespace {

using iameval::Decision;
using iameval::DecisionName;
using iameval::Engine;
using iameval::Explanation;
using iameval::Policy;
using iameval::PolicySet;
using iameval::PolicyType;
using iameval::Request;

constexpr std::uint64_t kExplainEvery = 5;

Json Texts(const std::vector<Policy>& policies) {
  Json list = Json::Array();
  for (const Policy& policy : policies) {
    list.Add(Json::String(policy.text()));
  }
  return list;
}

// The `policies` object of a decision case.
Json ToJson(const PolicySet& set) {
  Json json = Json::Object();
  const auto add_one = [&json](std::string_view name,
                               const std::optional<Policy>& policy) {
    if (policy.has_value()) json.Add(name, Json::String(policy->text()));
  };
  const auto add_levels = [&json](std::string_view name, const auto& levels) {
    if (!levels.has_value()) return;
    Json list = Json::Array();
    for (const auto& level : *levels) list.Add(Texts(level));
    json.Add(name, list);
  };
  json.Add("identity", Texts(set.identity));
  add_one("boundary", set.boundary);
  if (set.session.has_value()) json.Add("session", Texts(*set.session));
  add_levels("scp", set.scp);
  add_levels("rcp", set.rcp);
  add_one("resource", set.resource);
  add_one("vpce", set.vpc_endpoint);
  return json;
}

// But for SCPs: a level with FullAWSAccess alone has a document by hand and none
// in the engine.
std::set<std::string> ButForScps(std::set<std::string> places) {
  std::erase_if(places, [](const std::string& place) {
    return place.starts_with(iameval::PolicyTypeName(PolicyType::kScp));
  });
  return places;
}

class OrganizationRun : public DifferentialRun {
 public:
  OrganizationRun(std::uint64_t seed, std::uint64_t first, std::uint64_t pairs)
      : DifferentialRun(seed, first, pairs, kRequestsPerWorld) {}

 private:
  void RunSet(std::uint64_t begin, std::uint64_t end) override {
    const World world = WorldOfPair(seed(), begin);
    const auto engine = ToBuilder(world).Build();
    if (!engine.ok()) {
      Fail(begin, [&] { return engine.status().ToString(); });
      return;
    }
    for (std::uint64_t pair = begin; pair < end; ++pair) {
      RunPair(pair, world, *engine);
    }
  }

  void RunPair(std::uint64_t pair, const World& world, const Engine& engine) {
    const Json asked = RequestOfWorldPair(seed(), pair, world);
    const auto request = BuildRequest(asked);
    if (!request.ok()) return Refuse(1);
    const ResolvedRequest by_hand = ResolveByHand(world, asked);
    const auto resolved = BuildRequest(by_hand.request);
    std::string problem = "refused with all that is known";
    if (resolved.ok()) {
      problem = Compare(pair, engine, *request, by_hand.policies, *resolved);
    }
    Compared(engine.Evaluate(*request));
    if (problem.empty()) return;
    Fail(pair, [&] {
      return problem + "\nasked:\n" + asked.ToText() + "\nby hand:\n" +
             ToCaseLine(IdOf(pair), "", ToJson(by_hand.policies),
                        by_hand.request, engine.Evaluate(*request)) +
             "\nthe engine explains:\n" +
             engine.Explain(*request).ToText(true);
    });
  }

  static std::string Compare(std::uint64_t pair, const Engine& engine,
                             const Request& request, const PolicySet& policies,
                             const Request& resolved) {
    const Decision expected = iameval::reference::Evaluate(policies, resolved);
    const Decision actual = engine.Evaluate(request);
    if (actual != expected) {
      return absl::StrFormat("the decisions differ, by hand %s, engine %s",
                             DecisionName(expected), DecisionName(actual));
    }
    if (pair % kExplainEvery != 0) return "";
    const Explanation explanation = engine.Explain(request);
    if (explanation.decision != actual) return "Explain decides otherwise";
    if (explanation.reason.empty()) return "no reason";
    return ButForScps(ExplainedMatches(explanation)) ==
                   ButForScps(ReferenceMatches(policies, resolved))
               ? ""
               : "other statements match";
  }
};

TEST(OrganizationDifferential, EngineAgreesWithReference) {
  const std::uint64_t pairs = EnvironmentNumber("IAMEVAL_PAIRS", 1'000'000) / 5;
  OrganizationRun run(Seed(), EnvironmentNumber("IAMEVAL_FIRST", 0), pairs);
  run.Run();
  if (pairs < 10'000) return;
  EXPECT_GT(run.compared(), pairs * 9 / 10);
  for (const Decision decision :
       {Decision::kAllowed, Decision::kImplicitDeny, Decision::kExplicitDeny}) {
    EXPECT_GT(run.count(decision), run.compared() / 20)
        << DecisionName(decision);
  }
}

TEST(OrganizationDifferential, PairsDependOnSeedAndNumberAlone) {
  for (std::uint64_t pair = 0; pair < 1000; pair += 101) {
    const World world = WorldOfPair(1, pair);
    const World again = WorldOfPair(1, pair);
    const Json request = RequestOfWorldPair(1, pair, world);
    EXPECT_EQ(request.ToText(), RequestOfWorldPair(1, pair, again).ToText());
    EXPECT_EQ(ToJson(ResolveByHand(world, request).policies).ToText(),
              ToJson(ResolveByHand(again, request).policies).ToText());
  }
}

}  // namespace
}  // namespace iameval_testing
