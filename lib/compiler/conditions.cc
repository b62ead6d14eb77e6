#include "compiler/conditions.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/base64.h"
#include "base/boolean.h"
#include "base/byte_lanes.h"
#include "base/hash.h"
#include "base/instant.h"
#include "base/ip.h"
#include "base/latin1.h"
#include "base/number.h"
#include "compiler/variables.h"

namespace iameval::internal {
namespace {

struct OperatorCode {
  TestFamily family;
  Relation relation = Relation::kEqual;
  bool negated = false;
};

// ArnEquals and ArnLike are one and the same (S-5.12).
OperatorCode Decode(Operator op) {
  using O = Operator;
  using F = TestFamily;
  using R = Relation;
  switch (op) {
    case O::kStringEquals:
      return {F::kStringEquals};
    case O::kStringNotEquals:
      return {F::kStringEquals, R::kEqual, true};
    case O::kStringEqualsIgnoreCase:
      return {F::kStringEqualsIgnoreCase};
    case O::kStringNotEqualsIgnoreCase:
      return {F::kStringEqualsIgnoreCase, R::kEqual, true};
    case O::kStringLike:
      return {F::kStringLike};
    case O::kStringNotLike:
      return {F::kStringLike, R::kEqual, true};
    case O::kNumericEquals:
      return {F::kNumeric};
    case O::kNumericNotEquals:
      return {F::kNumeric, R::kEqual, true};
    case O::kNumericLessThan:
      return {F::kNumeric, R::kLess};
    case O::kNumericLessThanEquals:
      return {F::kNumeric, R::kLessOrEqual};
    case O::kNumericGreaterThan:
      return {F::kNumeric, R::kGreater};
    case O::kNumericGreaterThanEquals:
      return {F::kNumeric, R::kGreaterOrEqual};
    case O::kDateEquals:
      return {F::kDate};
    case O::kDateNotEquals:
      return {F::kDate, R::kEqual, true};
    case O::kDateLessThan:
      return {F::kDate, R::kLess};
    case O::kDateLessThanEquals:
      return {F::kDate, R::kLessOrEqual};
    case O::kDateGreaterThan:
      return {F::kDate, R::kGreater};
    case O::kDateGreaterThanEquals:
      return {F::kDate, R::kGreaterOrEqual};
    case O::kBool:
      return {F::kBool};
    case O::kBinaryEquals:
      return {F::kBinary};
    case O::kIpAddress:
      return {F::kIp};
    case O::kNotIpAddress:
      return {F::kIp, R::kEqual, true};
    case O::kArnEquals:
      return {F::kArn};
    case O::kArnNotEquals:
      return {F::kArn, R::kEqual, true};
    case O::kArnLike:
      return {F::kArn};
    case O::kArnNotLike:
      return {F::kArn, R::kEqual, true};
    case O::kNull:
      return {F::kNull};
  }
  return {F::kNull};
}

bool HasWildcards(TestFamily family) {
  return family == TestFamily::kStringLike || family == TestFamily::kArn;
}

SetRule Decode(Qualifier qualifier) {
  switch (qualifier) {
    case Qualifier::kNone:
      return SetRule::kNone;
    case Qualifier::kForAllValues:
      return SetRule::kForAllValues;
    case Qualifier::kForAnyValue:
      return SetRule::kForAnyValue;
  }
  return SetRule::kNone;
}

// Roughly what a test costs, so that a statement that does not apply is found
// out with little work. The order of tests never changes their conjunction.
int Cost(const TestCode& code) {
  int cost = static_cast<int>(code.operands.count) +
             20 * static_cast<int>(code.templates.count);
  switch (code.family) {
    case TestFamily::kNull:
      return 0;
    case TestFamily::kBool:
    case TestFamily::kStringEquals:
      break;
    case TestFamily::kArn:
      cost *= 8;
      break;
    default:
      cost *= 4;
      break;
  }
  return cost + (code.set_rule == SetRule::kNone ? 0 : 10);
}

// Of what makes two tests the same.
std::uint64_t AddHash(std::uint64_t hash, const ConditionTest& test) {
  const std::uint64_t head = std::uint64_t{test.values.size()} << 24 |
                             std::uint64_t{test.if_exists} << 16 |
                             static_cast<std::uint64_t>(test.qualifier) << 8 |
                             static_cast<std::uint64_t>(test.op);
  hash = MixHash(hash ^ head, HashBytes(test.key));
  for (const ConditionValue& value : test.values) {
    hash = MixHash(hash, HashBytes(value.text));
  }
  return hash;
}

bool IsSameTest(const ConditionTest& a, const ConditionTest& b) {
  return a.op == b.op && a.qualifier == b.qualifier &&
         a.if_exists == b.if_exists && IsSameText(a.key, b.key) &&
         std::equal(a.values.begin(), a.values.end(), b.values.begin(),
                    b.values.end(),
                    [](const ConditionValue& x, const ConditionValue& y) {
                      return IsSameText(x.text, y.text);
                    });
}

}  // namespace

absl::Status CheckVariableCount(const TextTemplate& text) {
  if (text.variables.size() <= kMaxVariables) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrFormat(
      "a value has %d policy variables, at most %d are supported",
      text.variables.size(), kMaxVariables));
}

ConditionCompiler::Conditions::Conditions(
    std::span<const ConditionTest> own_tests, bool has_variables)
    : tests(own_tests), variables(has_variables) {
  hash = variables ? 1 : 0;
  for (const ConditionTest& test : tests) hash = AddHash(hash, test);
}

bool ConditionCompiler::Conditions::operator==(const Conditions& other) const {
  return hash == other.hash && variables == other.variables &&
         std::equal(tests.begin(), tests.end(), other.tests.begin(),
                    other.tests.end(), IsSameTest);
}

absl::StatusOr<Slice> ConditionCompiler::Compile(
    std::span<const ConditionTest> tests, bool variables) {
  if (tests.empty()) return Slice();
  const Conditions conditions(tests, variables);
  if (const auto it = compiled_.find(conditions); it != compiled_.end()) {
    return it->second;
  }
  const std::size_t first_template = program_.operands.templates.size();
  std::vector<TestCode>& codes = codes_;
  codes.clear();
  for (const ConditionTest& test : tests) {
    codes.push_back(CompileTest(test, variables));
    codes.back().written = (codes.size() - 1) & 0xFFFFFF;
  }
  for (std::size_t i = first_template; i < program_.operands.templates.size();
       ++i) {
    if (absl::Status status =
            CheckVariableCount(program_.operands.templates[i]);
        !status.ok()) {
      return status;
    }
  }
  // Stable, by what keeps equal ones apart; std::stable_sort allocates.
  std::sort(codes.begin(), codes.end(),
            [](const TestCode& a, const TestCode& b) {
              const int a_cost = Cost(a);
              const int b_cost = Cost(b);
              return a_cost != b_cost ? a_cost < b_cost
                                      : a.written < b.written;
            });
  const std::size_t first = program_.tests.size();
  program_.tests.insert(program_.tests.end(), codes.begin(), codes.end());
  const Slice compiled = SliceSince(program_.tests, first);
  compiled_.emplace(conditions, compiled);
  return compiled;
}

TestCode ConditionCompiler::CompileTest(const ConditionTest& test,
                                        bool variables) {
  const OperatorCode op = Decode(test.op);
  TestCode code;
  code.family = op.family;
  code.relation = op.relation;
  code.negated = op.negated;
  code.if_exists = test.if_exists;
  code.set_rule = Decode(test.qualifier);
  code.slot = program_.keys.Intern(test.key);
  AddOperands(test, variables, code);
  return code;
}

void ConditionCompiler::AddOperands(const ConditionTest& test, bool variables,
                                    TestCode& code) {
  OperandPools& pools = program_.operands;
  const auto size = [&] {
    switch (code.family) {
      case TestFamily::kStringLike:
        return pools.globs.size();
      case TestFamily::kArn:
        return pools.arns.size();
      case TestFamily::kDate:
        return pools.instants.size();
      case TestFamily::kIp:
        return pools.ranges.size();
      default:
        return pools.literals.size();
    }
  };
  const std::size_t first = size();
  const std::size_t first_template = pools.templates.size();
  for (const ConditionValue& value : test.values) {
    AddOperand(value.text, variables, code);
  }
  code.operands = {static_cast<std::uint32_t>(first),
                   static_cast<std::uint32_t>(size() - first)};
  code.templates = SliceSince(pools.templates, first_template);
  if (code.family == TestFamily::kStringEquals) {
    std::sort(pools.literals.begin() + static_cast<std::ptrdiff_t>(first),
              pools.literals.end(), [&](const auto& a, const auto& b) {
                return pools.Text(a) < pools.Text(b);
              });
  }
}

void ConditionCompiler::AddOperand(std::string_view value, bool variables,
                                   TestCode& code) {
  OperandPools& pools = program_.operands;
  switch (code.family) {
    case TestFamily::kStringEquals:
    case TestFamily::kStringEqualsIgnoreCase:
    case TestFamily::kStringLike:
    case TestFamily::kArn:
      AddText(value, variables, code);
      return;
    case TestFamily::kNumeric:
      if (ParseDecimal(value).has_value()) {
        AddLiteral(value);
      } else {
        code.unparseable = true;
      }
      return;
    case TestFamily::kDate:
      if (const auto instant = ParseInstant(value)) {
        pools.instants.push_back(*instant);
      } else {
        code.unparseable = true;
      }
      return;
    case TestFamily::kIp:
      if (const auto range = ParseIpRange(value)) {
        pools.ranges.push_back(*range);
      } else {
        code.unparseable = true;
      }
      return;
    case TestFamily::kBinary:
      if (IsBase64(value)) AddLiteral(value);
      return;
    case TestFamily::kBool:
      if (variables && value.find("${") != std::string_view::npos) {
        AddText(value, variables, code);  // Q-18
      } else {
        AddBoolean(value, code);
      }
      return;
    case TestFamily::kNull:
      AddBoolean(value, code);
      return;
  }
}

// S-4.2: String, ARN and Bool operators take variables.
void ConditionCompiler::AddText(std::string_view value, bool variables,
                                TestCode& code) {
  const bool wildcards = HasWildcards(code.family);
  if (!wildcards &&
      (!variables || value.find("${") == std::string_view::npos)) {
    return AddPlainText(value, code);
  }
  pattern_.Clear();
  std::vector<VariableCode> found;
  AppendTemplateText(value, {.wildcards = wildcards, .variables = variables},
                     program_.keys, pattern_, found);
  if (!found.empty()) {
    program_.operands.templates.push_back({std::move(found), pattern_});
  } else if (code.family == TestFamily::kStringLike) {
    program_.operands.globs.Add(pattern_);
  } else if (code.family == TestFamily::kArn) {
    program_.operands.arns.Add(pattern_);
  } else {
    AddPlainText(pattern_.literal(), code);
  }
}

// Of a family that has no wildcards.
void ConditionCompiler::AddPlainText(std::string_view text, TestCode& code) {
  if (code.family == TestFamily::kStringEqualsIgnoreCase) {
    AddLiteral(FoldLatin1(text));
  } else if (code.family == TestFamily::kBool) {
    AddBoolean(text, code);
  } else {
    AddLiteral(text);
  }
}

void ConditionCompiler::AddLiteral(std::string_view text) {
  OperandPools& pools = program_.operands;
  pools.literals.push_back({static_cast<std::uint32_t>(pools.text.size()),
                            static_cast<std::uint32_t>(text.size())});
  pools.text += text;
}

void ConditionCompiler::AddBoolean(std::string_view value, TestCode& code) {
  const auto boolean = ParseBoolean(value);
  if (!boolean.has_value()) return;  // never matches
  (*boolean ? code.lists_true : code.lists_false) = true;
}

}  // namespace iameval::internal
