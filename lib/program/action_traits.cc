#include "program/action_traits.h"

#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

bool IsPlainActionBytewise(std::string_view action) {
  std::size_t colons = 0;
  for (const char c : action) {
    if (c == '*' || c == '?' || c == ' ' || (c & 0x80) != 0) return false;
    colons += c == ':' ? 1 : 0;
  }
  return colons == 1 && action.front() != ':' && action.back() != ':';
}

}  // namespace

ActionTraits TraitsOfAction(std::string_view folded_action) {
  ActionTraits traits;
  // Few actions begin with any of the three letters, so that most are told
  // apart by one comparison.
  if (folded_action.starts_with("sts:")) {
    const std::string_view name = folded_action.substr(4);
    traits.trust = name.starts_with("assumerole") || name == "tagsession" ||
                   name == "setsourceidentity";
    traits.federation = name == "assumerolewithsaml" ||
                        name == "assumerolewithwebidentity";
    traits.get_caller_identity = name == "getcalleridentity";
  } else if (folded_action.starts_with("kms:")) {
    traits.outside_rcps = folded_action == "kms:retiregrant";
  } else if (folded_action.starts_with('e')) {
    traits.no_resource_account = folded_action.starts_with("ebs:") ||
                                 folded_action.starts_with("events:");
  }
  return traits;
}

bool IsPlainAction(std::string_view action) {
  if (action.size() < ByteLanes::kSize ||
      action.size() > 4 * ByteLanes::kSize) {
    return IsPlainActionBytewise(action);
  }
  std::uint32_t refused = 0;
  std::uint64_t colons = 0;
  // The last lanes are read again in part, which finds nothing new.
  const std::size_t last = action.size() - ByteLanes::kSize;
  for (std::size_t i = 0;; i += ByteLanes::kSize) {
    const std::size_t at = i < last ? i : last;
    const ByteLanes lanes = ByteLanes::Load(action.data() + at);
    refused |= lanes.Mask() | lanes.Equal(ByteLanes::Fill('*')).Mask() |
               lanes.Equal(ByteLanes::Fill('?')).Mask() |
               lanes.Equal(ByteLanes::Fill(' ')).Mask();
    colons |= std::uint64_t{lanes.Equal(ByteLanes::Fill(':')).Mask()} << at;
    if (at == last) break;
  }
  return refused == 0 && std::has_single_bit(colons) &&
         action.front() != ':' && action.back() != ':';
}

}  // namespace iameval::internal
