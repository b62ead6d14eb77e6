// Keeps the generator honest: decisions stay a mix, and every feature of the
// language is met both where it makes a statement match and where it keeps it
// from matching. Without this the differential test could go blind unnoticed.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "differential/check.h"
#include "differential/generator.h"
#include "differential/json_tree.h"
#include "differential/pair.h"
#include "differential/values.h"
#include "gtest/gtest.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/policy_set.h"
#include "policy/model.h"

namespace iameval_testing {
namespace {

using iameval::Decision;
using iameval::Policy;
using iameval::PolicySet;
using iameval::PolicyType;
using iameval::StatementOutcome;
using iameval::StatementReport;
using iameval::internal::ConditionTest;
using iameval::internal::Document;
using iameval::internal::PrincipalElement;
using iameval::internal::ResourceForm;
using iameval::internal::Statement;

struct Tally {
  std::uint64_t held = 0;
  std::uint64_t failed = 0;
};

class Statistics {
 public:
  void Add(const PolicyScenario& scenario, const Json& request,
           const PolicySet& policies, const iameval::Explanation& explanation) {
    ++pairs_;
    ++decisions_[static_cast<std::size_t>(explanation.decision)];
    ++callers_[CallerOf(request)]
              [static_cast<std::size_t>(explanation.decision)];
    for (const StatementReport& report : explanation.statements) {
      AddStatement(policies, report);
    }
    for (const std::string& name : scenario.policies.names) ++layers_[name];
    const Json* context = request.Find("context");
    for (const Json& value : context->items) ++shapes_[ShapeOf(value)];
  }

  [[nodiscard]] double Share(Decision decision) const {
    return 100.0 *
           static_cast<double>(decisions_[static_cast<std::size_t>(decision)]) /
           static_cast<double>(pairs_);
  }

  void Print() const {
    for (const auto& [name, tally] : tallies_) {
      std::printf("%8llu held %8llu failed  %s\n",
                  static_cast<unsigned long long>(tally.held),
                  static_cast<unsigned long long>(tally.failed), name.c_str());
    }
    for (const auto& [caller, counts] : callers_) {
      std::printf("%8llu allowed %8llu implicit %8llu explicit deny  %s\n",
                  static_cast<unsigned long long>(counts[0]),
                  static_cast<unsigned long long>(counts[1]),
                  static_cast<unsigned long long>(counts[2]), caller.c_str());
    }
    for (const auto& [name, count] : layers_) {
      std::printf("%8llu with layer %s\n",
                  static_cast<unsigned long long>(count), name.c_str());
    }
    for (const auto& [name, count] : shapes_) {
      std::printf("%8llu context values %s\n",
                  static_cast<unsigned long long>(count), name.c_str());
    }
  }

  // Both outcomes of `name` came up at least that often.
  void ExpectBoth(const std::string& name, std::uint64_t least) {
    EXPECT_GE(tallies_[name].held, least) << name;
    EXPECT_GE(tallies_[name].failed, least) << name;
  }

  void ExpectCaller(const std::string& caller, std::uint64_t least) {
    for (const std::uint64_t count : callers_[caller]) {
      EXPECT_GE(count, least) << caller;
    }
  }

  void ExpectLayer(const std::string& layer, std::uint64_t least) {
    EXPECT_GE(layers_[layer], least) << layer;
  }

  void ExpectShape(const std::string& shape, std::uint64_t least) {
    EXPECT_GE(shapes_[shape], least) << shape;
  }

 private:
  static std::string CallerOf(const Json& request) {
    const std::string_view text = request.TextOf("principal");
    const bool with_role = !request.TextOf("roleArn").empty();
    if (text == "anonymous") return "anonymous";
    if (text.find("-provider/") != std::string_view::npos) return "provider";
    if (request.TextOf("roleArn").find("aws-service-role") !=
            std::string_view::npos ||
        text.find("aws-service-role") != std::string_view::npos) {
      return "service-linked role";
    }
    if (text.ends_with(":root")) return "root";
    if (text.find(":user/") != std::string_view::npos) return "user";
    if (text.find(":role/") != std::string_view::npos) return "role";
    if (text.find(":federated-user/") != std::string_view::npos) {
      return request.TextOf("federatedBy").empty() ? "federated user"
                                                   : "federated user, issuer";
    }
    if (text.find(":assumed-role/") != std::string_view::npos) {
      return with_role ? "session, role ARN" : "session";
    }
    return text.find(".amazonaws.com") != std::string_view::npos ? "service"
                                                                 : "provider";
  }

  static std::string ShapeOf(const Json& value) {
    switch (value.kind) {
      case Json::Kind::kNull:
        return "absent";
      case Json::Kind::kArray:
        return value.items.size() < 2
                   ? absl::StrFormat("list of %d", value.items.size())
                   : "longer list";
      default:
        return value.text.empty() ? "empty" : "single";
    }
  }

  static const Policy& Find(const PolicySet& set,
                            const iameval::StatementRef& ref) {
    switch (ref.type) {
      case PolicyType::kIdentity:
        return set.identity[ref.policy_index];
      case PolicyType::kBoundary:
        return *set.boundary;
      case PolicyType::kSession:
        return (*set.session)[ref.policy_index];
      case PolicyType::kScp:
        return (*set.scp)[ref.level - 1][ref.policy_index];
      case PolicyType::kRcp:
        return (*set.rcp)[ref.level - 1][ref.policy_index];
      case PolicyType::kVpcEndpoint:
        return *set.vpc_endpoint;
      case PolicyType::kResource:
      case PolicyType::kTrust:
        break;
    }
    return *set.resource;
  }

  void Count(const std::string& name, bool held) {
    Tally& tally = tallies_[name];
    ++(held ? tally.held : tally.failed);
  }

  void AddStatement(const PolicySet& set, const StatementReport& report) {
    const Policy& policy = Find(set, report.statement);
    const Document& document = *policy.document();
    const Statement& statement =
        document.statements[report.statement.statement];
    const StatementOutcome outcome = report.outcome;
    Count(absl::StrFormat("%s %s", PolicyTypeName(policy.type()),
                          statement.allow ? "Allow" : "Deny"),
          outcome == StatementOutcome::kMatches);
    AddCondition(statement, outcome);
    AddResource(document, statement, outcome);
    AddPrincipal(statement, outcome);
    const bool action_known = outcome == StatementOutcome::kMatches ||
                              outcome == StatementOutcome::kActionDiffers;
    if (action_known) {
      Count(statement.not_action ? "NotAction" : "Action",
            outcome == StatementOutcome::kMatches);
    }
  }

  // Of a statement with one test it is known whether the test held.
  void AddCondition(const Statement& statement, StatementOutcome outcome) {
    const bool known = outcome == StatementOutcome::kMatches ||
                       outcome == StatementOutcome::kConditionFails;
    if (!known || statement.conditions.size() != 1) return;
    const ConditionTest& test = statement.conditions.front();
    const bool held = outcome == StatementOutcome::kMatches;
    Count("operator " + std::string(test.operator_text), held);
    if (test.values.empty()) Count("no condition values", held);
    for (const auto& value : test.values) {
      if (value.text.find("${") != std::string_view::npos) {
        Count("variable in a condition", held);
      }
    }
  }

  void AddResource(const Document& document, const Statement& statement,
                   StatementOutcome outcome) {
    if (outcome == StatementOutcome::kActionDiffers ||
        outcome == StatementOutcome::kPrincipalDiffers ||
        outcome == StatementOutcome::kConditionFails) {
      return;
    }
    const bool held = outcome == StatementOutcome::kMatches;
    const bool negated = statement.resource_form == ResourceForm::kNotResource;
    Count(negated ? "NotResource" : "Resource", held);
    if (statement.resources.size() != 1) return;
    const std::string_view text = statement.resources.front().text;
    const std::string prefix = negated ? "NotResource " : "Resource ";
    if (text.find("${") != std::string_view::npos) {
      const bool live = document.has_variables();
      Count(prefix + (live ? "with variable" : "with variable, not 2012"),
            held);
    }
    if (text.find('?') != std::string_view::npos) {
      Count(prefix + "with ?", held);
    }
    if (text.find("**") != std::string_view::npos) {
      Count(prefix + "with **", held);
    }
    if (!negated && text.starts_with("arn:") && !HasSixFields(text)) {
      Count("Resource with few fields", held);
    }
  }

  static bool HasSixFields(std::string_view text) {
    std::size_t colons = 0;
    for (const char c : text) colons += c == ':' ? 1 : 0;
    return colons >= 5;
  }

  void AddPrincipal(const Statement& statement, StatementOutcome outcome) {
    const PrincipalElement& element = statement.principal;
    const bool known = outcome == StatementOutcome::kMatches ||
                       outcome == StatementOutcome::kPrincipalDiffers;
    if (!known || element.form == PrincipalElement::Form::kAbsent) return;
    const bool held = outcome == StatementOutcome::kMatches;
    if (element.negated) {
      Count("NotPrincipal", held);
    } else if (element.entries.size() == 1) {
      Count("Principal " + EntryKind(element.entries.front()), held);
    }
  }

  static std::string EntryKind(const iameval::internal::PrincipalEntry& entry) {
    using iameval::internal::PrincipalKey;
    if (entry.key == PrincipalKey::kService) return "Service";
    if (entry.key == PrincipalKey::kFederated) return "Federated";
    if (entry.key == PrincipalKey::kCanonicalUser) return "CanonicalUser";
    const std::string_view text = entry.value;
    for (const std::string_view kind :
         {":user/", ":role/", ":assumed-role/", ":federated-user/", ":root",
          "AIDA", "AROA"}) {
      if (text.find(kind) != std::string_view::npos) return std::string(kind);
    }
    return text == "*" ? "*" : "account";
  }

  std::uint64_t pairs_ = 0;
  std::array<std::uint64_t, 3> decisions_{};
  std::map<std::string, std::array<std::uint64_t, 3>> callers_;
  std::map<std::string, Tally> tallies_;
  std::map<std::string, std::uint64_t> layers_;
  std::map<std::string, std::uint64_t> shapes_;
};

// One run shared by the tests below.
Statistics& Gathered() {
  static auto* const kStatistics = [] {
    auto* statistics = new Statistics();
    const std::uint64_t seed = Seed();
    const std::uint64_t pairs =
        EnvironmentNumber("IAMEVAL_STATISTICS_PAIRS", 300'000);
    // Two requests of each set: more tell little that is new.
    for (std::uint64_t pair = 0; pair < pairs; pair += kRequestsPerSet / 2) {
      const PolicyScenario scenario = ScenarioOfPair(seed, pair);
      const auto set = BuildPolicies(scenario.policies, scenario.scene.trust);
      if (!set.ok()) continue;
      const Json request = RequestOfPair(seed, pair, scenario);
      const auto built = BuildRequest(request);
      if (!built.ok()) continue;
      const auto engine = iameval::Engine::Create(*set);
      if (!engine.ok()) continue;
      statistics->Add(scenario, request, *set, engine->Explain(*built));
    }
    statistics->Print();
    return statistics;
  }();
  return *kStatistics;
}

TEST(GeneratorStatistics, DecisionsAreAMix) {
  const Statistics& statistics = Gathered();
  EXPECT_GT(statistics.Share(Decision::kAllowed), 25.0);
  EXPECT_LT(statistics.Share(Decision::kAllowed), 45.0);
  EXPECT_GT(statistics.Share(Decision::kExplicitDeny), 15.0);
  EXPECT_LT(statistics.Share(Decision::kExplicitDeny), 35.0);
}

TEST(GeneratorStatistics, EveryOperatorHoldsAndFailsInEveryForm) {
  constexpr std::uint64_t kLeast = 8;
  Statistics& statistics = Gathered();
  for (const OperatorInfo& op : kOperators) {
    if (op.kind == ValueKind::kNull) {
      statistics.ExpectBoth("operator Null", kLeast);
      continue;
    }
    for (const std::string_view qualifier :
         {"", "ForAllValues:", "ForAnyValue:"}) {
      for (const std::string_view suffix : {"", "IfExists"}) {
        statistics.ExpectBoth(
            absl::StrFormat("operator %s%s%s", qualifier, op.name, suffix),
            kLeast);
      }
    }
  }
}

TEST(GeneratorStatistics, EveryCallerGetsEveryDecision) {
  for (const std::string_view caller :
       {"user", "session", "session, role ARN", "role", "federated user",
        "federated user, issuer", "root", "service", "anonymous", "provider",
        "service-linked role"}) {
    Gathered().ExpectCaller(std::string(caller), 10);
  }
}

TEST(GeneratorStatistics, EveryLayerMatchesAndDoesNot) {
  constexpr std::uint64_t kLeast = 50;
  Statistics& statistics = Gathered();
  for (const std::string_view type : {"identity", "boundary", "session",
                                      "resource", "trust", "vpce", "scp"}) {
    statistics.ExpectBoth(absl::StrFormat("%s Allow", type), kLeast);
    statistics.ExpectBoth(absl::StrFormat("%s Deny", type), kLeast);
  }
  statistics.ExpectBoth("rcp Deny", kLeast);
  for (const std::string_view layer :
       {"identity", "boundary", "session", "scp", "rcp", "resource", "vpce"}) {
    statistics.ExpectLayer(std::string(layer), 500);
  }
}

TEST(GeneratorStatistics, EveryElementMatchesAndDoesNot) {
  constexpr std::uint64_t kLeast = 20;
  for (const std::string_view feature : {"Action",
                                         "NotAction",
                                         "Resource",
                                         "NotResource",
                                         "NotPrincipal",
                                         "Resource with variable",
                                         "Resource with ?",
                                         "Resource with **",
                                         "NotResource with variable",
                                         "NotResource with ?",
                                         "Resource with few fields",
                                         "variable in a condition",
                                         "no condition values",
                                         "Principal account",
                                         "Principal :root",
                                         "Principal :user/",
                                         "Principal :role/",
                                         "Principal :assumed-role/",
                                         "Principal :federated-user/",
                                         "Principal AIDA",
                                         "Principal AROA",
                                         "Principal Service",
                                         "Principal Federated"}) {
    Gathered().ExpectBoth(std::string(feature), kLeast);
  }
}

TEST(GeneratorStatistics, ContextValuesHaveEveryShape) {
  for (const std::string_view shape :
       {"absent", "empty", "single", "list of 0", "list of 1", "longer list"}) {
    Gathered().ExpectShape(std::string(shape), 200);
  }
}

}  // namespace
}  // namespace iameval_testing
