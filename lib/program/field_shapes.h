#ifndef IAMEVAL_LIB_PROGRAM_FIELD_SHAPES_H_
#define IAMEVAL_LIB_PROGRAM_FIELD_SHAPES_H_

#include <array>
#include <cstddef>

#include "automata/glob_pattern.h"

namespace iameval::internal {

// One of the six fields of an ARN pattern.
struct FieldShape {
  std::size_t literal = 0;  // bytes
  std::size_t stars = 0;
  std::size_t head = 0;  // literal bytes before the first star
  std::size_t tail = 0;  // literal bytes after the last star

  [[nodiscard]] bool is_literal() const { return stars == 0; }
  [[nodiscard]] bool is_any() const { return stars == 1 && literal == 0; }
};

// The fields of an ARN pattern. A text with as many colons as stand in the
// pattern can only match it colon by colon, although a star may run across
// colons (S-2.10).
struct FieldShapes {
  std::array<FieldShape, 6> fields;
  std::size_t colons = 0;  // literal ones
};

// False for a pattern with fewer than five literal colons, a `?` or a hole.
[[nodiscard]] bool FindShapes(const GlobPattern& pattern, FieldShapes& shapes);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_FIELD_SHAPES_H_
