#ifndef IAMEVAL_LIB_ENGINE_PARTIAL_CELLS_H_
#define IAMEVAL_LIB_ENGINE_PARTIAL_CELLS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/partial_atoms.h"
#include "runtime/decide.h"
#include "runtime/request_view.h"

// Decides for every combination of the unknown keys' values, and finds the keys
// that make a difference. For Engine::EvaluatePartially.

namespace iameval::internal {

// What statements decide together: that some Deny matches, or that some Allow
// of a layer or level does (of the resource-based policy: some Allow of a
// kind).
struct Fact {
  enum class Kind : std::uint8_t {
    kDeny,
    kVpcEndpoint,
    kScpLevel,
    kDirect,   // resource-based policy, MatchKind::kDirect
    kRole,     // the same, kRole
    kAccount,  // the same, kAccount
    kIdentity,
    kBoundary,
    kSession,
  };
  Kind kind = Kind::kDeny;
  bool sure = false;  // whatever the unknown keys are
};
using FactId = std::uint32_t;

// A statement that matches if its atoms hold.
struct QuestionedStatement {
  FactId fact = 0;
  std::vector<AtomId> atoms;
  std::size_t origin = 0;  // the caller's number for it
};

// Decisions that are possible, as bits.
enum OutcomeBit : std::uint8_t {
  kMayAllow = 1,
  kMayDenyImplicitly = 2,
  kMayDenyExplicitly = 4,
};
using OutcomeBits = std::uint8_t;

// Two values of a key, by number in AtomTable::values, that lead to different
// decisions while the other keys have the values `others`.
struct ValuePair {
  std::size_t first = 0;
  OutcomeBits first_outcome = 0;
  std::size_t second = 0;
  OutcomeBits second_outcome = 0;
  // Absent ones left out.
  std::vector<std::pair<UnknownId, std::size_t>> others;
};

struct KeyFinding {
  UnknownId key = 0;
  bool changes_access = false;
  std::vector<std::size_t> origins;  // of the statements that ask for it
  std::optional<ValuePair> example;
};

struct CellFindings {
  OutcomeBits outcomes = 0;
  bool exact = true;  // each outcome occurs, and each key makes a difference
  std::vector<KeyFinding> keys;
};

class PartialCells {
 public:
  PartialCells(const Applicability& applies, const RequestView& request,
               AtomTable& atoms)
      : applies_(applies), request_(request), atoms_(atoms) {}

  FactId AddFact(Fact::Kind kind);
  void AddStatement(QuestionedStatement statement);

  // `atoms` is finished. Once.
  CellFindings Run(std::size_t keys);

 private:
  // The Allow facts of one moment: semantics section 7.5.
  struct Allows {
    bool vpc_endpoint = false;
    bool scp = true;  // every level
    bool direct = false;
    bool role = false;
    bool account = false;
    bool identity = false;
    bool boundary = false;
    bool session = false;

    void Set(Fact::Kind kind, bool holds);
  };
  // An axis of the cells.
  struct Axis {
    UnknownId key = 0;
    std::size_t size = 0;
    std::size_t stride = 0;
  };
  // An atom and where in its table a cell is.
  struct Term {
    const Atom* atom = nullptr;
    std::vector<std::pair<std::size_t, std::size_t>> steps;  // axis, stride
  };

  [[nodiscard]] bool Permits(const Allows& allows) const;
  void Simplify();
  void DropIrrelevant();
  [[nodiscard]] bool CanMatter(FactId fact,
                               const std::vector<FactId>& unsure) const;
  void ChooseAxes(std::size_t keys);
  void MakeTerms();
  [[nodiscard]] Truth TruthOf(std::size_t statement) const;
  [[nodiscard]] OutcomeBits Decide(std::vector<Truth>& facts) const;
  void VisitCells();
  void NoteOpenKeys(OutcomeBits outcome);
  void LookAlong(std::size_t axis, CellFindings& findings);
  struct Line;
  [[nodiscard]] Line Look(const Axis& axis, std::size_t base) const;
  [[nodiscard]] ValuePair MakePair(std::size_t axis, std::size_t base,
                                   bool access) const;
  [[nodiscard]] std::size_t OthersAt(std::size_t axis, std::size_t base) const;
  [[nodiscard]] std::vector<std::size_t> OriginsOf(UnknownId key) const;

  const Applicability& applies_;
  const RequestView& request_;
  AtomTable& atoms_;
  std::vector<Fact> facts_;
  std::vector<QuestionedStatement> statements_;

  std::vector<Axis> axes_;
  std::vector<std::vector<Term>> terms_;  // by statement
  std::vector<std::size_t> digits_;       // of the cell being looked at
  std::vector<Truth> truths_;             // of the statements in it
  std::vector<OutcomeBits> outcomes_;     // by cell
  std::vector<std::uint64_t> states_;     // by cell: a hash of truths_
  std::vector<OutcomeBits> open_keys_;    // by key: outcomes it may choose from
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_PARTIAL_CELLS_H_
