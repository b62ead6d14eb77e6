#include "policy/operator_table.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

// S-5.4 to S-5.14, written out once more.
constexpr std::array<std::string_view, 27> kNames = {
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnNotEquals",
    "ArnLike",
    "ArnNotLike",
    "Null",
};

TEST(OperatorTable, KnowsEveryNameInEveryForm) {
  for (const std::string_view name : kNames) {
    for (const bool if_exists : {false, true}) {
      for (const Qualifier qualifier :
           {Qualifier::kNone, Qualifier::kForAllValues,
            Qualifier::kForAnyValue}) {
        std::string text = qualifier == Qualifier::kNone ? ""
                           : qualifier == Qualifier::kForAllValues
                               ? "ForAllValues:"
                               : "ForAnyValue:";
        text += name;
        if (if_exists) text += "IfExists";
        const std::optional<OperatorUse> use = ParseOperator(text);
        if (name == "Null" && if_exists) {  // S-5.13
          EXPECT_FALSE(use.has_value()) << text;
          continue;
        }
        ASSERT_TRUE(use.has_value()) << text;
        EXPECT_EQ(OperatorName(use->op), name);
        EXPECT_EQ(use->qualifier, qualifier) << text;
        EXPECT_EQ(use->if_exists, if_exists) << text;
        EXPECT_TRUE(use->exact_case) << text;
      }
    }
  }
}

TEST(OperatorTable, FallsBackOnOtherLetterCase) {
  for (const std::string_view text :
       {"stringequals", "STRINGEQUALS", "StringEqualsIFEXISTS",
        "forallvalues:StringEquals", "ForAnyvalue:StringEquals"}) {
    const std::optional<OperatorUse> use = ParseOperator(text);
    ASSERT_TRUE(use.has_value()) << text;
    EXPECT_EQ(use->op, Operator::kStringEquals) << text;
    EXPECT_FALSE(use->exact_case) << text;
  }
}

TEST(OperatorTable, RefusesOtherNames) {
  for (const std::string_view text : {"",
                                      "String",
                                      "StringEqual",
                                      "StringEqualsX",
                                      " StringEquals",
                                      "StringEquals ",
                                      "IfExists",
                                      "ForAllValues:",
                                      "ForAllValues",
                                      "ForAllValues: StringEquals",
                                      "ForAllValues:ForAllValues:StringEquals",
                                      "StringEqualsIfExistsIfExists",
                                      "IfExistsStringEquals",
                                      "ForEachValue:StringEquals",
                                      "StringEquals:ForAllValues",
                                      "NumericLike",
                                      "DateLike",
                                      "BoolLike",
                                      "NotBool",
                                      "BinaryLike",
                                      "NullIfExists",
                                      "nullifexists",
                                      "ForAnyValue:NullIfExists",
                                      "String\xC4\xB0"}) {
    EXPECT_FALSE(ParseOperator(text).has_value()) << text;
  }
}

TEST(OperatorTable, KnowsFamilies) {
  EXPECT_EQ(FamilyOf(Operator::kStringNotEqualsIgnoreCase),
            OperatorFamily::kString);
  EXPECT_EQ(FamilyOf(Operator::kNumericGreaterThanEquals),
            OperatorFamily::kNumeric);
  EXPECT_EQ(FamilyOf(Operator::kDateEquals), OperatorFamily::kDate);
  EXPECT_EQ(FamilyOf(Operator::kBool), OperatorFamily::kBool);
  EXPECT_EQ(FamilyOf(Operator::kBinaryEquals), OperatorFamily::kBinary);
  EXPECT_EQ(FamilyOf(Operator::kNotIpAddress), OperatorFamily::kIp);
  EXPECT_EQ(FamilyOf(Operator::kArnNotLike), OperatorFamily::kArn);
  EXPECT_EQ(FamilyOf(Operator::kNull), OperatorFamily::kNull);
}

}  // namespace
}  // namespace iameval::internal
