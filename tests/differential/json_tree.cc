#include "differential/json_tree.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "differential/text_mutation.h"

namespace iameval_testing {
namespace {

void AppendUnit(std::uint32_t unit, std::string& out) {
  absl::StrAppendFormat(&out, "\\u%04x", unit);
}

// One code point given in UTF-8, as one \uXXXX or a surrogate pair.
void AppendEscaped(std::string_view utf8, std::string& out) {
  const auto lead = static_cast<unsigned char>(utf8[0]);
  if (utf8.size() == 1 && lead >= 0x80) {  // not UTF-8: leave it broken
    out += utf8;
    return;
  }
  std::uint32_t point =
      utf8.size() == 1 ? lead : lead & (0xFFU >> (utf8.size() + 1));
  for (const char c : utf8.substr(1)) {
    point = point << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  }
  if (point < 0x10000) {
    AppendUnit(point, out);
    return;
  }
  AppendUnit(0xD800U + ((point - 0x10000U) >> 10U), out);
  AppendUnit(0xDC00U + ((point - 0x10000U) & 0x3FFU), out);
}

void AppendString(std::string_view text, bool escaped, std::string& out) {
  out += '"';
  if (escaped) {
    for (const std::string_view point : CodePoints(text)) {
      AppendEscaped(point, out);
    }
  } else {
    for (const char c : text) {
      if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
      } else if (static_cast<unsigned char>(c) < 0x20) {
        AppendUnit(static_cast<unsigned char>(c), out);
      } else {
        out += c;
      }
    }
  }
  out += '"';
}

void Append(const Json& json, std::string& out) {
  switch (json.kind) {
    case Json::Kind::kNull:
      out += "null";
      break;
    case Json::Kind::kWord:
      out += json.text;
      break;
    case Json::Kind::kString:
      AppendString(json.text, json.escaped, out);
      break;
    case Json::Kind::kArray:
    case Json::Kind::kObject: {
      const bool object = json.kind == Json::Kind::kObject;
      out += object ? '{' : '[';
      for (std::size_t i = 0; i < json.items.size(); ++i) {
        if (i > 0) out += ", ";
        if (object) {
          AppendString(json.names[i], false, out);
          out += ": ";
        }
        Append(json.items[i], out);
      }
      out += object ? '}' : ']';
      break;
    }
  }
}

}  // namespace

Json Json::String(std::string_view text) {
  Json json;
  json.kind = Kind::kString;
  json.text = text;
  return json;
}

Json Json::Word(std::string_view text) {
  Json json;
  json.kind = Kind::kWord;
  json.text = text;
  return json;
}

Json Json::Array(std::vector<Json> items) {
  Json json;
  json.kind = Kind::kArray;
  json.items = std::move(items);
  return json;
}

Json Json::Object() {
  Json json;
  json.kind = Kind::kObject;
  return json;
}

Json& Json::Add(std::string_view name, Json value) {
  names.emplace_back(name);
  items.push_back(std::move(value));
  return *this;
}

Json& Json::Add(Json value) {
  items.push_back(std::move(value));
  return *this;
}

const Json* Json::Find(std::string_view name) const {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return &items[i];
  }
  return nullptr;
}

Json* Json::Find(std::string_view name) {
  return const_cast<Json*>(std::as_const(*this).Find(name));
}

std::string_view Json::TextOf(std::string_view name) const {
  const Json* member = Find(name);
  return member == nullptr ? std::string_view() : member->text;
}

void Json::Erase(std::size_t index) {
  const auto offset = static_cast<std::ptrdiff_t>(index);
  items.erase(items.begin() + offset);
  if (kind == Kind::kObject) names.erase(names.begin() + offset);
}

std::string Json::ToText() const {
  std::string out;
  Append(*this, out);
  return out;
}

}  // namespace iameval_testing
