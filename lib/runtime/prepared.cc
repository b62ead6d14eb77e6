#include "runtime/prepared.h"

#include <algorithm>

#include "program/arn_text.h"
#include "runtime/action_ref.h"
#include "runtime/entry_list.h"
#include "runtime/match_statement.h"

namespace iameval::internal {
namespace {

// Whether an entry of Resource or NotResource matches a resource.
enum class Match : std::uint8_t { kNo, kWithValues, kYes };

class ResourceMatcher {
 public:
  ResourceMatcher(const Program& program, std::string_view resource)
      : program_(program), text_(ScanArn(resource)) {
    entries_.reserve(program.resources.size());
    for (const ResourceCode& entry : program.resources) {
      entries_.push_back(MatchEntry(entry));
    }
  }

  // Whether some entry of the statement's matches.
  [[nodiscard]] Match MatchList(const StatementCode& statement) const {
    Match best = Match::kNo;
    for (const ResourceProbe& entry :
         In(program_.resource_lists, statement.resources)) {
      best = std::max(best, entries_[entry.number()]);
    }
    return best;
  }

 private:
  [[nodiscard]] Match MatchEntry(const ResourceCode& entry) const {
    using Kind = ResourceCode::Kind;
    switch (entry.kind) {
      case Kind::kAny:
        return Match::kYes;
      case Kind::kPattern:
        return program_.resource_patterns.Matches(entry.index, text_)
                   ? Match::kYes
                   : Match::kNo;
      case Kind::kTemplate:
        return text_.text.starts_with(program_.resource_templates[entry.index]
                                          .pattern.literal_prefix())
                   ? Match::kWithValues
                   : Match::kNo;
      case Kind::kNever:
        return Match::kNo;
    }
    return Match::kNo;
  }

  const Program& program_;
  const ArnText text_;
  std::vector<Match> entries_;  // of Program::resources
};

constexpr std::size_t kMostBundles = 16;

template <typename Bits>
void SetBit(Bits& bits, StatementId id) {
  bits[id / 64] |= std::uint64_t{1} << (id % 64);
}

bool IsFree(const StatementCode& statement) {
  return statement.any_resource && statement.tests.empty() &&
         statement.principal_form == PrincipalForm::kAbsent;
}

ActionCandidates FindCandidates(const Program& program, const Bundle& bundle,
                                const ActionRef& action) {
  ActionCandidates found;
  const auto add = [&](const Candidates& candidates, bool verify,
                       ActionCandidates::OfEffect& of) {
    for (const StatementId id : In(bundle.ids, candidates.all())) {
      const StatementCode& statement = program.statements[id];
      if (verify && !MatchAction(program, action, statement)) continue;
      if (IsFree(statement)) {
        of.free = id;
      } else {
        SetBit(of.others, id);
      }
    }
  };
  ForEachEntry(bundle, bundle.FindAction(action.id()), action,
               [&](const ActionEntry& entry, bool verify) {
                 add(entry.deny, verify, found.deny);
                 add(entry.allow, verify, found.allow);
                 return true;
               });
  return found;
}

}  // namespace

ResourceMatches MatchResourcePatterns(const Program& program,
                                      std::string_view resource) {
  const ResourceMatcher matcher(program, resource);
  ResourceMatches matches;
  matches.statements.resize(
      std::max(kSmallEngineWords, program.statements.size() / 64 + 1));
  matches.with_values.resize(matches.statements.size());
  for (StatementId id = 0; id < program.statements.size(); ++id) {
    const StatementCode& statement = program.statements[id];
    const Match listed =
        statement.any_resource ? Match::kYes : matcher.MatchList(statement);
    if (listed == Match::kWithValues) SetBit(matches.with_values, id);
    const bool may_match = statement.not_resource ? listed != Match::kYes
                                                  : listed != Match::kNo;
    if (may_match) SetBit(matches.statements, id);
  }
  matches.bundles.resize(program.bundles.size());
  for (BundleId id = 0; id < program.bundles.size(); ++id) {
    const Bundle& bundle = program.bundles[id];
    matches.bundles[id] = {bundle.deny_index.patterns.Matches(resource),
                           bundle.allow_index.patterns.Matches(resource)};
  }
  return matches;
}

CandidateLists FindCandidates(const Program& program,
                              const ActionRef& action) {
  CandidateLists found;
  if (program.statements.size() > kSmallEngine ||
      program.bundles.size() > kMostBundles) {
    return found;
  }
  for (const Bundle& bundle : program.bundles) {
    found.push_back(FindCandidates(program, bundle, action));
  }
  return found;
}

}  // namespace iameval::internal
