// What the parser hands to the compiler.

#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/policy.h"
#include "policy/documents.h"
#include "policy/model.h"

namespace iameval::internal {
namespace {

using ::iameval_testing::Document;
using ::iameval_testing::WithCondition;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PolicyModel : public ::testing::Test {
 protected:
  const internal::Document& Parse(std::string_view text,
                                  PolicyType type = PolicyType::kIdentity) {
    policies_.push_back(*Policy::Parse(text, type));
    return *policies_.back().document();
  }

  // The piece of the document's text, to compare with what it should be.
  static std::string_view Cut(const internal::Document& document,
                              Extent where) {
    return document.text.view().substr(where.offset, where.length);
  }

  static std::vector<std::string_view> Texts(internal::List<Text> list) {
    std::vector<std::string_view> texts;
    for (const Text& text : list) texts.push_back(text.text);
    return texts;
  }

 private:
  std::vector<Policy> policies_;
};

TEST_F(PolicyModel, HoldsTheDocument) {
  const auto& d = Parse(
      R"({"Version":"2008-10-17","Id":"P\u0031","Statement":[
          {"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]})",
      PolicyType::kResource);
  EXPECT_EQ(d.type, PolicyType::kResource);
  EXPECT_EQ(d.version, Version::k2008);
  EXPECT_FALSE(d.has_variables());
  EXPECT_EQ(d.id, "P1");
  EXPECT_THAT(d.statements, SizeIs(1));
  EXPECT_THAT(d.issues, IsEmpty());
}

TEST_F(PolicyModel, KnowsVersions) {
  constexpr std::string_view kStatement =
      R"("Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})";
  const auto version = [&](std::string_view member) {
    return Parse("{" + std::string(member) + std::string(kStatement)).version;
  };
  EXPECT_EQ(version(""), Version::kAbsent);
  EXPECT_EQ(version(R"("Version":"2008-10-17",)"), Version::k2008);
  EXPECT_EQ(version(R"("Version":"2012-10-17",)"), Version::k2012);
  EXPECT_EQ(version(R"("Version":"2012\u002d10-17",)"), Version::k2012);
}

TEST_F(PolicyModel, HoldsStatementsInTheOrderOfTheText) {
  const auto& d = Parse(
      "{\"Statement\":[\n"
      R"(
      {"Resource":["arn:aws:s3:::a","*"],"Action":"s3:GetObject",
       "Sid":"First","Effect":"Allow"},
      {"Effect":"Deny","NotAction":["a:b","c:\u0064"],"NotResource":"*"}]})");
  ASSERT_THAT(d.statements, SizeIs(2));
  const Statement& first = d.statements[0];
  EXPECT_TRUE(first.allow);
  EXPECT_EQ(first.sid, "First");
  EXPECT_FALSE(first.not_action);
  EXPECT_THAT(Texts(first.actions), ElementsAre("s3:GetObject"));
  EXPECT_EQ(first.resource_form, ResourceForm::kResource);
  EXPECT_THAT(Texts(first.resources), ElementsAre("arn:aws:s3:::a", "*"));
  EXPECT_EQ(first.principal.form, PrincipalElement::Form::kAbsent);
  EXPECT_THAT(first.conditions, IsEmpty());
  EXPECT_EQ(first.line, 3);
  EXPECT_EQ(first.column, 7);
  EXPECT_EQ(Cut(d, first.where).substr(0, 12), R"({"Resource":)");
  EXPECT_EQ(Cut(d, first.where).back(), '}');
  EXPECT_EQ(Cut(d, first.resources[0].where), R"("arn:aws:s3:::a")");

  const Statement& second = d.statements[1];
  EXPECT_FALSE(second.allow);
  EXPECT_FALSE(second.sid.has_value());
  EXPECT_TRUE(second.not_action);
  EXPECT_THAT(Texts(second.actions), ElementsAre("a:b", "c:d"));
  EXPECT_EQ(Cut(d, second.actions[1].where), R"("c:\u0064")");
  EXPECT_EQ(second.resource_form, ResourceForm::kNotResource);
  EXPECT_EQ(second.line, 5);
}

TEST_F(PolicyModel, TakesOneStatementForAList) {  // S-1.6
  const auto& d =
      Parse(R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})");
  ASSERT_THAT(d.statements, SizeIs(1));
  EXPECT_EQ(Cut(d, d.statements[0].where),
            R"({"Effect":"Deny","Action":"*","Resource":"*"})");
}

TEST_F(PolicyModel, KeepsEmptyLists) {  // S-1.11
  const auto& d = Parse(Document(
      R"({"Effect":"Deny","NotAction":[],"NotResource":[],"Sid":""})"));
  EXPECT_TRUE(d.statements[0].not_action);
  EXPECT_THAT(d.statements[0].actions, IsEmpty());
  EXPECT_EQ(d.statements[0].resource_form, ResourceForm::kNotResource);
  EXPECT_THAT(d.statements[0].resources, IsEmpty());
  EXPECT_EQ(d.statements[0].sid, "");
}

TEST_F(PolicyModel, HoldsPrincipals) {
  const auto principal = [&](std::string_view effect, std::string_view text) {
    return Parse(Document(R"({"Effect":")" + std::string(effect) +
                          R"(","Action":"*","Resource":"*",)" +
                          std::string(text) + "}"),
                 PolicyType::kResource)
        .statements[0]
        .principal;
  };
  const PrincipalElement anyone = principal("Allow", R"("Principal":"*")");
  EXPECT_EQ(anyone.form, PrincipalElement::Form::kAnyone);
  EXPECT_FALSE(anyone.negated);
  EXPECT_THAT(anyone.entries, IsEmpty());

  const PrincipalElement listed =
      principal("Deny", R"("NotPrincipal":{"AWS":["111122223333","*"],
          "Service":"s3.amazonaws.com","Federated":[],
          "CanonicalUser":"79a59df900b949e5"})");
  EXPECT_EQ(listed.form, PrincipalElement::Form::kMap);
  EXPECT_TRUE(listed.negated);
  std::vector<std::string> entries;
  for (const PrincipalEntry& entry : listed.entries) {
    entries.push_back(std::to_string(static_cast<int>(entry.key)) + " " +
                      std::string(entry.value));
  }
  EXPECT_THAT(entries, ElementsAre("0 111122223333", "0 *",
                                   "1 s3.amazonaws.com", "3 79a59df900b949e5"));

  const PrincipalElement none = principal("Deny", R"("Principal":{})");
  EXPECT_EQ(none.form, PrincipalElement::Form::kMap);
  EXPECT_THAT(none.entries, IsEmpty());
}

TEST_F(PolicyModel, HasNoResourceInATrustPolicy) {
  const auto& d = Parse(Document(R"({"Effect":"Allow","Action":"sts:AssumeRole",
                   "Principal":{"Service":"ec2.amazonaws.com"}})"),
                        PolicyType::kTrust);
  EXPECT_EQ(d.statements[0].resource_form, ResourceForm::kAbsent);
}

TEST_F(PolicyModel, HoldsOneTestForEachKeyUnderAnOperator) {
  const auto& d = Parse(WithCondition(
      R"({"StringEquals":{"aws:a":"x","aws:b":["y","z"]},
          "ForAllValues:StringLikeIfExists":{"aws:TagKeys":[]},
          "Bool":{}})"));
  const internal::List<ConditionTest> tests = d.statements[0].conditions;
  ASSERT_THAT(tests, SizeIs(3));
  EXPECT_EQ(tests[0].op, Operator::kStringEquals);
  EXPECT_EQ(tests[0].qualifier, Qualifier::kNone);
  EXPECT_FALSE(tests[0].if_exists);
  EXPECT_EQ(tests[0].key, "aws:a");
  EXPECT_EQ(tests[0].operator_text, "StringEquals");
  EXPECT_EQ(Cut(d, tests[0].operator_where), "\"StringEquals\"");
  EXPECT_EQ(Cut(d, tests[0].key_where), "\"aws:a\"");
  ASSERT_THAT(tests[0].values, SizeIs(1));
  EXPECT_EQ(tests[1].key, "aws:b");
  ASSERT_THAT(tests[1].values, SizeIs(2));
  EXPECT_EQ(tests[1].values[1].text, "z");
  EXPECT_EQ(Cut(d, tests[1].values[1].where), "\"z\"");
  EXPECT_EQ(tests[2].op, Operator::kStringLike);
  EXPECT_EQ(tests[2].qualifier, Qualifier::kForAllValues);
  EXPECT_TRUE(tests[2].if_exists);
  EXPECT_THAT(tests[2].values, IsEmpty());
}

// S-1.10: a number is the text that was written.
TEST_F(PolicyModel, KeepsTheTextOfNumbersAndBooleans) {
  const auto& d = Parse(WithCondition(
      R"({"NumericEquals":{"aws:a":[1.50,-0,1e400,
          123456789012345678901234567890]},"Bool":{"aws:b":false}})"));
  const internal::List<ConditionTest> tests = d.statements[0].conditions;
  std::vector<std::string_view> texts;
  for (const ConditionValue& value : tests[0].values) {
    texts.push_back(value.text);
    EXPECT_EQ(value.type, ValueType::kNumber);
  }
  EXPECT_THAT(texts, ElementsAre("1.50", "-0", "1e400",
                                 "123456789012345678901234567890"));
  EXPECT_EQ(tests[1].values[0].text, "false");
  EXPECT_EQ(tests[1].values[0].type, ValueType::kBoolean);
}

TEST_F(PolicyModel, TakesOperatorsInTheWrongCase) {  // S-5.24
  const auto& d =
      Parse(WithCondition(R"({"foranyvalue:stringlike":{"aws:a":"b"}})"));
  const ConditionTest& test = d.statements[0].conditions[0];
  EXPECT_EQ(test.op, Operator::kStringLike);
  EXPECT_EQ(test.qualifier, Qualifier::kForAnyValue);
  EXPECT_EQ(test.operator_text, "foranyvalue:stringlike");
}

// Views of decoded strings go on working when the parser and its caller's text
// are gone.
TEST_F(PolicyModel, OwnsItsTexts) {
  std::string text =
      Document(R"({"Effect":"Allow","Action":"s3:\u0047et","Resource":"*",
          "Condition":{"StringEquals":{"aws:\u0061":"line\nend","aws:b":7}}})");
  const auto& d = Parse(text);
  text.assign(text.size(), 'x');
  const Statement& statement = d.statements[0];
  EXPECT_EQ(statement.actions[0].text, "s3:Get");
  EXPECT_EQ(statement.conditions[0].key, "aws:a");
  EXPECT_EQ(statement.conditions[0].values[0].text, "line\nend");
  EXPECT_EQ(statement.conditions[1].values[0].text, "7");
}

}  // namespace
}  // namespace iameval::internal
