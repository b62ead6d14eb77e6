#ifndef IAMEVAL_LIB_JSON_JSON_H_
#define IAMEVAL_LIB_JSON_JSON_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "json/line_index.h"
#include "json/padded_text.h"

// JSON text -> checked, immutable tree that knows where each value stands.
//
//   absl::StatusOr<JsonTree> tree = ParseJson(text);
//   if (!tree.ok()) return tree.status();
//   for (const JsonMember member : tree->root().members()) {
//     if (member.name == "id" && member.value.is_string()) {
//       Use(member.value.text());
//     }
//   }

namespace iameval::internal {

enum class JsonKind : std::uint8_t {
  kNull,
  kBoolean,
  kNumber,
  kString,
  kArray,
  kObject,
};

// "null", "a boolean", "a number", "a string", "an array", "an object".
std::string_view JsonKindName(JsonKind kind);

struct JsonLimits {
  std::size_t max_bytes = std::size_t{16} << 20;  // never above 4 GiB - 1
  std::size_t max_depth = 64;  // of arrays and objects; never above 1,000
};

class JsonTree;
class JsonValue;
struct JsonMember;
template <typename Entry>
class JsonRange;
using JsonElements = JsonRange<JsonValue>;
using JsonMembers = JsonRange<JsonMember>;

// One value of a tree: a cursor of two words, to be passed by value. Valid as
// long as the tree and the text it was parsed from.
class JsonValue {
 public:
  // To be assigned to before anything else.
  JsonValue() = default;

  [[nodiscard]] JsonKind kind() const;
  [[nodiscard]] bool is_string() const { return kind() == JsonKind::kString; }
  [[nodiscard]] bool is_number() const { return kind() == JsonKind::kNumber; }
  [[nodiscard]] bool is_boolean() const { return kind() == JsonKind::kBoolean; }
  [[nodiscard]] bool is_null() const { return kind() == JsonKind::kNull; }
  [[nodiscard]] bool is_array() const { return kind() == JsonKind::kArray; }
  [[nodiscard]] bool is_object() const { return kind() == JsonKind::kObject; }

  // A string: decoded, a view into the text where it had no escapes. Anything
  // else: its JSON text as written, so that a number is its literal.
  [[nodiscard]] std::string_view text() const;
  // REQUIRES: is_boolean().
  [[nodiscard]] bool boolean() const { return text() == "true"; }

  // The value's JSON text as written: a view into the text that was parsed,
  // quotation marks and brackets included.
  [[nodiscard]] std::string_view raw() const;
  // Where raw() begins in that text, in bytes.
  [[nodiscard]] std::size_t offset() const;

  // Members of an object, elements of an array; 0 for anything else.
  [[nodiscard]] std::size_t size() const;
  // In the order of the text. Empty for anything but an array.
  [[nodiscard]] JsonElements elements() const;
  // The same, but for anything else than an array the value itself.
  [[nodiscard]] JsonElements elements_or_self() const;
  // In the order of the text. Empty for anything but an object.
  [[nodiscard]] JsonMembers members() const;
  // The member of that (decoded) name; linear in the number of members.
  [[nodiscard]] std::optional<JsonValue> Find(std::string_view name) const;

  // REQUIRES: this is a member's key.
  [[nodiscard]] JsonValue ValueOfName() const {
    return JsonValue(tree_, node_ + 1);
  }

  // RFC 6901; "" for the root. A member name has its value's pointer.
  [[nodiscard]] std::string Pointer() const;
  // For messages: "/Statement/0/Effect: line 3, column 17"; the root's pointer
  // is spelled "document".
  [[nodiscard]] std::string Location() const;

 private:
  friend class JsonTree;
  friend class JsonTreeBuilder;
  template <typename Entry>
  friend class JsonRange;
  JsonValue(const JsonTree* tree, std::size_t node)
      : tree_(tree), node_(node) {}

  const JsonTree* tree_;
  std::size_t node_;  // as wide as the other: half a word is slow to copy
};

// A member of an object. `key` is the name as a value, for its extent.
struct JsonMember {
  std::string_view name;  // decoded
  JsonValue key;
  JsonValue value;
};

// A checked JSON text: complete, valid UTF-8, no lone surrogates, no member
// name twice in one object (also when spelled differently through escapes), no
// byte order mark, nothing after the value, within the limits. Immutable.
//
// Refers to the text it was parsed from, which must outlive it; so do the
// values. Moving a tree leaves its values dangling.
class JsonTree {
 public:
  [[nodiscard]] JsonValue root() const { return JsonValue(this, 0); }
  [[nodiscard]] std::string_view text() const { return text_; }

  // Of all values, members' names included.
  [[nodiscard]] std::size_t size() const { return nodes_[0].end; }
  // False: no string has an escape.
  [[nodiscard]] bool may_have_escapes() const { return may_have_escapes_; }
  // The bytes of white space between the tokens; linear in their number.
  [[nodiscard]] std::size_t white_space() const;

  // Counts lines up to `offset`: linear in it. LineIndex is for many of them.
  [[nodiscard]] LineColumn Position(std::size_t offset) const;

  // Hands over the decoded strings, for a caller that keeps text() views
  // beyond the tree's life.
  [[nodiscard]] std::unique_ptr<char[]> ReleaseDecoded() && {
    return std::move(decoded_);
  }

 private:
  friend class JsonValue;
  template <typename Entry>
  friend class JsonRange;
  friend class JsonTreeBuilder;

  // Nodes stand in the order of the text; an object's are name, value, name,
  // value. So a value's first child is the next node.
  struct Node {
    std::uint32_t offset;  // of the JSON text
    std::uint32_t length;  // of the JSON text
    std::uint32_t end;     // the node after this one's last descendant
    // Children; members count once. Of a string with escapes which of
    // decoded_strings_ it is.
    std::uint32_t size;
    JsonKind kind;
    bool is_name;  // a member's name, which its value follows
    bool is_decoded;
  };
  struct DecodedString {
    std::size_t offset;  // in decoded_
    std::size_t length;
  };
  // Where a node stands in its parent.
  struct Place {
    std::uint32_t parent = 0;
    std::uint32_t ordinal = 0;  // of a member or element
  };

  // The places of all nodes, found when a message first asks for one. Several
  // threads may ask at once.
  class Places {
   public:
    Places() = default;
    Places(Places&& other) noexcept : places_(other.places_.exchange(nullptr)) {}
    Places& operator=(Places&& other) noexcept {
      delete places_.exchange(other.places_.exchange(nullptr));
      return *this;
    }
    ~Places() { delete places_.load(); }

    const std::vector<Place>& Of(std::span<const Node> nodes) const;

   private:
    mutable std::atomic<const std::vector<Place>*> places_ = nullptr;
  };

  [[nodiscard]] const std::vector<Place>& places() const {
    return places_.Of({nodes_, size()});
  }
  // The name's node of the member that `node`, its name or its value, is of.
  [[nodiscard]] std::size_t NameOf(std::size_t node) const {
    return nodes_[node].is_name ? node : node - 1;
  }

  // Memory for nodes. Trees come and go one after the other, so the memory of
  // one is kept for the next, on whatever thread; no lock, who finds none gets
  // some.
  class NodeMemory {
   public:
    NodeMemory() = default;
    explicit NodeMemory(std::size_t nodes);
    NodeMemory(NodeMemory&& other) noexcept { *this = std::move(other); }
    NodeMemory& operator=(NodeMemory&& other) noexcept {
      std::swap(block_, other.block_);
      return *this;
    }
    ~NodeMemory();

    [[nodiscard]] Node* nodes() const { return block_->nodes.get(); }

   private:
    struct Block {
      std::unique_ptr<Node[]> nodes;
      std::size_t size = 0;
    };
    static constinit std::atomic<Block*> kept_;

    std::unique_ptr<Block> block_;
  };

  std::string_view text_;
  bool may_have_escapes_ = false;
  NodeMemory memory_;
  const Node* nodes_ = nullptr;  // in memory_
  std::unique_ptr<char[]> decoded_;
  std::vector<DecodedString> decoded_strings_;
  Places places_;
};

// InvalidArgumentError if `text` is longer than the limits allow; ParseJson
// asks too, this is for a caller that has to copy the text first.
absl::Status CheckJsonSize(std::string_view text, const JsonLimits& limits);

// InvalidArgumentError naming JSON pointer, line, column, what was found and
// what was expected. `text` must outlive the tree. Linear in the text.
absl::StatusOr<JsonTree> ParseJson(std::string_view text,
                                   const JsonLimits& limits = {});
// The same without a copy.
absl::StatusOr<JsonTree> ParseJson(const PaddedText& text,
                                   const JsonLimits& limits);

// "/Statement/0/Effect: line 3, column 17", the pointer made printable.
std::string FormatLocation(std::string_view pointer, LineColumn position);

// What a message says was found: a string quoted and shortened if long, a
// number, boolean or null as written, "an array", "an empty object" and so on.
std::string Describe(JsonValue value);

// InvalidArgumentError: "/a/b: line 3, column 17: found 12, expected a string".
absl::Status UnexpectedValue(JsonValue found, std::string_view expected);

// The elements of an array (Entry is JsonValue) or the members of an object
// (Entry is JsonMember), for a range-for.
template <typename Entry>
class JsonRange {
 public:
  class Iterator {
   public:
    Entry operator*() const {
      const JsonValue first(tree_, node_);
      if constexpr (kMembers) {
        return JsonMember{first.text(), first, JsonValue(tree_, node_ + 1)};
      } else {
        return first;
      }
    }
    Iterator& operator++() {
      node_ = tree_->nodes_[kMembers ? node_ + 1 : node_].end;
      return *this;
    }
    bool operator==(const Iterator& other) const {
      return node_ == other.node_;
    }

   private:
    friend class JsonRange;
    Iterator(const JsonTree* tree, std::size_t node)
        : tree_(tree), node_(node) {}
    const JsonTree* tree_;
    std::size_t node_;
  };

  [[nodiscard]] Iterator begin() const { return Iterator(tree_, begin_); }
  [[nodiscard]] Iterator end() const { return Iterator(tree_, end_); }

 private:
  friend class JsonValue;
  static constexpr bool kMembers = std::is_same_v<Entry, JsonMember>;

  // Of the children of `parent`, if it is a container of that kind.
  JsonRange(const JsonTree* tree, std::size_t parent, bool some)
      : tree_(tree),
        begin_(parent + 1),
        end_(some ? tree->nodes_[parent].end : parent + 1) {}
  // Of one value.
  JsonRange(const JsonTree* tree, std::size_t node)
      : tree_(tree), begin_(node), end_(tree->nodes_[node].end) {}

  const JsonTree* tree_;
  std::size_t begin_;
  std::size_t end_;
};

inline JsonKind JsonValue::kind() const { return tree_->nodes_[node_].kind; }

inline std::string_view JsonValue::raw() const {
  const JsonTree::Node& node = tree_->nodes_[node_];
  return {tree_->text_.data() + node.offset, node.length};
}

inline std::size_t JsonValue::offset() const {
  return tree_->nodes_[node_].offset;
}

inline std::size_t JsonValue::size() const {
  const JsonTree::Node& node = tree_->nodes_[node_];
  return node.kind >= JsonKind::kArray ? node.size : 0;
}

inline std::string_view JsonValue::text() const {
  const JsonTree::Node& node = tree_->nodes_[node_];
  if (node.kind != JsonKind::kString) return raw();
  if (!node.is_decoded) {
    return {tree_->text_.data() + node.offset + 1, node.length - 2};
  }
  const JsonTree::DecodedString& decoded = tree_->decoded_strings_[node.size];
  return {tree_->decoded_.get() + decoded.offset, decoded.length};
}

inline JsonElements JsonValue::elements() const {
  return JsonElements(tree_, node_, is_array());
}

inline JsonElements JsonValue::elements_or_self() const {
  return is_array() ? elements() : JsonElements(tree_, node_);
}

inline JsonMembers JsonValue::members() const {
  return JsonMembers(tree_, node_, is_object());
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_JSON_JSON_H_
