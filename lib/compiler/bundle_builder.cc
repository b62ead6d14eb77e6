#include "compiler/bundle_builder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "automata/glob_set.h"

namespace iameval::internal {
namespace {

// Copies of a pattern's statements in the entries of the actions that match
// it, above which the entries share one list.
constexpr std::size_t kMaxCopies = 256;

// Actions of bundles, above which bundles have places for those only that their
// statements are about.
constexpr std::size_t kMaxPlaces = std::size_t{1} << 17;  // 2 MiB

}  // namespace

BundleBuilder::BundleBuilder(const Program& program,
                             const ActionsOfPattern& actions_of,
                             std::size_t bundles)
    : program_(program),
      actions_of_(actions_of),
      bits_of_pattern_(program.action_patterns.size(), 0),
      places_all_actions_(program.actions.size() * bundles <= kMaxPlaces) {
  roles_.reserve(program.statements.size());
  for (const StatementCode& code : program.statements) {
    roles_.push_back(RoleOf(code));
  }
  for (PatternId pattern = 0; pattern < bits_of_pattern_.size(); ++pattern) {
    for (const ActionId action : actions_of[pattern]) {
      bits_of_pattern_[pattern] |= ActionBit(action);
    }
  }
}

BundleBuilder::Role BundleBuilder::RoleOf(const StatementCode& code) {
  if (code.any_resource && code.tests.empty() && !code.not_action &&
      code.principal_form == PrincipalForm::kAbsent) {
    return code.allow ? kAllowFree : kDenyFree;
  }
  if (code.any_resource || code.not_resource) {
    return code.allow ? kAllowAny : kDenyAny;
  }
  return code.allow ? kAllowBound : kDenyBound;
}

Bundle BundleBuilder::Build(Ids statements) {
  bundle_ = Bundle();
  TakeStatements(statements);
  if (statements_.size() > kLargeBundle) bundle_.max_direct = kMaxDirectInLarge;
  FileByAction();
  AddGeneralEntries();
  AddPatternEntries();
  AddActionEntries();
  BuildIndex(kDenyBound, bundle_.deny_index);
  BuildIndex(kAllowBound, bundle_.allow_index);
  bundle_.ids.shrink_to_fit();
  bundle_.entries.shrink_to_fit();
  return std::move(bundle_);
}

// A document may be attached twice, under two names.
void BundleBuilder::TakeStatements(Ids statements) {
  statements_.clear();
  for (const StatementId id : statements) {
    if (!statement(id).never) statements_.push_back(id);
  }
  if (!std::is_sorted(statements_.begin(), statements_.end())) {
    std::sort(statements_.begin(), statements_.end());
  }
  statements_.erase(std::unique(statements_.begin(), statements_.end()),
                    statements_.end());
}

void BundleBuilder::FileByAction() {
  by_action_.Clear(program_.actions.size());
  by_pattern_.Clear(program_.action_patterns.size());
  every_action_.clear();
  not_action_.clear();
  const auto actions = [this](const StatementCode& code) {
    return In(program_.action_lists, code.actions);
  };
  const auto patterns = [this](const StatementCode& code) {
    return In(program_.action_lists, code.action_patterns);
  };
  for (const StatementId id : statements_) {
    const StatementCode& code = statement(id);
    if (code.not_action) {
      not_action_.push_back(id);
      continue;
    }
    for (const ActionId action : actions(code)) by_action_.Count(action);
    for (const PatternId pattern : patterns(code)) {
      if (!program_.action_patterns.is_match_all(pattern)) {
        by_pattern_.Count(pattern);
      } else if (every_action_.empty() || every_action_.back() != id) {
        every_action_.push_back(id);
      }
    }
  }
  by_pattern_.Arrange();
  MentionActions();
  by_action_.Arrange();
  for (const StatementId id : statements_) {
    const StatementCode& code = statement(id);
    if (code.not_action) continue;
    for (const ActionId action : actions(code)) {
      by_action_.FileOnce(action, id);
    }
    for (const PatternId pattern : patterns(code)) {
      if (!program_.action_patterns.is_match_all(pattern)) {
        by_pattern_.FileOnce(pattern, id);
      }
    }
  }
}

// The actions that get a place in the bundle's table, beside those that its
// statements spell out.
void BundleBuilder::MentionActions() {
  for (const PatternId pattern : by_pattern_.numbers()) {
    for (const ActionId action : actions_of_[pattern]) {
      by_action_.Mention(action);
    }
  }
  const bool has_general = !every_action_.empty() || !not_action_.empty();
  if (!places_all_actions_ || !has_general || !MayMerge()) return;
  for (ActionId action = 0; action < program_.actions.size(); ++action) {
    by_action_.Mention(action);
  }
}

// Appends to the pool the statements of each effect, those for every resource
// first, the unconditional ones first among them. `ids` are ascending.
EntryId BundleBuilder::AddEntry(Ids ids, std::span<const EntryId> shared) {
  ActionEntry entry;
  std::array<std::uint32_t, kRoles> counts = {};
  for (const StatementId id : ids) ++counts[roles_[id]];
  std::array<std::uint32_t, kRoles> next;
  auto at = static_cast<std::uint32_t>(bundle_.ids.size());
  bundle_.ids.resize(at + ids.size());
  for (std::size_t role = 0; role < kRoles; ++role) {
    next[role] = at;
    at += counts[role];
  }
  entry.deny.any = {next[kDenyFree], counts[kDenyFree] + counts[kDenyAny]};
  entry.deny.bound = {next[kDenyBound], counts[kDenyBound]};
  entry.allow.any = {next[kAllowFree], counts[kAllowFree] + counts[kAllowAny]};
  entry.allow.bound = {next[kAllowBound], counts[kAllowBound]};
  for (const StatementId id : ids) {
    const Role role = roles_[id];
    bundle_.ids[next[role]++] = id;
    if (role == kDenyBound)
      entry.deny.patterns += statement(id).resources.count;
    if (role == kAllowBound) {
      entry.allow.patterns += statement(id).resources.count;
    }
  }
  const std::size_t first = bundle_.shared.size();
  bundle_.shared.insert(bundle_.shared.end(), shared.begin(), shared.end());
  entry.shared = SliceSince(bundle_.shared, first);
  entry.complete = bundle_.merges_general && shared.empty();
  entry.small = entry.complete && entry.deny.patterns <= bundle_.max_direct &&
                entry.allow.patterns <= bundle_.max_direct;
  bundle_.entries.push_back(entry);
  return static_cast<EntryId>(bundle_.entries.size() - 1);
}

bool BundleBuilder::MayMerge() const {
  if (every_action_.size() + not_action_.size() > kMaxMerged) return false;
  return std::all_of(
      not_action_.begin(), not_action_.end(), [this](StatementId id) {
        return statement(id).listed != StatementCode::kNotListed;
      });
}

BundleBuilder::GeneralBits BundleBuilder::GeneralFor(ActionId action) const {
  if (!bundle_.merges_general) return 0;
  GeneralBits bits = (GeneralBits{1} << every_action_.size()) - 1;
  for (std::size_t i = 0; i < not_action_.size(); ++i) {
    if (!program_.IsListed(statement(not_action_[i]).listed, action)) {
      bits |= GeneralBits{1} << (every_action_.size() + i);
    }
  }
  return bits;
}

void BundleBuilder::AddGeneralEntries() {
  bundle_.merges_general = MayMerge();
  if (!every_action_.empty()) {
    bundle_.every_action = AddEntry(every_action_, {});
  }
  if (!not_action_.empty()) bundle_.not_action = AddEntry(not_action_, {});
}

void BundleBuilder::AddPatternEntries() {
  bundle_.entry_of_pattern.reserve(by_pattern_.numbers().size());
  for (const PatternId pattern : by_pattern_.numbers()) {
    const EntryId entry = AddEntry(by_pattern_[pattern], {});
    bundle_.entry_of_pattern.emplace_back(pattern, entry);
  }
}

bool BundleBuilder::IsShared(PatternId pattern) const {
  return by_pattern_[pattern].size() * actions_of_[pattern].size() > kMaxCopies;
}

// The patterns of this bundle that match an action, `*` aside.
void BundleBuilder::FindPatternsHere(ActionId action) {
  patterns_.clear();
  for (const PatternId pattern :
       In(program_.matched_patterns, program_.patterns_of_action[action])) {
    if (by_pattern_.contains(pattern)) patterns_.push_back(pattern);
  }
}

EntryId BundleBuilder::AddActionEntry(Ids exact,
                                      std::span<const PatternId> patterns,
                                      GeneralBits general) {
  if (patterns.empty() && general == 0) return AddEntry(exact, {});
  ids_.assign(exact.begin(), exact.end());
  for (std::size_t i = 0; general != 0; ++i, general >>= 1) {
    if ((general & 1) == 0) continue;
    ids_.push_back(i < every_action_.size()
                       ? every_action_[i]
                       : not_action_[i - every_action_.size()]);
  }
  shared_.clear();
  for (const PatternId pattern : patterns) {
    if (IsShared(pattern)) {
      shared_.push_back(bundle_.FindPattern(pattern));
    } else {
      const Ids more = by_pattern_[pattern];
      ids_.insert(ids_.end(), more.begin(), more.end());
    }
  }
  sorter_.Sort(ids_);
  ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
  return AddEntry(ids_, shared_);
}

void BundleBuilder::AddActionEntries() {
  const std::span<const ActionId> actions = by_action_.numbers();
  if (actions.empty()) return;
  bundle_.entry_of_action.resize(std::bit_ceil(actions.size() * 2));
  // Actions that no statement spells out and that the same patterns match lead
  // to the same statements. So do many neighbours: a statement's actions got
  // their numbers one after the other.
  absl::flat_hash_map<std::pair<std::vector<PatternId>, GeneralBits>, EntryId>
      known;
  Ids last_exact;
  std::vector<PatternId> last_patterns;
  GeneralBits last_general = 0;
  EntryId last = kNoEntry;
  for (const ActionId action : actions) {
    FindPatternsHere(action);
    const Ids exact = by_action_[action];
    const GeneralBits general = GeneralFor(action);
    EntryId entry;
    if (last != kNoEntry && general == last_general &&
        patterns_ == last_patterns &&
        std::equal(exact.begin(), exact.end(), last_exact.begin(),
                   last_exact.end())) {
      entry = last;
    } else if (!exact.empty()) {
      entry = AddActionEntry(exact, patterns_, general);
    } else if (patterns_.size() == 1 && general == 0) {
      entry = bundle_.FindPattern(patterns_.front());
    } else {
      const auto [it, is_new] =
          known.try_emplace({patterns_, general}, kNoEntry);
      if (is_new) it->second = AddActionEntry({}, patterns_, general);
      entry = it->second;
    }
    Place(action, entry);
    last = entry;
    last_exact = exact;
    last_patterns.swap(patterns_);
    last_general = general;
  }
}

void BundleBuilder::Place(ActionId action, EntryId entry) {
  const std::size_t mask = bundle_.entry_of_action.size() - 1;
  std::size_t i = Bundle::Spread(action) & mask;
  while (bundle_.entry_of_action[i].entry != kNoEntry) i = (i + 1) & mask;
  bundle_.entry_of_action[i] = {action, entry};
}

// ---- by resource

std::uint64_t BundleBuilder::ActionBits(const StatementCode& code) const {
  constexpr std::uint64_t kAll = ~std::uint64_t{0};
  if (code.not_action) return kAll;
  std::uint64_t bits = 0;
  for (const ActionId action : In(program_.action_lists, code.actions)) {
    bits |= ActionBit(action);
  }
  for (const PatternId pattern :
       In(program_.action_lists, code.action_patterns)) {
    if (program_.action_patterns.is_match_all(pattern)) return kAll;
    bits |= bits_of_pattern_[pattern];
  }
  return bits;
}

void BundleBuilder::BuildIndex(Role role, ResourceIndex& index) {
  using Kind = ResourceCode::Kind;
  by_resource_.Clear(program_.resources.size());
  std::size_t count = 0;
  // Calls f(statement, its code, resource number, kind).
  const auto for_each = [&](const auto& f) {
    for (const StatementId id : statements_) {
      if (roles_[id] != role) continue;
      const StatementCode& code = statement(id);
      for (const ResourceProbe& resource :
           In(program_.resource_lists, code.resources)) {
        const Kind kind = program_.resources[resource.number()].kind;
        if (kind != Kind::kNever) f(id, code, resource.number(), kind);
      }
    }
  };
  for_each(
      [&](StatementId, const StatementCode&, std::uint32_t resource, Kind) {
        by_resource_.Count(resource);
        ++count;
      });
  // It pays where some action leads to many resource entries.
  if (count < 2 * bundle_.max_direct) return;
  by_resource_.Arrange();
  Posting posting;
  constexpr StatementId kNone = std::numeric_limits<StatementId>::max();
  StatementId last = kNone;
  for_each([&](StatementId id, const StatementCode& code,
               std::uint32_t resource, Kind kind) {
    if (id != last) posting = {id, false, ActionBits(code)};
    last = id;
    posting.verify = kind == Kind::kTemplate;
    by_resource_.File(resource, posting);
  });
  GlobSet::Builder patterns;
  index.postings.reserve(count);
  index.postings_of.reserve(by_resource_.numbers().size());
  for (const std::uint32_t number : by_resource_.numbers()) {
    const ResourceCode& resource = program_.resources[number];
    if (resource.kind == Kind::kPattern) {
      patterns.Add(program_.resource_patterns.code(resource.index));
    } else {
      patterns.Add(program_.resource_templates[resource.index].pattern);
    }
    const std::span<const Posting> postings = by_resource_[number];
    const std::size_t first = index.postings.size();
    index.postings.insert(index.postings.end(), postings.begin(),
                          postings.end());
    index.postings_of.push_back(SliceSince(index.postings, first));
  }
  index.patterns = std::move(patterns).Build();
}

}  // namespace iameval::internal
