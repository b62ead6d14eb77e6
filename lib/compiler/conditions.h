#ifndef IAMEVAL_LIB_COMPILER_CONDITIONS_H_
#define IAMEVAL_LIB_COMPILER_CONDITIONS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "policy/model.h"
#include "program/name_table.h"
#include "program/program.h"

namespace iameval::internal {

// Translates conditions. Statements with the same conditions, a common thing,
// share their compiled form.
class ConditionCompiler {
 public:
  explicit ConditionCompiler(Program& program) : program_(program) {}

  // The tests of one statement, cheapest first. `variables`: the document's
  // version has policy variables (S-4.3). ResourceExhaustedError as
  // CheckVariableCount.
  absl::StatusOr<Slice> Compile(std::span<const ConditionTest> tests,
                                bool variables);

 private:
  TestCode CompileTest(const ConditionTest& test, bool variables);
  void AddOperands(const ConditionTest& test, bool variables, TestCode& code);
  void AddOperand(std::string_view value, bool variables, TestCode& code);
  void AddText(std::string_view value, bool variables, TestCode& code);
  void AddPlainText(std::string_view text, TestCode& code);
  void AddTemplate(const GlobPattern& pattern,
                   std::vector<VariableCode> variables, const TestCode& code);
  void AddLiteral(std::string_view text);
  void AddBoolean(std::string_view value, TestCode& code);

  Program& program_;
  NameTable numbers_;            // of conditions, by what they say
  std::vector<Slice> compiled_;  // by number

  // What is at hand; here to keep its memory.
  std::vector<char> key_;
  GlobPattern pattern_;
  std::vector<TestCode> codes_;
};

// ResourceExhaustedError when there is no room on an evaluation's stack for
// the values of so many policy variables in one text.
absl::Status CheckVariableCount(const TextTemplate& text);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_CONDITIONS_H_
