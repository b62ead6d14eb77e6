#ifndef IAMEVAL_LIB_PROGRAM_FIELD_SHAPES_H_
#define IAMEVAL_LIB_PROGRAM_FIELD_SHAPES_H_

#include <array>
#include <cstdint>

#include "automata/glob_pattern.h"
#include "program/arn_text.h"

namespace iameval::internal {

// One of the six fields of an ARN pattern.
struct FieldShape {
  std::uint32_t literal = 0;  // bytes
  std::uint32_t stars = 0;
  std::uint32_t head = 0;  // literal bytes before the first star
  std::uint32_t tail = 0;  // literal bytes after the last star

  [[nodiscard]] bool is_literal() const { return stars == 0; }
  [[nodiscard]] bool is_any() const { return stars == 1 && literal == 0; }
};

// The fields of an ARN pattern. A text with as many colons as stand in the
// pattern can only match it colon by colon, although a star may run across
// colons (S-2.10).
struct FieldShapes {
  // Views the pattern's text. Linear in it.
  explicit FieldShapes(const GlobPattern& pattern);

  enum class Kind {
    kNone,   // fewer than five literal colons, or neither of these
    kHead,   // five colons before the first wildcard or hole
    kSplit,  // literals and stars only, a star before the fifth colon
  };
  Kind kind = Kind::kNone;
  ArnText literal;  // all literal text; its colons are the pattern's
  std::array<FieldShape, 6> fields;  // with kSplit
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_FIELD_SHAPES_H_
