#ifndef IAMEVAL_LIB_RUNTIME_GRID_UNITS_H_
#define IAMEVAL_LIB_RUNTIME_GRID_UNITS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "program/program.h"
#include "runtime/grid_axes.h"
#include "runtime/grid_bits.h"
#include "runtime/grid_context.h"
#include "runtime/match_principal.h"
#include "runtime/match_statement.h"

// Documents as planes of bits: the cells (action, target) of a grid in which
// they deny and allow, for all callers at once where the caller does not
// matter.

namespace iameval::internal {

// Words of a plane that hold bits; those before and after are zero.
struct PlanePart {
  std::uint32_t begin = 0;  // in the pool
  std::uint32_t first = 0;  // in the plane
  std::uint32_t count = 0;
};

// A statement, or the part of it in one region, whose outcome depends on the
// caller.
struct GridPiece {
  StatementId statement = 0;
  GridRegion region;
  bool trust = false;  // of a role's trust policy
  // The cells that it is about.
  PlanePart cells;
  // Those where variables in its resources decide: a row of actions and a row
  // of targets, one after the other in the pool. Empty: there are none.
  Slice variable_rows;
};

// One or more documents.
struct GridUnit {
  PlanePart deny;
  PlanePart allow;
  Slice pieces;
};

// Where a unit's cells are added. A null pointer: of no interest.
struct GridPlanes {
  Word* deny = nullptr;
  std::array<Word*, 3> allow = {};  // by match kind, weakest first (S-3.14)
};

// One caller while its cells are decided.
struct GridCallerFrame {
  const GridCaller& caller;
  RequestView view;  // with any of the targets
  bool has_boundary = false;
  // By action class: see MatchFrame; of trust policies.
  std::span<const std::uint8_t> only_providers_are_allowed;
};

class GridUnits {
 public:
  GridUnits(const GridContents& contents, const GridContext& context);

  [[nodiscard]] std::size_t plane_words() const { return plane_words_; }

  // The units that make up a bundle, which are built when first asked for. A
  // bundle that several callers have is one unit, others are a unit for each
  // document, which other bundles may share. Calls f(unit) for each.
  template <typename F>
  void ForEachUnit(BundleId bundle, F f) {
    const std::vector<StatementRange>& documents = contents_.documents[bundle];
    if (documents.size() > 1 && uses_[bundle] > 1) {
      f(UnitOfBundle(bundle));
      return;
    }
    for (const StatementRange& document : documents) {
      f(UnitOfDocument(document));
    }
  }

  // A bundle that holds for some targets only.
  struct Scope {
    BundleId bundle = kNoBundle;
    bool trust = false;
    std::vector<Word> targets;
  };
  // Several of them as one unit; what it allows is left out if `only_deny`.
  GridUnit BuildUnit(std::span<const Scope> scopes, bool only_deny);

  // Adds the cells in which a unit denies or allows the caller.
  void Add(const GridUnit& unit, GridCallerFrame& caller,
           const GridPlanes& planes);

 private:
  // What a statement is looked at for, while a unit is built.
  struct Limits {
    std::span<const Word> targets;  // empty: all
    bool trust = false;
    bool only_deny = false;
  };
  struct Rows {
    std::vector<Word> actions;
    std::vector<Word> sure;
    std::vector<Word> maybe;  // depends on variables
  };

  GridUnit UnitOfBundle(BundleId bundle);
  GridUnit UnitOfDocument(const StatementRange& document);

  void BeginUnit();
  GridUnit EndUnit();
  void AddDocument(const StatementRange& document, const Limits& limits);
  void AddStatement(StatementId id, const Limits& limits);
  void AddRegions(StatementId id, const Limits& limits, bool on_caller);
  void AddRegion(StatementId id, const Limits& limits, GridRegion region,
                 const Rows& rows, bool on_caller);
  void AddPiece(StatementId id, const Limits& limits, GridRegion region,
                const Rows& rows);

  [[nodiscard]] GridDependence DependenceOf(const StatementCode& statement,
                                            const Limits& limits) const;
  [[nodiscard]] bool CommonTestsHold(const StatementCode& statement,
                                     GridRegion region) const;
  [[nodiscard]] MatchFrame FrameFor(const GridCallerFrame& caller,
                                    const ContextView& context) const;
  // ORs the cells whose variables match.
  void AddVariableCells(const StatementCode& statement, GridCallerFrame& caller,
                        const ContextView& context,
                        std::span<const Word> actions,
                        std::span<const Word> targets, Word* plane) const;
  PlanePart Store(std::span<const Word> plane);
  void AddPart(const PlanePart& part, Word* plane) const;

  const GridContents& contents_;
  const GridContext& context_;
  const std::size_t plane_words_;  // one more than the bits need (OrRowAt)
  GridActionRows actions_;
  GridTargetRows targets_;
  const ActionRef no_action_ = {};  // nothing that is asked here needs one
  GridCallerFrame any_caller_;

  absl::flat_hash_map<BundleId, std::uint32_t> uses_;
  absl::flat_hash_map<BundleId, GridUnit> unit_of_bundle_;
  absl::flat_hash_map<StatementId, GridUnit> unit_of_document_;
  std::vector<Word> pool_;
  std::vector<GridPiece> pieces_;

  // Of the unit that is being built.
  std::size_t first_piece_ = 0;
  std::vector<Word> deny_;
  std::vector<Word> allow_;
  Rows rows_;
  Rows region_rows_;
  std::vector<Word> cells_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_GRID_UNITS_H_
