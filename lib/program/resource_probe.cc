#include "program/resource_probe.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string_view>


namespace iameval::internal {
namespace {

constexpr std::size_t kWord = 8;

}  // namespace

TextDigest ProbeText::Digest() const {
  constexpr std::size_t kFields = 5;
  TextDigest digest;
  if (!is_looked_at() ||
      arn_->colon_count > kFields + TextDigest::kMostOthers) {
    return digest;
  }
  digest.account = account_;
  const std::string_view text = arn_->text;
  const char* from = text.data() + sixth_field();
  if (text.size() - sixth_field() >= kDigestedHead) {
    digest.head = DigestHead(from);
  }
  digest.colons = ResourceDigest::Colons(arn_->colon_count);
  const char* const end = text.data() + text.size();
  for (; digest.others + kFields < arn_->colon_count; ++digest.others) {
    const char* const colon = static_cast<const char*>(
        std::memchr(from, ':', static_cast<std::size_t>(end - from)));
    digest.other_accounts[digest.others] =
        colon - text.data() >= 8 ? DigestAccount(colon)
                                 : ResourceDigest::kUnlike;
    from = colon + 1;
  }
  return digest;
}

ResourceProbe::ResourceProbe(std::uint32_t number, const GlobPattern& pattern,
                             const FieldShapes& shapes, ResourceDigest& digest)
    : ResourceProbe(number) {
  digest = {};
  const std::string_view head = pattern.literal_prefix();
  if (shapes.kind == FieldShapes::Kind::kHead) {
    const auto& colons = shapes.literal.colons;
    LookAtHead(head);
    // The text has its first five colons where the head has them.
    digest.colons = ResourceDigest::kAnchored;
    if (head.size() > colons[4] + kDigestedHead) {
      digest.head = DigestHead(head.data() + colons[4] + 1);
    }
    if (looks_ != 0 && colons[4] - colons[3] > kWord) {
      digest.account = account_ = DigestAccount(head.data() + colons[4]);
      looks_ |= kAccount;
    }
    return;
  }
  if (shapes.kind == FieldShapes::Kind::kSplit) LookAtFields(shapes, digest);
  if (looks_ == 0) LookAtHead(head);
}

// `literal` ends with the window, which ends `end` bytes from its base.
void ResourceProbe::SetWindow(std::string_view literal, std::size_t end,
                              unsigned looks) {
  if (end > std::numeric_limits<std::uint8_t>::max()) return;
  const std::size_t size = std::min(literal.size(), kWord);
  if (size == 0) return;
  std::array<char, kWord> bytes = {};
  std::copy(literal.end() - static_cast<std::ptrdiff_t>(size), literal.end(),
            bytes.end() - static_cast<std::ptrdiff_t>(size));
  std::memcpy(&word_, bytes.data(), kWord);
  ignored_ = (kWord - size) & 7;
  end_ = static_cast<std::uint8_t>(end);
  looks_ = (kWindow | looks) & 0xF;
}

// A text that matches begins with the literal head.
void ResourceProbe::LookAtHead(std::string_view head) {
  if (head.size() >= kWord) SetWindow(head, head.size(), 0);
}

// With as many colons as the pattern, field by field.
void ResourceProbe::LookAtFields(const FieldShapes& shapes,
                                 ResourceDigest& digest) {
  const std::size_t more = shapes.literal.colon_count - kFewestColons;
  if (more > kMaxMoreColons) return;
  const FieldShape& account = shapes.fields[4];
  const FieldShape& sixth = shapes.fields[5];
  const std::string_view literals = shapes.literal.text;
  const std::size_t at = shapes.literal.colons[4] + 1;  // of the sixth field
  const std::size_t head = sixth.is_literal() ? sixth.literal : sixth.head;
  digest.colons = ResourceDigest::Colons(shapes.literal.colon_count);
  if (head >= kDigestedHead) digest.head = DigestHead(literals.data() + at);
  // Before it stand the fifth colon and the account, if that is literal or
  // ends with a literal.
  const std::size_t before =
      1 + (account.is_literal() ? account.literal : account.tail);
  SetWindow(literals.substr(at - before, before + head), head,
            kSixthField | kByField);
  if (looks_ == 0) return;
  more_colons_ = more & kMaxMoreColons;
  if (account.is_literal() && account.literal >= kWord) {
    digest.account = account_ = DigestAccount(literals.data() + at - 1);
    looks_ |= kAccount;
  }
}

}  // namespace iameval::internal
