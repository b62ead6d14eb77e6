#include "json/tree_builder.h"

#include <algorithm>
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

// Each node has a token of its own: there is room for whatever is appended.
JsonTreeBuilder::JsonTreeBuilder(std::string_view text, bool may_have_escapes,
                                 std::span<const std::uint32_t> tokens,
                                 std::size_t max_depth)
    : text_(text.data()),
      size_(text.size()),
      depth_left_(max_depth),
      next_(tokens.data()),
      end_(tokens.data() + tokens.size() - 1) {
  tree_.text_ = text;
  tree_.may_have_escapes_ = may_have_escapes;
  tree_.memory_ = JsonTree::NodeMemory(tokens.size());
  nodes_ = tree_.memory_.nodes();
  tree_.nodes_ = nodes_;
}

bool JsonTreeBuilder::Build() {
  return Value() && next_ == end_;  // nothing may follow the value
}

// The token before the next one is the last that was read.
inline std::size_t JsonTreeBuilder::TokenEnd() const {
  std::size_t end = *next_;
  while (IsJsonSpace(text_[end - 1])) --end;
  return end;
}

// The node's first token was read.
inline void JsonTreeBuilder::Append(JsonKind kind, std::size_t at,
                                    std::size_t length, bool is_name) {
  Node& node = nodes_[count_++];
  node = {.offset = static_cast<std::uint32_t>(at),
          .length = static_cast<std::uint32_t>(length),
          .end = count_,
          .size = 0,
          .kind = kind,
          .is_name = is_name,
          .is_decoded = false};
}

// The next token is the string's opening quotation mark.
inline bool JsonTreeBuilder::String(bool is_name) {
  const std::size_t at = *next_++;
  const std::size_t end = TokenEnd();
  if (end < at + 2 || text_[end - 1] != '"') return false;
  Append(JsonKind::kString, at, end - at, is_name);
  return true;
}

// At the end of the text there is a space instead of a token.
inline bool JsonTreeBuilder::Value() {
  switch (Peek()) {
    case '"':
      return String(/*is_name=*/false);
    case '{':
      return Object();
    case '[':
      return Array();
    default:
      return next_ != end_ && Scalar();
  }
}

bool JsonTreeBuilder::Scalar() {
  const std::size_t at = *next_++;
  const std::size_t end = TokenEnd();
  const std::string_view token(text_ + at, end - at);
  JsonKind kind = JsonKind::kNumber;
  if (token == "true" || token == "false") {
    kind = JsonKind::kBoolean;
  } else if (token == "null") {
    kind = JsonKind::kNull;
  } else if (EndOfJsonNumber({text_, size_}, at) != end) {
    return false;
  }
  Append(kind, at, token.size());
  return true;
}

bool JsonTreeBuilder::Array() {
  const std::uint32_t self = count_;
  if (depth_left_-- == 0) return false;
  Append(JsonKind::kArray, *next_++, 1);
  if (Peek() == ']') return Close(self, 0, ']');
  for (std::uint32_t size = 1 + PlainStrings(); Value(); ++size) {
    if (Peek() != ',') return Close(self, size, ']');
    ++next_;
  }
  return false;
}

// Steps over the strings next in an array that commas follow, with nothing
// between the two: most of what a policy consists of. Returns how many.
std::uint32_t JsonTreeBuilder::PlainStrings() {
  const std::uint32_t* next = next_;
  const char* const text = text_;
  Node* node = nodes_ + count_;
  std::uint32_t count = count_;
  for (;; ++next) {
    const std::size_t at = *next;
    if (text[at] != '"') break;
    const std::size_t end = next[1];
    // The two marks may be one only where the text cannot conform.
    if (text[end] != ',' || text[end - 1] != '"' || end < at + 2) break;
    ++next;
    ++count;
    *node++ = {.offset = static_cast<std::uint32_t>(at),
               .length = static_cast<std::uint32_t>(end - at),
               .end = count,
               .size = 0,
               .kind = JsonKind::kString,
               .is_name = false,
               .is_decoded = false};
  }
  const std::uint32_t found = count - count_;
  next_ = next;
  count_ = count;
  return found;
}

bool JsonTreeBuilder::Object() {
  const std::uint32_t self = count_;
  if (depth_left_-- == 0) return false;
  Append(JsonKind::kObject, *next_++, 1);
  if (Peek() == '}') return Close(self, 0, '}');
  std::uint64_t seen = 0;
  for (std::uint32_t size = 1;; ++size) {
    const std::uint32_t name = count_;
    if (Peek() != '"' || !String(/*is_name=*/true) || Peek() != ':') {
      return false;
    }
    const Node& node = nodes_[name];
    const std::uint64_t bit =
        BitOf({text_ + node.offset + 1, node.length - 2});
    if ((seen & bit) != 0) {
      names_may_repeat_ |= size > kFewNames || HasName(self, name);
    }
    seen |= bit;
    ++next_;
    if (!Value()) return false;
    if (Peek() != ',') return Close(self, size, '}');
    ++next_;
  }
}

// Whether the object has a member before that has the name, as written.
bool JsonTreeBuilder::HasName(std::uint32_t object, std::uint32_t name) const {
  const auto raw = [this](std::uint32_t node) {
    return std::string_view(text_ + nodes_[node].offset, nodes_[node].length);
  };
  for (std::uint32_t at = object + 1; at != name; at = nodes_[at + 1].end) {
    if (raw(at) == raw(name)) return true;
  }
  return false;
}

// The next token must be the bracket that closes it.
inline bool JsonTreeBuilder::Close(std::uint32_t self, std::uint32_t size,
                                   char bracket) {
  if (Peek() != bracket) return false;
  Node& node = nodes_[self];
  node.length = *next_++ + 1 - node.offset;
  node.end = count_;
  node.size = size;
  ++depth_left_;
  return true;
}

bool JsonTreeBuilder::DecodeStrings(Decode decode, std::size_t padding) {
  if (!tree_.may_have_escapes_) return true;
  std::unique_ptr<char[]> decoded;
  std::size_t size = 0;
  for (std::uint32_t i = 0; i < count_; ++i) {
    Node& node = nodes_[i];
    if (node.kind != JsonKind::kString) continue;
    const std::string_view raw(text_ + node.offset, node.length);
    if (raw.find('\\') == std::string_view::npos) continue;
    if (!SurrogatesArePaired(raw.substr(1))) return false;
    if (decoded == nullptr) {  // no string gets longer
      decoded.reset(new char[size_ + padding]);
    }
    char* const begin = decoded.get() + size;
    const char* const end = decode(node.offset, begin);
    if (end == nullptr) return false;
    node.is_decoded = true;
    node.size = static_cast<std::uint32_t>(tree_.decoded_strings_.size());
    tree_.decoded_strings_.push_back(
        {size, static_cast<std::size_t>(end - begin)});
    size += tree_.decoded_strings_.back().length;
    // Names were compared as they are written.
    names_may_repeat_ |= node.is_name;
  }
  tree_.decoded_.reset(new char[size + padding]());
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

absl::StatusOr<JsonTree> JsonTreeBuilder::Finish(std::string_view text) && {
  tree_.text_ = text;
  if (names_may_repeat_) {
    absl::Status status = CheckNames();
    if (!status.ok()) return status;
  }
  return std::move(tree_);
}

}  // namespace iameval::internal
