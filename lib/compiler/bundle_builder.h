#ifndef IAMEVAL_LIB_COMPILER_BUNDLE_BUILDER_H_
#define IAMEVAL_LIB_COMPILER_BUNDLE_BUILDER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "compiler/action_matches.h"
#include "compiler/lists.h"
#include "program/program.h"

namespace iameval::internal {

// Arranges statements of a finished program into bundles. Its tables are kept
// from one bundle to the next, as an organization has thousands of small ones.
class BundleBuilder {
 public:
  // All must outlive this. `digests`: of each statement. `bundles`: how many
  // will be built. REQUIRES: the program's actions, patterns and statements are
  // complete.
  BundleBuilder(const Program& program, const ActionsOfPattern& actions_of,
                std::span<const ResourceDigest> digests, std::size_t bundles);

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
  [[nodiscard]] std::span<const ActionId> ActionsOf(
      const StatementCode& code) const {
    return In(program_.action_lists, code.actions);
  }
  [[nodiscard]] std::span<const PatternId> PatternsOf(
      const StatementCode& code) const {
    return In(program_.action_lists, code.action_patterns);
  }
  [[nodiscard]] bool IsShared(PatternId pattern) const;

  void TakeStatements(Ids statements);
  void FileByAction();
  void FileByPattern();
  void CountActions();
  struct Planned;
  void WriteEntries();
  void WriteEntry(const Planned& planned);
  void AddDigests(Candidates& candidates);
  [[nodiscard]] std::uint32_t MostAlike(Ids ids);
  static constexpr std::size_t kMaxMerged = 16;
  // Whether the general statements are few enough to be filed under each of so
  // many actions, under which so many others are filed.
  [[nodiscard]] bool MayMerge(std::size_t places, std::size_t filed) const;
  // Holds for every action, or all but some.
  [[nodiscard]] bool IsGeneral(const StatementCode& code) const;
  void FileEverywhere(StatementId id);
  // Entries are numbered before they are written: then it is known how many
  // there are.
  EntryId PlanEntry(Ids ids, std::span<const EntryId> shared);
  void PlanGeneralEntries();
  void PlanPatternEntries();
  void PlanActionEntries();
  // The entry of these statements (ascending, in one of the lists) and entries.
  EntryId FindOrPlanEntry(Ids ids, std::span<const EntryId> shared);
  void FindSharedHere(ActionId action);
  void Place(ActionId action, EntryId entry);
  [[nodiscard]] std::uint64_t ActionBits(const StatementCode& code) const;
  void FindIndexed(bool allow);
  void BuildIndex(Role role, ResourceIndex& index);

  const Program& program_;
  const ActionsOfPattern& actions_of_;
  const std::span<const ResourceDigest> digests_;
  std::vector<Role> roles_;                     // of all statements
  std::vector<std::uint32_t> resource_counts_;  // the same
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

  bool has_shared_ = false;  // a pattern whose entry others share
  std::vector<EntryId> shared_entries_;  // by pattern: its, or kNoEntry

  struct Planned {
    Ids ids;       // ascending
    Slice shared;  // in Bundle::shared
  };
  std::vector<Planned> planned_;  // by EntryId
  // Entries by what is in them.
  struct Known {
    std::uint32_t tag = 0;  // of their hash
    EntryId entry = kNoEntry;
  };
  std::vector<Known> known_;  // open addressing

  std::vector<EntryId> shared_;  // of the action at hand
  std::vector<bool> indexed_;    // by statement: see FindIndexed
  std::vector<StatementId> filed_;  // of statements_, what the index is of

  struct Alike {
    ResourceDigest digest;
    std::uint32_t patterns = 0;
  };
  std::vector<Alike> alike_;  // see MostAlike
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_BUNDLE_BUILDER_H_
