#include "program/field_shapes.h"

#include <bit>
#include <cstdint>
#include <string_view>

#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

// Calls f with the place of each colon.
template <typename F>
void ForEachColon(std::string_view text, const F& f) {
  constexpr std::size_t kLanes = ByteLanes::kSize;
  const auto look = [&](const char* p, std::size_t at, std::size_t skip) {
    std::uint32_t left =
        ByteLanes::Load(p).Equal(ByteLanes::Fill(':')).Mask() >> skip;
    for (; left != 0; left &= left - 1) {
      f(at + static_cast<std::size_t>(std::countr_zero(left)));
    }
  };
  std::size_t at = 0;
  for (; at + kLanes <= text.size(); at += kLanes) {
    look(text.data() + at, at, 0);
  }
  if (at == text.size()) return;
  if (text.size() >= kLanes) {  // the last lanes, of which some were seen
    look(text.data() + text.size() - kLanes, at, at + kLanes - text.size());
    return;
  }
  char few[kLanes] = {};
  text.copy(few, text.size());
  look(few, at, 0);
}

void AddLiteral(std::size_t size, FieldShape& shape) {
  shape.literal += size;
  shape.tail += size;
}

}  // namespace

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
    const std::string_view text = pattern.text(token);
    std::size_t from = 0;  // where the field's text begins
    ForEachColon(text, [&](std::size_t colon) {
      ++shapes.colons;
      if (field == 5) return;
      AddLiteral(colon - from, *shape);
      from = colon + 1;
      shape = &shapes.fields[++field];
    });
    AddLiteral(text.size() - from, *shape);
  }
  return field == 5;
}

}  // namespace iameval::internal
