#include "engine/prepared_context.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "engine/query_keys.h"
#include "engine/request_checks.h"

namespace iameval::internal {
namespace {

// Places are 16 bits.
constexpr std::size_t kMostKeys = std::numeric_limits<std::uint16_t>::max();

absl::Status CheckPair(const NamedContextPair& pair) {
  if (pair.key.empty()) {
    return absl::InvalidArgumentError("context: empty key");
  }
  if (absl::Status status = CheckUtf8("context key", pair.key); !status.ok()) {
    return status;
  }
  const ContextValue& value = pair.value;
  if (!value.multivalued && !value.absent && value.values.size() != 1) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "context: key \"%s\" has %d values, expected one (or multivalued)",
        pair.key, value.values.size()));
  }
  for (const std::string_view text : value.values) {
    if (absl::Status status = CheckUtf8(pair.key, text); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

class Copier {
 public:
  Copier(const Program& program, PreparedContextData& data)
      : program_(program), data_(data) {}

  absl::Status Choose(std::span<const NamedContextPair> pairs) {
    absl::flat_hash_set<std::string> seen;
    for (const NamedContextPair& pair : pairs) {
      if (absl::Status status = CheckPair(pair); !status.ok()) return status;
      const auto [folded, is_new] = seen.insert(FoldAscii(pair.key));
      if (!is_new) {
        return absl::InvalidArgumentError(absl::StrFormat(
            "context: key \"%s\" is given twice (letter case does not count)",
            pair.key));
      }
      const KeySlot slot = program_.keys.Find(*folded, HashBytes(*folded));
      if (slot != kNoSlot) kept_.push_back({slot, &pair});
      if (RoleOf(pair.key) != KeyRole::kOther) with_role_.push_back(&pair);
    }
    return kept_.size() < kMostKeys
               ? absl::OkStatus()
               : absl::InvalidArgumentError(absl::StrFormat(
                     "context: %d keys that policies ask for, expected at "
                     "most %d",
                     kept_.size(), kMostKeys - 1));
  }

  void Copy() {
    Arena& arena = data_.arena;
    arena.Reserve(Size());
    const auto places = arena.Make<std::uint16_t>(program_.keys.size());
    const auto values = arena.Make<ContextValue>(kept_.size());
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      places[kept_[i].slot] = static_cast<std::uint16_t>(i + 1);
      values[i] = Copied(kept_[i].pair->value);
    }
    const auto roles = arena.Make<PreparedContextData::Role>(with_role_.size());
    for (std::size_t i = 0; i < with_role_.size(); ++i) {
      const NamedContextPair& pair = *with_role_[i];
      const KeyRole role = RoleOf(pair.key);
      roles[i] = {role, Copied(TagOf(role, pair.key)), Copied(pair.value)};
    }
    data_.places = places;
    data_.values = values;
    data_.roles = roles;
  }

 private:
  struct Kept {
    KeySlot slot;
    const NamedContextPair* pair;
  };

  std::string_view Copied(std::string_view text) {
    if (text.empty()) return "";  // never null
    const auto chars = data_.arena.Make<char>(text.size());
    std::copy(text.begin(), text.end(), chars.begin());
    return {chars.data(), chars.size()};
  }
  ContextValue Copied(const ContextValue& value) {
    const auto texts = data_.arena.Make<std::string_view>(value.values.size());
    std::transform(value.values.begin(), value.values.end(), texts.begin(),
                   [this](std::string_view text) { return Copied(text); });
    return {texts, value.multivalued, value.absent};
  }

  // At most, so that all is in one piece.
  [[nodiscard]] std::size_t Size() const {
    constexpr std::size_t kRounding = alignof(void*);
    std::size_t size = program_.keys.size() * sizeof(std::uint16_t) + kRounding;
    const auto add = [&size](const NamedContextPair& pair) {
      size += sizeof(ContextValue);
      for (const std::string_view text : pair.value.values) {
        size += sizeof(text) + text.size() + kRounding;
      }
    };
    for (const Kept& kept : kept_) add(*kept.pair);
    for (const NamedContextPair* pair : with_role_) {
      add(*pair);
      size += sizeof(PreparedContextData::Role) + pair->key.size() + kRounding;
    }
    return size;
  }

  const Program& program_;
  PreparedContextData& data_;
  std::vector<Kept> kept_;
  std::vector<const NamedContextPair*> with_role_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const PreparedContextData>> PrepareContext(
    const Program& program, std::span<const NamedContextPair> pairs) {
  auto data = std::make_shared<PreparedContextData>();
  Copier copier(program, *data);
  if (absl::Status status = copier.Choose(pairs); !status.ok()) return status;
  copier.Copy();
  return data;
}

}  // namespace iameval::internal
