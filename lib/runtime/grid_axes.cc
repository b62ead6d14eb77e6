#include "runtime/grid_axes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace iameval::internal {
namespace {

void OrInto(std::span<Word> row, std::span<const Word> other) {
  for (std::size_t i = 0; i < row.size(); ++i) row[i] |= other[i];
}

void AppendNumber(std::string& signature, std::uint64_t number) {
  signature.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

void AppendText(std::string& signature, std::string_view text) {
  AppendNumber(signature, text.size());
  signature += text;
}

void AppendValue(std::string& signature, KeySlot slot,
                 const ContextValue& value) {
  AppendNumber(signature, slot);
  AppendNumber(signature,
               (value.multivalued ? 1u : 0u) | (value.absent ? 2u : 0u));
  AppendNumber(signature, value.values.size());
  for (const std::string_view text : value.values) {
    AppendText(signature, text);
  }
}

void AppendKnown(std::string& signature, std::span<const KnownItem> items) {
  AppendNumber(signature, items.size());
  for (const KnownItem& known : items) {
    AppendValue(signature, known.slot, known.item);
  }
}

// Groups `count` things by the signature that `append(index, signature)` makes.
template <typename Append>
std::vector<GridClass> ClassesBySignature(std::size_t count, Append append) {
  std::vector<GridClass> classes;
  absl::flat_hash_map<std::string, std::size_t> class_of;
  std::string signature;
  for (std::size_t i = 0; i < count; ++i) {
    signature.clear();
    append(i, signature);
    const auto [it, is_new] = class_of.try_emplace(signature, classes.size());
    if (is_new) {
      classes.push_back({std::vector<Word>(WordsFor(count)), i});
    }
    SetBit(classes[it->second].row.data(), i);
  }
  return classes;
}

}  // namespace

// ---------------------------------------------------------------------------
// Actions

GridActionRows::GridActionRows(const Program& program,
                               std::span<const GridAction> actions)
    : program_(program),
      count_(actions.size()),
      first_(program.actions.size(), kNone),
      next_(actions.size(), kNone),
      row_of_pattern_(program.action_patterns.size(), kNone) {
  for (std::size_t i = actions.size(); i-- > 0;) {
    const GridAction& action = actions[i];
    const ActionId id = program.actions.Find(action.folded, action.hash);
    if (id == kUnknownAction) {
      program.action_pattern_index.ForEachMatch(
          program.action_patterns, action.folded, [&](PatternId pattern) {
            AddPattern(pattern, i);
            return true;
          });
      continue;
    }
    next_[i] = std::exchange(first_[id], static_cast<std::uint32_t>(i));
    for (const PatternId pattern :
         In(program.matched_patterns, program.patterns_of_action[id])) {
      AddPattern(pattern, i);
    }
  }
}

void GridActionRows::AddPattern(PatternId pattern, std::size_t action) {
  const std::size_t words = WordsFor(count_);
  std::uint32_t& row = row_of_pattern_[pattern];
  if (row == kNone) {
    row = static_cast<std::uint32_t>(rows_.size() / words);
    rows_.resize(rows_.size() + words);
  }
  SetBit(rows_.data() + row * words, action);
}

bool GridActionRows::Fill(const StatementCode& statement,
                          std::span<Word> row) const {
  std::fill(row.begin(), row.end(), Word{0});
  for (const ActionId id : In(program_.action_lists, statement.actions)) {
    for (std::uint32_t i = first_[id]; i != kNone; i = next_[i]) {
      SetBit(row.data(), i);
    }
  }
  for (const PatternId pattern :
       In(program_.action_lists, statement.action_patterns)) {
    const std::uint32_t number = row_of_pattern_[pattern];
    if (number != kNone) {
      OrInto(row, std::span(rows_).subspan(number * row.size(), row.size()));
    }
  }
  if (statement.not_action) InvertFirstBits(row, count_);  // S-2.5, S-2.18
  return HasAnyBit(row);
}

// ---------------------------------------------------------------------------
// Targets

GridTargetRows::GridTargetRows(const Program& program,
                               std::span<const GridTarget> targets)
    : program_(program),
      targets_(targets),
      row_of_entry_(program.resources.size(), kNone),
      widened_of_template_(program.resource_templates.size(), kNone) {}

std::span<const Word> GridTargetRows::RowOf(std::uint32_t entry) {
  const std::size_t words = WordsFor(targets_.size());
  if (row_of_entry_[entry] == kNone) {
    row_of_entry_[entry] = static_cast<std::uint32_t>(rows_.size() / words);
    rows_.resize(rows_.size() + words);
    const ResourceCode& code = program_.resources[entry];
    Word* row = rows_.data() + (rows_.size() - words);
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      if (Matches(code, targets_[i].view.resource_text)) SetBit(row, i);
    }
  }
  return std::span(rows_).subspan(row_of_entry_[entry] * words, words);
}

bool GridTargetRows::Matches(const ResourceCode& code,
                             const ArnText& resource) {
  switch (code.kind) {
    case ResourceCode::Kind::kAny:
      return true;
    case ResourceCode::Kind::kPattern:
      return program_.resource_patterns.Matches(code.index, resource);
    case ResourceCode::Kind::kTemplate: {
      PatternId& widened = widened_of_template_[code.index];
      if (widened == kNone) {
        widened = widened_.Add(
            program_.resource_templates[code.index].pattern.Widened());
      }
      return widened_.Matches(widened, resource.text);
    }
    case ResourceCode::Kind::kNever:
      return false;
  }
  return false;
}

bool GridTargetRows::Fill(const StatementCode& statement, std::span<Word> sure,
                          std::span<Word> maybe) {
  std::fill(maybe.begin(), maybe.end(), Word{0});
  if (statement.any_resource) {
    SetFirstBits(sure, targets_.size());
    return true;
  }
  std::fill(sure.begin(), sure.end(), Word{0});
  for (const ResourceProbe& entry :
       In(program_.resource_lists, statement.resources)) {
    const bool has_variables =
        program_.resources[entry.number()].kind ==
        ResourceCode::Kind::kTemplate;
    OrInto(has_variables ? maybe : sure, RowOf(entry.number()));
  }
  for (std::size_t i = 0; i < sure.size(); ++i) {
    maybe[i] &= ~sure[i];
    if (statement.not_resource) sure[i] |= maybe[i];
  }
  // S-2.17: what is certainly listed, and what may be, is not certainly meant.
  if (statement.not_resource) InvertFirstBits(sure, targets_.size());
  return HasAnyBit(sure) || HasAnyBit(maybe);
}

// ---------------------------------------------------------------------------
// Classes

std::vector<GridClass> ClassesOfActions(std::span<const GridAction> actions) {
  return ClassesBySignature(actions.size(), [&](std::size_t i,
                                                std::string& signature) {
    static_assert(sizeof(ActionTraits) == 5);
    const ActionTraits& traits = actions[i].traits;
    for (const bool trait : {traits.trust, traits.federation,
                             traits.get_caller_identity, traits.outside_rcps,
                             traits.no_resource_account}) {
      signature += trait ? '1' : '0';
    }
    signature += static_cast<char>(actions[i].context);
  });
}

std::vector<GridClass> ClassesByRelation(std::span<const GridTarget> targets) {
  return ClassesBySignature(
      targets.size(), [&](std::size_t i, std::string& signature) {
        static_assert(sizeof(ResourceTraits) == 2);
        const GridTarget& target = targets[i];
        const RequestView& view = target.view;
        for (const bool trait :
             {view.resource_traits.role, view.resource_traits.kms_key,
              view.resource_account_is_management, target.policy != kNoBundle,
              target.policy_is_trust, target.has_rcp, view.resource == "*"}) {
          signature += trait ? '1' : '0';
        }
        AppendText(signature, view.resource_partition);
        AppendText(signature, view.resource_account);
      });
}

std::vector<GridClass> ClassesByContext(std::span<const GridTarget> targets) {
  return ClassesBySignature(
      targets.size(), [&](std::size_t i, std::string& signature) {
        for (const GridTarget::Context& context : targets[i].context) {
          AppendKnown(signature, context.tags);
          AppendKnown(signature, context.owner);
          AppendNumber(signature, context.derived.size);
          for (std::size_t j = 0; j < context.derived.size; ++j) {
            AppendValue(signature, context.derived.slots[j],
                        context.derived.values[j]);
          }
        }
      });
}

bool SameValue(const ContextValue& a, const ContextValue& b) {
  return a.multivalued == b.multivalued && a.absent == b.absent &&
         std::equal(a.values.begin(), a.values.end(), b.values.begin(),
                    b.values.end());
}

}  // namespace iameval::internal
