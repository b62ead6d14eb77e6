#include "program/pattern_table.h"

#include <array>
#include <bit>
#include <cstddef>
#include <limits>

#include "automata/chunk.h"
#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

bool FitsInByte(std::size_t size) {
  return size <= std::numeric_limits<std::uint8_t>::max();
}

bool IsField(std::string_view field, const char* own, std::size_t size) {
  return field.size() == size &&
         EqualBytes<LetterCase::kExact>(field.data(), own, size);
}

}  // namespace

PatternId PatternTable::Add(const GlobPattern& pattern,
                            const FieldShapes& shapes) {
  Entry entry;
  entry.code = static_cast<std::uint32_t>(words_.size());
  GlobCode::Append(pattern, splitting_, words_);
  const GlobCode code(words_.data() + entry.code);
  // Every element is at least one byte of text.
  entry.smallest = static_cast<std::uint32_t>(code.size());
  entry.head = static_cast<std::uint32_t>(code.literal_head_size());
  if (pattern.is_match_all()) entry.flags |= kMatchAll;
  if (entry.head >= 8) {
    std::memcpy(&entry.head_end, code.elements().data() + entry.head - 8, 8);
  }
  // With five colons in its head, that says nearly all.
  if (shapes.kind == FieldShapes::Kind::kSplit) SetFields(shapes, entry);
  entries_.push_back(entry);
  return static_cast<PatternId>(entries_.size() - 1);
}

void PatternTable::SetFields(const FieldShapes& shapes, Entry& entry) {
  constexpr std::size_t kMostBytes = std::numeric_limits<std::uint16_t>::max();
  const FieldShape& sixth = shapes.fields[5];
  if (shapes.literal.text.size() > kMostBytes ||
      !shapes.fields[0].is_literal() ||
      !FitsInByte(shapes.literal.colon_count) || !FitsInByte(sixth.stars)) {
    return;
  }
  unsigned any = 0;
  for (std::size_t i = 0; i < entry.fields.size(); ++i) {
    const FieldShape& shape = shapes.fields[i + 1];
    if (shape.is_any()) {
      any |= kAnyPartition << i;
    } else if (!shape.is_literal() || !FitsInByte(shape.literal)) {
      return;
    }
    entry.fields[i] = static_cast<std::uint8_t>(shape.literal);
  }
  if (any == 0) return;  // the literal head says nearly all
  entry.flags |= static_cast<std::uint8_t>(
      kByField | any | (sixth.stars > 0 ? kStarInSixth : 0u));
  entry.colons = static_cast<std::uint8_t>(shapes.literal.colon_count);
  entry.inner =
      static_cast<std::uint8_t>(sixth.stars > 1 ? sixth.stars - 1 : 0);
  entry.sixth_head = static_cast<std::uint16_t>(
      sixth.stars > 0 ? sixth.head : sixth.literal);
  entry.sixth_tail =
      static_cast<std::uint16_t>(sixth.stars > 0 ? sixth.tail : 0);
}

bool PatternTable::MatchesFromHead(const Entry& entry, const ArnText& arn,
                                   const char*& own) {
  // The head has three colons, or four with a literal region, so that it ends
  // where the text's does or differs.
  if (entry.head > arn.text.size()) return false;
  if (entry.head >= 8) {
    std::uint64_t word;
    std::memcpy(&word, arn.text.data() + entry.head - 8, 8);
    if (word != entry.head_end) return false;
  }
  if (!EqualBytes<LetterCase::kExact>(arn.text.data(), own, entry.head)) {
    return false;
  }
  own += entry.head;
  if ((entry.flags & kAnyRegion) != 0) {
    ++own;  // the colon before the account
    if ((entry.flags & kAnyAccount) == 0) {
      if (!IsField(arn.field(4), own, entry.fields[3])) return false;
      own += entry.fields[3];
    }
  }
  return true;
}

bool PatternTable::MatchesFields(const Entry& entry, const ArnText& arn,
                                 const char*& own) {
  const std::size_t first = arn.colons[0] + 1;  // with its colon
  if (entry.head < first ||
      !EqualBytes<LetterCase::kExact>(arn.text.data(), own, first)) {
    return false;
  }
  own += first;
  for (std::size_t i = 0; i < entry.fields.size(); ++i) {
    if (i > 0) ++own;  // a colon
    if ((entry.flags & (kAnyPartition << i)) != 0) continue;
    if (!IsField(arn.field(i + 1), own, entry.fields[i])) return false;
    own += entry.fields[i];
  }
  return true;
}

bool PatternTable::MatchesByField(const Entry& entry,
                                  const ArnText& arn) const {
  const std::size_t sixth_at = arn.colons[4] + 1;
  const std::size_t sixth_size = arn.text.size() - sixth_at;
  const std::size_t wanted =
      std::size_t{entry.sixth_head} + std::size_t{entry.sixth_tail};
  if ((entry.flags & kStarInSixth) != 0 ? sixth_size < wanted
                                        : sixth_size != wanted) {
    return false;
  }
  const std::string_view elements =
      GlobCode(words_.data() + entry.code).elements();
  const char* own = elements.data();
  const bool from_head = (entry.flags & (kAnyPartition | kAnyService)) == 0;
  if (from_head ? !MatchesFromHead(entry, arn, own)
                : !MatchesFields(entry, arn, own)) {
    return false;
  }
  ++own;  // the colon before the sixth field
  const char* const sixth = arn.text.data() + sixth_at;
  if (!EqualBytes<LetterCase::kExact>(sixth, own, entry.sixth_head) ||
      !EqualBytes<LetterCase::kExact>(
          sixth + sixth_size - entry.sixth_tail,
          elements.data() + elements.size() - entry.sixth_tail,
          entry.sixth_tail)) {
    return false;
  }
  return entry.inner == 0 ||
         MatchesInner(entry, own + entry.sixth_head,
                      {sixth + entry.sixth_head, sixth_size - wanted});
}

bool PatternTable::MatchesInner(const Entry& entry, const char* own,
                                std::string_view text) const {
  const GlobCode code(words_.data() + entry.code);
  // With two stars in the sixth field and one before there is a table of the
  // parts between stars. Before these stand one for each star in the other
  // fields and the one that begins the sixth.
  const unsigned any = entry.flags / kAnyPartition;  // a bit for each
  std::size_t part = 1 + static_cast<std::size_t>(std::popcount(any));
  // With six fields each of the others has a count and a first part as well.
  if (splitting_ == Splitting::kSixFields) part += 10;
  std::size_t from = 0;
  for (std::size_t i = 0; i < entry.inner; ++i, ++part) {
    const std::size_t size = code.part_size(part);
    // The leftmost place is best, as stars follow.
    const std::size_t place =
        FindLiteral<LetterCase::kExact>(text, from, {own, size});
    if (place == kNoMatch) return false;
    from = place + size;
    own += size;
  }
  return true;
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
      return text.starts_with(std::string_view(own, code.head_size())) &&
             text.ends_with(
                 std::string_view(own + code.head_size(), code.tail_size()));
    }
  }
  GlobText glob_text(text);
  return code.Matches<LetterCase::kExact>(glob_text);
}

}  // namespace iameval::internal
