#ifndef IAMEVAL_LIB_AUTOMATA_CHUNK_H_
#define IAMEVAL_LIB_AUTOMATA_CHUNK_H_

#include <cstddef>
#include <string_view>

#include "base/byte_lanes.h"

// The parts of a glob between its stars, and how they are found in a text.
//
// A glob H*C1*...*Cn*T matches a text iff H stands at its start, T at its end,
// and between them each C can be found after the one before it. Taking the
// leftmost place for each is enough, so nothing is ever tried twice and no
// automaton is needed: the cost is linear in the text.
//
// A character is a byte and the continuation bytes (0x80-0xBF) after it; on
// UTF-8 that is a code point, and any other text has a meaning too.

namespace iameval::internal {

// Literal bytes and `?`. Views somebody else's memory.
struct Chunk {
  const char* bytes = nullptr;  // 0 where a `?` stands
  const char* mask = nullptr;   // 0 at a `?`, else -1; null: there is no `?`
  std::size_t size = 0;
};

// A text, and what was learned about it in the course of one match.
class ChunkText {
 public:
  explicit ChunkText(std::string_view text) : text_(text) {}

  [[nodiscard]] const char* data() const { return text_.data(); }
  [[nodiscard]] std::size_t size() const { return text_.size(); }
  // Whether every character is one byte. Looked up once, when first needed.
  bool is_ascii() {
    if (ascii_ == Answer::kUnknown) {
      ascii_ = IsAsciiText(data(), size()) ? Answer::kYes : Answer::kNo;
    }
    return ascii_ == Answer::kYes;
  }

 private:
  enum class Answer : char { kUnknown, kNo, kYes };
  std::string_view text_;
  Answer ascii_ = Answer::kUnknown;
};

constexpr std::size_t kNoMatch = std::string_view::npos;

// The end of the character that begins at `at` (< text.size()).
inline std::size_t NextCharacter(std::string_view text, std::size_t at) {
  do {
    ++at;
  } while (at < text.size() && IsContinuation(text[at]));
  return at;
}

// Where the chunk ends if it stands at `at`; else kNoMatch.
template <LetterCase kCase>
std::size_t MatchChunkAt(ChunkText& text, std::size_t at, const Chunk& chunk);

// Where the first chunk at or after `from` ends; kNoMatch if there is none.
template <LetterCase kCase>
std::size_t FindChunk(ChunkText& text, std::size_t from, const Chunk& chunk);

// Whether the text from `from` on ends with the chunk.
template <LetterCase kCase>
bool MatchChunkAtEnd(ChunkText& text, std::size_t from, const Chunk& chunk);

// Where the first `literal` at or after `from` begins; kNoMatch if there is
// none. Linear in the text for every literal.
template <LetterCase kCase>
std::size_t FindLiteral(std::string_view text, std::size_t from,
                        std::string_view literal);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_AUTOMATA_CHUNK_H_
