#include "reference/values.h"

#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace iameval::reference {
namespace {

TEST(NumberTest, IsDigitsWithAnOptionalSignAndFraction) {
  for (const char* text : {"0", "-0", "007", "12.50", "-3.25", "1.0"}) {
    EXPECT_TRUE(ParseNumber(text).has_value()) << text;
  }
  for (const char* text :
       {"", "-", "+1", "1.", ".5", "1e3", " 1", "1 ", "1,5", "0x1", "1.2.3"}) {
    EXPECT_FALSE(ParseNumber(text).has_value()) << text;
  }
}

TEST(NumberTest, ComparesByValueExactly) {
  const auto compare = [](const char* a, const char* b) {
    return Compare(*ParseNumber(a), *ParseNumber(b));
  };
  EXPECT_TRUE(compare("-0", "0.00") == 0);
  EXPECT_TRUE(compare("007", "7.0") == 0);
  EXPECT_TRUE(compare("-2", "-1") < 0);
  EXPECT_TRUE(compare("-1", "0") < 0);
  EXPECT_TRUE(compare("9", "10") < 0);
  EXPECT_TRUE(compare("1.5", "1.25") > 0);
  EXPECT_TRUE(compare("-1.5", "-1.25") < 0);
  EXPECT_TRUE(compare("100000000000000000000000000000000000001",
                      "100000000000000000000000000000000000000") > 0);
  EXPECT_TRUE(compare("0.1000000000000000000000000000000000001", "0.1") > 0);
}

TEST(InstantTest, ReadsEveryFormOfTheDateProfile) {
  const auto same = [](const char* a, const char* b) {
    const auto first = ParseInstant(a);
    const auto second = ParseInstant(b);
    return first.has_value() && second.has_value() &&
           Compare(*first, *second) == 0;
  };
  EXPECT_TRUE(same("2024", "2024-01-01T00:00:00Z"));
  EXPECT_TRUE(same("2024-06", "2024-06-01"));
  EXPECT_TRUE(same("2024-06-01", "2024-06-01T00:00Z"));
  EXPECT_TRUE(same("2024-06-01T00:00", "1717200000"));
  EXPECT_TRUE(same("2024-06-01T02:30:00+02:30", "2024-06-01T00:00:00Z"));
  EXPECT_TRUE(same("2024-05-31T22:00:00-02:00", "2024-06-01"));
  EXPECT_TRUE(same("2024-06-01T00:00:00.50Z", "2024-06-01T00:00:00.5"));
  EXPECT_TRUE(same("0", "1970-01-01"));
  EXPECT_TRUE(same("2000-02-29", "951782400"));
}

TEST(InstantTest, FourDigitsAreAYearAndOtherDigitsAreSeconds) {
  EXPECT_TRUE(Compare(*ParseInstant("1970"), *ParseInstant("0")) == 0);
  EXPECT_TRUE(Compare(*ParseInstant("01970"), *ParseInstant("1970")) > 0);
  EXPECT_TRUE(Compare(*ParseInstant("9223372036854775806"),
                      *ParseInstant("9223372036854775807")) < 0);
  // No instant is later than 64 bits of seconds tell.
  EXPECT_TRUE(Compare(*ParseInstant("99999999999999999999999"),
                      *ParseInstant("9223372036854775807")) == 0);
}

TEST(InstantTest, OrdersInstantsBeforeTheEpochAndFractions) {
  EXPECT_TRUE(Compare(*ParseInstant("1969-12-31T23:59:59.5Z"),
                      *ParseInstant("1969-12-31T23:59:59Z")) > 0);
  EXPECT_TRUE(Compare(*ParseInstant("1969-12-31T23:59:59.5Z"),
                      *ParseInstant("1970-01-01")) < 0);
  EXPECT_TRUE(Compare(*ParseInstant("0000"), *ParseInstant("0001")) < 0);
}

TEST(InstantTest, RefusesWhatIsNoDate) {
  for (const char* text : {"",
                           "20245-01",
                           "2024-13",
                           "2024-00",
                           "2023-02-29",
                           "2024-06-31",
                           "2024-06-01T24:00Z",
                           "2024-06-01T00:60Z",
                           "2024-06-01T23:59:60Z",
                           "2024-06-01T00:00:00.Z",
                           "2024-06-01T00Z",
                           "2024-06-01Z",
                           "2024-06-01t00:00:00z",
                           "2024-06-01 00:00:00Z",
                           "2024-06-01T00:00:00+0200",
                           "2024-06-01T00:00:00Z ",
                           "-1",
                           "1.5",
                           "2024-6-1",
                           "now"}) {
    EXPECT_FALSE(ParseInstant(text).has_value()) << text;
  }
}

TEST(BoolTest, IgnoresLetterCase) {
  EXPECT_EQ(ParseBool("TRUE"), true);
  EXPECT_EQ(ParseBool("False"), false);
  EXPECT_EQ(ParseBool("yes"), std::nullopt);
  EXPECT_EQ(ParseBool(""), std::nullopt);
}

TEST(Base64Test, Decodes) {
  EXPECT_EQ(DecodeBase64(""), "");
  EXPECT_EQ(DecodeBase64("Zg=="), "f");
  EXPECT_EQ(DecodeBase64("Zm8="), "fo");
  EXPECT_EQ(DecodeBase64("Zm9v"), "foo");
  EXPECT_EQ(DecodeBase64("Zm9vYmFy"), "foobar");
  EXPECT_EQ(DecodeBase64("/+8="), "\xFF\xEF");
}

TEST(Base64Test, RefusesOtherTexts) {
  for (const char* text :
       {"Z", "Zg", "Zg=", "Zg===", "====", "Z===", "Zg==Zg==", "Zh==", "Zm9=",
        "Zm9\n", "Zm9-", "Zm9_"}) {
    EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
  }
}

bool InRange(const char* range, const char* address) {
  const auto parsed_range = ParseIpRange(range);
  const auto parsed = ParseIpAddress(address);
  return parsed_range.has_value() && parsed.has_value() &&
         Contains(*parsed_range, *parsed);
}

TEST(IpRangeTest, ContainsTheAddressesOfThePrefix) {
  EXPECT_TRUE(InRange("203.0.113.0/24", "203.0.113.255"));
  EXPECT_FALSE(InRange("203.0.113.0/24", "203.0.114.0"));
  EXPECT_TRUE(InRange("203.0.113.77/24", "203.0.113.1"));  // host bits
  EXPECT_TRUE(InRange("192.0.2.1", "192.0.2.1"));
  EXPECT_FALSE(InRange("192.0.2.1", "192.0.2.2"));
  EXPECT_TRUE(InRange("0.0.0.0/0", "255.255.255.255"));
  EXPECT_TRUE(InRange("10.0.0.0/9", "10.127.255.255"));
  EXPECT_FALSE(InRange("10.0.0.0/9", "10.128.0.0"));
}

TEST(IpRangeTest, ReadsEverySpellingOfIpv6) {
  EXPECT_TRUE(InRange("2001:DB8::/32", "2001:0db8:0:0:0:0:0:1"));
  EXPECT_TRUE(InRange("::1", "0:0:0:0:0:0:0:1"));
  EXPECT_TRUE(InRange("::/0", "ffff::"));
  EXPECT_TRUE(InRange("::ffff:192.0.2.1", "::ffff:c000:201"));
  EXPECT_FALSE(InRange("2001:db8::/33", "2001:db8:8000::"));
}

TEST(IpRangeTest, FamiliesNeverMatch) {
  EXPECT_FALSE(InRange("0.0.0.0/0", "::1"));
  EXPECT_FALSE(InRange("::/0", "192.0.2.1"));
  EXPECT_FALSE(InRange("192.0.2.1", "::ffff:192.0.2.1"));
}

TEST(IpRangeTest, RefusesOtherTexts) {
  for (const char* text : {"",
                           "1.2.3",
                           "1.2.3.4.5",
                           "256.0.0.1",
                           "01.2.3.4",
                           "1.2.3.4/33",
                           "1.2.3.4/",
                           "1.2.3.4/08",
                           "1.2.3.4/-1",
                           "::1/129",
                           ":::",
                           "1::2::3",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4:5:6:7::8",
                           "12345::",
                           "::g",
                           "fe80::1%eth0",
                           "1.2.3.4::",
                           "::1.2.3",
                           " 1.2.3.4",
                           "1:",
                           ":1"}) {
    EXPECT_FALSE(ParseIpRange(text).has_value()) << text;
  }
  EXPECT_FALSE(ParseIpAddress("192.0.2.0/24").has_value());
}

TEST(Latin1CaseTest, FoldsAsciiAndLatin1LettersOnly) {
  EXPECT_TRUE(EqualsIgnoringLatin1Case("ALICE", "alice"));
  EXPECT_TRUE(EqualsIgnoringLatin1Case("\u00C9", "\u00E9"));
  EXPECT_TRUE(EqualsIgnoringLatin1Case("\u00C0\u00DE", "\u00E0\u00FE"));
  EXPECT_FALSE(EqualsIgnoringLatin1Case("\u00D7", "\u00F7"));  // no letters
  EXPECT_FALSE(EqualsIgnoringLatin1Case("\u0100", "\u0101"));
  EXPECT_FALSE(EqualsIgnoringLatin1Case("\u00C9", "e"));
  EXPECT_FALSE(EqualsIgnoringLatin1Case("a", "ab"));
}

}  // namespace
}  // namespace iameval::reference
