#include "iameval/explanation.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "json/json.h"

namespace iameval {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

StatementReport Statement(StatementOutcome outcome, bool allow,
                          std::string sid = "") {
  StatementReport report;
  report.statement.policy = "policy.json";
  report.statement.sid = std::move(sid);
  report.statement.allow = allow;
  report.statement.line = 7;
  report.statement.column = 5;
  report.outcome = outcome;
  return report;
}

LayerReport Layer(std::string name, bool consulted, Decision outcome) {
  return LayerReport{std::move(name), consulted, outcome, ""};
}

Explanation Allowed() {
  Explanation e;
  e.decision = Decision::kAllowed;
  e.reason = "an identity-based policy allows s3:GetObject on *";
  e.layers = {Layer("identity", true, Decision::kAllowed)};
  e.statements = {Statement(StatementOutcome::kMatches, true, "Read"),
                  Statement(StatementOutcome::kActionDiffers, true, "Other")};
  e.statements[0].determining = true;
  return e;
}

TEST(ExplanationTest, TextBeginsWithTheDecisionAloneAndItsReason) {
  EXPECT_EQ(Allowed().ToText(),
            "allowed\n"
            "  an identity-based policy allows s3:GetObject on *\n"
            "\n"
            "Decided by\n"
            "  Allow  identity  policy.json:7:5  Statement[0] \"Read\"\n"
            "\n"
            "1 other statement without effect on this decision\n");
}

TEST(ExplanationTest, VerboseTextListsEveryStatement) {
  EXPECT_THAT(Allowed().ToText(/*verbose=*/true),
              AllOf(HasSubstr("\nLayers\n  identity  allowed\n"),
                    HasSubstr("\nOther statements\n"
                              "  Allow  identity  policy.json:7:5  "
                              "Statement[0] \"Other\"\n"
                              "         action differs\n"),
                    Not(HasSubstr("without effect"))));
}

TEST(ExplanationTest, ImplicitDenyNamesWhatCameClosestFirst) {
  Explanation e;
  e.layers = {Layer("scp level 1", true, Decision::kAllowed),
              Layer("identity", true, Decision::kImplicitDeny)};
  e.statements = {
      Statement(StatementOutcome::kResourceDiffers, true, "Resource"),
      Statement(StatementOutcome::kConditionFails, true, "Condition"),
      Statement(StatementOutcome::kActionDiffers, true, "Action"),
      Statement(StatementOutcome::kConditionFails, false, "Deny"),
      Statement(StatementOutcome::kConditionFails, true, "OtherLayer")};
  e.statements[4].statement.type = PolicyType::kScp;
  e.statements[4].statement.level = 1;
  const std::string text = e.ToText();
  EXPECT_THAT(text, ContainsRegex("Came closest\n[^\n]*\"Condition\"\n[^\n]*\n"
                                  "[^\n]*\"Resource\"\n"));
  // Neither what is about another action, nor what forbids, nor what stands in
  // a layer that has its Allow.
  EXPECT_THAT(text,
              AllOf(Not(HasSubstr("\"Action\"")), Not(HasSubstr("\"Deny\"")),
                    Not(HasSubstr("\"OtherLayer\"")),
                    HasSubstr("3 other statements without effect")));
}

TEST(ExplanationTest, LayersThatWereNotConsultedAreLeftToVerboseText) {
  Explanation e = Allowed();
  e.layers.push_back(Layer("boundary", true, Decision::kAllowed));
  e.layers.push_back(Layer("session", false, Decision::kImplicitDeny));
  e.layers[2].detail = "the root user has no such policies";
  EXPECT_THAT(e.ToText(), AllOf(HasSubstr("  boundary  allowed\n"),
                                Not(HasSubstr("session"))));
  EXPECT_THAT(e.ToText(true),
              HasSubstr("  session   -             the root user has no such "
                        "policies\n"));
}

TEST(ExplanationTest, LevelsAndUnnamedPoliciesAreToldApart) {
  Explanation e = Allowed();
  e.statements[0].statement.type = PolicyType::kScp;
  e.statements[0].statement.level = 2;
  e.statements[0].statement.policy.clear();
  e.statements[0].statement.policy_index = 3;
  EXPECT_THAT(e.ToText(),
              HasSubstr("  Allow  scp level 2  policy[3]:7:5  Statement[0]"));
}

TEST(ExplanationTest, TextEndsWithKeysAndNotes) {
  Explanation e = Allowed();
  e.missing_context_keys = {"aws:SourceVpc", "aws:TagKeys"};
  e.notes = {"account relation unknown"};
  EXPECT_THAT(e.ToText(),
              HasSubstr("\nContext keys asked for but not in the request: "
                        "aws:SourceVpc, aws:TagKeys\n"
                        "\nNote: account relation unknown\n"));
}

TEST(ExplanationTest, LongLinesBreakAtSpacesWithin100Columns) {
  Explanation e = Allowed();
  e.reason = "word0";
  for (int i = 1; i < 60; ++i) e.reason += " word" + std::to_string(i);
  e.statements[0].detail = e.reason;
  const std::string unbroken(300, 'x');
  e.notes = {e.reason, unbroken};
  const std::string text = e.ToText();
  EXPECT_THAT(text, HasSubstr("\n  " + unbroken + "\n"));
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = text.find('\n', start);
    const std::string_view line =
        std::string_view(text).substr(start, end - start);
    if (line.find('x') == std::string_view::npos) {
      EXPECT_LE(line.size(), 100U) << line;
    }
    EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
    start = end + 1;
  }
  // Nothing is lost in the breaking.
  for (int i = 0; i < 60; ++i) {
    EXPECT_THAT(text, HasSubstr("word" + std::to_string(i)));
  }
}

// A policy's author cannot forge lines or steer the terminal.
TEST(ExplanationTest, HostileTextIsSpelledOut) {
  const std::string hostile = "x\nallowed\x1b[2J\xff\u202E";
  Explanation e;
  e.reason = hostile;
  e.layers = {LayerReport{hostile, true, Decision::kImplicitDeny, hostile},
              LayerReport{hostile, true, Decision::kImplicitDeny, hostile}};
  e.statements = {Statement(StatementOutcome::kConditionFails, true, hostile)};
  e.statements[0].statement.policy = hostile;
  e.statements[0].detail = hostile;
  e.missing_context_keys = {hostile};
  e.notes = {hostile};
  for (const bool verbose : {false, true}) {
    const std::string text = e.ToText(verbose);
    EXPECT_THAT(text, StartsWith("implicitDeny\n"));
    EXPECT_THAT(text, AllOf(Not(HasSubstr("\nallowed")), Not(HasSubstr("\x1b")),
                            Not(HasSubstr("\xff")), Not(HasSubstr("\u202E"))));
  }
  EXPECT_TRUE(internal::ParseJson(e.ToJson()).ok()) << e.ToJson();
}

TEST(ExplanationTest, JsonHoldsEveryMember) {
  Explanation e = Allowed();
  e.statements.resize(1);
  e.statements[0].statement.level = 0;
  e.missing_context_keys = {"aws:SourceVpc"};
  e.notes = {"a \"note\""};
  EXPECT_EQ(e.ToJson(),
            R"({"decision": "allowed", "reason": )"
            R"("an identity-based policy allows s3:GetObject on *", )"
            R"("layers": [{"name": "identity", "consulted": true, )"
            R"("outcome": "allowed", "detail": ""}], )"
            R"("statements": [{"statement": {"type": "identity", )"
            R"("policy": "policy.json", "level": 0, "policyIndex": 0, )"
            R"("statement": 0, "sid": "Read", "allow": true, "line": 7, )"
            R"("column": 5}, "outcome": "matches", "determining": true, )"
            R"("detail": ""}], "missingContextKeys": ["aws:SourceVpc"], )"
            R"("notes": ["a \"note\""]})");
}

TEST(ExplanationTest, NamesOfDecisionsAndOutcomes) {
  EXPECT_EQ(DecisionName(Decision::kAllowed), "allowed");
  EXPECT_EQ(DecisionName(Decision::kImplicitDeny), "implicitDeny");
  EXPECT_EQ(DecisionName(Decision::kExplicitDeny), "explicitDeny");
  EXPECT_EQ(StatementOutcomeName(StatementOutcome::kMatches), "matches");
  EXPECT_EQ(StatementOutcomeName(StatementOutcome::kActionDiffers),
            "actionDiffers");
  EXPECT_EQ(StatementOutcomeName(StatementOutcome::kResourceDiffers),
            "resourceDiffers");
  EXPECT_EQ(StatementOutcomeName(StatementOutcome::kPrincipalDiffers),
            "principalDiffers");
  EXPECT_EQ(StatementOutcomeName(StatementOutcome::kConditionFails),
            "conditionFails");
}

}  // namespace
}  // namespace iameval
