#ifndef IAMEVAL_LIB_COMPILER_CONDITIONS_H_
#define IAMEVAL_LIB_COMPILER_CONDITIONS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "policy/model.h"
#include "program/program.h"

namespace iameval::internal {

// Translates conditions. Statements with the same conditions, a common thing,
// share their compiled form.
class ConditionCompiler {
 public:
  explicit ConditionCompiler(Program& program) : program_(program) {}

  // Makes room for so many more conditions.
  void Expect(std::size_t conditions) {
    compiled_.reserve(compiled_.size() + conditions);
  }

  // The tests of one statement, cheapest first. `tests` must outlive this, and
  // be of a Document. `variables`: the document's version has policy variables
  // (S-4.3). ResourceExhaustedError as CheckVariableCount.
  absl::StatusOr<Slice> Compile(std::span<const ConditionTest> tests,
                                bool variables);

 private:
  TestCode CompileTest(const ConditionTest& test, bool variables);
  void AddOperands(const ConditionTest& test, bool variables, TestCode& code);
  void AddOperand(std::string_view value, bool variables, TestCode& code);
  void AddText(std::string_view value, bool variables, TestCode& code);
  void AddPlainText(std::string_view text, TestCode& code);
  void AddLiteral(std::string_view text);
  void AddBoolean(std::string_view value, TestCode& code);

  // The conditions of a statement. Equal if they say the same.
  struct Conditions {
    std::uint64_t hash;
    std::span<const ConditionTest> tests;
    bool variables;

    Conditions(std::span<const ConditionTest> own_tests, bool has_variables);
    bool operator==(const Conditions& other) const;
  };
  struct HashOf {
    std::size_t operator()(const Conditions& conditions) const {
      return conditions.hash;
    }
  };

  Program& program_;
  absl::flat_hash_map<Conditions, Slice, HashOf> compiled_;

  // What is at hand; here to keep its memory.
  GlobPattern pattern_;
  std::vector<TestCode> codes_;
};

// ResourceExhaustedError when there is no room on an evaluation's stack for
// the values of so many policy variables in one text.
absl::Status CheckVariableCount(const TextTemplate& text);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_CONDITIONS_H_
