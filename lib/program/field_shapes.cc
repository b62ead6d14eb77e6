#include "program/field_shapes.h"

namespace iameval::internal {

bool FindShapes(const GlobPattern& pattern, FieldShapes& shapes) {
  std::size_t field = 0;
  for (const GlobPattern::Token& token : pattern.tokens()) {
    FieldShape* shape = &shapes.fields[field];
    if (token.kind == GlobPattern::Kind::kAnyRun) {
      if (shape->stars++ == 0) shape->head = shape->literal;
      shape->tail = 0;
      continue;
    }
    if (token.kind != GlobPattern::Kind::kLiteral) return false;
    for (const char c : pattern.text(token)) {
      shapes.colons += c == ':' ? 1 : 0;
      if (c == ':' && field < 5) {
        shape = &shapes.fields[++field];
      } else {
        ++shape->literal;
        ++shape->tail;
      }
    }
  }
  return field == 5;
}

}  // namespace iameval::internal
