#include "base/number.h"

#include <compare>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

TEST(Number, AcceptsWholeAndDecimalNumbers) {
  for (const std::string_view text :
       {"0", "7", "-7", "007", "12.50", "-0.001", "0.0",
        "123456789012345678901234567890.098765432109876543210"}) {
    EXPECT_TRUE(ParseDecimal(text).has_value()) << text;
  }
}

// `-?digits[.digits]` and nothing else.
TEST(Number, RefusesEveryOtherSpelling) {
  for (const std::string_view text :
       {"",     "-",   ".",        "+1",    "1e5",  "1E5",   " 1",
        "1 ",   "1.",  ".5",       "-.5",   "--1",  "1.2.3", "1,5",
        "0x10", "NaN", "Infinity", "1_000", "1.5-", "\t1",   "\xd9\xa1"}) {
    EXPECT_FALSE(ParseDecimal(text).has_value()) << text;
  }
  EXPECT_FALSE(ParseDecimal(std::string_view("1\0", 2)).has_value());
}

struct Ordered {
  std::string_view a;
  std::string_view b;
  std::strong_ordering order;
};

TEST(Number, ComparesByValue) {
  constexpr auto kLess = std::strong_ordering::less;
  constexpr auto kEqual = std::strong_ordering::equal;
  constexpr auto kGreater = std::strong_ordering::greater;
  for (const Ordered& c : {
           Ordered{"1", "1.0", kEqual},
           {"01.00", "1", kEqual},
           {"-0", "0", kEqual},
           {"-0.0", "0", kEqual},
           {"9", "10", kLess},
           {"-9", "-10", kGreater},
           {"-1", "0", kLess},
           {"-1", "1", kLess},
           {"1.5", "1.25", kGreater},
           {"1.5", "1.50001", kLess},
           {"-1.5", "-1.50001", kGreater},
           {"0.1", "0.09", kGreater},
           {"0.5", "0.05", kGreater},
           {"2", "1.999999999999999999999999", kGreater},
       }) {
    const auto a = ParseDecimal(c.a);
    const auto b = ParseDecimal(c.b);
    ASSERT_TRUE(a.has_value() && b.has_value()) << c.a << " " << c.b;
    EXPECT_EQ(*a <=> *b, c.order) << c.a << " " << c.b;
    EXPECT_EQ(*b <=> *a, 0 <=> c.order) << c.b << " " << c.a;
    EXPECT_EQ(*a == *b, c.order == 0) << c.a << " " << c.b;
  }
}

// Neighbours that a double would take for one.
TEST(Number, IsExactAtAnyLength) {
  EXPECT_LT(*ParseDecimal("9007199254740992"),
            *ParseDecimal("9007199254740993"));
  EXPECT_LT(*ParseDecimal("18446744073709551615"),
            *ParseDecimal("18446744073709551616"));
  const std::string zeros(10'000, '0');
  const std::string a = "1" + zeros + "." + zeros + "1";
  const std::string b = "1" + zeros + "." + zeros + "2";
  EXPECT_LT(*ParseDecimal(a), *ParseDecimal(b));
  EXPECT_EQ(*ParseDecimal(a), *ParseDecimal(zeros + a + zeros));
}

}  // namespace
}  // namespace iameval::internal
