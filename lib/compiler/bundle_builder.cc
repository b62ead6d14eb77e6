#include "compiler/bundle_builder.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "automata/glob_pattern.h"

namespace iameval::internal {
namespace {

// Copies of a pattern's statements in the entries of the actions that match
// it, above which the entries share one list.
constexpr std::size_t kMaxCopies = 256;

// A resource index pays where some action leads to many resource entries.
constexpr std::size_t kMinIndexedPatterns = 2 * kMaxDirectPatterns;

using Ids = std::vector<StatementId>;

class BundleBuilder {
 public:
  BundleBuilder(const Program& program, const ActionsOfPattern& actions_of,
                std::span<const StatementId> statements)
      : program_(program), actions_of_(actions_of), statements_(statements) {}

  Bundle Run() {
    SortByAction();
    AddGeneralEntries();
    AddPatternEntries();
    AddActionEntries();
    BuildIndex(false, bundle_.deny_index);
    BuildIndex(true, bundle_.allow_index);
    return std::move(bundle_);
  }

 private:
  const StatementCode& statement(StatementId id) const {
    return program_.statements[id];
  }

  void SortByAction() {
    for (const StatementId id : statements_) {
      const StatementCode& code = statement(id);
      if (code.never) continue;
      if (code.not_action) {
        not_action_.push_back(id);
        continue;
      }
      for (const ActionId action : In(program_.action_lists, code.actions)) {
        by_action_[action].push_back(id);
      }
      for (const PatternId pattern :
           In(program_.action_lists, code.action_patterns)) {
        if (program_.action_patterns.is_match_all(pattern)) {
          every_action_.push_back(id);
        } else {
          by_pattern_[pattern].push_back(id);
        }
      }
    }
  }

  // Appends to the pool the statements of one effect, those for every resource
  // first, the unconditional ones first among them.
  Candidates AddCandidates(const Ids& ids, bool allow) {
    Candidates candidates;
    Ids free;
    Ids any;
    Ids bound;
    for (const StatementId id : ids) {
      const StatementCode& code = statement(id);
      if (code.allow != allow) continue;
      if (code.any_resource && code.tests.empty() && !code.not_action &&
          code.principal_form == PrincipalForm::kAbsent) {
        free.push_back(id);
      } else if (code.any_resource || code.not_resource) {
        any.push_back(id);
      } else {
        bound.push_back(id);
        candidates.patterns += code.resources.count;
      }
    }
    candidates.unconditional = !free.empty();
    const std::size_t first = bundle_.ids.size();
    bundle_.ids.insert(bundle_.ids.end(), free.begin(), free.end());
    bundle_.ids.insert(bundle_.ids.end(), any.begin(), any.end());
    candidates.any = SliceSince(bundle_.ids, first);
    const std::size_t second = bundle_.ids.size();
    bundle_.ids.insert(bundle_.ids.end(), bound.begin(), bound.end());
    candidates.bound = SliceSince(bundle_.ids, second);
    return candidates;
  }

  EntryId AddEntry(Ids ids, const std::vector<EntryId>& shared) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    ActionEntry entry;
    entry.deny = AddCandidates(ids, false);
    entry.allow = AddCandidates(ids, true);
    const std::size_t first = bundle_.shared.size();
    bundle_.shared.insert(bundle_.shared.end(), shared.begin(), shared.end());
    entry.shared = SliceSince(bundle_.shared, first);
    entry.has_deny = !entry.deny.empty();
    entry.has_allow = !entry.allow.empty();
    for (const EntryId other : shared) {
      entry.has_deny |= bundle_.entries[other].has_deny;
      entry.has_allow |= bundle_.entries[other].has_allow;
    }
    bundle_.entries.push_back(entry);
    return static_cast<EntryId>(bundle_.entries.size() - 1);
  }

  void AddGeneralEntries() {
    if (!every_action_.empty()) {
      bundle_.every_action = AddEntry(every_action_, {});
    }
    if (!not_action_.empty()) bundle_.not_action = AddEntry(not_action_, {});
    for (const ActionEntry& entry : bundle_.entries) {
      bundle_.general_deny |= entry.has_deny;
      bundle_.general_allow |= entry.has_allow;
    }
  }

  void AddPatternEntries() {
    // Sorted before entries are made, so that the same policies always give
    // the same program.
    for (const auto& [pattern, ids] : by_pattern_) {
      bundle_.entry_of_pattern.emplace_back(pattern, kNoEntry);
    }
    std::sort(bundle_.entry_of_pattern.begin(),
              bundle_.entry_of_pattern.end());
    for (auto& [pattern, entry] : bundle_.entry_of_pattern) {
      entry = AddEntry(by_pattern_.at(pattern), {});
      bundle_.pattern_deny |= bundle_.entries[entry].has_deny;
      bundle_.pattern_allow |= bundle_.entries[entry].has_allow;
    }
  }

  bool IsShared(PatternId pattern) const {
    return by_pattern_.at(pattern).size() * actions_of_[pattern].size() >
           kMaxCopies;
  }

  // The patterns of this bundle that match an action, `*` aside.
  std::vector<PatternId> PatternsHere(ActionId action) const {
    std::vector<PatternId> here;
    for (const PatternId pattern :
         In(program_.matched_patterns, program_.patterns_of_action[action])) {
      if (by_pattern_.contains(pattern)) here.push_back(pattern);
    }
    return here;
  }

  std::vector<ActionId> ActionsHere() const {
    std::vector<ActionId> actions;
    for (const auto& [action, ids] : by_action_) actions.push_back(action);
    for (const auto& [pattern, ids] : by_pattern_) {
      actions.insert(actions.end(), actions_of_[pattern].begin(),
                     actions_of_[pattern].end());
    }
    std::sort(actions.begin(), actions.end());
    actions.erase(std::unique(actions.begin(), actions.end()), actions.end());
    return actions;
  }

  EntryId AddActionEntry(const Ids* exact,
                         const std::vector<PatternId>& patterns) {
    Ids ids;
    if (exact != nullptr) ids = *exact;
    std::vector<EntryId> shared;
    for (const PatternId pattern : patterns) {
      if (IsShared(pattern)) {
        shared.push_back(bundle_.FindPattern(pattern));
      } else {
        const Ids& more = by_pattern_.at(pattern);
        ids.insert(ids.end(), more.begin(), more.end());
      }
    }
    return AddEntry(std::move(ids), shared);
  }

  void AddActionEntries() {
    const std::vector<ActionId> actions = ActionsHere();
    if (actions.empty()) return;
    bundle_.entry_of_action.resize(std::bit_ceil(actions.size() * 2));
    // Actions that no statement spells out and that the same patterns match
    // lead to the same statements.
    absl::flat_hash_map<std::vector<PatternId>, EntryId> known;
    for (const ActionId action : actions) {
      const std::vector<PatternId> patterns = PatternsHere(action);
      const auto exact = by_action_.find(action);
      EntryId entry;
      if (exact != by_action_.end()) {
        entry = AddActionEntry(&exact->second, patterns);
      } else if (patterns.size() == 1) {
        entry = bundle_.FindPattern(patterns.front());
      } else {
        const auto [it, is_new] = known.try_emplace(patterns, kNoEntry);
        if (is_new) it->second = AddActionEntry(nullptr, patterns);
        entry = it->second;
      }
      Place(action, entry);
    }
  }

  void Place(ActionId action, EntryId entry) {
    const std::size_t mask = bundle_.entry_of_action.size() - 1;
    std::size_t i = Bundle::Spread(action) & mask;
    while (bundle_.entry_of_action[i].entry != kNoEntry) i = (i + 1) & mask;
    bundle_.entry_of_action[i] = {action, entry};
  }

  // ---- by resource

  std::uint64_t ActionBits(const StatementCode& code) const {
    constexpr std::uint64_t kAll = ~std::uint64_t{0};
    if (code.not_action) return kAll;
    std::uint64_t bits = 0;
    for (const ActionId action : In(program_.action_lists, code.actions)) {
      bits |= ActionBit(action);
    }
    for (const PatternId pattern :
         In(program_.action_lists, code.action_patterns)) {
      if (program_.action_patterns.is_match_all(pattern)) return kAll;
      for (const ActionId action : actions_of_[pattern]) {
        bits |= ActionBit(action);
      }
    }
    return bits;
  }

  GlobPattern IndexPattern(const ResourceCode& resource) const {
    return resource.kind == ResourceCode::Kind::kPattern
               ? program_.resource_patterns.Pattern(resource.index)
               : program_.resource_templates[resource.index].pattern;
  }

  void BuildIndex(bool allow, ResourceIndex& index) {
    // By resource number: what an index lists under it.
    std::vector<std::pair<std::uint32_t, Posting>> postings;
    for (const StatementId id : statements_) {
      const StatementCode& code = statement(id);
      if (code.never || code.allow != allow || code.any_resource ||
          code.not_resource) {
        continue;
      }
      const std::uint64_t bits = ActionBits(code);
      for (const std::uint32_t resource :
           In(program_.resource_lists, code.resources)) {
        const ResourceCode::Kind kind = program_.resources[resource].kind;
        if (kind == ResourceCode::Kind::kNever) continue;
        postings.push_back(
            {resource, {id, kind == ResourceCode::Kind::kTemplate, bits}});
      }
    }
    if (postings.size() < kMinIndexedPatterns) return;
    std::stable_sort(
        postings.begin(), postings.end(),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    GlobSet::Builder patterns;
    for (std::size_t i = 0; i < postings.size(); ++i) {
      if (i == 0 || postings[i].first != postings[i - 1].first) {
        patterns.Add(IndexPattern(program_.resources[postings[i].first]));
        index.postings_of.push_back({static_cast<std::uint32_t>(i), 0});
      }
      ++index.postings_of.back().count;
      index.postings.push_back(postings[i].second);
    }
    index.patterns = std::move(patterns).Build();
  }

  const Program& program_;
  const ActionsOfPattern& actions_of_;
  const std::span<const StatementId> statements_;
  absl::flat_hash_map<ActionId, Ids> by_action_;
  absl::flat_hash_map<PatternId, Ids> by_pattern_;
  Ids every_action_;
  Ids not_action_;
  Bundle bundle_;
};

}  // namespace

Bundle BuildBundle(const Program& program, const ActionsOfPattern& actions_of,
                   std::span<const StatementId> statements) {
  return BundleBuilder(program, actions_of, statements).Run();
}

}  // namespace iameval::internal
