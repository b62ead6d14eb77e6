#include "differential/check.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "differential/doors.h"
#include "differential/json_tree.h"
#include "differential/pair.h"
#include "differential/scene.h"
#include "differential/shrink.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/policy.h"
#include "reference/evaluate.h"

namespace iameval_testing {
namespace {

using iameval::Decision;
using iameval::DecisionName;
using iameval::Engine;
using iameval::Explanation;
using iameval::LayerReport;
using iameval::PolicySet;
using iameval::Request;
using iameval::StatementOutcome;
using iameval::StatementRef;
using iameval::StatementReport;

// One statement, in a form that both sides can give.
std::string Place(iameval::PolicyType type, std::size_t level,
                  std::size_t policy, std::size_t statement) {
  return absl::StrFormat("%s level %d [%d] statement %d",
                         iameval::PolicyTypeName(type), level, policy,
                         statement);
}

std::string LayerName(const StatementRef& statement) {
  std::string name(iameval::PolicyTypeName(statement.type));
  if (statement.level > 0) {
    absl::StrAppendFormat(&name, " level %d", statement.level);
  }
  return name;
}

std::string OnlyIn(const std::set<std::string>& these,
                   const std::set<std::string>& those) {
  std::string text;
  for (const std::string& place : these) {
    if (!those.contains(place)) text += " " + place + ";";
  }
  return text;
}

// S-7.22 and root users are allowed without any statement.
bool NeedsNoStatement(const Request& request) {
  return iameval::internal::EqualsIgnoringAsciiCase(request.action(),
                                                    "sts:GetCallerIdentity") ||
         request.principal().ends_with(":root");
}

std::string CheckDetermining(const Explanation& explanation,
                             const Request& request) {
  const auto& statements = explanation.statements;
  const auto count = [&](bool allow) {
    return std::count_if(statements.begin(), statements.end(),
                         [allow](const StatementReport& report) {
                           return report.determining &&
                                  report.statement.allow == allow;
                         });
  };
  switch (explanation.decision) {
    case Decision::kExplicitDeny:
      if (count(false) == 0) return "an explicit deny names no Deny statement";
      if (count(true) > 0) return "an explicit deny names an Allow statement";
      break;
    case Decision::kImplicitDeny:
      if (count(false) + count(true) > 0) {
        return "an implicit deny names a determining statement";
      }
      break;
    case Decision::kAllowed:
      if (count(false) > 0) return "an allow names a Deny statement";
      if (count(true) == 0 && !NeedsNoStatement(request)) {
        return "an allow names no Allow statement";
      }
      break;
  }
  for (const StatementReport& report : statements) {
    if (report.determining && report.outcome != StatementOutcome::kMatches) {
      return "a statement that does not match is determining";
    }
  }
  return "";
}

// What the header promises of the texts and the list of missing keys.
std::string CheckForm(const Explanation& explanation) {
  if (explanation.reason.empty()) return "an explanation gives no reason";
  const std::string text = explanation.ToText(true);
  if (text.empty() || text.back() != '\n') {
    return "an explanation's text does not end in a line feed";
  }
  const std::string json = explanation.ToJson();
  if (json.empty() || json.front() != '{' || json.back() != '}') {
    return "an explanation's JSON is no object";
  }
  const auto& keys = explanation.missing_context_keys;
  if (std::adjacent_find(keys.begin(), keys.end(), std::greater_equal<>()) !=
      keys.end()) {
    return "missing keys are not sorted, or repeat";
  }
  return "";
}

// Everything that can be wrong with a pair; empty when it is refused.
std::string CheckPair(const Json& policies, const Json& request, bool trust) {
  const auto set = BuildPolicies(policies, trust);
  if (!set.ok()) return "";
  const auto built = BuildRequest(request);
  if (!built.ok()) return "";
  const auto engine = Engine::Create(*set);
  if (!engine.ok()) {
    return absl::StrFormat("the engine refuses parsed policies: %s",
                           std::string(engine.status().message()));
  }
  std::string problem = CheckDecision(*set, *engine, *built);
  if (problem.empty()) problem = CheckExplanation(*set, *engine, *built);
  return problem;
}

std::string Joined(
    const std::vector<iameval::reference::MatchedStatement>& statements) {
  std::string text;
  for (const auto& statement : statements) {
    text += "  " + iameval::reference::ToString(statement) + "\n";
  }
  return text.empty() ? "  none\n" : text;
}

// The first words of a problem: its kind, whatever the names in it.
std::string KindOf(const std::string& problem) {
  return problem.substr(0, problem.find(':'));
}

}  // namespace

std::set<std::string> ReferenceMatches(const PolicySet& policies,
                                       const Request& request) {
  std::set<std::string> places;
  for (const auto& matched :
       iameval::reference::MatchingStatements(policies, request)) {
    places.insert(
        Place(matched.type, matched.level, matched.policy, matched.statement));
  }
  return places;
}

std::set<std::string> ExplainedMatches(const Explanation& explanation) {
  std::set<std::string> consulted;
  for (const LayerReport& layer : explanation.layers) {
    if (layer.consulted) consulted.insert(layer.name);
  }
  std::set<std::string> places;
  for (const StatementReport& report : explanation.statements) {
    const StatementRef& ref = report.statement;
    if (report.outcome == StatementOutcome::kMatches &&
        consulted.contains(LayerName(ref))) {
      places.insert(
          Place(ref.type, ref.level, ref.policy_index, ref.statement));
    }
  }
  return places;
}

std::uint64_t EnvironmentNumber(const char* name, std::uint64_t fallback) {
  const char* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? fallback
                                          : std::strtoull(text, nullptr, 10);
}

std::uint64_t Seed() { return EnvironmentNumber("IAMEVAL_SEED", 20'240'229); }

std::string CheckDecision(const PolicySet& policies, const Engine& engine,
                          const Request& request) {
  const Decision expected = iameval::reference::Evaluate(policies, request);
  const Decision actual = engine.Evaluate(request);
  if (actual != expected) {
    return absl::StrFormat("the decisions differ, reference %s, engine %s",
                           DecisionName(expected), DecisionName(actual));
  }
  if (engine.Evaluate(request) != actual) {
    return "two evaluations of one request differ";
  }
  return CheckQueries(engine, request, actual);
}

std::string CheckExplanation(const PolicySet& policies, const Engine& engine,
                             const Request& request) {
  const Explanation explanation = engine.Explain(request);
  const Decision decision = engine.Evaluate(request);
  if (explanation.decision != decision) {
    return absl::StrFormat("Evaluate says %s, Explain %s",
                           DecisionName(decision),
                           DecisionName(explanation.decision));
  }
  const std::string form = CheckForm(explanation);
  if (!form.empty()) return form;
  const auto reference = ReferenceMatches(policies, request);
  const auto engine_side = ExplainedMatches(explanation);
  if (reference != engine_side) {
    return absl::StrFormat(
        "matching statements differ: only reference:%s only engine:%s",
        OnlyIn(reference, engine_side), OnlyIn(engine_side, reference));
  }
  return CheckDetermining(explanation, request);
}

std::string DescribeFailure(const Json& policies, const Json& request,
                            bool trust, const std::string& id) {
  const std::string kind = KindOf(CheckPair(policies, request, trust));
  const bool asks_for_trust = IsTrustAction(request.TextOf("action"));
  Json pair = Json::Object();
  pair.Add("policies", policies);
  pair.Add("request", request);
  const auto still_fails = [&](const Json& candidate) {
    const Json* fewer = candidate.Find("policies");
    const Json* shorter = candidate.Find("request");
    if (fewer == nullptr || shorter == nullptr) return false;
    // A case knows a trust policy by the action.
    if (fewer->Find("resource") != nullptr &&
        IsTrustAction(shorter->TextOf("action")) != asks_for_trust) {
      return false;
    }
    return KindOf(CheckPair(*fewer, *shorter, trust)) == kind;
  };
  if (still_fails(pair)) pair = Shrink(std::move(pair), still_fails);
  const Json& smallest = *pair.Find("policies");
  const Json& asked = *pair.Find("request");
  const auto set = BuildPolicies(smallest, trust);
  const auto built = BuildRequest(asked);
  if (!set.ok() || !built.ok()) return "not reproducible";
  const Decision expected = iameval::reference::Evaluate(*set, *built);
  std::string text =
      absl::StrFormat("%s\n%s\n", CheckPair(smallest, asked, trust),
                      ToCaseLine(id, kind, smallest, asked, expected));
  if (asks_for_trust != trust && smallest.Find("resource") != nullptr) {
    absl::StrAppendFormat(&text, "no case can say that `resource` is %s\n",
                          trust ? "a trust policy" : "no trust policy");
  }
  absl::StrAppendFormat(
      &text, "statements that match by the reference:\n%s",
      Joined(iameval::reference::MatchingStatements(*set, *built)));
  const auto engine = Engine::Create(*set);
  if (engine.ok()) {
    absl::StrAppendFormat(&text, "the engine explains:\n%s",
                          engine->Explain(*built).ToText(true));
  }
  return text;
}

}  // namespace iameval_testing
