#ifndef IAMEVAL_LIB_COMPILER_COMPILER_H_
#define IAMEVAL_LIB_COMPILER_COMPILER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "automata/glob_pattern.h"
#include "compiler/conditions.h"
#include "policy/model.h"
#include "program/name_table.h"
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

  // An action in lower case (S-2.2).
  struct FoldedAction {
    std::string_view text;   // in folded_text_
    std::uint64_t hash = 0;  // HashBytes(text)
    bool has_wildcard = false;
  };

  static FoldedAction Fold(std::string_view action, char* out);
  void FoldActions(const Document& document);
  // The next so many of the document's.
  std::span<const FoldedAction> TakeFolded(std::size_t count) {
    taken_ += count;
    return std::span(folded_).subspan(taken_ - count, count);
  }
  void SortActionLists();

  Program& program_;
  ConditionCompiler conditions_;
  absl::flat_hash_map<const Document*, StatementRange> compiled_;
  NameTable action_patterns_;  // their texts, numbered alike
  NameTable resources_;        // the same, with what else they depend on
  std::vector<ResourceProbe> probes_;    // of Program::resources
  std::vector<ResourceDigest> digests_;  // the same
  std::vector<ResourceDigest> statement_digests_;
  std::vector<std::vector<StatementId>> bundles_;
  std::vector<Slice> unsorted_;  // of Program::action_lists, still to be sorted

  // What is at hand; here to keep its memory.
  std::string text_;
  GlobPattern pattern_;
  std::vector<PatternId> patterns_;
  std::vector<FoldedAction> folded_;  // a document's
  std::vector<char> folded_text_;
  std::size_t taken_ = 0;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_COMPILER_H_
