// What EvaluatePartially says against what Evaluate decides once the unknown
// keys have values, on generated pairs of policies and request. In the
// environment, as differential_test.cc: IAMEVAL_SEED, IAMEVAL_FIRST, and
//   IAMEVAL_PARTIAL_PAIRS  how many pairs, 100,000 by default

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "differential/check.h"
#include "differential/generator.h"
#include "differential/json_tree.h"
#include "differential/pair.h"
#include "differential/random.h"
#include "differential/values.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"
#include "iameval/partial_decision.h"
#include "iameval/request.h"

namespace iameval_testing {
namespace {

using iameval::ContextEntry;
using iameval::Decision;
using iameval::Engine;
using iameval::KeyDependence;
using iameval::KeyExample;
using iameval::PartialDecision;
using iameval::PartialOutcome;
using iameval::Request;
using iameval::UnknownKeys;
using iameval::internal::EqualsIgnoringAsciiCase;

// Values for some keys; those of other unknown keys are left to what the
// library derives.
using Values = std::vector<ContextEntry>;

bool Same(std::string_view a, std::string_view b) {
  return EqualsIgnoringAsciiCase(a, b);
}

const ContextEntry* FindEntry(const Values& values, std::string_view key) {
  for (const ContextEntry& entry : values) {
    if (Same(entry.key, key)) return &entry;
  }
  return nullptr;
}

void Replace(Values& values, const ContextEntry& with) {
  for (ContextEntry& entry : values) {
    if (Same(entry.key, with.key)) {
      entry = with;
      return;
    }
  }
  values.push_back(with);
}

void AddEntry(Request::Builder& builder, const ContextEntry& entry) {
  switch (entry.shape) {
    case ContextEntry::Shape::kSingle:
      builder.Context(entry.key, entry.values.front());
      return;
    case ContextEntry::Shape::kMulti: {
      const std::vector<std::string_view> views(entry.values.begin(),
                                                entry.values.end());
      builder.ContextList(entry.key, views);
      return;
    }
    case ContextEntry::Shape::kAbsent:
      builder.ContextAbsent(entry.key);
      return;
  }
}

// `request` with other values for some keys.
Request With(const Request& request, const Values& values) {
  Request::Builder builder;
  builder.Principal(request.principal())
      .RoleArn(request.role_arn())
      .FederatedBy(request.federated_by())
      .PrincipalId(request.principal_id())
      .Action(request.action())
      .Resource(request.resource())
      .ResourceAccount(request.resource_account())
      .PrincipalAccountIsManagement(request.principal_account_is_management())
      .ResourceAccountIsManagement(request.resource_account_is_management())
      .ServiceSupportsRcps(request.service_supports_rcps());
  if (request.time().has_value()) builder.Time(*request.time());
  for (const ContextEntry& entry : request.context()) {
    if (FindEntry(values, entry.key) == nullptr) AddEntry(builder, entry);
  }
  for (const ContextEntry& entry : values) AddEntry(builder, entry);
  const auto built = builder.Build();
  EXPECT_TRUE(built.ok()) << built.status();
  return *built;
}

bool Permits(PartialOutcome outcome, Decision decision) {
  switch (outcome) {
    case PartialOutcome::kAllowed:
      return decision == Decision::kAllowed;
    case PartialOutcome::kImplicitDeny:
      return decision == Decision::kImplicitDeny;
    case PartialOutcome::kExplicitDeny:
      return decision == Decision::kExplicitDeny;
    case PartialOutcome::kDenied:
      return decision != Decision::kAllowed;
    case PartialOutcome::kDepends:
      return true;
  }
  return false;
}

std::string ToText(const Values& values) {
  std::string text;
  for (const ContextEntry& entry : values) {
    text += entry.key + " =";
    if (entry.shape == ContextEntry::Shape::kAbsent) text += " absent";
    if (entry.shape == ContextEntry::Shape::kMulti) text += " list";
    for (const std::string& value : entry.values) text += " '" + value + "'";
    text += "; ";
  }
  return text;
}

// One pair with some keys unknown.
class Question {
 public:
  Question(Random& random, const Engine& engine, const Request& request,
           const PolicyScenario& scenario)
      : random_(random),
        engine_(engine),
        request_(request),
        scenario_(scenario) {
    ChooseUnknown();
    answer_ = engine.EvaluatePartially(request, unknown_);
  }

  [[nodiscard]] const PartialDecision& answer() const { return answer_; }

  // Empty when all is well.
  std::string Check() {
    for (const KeyDependence& key : answer_.keys) {
      const std::string problem = CheckKey(key);
      if (!problem.empty()) return problem;
    }
    if (std::string problem = CheckOutcome(); !problem.empty()) return problem;
    for (int i = 0; i < 12; ++i) {
      if (std::string problem = CheckSample(); !problem.empty()) return problem;
    }
    return "";
  }

  [[nodiscard]] std::string Describe() const {
    std::string text = "unknown:";
    for (const std::string& key : unknown_.keys) text += " " + key;
    if (unknown_.all_absent) text += " and all absent";
    return text + "\n" + answer_.ToText() + answer_.ToJson();
  }

 private:
  [[nodiscard]] bool Supplied(std::string_view key) const {
    const auto context = request_.context();
    return std::any_of(context.begin(), context.end(),
                       [key](const ContextEntry& entry) {
                         return Same(entry.key, key);
                       });
  }

  void AddUnknown(std::string_view key) {
    const bool known = std::any_of(
        names_.begin(), names_.end(),
        [key](const std::string& name) { return Same(name, key); });
    if (!known) names_.emplace_back(key);
  }

  void ChooseUnknown() {
    unknown_.all_absent = random_.OneIn(4);
    for (const KeyPool& pool : scenario_.scene.pools) {
      if (random_.Percent(unknown_.all_absent ? 10 : 50)) {
        unknown_.keys.push_back(pool.key);
        AddUnknown(pool.key);
      } else if (unknown_.all_absent && !Supplied(pool.key) && !pool.derived) {
        AddUnknown(pool.key);
      }
    }
    // What follows from them is not known either.
    const auto follow = [this](std::string_view from, std::string_view key) {
      for (const std::string& name : names_) {
        if (Same(std::string_view(name).substr(0, from.size()), from) &&
            !Supplied(key)) {
          AddUnknown(key);
          return;
        }
      }
    };
    follow("aws:RequestTag/", "aws:TagKeys");
    follow("aws:CalledVia", "aws:CalledViaFirst");
    follow("aws:CurrentTime", "aws:EpochTime");
    follow("aws:EpochTime", "aws:CurrentTime");
  }

  ContextEntry SomeValue(const std::string& key) {
    ContextEntry entry{key, ContextEntry::Shape::kSingle, {}};
    const auto shape = random_.Weighted({3, 10, 4});
    if (shape == 0) {
      entry.shape = ContextEntry::Shape::kAbsent;
      return entry;
    }
    std::size_t count = 1;
    if (shape == 2) {
      entry.shape = ContextEntry::Shape::kMulti;
      count = random_.Below(4);
    }
    while (entry.values.size() < count) entry.values.push_back(SomeText(key));
    return entry;
  }

  std::string SomeText(const std::string& key) {
    const KeyPool* own = nullptr;
    for (const KeyPool& pool : scenario_.scene.pools) {
      if (Same(pool.key, key)) own = &pool;
    }
    switch (random_.Weighted({12, 2, 2, 1, 1, 2})) {
      case 0:
        if (own != nullptr && !own->values.empty()) {
          return random_.PickFrom(own->values);
        }
        break;
      case 1: {  // what another key is compared with
        const KeyPool& pool = random_.PickFrom(scenario_.scene.pools);
        if (!pool.values.empty()) return random_.PickFrom(pool.values);
        break;
      }
      case 2: {
        const auto kind = static_cast<ValueKind>(random_.Below(10));
        return MakeRequestValue(random_, kind);
      }
      case 3:
        return HostileText(random_);
      case 4:
        return "";
      default:
        break;
    }
    return std::string(random_.Pick({"x", "true", "false", "0", "1", "other"}));
  }

  Values Sample() {
    Values values;
    for (const std::string& name : names_) {
      if (random_.Percent(85)) values.push_back(SomeValue(name));
      // Otherwise the library derives it, or it is absent. What the request
      // itself has must go in any case.
      else if (Supplied(name)) {
        values.push_back({name, ContextEntry::Shape::kAbsent, {}});
      }
    }
    return values;
  }

  // Every unknown key that is not in `values` is absent.
  Values Complete(Values values) const {
    for (const std::string& name : names_) {
      if (FindEntry(values, name) == nullptr) {
        values.push_back({name, ContextEntry::Shape::kAbsent, {}});
      }
    }
    return values;
  }

  Decision Decide(const Values& values) const {
    return engine_.Evaluate(With(request_, values));
  }

  [[nodiscard]] const KeyDependence* Listed(std::string_view key) const {
    for (const KeyDependence& listed : answer_.keys) {
      if (Same(listed.key, key)) return &listed;
    }
    return nullptr;
  }

  // An example shows what it says.
  std::string CheckKey(const KeyDependence& key) {
    if (key.statements.empty()) return "a key without statements: " + key.key;
    if (!key.example.has_value()) {
      return answer_.upper_bound ? "" : "a key without example: " + key.key;
    }
    const KeyExample& example = *key.example;
    Values values = Complete(example.given);
    Replace(values, example.first);
    const Decision first = Decide(values);
    Replace(values, example.second);
    const Decision second = Decide(values);
    if (first != example.first_decision || second != example.second_decision) {
      return "an example is wrong: " + key.key;
    }
    if (first == second) return "an example shows no change: " + key.key;
    const bool access =
        (first == Decision::kAllowed) != (second == Decision::kAllowed);
    if (key.changes_access && !access && !answer_.upper_bound) {
      return "an example shows no change of access: " + key.key;
    }
    if (!key.changes_access && access) {
      return "an example shows a change of access: " + key.key;
    }
    return "";
  }

  std::string CheckOutcome() const {
    const bool access =
        std::any_of(answer_.keys.begin(), answer_.keys.end(),
                    [](const KeyDependence& k) { return k.changes_access; });
    if (access != (answer_.outcome == PartialOutcome::kDepends)) {
      return "the outcome does not go with the keys";
    }
    if (answer_.keys.empty() && answer_.outcome == PartialOutcome::kDenied) {
      return "which kind of deny depends on nothing";
    }
    return "";
  }

  // Any values, and then another one for one key.
  std::string CheckSample() {
    if (names_.empty()) return "";
    Values values = Sample();
    const Decision decision = Decide(values);
    if (!Permits(answer_.outcome, decision)) {
      return absl::StrFormat("the outcome does not hold: %s if %s",
                             std::string(iameval::DecisionName(decision)),
                             ToText(values));
    }
    const std::string& key = random_.PickFrom(names_);
    const std::string before = ToText(values);
    // Keys that are derived from this one must not move with it.
    values = Complete(values);
    const Decision first = Decide(values);
    const ContextEntry other = SomeValue(key);
    Replace(values, other);
    const Decision second = Decide(values);
    const KeyDependence* listed = Listed(key);
    if (first != second && listed == nullptr) {
      return "a key that is not listed counts: " + ToText({other}) + " in " +
             before;
    }
    if (listed != nullptr && !listed->changes_access &&
        (first == Decision::kAllowed) != (second == Decision::kAllowed)) {
      return "a key changes access: " + ToText({other}) + " in " + before;
    }
    return "";
  }

  Random& random_;
  const Engine& engine_;
  const Request& request_;
  const PolicyScenario& scenario_;
  UnknownKeys unknown_;
  std::vector<std::string> names_;  // of the unknown keys
  PartialDecision answer_;
};

class PartialRun {
 public:
  void Run(std::uint64_t first, std::uint64_t pairs) {
    std::printf("seed %llu, pairs %llu to %llu\n",
                static_cast<unsigned long long>(seed_),
                static_cast<unsigned long long>(first),
                static_cast<unsigned long long>(first + pairs - 1));
    std::optional<PolicyScenario> scenario;
    std::optional<Engine> engine;
    for (std::uint64_t pair = first; pair < first + pairs && failures_ < 5;
         ++pair) {
      if (!scenario.has_value() || pair % kRequestsPerSet == 0) {
        scenario = ScenarioOfPair(seed_, pair);
        engine.reset();
        const auto set =
            BuildPolicies(scenario->policies, scenario->scene.trust);
        if (set.ok()) {
          auto made = Engine::Create(*set);
          if (made.ok()) engine = *std::move(made);
        }
      }
      if (engine.has_value()) RunPair(pair, *scenario, *engine);
    }
    PrintTotals();
  }

  [[nodiscard]] std::uint64_t compared() const { return compared_; }
  [[nodiscard]] std::uint64_t upper_bounds() const { return upper_bounds_; }
  [[nodiscard]] std::uint64_t count(PartialOutcome outcome) const {
    return outcomes_[static_cast<std::size_t>(outcome)];
  }

 private:
  void RunPair(std::uint64_t pair, const PolicyScenario& scenario,
               const Engine& engine) {
    const Json json = RequestOfPair(seed_, pair, scenario);
    const auto request = BuildRequest(json);
    if (!request.ok()) return;
    ++compared_;
    Random random(seed_, pair, 77);
    Question question(random, engine, *request, scenario);
    const std::string problem = question.Check();
    if (!problem.empty()) {
      ++failures_;
      ADD_FAILURE() << "seed " << seed_ << " pair " << pair << ": " << problem
                    << "\n"
                    << question.Describe() << "\n"
                    << ToCaseLine("partial", problem, scenario.policies, json,
                                  engine.Evaluate(*request));
    }
    const PartialDecision& answer = question.answer();
    ++outcomes_[static_cast<std::size_t>(answer.outcome)];
    if (answer.upper_bound) ++upper_bounds_;
    keys_ += answer.keys.size();
  }

  void PrintTotals() const {
    std::printf("%llu compared, %llu upper bounds, %llu keys",
                static_cast<unsigned long long>(compared_),
                static_cast<unsigned long long>(upper_bounds_),
                static_cast<unsigned long long>(keys_));
    for (const PartialOutcome outcome :
         {PartialOutcome::kAllowed, PartialOutcome::kImplicitDeny,
          PartialOutcome::kExplicitDeny, PartialOutcome::kDenied,
          PartialOutcome::kDepends}) {
      std::printf("; %llu %s", static_cast<unsigned long long>(count(outcome)),
                  std::string(iameval::PartialOutcomeName(outcome)).c_str());
    }
    std::printf("\n");
  }

  const std::uint64_t seed_ = Seed();
  std::uint64_t compared_ = 0;
  std::uint64_t upper_bounds_ = 0;
  std::uint64_t keys_ = 0;
  std::uint64_t failures_ = 0;
  std::uint64_t outcomes_[5] = {};
};

TEST(PartialDifferential, AnswersHoldForEveryValue) {
  const std::uint64_t pairs =
      EnvironmentNumber("IAMEVAL_PARTIAL_PAIRS", 100'000);
  PartialRun run;
  run.Run(EnvironmentNumber("IAMEVAL_FIRST", 0), pairs);
  if (pairs < 5'000) return;
  EXPECT_GT(run.compared(), pairs * 8 / 10);
  for (const PartialOutcome outcome :
       {PartialOutcome::kAllowed, PartialOutcome::kImplicitDeny,
        PartialOutcome::kExplicitDeny, PartialOutcome::kDenied,
        PartialOutcome::kDepends}) {
    EXPECT_GT(run.count(outcome), pairs / 100)
        << iameval::PartialOutcomeName(outcome);
  }
  // The generator compares one key in many ways; policies seldom do.
  EXPECT_LT(run.upper_bounds(), run.compared() / 4);
}

}  // namespace
}  // namespace iameval_testing
