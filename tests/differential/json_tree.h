#ifndef IAMEVAL_TESTS_DIFFERENTIAL_JSON_TREE_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_JSON_TREE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace iameval_testing {

// JSON as the generator makes it and the shrinker takes it apart: members keep
// their order and may repeat, numbers keep their spelling.
struct Json {
  enum class Kind : std::uint8_t {
    kNull,
    kWord,  // a number or boolean, as spelled in `text`
    kString,
    kArray,
    kObject,
  };

  Kind kind = Kind::kNull;
  bool escaped = false;  // of a string: write every character as \uXXXX
  std::string text;
  std::vector<Json> items;         // of an array or object
  std::vector<std::string> names;  // of an object, one for each item

  static Json String(std::string_view text);
  static Json Word(std::string_view text);
  static Json Array(std::vector<Json> items = {});
  static Json Object();

  // Appends a member to an object, an item to an array.
  Json& Add(std::string_view name, Json value);
  Json& Add(Json value);

  // The first member of that name, or null.
  [[nodiscard]] const Json* Find(std::string_view name) const;
  Json* Find(std::string_view name);
  // The text of the string member of that name; empty when there is none.
  [[nodiscard]] std::string_view TextOf(std::string_view name) const;

  void Erase(std::size_t index);

  // Compact JSON text on one line.
  [[nodiscard]] std::string ToText() const;
};

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_JSON_TREE_H_
