#include "base/instant.h"

#include <cstdint>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

struct Parsed {
  std::string_view text;
  std::int64_t seconds;
  std::uint32_t nanoseconds = 0;
};

TEST(Instant, ReadsEveryFormOfTheProfile) {
  for (const Parsed& c : {
           Parsed{"1970", 0},
           {"2024", 1'704'067'200},
           {"2024-03", 1'709'251'200},
           {"2024-02-29", 1'709'164'800},
           {"2024-02-29T12:34", 1'709'210'040},
           {"2024-02-29T12:34Z", 1'709'210'040},
           {"2024-02-29T12:34:56", 1'709'210'096},
           {"2024-02-29T12:34:56Z", 1'709'210'096},
           {"2024-02-29T12:34:56.5Z", 1'709'210'096, 500'000'000},
           {"2024-02-29T12:34:56.123456789Z", 1'709'210'096, 123'456'789},
           {"2024-02-29T12:34:56.1234567899Z", 1'709'210'096, 123'456'789},
           {"2024-02-29T12:34:56.000", 1'709'210'096},
           {"2024-02-29T12:34:56+02:00", 1'709'202'896},
           {"2024-02-29T12:34-05:30", 1'709'229'840},
           {"1969-12-31T23:59:59Z", -1},
           {"0000-01-01", -62'167'219'200},
           {"9999-12-31T23:59:59Z", 253'402'300'799},
           {"2000-02-29", 951'782'400},
       }) {
    const std::optional<Instant> instant = ParseInstant(c.text);
    ASSERT_TRUE(instant.has_value()) << c.text;
    EXPECT_EQ(instant->seconds, c.seconds) << c.text;
    EXPECT_EQ(instant->nanoseconds, c.nanoseconds) << c.text;
  }
}

// four digits are a year, any other number of them is seconds.
TEST(Instant, ReadsEpochSeconds) {
  for (const Parsed& c : {
           Parsed{"0", 0},
           {"999", 999},
           {"10000", 10'000},
           {"1700000000", 1'700'000'000},
           {"20240101", 20'240'101},
           {"00000000001700000000", 1'700'000'000},
           {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
           {"9223372036854775808", std::numeric_limits<std::int64_t>::max()},
           {"99999999999999999999999999",
            std::numeric_limits<std::int64_t>::max()},
       }) {
    const std::optional<Instant> instant = ParseInstant(c.text);
    ASSERT_TRUE(instant.has_value()) << c.text;
    EXPECT_EQ(instant->seconds, c.seconds) << c.text;
    EXPECT_TRUE(IsEpochSeconds(c.text)) << c.text;
  }
  EXPECT_FALSE(IsEpochSeconds("2024"));
  EXPECT_FALSE(IsEpochSeconds(""));
  EXPECT_FALSE(IsEpochSeconds("-5"));
}

TEST(Instant, RefusesEverythingElse) {
  for (const std::string_view text : {
           "",
           "-5",
           "1700000000.5",
           "+1700000000",
           " 1700000000",
           "now",
           "24-01-01",
           "2024-",
           "2024-1",
           "2024-1-1",
           "2024-00-01",
           "2024-13-01",
           "2024-01-00",
           "2024-01-32",
           "2024-04-31",
           "2023-02-29",
           "1900-02-29",
           "2024-01-01T",
           "2024-01-01T12",
           "2024-01-01T12Z",
           "2024-01-01T24:00Z",
           "2024-01-01T23:60Z",
           "2024-01-01T23:59:60Z",
           "2024-01-01T23:59:Z",
           "2024-01-01T23:59:59.Z",
           "2024-01-01T23:59.5Z",
           "2024-01-01t23:59Z",
           "2024-01-01T23:59z",
           "2024-01-01 23:59Z",
           "2024-01-01T23:59+0200",
           "2024-01-01T23:59+02",
           "2024-01-01T23:59+24:00",
           "2024-01-01T23:59+02:60",
           "2024-01-01T23:59ZZ",
           "2024-01-01Z",
           "2024T12:00Z",
           "2024-01T12:00Z",
           "12024-01-01",
           "2024-01-01T12:00:00,5Z",
       }) {
    EXPECT_FALSE(ParseInstant(text).has_value()) << text;
  }
  EXPECT_FALSE(ParseInstant(std::string(100'000, '-')).has_value());
}

TEST(Instant, OrdersAcrossForms) {
  EXPECT_EQ(*ParseInstant("2024-01-01T01:00+01:00"), *ParseInstant("2024"));
  EXPECT_EQ(*ParseInstant("1704067200"), *ParseInstant("2024-01-01"));
  EXPECT_LT(*ParseInstant("2024-01-01T00:00:00.1Z"),
            *ParseInstant("2024-01-01T00:00:00.2Z"));
  EXPECT_LT(*ParseInstant("1969-12-31T23:59:59.9Z"), *ParseInstant("1970"));
  EXPECT_LT(*ParseInstant("1969-12-31T23:59:59.1Z"),
            *ParseInstant("1969-12-31T23:59:59.2Z"));
}

// Day by day against a calendar kept by counting.
TEST(Instant, CountsEveryDayFrom1800To2200) {
  std::int64_t days = -62'091;  // 1800-01-01
  for (int year = 1800; year <= 2200; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= 31; ++day) {
        char text[16];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        const std::optional<Instant> instant = ParseInstant(text);
        if (!instant.has_value()) {
          EXPECT_GT(day, 28) << text;
          continue;
        }
        ASSERT_EQ(instant->seconds, days * 86'400) << text;
        ++days;
      }
    }
  }
  EXPECT_EQ(days, 84'371);  // 2201-01-01
}

}  // namespace
}  // namespace iameval::internal
