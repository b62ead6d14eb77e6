#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "json/json.h"
#include "json/plain_json.h"
#include "json/syntax_error.h"
#include "json/tree_builder.h"

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
  // Its first pass finds the tokens and checks UTF-8; JsonTreeBuilder goes
  // through them. simdjson's own interfaces do not say where a value stands
  // (DOM) or take ten times as long to (On-Demand).
  simdjson::dom::parser tokenizer;
  ondemand::parser decoder;  // of strings with escapes
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
    if (scratch_->copy.capacity() > kMostKept ||
        scratch_->tokenizer.capacity() > kMostKept) {
      return;
    }
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

// The tokens of a text with padding, and its end.
simdjson::error_code FindTokens(Scratch& scratch, std::string_view text,
                                std::span<const std::uint32_t>& tokens) {
  simdjson::dom::parser& parser = scratch.tokenizer;
  if (parser.capacity() < text.size() || parser.implementation == nullptr) {
    const simdjson::error_code error = parser.allocate(text.size());
    if (error != simdjson::SUCCESS) return error;
  }
  const simdjson::error_code error = parser.implementation->stage1(
      reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
      simdjson::stage1_mode::regular);
  if (error != simdjson::SUCCESS) return error;
  // simdjson has room for a few more, and such an end there itself.
  std::uint32_t* const first =
      parser.implementation->structural_indexes.get();
  const std::size_t count = parser.implementation->n_structural_indexes;
  first[count] = static_cast<std::uint32_t>(text.size());
  tokens = {first, count + 1};
  return simdjson::SUCCESS;
}

// Of the string in a text with padding.
char* DecodeString(Scratch& scratch, const char* at, char* out) {
  if (scratch.decoder.capacity() == 0 &&
      scratch.decoder.allocate(simdjson::SIMDJSON_PADDING) !=
          simdjson::SUCCESS) {
    return nullptr;
  }
  const auto* in = reinterpret_cast<const std::uint8_t*>(at + 1);
  auto* end = reinterpret_cast<std::uint8_t*>(out);
  const auto text =
      scratch.decoder.unescape(ondemand::raw_json_string(in), end);
  return text.error() == simdjson::SUCCESS ? reinterpret_cast<char*>(end)
                                           : nullptr;
}

// TAPE_ERROR if the builder refuses what simdjson has not.
simdjson::error_code Build(Scratch& scratch, std::string_view padded,
                           JsonTreeBuilder& builder) {
  const bool built =
      builder.Build() && builder.DecodeStrings(
                             [&](std::size_t at, char* out) {
                               return DecodeString(scratch, padded.data() + at,
                                                   out);
                             },
                             simdjson::SIMDJSON_PADDING);
  return built ? simdjson::SUCCESS : simdjson::TAPE_ERROR;
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

// `padded` is `text`, maybe elsewhere, with padding.
absl::StatusOr<JsonTree> Parse(Scratch& scratch, std::string_view text,
                               std::string_view padded, bool may_have_escapes,
                               const JsonLimits& limits) {
  const std::size_t max_depth = std::min(limits.max_depth, kDepthCeiling);
  std::span<const std::uint32_t> tokens;
  simdjson::error_code error = FindTokens(scratch, padded, tokens);
  if (error == simdjson::SUCCESS) {
    JsonTreeBuilder builder(padded, may_have_escapes, tokens, max_depth);
    error = Build(scratch, padded, builder);
    if (error == simdjson::SUCCESS) return std::move(builder).Finish(text);
  }
  const std::optional<SyntaxError> found = FindSyntaxError(text, max_depth);
  return found.has_value() ? Refusal(text, *found) : Unusable(text, error);
}

bool HasBackslash(std::string_view text) {
  return text.find('\\') != std::string_view::npos;
}

absl::Status CheckText(std::string_view text, const JsonLimits& limits) {
  absl::Status status = CheckJsonSize(text, limits);
  return status.ok() ? CheckNoByteOrderMark(text) : status;
}

}  // namespace

absl::StatusOr<JsonTree> ParseJson(std::string_view text,
                                   const JsonLimits& limits) {
  if (absl::Status status = CheckText(text, limits); !status.ok()) {
    return status;
  }
  ScratchLease lease;
  Scratch& scratch = *lease;
  scratch.copy.Assign(text);
  return Parse(scratch, text, {scratch.copy.data(), text.size()},
               HasBackslash(text), limits);
}

absl::StatusOr<JsonTree> ParseJson(const PaddedText& text,
                                   const JsonLimits& limits) {
  static_assert(PaddedText::kPadding >= simdjson::SIMDJSON_PADDING);
  if (absl::Status status = CheckText(text.view(), limits); !status.ok()) {
    return status;
  }
  ScratchLease lease;
  return Parse(*lease, text.view(), text.view(),
               !text.is_plain() && HasBackslash(text.view()), limits);
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

// A token of simdjson's reaches up to the next one: without the space behind.
std::string_view Trimmed(std::string_view token) {
  while (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' ||
         token.back() == '\t') {
    token.remove_suffix(1);
  }
  return token;
}

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
