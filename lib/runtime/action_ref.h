#ifndef IAMEVAL_LIB_RUNTIME_ACTION_REF_H_
#define IAMEVAL_LIB_RUNTIME_ACTION_REF_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "program/program.h"
#include "runtime/prepared.h"

namespace iameval::internal {

// A request's action under the numbers of one program. An action that some
// policy spells out has all that is to be known of it precomputed; for another
// one the patterns that match it are looked up here, once for all layers.
class ActionRef {
 public:
  // Of no action yet.
  ActionRef() = default;
  // `folded` is in lower case and outlives this; `hash` is its HashBytes.
  ActionRef(const Program& program, std::string_view folded,
            std::uint64_t hash);

  ActionRef(const ActionRef&) = delete;
  ActionRef& operator=(const ActionRef&) = delete;

  // The same for one whose id is known.
  void Set(const Program& program, std::string_view folded, ActionId id) {
    folded_ = folded;
    id_ = id;
    program_ = &program;
    overflowed_ = false;
    known_bundle_ = kNoBundle;
    candidates_ = {};
    if (id == kUnknownAction) FindPatterns(program);
  }
  // And whose patterns are known as well, and what it leads to in each bundle;
  // they outlive this.
  void Set(std::string_view folded, ActionId id,
           std::span<const PatternId> patterns,
           std::span<const ActionCandidates> candidates = {}) {
    folded_ = folded;
    id_ = id;
    program_ = nullptr;
    overflowed_ = false;
    known_bundle_ = kNoBundle;
    candidates_ = candidates;
    patterns_ = patterns;
  }
  // Looks the action up in a bundle that will be gone through, and fetches what
  // it leads to there while other things are done. REQUIRES: Set was called.
  void FindIn(const Program& program, BundleId id) {
    const Bundle& bundle = program.bundles[id];
    known_bundle_ = id;
    known_entry_ = bundle.FindAction(id_);
    if (known_entry_ != kNoEntry) {
      __builtin_prefetch(&bundle.entries[known_entry_]);
    }
  }
  // bundle.FindAction(id()).
  [[nodiscard]] EntryId EntryIn(const Program& program, BundleId id) const {
    return id == known_bundle_ ? known_entry_
                               : program.bundles[id].FindAction(id_);
  }

  // What it leads to there, if that was found out beforehand.
  [[nodiscard]] const ActionCandidates* CandidatesIn(BundleId id) const {
    return id < candidates_.size() ? &candidates_[id] : nullptr;
  }

  [[nodiscard]] std::string_view folded() const { return folded_; }
  // kUnknownAction when no policy spells it out.
  [[nodiscard]] ActionId id() const { return id_; }
  // The action patterns that match. Complete unless overflowed().
  [[nodiscard]] std::span<const PatternId> patterns() const {
    if (id_ == kUnknownAction || program_ == nullptr) return patterns_;
    return In(program_->matched_patterns, program_->patterns_of_action[id_]);
  }
  // More patterns match than there is room for: they must be tried one by one.
  [[nodiscard]] bool overflowed() const { return overflowed_; }

  [[nodiscard]] bool MatchedBy(const Program& program,
                               PatternId pattern) const {
    if (overflowed_) return program.action_patterns.Matches(pattern, folded_);
    const std::span<const PatternId> matched = patterns();
    return std::find(matched.begin(), matched.end(), pattern) !=
           matched.end();
  }

 private:
  void FindPatterns(const Program& program);

  static constexpr std::size_t kCapacity = 128;

  // As a union member the array is not filled with zeros first.
  union {
    std::array<PatternId, kCapacity> found_;
  };
  std::string_view folded_;
  ActionId id_ = kUnknownAction;
  BundleId known_bundle_ = kNoBundle;
  EntryId known_entry_ = kNoEntry;
  // Of an action that some policy spells out, the program knows the patterns.
  const Program* program_ = nullptr;
  std::span<const PatternId> patterns_;
  std::span<const ActionCandidates> candidates_;  // by bundle
  bool overflowed_ = false;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_ACTION_REF_H_
