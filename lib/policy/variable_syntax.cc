#include "policy/variable_syntax.h"

namespace iameval::internal {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

}  // namespace

std::optional<VariableUse> VariableScanner::Next() {
  VariableUse use;
  use.offset = text_.find("${", at_);
  if (use.offset == kNone) return std::nullopt;
  use.fault = Read(use);
  if (use.fault == VariableFault::kNone) {
    at_ = use.end;
  } else if (use.fault == VariableFault::kMissingBrace) {
    at_ = text_.size();  // nor will there be one for any later variable
  } else {
    at_ = use.offset + 2;
  }
  return use;
}

VariableFault VariableScanner::Read(VariableUse& use) {
  const std::size_t key = use.offset + 2;
  if (!HasBraceFrom(key)) return VariableFault::kMissingBrace;
  if (stop_ < key) {  // there is a brace; find_first_of is a call for each byte
    stop_ = key;
    while (text_[stop_] != '}' && text_[stop_] != ',' && text_[stop_] != ' ') {
      ++stop_;
    }
  }
  if (text_[stop_] == ' ') return VariableFault::kUnsupportedSpace;
  if (stop_ == key) return VariableFault::kEmpty;
  use.key = text_.substr(key, stop_ - key);
  if (text_[stop_] == ',') return ReadDefault(stop_, use);
  use.end = stop_ + 1;
  return VariableFault::kNone;
}

VariableFault VariableScanner::ReadDefault(std::size_t comma,
                                           VariableUse& use) {
  const std::string_view rest = text_.substr(comma + 1);
  if (!rest.starts_with(" '")) {
    return rest.starts_with("  ") ? VariableFault::kUnsupportedSpace
                                  : VariableFault::kMissingQuote;
  }
  const std::size_t quote = rest.find('\'', 2);
  if (quote == kNone || quote + 1 == rest.size()) {
    return VariableFault::kMissingQuote;
  }
  const char after = rest[quote + 1];
  if (after == ' ') return VariableFault::kUnsupportedSpace;
  if (after != '}') return VariableFault::kMissingQuote;
  use.default_text = rest.substr(2, quote - 2);
  use.end = comma + 1 + quote + 2;
  return VariableFault::kNone;
}

bool VariableScanner::HasBraceFrom(std::size_t offset) {
  if (brace_ < offset) brace_ = text_.find('}', offset);
  return brace_ != kNone;
}

bool HasVariable(std::string_view text) {
  VariableScanner scanner(text);
  while (const std::optional<VariableUse> use = scanner.Next()) {
    if (use->fault == VariableFault::kNone) return true;
  }
  return false;
}

}  // namespace iameval::internal
