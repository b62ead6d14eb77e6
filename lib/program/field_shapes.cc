#include "program/field_shapes.h"

#include <cstddef>
#include <cstdint>

namespace iameval::internal {

FieldShapes::FieldShapes(const GlobPattern& pattern) {
  ScanArn(pattern.literal(), literal);
  if (literal.colon_count < literal.colons.size()) return;
  if (literal.colons.back() < pattern.literal_prefix().size()) {
    kind = Kind::kHead;
    return;
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto size = static_cast<std::uint32_t>(literal.field(i).size());
    fields[i].literal = fields[i].tail = size;
  }
  std::uint32_t at = 0;  // in the literal text
  for (const GlobPattern::Token& token : pattern.tokens()) {
    if (token.kind == GlobPattern::Kind::kLiteral) {
      at += token.size;
      continue;
    }
    if (token.kind != GlobPattern::Kind::kAnyRun) return;
    std::size_t field = 0;
    for (const std::uint32_t colon : literal.colons) {
      field += colon < at ? 1 : 0;
    }
    const std::uint32_t begin = field == 0 ? 0 : literal.colons[field - 1] + 1;
    FieldShape& shape = fields[field];
    if (shape.stars++ == 0) shape.head = at - begin;
    shape.tail = begin + shape.literal - at;
  }
  kind = Kind::kSplit;
}

}  // namespace iameval::internal
