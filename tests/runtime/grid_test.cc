#include "runtime/grid.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "differential/random.h"
#include "engine/documents.h"
#include "engine/policy_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/policy.h"
#include "runtime/grid_axes.h"
#include "runtime/grid_bits.h"
#include "runtime/match_statement.h"

namespace iameval::internal {
namespace {

using iameval_testing::Random;
using testing::ElementsAre;

// ---------------------------------------------------------------------------
// Bits

std::vector<Word> RandomWords(Random& random, std::size_t bits) {
  std::vector<Word> words(WordsFor(bits));
  for (std::size_t i = 0; i < bits; ++i) {
    if (random.OneIn(3)) SetBit(words.data(), i);
  }
  return words;
}

TEST(GridBits, FirstBits) {
  for (const std::size_t count : {0u, 1u, 63u, 64u, 65u, 128u, 130u}) {
    std::vector<Word> words(3, Word{0x55});
    SetFirstBits(words, count);
    for (std::size_t i = 0; i < 3 * kWordBits; ++i) {
      EXPECT_EQ(HasBit(words.data(), i), i < count) << count << " " << i;
    }
    InvertFirstBits(words, count);
    EXPECT_FALSE(HasAnyBit(words)) << count;
  }
}

TEST(GridBits, ForEachBitAscends) {
  std::vector<Word> words(3);
  for (const std::size_t bit : {0u, 5u, 63u, 64u, 191u})
    SetBit(words.data(), bit);
  std::vector<std::size_t> seen;
  ForEachBit(words, [&](std::size_t bit) { seen.push_back(bit); });
  EXPECT_THAT(seen, ElementsAre(0, 5, 63, 64, 191));
}

TEST(GridBits, ProductHasTheBitsOfBothRows) {
  Random random(1);
  for (int round = 0; round < 200; ++round) {
    const std::size_t actions = random.Between(1, 90);
    const std::size_t targets = random.Between(1, 150);
    const std::vector<Word> action_row = RandomWords(random, actions);
    const std::vector<Word> target_row = RandomWords(random, targets);
    const std::vector<Word> before = RandomWords(random, actions * targets);
    std::vector<Word> plane = before;
    plane.push_back(0);
    OrProduct(plane.data(), action_row, target_row.data(), targets);
    for (std::size_t i = 0; i < actions * targets; ++i) {
      ASSERT_EQ(
          HasBit(plane.data(), i),
          HasBit(before.data(), i) || (HasBit(action_row.data(), i / targets) &&
                                       HasBit(target_row.data(), i % targets)));
    }
  }
}

TEST(GridBits, ExpandsAnyRangeAndWritesNothingElse) {
  Random random(2);
  for (int round = 0; round < 300; ++round) {
    const std::size_t bits = random.Between(1, 400);
    std::vector<Word> deny = RandomWords(random, bits);
    std::vector<Word> allow = RandomWords(random, bits);
    if (random.OneIn(4)) std::fill(deny.begin(), deny.end(), Word{0});
    if (random.OneIn(4)) std::fill(allow.begin(), allow.end(), Word{0});
    deny.push_back(~Word{0});
    allow.push_back(~Word{0});
    const std::size_t offset = random.Below(bits);
    const std::size_t count = random.Between(0, bits - offset);
    constexpr auto kUntouched = static_cast<Decision>(77);
    std::vector<Decision> out(count + 2, kUntouched);
    ExpandDecisions(deny.data(), allow.data(), offset, count, out.data() + 1);
    std::array<std::size_t, 3> counts{};
    for (std::size_t i = 0; i < count; ++i) {
      const Decision expected =
          HasBit(deny.data(), offset + i)    ? Decision::kExplicitDeny
          : HasBit(allow.data(), offset + i) ? Decision::kAllowed
                                             : Decision::kImplicitDeny;
      ASSERT_EQ(out[i + 1], expected);
      counts[HasBit(deny.data(), offset + i) ? 1 : 0] += 1;
    }
    EXPECT_EQ(out.front(), kUntouched);
    EXPECT_EQ(out.back(), kUntouched);
    EXPECT_EQ(CountBits(deny.data(), offset, count), counts[1]);
  }
}

// ---------------------------------------------------------------------------
// Axes

// Statements about actions and resources of every form.
constexpr std::string_view kPolicy = R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "*", "Resource": "*"},
  {"Effect": "Allow", "Action": ["s3:GetObject", "S3:PutObject"],
   "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"},
  {"Effect": "Deny", "Action": ["s3:Get*", "sqs:?endMessage"],
   "Resource": ["arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*",
                "arn:aws:s3:::amzn-s3-demo-bucket/shared/*"]},
  {"Effect": "Deny", "NotAction": ["s3:*", "sqs:SendMessage"],
   "NotResource": ["arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*",
                   "arn:aws:sqs:*:*:demo"]},
  {"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs"},
  {"Effect": "Allow", "NotAction": "iam:*",
   "NotResource": "arn:aws:sqs:us-east-1:*:demo"}
]})";

class GridAxesTest : public testing::Test {
 protected:
  void SetUp() override {
    auto policy = Policy::Parse(kPolicy, PolicyType::kIdentity);
    ASSERT_TRUE(policy.ok()) << policy.status();
    ASSERT_TRUE(
        store_.Add({*policy}, PolicyType::kIdentity, "test").ok());
    store_.Finish();
    for (const std::string_view action :
         {"s3:getobject", "s3:putobject", "s3:gettags", "sqs:sendmessage",
          "sqs:listqueues", "iam:passrole", "s3:getobject", "x:y"}) {
      actions_.push_back({action, HashBytes(action), {}, 0});
    }
    for (const std::string_view resource :
         {"*", "arn:aws:s3:::amzn-s3-demo-bucket",
          "arn:aws:s3:::amzn-s3-demo-bucket/Alice/a.csv",
          "arn:aws:s3:::amzn-s3-demo-bucket/shared/a.csv",
          "arn:aws:sqs:us-east-1:111122223333:demo",
          "arn:aws:sqs:us-east-1:111122223333:other"}) {
      GridTarget& target = targets_.emplace_back();
      target.view.resource = resource;
      target.view.resource_text = ScanArn(resource);
    }
  }

  [[nodiscard]] const Program& program() const { return store_.program(); }

  PolicyStore store_;
  std::vector<GridAction> actions_;
  std::vector<GridTarget> targets_;
};

TEST_F(GridAxesTest, ActionRowsAreWhatMatchActionSays) {
  const GridActionRows rows(program(), actions_);
  const RequestView view;
  const ListedContext context;
  std::vector<Word> row(WordsFor(actions_.size()));
  for (const StatementCode& statement : program().statements) {
    bool any = false;
    const bool filled = rows.Fill(statement, row);
    for (std::size_t i = 0; i < actions_.size(); ++i) {
      const ActionRef action(program(), actions_[i].folded, actions_[i].hash);
      const MatchFrame frame{program(), view, action, context};
      const bool matches = MatchAction(frame, statement);
      EXPECT_EQ(HasBit(row.data(), i), matches)
          << &statement - program().statements.data() << " "
          << actions_[i].folded;
      any |= matches;
    }
    EXPECT_EQ(filled, any);
  }
}

TEST_F(GridAxesTest, TargetRowsAreWhatMatchResourceSays) {
  GridTargetRows rows(program(), targets_);
  const ActionRef action;
  const KeySlot slot =
      program().keys.Find("aws:username", HashBytes("aws:username"));
  ASSERT_NE(slot, kNoSlot);
  std::vector<Word> sure(WordsFor(targets_.size()));
  std::vector<Word> maybe(WordsFor(targets_.size()));
  std::size_t undecided = 0;
  for (const StatementCode& statement : program().statements) {
    EXPECT_TRUE(rows.Fill(statement, sure, maybe));
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      // With and without a value that matters, and with none at all.
      for (const std::string_view name : {"Alice", "Bob", ""}) {
        const ContextValue value{.values = std::span(&name, 1)};
        ListedContext context;
        if (!name.empty()) context.SetSupplied({&slot, &value, 1});
        const MatchFrame frame{program(), targets_[i].view, action, context};
        const bool matches = MatchResource(frame, statement);
        if (HasBit(sure.data(), i)) {
          EXPECT_FALSE(HasBit(maybe.data(), i));
          EXPECT_TRUE(matches) << targets_[i].view.resource;
        } else if (!HasBit(maybe.data(), i)) {
          EXPECT_FALSE(matches) << targets_[i].view.resource;
        } else {
          ++undecided;
        }
      }
    }
  }
  // For each name: one resource under Resource, two under NotResource.
  EXPECT_EQ(undecided, 9);
}

TEST(GridClasses, ActionsDifferByTraitsAndContext) {
  std::vector<GridAction> actions(4);
  actions[1].traits.trust = true;
  actions[3].context = 1;
  const auto classes = ClassesOfActions(actions);
  ASSERT_EQ(classes.size(), 3u);
  EXPECT_THAT(classes[0].row, ElementsAre(0b101));
  EXPECT_THAT(classes[1].row, ElementsAre(0b010));
  EXPECT_THAT(classes[2].row, ElementsAre(0b1000));
}

TEST(GridClasses, TargetsDifferByOwnerPolicyAndContext) {
  const std::array<std::string_view, 1> text = {"us-east-1"};
  const std::array<ContextValue, 1> value = {ContextValue{text}};
  const std::array<KeySlot, 1> slot = {0};
  std::vector<GridTarget> targets(4);
  targets[1].view.resource_account = "111122223333";
  targets[2].policy = 7;
  targets[3].policy = 8;  // which one does not matter
  targets[3].context[0].derived = {slot.data(), value.data(), 1};
  const auto relations = ClassesByRelation(targets);
  ASSERT_EQ(relations.size(), 3u);
  EXPECT_THAT(relations[2].row, ElementsAre(0b1100));
  const auto contexts = ClassesByContext(targets);
  ASSERT_EQ(contexts.size(), 2u);
  EXPECT_THAT(contexts[0].row, ElementsAre(0b0111));
  EXPECT_EQ(contexts[1].example, 3u);
}

}  // namespace
}  // namespace iameval::internal
