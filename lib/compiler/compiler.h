#ifndef IAMEVAL_LIB_COMPILER_COMPILER_H_
#define IAMEVAL_LIB_COMPILER_COMPILER_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "compiler/conditions.h"
#include "policy/model.h"
#include "program/program.h"

namespace iameval::internal {

// Translates documents into a program. A document that is added again costs
// nothing: it is compiled once, however many principals it is attached to. So
// are patterns and conditions that occur in several documents.
class Compiler {
 public:
  explicit Compiler(Program& program)
      : program_(program), conditions_(program) {}

  // The document must outlive the compiler (not the program).
  // ResourceExhaustedError when a value holds more policy variables than an
  // evaluation has room for (kMaxVariables).
  absl::StatusOr<StatementRange> AddDocument(const Document& document);

  // A bundle: the union of these documents' statements (S-1.21). It is filled
  // by Finish.
  BundleId AddBundle(std::span<const StatementRange> documents);

  // Completes the program. Nothing can be added afterwards.
  void Finish();

 private:
  friend class StatementCompiler;

  Program& program_;
  ConditionCompiler conditions_;
  absl::flat_hash_map<const Document*, StatementRange> compiled_;
  absl::flat_hash_map<std::string, PatternId> action_patterns_;
  std::string folded_;  // the action at hand; kept for its memory
  absl::flat_hash_map<std::string, std::uint32_t> resources_;
  std::vector<std::vector<StatementId>> bundles_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_COMPILER_H_
