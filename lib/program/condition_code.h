#ifndef IAMEVAL_LIB_PROGRAM_CONDITION_CODE_H_
#define IAMEVAL_LIB_PROGRAM_CONDITION_CODE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "automata/glob_pattern.h"
#include "base/instant.h"
#include "base/ip.h"
#include "program/key_table.h"
#include "program/pattern_table.h"
#include "program/slice.h"

// Compiled conditions: what section 5 compares, with everything that can be
// known before a request read and parsed once.

namespace iameval::internal {

// A policy variable: the context key whose value is inserted (S-4.1).
struct VariableCode {
  KeySlot slot = kNoSlot;
  bool has_default = false;  // S-4.6
  std::string default_text;
};

// Evaluation keeps the values of a text's variables on the stack.
constexpr std::size_t kMaxVariables = 64;

// A text with policy variables: its holes are `variables`, in order.
struct TextTemplate {
  std::vector<VariableCode> variables;
  GlobPattern pattern;
};

// The operators of S-5.4 to S-5.14 by what they compare. Not... operators are
// the same with `negated`.
enum class TestFamily : std::uint8_t {
  kStringEquals,
  kStringEqualsIgnoreCase,
  kStringLike,
  kNumeric,
  kDate,
  kBool,
  kBinary,
  kIp,
  kArn,
  kNull,
};

enum class Relation : std::uint8_t {
  kEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
};

enum class SetRule : std::uint8_t { kNone, kForAllValues, kForAnyValue };

// One key under one operator.
struct TestCode {
  TestFamily family = TestFamily::kStringEquals;
  Relation relation = Relation::kEqual;  // kNumeric, kDate
  SetRule set_rule = SetRule::kNone;
  bool negated = false;
  bool if_exists = false;
  // kNumeric, kDate, kIp: some operand cannot be parsed. It never matches, and
  // it does not differ either: a negated test is false (S-5.22, Q-27).
  bool unparseable = false;
  // kNull, kBool: the operands that were given (S-5.14, S-5.9).
  bool lists_true = false;
  bool lists_false = false;
  KeySlot slot = kNoSlot;
  // In the pool of the test's family; those with variables in `templates`.
  Slice operands;
  Slice templates;
  // Which of the statement's tests, as its author wrote them, this is.
  std::uint32_t written : 24 = 0;
  // Its number, from 1, if a decision remembers how it came out: of a costly
  // test that several statements share, and of one that a caller decides.
  std::uint32_t memo : 8 = 0;
};
constexpr std::uint32_t kMaxMemos = 64;
static_assert(sizeof(TestCode) == 32);

// What tests compare with.
struct OperandPools {
  // kStringEquals (sorted), kStringEqualsIgnoreCase (folded), kNumeric,
  // kBinary: a text each.
  struct Literal {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  std::string text;
  std::vector<Literal> literals;
  PatternTable globs;                        // kStringLike
  PatternTable arns{Splitting::kSixFields};  // kArn
  std::vector<Instant> instants;             // kDate
  std::vector<IpRange> ranges;               // kIp
  std::vector<TextTemplate> templates;

  [[nodiscard]] std::string_view Text(const Literal& literal) const {
    return std::string_view(text).substr(literal.begin, literal.size);
  }
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_CONDITION_CODE_H_
