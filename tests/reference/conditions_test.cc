#include "reference/conditions.h"

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "reference/caller.h"
#include "reference/context.h"
#include "reference/requests.h"

namespace iameval::reference {
namespace {

using internal::ConditionTest;
using internal::Operator;
using internal::Qualifier;

using Values = std::vector<std::string_view>;

constexpr std::string_view kKey = "example:Key";

// What the request has for the key: nothing, one value, or a list.
struct Given {
  std::optional<Values> list;
  std::optional<std::string_view> value;
};
Given Absent() { return {}; }
Given One(std::string_view value) { return {std::nullopt, value}; }
Given List(Values values) { return {std::move(values), std::nullopt}; }

struct Form {
  Operator op = Operator::kStringEquals;
  Qualifier qualifier = Qualifier::kNone;
  bool if_exists = false;
};

bool Holds(const Form& form, const Values& policy, const Given& given,
           bool has_variables = true) {
  Request::Builder builder = AliceReads();
  if (given.list.has_value()) builder.ContextList(kKey, *given.list);
  if (given.value.has_value()) builder.Context(kKey, *given.value);
  const Request request = *builder.Build();
  ConditionTest test;
  test.op = form.op;
  test.qualifier = form.qualifier;
  test.if_exists = form.if_exists;
  test.key = "Example:KEY";  // S-5.2
  std::vector<internal::ConditionValue> values;
  for (const std::string_view value : policy) {
    values.push_back({value, internal::ValueType::kString, {}});
  }
  test.values = values;
  return TestHolds(test, has_variables,
                   Context(request, IdentifyCaller(request)));
}

// An operator with policy values, a request value that is among them, and one
// that is not.
struct Sample {
  const char* name;
  Operator op;
  bool negated;
  Values policy;
  std::string_view listed;
  std::string_view other;
};

void PrintTo(const Sample& sample, std::ostream* out) { *out << sample.name; }

class TruthTableTest : public testing::TestWithParam<Sample> {
 protected:
  // The columns A, E, {v in L}, {v not in L}, {in, not in} of section 5.
  std::string Row(Qualifier qualifier, bool if_exists) const {
    const Sample& sample = GetParam();
    const Form form{sample.op, qualifier, if_exists};
    std::string row;
    for (const Given& given :
         {Absent(), List({}), One(sample.listed), One(sample.other),
          List({sample.listed, sample.other})}) {
      row += Holds(form, sample.policy, given) ? 'T' : 'F';
    }
    // A list of one value is that value (S-5.20).
    EXPECT_EQ(Holds(form, sample.policy, List({sample.listed})), row[2] == 'T');
    EXPECT_EQ(Holds(form, sample.policy, List({sample.other})), row[3] == 'T');
    return row;
  }
};

TEST_P(TruthTableTest, AsInSection5) {
  if (GetParam().negated) {
    EXPECT_EQ(Row(Qualifier::kNone, false), "TTFTF");
    EXPECT_EQ(Row(Qualifier::kNone, true), "TTFTF");
    EXPECT_EQ(Row(Qualifier::kForAllValues, false), "TTFTF");
    EXPECT_EQ(Row(Qualifier::kForAllValues, true), "TTFTF");
    EXPECT_EQ(Row(Qualifier::kForAnyValue, false), "FFFTT");
    EXPECT_EQ(Row(Qualifier::kForAnyValue, true), "TFFTT");
  } else {
    EXPECT_EQ(Row(Qualifier::kNone, false), "FFTFF");
    EXPECT_EQ(Row(Qualifier::kNone, true), "TTTFF");
    EXPECT_EQ(Row(Qualifier::kForAllValues, false), "TTTFF");
    EXPECT_EQ(Row(Qualifier::kForAllValues, true), "TTTFF");
    EXPECT_EQ(Row(Qualifier::kForAnyValue, false), "FFTFT");
    EXPECT_EQ(Row(Qualifier::kForAnyValue, true), "TFTFT");
  }
}

constexpr std::string_view kRole = "arn:aws:iam::111122223333:role/team/App";
constexpr std::string_view kAnyTeamRole = "arn:aws:iam::*:role/team/*";

INSTANTIATE_TEST_SUITE_P(
    Operators, TruthTableTest,
    testing::Values(
        Sample{"StringEquals",
               Operator::kStringEquals,
               false,
               {"x", "a*"},
               "a*",
               "ab"},
        Sample{"StringNotEquals",
               Operator::kStringNotEquals,
               true,
               {"x", "a"},
               "a",
               "A"},
        Sample{"StringEqualsIgnoreCase",
               Operator::kStringEqualsIgnoreCase,
               false,
               {"x", "alice"},
               "ALICE",
               "alic"},
        Sample{"StringNotEqualsIgnoreCase",
               Operator::kStringNotEqualsIgnoreCase,
               true,
               {"x", "alice"},
               "ALICE",
               "alic"},
        Sample{"StringLike",
               Operator::kStringLike,
               false,
               {"x", "a*c?"},
               "abcd",
               "abc"},
        Sample{"StringNotLike",
               Operator::kStringNotLike,
               true,
               {"x", "a*c?"},
               "abcd",
               "abc"},
        Sample{"NumericEquals",
               Operator::kNumericEquals,
               false,
               {"1", "10"},
               "10.0",
               "11"},
        Sample{"NumericNotEquals",
               Operator::kNumericNotEquals,
               true,
               {"1", "10"},
               "10.0",
               "11"},
        Sample{"NumericLessThan",
               Operator::kNumericLessThan,
               false,
               {"1", "10"},
               "9.9",
               "10"},
        Sample{"NumericLessThanEquals",
               Operator::kNumericLessThanEquals,
               false,
               {"1", "10"},
               "10",
               "10.1"},
        Sample{"NumericGreaterThan",
               Operator::kNumericGreaterThan,
               false,
               {"10", "20"},
               "11",
               "10"},
        Sample{"NumericGreaterThanEquals",
               Operator::kNumericGreaterThanEquals,
               false,
               {"10", "20"},
               "10",
               "9"},
        Sample{"DateEquals",
               Operator::kDateEquals,
               false,
               {"2024"},
               "2024-01-01T00:00:00Z",
               "2024-01-02"},
        Sample{"DateNotEquals",
               Operator::kDateNotEquals,
               true,
               {"2024"},
               "2024-01-01T00:00:00Z",
               "2024-01-02"},
        Sample{"DateLessThan",
               Operator::kDateLessThan,
               false,
               {"2024"},
               "2023-12-31",
               "2024"},
        Sample{"DateLessThanEquals",
               Operator::kDateLessThanEquals,
               false,
               {"2024"},
               "2024",
               "2024-01-01T00:00:01Z"},
        Sample{"DateGreaterThan",
               Operator::kDateGreaterThan,
               false,
               {"2024"},
               "2024-01-01T00:00:01Z",
               "2024"},
        Sample{"DateGreaterThanEquals",
               Operator::kDateGreaterThanEquals,
               false,
               {"2024"},
               "1704067200",
               "1704067199"},
        Sample{"Bool", Operator::kBool, false, {"true"}, "True", "false"},
        Sample{"BinaryEquals",
               Operator::kBinaryEquals,
               false,
               {"Zm9v"},
               "Zm9v",
               "Zm9w"},
        Sample{"IpAddress",
               Operator::kIpAddress,
               false,
               {"10.0.0.0/8", "2001:db8::/32"},
               "2001:DB8::1",
               "192.0.2.1"},
        Sample{"NotIpAddress",
               Operator::kNotIpAddress,
               true,
               {"10.0.0.0/8", "2001:db8::/32"},
               "10.1.2.3",
               "::1"},
        Sample{"ArnEquals",
               Operator::kArnEquals,
               false,
               {kAnyTeamRole},
               kRole,
               "arn:aws:iam::111122223333:role/App"},
        Sample{"ArnNotEquals",
               Operator::kArnNotEquals,
               true,
               {kAnyTeamRole},
               kRole,
               "arn:aws:iam::111122223333:role/App"},
        Sample{"ArnLike",
               Operator::kArnLike,
               false,
               {kAnyTeamRole},
               kRole,
               "arn:aws:iam::111122223333:role/App"},
        Sample{"ArnNotLike",
               Operator::kArnNotLike,
               true,
               {kAnyTeamRole},
               kRole,
               "arn:aws:iam::111122223333:role/App"}),
    [](const testing::TestParamInfo<Sample>& tested) {
      return std::string(tested.param.name);
    });

std::string NullRow(const Values& policy) {
  const Form form{Operator::kNull};
  std::string row;
  for (const Given& given : {Absent(), List({}), One("a"), One("b"),
                             List({"a", "b"}), One(""), List({"", ""})}) {
    row += Holds(form, policy, given) ? 'T' : 'F';
  }
  return row;
}

TEST(NullTest, AsksWhetherTheKeyHasAValue) {
  EXPECT_EQ(NullRow({"true"}), "TTFFFTT");
  EXPECT_EQ(NullRow({"false"}), "FFTTTFF");
  EXPECT_EQ(NullRow({"true", "false"}), "TTTTTTT");
  EXPECT_EQ(NullRow({"maybe"}), "FFFFFFF");
  EXPECT_EQ(NullRow({}), "FFFFFFF");
}

TEST(NullTest, IsConstantUnderAQualifier) {
  for (const Given& given : {Absent(), One("a"), List({"a", "b"})}) {
    for (const std::string_view policy : {"true", "false"}) {
      EXPECT_TRUE(
          Holds({Operator::kNull, Qualifier::kForAllValues}, {policy}, given));
      EXPECT_FALSE(
          Holds({Operator::kNull, Qualifier::kForAnyValue}, {policy}, given));
    }
  }
}

TEST(EmptyStringTest, IsAValueForPlainOperatorsOnly) {
  const Values policy = {""};
  EXPECT_TRUE(Holds({Operator::kStringEquals}, policy, One("")));
  EXPECT_TRUE(Holds({Operator::kStringLike}, {"*"}, One("")));
  EXPECT_TRUE(Holds({Operator::kStringEquals}, policy, List({""})));
  for (const Given& given : {One(""), List({""}), List({"", ""})}) {
    // A null dataset (S-5.23).
    EXPECT_TRUE(Holds({Operator::kStringEquals, Qualifier::kForAllValues},
                      {"x"}, given));
    EXPECT_FALSE(Holds({Operator::kStringEquals, Qualifier::kForAnyValue},
                       policy, given));
  }
  EXPECT_TRUE(Holds({Operator::kStringEquals, Qualifier::kForAnyValue}, policy,
                    List({"", "x"})));
}

TEST(EmptyPolicyListTest, MatchesNothing) {
  EXPECT_FALSE(Holds({Operator::kStringEquals}, {}, One("a")));
  EXPECT_TRUE(Holds({Operator::kStringNotEquals}, {}, One("a")));
  EXPECT_FALSE(Holds({Operator::kStringNotEquals}, {}, List({"a", "b"})));
  EXPECT_TRUE(
      Holds({Operator::kStringEquals, Qualifier::kNone, true}, {}, Absent()));
  EXPECT_TRUE(
      Holds({Operator::kStringEquals, Qualifier::kForAllValues}, {}, Absent()));
  EXPECT_FALSE(
      Holds({Operator::kStringEquals, Qualifier::kForAllValues}, {}, One("a")));
}

TEST(UnreadableTest, RequestValueMakesTheTestFalseNegatedOrNot) {
  EXPECT_FALSE(Holds({Operator::kNumericEquals}, {"1"}, One("one")));
  EXPECT_FALSE(Holds({Operator::kNumericNotEquals}, {"1"}, One("one")));
  EXPECT_FALSE(Holds({Operator::kNumericNotEquals}, {}, One("one")));
  EXPECT_FALSE(Holds({Operator::kDateNotEquals}, {"2024"}, One("today")));
  EXPECT_FALSE(Holds({Operator::kNotIpAddress}, {"10.0.0.0/8"}, One("home")));
  EXPECT_FALSE(Holds({Operator::kNotIpAddress}, {"::/0"}, One("10.0.0.0/8")));
  EXPECT_FALSE(Holds({Operator::kArnNotLike}, {kAnyTeamRole}, One("App")));
  EXPECT_FALSE(Holds({Operator::kBool}, {"true"}, One("1")));
  EXPECT_FALSE(Holds({Operator::kBinaryEquals}, {"Zm9v"}, One("foo")));
}

TEST(UnreadableTest, PolicyValueNeverMatchesNegatedOrNot) {
  EXPECT_TRUE(Holds({Operator::kNumericEquals}, {"one", "1"}, One("1")));
  EXPECT_FALSE(Holds({Operator::kNumericEquals}, {"1e0"}, One("1")));
  EXPECT_FALSE(Holds({Operator::kNumericNotEquals}, {"one"}, One("1")));
  EXPECT_FALSE(Holds({Operator::kNumericNotEquals}, {"one", "2"}, One("1")));
}

TEST(UnreadableTest, ValuesOfASetAreReadOneByOne) {
  EXPECT_TRUE(Holds({Operator::kNumericEquals, Qualifier::kForAnyValue}, {"1"},
                    List({"one", "1"})));
  EXPECT_FALSE(Holds({Operator::kNumericEquals, Qualifier::kForAllValues},
                     {"1"}, List({"one", "1"})));
}

TEST(VariablesInConditionsTest, OnlyUnderStringArnAndBoolOperators) {
  EXPECT_TRUE(
      Holds({Operator::kStringEquals}, {"${aws:username}"}, One("Alice")));
  EXPECT_FALSE(Holds({Operator::kStringEquals}, {"${aws:username}"},
                     One("Alice"), false));
  EXPECT_TRUE(Holds({Operator::kStringLike}, {"home/${aws:username}/*"},
                    One("home/Alice/x")));
  EXPECT_TRUE(
      Holds({Operator::kArnEquals}, {"${aws:PrincipalArn}"}, One(kAlice)));
  EXPECT_TRUE(Holds({Operator::kArnLike},
                    {"arn:aws:iam::${aws:PrincipalAccount}:user/*"},
                    One(kAlice)));
  EXPECT_TRUE(
      Holds({Operator::kBool}, {"${aws:PrincipalIsAWSService}"}, One("false")));
  EXPECT_FALSE(Holds({Operator::kNumericEquals}, {"${aws:PrincipalAccount}"},
                     One("111122223333")));
}

TEST(VariablesInConditionsTest, WithoutValueAreNotEqual) {
  const Values policy = {"${aws:PrincipalTag/none}*"};
  EXPECT_FALSE(Holds({Operator::kStringLike}, policy, One("x")));
  EXPECT_TRUE(Holds({Operator::kStringNotLike}, policy, One("x")));
  EXPECT_TRUE(Holds({Operator::kArnNotEquals}, policy, One(kRole)));
}

TEST(ArnTest, WildcardsStayInTheirField) {
  const auto like = [](std::string_view pattern, std::string_view value) {
    return Holds({Operator::kArnLike}, {pattern}, One(value));
  };
  EXPECT_TRUE(like("arn:aws:sns:*:111122223333:*",
                   "arn:aws:sns:us-east-1:111122223333:topic:id"));
  EXPECT_FALSE(like("arn:aws:some:*:111122223333:finance/*",
                    "arn:aws:some:us-east-2:999999999999:store/"
                    "abc:111122223333:finance/doc"));
  EXPECT_FALSE(like("arn:aws:s3:::B/*", "arn:aws:s3:::b/x"));
  EXPECT_TRUE(like("arn:*:*:*:*:*", "arn:aws:s3:::b"));
}

TEST(ArnTest, APatternOfFewerThanSixFieldsIsNoMatch) {
  for (const std::string_view pattern : {"*", "arn:*", "role/team/App"}) {
    EXPECT_FALSE(Holds({Operator::kArnLike}, {pattern}, One(kRole)));
    EXPECT_TRUE(Holds({Operator::kArnNotLike}, {pattern}, One(kRole)));
  }
  EXPECT_FALSE(Holds({Operator::kArnNotLike}, {"*", kRole}, One(kRole)));
}

}  // namespace
}  // namespace iameval::reference
