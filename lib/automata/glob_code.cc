#include "automata/glob_code.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "automata/byte_lanes.h"
#include "automata/chunk.h"
#include "automata/glob_pattern.h"

namespace iameval::internal {
namespace {

using Kind = GlobPattern::Kind;
using Form = GlobCode::Form;

// Reads a part table and the elements that go with it.
class PartReader {
 public:
  PartReader(const std::uint32_t* table, const char* elements, const char* mask)
      : table_(table), elements_(elements), mask_(mask) {}

  std::uint32_t ReadCount() { return *table_++; }
  Chunk ReadPart() {
    const std::uint32_t entry = *table_++;
    const std::size_t size = entry & ~GlobCode::kAnyChar;
    const bool any_char = (entry & GlobCode::kAnyChar) != 0;
    const Chunk part{elements_, any_char ? mask_ : nullptr, size};
    Skip(size);
    return part;
  }
  // Over elements that belong to no part: a colon between fields.
  void Skip(std::size_t size) {
    elements_ += size;
    if (mask_ != nullptr) mask_ += size;
  }

 private:
  const std::uint32_t* table_;
  const char* elements_;
  const char* mask_;
};

template <LetterCase kCase>
bool MatchesParts(ChunkText& text, PartReader& parts) {
  const std::uint32_t count = parts.ReadCount();
  std::size_t at = MatchChunkAt<kCase>(text, 0, parts.ReadPart());
  if (count == 1) return at == text.size();
  for (std::uint32_t i = 1; i + 1 < count && at != kNoMatch; ++i) {
    at = FindChunk<kCase>(text, at, parts.ReadPart());
  }
  return at != kNoMatch && MatchChunkAtEnd<kCase>(text, at, parts.ReadPart());
}

// The elements of a pattern and the table of its parts.
struct Elements {
  std::string bytes;
  std::string mask;
  std::vector<std::uint32_t> table;
  std::uint32_t first_part = 0;  // sizes, for the header
  std::uint32_t last_part = 0;
  std::uint32_t part_count = 0;
  bool any_char = false;

  void AddField(const GlobPattern& pattern) {
    const std::size_t count_at = table.size();
    table.push_back(1);
    table.push_back(0);
    for (const GlobPattern::Token& token : pattern.tokens()) {
      switch (token.kind) {
        case Kind::kLiteral:
          bytes.append(pattern.text(token));
          mask.append(token.size, static_cast<char>(-1));
          table.back() += token.size;
          break;
        case Kind::kAnyChar:
          bytes.append(token.size, '\0');
          mask.append(token.size, '\0');
          table.back() = (table.back() + token.size) | GlobCode::kAnyChar;
          any_char = true;
          break;
        case Kind::kAnyRun:
        case Kind::kHole:
          ++table[count_at];
          table.push_back(0);
          break;
      }
    }
    part_count = table[count_at];
    first_part = table[count_at + 1];
    last_part = table.back();
  }
};

Form FormOf(const Elements& elements) {
  if (elements.any_char) return Form::kParts;
  switch (elements.part_count) {
    case 1:
      return Form::kLiteral;
    case 2:
      return Form::kHeadTail;
    case 3:
      return Form::kHeadInnerTail;
    default:
      return Form::kParts;
  }
}

void AppendBytes(std::string_view bytes, std::vector<std::uint32_t>& words) {
  const std::size_t at = words.size();
  words.resize(at + (bytes.size() + 3) / 4, 0);
  if (!bytes.empty()) {
    std::memcpy(words.data() + at, bytes.data(), bytes.size());
  }
}

}  // namespace

void GlobCode::Append(const GlobPattern& pattern, Splitting splitting,
                      std::vector<std::uint32_t>& words) {
  Elements elements;
  Form form = Form::kFields;
  if (splitting == Splitting::kWhole) {
    elements.AddField(pattern);
    form = FormOf(elements);
  } else {
    const std::vector<GlobPattern> fields = pattern.SplitSixFields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i > 0) {
        elements.bytes += ':';
        elements.mask += static_cast<char>(-1);
      }
      elements.AddField(fields[i]);
    }
    if (fields.empty()) form = Form::kNever;
  }
  words.push_back(static_cast<std::uint32_t>(form) |
                  (elements.any_char ? kHasMask : 0) |
                  ((elements.last_part & kAnyChar) != 0 ? kAnyCharInTail : 0));
  words.push_back(static_cast<std::uint32_t>(elements.bytes.size()));
  words.push_back(elements.first_part & ~kAnyChar);
  words.push_back(elements.last_part & ~kAnyChar);
  if (form >= Form::kParts) {
    words.push_back(5 + static_cast<std::uint32_t>(elements.table.size()));
    words.insert(words.end(), elements.table.begin(), elements.table.end());
  }
  AppendBytes(elements.bytes, words);
  if (elements.any_char) AppendBytes(elements.mask, words);
}

template <LetterCase kCase>
bool GlobCode::MatchesFields(GlobText& text) const {
  const auto* const fields = text.fields();
  if (fields == nullptr) return false;
  PartReader parts(words_ + 5, elements().data(), mask());
  for (std::size_t i = 0; i < fields->size(); ++i) {
    if (i > 0) parts.Skip(1);
    ChunkText field((*fields)[i]);
    if (!MatchesParts<kCase>(field, parts)) return false;
  }
  return true;
}

template <LetterCase kCase>
bool GlobCode::Matches(GlobText& text, std::size_t known,
                       std::size_t inner_at) const {
  const std::string_view whole = text.view();
  const char* const t = whole.data();
  const std::size_t n = whole.size();
  const std::string_view e = elements();
  if (n < e.size()) return false;  // each element takes a byte at least
  switch (form()) {
    case Form::kNever:
      return false;
    case Form::kLiteral:
      return n == e.size() &&
             EqualBytes<kCase>(t + known, e.data() + known, n - known);
    case Form::kHeadTail: {
      const std::size_t tail = tail_size();
      return EqualBytes<kCase>(t + known, e.data() + known,
                               head_size() - known) &&
             EqualBytes<kCase>(t + n - tail, e.data() + e.size() - tail, tail);
    }
    case Form::kHeadInnerTail: {
      const std::size_t head = head_size();
      const std::size_t tail = tail_size();
      if (!EqualBytes<kCase>(t + known, e.data() + known, head - known) ||
          !EqualBytes<kCase>(t + n - tail, e.data() + e.size() - tail, tail)) {
        return false;
      }
      const std::string_view inner = e.substr(head, e.size() - head - tail);
      if (inner_at != kNoMatch && inner_at >= head &&
          inner_at <= n - tail - inner.size() &&
          EqualBytes<kCase>(t + inner_at, inner.data(), inner.size())) {
        return true;
      }
      return FindLiteral<kCase>(whole.substr(0, n - tail), head, inner) !=
             kNoMatch;
    }
    case Form::kParts: {
      // Most texts that do not match are found out by their end.
      const std::size_t tail = tail_size();
      if ((words_[0] & kAnyCharInTail) == 0 &&
          !EqualBytes<kCase>(t + n - tail, e.data() + e.size() - tail, tail)) {
        return false;
      }
      PartReader parts(words_ + 5, e.data(), mask());
      return MatchesParts<kCase>(text.whole(), parts);
    }
    case Form::kFields:
      return MatchesFields<kCase>(text);
  }
  return false;
}

template bool GlobCode::Matches<LetterCase::kExact>(GlobText&, std::size_t,
                                                    std::size_t) const;
template bool GlobCode::Matches<LetterCase::kFold>(GlobText&, std::size_t,
                                                   std::size_t) const;

GlobPattern GlobCode::Decompile() const {
  GlobPattern pattern;
  const std::string_view e = elements();
  const std::array<std::uint32_t, 4> three_parts = {
      3, static_cast<std::uint32_t>(head_size()),
      static_cast<std::uint32_t>(size() - head_size() - tail_size()),
      static_cast<std::uint32_t>(tail_size())};
  const std::array<std::uint32_t, 3> two_parts = {2, three_parts[1],
                                                  three_parts[3]};
  const std::array<std::uint32_t, 2> one_part = {1, three_parts[1]};
  const std::uint32_t* table = words_ + 5;
  if (form() == Form::kNever || form() == Form::kLiteral) {
    table = one_part.data();
  } else if (form() == Form::kHeadTail) {
    table = two_parts.data();
  } else if (form() == Form::kHeadInnerTail) {
    table = three_parts.data();
  }
  PartReader parts(table, e.data(), mask());
  const int field_count = form() == Form::kFields ? 6 : 1;
  for (int field = 0; field < field_count; ++field) {
    if (field > 0) {
      parts.Skip(1);
      pattern.AppendLiteral(":");
    }
    const std::uint32_t count = parts.ReadCount();
    for (std::uint32_t i = 0; i < count; ++i) {
      if (i > 0) pattern.AppendAnyRun();
      const Chunk part = parts.ReadPart();
      for (std::size_t j = 0; j < part.size; ++j) {
        if (part.mask != nullptr && part.mask[j] == 0) {
          pattern.AppendAnyChar();
        } else {
          pattern.AppendLiteral({part.bytes + j, 1});
        }
      }
    }
  }
  return pattern;
}

}  // namespace iameval::internal
