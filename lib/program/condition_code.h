#ifndef IAMEVAL_LIB_PROGRAM_CONDITION_CODE_H_
#define IAMEVAL_LIB_PROGRAM_CONDITION_CODE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "automata/glob.h"
#include "automata/glob_pattern.h"
#include "base/instant.h"
#include "base/ip.h"
#include "program/key_table.h"

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
  GlobPattern pattern;  // for equality, letter case ignored, and for Dump
  Glob glob;            // the same, compiled; matches whole texts
  ArnGlob arn;          // the same field by field, under ARN operators
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

  // The operands, in the vector of the test's family; those with variables in
  // `templates`.
  std::vector<std::string> literals;  // kStringEquals..., kNumeric, kBinary;
                                      // folded where letter case is ignored
  std::vector<Glob> globs;            // kStringLike
  std::vector<ArnGlob> arns;          // kArn
  std::vector<Instant> instants;      // kDate
  std::vector<IpRange> ranges;        // kIp
  std::vector<TextTemplate> templates;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_CONDITION_CODE_H_
