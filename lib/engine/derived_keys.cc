#include "engine/derived_keys.h"

#include <span>

#include "base/hash.h"

namespace iameval::internal {
namespace {

constexpr std::array<std::string_view, DerivedKeys::kCount> kNames = {
    "aws:resourceaccount", "aws:requestedregion", "aws:calledviafirst",
    "aws:calledvialast",   "aws:viaawsservice",   "aws:tagkeys"};

}  // namespace

DerivedKeys::DerivedKeys(const Program& program) {
  for (std::size_t i = 0; i < kCount; ++i) {
    slots_[i] = program.keys.Find(kNames[i], HashBytes(kNames[i]));
    values_[i] = {std::span(&texts_[i], 1), false, true};
  }
  values_[kTagKeys].multivalued = true;
}

void DerivedKeys::Note(KeyRole role, std::string_view tag,
                       const ContextValue& value) {
  noted_ = true;
  switch (role) {
    case KeyRole::kOther:
      return;
    case KeyRole::kSourceVpce:
      if (has_source_vpce_) return;
      has_source_vpce_ = true;
      if (!value.absent && value.values.size() == 1) {
        source_vpce_ = value.values.front();
      }
      return;
    case KeyRole::kRequestTag:
      if (value.absent || slots_[kTagKeys] == kNoSlot) return;
      tag_keys_.push_back(tag);
      values_[kTagKeys].values = tag_keys_;
      values_[kTagKeys].absent = false;
      return;
    case KeyRole::kCalledVia:
      if (has_called_via_) return;
      has_called_via_ = true;
      if (!value.absent) NoteCalledVia(value);
      return;
  }
}

void DerivedKeys::NoteCalledVia(const ContextValue& value) {
  if (!value.values.empty()) {
    Set(kCalledViaFirst, value.values.front());
    Set(kCalledViaLast, value.values.back());
  }
  Set(kViaAwsService, value.values.empty() ? "false" : "true");
}

void DerivedKeys::ForgetNotes() {
  for (std::size_t i = kCalledViaFirst; i < kCount; ++i) {
    values_[i].absent = true;
  }
  tag_keys_.clear();
  source_vpce_ = {};
  noted_ = has_called_via_ = has_source_vpce_ = false;
}

}  // namespace iameval::internal
