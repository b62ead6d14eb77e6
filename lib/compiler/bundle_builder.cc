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
#include "base/hash.h"

namespace iameval::internal {
namespace {

// Copies of a pattern's statements in the entries of the actions that match
// it, above which the entries share one list.
constexpr std::size_t kMaxCopies = 256;

// Copies of general statements in the entries of named actions, up to which it
// does not matter how many others there are.
constexpr std::size_t kMaxMergedCopies = std::size_t{1} << 16;

// Statements that are looked at faster one by one.
constexpr std::uint32_t kFewestDigested = 8;

constexpr std::uint32_t kDigestBlockSize = DigestBlock::kSize;

// Actions of bundles, above which bundles have places for those only that their
// statements are about.
constexpr std::size_t kMaxPlaces = std::size_t{1} << 17;  // 2 MiB

}  // namespace

BundleBuilder::BundleBuilder(const Program& program,
                             const ActionsOfPattern& actions_of,
                             std::span<const ResourceDigest> digests,
                             std::size_t bundles)
    : program_(program),
      actions_of_(actions_of),
      digests_(digests),
      bits_of_pattern_(program.action_patterns.size(), 0),
      places_all_actions_(program.actions.size() * bundles <= kMaxPlaces) {
  roles_.reserve(program.statements.size());
  resource_counts_.reserve(program.statements.size());
  for (const StatementCode& code : program.statements) {
    roles_.push_back(RoleOf(code));
    resource_counts_.push_back(code.resources.count);
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
  has_shared_ = false;
  TakeStatements(statements);
  if (statements_.size() > kLargeBundle) bundle_.max_direct = kMaxDirectInLarge;
  FileByAction();
  const std::size_t lists =
      by_action_.numbers().size() + by_pattern_.numbers().size();
  known_.assign(std::bit_ceil(lists + lists / 4 + 1), Known());
  planned_.clear();
  PlanGeneralEntries();
  PlanPatternEntries();
  PlanActionEntries();
  WriteEntries();
  BuildIndex(kDenyBound, bundle_.deny_index);
  BuildIndex(kAllowBound, bundle_.allow_index);
  bundle_.digests.shrink_to_fit();
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
  FileByPattern();
  CountActions();
  by_action_.Arrange();
  for (const StatementId id : statements_) {
    const StatementCode& code = statement(id);
    if (bundle_.merges_general && IsGeneral(code)) FileEverywhere(id);
    if (code.not_action) continue;
    for (const ActionId action : ActionsOf(code)) {
      by_action_.FileOnce(action, id);
    }
    for (const PatternId pattern : PatternsOf(code)) {
      if (program_.action_patterns.is_match_all(pattern) || IsShared(pattern)) {
        continue;
      }
      for (const ActionId action : actions_of_[pattern]) {
        by_action_.FileOnce(action, id);
      }
    }
  }
}

// Also finds the general statements.
void BundleBuilder::FileByPattern() {
  by_pattern_.Clear(program_.action_patterns.size());
  every_action_.clear();
  not_action_.clear();
  for (const StatementId id : statements_) {
    const StatementCode& code = statement(id);
    if (code.not_action) {
      not_action_.push_back(id);
      continue;
    }
    for (const PatternId pattern : PatternsOf(code)) {
      if (!program_.action_patterns.is_match_all(pattern)) {
        by_pattern_.Count(pattern);
      } else if (every_action_.empty() || every_action_.back() != id) {
        every_action_.push_back(id);
      }
    }
  }
  by_pattern_.Arrange();
  for (const StatementId id : statements_) {
    const StatementCode& code = statement(id);
    if (code.not_action) continue;
    for (const PatternId pattern : PatternsOf(code)) {
      if (!program_.action_patterns.is_match_all(pattern)) {
        by_pattern_.FileOnce(pattern, id);
      }
    }
  }
}

// Decides which actions get a place in the bundle's table, and whether general
// statements are filed under them, too.
void BundleBuilder::CountActions() {
  by_action_.Clear(program_.actions.size());
  std::size_t filed = 0;
  for (const StatementId id : statements_) {
    const StatementCode& code = statement(id);
    if (code.not_action) continue;
    for (const ActionId action : ActionsOf(code)) by_action_.Count(action);
    filed += code.actions.count;
  }
  for (const PatternId pattern : by_pattern_.numbers()) {
    const auto copies = static_cast<std::uint32_t>(by_pattern_[pattern].size());
    const bool shared = IsShared(pattern);
    has_shared_ |= shared;
    for (const ActionId action : actions_of_[pattern]) {
      by_action_.Count(action, shared ? 0 : copies);
    }
    if (!shared) filed += copies * actions_of_[pattern].size();
  }
  const bool has_general = !every_action_.empty() || !not_action_.empty();
  const bool all = places_all_actions_ && has_general;
  bundle_.merges_general =
      MayMerge(all ? program_.actions.size() : by_action_.numbers().size(),
               filed);
  if (!bundle_.merges_general || !has_general) return;
  const auto copies =
      static_cast<std::uint32_t>(every_action_.size() + not_action_.size());
  if (all) {
    for (ActionId action = 0; action < program_.actions.size(); ++action) {
      by_action_.Count(action, copies);
    }
    return;
  }
  by_action_.CountInAll(copies);
}

// Merging must not make a large bundle more than twice as large.
bool BundleBuilder::MayMerge(std::size_t places, std::size_t filed) const {
  const std::size_t general = every_action_.size() + not_action_.size();
  if (general > kMaxMerged ||
      general * places > std::max(kMaxMergedCopies, filed)) {
    return false;
  }
  return std::all_of(
      not_action_.begin(), not_action_.end(), [this](StatementId id) {
        return statement(id).listed != StatementCode::kNotListed;
      });
}

bool BundleBuilder::IsGeneral(const StatementCode& code) const {
  return code.not_action ||
         std::any_of(PatternsOf(code).begin(), PatternsOf(code).end(),
                     [this](PatternId pattern) {
                       return program_.action_patterns.is_match_all(pattern);
                     });
}

// Under all actions that a general statement holds for.
void BundleBuilder::FileEverywhere(StatementId id) {
  const StatementCode& code = statement(id);
  for (const ActionId action : by_action_.numbers()) {
    if (!code.not_action || !program_.IsListed(code.listed, action)) {
      by_action_.FileOnce(action, id);
    }
  }
}

void BundleBuilder::WriteEntries() {
  std::size_t ids = 0;
  for (const Planned& planned : planned_) ids += planned.ids.size();
  bundle_.ids.reserve(ids);
  bundle_.entries.reserve(planned_.size());
  for (const Planned& planned : planned_) WriteEntry(planned);
}

// Appends to the pool the statements of each effect, those for every resource
// first, the unconditional ones first among them.
void BundleBuilder::WriteEntry(const Planned& planned) {
  const Ids ids = planned.ids;
  ActionEntry& entry = bundle_.entries.emplace_back();
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
  // Statements come in no order of roles, so this does not branch on them.
  std::array<std::uint32_t, kRoles> patterns = {};
  for (const StatementId id : ids) {
    const Role role = roles_[id];
    bundle_.ids[next[role]++] = id;
    patterns[role] += resource_counts_[id];
  }
  entry.deny.patterns = patterns[kDenyBound];
  entry.allow.patterns = patterns[kAllowBound];
  AddDigests(entry.deny);
  AddDigests(entry.allow);
  entry.shared = planned.shared;
  entry.complete = bundle_.merges_general && entry.shared.empty();
  entry.small = entry.complete && entry.deny.patterns <= bundle_.max_direct &&
                entry.allow.patterns <= bundle_.max_direct;
}

void BundleBuilder::AddDigests(Candidates& candidates) {
  if (candidates.bound.count < kFewestDigested) return;
  if (candidates.patterns > bundle_.max_direct) {
    if (bundle_.max_direct != kMaxDirectPatterns) return;
    const std::uint32_t patterns =
        candidates.bound.count / kDigestBlockSize +
        MostAlike(In(bundle_.ids, candidates.bound));
    if (patterns > bundle_.max_direct) return;
    candidates.patterns = patterns;
  }
  candidates.digests = static_cast<std::uint32_t>(bundle_.digests.size());
  const Ids ids = In(bundle_.ids, candidates.all());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::size_t lane = i % DigestBlock::kSize;
    if (lane == 0) bundle_.digests.emplace_back();
    bundle_.digests.back().Set(
        lane, i < candidates.any.count ? ResourceDigest() : digests_[ids[i]]);
  }
}

// How many resource entries of these statements may be left to look at when
// digests have told what they can.
std::uint32_t BundleBuilder::MostAlike(Ids ids) {
  alike_.clear();
  for (const StatementId id : ids) {
    ResourceDigest digest = digests_[id];
    // Where a star may run across colons, the head may not be where it was.
    if (digest.colons != ResourceDigest::kAnchored) {
      digest.head = ResourceDigest::kAny;
    }
    alike_.push_back({digest, statement(id).resources.count});
  }
  const auto parts = [](const Alike& alike) {
    return std::pair(alike.digest.account, alike.digest.head);
  };
  std::sort(
      alike_.begin(), alike_.end(),
      [&](const Alike& a, const Alike& b) { return parts(a) < parts(b); });
  // A text meets one group of those with both parts, one of those with either,
  // and those with neither.
  std::array<std::uint32_t, 4> largest = {};
  for (auto it = alike_.begin(); it != alike_.end();) {
    const auto group = parts(*it);
    std::uint32_t patterns = 0;
    for (; it != alike_.end() && parts(*it) == group; ++it) {
      patterns += it->patterns;
    }
    std::uint32_t& most =
        largest[(group.first == ResourceDigest::kAny ? 1u : 0u) +
                (group.second == ResourceDigest::kAny ? 2u : 0u)];
    most = std::max(most, patterns);
  }
  return largest[0] + largest[1] + largest[2] + largest[3];
}

EntryId BundleBuilder::PlanEntry(Ids ids, std::span<const EntryId> shared) {
  const std::size_t first = bundle_.shared.size();
  bundle_.shared.insert(bundle_.shared.end(), shared.begin(), shared.end());
  planned_.push_back({ids, SliceSince(bundle_.shared, first)});
  return static_cast<EntryId>(planned_.size() - 1);
}

void BundleBuilder::PlanGeneralEntries() {
  if (!every_action_.empty()) {
    bundle_.every_action = PlanEntry(every_action_, {});
  }
  if (!not_action_.empty()) bundle_.not_action = PlanEntry(not_action_, {});
}

void BundleBuilder::PlanPatternEntries() {
  if (has_shared_) {
    shared_entries_.assign(program_.action_patterns.size(), kNoEntry);
  }
  bundle_.entry_of_pattern.reserve(by_pattern_.numbers().size());
  for (const PatternId pattern : by_pattern_.numbers()) {
    const EntryId entry = FindOrPlanEntry(by_pattern_[pattern], {});
    bundle_.entry_of_pattern.emplace_back(pattern, entry);
    if (IsShared(pattern)) shared_entries_[pattern] = entry;
  }
}

bool BundleBuilder::IsShared(PatternId pattern) const {
  return by_pattern_[pattern].size() * actions_of_[pattern].size() > kMaxCopies;
}

// The entries of the patterns that match an action and are shared.
void BundleBuilder::FindSharedHere(ActionId action) {
  shared_.clear();
  if (!has_shared_) return;
  for (const PatternId pattern :
       In(program_.matched_patterns, program_.patterns_of_action[action])) {
    const EntryId entry = shared_entries_[pattern];
    if (entry != kNoEntry) shared_.push_back(entry);
  }
}

// Actions that the same patterns match and no statement spells out lead to the
// same statements, and so do others.
EntryId BundleBuilder::FindOrPlanEntry(Ids ids,
                                       std::span<const EntryId> shared) {
  std::uint64_t hash = HashBytes(
      {reinterpret_cast<const char*>(ids.data()), ids.size_bytes()});
  for (const EntryId entry : shared) {
    hash = MixHash(hash, ~std::uint64_t{entry});
  }
  const std::size_t mask = known_.size() - 1;
  std::size_t i = hash & mask;
  for (; known_[i].entry != kNoEntry; i = (i + 1) & mask) {
    const Known& known = known_[i];
    if (known.tag != UpperHalf(hash)) continue;
    const Planned& planned = planned_[known.entry];
    if (std::ranges::equal(planned.ids, ids) &&
        std::ranges::equal(In(bundle_.shared, planned.shared), shared)) {
      return known.entry;
    }
  }
  known_[i] = {UpperHalf(hash), PlanEntry(ids, shared)};
  return known_[i].entry;
}

void BundleBuilder::PlanActionEntries() {
  const std::span<const ActionId> actions = by_action_.numbers();
  if (actions.empty()) return;
  const std::size_t places = std::bit_ceil(actions.size() * 2);
  if (program_.actions.size() * sizeof(EntryId) <=
      places * sizeof(Bundle::ActionPlace)) {
    bundle_.entry_by_number.resize(program_.actions.size(), kNoEntry);
  } else {
    bundle_.entry_of_action.resize(places);
  }
  for (const ActionId action : actions) {
    FindSharedHere(action);
    Place(action, FindOrPlanEntry(by_action_[action], shared_));
  }
}

void BundleBuilder::Place(ActionId action, EntryId entry) {
  if (!bundle_.entry_by_number.empty()) {
    bundle_.entry_by_number[action] = entry;
    return;
  }
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

// The statements that some action leads to together with so many others that
// the index is asked. Of actions that no policy spells out it is not known
// which patterns match them: maybe all.
void BundleBuilder::FindIndexed(bool allow) {
  indexed_.assign(statements_.empty() ? 0 : statements_.back() + 1, false);
  const auto of = [&](EntryId id) -> const Candidates& {
    const ActionEntry& entry = bundle_.entries[id];
    return allow ? entry.allow : entry.deny;
  };
  const auto mark = [&](EntryId id) {
    for (const StatementId statement : In(bundle_.ids, of(id).bound)) {
      indexed_[statement] = true;
    }
  };
  std::vector<EntryId> general;
  std::size_t general_patterns = 0;
  for (const EntryId id : {bundle_.every_action, bundle_.not_action}) {
    if (id == kNoEntry) continue;
    general.push_back(id);
    general_patterns += of(id).patterns;
  }
  std::size_t of_patterns = general_patterns;
  for (const auto& [pattern, entry] : bundle_.entry_of_pattern) {
    of_patterns += of(entry).patterns;
  }
  if (of_patterns > bundle_.max_direct) {
    for (const auto& [pattern, entry] : bundle_.entry_of_pattern) mark(entry);
    for (const EntryId entry : general) mark(entry);
  }
  for (EntryId own = 0; own < bundle_.entries.size(); ++own) {
    const auto shared = In(bundle_.shared, bundle_.entries[own].shared);
    std::size_t patterns = general_patterns + of(own).patterns;
    for (const EntryId entry : shared) patterns += of(entry).patterns;
    if (patterns <= bundle_.max_direct) continue;
    mark(own);
    for (const EntryId entry : shared) mark(entry);
    for (const EntryId entry : general) mark(entry);
  }
}

void BundleBuilder::BuildIndex(Role role, ResourceIndex& index) {
  using Kind = ResourceCode::Kind;
  FindIndexed(role == kAllowBound);
  by_resource_.Clear(program_.resources.size());
  std::size_t count = 0;
  // They come in no order, so this does not branch on them.
  std::size_t found = 0;
  filed_.resize(statements_.size());
  for (const StatementId id : statements_) {
    filed_[found] = id;
    found += (roles_[id] == role ? 1u : 0u) & (indexed_[id] ? 1u : 0u);
  }
  filed_.resize(found);
  // Calls f(statement, its code, resource number, kind).
  const auto for_each = [&](const auto& f) {
    for (const StatementId id : filed_) {
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
