#include "automata/chunk.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

std::string_view View(const ChunkText& text) {
  return {text.data(), text.size()};
}

std::string_view Literal(const Chunk& chunk) {
  return {chunk.bytes, chunk.size};
}

// Both characters and chunk bytes are single bytes, and the chunk fits.
template <LetterCase kCase>
bool EqualUnderMask(const char* text, const Chunk& chunk) {
  std::size_t i = 0;
  for (; i + ByteLanes::kSize <= chunk.size; i += ByteLanes::kSize) {
    const std::uint32_t equal = TextLanes<kCase>(text + i)
                                    .Equal(ByteLanes::Load(chunk.bytes + i))
                                    .Mask();
    const std::uint32_t literal = ByteLanes::Load(chunk.mask + i).Mask();
    if ((literal & ~equal) != 0) return false;
  }
  for (; i < chunk.size; ++i) {
    if (chunk.mask[i] != 0 && TextByte<kCase>(text[i]) != chunk.bytes[i]) {
      return false;
    }
  }
  return true;
}

// A chunk with `?` at one place of a text with longer characters.
template <LetterCase kCase>
std::size_t WalkChunkAt(std::string_view text, std::size_t at,
                        const Chunk& chunk) {
  for (std::size_t i = 0; i < chunk.size; ++i) {
    if (at == text.size()) return kNoMatch;
    if (chunk.mask[i] == 0) {
      at = NextCharacter(text, at);
    } else if (TextByte<kCase>(text[at]) == chunk.bytes[i]) {
      ++at;
    } else {
      return kNoMatch;
    }
  }
  return at;
}

// Which of the sixteen places from `text` on have the chunk.
template <LetterCase kCase>
std::uint32_t PlacesOf(const char* text, const Chunk& chunk) {
  std::uint32_t places = ByteLanes::kAll;
  for (std::size_t i = 0; i < chunk.size; ++i) {
    if (chunk.mask[i] == 0) continue;
    places &= TextLanes<kCase>(text + i)
                  .Equal(ByteLanes::Fill(chunk.bytes[i]))
                  .Mask();
    if (places == 0) break;
  }
  return places;
}

// A chunk with `?` in a text of single-byte characters: sixteen places side by
// side, byte of the chunk after byte of the chunk.
template <LetterCase kCase>
std::size_t FindInAscii(std::string_view text, std::size_t from,
                        const Chunk& chunk) {
  if (text.size() - from < chunk.size) return kNoMatch;
  const std::size_t last = text.size() - chunk.size;
  std::size_t at = from;
  while (at <= last && last - at + 1 >= ByteLanes::kSize) {
    const std::uint32_t places = PlacesOf<kCase>(text.data() + at, chunk);
    if (places != 0) {
      return at + static_cast<std::size_t>(std::countr_zero(places)) +
             chunk.size;
    }
    at += ByteLanes::kSize;
  }
  for (; at <= last; ++at) {
    if (EqualUnderMask<kCase>(text.data() + at, chunk)) return at + chunk.size;
  }
  return kNoMatch;
}

// Shift-And (R. Baeza-Yates and G. Gonnet, "A new approach to text searching",
// CACM 35 (1992)): bit i of the state says that the chunk's first i + 1
// elements match what was read last. A `?` that was entered holds its bit
// while continuation bytes follow. The masks are made from the chunk as the
// text is read, sixteen elements at a time: a table of them would be larger
// than what it saves on texts this short.
class ShiftAnd {
 public:
  static constexpr std::size_t kMaxWords = 1024;
  static constexpr std::size_t kMaxSize = kMaxWords * 64;

  explicit ShiftAnd(const Chunk& chunk)
      : chunk_(chunk), words_((chunk.size + 63) / 64) {
    for (std::size_t w = 0; w < words_; ++w) {
      state_[w] = 0;
      any_[w] = ~Gather(w, chunk.mask, static_cast<char>(-1));
    }
  }

  void Read(char byte, bool continuation) {
    const std::size_t reach = std::min(active_ + 1, words_);
    std::size_t active = 0;
    for (std::size_t w = reach; w-- > 0;) {
      const std::uint64_t moving =
          continuation ? state_[w] & ~any_[w] : state_[w];
      const std::uint64_t before = w == 0 ? 0 : state_[w - 1];
      const std::uint64_t moving_before =
          w > 0 && continuation ? before & ~any_[w - 1] : before;
      const std::uint64_t carry = w == 0 ? 1 : moving_before >> 63;
      const std::uint64_t held = continuation ? state_[w] & any_[w] : 0;
      const std::uint64_t entered =
          (moving << 1 | carry) & (Gather(w, chunk_.bytes, byte) | any_[w]);
      state_[w] = entered | held;
      if (state_[w] != 0 && active == 0) active = w + 1;
    }
    active_ = active;
  }

  // The whole chunk ends here, if no continuation byte follows a final `?`.
  [[nodiscard]] bool complete() const {
    return (state_[words_ - 1] >> ((chunk_.size - 1) % 64) & 1) != 0;
  }

 private:
  // Bit i: element 64 * w + i of `bytes` is `byte`; past the end always 0.
  [[nodiscard]] std::uint64_t Gather(std::size_t w, const char* bytes,
                                     char byte) const {
    const std::size_t begin = 64 * w;
    const std::size_t count = std::min<std::size_t>(64, chunk_.size - begin);
    std::uint64_t bits = 0;
    std::size_t i = 0;
    for (; i + ByteLanes::kSize <= count; i += ByteLanes::kSize) {
      const ByteLanes lanes = ByteLanes::Load(bytes + begin + i);
      bits |= std::uint64_t{lanes.Equal(ByteLanes::Fill(byte)).Mask()} << i;
    }
    for (; i < count; ++i) {
      bits |= std::uint64_t{bytes[begin + i] == byte} << i;
    }
    return bits;
  }

  const Chunk& chunk_;
  std::size_t words_;
  std::size_t active_ = 0;  // words from here on are 0
  std::uint64_t state_[kMaxWords];
  std::uint64_t any_[kMaxWords];
};

// The end of the first match that begins at `from` or later; if `at_end`, only
// one that ends where the text ends.
template <LetterCase kCase>
std::size_t FindByShiftAnd(std::string_view text, std::size_t from,
                           const Chunk& chunk, bool at_end) {
  ShiftAnd automaton(chunk);
  const bool any_last = chunk.mask[chunk.size - 1] == 0;
  for (std::size_t i = from; i < text.size(); ++i) {
    automaton.Read(TextByte<kCase>(text[i]), IsContinuation(text[i]));
    if (!automaton.complete()) continue;
    const std::size_t end = i + 1;
    if (end == text.size()) return end;
    if (!at_end && !(any_last && IsContinuation(text[end]))) return end;
  }
  return kNoMatch;
}

// Place by place. Chunks this long do not occur in policies, whose documents
// are smaller.
template <LetterCase kCase>
std::size_t FindPlaceByPlace(std::string_view text, std::size_t from,
                             const Chunk& chunk, bool at_end) {
  for (std::size_t at = from; text.size() - at >= chunk.size; ++at) {
    const std::size_t end = WalkChunkAt<kCase>(text, at, chunk);
    if (end != kNoMatch && (!at_end || end == text.size())) return end;
  }
  return kNoMatch;
}

template <LetterCase kCase>
std::size_t FindAmongLongCharacters(std::string_view text, std::size_t from,
                                    const Chunk& chunk, bool at_end) {
  if (text.size() - from < chunk.size) return kNoMatch;
  return chunk.size <= ShiftAnd::kMaxSize
             ? FindByShiftAnd<kCase>(text, from, chunk, at_end)
             : FindPlaceByPlace<kCase>(text, from, chunk, at_end);
}

}  // namespace

template <LetterCase kCase>
std::size_t MatchChunkAt(ChunkText& text, std::size_t at, const Chunk& chunk) {
  if (text.size() - at < chunk.size) return kNoMatch;
  const char* const here = text.data() + at;
  if (chunk.mask == nullptr) {
    return EqualBytes<kCase>(here, chunk.bytes, chunk.size) ? at + chunk.size
                                                            : kNoMatch;
  }
  if (text.is_ascii()) {
    return EqualUnderMask<kCase>(here, chunk) ? at + chunk.size : kNoMatch;
  }
  return WalkChunkAt<kCase>(View(text), at, chunk);
}

template <LetterCase kCase>
std::size_t FindChunk(ChunkText& text, std::size_t from, const Chunk& chunk) {
  if (chunk.mask == nullptr) {
    const std::size_t at = FindLiteral<kCase>(View(text), from, Literal(chunk));
    return at == kNoMatch ? kNoMatch : at + chunk.size;
  }
  return text.is_ascii()
             ? FindInAscii<kCase>(View(text), from, chunk)
             : FindAmongLongCharacters<kCase>(View(text), from, chunk, false);
}

template <LetterCase kCase>
bool MatchChunkAtEnd(ChunkText& text, std::size_t from, const Chunk& chunk) {
  if (chunk.size == 0) return true;
  if (text.size() - from < chunk.size) return false;
  const std::size_t at = text.size() - chunk.size;
  // If the last bytes are one character each, the chunk can only stand there.
  if (chunk.mask == nullptr) {
    return EqualBytes<kCase>(text.data() + at, chunk.bytes, chunk.size);
  }
  if (IsAsciiText(text.data() + at, chunk.size)) {
    return EqualUnderMask<kCase>(text.data() + at, chunk);
  }
  return FindAmongLongCharacters<kCase>(View(text), from, chunk, true) !=
         kNoMatch;
}

template std::size_t MatchChunkAt<LetterCase::kExact>(ChunkText&, std::size_t,
                                                      const Chunk&);
template std::size_t MatchChunkAt<LetterCase::kFold>(ChunkText&, std::size_t,
                                                     const Chunk&);
template std::size_t FindChunk<LetterCase::kExact>(ChunkText&, std::size_t,
                                                   const Chunk&);
template std::size_t FindChunk<LetterCase::kFold>(ChunkText&, std::size_t,
                                                  const Chunk&);
template bool MatchChunkAtEnd<LetterCase::kExact>(ChunkText&, std::size_t,
                                                  const Chunk&);
template bool MatchChunkAtEnd<LetterCase::kFold>(ChunkText&, std::size_t,
                                                 const Chunk&);

}  // namespace iameval::internal
