#include "program/resource_probe.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "automata/glob.h"
#include "differential/random.h"
#include "gtest/gtest.h"
#include "program/arn_text.h"

// A probe may let a text pass that does not match; it must never reject one
// that does.

namespace iameval::internal {
namespace {

using iameval_testing::Random;

ResourceProbe ProbeOf(std::uint32_t number, std::string_view pattern,
                      ResourceDigest& digest) {
  const GlobPattern compiled = GlobPattern::FromText(pattern);
  return ResourceProbe(number, compiled, FieldShapes(compiled), digest);
}

bool MayMatch(std::string_view pattern, std::string_view text) {
  ResourceDigest digest;
  const ResourceProbe probe = ProbeOf(7, pattern, digest);
  EXPECT_EQ(probe.number(), 7u);
  const ArnText arn = ScanArn(text);
  return probe.MayMatch(ProbeText(arn));
}

TEST(ResourceProbe, LooksAtTheEndOfTheLiteralHead) {
  constexpr std::string_view kPattern = "arn:aws:s3:::amzn-s3-demo-bucket/*";
  EXPECT_TRUE(MayMatch(kPattern, "arn:aws:s3:::amzn-s3-demo-bucket/key"));
  EXPECT_FALSE(MayMatch(kPattern, "arn:aws:s3:::amzn-s3-demo-basket/key"));
  EXPECT_FALSE(MayMatch(kPattern, "arn:aws:s3:::amzn-s3-demo-bucket"));
}

TEST(ResourceProbe, LooksAtTheAccountAndBehindIt) {
  constexpr std::string_view kPattern =
      "arn:aws:sqs:*:111122223333:orders-*-dead";
  EXPECT_TRUE(
      MayMatch(kPattern, "arn:aws:sqs:us-east-1:111122223333:orders-1-dead"));
  EXPECT_FALSE(
      MayMatch(kPattern, "arn:aws:sqs:us-east-1:444455556666:orders-1-dead"));
  EXPECT_FALSE(
      MayMatch(kPattern, "arn:aws:sqs:us-east-1:111122223333:parcels-1-dead"));
  EXPECT_FALSE(MayMatch("arn:aws:*:*:111122223333:*",
                        "arn:aws:sqs:us-east-1:444455556666:orders"));
}

TEST(ResourceProbe, AStarMayRunAcrossColons) {
  EXPECT_TRUE(MayMatch("arn:aws:sqs:*:111122223333:orders",
                       "arn:aws:sqs:a:b:c:111122223333:orders"));
  EXPECT_FALSE(MayMatch("arn:aws:logs:*:*:log-group:a:*",
                        "arn:aws:logs:us-east-1:111122223333:log-group"));
}

// Texts that have no room for an account before their colons.
TEST(ResourceDigest, ColonsAtTheVeryBeginning) {
  ResourceDigest digest;
  const ResourceProbe probe =
      ProbeOf(1, "arn:aws:*:*:111122223333:demo-*", digest);
  DigestBlock block;
  block.Set(0, digest);
  for (const std::size_t colons : {4, 5, 6, 7, 8, 9, 40}) {
    const std::string text(colons, ':');
    const ArnText arn = ScanArn(std::string_view(text));
    const ProbeText looked_at(arn);
    EXPECT_NE(block.MayMatch(looked_at.Digest()), 0u) << colons;
    EXPECT_TRUE(probe.MayMatch(looked_at)) << colons;
    const std::string longer = "arn" + text;
    const ArnText longer_arn = ScanArn(std::string_view(longer));
    EXPECT_EQ(block.MayMatch(ProbeText(longer_arn).Digest()) != 0,
              colons == 4 || colons > 8)
        << colons;
  }
}

TEST(ResourceProbe, WhatItCannotTellMayMatch) {
  const ArnText arn = ScanArn("arn:a:b:c:d:e");
  EXPECT_TRUE(ResourceProbe(1).MayMatch(ProbeText(arn)));
  EXPECT_TRUE(MayMatch("*", "arn:aws:s3:::x"));
  EXPECT_TRUE(MayMatch("arn:?", "*"));
  EXPECT_TRUE(MayMatch("arn:aws:s3:::amzn-s3-demo-bucket", "*"));
}

std::string Piece(Random& random) {
  constexpr std::string_view kPieces[] = {
      "", "a", "ab", "aws", "111122223333", "222222223333", "long-literal",
      "*", "a*", "*b", "long-literal-*", "*-long-literal", "?", "a?", "::"};
  return std::string(random.PickFrom(kPieces));
}

std::string Pattern(Random& random) {
  std::string pattern = random.OneIn(12) ? Piece(random) : "arn";
  const std::size_t colons = random.OneIn(5) ? random.Below(9) : 5;
  for (std::size_t i = 0; i < colons; ++i) {
    pattern += ':';
    pattern += random.OneIn(2) ? "*" : Piece(random);
  }
  return pattern + Piece(random);
}

// One that the pattern matches, or nearly.
std::string Text(Random& random, std::string_view pattern) {
  std::string text;
  for (const char c : pattern) {
    if (random.OneIn(60)) continue;
    if (c == '*' || c == '?') {
      std::string piece = Piece(random);
      if (!random.OneIn(6)) std::erase(piece, ':');
      text += c == '?' && !random.OneIn(8) ? "x" : piece;
    } else {
      text += c;
    }
  }
  return text;
}

TEST(ResourceProbe, NeverRejectsWhatMatches) {
  Random random(20'261'121);
  std::size_t matches = 0;
  std::size_t rejected = 0;
  for (int round = 0; round < 60'000; ++round) {
    const std::string pattern = Pattern(random);
    const Glob glob = Glob::FromText(pattern);
    ResourceDigest digest;
    const ResourceProbe probe = ProbeOf(1, pattern, digest);
    std::vector<std::string> texts;
    for (int i = 0; i < 3; ++i) texts.push_back(Text(random, pattern));
    texts.push_back(Text(random, Pattern(random)));
    for (const std::string& text : texts) {
      const ArnText arn = ScanArn(text);
      const ProbeText looked_at(arn);
      DigestBlock block;
      block.Set(5, digest);
      const bool may_match = probe.MayMatch(looked_at) &&
                             block.MayMatch(looked_at.Digest()) == 1u << 5;
      const bool is_match = glob.Matches(text);
      ASSERT_TRUE(may_match || !is_match) << pattern << " on " << text;
      matches += is_match ? 1 : 0;
      rejected += may_match ? 0 : 1;
    }
  }
  EXPECT_GT(matches, 50'000u);
  EXPECT_GT(rejected, 20'000u);
}

}  // namespace
}  // namespace iameval::internal
