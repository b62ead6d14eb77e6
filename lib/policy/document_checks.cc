#include "policy/document_checks.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/byte_lanes.h"
#include "base/hash.h"
#include "base/quote.h"
#include "base/utf8.h"
#include "policy/check.h"
#include "policy/size_quotas.h"

namespace iameval::internal {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// The first byte from `at` on that is not ASCII; many at a time, for nearly
// every document has none.
std::size_t FindNonAscii(std::string_view text, std::size_t at) {
  constexpr std::size_t kLanes = ByteLanes::kSize;
  for (; at + 4 * kLanes <= text.size(); at += 4 * kLanes) {
    const char* const p = text.data() + at;
    if (ByteLanes::Load(p)
            .Or(ByteLanes::Load(p + kLanes))
            .Or(ByteLanes::Load(p + 2 * kLanes))
            .Or(ByteLanes::Load(p + 3 * kLanes))
            .Mask() != 0) {
      break;
    }
  }
  for (; at + kLanes <= text.size(); at += kLanes) {
    const std::uint32_t found = ByteLanes::Load(text.data() + at).Mask();
    if (found != 0) {
      return at + static_cast<std::size_t>(std::countr_zero(found));
    }
  }
  for (; at < text.size(); ++at) {
    if (static_cast<unsigned char>(text[at]) >= 0x80) return at;
  }
  return kNone;
}

// The first character above U+00FF. Below U+0020, JSON itself has but the three
// that IAM takes.
std::size_t FindBeyondLatin1(std::string_view text) {
  std::size_t at = FindNonAscii(text, 0);
  while (at != kNone) {
    if (static_cast<unsigned char>(text[at]) >= 0xC4) return at;
    at = FindNonAscii(text, at + 2);  // U+0080 to U+00FF are two bytes
  }
  return kNone;
}

// Bytes but those that continue a character.
std::size_t CountCharacters(std::string_view text) {
  if (FindNonAscii(text, 0) == kNone) return text.size();
  std::size_t count = 0;
  for (const char c : text) {
    count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  }
  return count;
}

// Texts seen so far. Nearly all are new, which a few bits say of most; the
// others are compared one by one as long as there are few.
class SeenTexts {
 public:
  bool IsNew(std::string_view text) {
    const std::uint64_t hash = HashBytes(text);
    std::uint64_t& bits = bits_[hash % bits_.size()];
    const std::uint64_t bit = std::uint64_t{1} << (hash >> 58);
    const bool may_be_seen = (bits & bit) != 0;
    bits |= bit;
    if (texts_.size() > kFew) {
      return many_.insert(AbslView(text)).second;
    }
    if (may_be_seen && std::ranges::find(texts_, text) != texts_.end()) {
      return false;
    }
    texts_.push_back(text);
    if (texts_.size() > kFew) {
      for (const std::string_view seen : texts_) many_.insert(AbslView(seen));
    }
    return true;
  }

 private:
  static constexpr std::size_t kFew = 64;

  std::array<std::uint64_t, 16> bits_ = {};
  absl::InlinedVector<std::string_view, 16> texts_;
  absl::flat_hash_set<absl::string_view> many_;
};

}  // namespace

absl::Status CheckCharacters(const ParseContext& context, JsonValue root) {
  const std::string_view text = context.text;
  const std::size_t at = FindBeyondLatin1(text);
  if (at == kNone) return absl::OkStatus();
  const Utf8Step step = DecodeUtf8(text.substr(at));
  const std::string character = absl::StrFormat(
      "the character U+%04X", static_cast<std::uint32_t>(step.code_point));
  if (context.rules.iam_hosted) {
    return absl::InvalidArgumentError(
        absl::StrFormat("%s: found %s, expected characters up to U+00FF in %s",
                        FormatLocation("", context.lines.At(at)), character,
                        context.rules.name));
  }
  context.findings.AddAt(
      checks::kUnsupportedCharacter, root, at, step.length,
      absl::StrFormat("%s and perhaps others after it are beyond U+00FF, which "
                      "IAM itself does not take in the documents it hosts",
                      character));
  return absl::OkStatus();
}

void CheckSize(const ParseContext& context, const JsonTree& tree,
               const Document& document) {
  if (context.text.size() <= kSmallestQuota) return;
  const std::optional<SizeQuota> quota = SizeQuotaOf(document);
  if (!quota.has_value() || context.text.size() <= quota->characters) return;
  // white space inside strings counts.
  const std::size_t left_out =
      quota->with_white_space ? 0 : tree.white_space();
  const std::size_t bytes = context.text.size() - left_out;
  if (bytes <= quota->characters) return;  // and so are the characters
  const std::size_t count =
      document.text.is_one_line() ? bytes
                                  : CountCharacters(context.text) - left_out;
  if (count <= quota->characters) return;
  context.findings.Add(
      *quota->check, tree.root(),
      absl::StrFormat("the document has %d characters%s, more than the %d of "
                      "%s",
                      count,
                      quota->with_white_space ? "" : " without white space",
                      quota->characters, quota->of));
}

void CheckSids(const ParseContext& context, JsonValue statements,
               const Document& document) {
  const Check& check = context.rules.iam_hosted
                           ? checks::kUniqueSidsRequired
                           : checks::kUniqueSidsRecommended;
  if (document.statements.size() < 2) return;
  SeenTexts seen;
  auto statement = document.statements.begin();
  for (const JsonValue value : statements.elements()) {
    const std::string_view sid =
        (statement++)->sid.value_or(std::string_view());
    if (sid.empty() || seen.IsNew(sid)) continue;
    context.findings.Add(
        check, *value.Find("Sid"),
        absl::StrFormat("an earlier statement has the Sid %s", Quote(sid)));
  }
}

}  // namespace iameval::internal
