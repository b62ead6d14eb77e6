#ifndef IAMEVAL_LIB_JSON_PLAIN_JSON_H_
#define IAMEVAL_LIB_JSON_PLAIN_JSON_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "json/json.h"

namespace iameval::internal {

// Reads many small JSON objects, one after the other into the same memory: a
// fast way for the usual text beside ParseJson, which is the judge of the rest.
//
// What Read accepts ParseJson accepts, except that a name may stand twice in an
// object, and has the same kinds, names and texts there. What it does not take
// may be good JSON all the same: text with an escape in a string, of more than
// kMostBytes or kMostNodes, nested deeper than kMostLevels, with a number of no
// common size, or anything but an object.
class PlainJson {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20;
  static constexpr std::size_t kMostNodes = 4096;
  static constexpr int kMostLevels = 4;

  // A value; `name` is empty for elements of arrays and the root. The views are
  // valid until the next Read.
  struct Node {
    JsonKind kind;
    std::uint32_t end;      // the node after this one's last descendant
    std::string_view name;  // of a member
    // Of a string: between the quotation marks. Of a number, boolean or null:
    // as written. Of others empty.
    std::string_view text;
  };

  PlainJson();
  ~PlainJson();
  PlainJson(const PlainJson&) = delete;
  PlainJson& operator=(const PlainJson&) = delete;

  // False: ask ParseJson. Linear in the text; allocates only to grow.
  bool Read(std::string_view text);

  // In the order of the text, the root first. Empty if Read was false.
  [[nodiscard]] std::span<const Node> nodes() const { return nodes_; }

 private:
  struct State;  // simdjson's

  std::unique_ptr<State> state_;
  std::vector<Node> nodes_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_JSON_PLAIN_JSON_H_
