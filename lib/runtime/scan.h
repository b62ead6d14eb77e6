#ifndef IAMEVAL_LIB_RUNTIME_SCAN_H_
#define IAMEVAL_LIB_RUNTIME_SCAN_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/prefetch.h"
#include "program/bundle.h"
#include "program/program.h"
#include "runtime/entry_list.h"
#include "runtime/match_statement.h"

// Going through a bundle: the statements that a request's action and resource
// lead to, and of those the ones that match.

namespace iameval::internal {

// Principal and conditions of a statement that the request's action and
// resource lead to. False if `visit` stopped.
template <typename Visit>
bool VisitCaller(const MatchFrame& frame, StatementId id,
                 const StatementCode& statement, Visit& visit) {
  MatchKind kind = MatchKind::kDirect;
  if (statement.principal_form != PrincipalForm::kAbsent) {
    kind = MatchPrincipal(frame, statement);
    if (kind == MatchKind::kNone) return true;
  }
  return !MatchConditions(frame, statement) || visit(id, kind);
}

// A statement whose action part matches, or is still to be looked at
// (`verify_action`). False if `visit` stopped.
template <typename Visit>
bool VisitStatement(const MatchFrame& frame, StatementId id,
                    bool verify_action, Visit& visit) {
  const StatementCode& statement = frame.program.statements[id];
  if (verify_action && !MatchAction(frame, statement)) return true;
  return !MatchResource(frame, id, statement) ||
         VisitCaller(frame, id, statement, visit);
}

// The same for several.
template <typename Visit>
bool VisitStatements(const MatchFrame& frame, std::span<const StatementId> ids,
                     bool verify_action, Visit& visit) {
  for (const StatementId id : ids) {
    if (!VisitStatement(frame, id, verify_action, visit)) return false;
  }
  return true;
}

// The same for many, with what is known of eight of them at a time.
template <typename Visit>
[[gnu::noinline]] bool VisitByDigests(const MatchFrame& frame,
                                      std::span<const StatementId> ids,
                                      const DigestBlock* digests,
                                      bool verify_action, Visit& visit) {
  constexpr std::size_t kBlocks = 64 / DigestBlock::kSize;
  const TextDigest resource = frame.probe_text.Digest();
  for (std::size_t i = 0; i < ids.size(); i += 64) {
    std::uint64_t candidates = 0;
    const std::size_t left = ids.size() - i;
    const std::size_t blocks = std::min(
        kBlocks, (left + DigestBlock::kSize - 1) / DigestBlock::kSize);
    for (std::size_t block = 0; block < blocks; ++block) {
      candidates |= std::uint64_t{digests++->MayMatch(resource)}
                    << (block * DigestBlock::kSize);
    }
    const auto first = [&](std::uint64_t bits) {
      return ids[i + static_cast<std::size_t>(std::countr_zero(bits))];
    };
    for (std::uint64_t later = candidates & (candidates - 1); later != 0;
         later &= later - 1) {
      Prefetch(&frame.program.statements[first(later)]);
    }
    for (; candidates != 0; candidates &= candidates - 1) {
      if (!VisitStatement(frame, first(candidates), verify_action, visit)) {
        return false;
      }
    }
  }
  return true;
}

template <typename Visit>
bool VisitCandidates(const MatchFrame& frame, const Bundle& bundle,
                     const Candidates& candidates, bool verify_action,
                     Visit& visit) {
  const auto ids = In(bundle.ids, candidates.all());
  return candidates.digests == Candidates::kNoDigests
             ? VisitStatements(frame, ids, verify_action, visit)
             : VisitByDigests(frame, ids,
                              bundle.digests.data() + candidates.digests,
                              verify_action, visit);
}

// Calls `visit(statement, match)` for every statement of one effect in the
// bundle that matches, more than once for some; stops when it returns false.
// Statements that the action does not lead to are not looked at.
template <bool kAllow, typename Visit>
class Scanner {
 public:
  // `own` is bundle.FindAction of the request's action. All outlive this.
  Scanner(const MatchFrame& frame, BundleId bundle, EntryId own, Visit& visit)
      : frame_(frame),
        id_(bundle),
        bundle_(frame.program.bundles[bundle]),
        own_(own),
        visit_(visit) {}

  void Run() {
    std::uint32_t patterns = 0;
    bool going = ForEachCandidates([&](const Candidates& entry, bool verify) {
      patterns += entry.patterns;
      return entry.any.empty() || VisitAll(entry.any, verify);
    });
    if (!going || patterns == 0) return;
    const ResourceIndex& index =
        kAllow ? bundle_.allow_index : bundle_.deny_index;
    if (patterns > bundle_.max_direct && !index.empty()) {
      VisitByResource(index);
      return;
    }
    ForEachCandidates([&](const Candidates& entry, bool verify) {
      return entry.bound.empty() || VisitAll(entry.bound, verify);
    });
  }

 private:
  // The candidates of this effect in each entry.
  template <typename F>
  bool ForEachCandidates(F f) const {
    return ForEachEntry(bundle_, own_, frame_.action,
                        [&f](const ActionEntry& entry, bool verify) {
                          return f(kAllow ? entry.allow : entry.deny, verify);
                        });
  }

  bool VisitAll(Slice slice, bool verify_action) {
    return VisitStatements(frame_, In(bundle_.ids, slice), verify_action,
                           visit_);
  }

  void VisitByResource(const ResourceIndex& index) {
    if (frame_.resource == nullptr) {
      index.patterns.ForEachMatch(
          frame_.request.resource,
          [&](std::uint32_t pattern) { return VisitPattern(index, pattern); });
      return;
    }
    const ResourceMatches::InBundle& found = frame_.resource->bundles[id_];
    for (const std::uint32_t pattern : kAllow ? found.allow : found.deny) {
      if (!VisitPattern(index, pattern)) return;
    }
  }

  bool VisitPattern(const ResourceIndex& index, std::uint32_t pattern) {
    // An action that no policy spells out has no bit.
    const ActionId action = frame_.action.id();
    const std::uint64_t bits = action == kUnknownAction
                                   ? ~std::uint64_t{0}
                                   : ActionBit(action);
    for (const Posting& posting :
         In(index.postings, index.postings_of[pattern])) {
      if ((posting.actions & bits) == 0 && action != kUnknownAction) continue;
      if (!VisitPosting(posting)) return false;
    }
    return true;
  }

  bool VisitPosting(const Posting& posting) {
    const StatementCode& statement =
        frame_.program.statements[posting.statement];
    if (!MatchAction(frame_, statement)) return true;
    if (posting.verify &&
        !MatchResource(frame_, posting.statement, statement)) {
      return true;
    }
    return VisitCaller(frame_, posting.statement, statement, visit_);
  }

  const MatchFrame& frame_;
  const BundleId id_;
  const Bundle& bundle_;
  const EntryId own_;
  Visit& visit_;
};

// Statements of one effect in these entries. False, with nothing done, if the
// resource index should be asked.
template <bool kAllow, typename Visit>
bool ScanEntries(const MatchFrame& frame, const Bundle& bundle,
                 std::span<const EntryList::Found> entries,
                 const Visit& visit) {
  const auto candidates = [](const EntryList::Found& found) -> auto& {
    return kAllow ? found.entry->allow : found.entry->deny;
  };
  std::uint32_t patterns = 0;
  for (const EntryList::Found& found : entries) {
    patterns += candidates(found).patterns;
  }
  const ResourceIndex& index = kAllow ? bundle.allow_index : bundle.deny_index;
  if (patterns > bundle.max_direct && !index.empty()) return false;
  for (const EntryList::Found& found : entries) {
    if (!VisitCandidates(frame, bundle, candidates(found), found.verify,
                         visit)) {
      break;
    }
  }
  return true;
}

// ScanBundle where an action leads to more than one small entry.
template <typename Deny, typename Allow, typename Done>
[[gnu::noinline]] void ScanLargeBundle(const MatchFrame& frame, BundleId id,
                                       EntryId own, const Deny& deny,
                                       const Allow& allow, const Done& done) {
  const Bundle& bundle = frame.program.bundles[id];
  EntryList list;
  const bool is_short = list.Fill(bundle, own, frame.action);
  if (!is_short || !ScanEntries<false>(frame, bundle, list.found(), deny)) {
    Scanner<false, const Deny>(frame, id, own, deny).Run();
  }
  if (done()) return;
  if (!is_short || !ScanEntries<true>(frame, bundle, list.found(), allow)) {
    Scanner<true, const Allow>(frame, id, own, allow).Run();
  }
}

// Statements of one effect that an action leads to, where the resource was
// matched beforehand. False if `visit` stopped.
template <typename Visit>
bool VisitPrepared(const MatchFrame& frame,
                   const ActionCandidates::OfEffect& candidates,
                   const Visit& visit) {
  if (candidates.free != ActionCandidates::kNone &&
      !visit(candidates.free, MatchKind::kDirect)) {
    return false;
  }
  const std::uint64_t* const passes = frame.resource->statements.data();
  const std::uint64_t* const with_values = frame.resource->with_values.data();
  for (std::size_t i = 0; i < kSmallEngineWords; ++i) {
    for (std::uint64_t bits = candidates.others[i] & passes[i]; bits != 0;
         bits &= bits - 1) {
      const auto id = static_cast<StatementId>(
          64 * i + static_cast<std::size_t>(std::countr_zero(bits)));
      const StatementCode& statement = frame.program.statements[id];
      const std::uint64_t bit = bits & (~bits + 1);
      if ((with_values[i] & bit) != 0 && !MatchResource(frame, statement)) {
        continue;
      }
      if (!VisitCaller(frame, id, statement, visit)) return false;
    }
  }
  return true;
}

// Calls deny(statement, match) for the Deny statements of a bundle that match,
// then, unless done(), allow(statement, match) for its Allow statements; of
// either until it returns false.
template <typename Deny, typename Allow, typename Done>
inline void ScanBundle(const MatchFrame& frame, BundleId id, const Deny& deny,
                       const Allow& allow, const Done& done) {
  if (const ActionCandidates* candidates = frame.action.CandidatesIn(id);
      candidates != nullptr && frame.resource != nullptr) {
    (void)VisitPrepared(frame, candidates->deny, deny);
    if (done()) return;
    (void)VisitPrepared(frame, candidates->allow, allow);
    return;
  }
  const Bundle& bundle = frame.program.bundles[id];
  const EntryId own = frame.action.EntryIn(frame.program, id);
  if (own == kNoEntry || !bundle.entries[own].small) [[unlikely]] {
    return ScanLargeBundle(frame, id, own, deny, allow, done);
  }
  const ActionEntry& entry = bundle.entries[own];
  if (entry.deny.any.count + entry.deny.bound.count != 0) {
    (void)VisitCandidates(frame, bundle, entry.deny, false, deny);
    if (done()) return;
  }
  (void)VisitCandidates(frame, bundle, entry.allow, false, allow);
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_SCAN_H_
