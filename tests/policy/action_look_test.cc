#include "policy/action_look.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

constexpr std::uint32_t kUsual = ActionLook::kUsual;
constexpr std::uint32_t kWildcard = ActionLook::kWildcard;

// With what a document has behind a string: more text.
ActionLook Look(std::string_view action) {
  const std::string text = std::string(action) + "\",\"*:?$" +
                           std::string(ActionLanes::kLongest + 16, '*');
  return LookAtAction(std::string_view(text).substr(0, action.size()));
}

TEST(LookAtAction, UsualOnesAreKnownToBe) {
  EXPECT_EQ(Look("s3:GetObject").flags, kUsual);
  EXPECT_EQ(Look("a:b").flags, kUsual);
  EXPECT_EQ(Look("aws-portal:View_Billing.2").flags, kUsual);
  EXPECT_EQ(Look("access-analyzer:ListAccessPreviewFindings").flags, kUsual);
}

TEST(LookAtAction, WildcardsOfNamesAreUsual) {
  EXPECT_EQ(Look("s3:*").flags, kUsual | kWildcard);
  EXPECT_EQ(Look("s3:Get*Acl?").flags, kUsual | kWildcard);
  EXPECT_EQ(Look("s*:GetObject").flags, kWildcard);
  EXPECT_EQ(Look("*").flags, kWildcard);
  EXPECT_EQ(Look("*:*").flags, kWildcard);
}

TEST(LookAtAction, WhatIsToBeRefusedOrReportedIsNotUsual) {
  for (const std::string_view action :
       {"", "s3", ":", "s3:", ":GetObject", "s3:Get:Object", "s3::GetObject",
        "s3:Get${x}", "s3:Get Object", "s3:Get\u00e9", "s3:Get\"Object"}) {
    EXPECT_EQ(Look(action).flags, 0u) << action;
  }
}

TEST(LookAtAction, LongOnesAreLeftToOthers) {
  const std::string name(60, 'a');
  EXPECT_EQ(Look("s3:" + name).flags, 0u);
  EXPECT_EQ(Look("s3:" + name + "*").flags, kWildcard);
  EXPECT_EQ(Look("s3:?" + name).flags, kWildcard);
}

// Each byte of each size counts, and no byte behind it.
TEST(LookAtAction, LooksAtEachByte) {
  for (std::size_t size = 3; size <= ActionLanes::kLongest; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string action(size, 'a');
      EXPECT_EQ(Look(action).flags, 0u) << action;
      action[at] = ':';
      const bool separates = at > 0 && at + 1 < size;
      EXPECT_EQ(Look(action).flags, separates ? kUsual : 0u) << action;
      action[at] = 'a';
      action[1] = ':';
      if (at == 1) continue;
      for (const char c : {'$', ' ', ':', '\xC3', '"'}) {
        action[at] = c;
        EXPECT_EQ(Look(action).flags, 0u) << action;
      }
      for (const char c : {'*', '?'}) {
        action[at] = c;
        EXPECT_EQ(Look(action).flags, at == 0 ? kWildcard : kUsual | kWildcard)
            << action;
      }
    }
  }
}

// Bytes that are next to letters, and beyond ASCII, of every size.
TEST(LookAtAction, HashIsThatOfTheFoldedText) {
  constexpr std::string_view kBytes =
      "aAzZmM@[`{09-_.:*?$ \x01\x7f\x80\xc1\xda\xe1\xff";
  std::mt19937 random(20);
  std::uniform_int_distribution<std::size_t> any(0, kBytes.size() - 1);
  for (std::size_t size = 0; size < 80; ++size) {
    for (int i = 0; i < 50; ++i) {
      std::string action;
      while (action.size() < size) action += kBytes[any(random)];
      const ActionLook look = Look(action);
      EXPECT_EQ(look.hash, UpperHalf(HashFolded(action))) << action;
      EXPECT_EQ((look.flags & kWildcard) != 0,
                action.find_first_of("*?") != std::string::npos)
          << action;
    }
  }
}

}  // namespace
}  // namespace iameval::internal
