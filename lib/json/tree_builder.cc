#include "json/tree_builder.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "json/duplicate_names.h"
#include "json/syntax_error.h"

namespace iameval::internal {
namespace {

constexpr bool IsJsonSpace(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// Size and first letter tell most names apart.
std::uint64_t BitOf(std::string_view name) {
  const std::size_t letter =
      name.empty() ? 0 : static_cast<unsigned char>(name[0]) & 31U;
  return std::uint64_t{1} << ((name.size() * 7 + letter) & 63U);
}

}  // namespace

// In a text that conforms a node has a token of its own and, but for the root,
// another: the bracket that closes it, or a comma, colon or bracket before it.
JsonTreeBuilder::JsonTreeBuilder(std::string_view text,
                                 std::span<const std::uint32_t> tokens,
                                 std::size_t max_depth)
    : text_(text),
      depth_left_(max_depth),
      next_(tokens.data()),
      end_(tokens.data() + tokens.size()),
      may_have_escapes_(text.find('\\') != std::string_view::npos),
      most_nodes_(static_cast<std::uint32_t>(tokens.size() / 2 + 1)) {
  tree_.text_ = text;
  tree_.nodes_.reset(new Node[most_nodes_]);
  nodes_ = tree_.nodes_.get();
}

bool JsonTreeBuilder::Build() {
  if (!Value(0, 0)) return false;
  tree_.white_space_ = text_.size() - token_bytes_;
  return next_ == end_;  // nothing may follow the value
}

inline std::size_t JsonTreeBuilder::TokenEnd() const {
  std::size_t end = next_ == end_ ? text_.size() : *next_;
  while (IsJsonSpace(text_[end - 1])) --end;
  return end;
}

// False if the text cannot conform.
inline bool JsonTreeBuilder::Append(JsonKind kind, std::size_t at,
                                    std::size_t length, std::uint32_t parent,
                                    std::uint32_t ordinal, bool is_name) {
  if (count_ == most_nodes_) return false;
  Node& node = nodes_[count_++];
  node.offset = static_cast<std::uint32_t>(at);
  node.length = static_cast<std::uint32_t>(length);
  node.decoded = JsonTree::kRaw;
  node.decoded_length = 0;
  node.end = count_;
  node.parent = parent;
  node.ordinal = ordinal;
  node.size = 0;
  node.kind = kind;
  node.is_name = is_name;
  return true;
}

// The token before the next one is the string's opening quotation mark.
inline bool JsonTreeBuilder::String(std::size_t at, std::uint32_t parent,
                                    std::uint32_t ordinal, bool is_name) {
  const std::size_t end = TokenEnd();
  if (end < at + 2 || text_[end - 1] != '"') return false;
  token_bytes_ += end - at;
  return Append(JsonKind::kString, at, end - at, parent, ordinal, is_name);
}

bool JsonTreeBuilder::Value(std::uint32_t parent, std::uint32_t ordinal) {
  if (next_ == end_) return false;
  const std::size_t at = *next_++;
  switch (text_[at]) {
    case '"':
      return String(at, parent, ordinal, /*is_name=*/false);
    case '{':
      return Object(at, parent, ordinal);
    case '[':
      return Array(at, parent, ordinal);
    default:
      return Scalar(at, parent, ordinal);
  }
}

bool JsonTreeBuilder::Scalar(std::size_t at, std::uint32_t parent,
                             std::uint32_t ordinal) {
  const std::size_t end = TokenEnd();
  const std::string_view token = text_.substr(at, end - at);
  JsonKind kind = JsonKind::kNumber;
  if (token == "true" || token == "false") {
    kind = JsonKind::kBoolean;
  } else if (token == "null") {
    kind = JsonKind::kNull;
  } else if (EndOfJsonNumber(text_, at) != end) {
    return false;
  }
  token_bytes_ += token.size();
  return Append(kind, at, token.size(), parent, ordinal, /*is_name=*/false);
}

bool JsonTreeBuilder::Array(std::size_t at, std::uint32_t parent,
                            std::uint32_t ordinal) {
  const std::uint32_t self = count_;
  if (depth_left_-- == 0 ||
      !Append(JsonKind::kArray, at, 1, parent, ordinal, /*is_name=*/false)) {
    return false;
  }
  std::uint32_t size = 0;
  if (Peek() != ']') {
    do {
      if (!Value(self, size)) return false;
      ++size;
    } while (Take(','));
  }
  if (!Take(']')) return false;
  Close(self, size);
  return true;
}

bool JsonTreeBuilder::Object(std::size_t at, std::uint32_t parent,
                             std::uint32_t ordinal) {
  const std::uint32_t self = count_;
  if (depth_left_-- == 0 ||
      !Append(JsonKind::kObject, at, 1, parent, ordinal, /*is_name=*/false)) {
    return false;
  }
  std::array<std::string_view, kFewNames> names;
  std::uint64_t seen = 0;
  std::uint32_t size = 0;
  if (Peek() != '}') {
    do {
      const std::uint32_t name_node = count_;
      if (!Member(self, size)) return false;
      const Node& node = nodes_[name_node];
      const std::string_view name =
          text_.substr(node.offset + 1, node.length - 2);
      const std::uint64_t bit = BitOf(name);
      if (size < kFewNames) {
        const auto end = names.begin() + size;
        if ((seen & bit) != 0 && std::find(names.begin(), end, name) != end) {
          names_may_repeat_ = true;
        }
        seen |= bit;
        *end = name;
      } else {
        names_may_repeat_ = true;
      }
      ++size;
    } while (Take(','));
  }
  if (!Take('}')) return false;
  Close(self, size);
  return true;
}

// A name, a colon and a value.
inline bool JsonTreeBuilder::Member(std::uint32_t parent,
                                    std::uint32_t ordinal) {
  if (Peek() != '"') return false;
  const std::size_t at = *next_++;
  if (!String(at, parent, ordinal, /*is_name=*/true) || !Take(':')) {
    return false;
  }
  ++token_bytes_;  // the colon
  return Value(parent, ordinal);
}

// After the bracket that closes it.
inline void JsonTreeBuilder::Close(std::uint32_t self, std::uint32_t size) {
  Node& node = nodes_[self];
  node.length = next_[-1] + 1 - node.offset;
  node.end = count_;
  node.size = size;
  token_bytes_ += 2 + (size > 1 ? size - 1 : 0);  // brackets and commas
  ++depth_left_;
}

bool JsonTreeBuilder::DecodeStrings(Decode decode, std::size_t padding) {
  if (!may_have_escapes_) return true;
  std::unique_ptr<char[]> decoded;
  std::size_t size = 0;
  for (std::uint32_t i = 0; i < count_; ++i) {
    Node& node = nodes_[i];
    if (node.kind != JsonKind::kString) continue;
    const std::string_view raw = text_.substr(node.offset, node.length);
    if (raw.find('\\') == std::string_view::npos) continue;
    if (!SurrogatesArePaired(raw.substr(1))) return false;
    if (decoded == nullptr) {  // no string gets longer
      decoded.reset(new char[text_.size() + padding]);
    }
    char* const begin = decoded.get() + size;
    const char* const end = decode(node.offset, begin);
    if (end == nullptr) return false;
    node.decoded = static_cast<std::uint32_t>(size);
    node.decoded_length = static_cast<std::uint32_t>(end - begin);
    size += node.decoded_length;
    // Names were compared as they are written.
    names_may_repeat_ |= node.is_name;
  }
  tree_.decoded_.reset(new char[size]);
  if (size > 0) std::memcpy(tree_.decoded_.get(), decoded.get(), size);
  return true;
}

// S-1.4: a text may have two members of one name. They are compared decoded:
// "Effect" and "\u0045ffect" are one name.
absl::Status JsonTreeBuilder::CheckNames() const {
  std::vector<std::string_view> seen;
  for (std::uint32_t i = 0; i < count_; ++i) {
    const Node& node = nodes_[i];
    if (node.kind != JsonKind::kObject || node.size < 2) continue;
    absl::Status status = CheckNamesDiffer(JsonValue(&tree_, i), seen);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<JsonTree> JsonTreeBuilder::Finish() && {
  if (names_may_repeat_) {
    absl::Status status = CheckNames();
    if (!status.ok()) return status;
  }
  return std::move(tree_);
}

}  // namespace iameval::internal
