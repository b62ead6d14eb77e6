#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/quote.h"
#include "json/json.h"
#include "json/syntax_error.h"

// The only place that knows simdjson, whose header costs seconds to compile.
#include "simdjson.h"

namespace iameval::internal {
namespace {

// FindSyntaxError and the builder recurse once a level.
constexpr std::size_t kDepthCeiling = 1'000;

// The names of an object of up to so many members are compared in pairs.
constexpr std::uint32_t kFewNames = 12;

// A copy of the text with the room behind it that simdjson reads into.
class PaddedCopy {
 public:
  void Assign(std::string_view text) {
    const std::size_t needed = text.size() + simdjson::SIMDJSON_PADDING;
    if (capacity_ < needed) {
      bytes_.reset(new char[needed]);
      capacity_ = needed;
    }
    size_ = text.size();
    text.copy(bytes_.get(), size_);
    std::memset(bytes_.get() + size_, ' ', simdjson::SIMDJSON_PADDING);
  }

  [[nodiscard]] const char* data() const { return bytes_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  void BlankOutNumbers();

 private:
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::unique_ptr<char[]> bytes_;
};

// simdjson stores numbers as int64, uint64 or double and refuses others, while
// JSON has numbers of any length and policies use their text (S-1.10). So every
// number is overwritten with 0 and spaces, after its own grammar was checked:
// what remains is a text of the same shape and the same offsets.
void PaddedCopy::BlankOutNumbers() {
  const std::string_view text(bytes_.get(), size_);
  bool in_string = false;
  for (std::size_t at = 0; at < size_; ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\') ++at;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      const std::size_t end = EndOfJsonNumber(text, at);
      if (end == std::string_view::npos) return;
      std::memset(bytes_.get() + at, ' ', end - at);
      bytes_[at] = '0';
      at = end - 1;
    }
  }
}

// What parsing needs besides its result: some 16 bytes for each of the text.
struct Scratch {
  PaddedCopy copy;
  simdjson::dom::parser parser;
};

// Lends a Scratch and keeps one for the next caller, on whatever thread:
// parsing thousands of documents otherwise spends as long on getting memory
// from the system and giving it back as on reading them. No lock: who finds
// none makes one.
class ScratchLease {
 public:
  ScratchLease() : scratch_(kept_.exchange(nullptr)) {
    if (scratch_ == nullptr) scratch_ = std::make_unique<Scratch>();
  }
  ~ScratchLease() {
    constexpr std::size_t kMostKept = std::size_t{256} << 10;
    if (scratch_->copy.capacity() > kMostKept) return;
    scratch_.reset(kept_.exchange(scratch_.release()));
  }
  ScratchLease(const ScratchLease&) = delete;
  ScratchLease& operator=(const ScratchLease&) = delete;

  Scratch& operator*() { return *scratch_; }

 private:
  static constinit std::atomic<Scratch*> kept_;

  std::unique_ptr<Scratch> scratch_;
};

// Never freed: a document may be parsed while the program's statics go.
constinit std::atomic<Scratch*> ScratchLease::kept_ = nullptr;

absl::Status Refusal(std::string_view text, const SyntaxError& error) {
  return absl::InvalidArgumentError(absl::StrFormat(
      "%s: found %s, expected %s",
      FormatLocation(error.pointer, PositionOf(text, error.offset)),
      error.found, error.expected));
}

}  // namespace

// Walks simdjson's tree and the text in step, for simdjson keeps no offsets:
// the tree says what comes next, the text where it stands.
class JsonTreeBuilder {
 public:
  JsonTreeBuilder(std::string_view text, std::size_t max_depth)
      : text_(text), max_depth_(max_depth) {
    tree_.text_ = text;
    tree_.nodes_.reserve(text.size() / 16 + 4);
  }

  // False if the text is to be refused after all: too deep, a lone surrogate.
  bool Build(const simdjson::dom::element& root) { return Value(root, 0, 0); }

  // Refuses a name that an object has twice.
  absl::StatusOr<JsonTree> Finish() &&;

 private:
  using Node = JsonTree::Node;

  bool Value(const simdjson::dom::element& element, std::uint32_t parent,
             std::uint32_t ordinal);
  bool Array(const simdjson::dom::array& array, std::uint32_t self);
  bool Object(const simdjson::dom::object& object, std::uint32_t self);
  bool String(std::string_view value, std::uint32_t parent,
              std::uint32_t ordinal, bool is_name);
  void Literal(JsonKind kind, std::size_t length, std::uint32_t parent,
               std::uint32_t ordinal);
  std::uint32_t Open(JsonKind kind, std::uint32_t parent,
                     std::uint32_t ordinal);
  void Close(std::uint32_t self, std::uint32_t size);
  [[nodiscard]] absl::Status CheckNames() const;

  // The text is known to be well-formed here.
  void SkipTo() {
    const std::size_t begin = at_;
    while (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' ||
           text_[at_] == '\t') {
      ++at_;
    }
    tree_.white_space_ += at_ - begin;
  }
  void SkipPast(char punctuation) {
    SkipTo();
    if (text_[at_] == punctuation) ++at_;
  }
  [[nodiscard]] std::uint32_t Count() const {
    return static_cast<std::uint32_t>(tree_.nodes_.size());
  }

  std::string_view text_;
  std::size_t max_depth_;
  std::size_t depth_ = 0;
  std::size_t at_ = 0;
  bool names_may_repeat_ = false;  // in one object, as far as Object() looks
  JsonTree tree_;
  std::string decoded_;
};

bool JsonTreeBuilder::Value(const simdjson::dom::element& element,
                            std::uint32_t parent, std::uint32_t ordinal) {
  SkipTo();
  switch (element.type()) {
    case simdjson::dom::element_type::ARRAY: {
      const std::uint32_t self = Open(JsonKind::kArray, parent, ordinal);
      return depth_ <= max_depth_ &&
             Array(element.get_array().value_unsafe(), self);
    }
    case simdjson::dom::element_type::OBJECT: {
      const std::uint32_t self = Open(JsonKind::kObject, parent, ordinal);
      return depth_ <= max_depth_ &&
             Object(element.get_object().value_unsafe(), self);
    }
    case simdjson::dom::element_type::STRING:
      return String(element.get_string().value_unsafe(), parent, ordinal,
                    /*is_name=*/false);
    case simdjson::dom::element_type::BOOL:
      Literal(JsonKind::kBoolean, text_[at_] == 't' ? 4 : 5, parent, ordinal);
      return true;
    case simdjson::dom::element_type::NULL_VALUE:
      Literal(JsonKind::kNull, 4, parent, ordinal);
      return true;
    default:
      break;
  }
  const std::size_t end = EndOfJsonNumber(text_, at_);
  if (end == std::string_view::npos) return false;
  Literal(JsonKind::kNumber, end - at_, parent, ordinal);
  return true;
}

bool JsonTreeBuilder::Array(const simdjson::dom::array& array,
                            std::uint32_t self) {
  std::uint32_t size = 0;
  for (const simdjson::dom::element element : array) {
    if (size != 0) SkipPast(',');
    if (!Value(element, self, size)) return false;
    ++size;
  }
  SkipPast(']');
  Close(self, size);
  return true;
}

bool JsonTreeBuilder::Object(const simdjson::dom::object& object,
                             std::uint32_t self) {
  std::array<std::string_view, kFewNames> names;
  std::uint32_t size = 0;
  for (const simdjson::dom::key_value_pair member : object) {
    if (size != 0) SkipPast(',');
    SkipTo();
    if (size < kFewNames) {
      const auto end = names.begin() + size;
      // The first letter tells most names apart, without a call to compare.
      if (std::any_of(names.begin(), end, [&member](std::string_view name) {
            return name.size() == member.key.size() &&
                   (name.empty() || name[0] == member.key[0]) &&
                   name == member.key;
          })) {
        names_may_repeat_ = true;
      }
      *end = member.key;
    } else {
      names_may_repeat_ = true;
    }
    if (!String(member.key, self, size, /*is_name=*/true)) return false;
    SkipPast(':');
    if (!Value(member.value, self, size)) return false;
    ++size;
  }
  SkipPast('}');
  Close(self, size);
  return true;
}

std::uint32_t JsonTreeBuilder::Open(JsonKind kind, std::uint32_t parent,
                                    std::uint32_t ordinal) {
  const std::uint32_t self = Count();
  Literal(kind, 1, parent, ordinal);
  ++depth_;
  return self;
}

void JsonTreeBuilder::Close(std::uint32_t self, std::uint32_t size) {
  Node& node = tree_.nodes_[self];
  node.length = static_cast<std::uint32_t>(at_) - node.offset;
  node.end = Count();
  node.size = size;
  --depth_;
}

void JsonTreeBuilder::Literal(JsonKind kind, std::size_t length,
                              std::uint32_t parent, std::uint32_t ordinal) {
  tree_.nodes_.push_back({.offset = static_cast<std::uint32_t>(at_),
                          .length = static_cast<std::uint32_t>(length),
                          .decoded = JsonTree::kRaw,
                          .decoded_length = 0,
                          .end = Count() + 1,
                          .parent = parent,
                          .ordinal = ordinal,
                          .size = 0,
                          .kind = kind,
                          .is_name = false});
  at_ += length;
}

// True if the escapes of a well-formed string are no lone surrogates, which
// simdjson 3.0 lets pass in part. `end` becomes the closing quotation mark's.
bool SurrogatesArePaired(std::string_view text, std::size_t& end) {
  const auto surrogate = [text](std::size_t at) {
    // \ud800 to \udbff are high, \udc00 to \udfff low.
    if (text[at + 1] != 'u' || (text[at + 2] | 0x20) != 'd') return 0;
    const char c = static_cast<char>(text[at + 3] | 0x20);
    return c >= 'c' && c <= 'f' ? 2 : c == '8' || c == '9' || c >= 'a' ? 1 : 0;
  };
  while (text[end] != '"') {
    if (text[end] != '\\') {
      ++end;
      continue;
    }
    const int kind = surrogate(end);
    if (kind == 2) return false;
    if (kind == 1) {
      end += 6;
      if (text[end] != '\\' || surrogate(end) != 2) return false;
      end += 6;
    } else {
      end += 2;
    }
  }
  return true;
}

bool JsonTreeBuilder::String(std::string_view value, std::uint32_t parent,
                             std::uint32_t ordinal, bool is_name) {
  // Equal bytes and then the closing mark means that there was no escape: the
  // first escape in a string whose decoded bytes equal its raw ones would be
  // \\, followed by another \, and so on to the last, not a quotation mark.
  const std::size_t begin = at_ + 1;
  std::size_t end = begin + value.size();
  const bool plain =
      end < text_.size() && text_[end] == '"' &&
      std::memcmp(text_.data() + begin, value.data(), value.size()) == 0;
  if (!plain) {
    end = begin;
    if (!SurrogatesArePaired(text_, end)) return false;
  }
  Literal(JsonKind::kString, end + 1 - at_, parent, ordinal);
  Node& node = tree_.nodes_.back();
  node.is_name = is_name;
  if (!plain) {
    node.decoded = static_cast<std::uint32_t>(decoded_.size());
    node.decoded_length = static_cast<std::uint32_t>(value.size());
    decoded_ += value;
  }
  return true;
}

namespace {

absl::Status DuplicateName(const JsonMember& member) {
  return absl::InvalidArgumentError(absl::StrFormat(
      "%s: found a second member %s, expected each name once in an object",
      member.key.Location(), Quote(member.name)));
}

absl::Status CheckFewNames(JsonValue object,
                           std::vector<std::string_view>& seen) {
  seen.clear();
  for (const JsonMember member : object.members()) {
    if (std::find(seen.begin(), seen.end(), member.name) != seen.end()) {
      return DuplicateName(member);
    }
    seen.push_back(member.name);
  }
  return absl::OkStatus();
}

absl::Status CheckManyNames(JsonValue object) {
  absl::flat_hash_set<absl::string_view> seen;
  for (const JsonMember member : object.members()) {
    if (!seen.insert(AbslView(member.name)).second) {
      return DuplicateName(member);
    }
  }
  return absl::OkStatus();
}

}  // namespace

// S-1.4: simdjson keeps both of two members of one name. They are compared
// decoded: "Effect" and "\u0045ffect" are one name.
absl::Status JsonTreeBuilder::CheckNames() const {
  std::vector<std::string_view> seen;
  for (std::uint32_t i = 0; i < tree_.nodes_.size(); ++i) {
    const Node& node = tree_.nodes_[i];
    if (node.kind != JsonKind::kObject || node.size < 2) continue;
    const JsonValue object(&tree_, i);
    absl::Status status = node.size <= kFewNames ? CheckFewNames(object, seen)
                                                 : CheckManyNames(object);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<JsonTree> JsonTreeBuilder::Finish() && {
  if (!decoded_.empty()) {
    tree_.decoded_.reset(new char[decoded_.size()]);
    std::memcpy(tree_.decoded_.get(), decoded_.data(), decoded_.size());
  }
  tree_.white_space_ += text_.size() - at_;
  if (names_may_repeat_) {
    absl::Status status = CheckNames();
    if (!status.ok()) return status;
  }
  return std::move(tree_);
}

absl::Status CheckJsonSize(std::string_view text, const JsonLimits& limits) {
  const std::size_t max_bytes =
      std::min<std::size_t>(limits.max_bytes, UINT32_MAX - 1);
  if (text.size() <= max_bytes) return absl::OkStatus();
  return Refusal("", {.offset = 0,
                      .pointer = "",
                      .found = absl::StrCat(text.size(), " bytes"),
                      .expected = absl::StrCat("at most ", max_bytes)});
}

namespace {

// Newer releases of simdjson skip it, older ones do not: refused by both.
absl::Status CheckNoByteOrderMark(std::string_view text) {
  if (!text.starts_with("\xef\xbb\xbf")) return absl::OkStatus();
  return Refusal("", {.offset = 0,
                      .pointer = "",
                      .found = "a byte order mark",
                      .expected = "JSON without one"});
}

// TAPE_ERROR if the builder refuses what simdjson has not.
simdjson::error_code Read(Scratch& scratch, JsonTreeBuilder& builder) {
  simdjson::dom::element root;
  const simdjson::error_code error =
      scratch.parser
          .parse(scratch.copy.data(), scratch.copy.size(),
                 /*realloc_if_needed=*/false)
          .get(root);
  if (error != simdjson::SUCCESS) return error;
  return builder.Build(root) ? simdjson::SUCCESS : simdjson::TAPE_ERROR;
}

absl::Status Unusable(std::string_view text, simdjson::error_code error) {
  if (error == simdjson::MEMALLOC) {
    return absl::ResourceExhaustedError("no memory to parse JSON with");
  }
  return Refusal(text, {.offset = 0,
                        .pointer = "",
                        .found = simdjson::error_message(error),
                        .expected = "JSON"});
}

}  // namespace

absl::StatusOr<JsonTree> ParseJson(std::string_view text,
                                   const JsonLimits& limits) {
  absl::Status status = CheckJsonSize(text, limits);
  if (status.ok()) status = CheckNoByteOrderMark(text);
  if (!status.ok()) return status;
  const std::size_t max_depth = std::min(limits.max_depth, kDepthCeiling);
  ScratchLease lease;
  Scratch& scratch = *lease;
  scratch.copy.Assign(text);
  JsonTreeBuilder builder(text, max_depth);
  simdjson::error_code error = Read(scratch, builder);
  if (error != simdjson::SUCCESS) {
    const std::optional<SyntaxError> found = FindSyntaxError(text, max_depth);
    if (found.has_value()) return Refusal(text, *found);
    // What is JSON and yet refused has a number too large for simdjson.
    scratch.copy.BlankOutNumbers();
    builder = JsonTreeBuilder(text, max_depth);
    error = Read(scratch, builder);
    if (error != simdjson::SUCCESS) return Unusable(text, error);
  }
  return std::move(builder).Finish();
}

}  // namespace iameval::internal
