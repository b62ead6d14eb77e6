#include "compiler/conditions.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/base64.h"
#include "base/boolean.h"
#include "base/byte_lanes.h"
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

// Writes what makes two statements' conditions the same, as bytes: sizes and
// parts.
class KeyWriter {
 public:
  explicit KeyWriter(char* out) : out_(out) {}

  void Add(const ConditionTest& test) {
    const char head[] = {static_cast<char>(test.op),
                         static_cast<char>(test.qualifier),
                         static_cast<char>(test.if_exists), 0};
    std::memcpy(out_, head, sizeof(head));
    out_ += sizeof(head);
    AddNumber(test.values.size());
    AddText(test.key);
    for (const ConditionValue& value : test.values) AddText(value.text);
  }
  [[nodiscard]] const char* end() const { return out_; }

  // What Add writes, or more.
  static std::size_t MostBytes(const ConditionTest& test) {
    std::size_t bytes = 4 * sizeof(std::uint32_t) + test.key.size();
    for (const ConditionValue& value : test.values) {
      bytes += sizeof(std::uint32_t) + value.text.size();
    }
    return bytes;
  }

 private:
  void AddNumber(std::size_t number) {
    const auto bytes = static_cast<std::uint32_t>(number);
    std::memcpy(out_, &bytes, sizeof(bytes));
    out_ += sizeof(bytes);
  }
  // Reads and writes beyond the text: those of a document have room behind
  // them.
  void AddText(std::string_view text) {
    AddNumber(text.size());
    for (std::size_t at = 0; at < text.size(); at += ByteLanes::kSize) {
      ByteLanes::Load(text.data() + at).Store(out_ + at);
    }
    out_ += text.size();
  }

  char* out_;
};

// In `key`, which grows as needed.
std::string_view MakeKey(std::span<const ConditionTest> tests, bool variables,
                         std::vector<char>& key) {
  std::size_t most = 1 + ByteLanes::kSize;
  for (const ConditionTest& test : tests) most += KeyWriter::MostBytes(test);
  if (key.size() < most) key.resize(2 * most);
  key.front() = variables ? 'v' : '-';
  KeyWriter writer(key.data() + 1);
  for (const ConditionTest& test : tests) writer.Add(test);
  return {key.data(), static_cast<std::size_t>(writer.end() - key.data())};
}

}  // namespace

absl::Status CheckVariableCount(const TextTemplate& text) {
  if (text.variables.size() <= kMaxVariables) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrFormat(
      "a value has %d policy variables, at most %d are supported",
      text.variables.size(), kMaxVariables));
}

absl::StatusOr<Slice> ConditionCompiler::Compile(
    std::span<const ConditionTest> tests, bool variables) {
  if (tests.empty()) return Slice();
  const NameTable::Id number =
      numbers_.Intern(MakeKey(tests, variables, key_));
  if (number < compiled_.size()) return compiled_[number];
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
  compiled_.push_back(SliceSince(program_.tests, first));
  return compiled_.back();
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
    AddTemplate(pattern_, std::move(found), code);
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

void ConditionCompiler::AddTemplate(const GlobPattern& pattern,
                                    std::vector<VariableCode> variables,
                                    const TestCode& code) {
  TextTemplate& text = program_.operands.templates.emplace_back();
  text.variables = std::move(variables);
  if (code.family == TestFamily::kArn) {
    text.arn = ArnGlob(pattern);
  } else {
    text.glob = Glob(pattern);
  }
  text.pattern = pattern;
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
