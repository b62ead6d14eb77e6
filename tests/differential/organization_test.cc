// Engines for whole organizations against the reference evaluator: for each
// generated request the test itself finds which policies are in force and what
// is known (organization_world.cc), and the engine must decide as the reference
// does on those. In the environment:
//   IAMEVAL_PAIRS  a fifth of it is how many pairs, 200,000 by default
//   IAMEVAL_SEED   which pairs
//   IAMEVAL_FIRST  the number of the first pair

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
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
constexpr int kMostFailures = 3;

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

std::string Place(PolicyType type, std::size_t level, std::size_t policy,
                  std::size_t statement) {
  return absl::StrFormat("%s level %d [%d] statement %d",
                         iameval::PolicyTypeName(type), level, policy,
                         statement);
}

// The statements that match, but for SCPs: a level with FullAWSAccess alone has
// a document by hand and none in the engine.
std::set<std::string> MatchesByHand(const PolicySet& policies,
                                    const Request& request) {
  std::set<std::string> places;
  for (const auto& match :
       iameval::reference::MatchingStatements(policies, request)) {
    if (match.type == PolicyType::kScp) continue;
    places.insert(
        Place(match.type, match.level, match.policy, match.statement));
  }
  return places;
}

std::set<std::string> MatchesOf(const Explanation& explanation) {
  std::set<std::string> consulted;
  for (const auto& layer : explanation.layers) {
    if (layer.consulted) consulted.insert(layer.name);
  }
  std::set<std::string> places;
  for (const auto& report : explanation.statements) {
    const auto& ref = report.statement;
    std::string layer(iameval::PolicyTypeName(ref.type));
    if (ref.level > 0) absl::StrAppendFormat(&layer, " level %d", ref.level);
    if (ref.type == PolicyType::kScp || !consulted.contains(layer) ||
        report.outcome != iameval::StatementOutcome::kMatches) {
      continue;
    }
    places.insert(Place(ref.type, ref.level, ref.policy_index, ref.statement));
  }
  return places;
}

class OrganizationRun {
 public:
  OrganizationRun(std::uint64_t seed, std::uint64_t first, std::uint64_t pairs)
      : seed_(seed), first_(first), end_(first + pairs) {}

  void Run() {
    std::printf("seed %llu, pairs %llu to %llu\n",
                static_cast<unsigned long long>(seed_),
                static_cast<unsigned long long>(first_),
                static_cast<unsigned long long>(end_ - 1));
    std::uint64_t pair = first_;
    while (pair < end_ && failures_ < kMostFailures) {
      const std::uint64_t next =
          (pair / kRequestsPerWorld + 1) * kRequestsPerWorld;
      RunWorld(pair, std::min(next, end_));
      pair = next;
    }
    PrintTotals();
  }

  [[nodiscard]] std::uint64_t compared() const { return compared_; }
  [[nodiscard]] std::uint64_t count(Decision decision) const {
    return decisions_[static_cast<std::size_t>(decision)];
  }

 private:
  void RunWorld(std::uint64_t begin, std::uint64_t end) {
    const World world = WorldOfPair(seed_, begin);
    const auto engine = ToBuilder(world).Build();
    if (!engine.ok()) {
      ++failures_;
      ADD_FAILURE() << "seed " << seed_ << " pair " << begin << ": "
                    << engine.status();
      return;
    }
    for (std::uint64_t pair = begin; pair < end; ++pair) {
      RunPair(pair, world, *engine);
    }
  }

  void RunPair(std::uint64_t pair, const World& world, const Engine& engine) {
    const Json asked = RequestOfWorldPair(seed_, pair, world);
    const auto request = BuildRequest(asked);
    if (!request.ok()) return;  // varied into something that is no request
    const ResolvedRequest by_hand = ResolveByHand(world, asked);
    const auto resolved = BuildRequest(by_hand.request);
    ++compared_;
    std::string problem;
    if (!resolved.ok()) {
      problem = "refused with all that is known";
    } else {
      problem = Compare(pair, engine, *request, by_hand.policies, *resolved);
    }
    if (problem.empty()) return;
    ++failures_;
    const std::string id = absl::StrFormat("seed %d pair %d", seed_, pair);
    ADD_FAILURE() << id << ": " << problem << "\nasked:\n"
                  << asked.ToText() << "\nby hand:\n"
                  << ToCaseLine(id, "", ToJson(by_hand.policies),
                                by_hand.request, engine.Evaluate(*request))
                  << "\nthe engine explains:\n"
                  << engine.Explain(*request).ToText(true);
  }

  std::string Compare(std::uint64_t pair, const Engine& engine,
                      const Request& request, const PolicySet& policies,
                      const Request& resolved) {
    const Decision expected = iameval::reference::Evaluate(policies, resolved);
    const Decision actual = engine.Evaluate(request);
    ++decisions_[static_cast<std::size_t>(actual)];
    if (actual != expected) {
      return absl::StrFormat("the decisions differ, by hand %s, engine %s",
                             DecisionName(expected), DecisionName(actual));
    }
    if (pair % kExplainEvery != 0) return "";
    const Explanation explanation = engine.Explain(request);
    if (explanation.decision != actual) return "Explain decides otherwise";
    if (explanation.reason.empty()) return "no reason";
    return MatchesOf(explanation) == MatchesByHand(policies, resolved)
               ? ""
               : "other statements match";
  }

  void PrintTotals() const {
    std::printf("%llu compared", static_cast<unsigned long long>(compared_));
    const auto all = static_cast<double>(std::max<std::uint64_t>(compared_, 1));
    for (const Decision decision : {Decision::kAllowed, Decision::kImplicitDeny,
                                    Decision::kExplicitDeny}) {
      std::printf("; %.1f %% %s",
                  100 * static_cast<double>(count(decision)) / all,
                  std::string(DecisionName(decision)).c_str());
    }
    std::printf("\n");
  }

  std::uint64_t seed_;
  std::uint64_t first_;
  std::uint64_t end_;
  std::uint64_t compared_ = 0;
  std::uint64_t decisions_[3] = {};
  int failures_ = 0;
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
