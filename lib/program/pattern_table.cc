#include "program/pattern_table.h"

namespace iameval::internal {

PatternId PatternTable::Add(const GlobPattern& pattern) {
  Entry entry;
  entry.code = static_cast<std::uint32_t>(words_.size());
  GlobCode::Append(pattern, splitting_, words_);
  const GlobCode code(words_.data() + entry.code);
  // Every element is at least one byte of text.
  entry.smallest = static_cast<std::uint32_t>(code.size());
  entry.head = static_cast<std::uint32_t>(code.literal_head_size());
  entry.match_all = pattern.is_match_all();
  if (entry.head >= 8) {
    std::memcpy(&entry.head_end, code.elements().data() + entry.head - 8, 8);
  }
  entries_.push_back(entry);
  return static_cast<PatternId>(entries_.size() - 1);
}

bool PatternTable::MatchesRest(const Entry& entry,
                               std::string_view text) const {
  const GlobCode code(words_.data() + entry.code);
  const char* own = code.elements().data();
  if (code.mask() == nullptr) {
    // The two commonest forms need no scan.
    if (code.form() == GlobCode::Form::kLiteral) {
      return text == code.elements();
    }
    if (code.form() == GlobCode::Form::kHeadTail) {
      return std::memcmp(own, text.data(), code.head_size()) == 0 &&
             std::memcmp(own + code.head_size(),
                         text.data() + text.size() - code.tail_size(),
                         code.tail_size()) == 0;
    }
  }
  GlobText glob_text(text);
  return code.Matches<LetterCase::kExact>(glob_text);
}

}  // namespace iameval::internal
