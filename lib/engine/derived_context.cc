#include "engine/derived_context.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "engine/principal_keys.h"

namespace iameval::internal {
namespace {

class Deriver {
 public:
  explicit Deriver(RequestData& data) : data_(data) {}

  void AddAll() {
    const auto add = [this](std::string_view key, std::string_view value) {
      Add(key, std::string(value));
    };
    PrincipalKeys(data_.view.principal, add).AddAll();
    AddResourceKeys();
    AddCalledVia();
    AddTagKeys();
    AddTime();
  }

 private:
  // Supplied or explicitly absent: then nothing is derived (S-6.1).
  bool IsSupplied(std::string_view folded_key) const {
    for (const ContextEntry& entry : data_.parts.context) {
      if (EqualsIgnoringAsciiCase(entry.key, folded_key)) return true;
    }
    return false;
  }

  void Add(std::string_view folded_key, std::string value) {
    if (IsSupplied(folded_key)) return;
    data_.texts.push_back(std::move(value));
    data_.lists.push_back({data_.texts.back()});
    data_.items.push_back(
        {{data_.lists.back()}, folded_key, HashBytes(folded_key)});
  }

  // S-6.4.
  void AddResourceKeys() {
    const auto arn = ParseArn(data_.view.resource);
    if (!data_.view.resource_account.empty() &&
        !data_.view.action_traits.no_resource_account) {
      Add("aws:resourceaccount", std::string(data_.view.resource_account));
    }
    if (arn.has_value() && !arn->region.empty()) {
      Add("aws:requestedregion", std::string(arn->region));
    }
  }

  const ContextItem* Supplied(std::string_view folded_key) const {
    for (const ContextItem& item : data_.items) {
      if (item.key == folded_key && !item.absent) return &item;
    }
    return nullptr;
  }

  void AddCalledVia() {
    const ContextItem* via = Supplied("aws:calledvia");
    if (via == nullptr) return;
    const bool called = !via->values.empty();
    std::string first(called ? via->values.front() : std::string_view());
    std::string last(called ? via->values.back() : std::string_view());
    if (called) {
      Add("aws:calledviafirst", std::move(first));
      Add("aws:calledvialast", std::move(last));
    }
    Add("aws:viaawsservice", called ? "true" : "false");
  }

  // aws:TagKeys lists the k of every aws:RequestTag/k.
  void AddTagKeys() {
    constexpr std::string_view kPrefix = "aws:requesttag/";
    if (IsSupplied("aws:tagkeys")) return;
    std::vector<std::string_view> keys;
    for (const ContextEntry& entry : data_.parts.context) {
      if (entry.shape == ContextEntry::Shape::kAbsent) continue;
      const std::string_view key = entry.key;
      if (key.size() > kPrefix.size() &&
          EqualsIgnoringAsciiCase(key.substr(0, kPrefix.size()), kPrefix)) {
        keys.push_back(key.substr(kPrefix.size()));
      }
    }
    if (keys.empty()) return;
    data_.lists.push_back(std::move(keys));
    data_.items.push_back({{data_.lists.back(), true},
                           "aws:tagkeys",
                           HashBytes("aws:tagkeys")});
  }

  // S-6.5.
  void AddTime() {
    if (!data_.parts.time.has_value()) return;
    const std::chrono::sys_seconds time = *data_.parts.time;
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    Add("aws:currenttime",
        absl::StrFormat("%04d-%02u-%02uT%02d:%02d:%02dZ",
                        static_cast<int>(date.year()),
                        static_cast<unsigned>(date.month()),
                        static_cast<unsigned>(date.day()),
                        clock.hours().count(), clock.minutes().count(),
                        clock.seconds().count()));
    Add("aws:epochtime", std::to_string(time.time_since_epoch().count()));
  }

  RequestData& data_;
};

}  // namespace

void AddDerivedContext(RequestData& data) { Deriver(data).AddAll(); }

bool HasFurtherMeaning(std::string_view folded_key) {
  return folded_key == "aws:calledvia" || folded_key == "aws:sourcevpce" ||
         folded_key.starts_with("aws:requesttag/");
}

}  // namespace iameval::internal
