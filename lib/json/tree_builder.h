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
  // quotation mark and other scalar begins, in order; behind the last, where
  // the text ends. REQUIRES: strings are closed and hold no control characters,
  // nothing but white space stands between a token's end and the next, and a
  // space behind the text. Both must outlive Build. `may_have_escapes`: false
  // if there is no backslash.
  JsonTreeBuilder(std::string_view text, bool may_have_escapes,
                  std::span<const std::uint32_t> tokens,
                  std::size_t max_depth);

  // False if the text is to be refused. REQUIRES: max_depth <= 1000, for it
  // recurses.
  bool Build();

  // Decodes the strings that have escapes, into `padding` more bytes than they
  // are long. False if one is to be refused. After Build.
  bool DecodeStrings(Decode decode, std::size_t padding);

  // Refuses a name that an object has twice. The tree is of `text`, which the
  // text that was read is a copy of, if it is not the same.
  absl::StatusOr<JsonTree> Finish(std::string_view text) &&;

 private:
  using Node = JsonTree::Node;

  bool Value();
  bool Scalar();
  bool Array();
  std::uint32_t PlainStrings();
  bool Object();
  bool String(bool is_name);
  void Append(JsonKind kind, std::size_t at, std::size_t length,
              bool is_name = false);
  bool Close(std::uint32_t self, std::uint32_t size, char bracket);
  [[nodiscard]] bool HasName(std::uint32_t object, std::uint32_t name) const;
  [[nodiscard]] absl::Status CheckNames() const;

  // The character of the next token, which stays the next; a space at the end.
  [[nodiscard]] char Peek() const { return text_[*next_]; }
  // Where the token that was read last ends.
  [[nodiscard]] std::size_t TokenEnd() const;

  const char* text_;
  std::size_t size_;
  std::size_t depth_left_;
  const std::uint32_t* next_;
  const std::uint32_t* end_;  // where the text's end stands
  bool names_may_repeat_ = false;  // in one object, as far as Object() looks
  std::uint32_t count_ = 0;        // nodes
  Node* nodes_;  // of tree_
  JsonTree tree_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_JSON_TREE_BUILDER_H_
