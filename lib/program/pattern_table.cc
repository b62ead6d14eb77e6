#include "program/pattern_table.h"

#include <algorithm>
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
  if (splitting_ == Splitting::kWhole) FindFields(pattern, entry);
  entries_.push_back(entry);
  return static_cast<PatternId>(entries_.size() - 1);
}

void PatternTable::FindFields(const GlobPattern& pattern, Entry& entry) {
  const std::vector<GlobPattern> fields = pattern.SplitSixFields();
  const std::string_view literal = pattern.literal();
  if (fields.size() != 6 || pattern.hole_count() > 0 ||
      literal.size() > std::numeric_limits<std::uint16_t>::max() ||
      std::count(literal.begin(), literal.end(), ':') != 5) {
    return;
  }
  const GlobPattern& region = fields[3];
  const GlobPattern& account = fields[4];
  entry.any_region = region.is_match_all();
  entry.any_account = account.is_match_all();
  const bool plain_middle = (entry.any_region || region.is_literal()) &&
                            (entry.any_account || account.is_literal()) &&
                            (entry.any_region || entry.any_account);
  if (!plain_middle || !fields[0].is_literal() || !fields[1].is_literal() ||
      !fields[2].is_literal()) {
    return;
  }
  std::size_t stars = 0;
  for (const GlobPattern::Token& token : fields[5].tokens()) {
    if (token.kind == GlobPattern::Kind::kAnyChar) return;
    stars += token.kind == GlobPattern::Kind::kAnyRun ? 1 : 0;
  }
  if (stars > 1) return;
  entry.by_field = true;
  entry.tail_star = stars == 1;
  if (!entry.any_account) {
    entry.account = static_cast<std::uint16_t>(account.literal().size());
  }
  entry.sixth_head =
      static_cast<std::uint16_t>(fields[5].literal_prefix().size());
  if (entry.tail_star) {
    entry.sixth_tail =
        static_cast<std::uint16_t>(fields[5].literal_suffix().size());
  }
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
