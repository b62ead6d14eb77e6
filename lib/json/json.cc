#include "json/json.h"

#include <atomic>
#include <cstddef>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/json_text.h"
#include "base/quote.h"
#include "json/pointer.h"

namespace iameval::internal {
std::string_view JsonKindName(JsonKind kind) {
  switch (kind) {
    case JsonKind::kNull:
      return "null";
    case JsonKind::kBoolean:
      return "a boolean";
    case JsonKind::kNumber:
      return "a number";
    case JsonKind::kString:
      return "a string";
    case JsonKind::kArray:
      return "an array";
    case JsonKind::kObject:
      return "an object";
  }
  return "null";
}

std::optional<JsonValue> JsonValue::Find(std::string_view name) const {
  for (const JsonMember member : members()) {
    if (member.name == name) return member.value;
  }
  return std::nullopt;
}

std::string JsonValue::Pointer() const {
  if (node_ == 0) return "";
  const std::vector<JsonTree::Place>& places = tree_->places();
  std::vector<std::size_t> path;  // from this value up, the root left out
  for (std::size_t at = node_; at != 0; at = places[at].parent) {
    path.push_back(at);
  }
  std::string pointer;
  for (std::size_t i = path.size(); i-- > 0;) {
    const JsonTree::Place& place = places[path[i]];
    if (tree_->nodes_[place.parent].kind == JsonKind::kArray) {
      absl::StrAppend(&pointer, "/", place.ordinal);
    } else {
      const JsonValue key(tree_, tree_->NameOf(path[i]));
      AppendPointerToken(key.text(), pointer);
    }
  }
  return pointer;
}

std::string JsonValue::Location() const {
  const LineColumn position = tree_->Position(offset());
  return FormatLocation(Pointer(), position);
}

LineColumn JsonTree::Position(std::size_t offset) const {
  return PositionOf(text_, offset);
}

const std::vector<JsonTree::Place>& JsonTree::Places::Of(
    std::span<const Node> nodes) const {
  if (const auto* const found = places_.load()) return *found;
  auto made = std::make_unique<std::vector<Place>>(nodes.size());
  std::vector<Place>& places = *made;
  for (std::uint32_t parent = 0; parent < nodes.size(); ++parent) {
    const Node& node = nodes[parent];
    if (node.kind != JsonKind::kArray && node.kind != JsonKind::kObject) {
      continue;
    }
    std::uint32_t ordinal = 0;
    for (std::uint32_t at = parent + 1; at != node.end; at = nodes[at].end) {
      places[at] = {parent, ordinal};
      ordinal += nodes[at].is_name ? 0 : 1;
    }
  }
  const std::vector<Place>* expected = nullptr;
  if (places_.compare_exchange_strong(expected, made.get())) {
    return *made.release();
  }
  return *expected;  // of another thread
}

// Never freed: a document may be parsed while the program's statics go.
constinit std::atomic<JsonTree::NodeMemory::Block*>
    JsonTree::NodeMemory::kept_ = nullptr;

JsonTree::NodeMemory::NodeMemory(std::size_t nodes)
    : block_(kept_.exchange(nullptr)) {
  if (block_ == nullptr) block_ = std::make_unique<Block>();
  if (block_->size >= nodes) return;
  block_->nodes.reset(new Node[nodes]);
  block_->size = nodes;
}

JsonTree::NodeMemory::~NodeMemory() {
  constexpr std::size_t kMostKept = std::size_t{1} << 15;
  if (block_ == nullptr || block_->size > kMostKept) return;
  block_.reset(kept_.exchange(block_.release()));
}

std::size_t JsonTree::white_space() const {
  std::size_t tokens = 0;
  for (const Node& node : std::span(nodes_, size())) {
    // Kinds come in no order, so this does not branch on them.
    const std::uint32_t brackets_and_commas =
        2 + node.size - (node.size > 0 ? 1 : 0);
    const std::uint32_t scalar_and_colon =
        node.length + (node.is_name ? 1 : 0);
    tokens += node.kind >= JsonKind::kArray ? brackets_and_commas
                                            : scalar_and_colon;
  }
  return text_.size() - tokens;
}

// A pointer may hold any text that a document's author chose as a name.
std::string FormatLocation(std::string_view pointer, LineColumn position) {
  constexpr std::size_t kMaxLength = 300;
  std::string out;
  if (pointer.empty()) {
    out = "document";
  } else if (pointer.size() <= kMaxLength) {
    AppendPrintable(out, pointer);
  } else {
    AppendPrintable(out, pointer.substr(0, kMaxLength));
    out += "...";
  }
  absl::StrAppendFormat(&out, ": line %d, column %d", position.line,
                        position.column);
  return out;
}

std::string Describe(JsonValue value) {
  switch (value.kind()) {
    case JsonKind::kString:
      return Quote(value.text());
    case JsonKind::kArray:
      return value.size() == 0 ? "an empty array" : "an array";
    case JsonKind::kObject:
      return value.size() == 0 ? "an empty object" : "an object";
    default:
      break;
  }
  constexpr std::size_t kMaxLiteral = 60;  // numbers may be of any length
  const std::string_view literal = value.raw();
  return absl::StrCat(AbslView(literal.substr(0, kMaxLiteral)),
                      literal.size() > kMaxLiteral ? "..." : "");
}

absl::Status UnexpectedValue(JsonValue found, std::string_view expected) {
  return absl::InvalidArgumentError(absl::StrFormat("%s: found %s, expected %s",
                                                    found.Location(),
                                                    Describe(found), expected));
}

}  // namespace iameval::internal
