#include "program/name_table.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "base/hash.h"
#include "gtest/gtest.h"
#include "program/key_table.h"

namespace iameval::internal {
namespace {

// Calls intern(name), with something to read behind it.
template <typename F>
NameTable::Id WithRoom(std::string_view name, const F& intern) {
  const std::string text =
      std::string(name) + std::string(NameTable::kReadable, 'x');
  return intern(std::string_view(text).substr(0, name.size()));
}

NameTable::Id InternAnyCase(NameTable& table, std::string_view name) {
  return WithRoom(name, [&](std::string_view text) {
    return table.InternAnyCase(text, UpperHalf(HashFolded(text)));
  });
}

// Names of all lengths that are told apart by case only where they should not.
std::string NameOf(std::size_t i) {
  return std::string(i % 70, 'B') + "s3:Get" + std::to_string(i);
}

TEST(NameTable, NamesInAnyCaseAreOne) {
  NameTable table;
  table.Reserve(100);
  for (std::size_t i = 0; i < 2000; ++i) {
    EXPECT_EQ(InternAnyCase(table, NameOf(i)), i);
  }
  EXPECT_EQ(table.size(), 2000u);
  for (std::size_t i = 0; i < 2000; ++i) {
    const std::string folded = FoldAscii(NameOf(i));
    EXPECT_EQ(table.name(static_cast<NameTable::Id>(i)), folded);
    EXPECT_EQ(table.Find(folded, HashBytes(folded)), i);
    EXPECT_EQ(table.Intern(folded), i);
    EXPECT_EQ(InternAnyCase(table, folded), i);
    EXPECT_EQ(InternAnyCase(table, NameOf(i)), i);
  }
  EXPECT_EQ(table.size(), 2000u);
}

TEST(NameTable, EqualHashesDoNotMakeEqualNames) {
  NameTable table;
  constexpr std::uint64_t kHash = 0x1234567800000000u;
  EXPECT_EQ(table.Intern("a", kHash), 0u);
  EXPECT_EQ(table.Intern("b", kHash), 1u);
  const std::string text(NameTable::kReadable + 1, 'C');
  EXPECT_EQ(table.InternAnyCase(std::string_view(text).substr(0, 1),
                                UpperHalf(kHash)),
            2u);
  EXPECT_EQ(table.Find("c", kHash), 2u);
  EXPECT_EQ(table.Find("d", kHash), NameTable::kNone);
}

TEST(NameTable, ShrinkingLosesNothing) {
  NameTable table;
  table.Reserve(10'000);
  const std::size_t reserved = table.MemoryUsage();
  EXPECT_EQ(table.Intern("aws:sourcearn"), 0u);
  EXPECT_EQ(table.Intern("aws:sourceip"), 1u);
  table.ShrinkToFit();
  EXPECT_LT(table.MemoryUsage(), reserved / 10);
  EXPECT_EQ(table.Intern("aws:sourceip"), 1u);
  EXPECT_EQ(table.Intern("aws:userid"), 2u);
  EXPECT_EQ(table.name(0), "aws:sourcearn");
}

TEST(KeyTable, KeepsTheFirstSpelling) {
  KeyTable table;
  const auto intern = [&](std::string_view key) {
    return WithRoom(key, [&](std::string_view text) {
      return table.Intern(text);
    });
  };
  EXPECT_EQ(intern("aws:SourceIp"), 0u);
  EXPECT_EQ(intern("aws:PrincipalTag/Team"), 1u);
  EXPECT_EQ(intern("AWS:sourceip"), 0u);
  EXPECT_EQ(intern(""), 2u);
  EXPECT_EQ(intern("aws:userid"), 3u);
  EXPECT_EQ(table.size(), 4u);
  EXPECT_EQ(table.spelling(0), "aws:SourceIp");
  EXPECT_EQ(table.spelling(1), "aws:PrincipalTag/Team");
  EXPECT_EQ(table.folded(1), "aws:principaltag/team");
  EXPECT_EQ(table.spelling(2), "");
  EXPECT_EQ(table.spelling(3), "aws:userid");
  EXPECT_EQ(table.hash(0), HashBytes("aws:sourceip"));
  EXPECT_EQ(table.Find("aws:userid", HashBytes("aws:userid")), 3u);
}

}  // namespace
}  // namespace iameval::internal
