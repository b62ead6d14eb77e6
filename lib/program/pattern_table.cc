#include "program/pattern_table.h"

#include <array>
#include <cstddef>
#include <limits>

#include "automata/byte_lanes.h"

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
  FindFields(pattern, entry);
  entries_.push_back(entry);
  return static_cast<PatternId>(entries_.size() - 1);
}

namespace {

// One of six fields.
struct FieldShape {
  std::size_t literal = 0;  // bytes
  std::size_t stars = 0;
  std::size_t head = 0;  // literal bytes before the first star

  [[nodiscard]] bool is_literal() const { return stars == 0; }
  [[nodiscard]] bool is_any() const { return stars == 1 && literal == 0; }
};

// The fields of a pattern with five colons, all literal, and neither `?` nor
// holes; false for any other.
bool FindShapes(const GlobPattern& pattern, std::array<FieldShape, 6>& fields) {
  std::size_t field = 0;
  for (const GlobPattern::Token& token : pattern.tokens()) {
    if (token.kind == GlobPattern::Kind::kAnyRun) {
      if (fields[field].stars++ == 0)
        fields[field].head = fields[field].literal;
      continue;
    }
    if (token.kind != GlobPattern::Kind::kLiteral) return false;
    for (const char c : pattern.text(token)) {
      if (c != ':') {
        ++fields[field].literal;
      } else if (++field == fields.size()) {
        return false;
      }
    }
  }
  return field == 5;
}

}  // namespace

void PatternTable::FindFields(const GlobPattern& pattern, Entry& entry) {
  std::array<FieldShape, 6> fields;
  if (pattern.literal().size() > std::numeric_limits<std::uint16_t>::max() ||
      !FindShapes(pattern, fields)) {
    return;
  }
  const FieldShape& region = fields[3];
  const FieldShape& account = fields[4];
  const FieldShape& sixth = fields[5];
  entry.any_region = region.is_any();
  entry.any_account = account.is_any();
  const bool plain_middle = (entry.any_region || region.is_literal()) &&
                            (entry.any_account || account.is_literal()) &&
                            (entry.any_region || entry.any_account);
  if (!plain_middle || !fields[0].is_literal() || !fields[1].is_literal() ||
      !fields[2].is_literal() || sixth.stars > 1) {
    return;
  }
  entry.by_field = true;
  entry.tail_star = sixth.stars == 1;
  if (!entry.any_account) {
    entry.account = static_cast<std::uint16_t>(account.literal);
  }
  const std::size_t head = entry.tail_star ? sixth.head : sixth.literal;
  entry.sixth_head = static_cast<std::uint16_t>(head);
  entry.sixth_tail = static_cast<std::uint16_t>(sixth.literal - head);
}

bool PatternTable::MatchesByField(const Entry& entry,
                                  const ArnText& arn) const {
  const std::string_view text = arn.text;
  const std::size_t sixth_at = arn.colons[4] + 1;
  const std::size_t sixth_size = text.size() - sixth_at;
  const std::size_t wanted =
      std::size_t{entry.sixth_head} + std::size_t{entry.sixth_tail};
  if (entry.tail_star ? sixth_size < wanted : sixth_size != wanted) {
    return false;
  }
  // The head has three colons, or four with a literal region, so that it ends
  // where the text's does or differs.
  if (entry.head > text.size()) return false;
  std::uint64_t word;
  if (entry.head >= 8) {
    std::memcpy(&word, text.data() + entry.head - 8, 8);
    if (word != entry.head_end) return false;
  }
  const char* own = GlobCode(words_.data() + entry.code).elements().data();
  if (!EqualBytes<LetterCase::kExact>(text.data(), own, entry.head)) {
    return false;
  }
  own += entry.head;
  if (entry.any_region) {
    ++own;  // the colon before the account
    if (!entry.any_account) {
      const std::string_view account = arn.field(4);
      if (account.size() != entry.account ||
          !EqualBytes<LetterCase::kExact>(account.data(), own,
                                          account.size())) {
        return false;
      }
      own += entry.account;
    }
  }
  ++own;  // the colon before the sixth field
  const char* sixth = text.data() + sixth_at;
  return EqualBytes<LetterCase::kExact>(sixth, own, entry.sixth_head) &&
         EqualBytes<LetterCase::kExact>(sixth + sixth_size - entry.sixth_tail,
                                        own + entry.sixth_head,
                                        entry.sixth_tail);
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
