#ifndef IAMEVAL_LIB_RUNTIME_GRID_AXES_H_
#define IAMEVAL_LIB_RUNTIME_GRID_AXES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "program/program.h"
#include "runtime/context_frame.h"
#include "runtime/decide.h"
#include "runtime/grid_bits.h"
#include "runtime/request_view.h"

// The actions and the resources of a grid, and which of them a statement is
// about. A resource of the grid is called a target here, to tell it from the
// Resource of a statement.

namespace iameval::internal {

struct GridAction {
  std::string_view folded;
  std::uint64_t hash = 0;  // HashBytes(folded)
  ActionTraits traits;
  // Which of GridTarget::context holds under this action.
  std::uint8_t context = 0;
};

// What a request has from its resource alone.
struct GridTarget {
  RequestView view;  // of some request for it; only its resource matters
  BundleId policy = kNoBundle;
  bool policy_is_trust = false;
  bool has_rcp = false;  // this and the next: of a known owner
  std::span<const BundleId> rcp;
  // The context keys that come with it: tags, owner, region.
  struct Context {
    std::span<const KnownItem> tags;
    std::span<const KnownItem> owner;
    SlotList derived;
  };
  std::array<Context, 2> context;
};

// Which actions of a grid a statement is about.
class GridActionRows {
 public:
  GridActionRows(const Program& program, std::span<const GridAction> actions);

  // Sets `row`; false when the statement is about none of the actions.
  [[nodiscard]] bool Fill(const StatementCode& statement,
                          std::span<Word> row) const;

 private:
  void AddPattern(PatternId pattern, std::size_t action);

  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

  const Program& program_;
  const std::size_t count_;
  // By number in the program: the first of the grid's actions, and from each
  // the next one with the same number.
  std::vector<std::uint32_t> first_;
  std::vector<std::uint32_t> next_;
  std::vector<std::uint32_t> row_of_pattern_;
  std::vector<Word> rows_;  // of patterns that match some action
};

// Which targets of a grid a statement is about, its variables apart. Each
// resource entry is tried on each target at most once.
class GridTargetRows {
 public:
  GridTargetRows(const Program& program, std::span<const GridTarget> targets);

  // Sets the rows of the targets that the statement is about whatever its
  // variables stand for, and of those where that depends on the variables.
  // False when both are empty.
  [[nodiscard]] bool Fill(const StatementCode& statement, std::span<Word> sure,
                          std::span<Word> maybe);

 private:
  std::span<const Word> RowOf(std::uint32_t entry);
  // With any text for variables.
  bool Matches(const ResourceCode& code, const ArnText& resource);

  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

  const Program& program_;
  const std::span<const GridTarget> targets_;
  std::vector<std::uint32_t> row_of_entry_;
  std::vector<Word> rows_;
  // Templates as patterns in which a variable stands for any text.
  PatternTable widened_;
  std::vector<PatternId> widened_of_template_;
};

// Actions, or targets, that differ in nothing but what statements match.
struct GridClass {
  std::vector<Word> row;    // its members
  std::size_t example = 0;  // one of them
};

// By what the decision and the context ask of an action.
std::vector<GridClass> ClassesOfActions(std::span<const GridAction> actions);
// By what the decision asks of a resource, its policies' content apart.
std::vector<GridClass> ClassesByRelation(std::span<const GridTarget> targets);
// By the context keys that come with a target.
std::vector<GridClass> ClassesByContext(std::span<const GridTarget> targets);

[[nodiscard]] bool SameValue(const ContextValue& a, const ContextValue& b);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_GRID_AXES_H_
