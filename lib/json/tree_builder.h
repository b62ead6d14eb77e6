#ifndef IAMEVAL_LIB_JSON_TREE_BUILDER_H_
#define IAMEVAL_LIB_JSON_TREE_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "json/json.h"

namespace iameval::internal {

// Makes a tree of a text whose tokens were found: checks the grammar between
// them and that every scalar is what it seems. What it refuses FindSyntaxError
// explains. Linear in the text.
class JsonTreeBuilder {
 public:
  // Writes the decoded form of the string whose opening quotation mark is at
  // `at`, to `out`; returns its end, null if there is none.
  using Decode = absl::FunctionRef<char*(std::size_t at, char* out)>;

  // `tokens`: where in `text` each bracket, brace, colon, comma, opening
  // quotation mark and other scalar begins, in order. REQUIRES: strings are
  // closed and hold no control characters, and nothing but white space stands
  // between a token's end and the next. Both must outlive Build.
  JsonTreeBuilder(std::string_view text, std::span<const std::uint32_t> tokens,
                  std::size_t max_depth);

  // False if the text is to be refused. REQUIRES: max_depth <= 1000, for it
  // recurses.
  bool Build();

  // Decodes the strings that have escapes, into `padding` more bytes than they
  // are long. False if one is to be refused. After Build.
  bool DecodeStrings(Decode decode, std::size_t padding);

  // Refuses a name that an object has twice.
  absl::StatusOr<JsonTree> Finish() &&;

 private:
  using Node = JsonTree::Node;

  bool Value(std::uint32_t parent, std::uint32_t ordinal);
  bool Scalar(std::size_t at, std::uint32_t parent, std::uint32_t ordinal);
  bool Array(std::size_t at, std::uint32_t parent, std::uint32_t ordinal);
  bool Object(std::size_t at, std::uint32_t parent, std::uint32_t ordinal);
  bool Member(std::uint32_t parent, std::uint32_t ordinal);
  bool String(std::size_t at, std::uint32_t parent, std::uint32_t ordinal,
              bool is_name);
  bool Append(JsonKind kind, std::size_t at, std::size_t length,
              std::uint32_t parent, std::uint32_t ordinal, bool is_name);
  void Close(std::uint32_t self, std::uint32_t size);
  [[nodiscard]] absl::Status CheckNames() const;

  // The character of the next token, which stays the next; 0 at the end.
  [[nodiscard]] char Peek() const {
    return next_ == end_ ? '\0' : text_[*next_];
  }
  // Steps over the next token if it is `c`.
  bool Take(char c) {
    if (Peek() != c) return false;
    ++next_;
    return true;
  }
  // Where the token that was read last ends.
  [[nodiscard]] std::size_t TokenEnd() const;

  std::string_view text_;
  std::size_t depth_left_;
  const std::uint32_t* next_;
  const std::uint32_t* end_;
  bool may_have_escapes_;
  bool names_may_repeat_ = false;  // in one object, as far as Object() looks
  std::uint32_t count_ = 0;        // nodes
  std::uint32_t most_nodes_;
  std::size_t token_bytes_ = 0;
  Node* nodes_;  // of tree_
  JsonTree tree_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_JSON_TREE_BUILDER_H_
