#include "compiler/action_matches.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_lanes.h"
#include "program/action_pattern_index.h"

namespace iameval::internal {
namespace {

ActionsOfPattern Invert(const Program& program) {
  ActionsOfPattern inverse;
  inverse.lists.resize(program.action_patterns.size());
  for (const PatternId pattern : program.matched_patterns) {
    ++inverse.lists[pattern].count;
  }
  std::uint32_t begin = 0;
  for (Slice& list : inverse.lists) {
    list.begin = begin;
    begin += std::exchange(list.count, 0);
  }
  inverse.actions.resize(begin);
  for (ActionId action = 0; action < program.actions.size(); ++action) {
    for (const PatternId pattern :
         In(program.matched_patterns, program.patterns_of_action[action])) {
      Slice& list = inverse.lists[pattern];
      inverse.actions[list.begin + list.count++] = action;
    }
  }
  return inverse;
}

// Writes each action's patterns again, which came in no order: all of them
// together, pattern by pattern, as most lists are short.
void SortPatterns(const ActionsOfPattern& actions_of, Program& program) {
  std::vector<Slice>& lists = program.patterns_of_action;
  for (Slice& list : lists) list.count = 0;
  for (PatternId pattern = 0; pattern < actions_of.lists.size(); ++pattern) {
    for (const ActionId action : actions_of[pattern]) {
      Slice& list = lists[action];
      program.matched_patterns[list.begin + list.count++] = pattern;
    }
  }
}

}  // namespace

ActionsOfPattern MatchActionPatterns(const NameTable& texts, Program& program) {
  program.action_pattern_index =
      ActionPatternIndex(texts, program.action_patterns);
  const ActionPatternIndex& index = program.action_pattern_index;
  std::vector<PatternId>& pool = program.matched_patterns;
  program.patterns_of_action.reserve(program.actions.size());
  // Neighbours tend to be of one service.
  std::string_view prefix;  // of the last action: its service with the colon
  ActionPatternIndex::Service service;
  for (ActionId action = 0; action < program.actions.size(); ++action) {
    const std::string_view name = program.actions.name(action);
    if (prefix.empty() ||
        !IsSameText(name.substr(0, prefix.size()), prefix)) {
      service = index.FindService(name);
      prefix = name.substr(0, service.size);
    }
    const std::size_t first = pool.size();
    index.ForEachMatch(program.action_patterns, name, service,
                       [&](PatternId pattern) {
                         pool.push_back(pattern);
                         return true;
                       });
    program.patterns_of_action.push_back(SliceSince(pool, first));
  }
  ActionsOfPattern inverse = Invert(program);
  SortPatterns(inverse, program);
  return inverse;
}

}  // namespace iameval::internal
