#ifndef IAMEVAL_LIB_COMPILER_COMPILER_H_
#define IAMEVAL_LIB_COMPILER_COMPILER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
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

  // Makes room for documents that are about to be added.
  struct Amounts {
    std::size_t documents = 0;
    std::size_t bytes = 0;  // of text
    std::size_t statements = 0;
    std::size_t actions = 0;    // in all statements
    std::size_t resources = 0;  // the same

    void Add(const Document& document);
  };
  void Expect(const Amounts& amounts);

  // The document must outlive the compiler (not the program).
  // ResourceExhaustedError when a value holds more policy variables than an
  // evaluation has room for (kMaxVariables); nothing can be added afterwards.
  absl::StatusOr<StatementRange> AddDocument(const Document& document);

  // A bundle: the union of these documents' statements (S-1.21). It is filled
  // by Finish.
  BundleId AddBundle(std::span<const StatementRange> documents);

  // Completes the program. Nothing can be added afterwards.
  void Finish();

 private:
  friend class StatementCompiler;

  // Resources by text. The same text means the same in documents that agree on
  // variables and on the completion of short ARNs: for each of these four
  // there is a table.
  struct ResourceTexts {
    NameTable texts;
    std::vector<std::uint32_t> numbers;  // in Program::resources
  };
  ResourceTexts& ResourcesOf(const Document& document);
  void SortActionLists();

  Program& program_;
  ConditionCompiler conditions_;
  absl::flat_hash_map<const Document*, StatementRange> compiled_;
  NameTable action_patterns_;  // their texts, numbered alike
  std::array<ResourceTexts, 4> resources_;
  std::vector<ResourceProbe> probes_;    // of Program::resources
  std::vector<ResourceDigest> digests_;  // the same
  std::vector<ResourceDigest> statement_digests_;
  std::optional<std::uint32_t> every_resource_;  // number of `*`, if any
  std::vector<std::vector<StatementId>> bundles_;
  std::vector<Slice> unsorted_;  // of Program::action_lists, still to be sorted

  // What is at hand; here to keep its memory.
  GlobPattern pattern_;
  std::vector<PatternId> patterns_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_COMPILER_H_
