#ifndef IAMEVAL_LIB_ENGINE_REPORT_TEXT_H_
#define IAMEVAL_LIB_ENGINE_REPORT_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_text.h"
#include "base/wrapped_text.h"
#include "iameval/explanation.h"

// What explanations and partial decisions have in common as text and as JSON.

namespace iameval::internal {

// `text` and spaces up to `width`.
void AppendPadded(std::string& out, std::string_view text, std::size_t width);

// The layer a statement belongs to, in the words of LayerReport::name.
std::string LayerName(const StatementRef& ref);

// "policy.json:4:5  Statement[0] "Sid"": the first part is what editors and
// terminals take for a link.
std::string Place(const StatementRef& ref);

// Writes "name": and the comma before it; the caller writes the value.
class JsonObject {
 public:
  explicit JsonObject(std::string& out) : out_(out) { out_.push_back('{'); }
  ~JsonObject() { out_.push_back('}'); }
  JsonObject(const JsonObject&) = delete;
  JsonObject& operator=(const JsonObject&) = delete;

  std::string& Name(std::string_view name) {
    if (!first_) out_ += ", ";
    first_ = false;
    AppendJsonString(out_, name);
    out_ += ": ";
    return out_;
  }
  void String(std::string_view name, std::string_view value) {
    AppendJsonString(Name(name), value);
  }
  void Bool(std::string_view name, bool value) {
    Name(name) += value ? "true" : "false";
  }
  void Number(std::string_view name, std::size_t value) {
    Name(name) += std::to_string(value);
  }

 private:
  std::string& out_;
  bool first_ = true;
};

template <typename T, typename Append>
void AppendJsonArray(std::string& out, const std::vector<T>& items,
                     Append append) {
  out.push_back('[');
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ", ";
    append(out, items[i]);
  }
  out.push_back(']');
}

void AppendStatementRef(std::string& out, const StatementRef& ref);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_REPORT_TEXT_H_
