#include "base/ip.h"

#include <optional>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

TEST(Ip, ReadsIpv4) {
  EXPECT_EQ(ParseIpAddress("192.0.2.1"),
            (IpAddress{.is_v6 = false, .high = 0xC0000201'00000000, .low = 0}));
  EXPECT_EQ(ParseIpAddress("0.0.0.0"), IpAddress{});
  EXPECT_TRUE(ParseIpAddress("255.255.255.255").has_value());
}

TEST(Ip, ReadsEverySpellingOfIpv6) {
  const IpAddress address{
      .is_v6 = true, .high = 0x20010DB8'00000000, .low = 0x00080800'200C417A};
  for (const std::string_view text :
       {"2001:db8:0:0:8:800:200c:417a", "2001:DB8::8:800:200C:417A",
        "2001:0db8:0000:0000:0008:0800:200c:417a",
        "2001:db8:0::8:800:200c:417a", "2001:db8::8:800:32.12.65.122"}) {
    EXPECT_EQ(ParseIpAddress(text), address) << text;
  }
  EXPECT_EQ(ParseIpAddress("::"), (IpAddress{.is_v6 = true}));
  EXPECT_EQ(ParseIpAddress("::1"), (IpAddress{.is_v6 = true, .low = 1}));
  EXPECT_EQ(ParseIpAddress("1::"),
            (IpAddress{.is_v6 = true, .high = std::uint64_t{1} << 48}));
  EXPECT_EQ(ParseIpAddress("1:2:3:4:5:6:7::"),
            ParseIpAddress("1:2:3:4:5:6:7:0"));
  EXPECT_EQ(ParseIpAddress("::2:3:4:5:6:7:8"),
            ParseIpAddress("0:2:3:4:5:6:7:8"));
}

TEST(Ip, RefusesEverythingElse) {
  for (const std::string_view text : {
           "",
           ".",
           ":",
           ":::",
           "1.2.3",
           "1.2.3.4.5",
           "1.2.3.",
           ".1.2.3",
           "1..2.3",
           "256.1.1.1",
           "1.2.3.999",
           "01.2.3.4",
           "1.2.3.00",
           "1.2.3.4 ",
           " 1.2.3.4",
           "1.2.3.4\n",
           "0x1.2.3.4",
           "1.2.3.-4",
           "+1.2.3.4",
           "16909060",
           "127.1",
           "1:2:3:4:5:6:7",
           "1:2:3:4:5:6:7:8:9",
           "1:2:3:4::5:6:7:8",
           "1::2::3",
           ":1",
           "1:",
           "1:2:3:4:5:6:7:",
           ":1:2:3:4:5:6:7",
           "12345::",
           "g::",
           "::g",
           "[::1]",
           "fe80::1%eth0",
           "::1.2.3",
           "::1.2.3.256",
           "1.2.3.4::",
           "1:2:3:4:5:6:7:1.2.3.4",
           "1::1.2.3.4:5",
           "*",
           "10.0.*.1",
       }) {
    EXPECT_FALSE(ParseIpAddress(text).has_value()) << text;
    EXPECT_FALSE(ParseIpRange(text).has_value()) << text;
  }
  EXPECT_FALSE(ParseIpAddress(std::string_view("1.2.3.4\0", 8)).has_value());
  EXPECT_FALSE(ParseIpAddress(std::string(100'000, ':')).has_value());
  EXPECT_FALSE(ParseIpAddress(std::string(100'000, '.')).has_value());
}

//
TEST(Ip, KeepsTheFamiliesApart) {
  const IpAddress v4 = *ParseIpAddress("192.0.2.1");
  EXPECT_NE(*ParseIpAddress("::ffff:192.0.2.1"), v4);
  EXPECT_FALSE(Contains(*ParseIpRange("0.0.0.0/0"), *ParseIpAddress("::")));
  EXPECT_FALSE(Contains(*ParseIpRange("::/0"), *ParseIpAddress("0.0.0.0")));
  EXPECT_FALSE(Contains(*ParseIpRange("::ffff:0:0/96"), v4));
}

// S-5.11, Q-33.
TEST(Ip, TakesABareAddressForTheLongestPrefix) {
  EXPECT_EQ(ParseIpRange("192.0.2.1"), ParseIpRange("192.0.2.1/32"));
  EXPECT_EQ(ParseIpRange("2001:db8::1"), ParseIpRange("2001:db8::1/128"));
}

// S-5.11: bits beyond the mask are ignored, and known of.
TEST(Ip, IgnoresHostBits) {
  const IpRange range = *ParseIpRange("203.0.113.77/24");
  EXPECT_TRUE(range.has_host_bits);
  EXPECT_EQ(range.network, *ParseIpAddress("203.0.113.0"));
  EXPECT_FALSE(ParseIpRange("203.0.113.0/24")->has_host_bits);
  EXPECT_TRUE(ParseIpRange("2001:db8::1/64")->has_host_bits);
  EXPECT_TRUE(ParseIpRange("2001:db8::/16")->has_host_bits);
}

TEST(Ip, RefusesBadPrefixes) {
  for (const std::string_view text :
       {"10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/ 8",
        "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0", "10.0.0/8", "10/8",
        "/8", "::/129", "::/1000", "/", "::/x"}) {
    EXPECT_FALSE(ParseIpRange(text).has_value()) << text;
  }
}

struct Membership {
  std::string_view range;
  std::string_view address;
  bool inside;
};

TEST(Ip, ContainsExactlyTheRange) {
  for (const Membership& c : {
           Membership{"203.0.113.0/24", "203.0.113.0", true},
           {"203.0.113.0/24", "203.0.113.255", true},
           {"203.0.113.0/24", "203.0.112.255", false},
           {"203.0.113.0/24", "203.0.114.0", false},
           {"0.0.0.0/0", "255.255.255.255", true},
           {"128.0.0.0/1", "127.255.255.255", false},
           {"128.0.0.0/1", "128.0.0.0", true},
           {"10.0.0.1/32", "10.0.0.1", true},
           {"10.0.0.1/32", "10.0.0.2", false},
           {"2001:db8::/32", "2001:db8:ffff::1", true},
           {"2001:db8::/32", "2001:db9::", false},
           {"2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff", true},
           {"2001:db8::/64", "2001:db8:0:1::", false},
           {"2001:db8::/65", "2001:db8::8000:0:0:0", false},
           {"2001:db8::/65", "2001:db8::7fff:0:0:0", true},
           {"::1", "::1", true},
           {"::1", "::2", false},
           {"::/0", "ffff::", true},
       }) {
    EXPECT_EQ(Contains(*ParseIpRange(c.range), *ParseIpAddress(c.address)),
              c.inside)
        << c.range << " " << c.address;
  }
}

TEST(Ip, ContainsRanges) {
  EXPECT_TRUE(
      Contains(*ParseIpRange("10.0.0.0/8"), *ParseIpRange("10.1.0.0/16")));
  EXPECT_TRUE(
      Contains(*ParseIpRange("10.0.0.0/8"), *ParseIpRange("10.0.0.0/8")));
  EXPECT_FALSE(
      Contains(*ParseIpRange("10.0.0.0/8"), *ParseIpRange("10.0.0.0/7")));
  EXPECT_FALSE(
      Contains(*ParseIpRange("10.0.0.0/8"), *ParseIpRange("11.0.0.0/16")));
}

}  // namespace
}  // namespace iameval::internal
