#ifndef IAMEVAL_LIB_COMPILER_BUNDLE_BUILDER_H_
#define IAMEVAL_LIB_COMPILER_BUNDLE_BUILDER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "compiler/action_matches.h"
#include "compiler/lists.h"
#include "compiler/run_sorter.h"
#include "program/program.h"

namespace iameval::internal {

// Arranges statements of a finished program into bundles. Its tables are kept
// from one bundle to the next, as an organization has thousands of small ones.
class BundleBuilder {
 public:
  // Both must outlive this. `bundles`: how many will be built. REQUIRES: the
  // program's actions, patterns and statements are complete.
  BundleBuilder(const Program& program, const ActionsOfPattern& actions_of,
                std::size_t bundles);

  // Near linear in the statements' size: a pattern that many actions match and
  // many statements have is shared between the actions' entries instead of
  // being copied into each.
  Bundle Build(std::span<const StatementId> statements);

 private:
  // What decides where in an entry a statement stands.
  enum Role : std::uint8_t {
    kDenyFree,   // for every resource, with nothing else to look at
    kDenyAny,    // for every resource, or all but some
    kDenyBound,  // its resources must be looked at
    kAllowFree,
    kAllowAny,
    kAllowBound,
  };
  static constexpr std::size_t kRoles = 6;
  using Ids = std::span<const StatementId>;

  static Role RoleOf(const StatementCode& code);
  [[nodiscard]] const StatementCode& statement(StatementId id) const {
    return program_.statements[id];
  }
  [[nodiscard]] bool IsShared(PatternId pattern) const;

  void TakeStatements(Ids statements);
  void FileByAction();
  void MentionActions();
  EntryId AddEntry(Ids ids, std::span<const EntryId> shared);
  // Statements of general entries as bits.
  using GeneralBits = std::uint32_t;
  static constexpr std::size_t kMaxMerged = 16;
  // Whether the general statements are few enough to be merged into the
  // entries of named actions.
  [[nodiscard]] bool MayMerge() const;
  // Which of them hold for the action; none where they are not merged.
  [[nodiscard]] GeneralBits GeneralFor(ActionId action) const;
  void AddGeneralEntries();
  void AddPatternEntries();
  void AddActionEntries();
  EntryId AddActionEntry(Ids exact, std::span<const PatternId> patterns,
                         GeneralBits general);
  void FindPatternsHere(ActionId action);
  void Place(ActionId action, EntryId entry);
  [[nodiscard]] std::uint64_t ActionBits(const StatementCode& code) const;
  void BuildIndex(Role role, ResourceIndex& index);

  const Program& program_;
  const ActionsOfPattern& actions_of_;
  std::vector<Role> roles_;                     // of all statements
  std::vector<std::uint64_t> bits_of_pattern_;  // of its actions

  // Whether general statements have entries for actions that no other statement
  // of the bundle is about.
  const bool places_all_actions_;

  // Of the bundle at hand.
  std::vector<StatementId> statements_;  // ascending, those that may apply
  Lists<StatementId> by_action_;
  Lists<StatementId> by_pattern_;
  std::vector<StatementId> every_action_;
  std::vector<StatementId> not_action_;
  Lists<Posting> by_resource_;
  Bundle bundle_;

  // Of the action at hand; here to keep their memory.
  std::vector<PatternId> patterns_;
  std::vector<StatementId> ids_;
  std::vector<EntryId> shared_;
  RunSorter sorter_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_BUNDLE_BUILDER_H_
