#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "json/duplicate_names.h"
#include "json/json.h"
#include "json/plain_json.h"
#include "json/syntax_error.h"

// The only place that knows simdjson, whose header costs seconds to compile.
#include "simdjson.h"

namespace iameval::internal {

namespace ondemand = simdjson::ondemand;

namespace {

// FindSyntaxError and the builder recurse once a level.
constexpr std::size_t kDepthCeiling = 1'000;

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

 private:
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::unique_ptr<char[]> bytes_;
};

// What parsing needs besides its result: some 16 bytes for each of the text.
struct Scratch {
  PaddedCopy copy;
  ondemand::parser parser;
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

constexpr bool IsJsonSpace(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// A token of simdjson's reaches up to the next one: without the space behind.
std::string_view Trimmed(std::string_view token) {
  while (IsJsonSpace(token.back())) token.remove_suffix(1);
  return token;
}

// Walks a document in the order of its text. simdjson has checked its UTF-8 and
// found its tokens; it checks what stands between values as the walk comes
// by. That every scalar is what it seems is checked here.
class JsonTreeBuilder {
 public:
  // `copy` is the text with room behind it.
  JsonTreeBuilder(std::string_view text, const char* copy,
                  std::size_t max_depth)
      : text_(text),
        copy_(copy),
        max_depth_(max_depth),
        may_have_escapes_(text.find('\\') != std::string_view::npos) {
    tree_.text_ = text;
    tree_.nodes_.reserve(text.size() / 16 + 4);
  }

  // False if the text is to be refused.
  bool Build(const ondemand::parser& parser, ondemand::document& document);

  // Refuses a name that an object has twice.
  absl::StatusOr<JsonTree> Finish() &&;

 private:
  using Node = JsonTree::Node;

  // `At` is the document or a value.
  template <typename At>
  bool Value(At& value, std::uint32_t parent, std::uint32_t ordinal);
  bool Array(ondemand::array& array, std::uint32_t self);
  bool Object(ondemand::object& object, std::uint32_t self);
  bool Name(const ondemand::raw_json_string& name, std::uint32_t parent,
            std::uint32_t ordinal);
  bool String(std::size_t at, std::size_t length, std::uint32_t parent,
              std::uint32_t ordinal, bool is_name);
  bool Decode(std::size_t at, std::size_t length, Node& node);
  void Append(JsonKind kind, std::size_t at, std::size_t length,
              std::uint32_t parent, std::uint32_t ordinal);
  void Close(std::uint32_t self, std::uint32_t size);
  [[nodiscard]] absl::Status CheckNames() const;

  [[nodiscard]] std::uint32_t Count() const {
    return static_cast<std::uint32_t>(tree_.nodes_.size());
  }
  // Where the token after the ones that were read begins, or the text ends.
  [[nodiscard]] std::size_t NextToken() {
    const char* next;
    if (document_->current_location().get(next) != simdjson::SUCCESS) {
      return text_.size();
    }
    return static_cast<std::size_t>(next - copy_);
  }

  std::string_view text_;
  const char* copy_;
  std::size_t max_depth_;
  bool may_have_escapes_;
  const ondemand::parser* parser_ = nullptr;
  ondemand::document* document_ = nullptr;
  std::size_t depth_ = 0;
  std::size_t token_bytes_ = 0;
  bool names_may_repeat_ = false;  // in one object, as far as Object() looks
  JsonTree tree_;
  std::size_t decoded_size_ = 0;  // of tree_.decoded_ that is in use
};

bool JsonTreeBuilder::Build(const ondemand::parser& parser,
                            ondemand::document& document) {
  parser_ = &parser;
  document_ = &document;
  if (!Value(document, 0, 0)) return false;
  tree_.white_space_ = text_.size() - token_bytes_;
  // Nothing may follow the value.
  const Node& root = tree_.nodes_.front();
  if (root.kind == JsonKind::kObject || root.kind == JsonKind::kArray) {
    return NextToken() == text_.size();
  }
  const std::string_view rest = text_.substr(root.offset + root.length);
  return std::all_of(rest.begin(), rest.end(), IsJsonSpace);
}

inline void JsonTreeBuilder::Append(JsonKind kind, std::size_t at,
                                    std::size_t length, std::uint32_t parent,
                                    std::uint32_t ordinal) {
  tree_.nodes_.push_back({.offset = static_cast<std::uint32_t>(at),
                          .length = static_cast<std::uint32_t>(length),
                          .decoded = JsonTree::kRaw,
                          .decoded_length = 0,
                          .end = Count() + 1,
                          .parent = parent,
                          .ordinal = ordinal,
                          .size = 0,
                          .kind = kind,
                          .is_name = false});
}

inline bool JsonTreeBuilder::String(std::size_t at, std::size_t length,
                                    std::uint32_t parent, std::uint32_t ordinal,
                                    bool is_name) {
  Append(JsonKind::kString, at, length, parent, ordinal);
  Node& node = tree_.nodes_.back();
  node.is_name = is_name;
  return !may_have_escapes_ ||
         text_.substr(at, length).find('\\') == std::string_view::npos ||
         Decode(at, length, node);
}

template <typename At>
bool JsonTreeBuilder::Value(At& value, std::uint32_t parent,
                            std::uint32_t ordinal) {
  std::string_view token;
  if (simdjson::simdjson_result<std::string_view>(value.raw_json_token())
          .get(token) != simdjson::SUCCESS) {
    return false;
  }
  token = Trimmed(token);
  const auto at = static_cast<std::size_t>(token.data() - copy_);
  const std::uint32_t self = Count();
  const auto scalar = [&](JsonKind kind) {
    token_bytes_ += token.size();
    Append(kind, at, token.size(), parent, ordinal);
    return true;
  };
  switch (token.front()) {
    case '[': {
      ondemand::array array;
      Append(JsonKind::kArray, at, 1, parent, ordinal);
      return ++depth_ <= max_depth_ &&
             value.get_array().get(array) == simdjson::SUCCESS &&
             Array(array, self);
    }
    case '{': {
      ondemand::object object;
      Append(JsonKind::kObject, at, 1, parent, ordinal);
      return ++depth_ <= max_depth_ &&
             value.get_object().get(object) == simdjson::SUCCESS &&
             Object(object, self);
    }
    case '"': {
      if (token.size() < 2 || token.back() != '"') return false;
      token_bytes_ += token.size();
      // Asked for to move on to the next token.
      return value.get_raw_json_string().error() == simdjson::SUCCESS &&
             String(at, token.size(), parent, ordinal, /*is_name=*/false);
    }
    case 't':
    case 'f':
      return (token == "true" || token == "false") &&
             scalar(JsonKind::kBoolean);
    case 'n':
      return token == "null" && scalar(JsonKind::kNull);
    default:
      return EndOfJsonNumber(text_, at) == at + token.size() &&
             scalar(JsonKind::kNumber);
  }
}

bool JsonTreeBuilder::Array(ondemand::array& array, std::uint32_t self) {
  std::uint32_t size = 0;
  for (simdjson::simdjson_result<ondemand::value> element : array) {
    ondemand::value value;
    if (std::move(element).get(value) != simdjson::SUCCESS ||
        !Value(value, self, size)) {
      return false;
    }
    ++size;
  }
  Close(self, size);
  return true;
}

bool JsonTreeBuilder::Object(ondemand::object& object, std::uint32_t self) {
  std::array<std::string_view, kFewNames> names;
  std::uint64_t seen = 0;
  std::uint32_t size = 0;
  for (simdjson::simdjson_result<ondemand::field> member : object) {
    ondemand::field field;
    if (std::move(member).get(field) != simdjson::SUCCESS ||
        !Name(field.key(), self, size)) {
      return false;
    }
    ++token_bytes_;  // the colon
    if (size < kFewNames) {
      const std::string_view name = JsonValue(&tree_, Count() - 1).text();
      // Size and first letter tell most names apart.
      const std::size_t letter =
          name.empty() ? 0 : static_cast<unsigned char>(name[0]) & 31U;
      const std::uint64_t bit = std::uint64_t{1}
                                << ((name.size() * 7 + letter) & 63U);
      const auto end = names.begin() + size;
      if ((seen & bit) != 0 && std::find(names.begin(), end, name) != end) {
        names_may_repeat_ = true;
      }
      seen |= bit;
      *end = name;
    } else {
      names_may_repeat_ = true;
    }
    if (!Value(field.value(), self, size)) return false;
    ++size;
  }
  Close(self, size);
  return true;
}

void JsonTreeBuilder::Close(std::uint32_t self, std::uint32_t size) {
  // Back from the next token over white space to the bracket.
  std::size_t end = NextToken();
  while (IsJsonSpace(text_[end - 1])) --end;
  Node& node = tree_.nodes_[self];
  node.length = static_cast<std::uint32_t>(end) - node.offset;
  node.end = Count();
  node.size = size;
  token_bytes_ += 2 + (size > 1 ? size - 1 : 0);  // brackets and commas
  --depth_;
}

bool JsonTreeBuilder::Name(const ondemand::raw_json_string& name,
                           std::uint32_t parent, std::uint32_t ordinal) {
  const auto at = static_cast<std::size_t>(name.raw() - copy_) - 1;
  std::size_t end = at + 1;  // the string is known to end
  while (text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
  token_bytes_ += end + 1 - at;
  return String(at, end + 1 - at, parent, ordinal, /*is_name=*/true);
}

bool JsonTreeBuilder::Decode(std::size_t at, std::size_t length, Node& node) {
  // simdjson 3.0 lets some lone ones pass.
  if (!SurrogatesArePaired(text_.substr(at + 1, length - 1))) return false;
  if (tree_.decoded_ == nullptr) {  // no string gets longer
    tree_.decoded_.reset(new char[text_.size() + simdjson::SIMDJSON_PADDING]);
  }
  auto* out =
      reinterpret_cast<std::uint8_t*>(tree_.decoded_.get() + decoded_size_);
  const auto* in = reinterpret_cast<const std::uint8_t*>(copy_ + at + 1);
  std::string_view text;
  if (parser_->unescape(ondemand::raw_json_string(in), out).get(text) !=
      simdjson::SUCCESS) {
    return false;
  }
  node.decoded = static_cast<std::uint32_t>(decoded_size_);
  node.decoded_length = static_cast<std::uint32_t>(text.size());
  decoded_size_ += text.size();
  return true;
}

// S-1.4: simdjson keeps both of two members of one name. They are compared
// decoded: "Effect" and "\u0045ffect" are one name.
absl::Status JsonTreeBuilder::CheckNames() const {
  std::vector<std::string_view> seen;
  for (std::uint32_t i = 0; i < tree_.nodes_.size(); ++i) {
    const Node& node = tree_.nodes_[i];
    if (node.kind != JsonKind::kObject || node.size < 2) continue;
    absl::Status status = CheckNamesDiffer(JsonValue(&tree_, i), seen);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<JsonTree> JsonTreeBuilder::Finish() && {
  if (tree_.decoded_ != nullptr) {
    std::unique_ptr<char[]> fitting(new char[decoded_size_]);
    std::memcpy(fitting.get(), tree_.decoded_.get(), decoded_size_);
    tree_.decoded_ = std::move(fitting);
  }
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
  const PaddedCopy& copy = scratch.copy;
  ondemand::document document;
  const simdjson::error_code error =
      scratch.parser
          .iterate(copy.data(), copy.size(),
                   copy.size() + simdjson::SIMDJSON_PADDING)
          .get(document);
  if (error != simdjson::SUCCESS) return error;
  return builder.Build(scratch.parser, document) ? simdjson::SUCCESS
                                                 : simdjson::TAPE_ERROR;
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
  JsonTreeBuilder builder(text, scratch.copy.data(), max_depth);
  const simdjson::error_code error = Read(scratch, builder);
  if (error != simdjson::SUCCESS) {
    const std::optional<SyntaxError> found = FindSyntaxError(text, max_depth);
    return found.has_value() ? Refusal(text, *found) : Unusable(text, error);
  }
  return std::move(builder).Finish();
}

// ---------------------------------------------------------------------------
// PlainJson: On-Demand, which checks only what is read; so everything is read.

struct PlainJson::State {
  explicit State(std::vector<Node>& out) : nodes(out) {}

  bool Value(ondemand::value value, std::string_view name, int level);
  bool Object(ondemand::object object, int level);
  bool Array(ondemand::array array, int level);
  bool Scalar(ondemand::value& value, ondemand::json_type type,
              std::string_view name);

  // False if there are too many.
  bool Add(JsonKind kind, std::string_view name, std::string_view text) {
    if (nodes.size() == kMostNodes) return false;
    nodes.push_back(
        {kind, static_cast<std::uint32_t>(nodes.size()) + 1, name, text});
    return true;
  }
  void Close(std::size_t self) {
    nodes[self].end = static_cast<std::uint32_t>(nodes.size());
  }

  PaddedCopy copy;
  ondemand::parser parser;
  std::vector<Node>& nodes;
};

namespace {

using ondemand::json_type;

JsonKind KindOf(json_type type) {
  switch (type) {
    case json_type::string:
      return JsonKind::kString;
    case json_type::number:
      return JsonKind::kNumber;
    case json_type::boolean:
      return JsonKind::kBoolean;
    default:
      return JsonKind::kNull;
  }
}

// The name that begins at `begin`, somewhere before `end`. It has no escapes.
std::string_view NameAt(const char* begin, const char* end) {
  const auto* mark = static_cast<const char*>(
      std::memchr(begin, '"', static_cast<std::size_t>(end - begin)));
  return {begin, static_cast<std::size_t>(mark - begin)};
}

}  // namespace

bool PlainJson::State::Scalar(ondemand::value& value, json_type type,
                              std::string_view name) {
  std::string_view text = Trimmed(value.raw_json_token());
  // Each also steps past the token.
  switch (type) {
    case json_type::string:
      if (value.get_raw_json_string().error() != simdjson::SUCCESS) {
        return false;
      }
      if (text.size() < 2 || text.back() != '"') return false;
      text = text.substr(1, text.size() - 2);
      break;
    case json_type::number:
      if (value.get_double().error() != simdjson::SUCCESS ||
          EndOfJsonNumber(text, 0) != text.size()) {
        return false;
      }
      break;
    case json_type::boolean:
      if (value.get_bool().error() != simdjson::SUCCESS ||
          (text != "true" && text != "false")) {
        return false;
      }
      break;
    default:
      if (text != "null" || !value.is_null()) return false;
      break;
  }
  return Add(KindOf(type), name, text);
}

bool PlainJson::State::Value(ondemand::value value, std::string_view name,
                             int level) {
  json_type type;
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  if (type != json_type::object && type != json_type::array) {
    return Scalar(value, type, name);
  }
  if (level == kMostLevels) return false;
  const std::size_t self = nodes.size();
  if (type == json_type::object) {
    ondemand::object object;
    return Add(JsonKind::kObject, name, {}) &&
           value.get_object().get(object) == simdjson::SUCCESS &&
           Object(object, level + 1) && (Close(self), true);
  }
  ondemand::array array;
  return Add(JsonKind::kArray, name, {}) &&
         value.get_array().get(array) == simdjson::SUCCESS &&
         Array(array, level + 1) && (Close(self), true);
}

bool PlainJson::State::Object(ondemand::object object, int level) {
  for (auto field : object) {
    ondemand::raw_json_string key;
    if (field.error() != simdjson::SUCCESS ||
        field.key().get(key) != simdjson::SUCCESS) {
      return false;
    }
    ondemand::value value;
    if (field.value().get(value) != simdjson::SUCCESS ||
        !Value(value, NameAt(key.raw(), copy.data() + copy.size()), level)) {
      return false;
    }
  }
  return true;
}

bool PlainJson::State::Array(ondemand::array array, int level) {
  for (auto element : array) {
    ondemand::value value;
    if (element.get(value) != simdjson::SUCCESS || !Value(value, {}, level)) {
      return false;
    }
  }
  return true;
}

PlainJson::PlainJson() : state_(std::make_unique<State>(nodes_)) {}
PlainJson::~PlainJson() = default;

bool PlainJson::Read(std::string_view text) {
  nodes_.clear();
  if (text.empty() || text.size() > kMostBytes ||
      text.find('\\') != std::string_view::npos ||
      text.starts_with("\xef\xbb\xbf")) {
    return false;
  }
  State& state = *state_;
  state.copy.Assign(text);
  ondemand::document document;
  ondemand::object root;
  const bool read =
      state.parser
              .iterate(simdjson::padded_string_view(
                  state.copy.data(), text.size(), state.copy.capacity()))
              .get(document) == simdjson::SUCCESS &&
      document.get_object().get(root) == simdjson::SUCCESS &&
      state.Add(JsonKind::kObject, {}, {}) && state.Object(root, 1) &&
      document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  if (!read) {
    nodes_.clear();
    return false;
  }
  state.Close(0);
  return true;
}

}  // namespace iameval::internal
