#include "iameval/service_reference.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "automata/glob.h"
#include "base/arn.h"
#include "services/arn_format.h"
#include "services/lookup.h"
#include "services/names.h"
#include "services/rows.h"
#include "services/tables.h"

namespace iameval {

using internal::MakeRows;
using internal::ReferenceAccess;
using internal::ReferenceTables;

namespace {

template <typename Row>
std::optional<Row> MakeRow(const ReferenceTables& tables,
                           std::optional<std::size_t> id) {
  if (!id.has_value()) return std::nullopt;
  return ReferenceAccess::Make<Row>(tables, *id);
}

bool Contains(std::span<const std::uint16_t> list, std::uint16_t id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

// A type and the literal characters that its format has in an ARN.
struct Fit {
  std::size_t type;
  std::size_t literal;
};

using ArnFields = std::array<std::string_view, 6>;

// Takes the first format off `formats`.
std::string_view TakeFormat(std::string_view& formats) {
  // Looked for by its first character: most types have one format.
  constexpr std::string_view kSeparator = internal::kArnSeparator;
  std::size_t end = formats.find(kSeparator.front());
  while (end != std::string_view::npos &&
         !formats.substr(end).starts_with(kSeparator)) {
    end = formats.find(kSeparator.front(), end + 1);
  }
  const std::string_view format = formats.substr(0, end);
  formats.remove_prefix(end == std::string_view::npos
                            ? formats.size()
                            : end + kSeparator.size());
  return format;
}

std::optional<std::size_t> BestFormat(const ReferenceTables& tables,
                                      std::size_t type, const ArnFields& arn) {
  std::optional<std::size_t> best;
  std::string_view formats = tables.Arns(tables.types[type]);
  while (!formats.empty()) {
    best = std::max(best, internal::MatchArnFormat(TakeFormat(formats), arn));
  }
  return best;
}

// The types of some services: from one number up to another.
struct TypeRange {
  std::size_t first;
  std::size_t end;
};

void AddFits(const ReferenceTables& tables, const internal::ArnServiceRow& row,
             const ArnFields& arn, TypeRange range, std::vector<Fit>& fits) {
  for (const std::uint16_t type : tables.List(row.types)) {
    if (type < range.first || type >= range.end) continue;
    if (const auto literal = BestFormat(tables, type, arn)) {
      fits.push_back({type, *literal});
    }
  }
}

// Of the ARNs that name that service; nullptr if no type's ARNs do.
const internal::ArnServiceRow* FindArnService(const ReferenceTables& tables,
                                              std::string_view service) {
  const auto& rows = tables.arn_services;
  const auto at = std::lower_bound(
      rows.begin(), rows.end(), service,
      [&tables](const internal::ArnServiceRow& row, std::string_view wanted) {
        return tables.Name(row) < wanted;
      });
  return at != rows.end() && tables.Name(*at) == service ? &*at : nullptr;
}

// All types whose format `arn` has, by number.
std::vector<Fit> FindFits(const ReferenceTables& tables, std::string_view arn,
                          TypeRange range) {
  std::vector<Fit> fits;
  const auto fields = internal::SplitSixFields(arn);
  const auto& rows = tables.arn_services;
  if (!fields.has_value() || rows.empty()) return fits;
  fits.reserve(4);
  if (rows.front().name_size == 0) {
    AddFits(tables, rows.front(), *fields, range, fits);
  }
  const std::string_view service = (*fields)[2];
  const internal::ArnServiceRow* const row =
      service.empty() ? nullptr : FindArnService(tables, service);
  if (row != nullptr) AddFits(tables, *row, *fields, range, fits);
  std::sort(fits.begin(), fits.end(),
            [](const Fit& a, const Fit& b) { return a.type < b.type; });
  return fits;
}

// Literal characters win (S-8.6): leaves of each service's only the best.
std::vector<std::uint16_t> FindTypes(const ReferenceTables& tables,
                                     std::string_view arn) {
  const std::vector<Fit> fits =
      FindFits(tables, arn, {0, tables.types.size()});
  const auto service_of = [&tables](const Fit& fit) {
    return internal::ServiceOfType(tables, fit.type);
  };
  std::vector<std::uint16_t> types;
  for (const Fit& fit : fits) {
    const bool beaten =
        std::any_of(fits.begin(), fits.end(), [&](const Fit& other) {
          return other.literal > fit.literal &&
                 service_of(other) == service_of(fit);
        });
    if (!beaten) types.push_back(static_cast<std::uint16_t>(fit.type));
  }
  return types;
}

// Of a list of resources, the types.
template <typename Visit>
void ForEachResource(const ReferenceTables& tables, internal::ListId list,
                     Visit visit) {
  const auto items = tables.List(list);
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    visit(static_cast<std::uint16_t>(items[i] & ~internal::kRequired),
          (items[i] & internal::kRequired) != 0, items[i + 1]);
  }
}

bool TakesType(const ReferenceTables& tables, internal::ListId resources,
               std::span<const std::uint16_t> types) {
  bool takes = false;
  ForEachResource(tables, resources,
                  [&](std::uint16_t type, bool, internal::ListId) {
                    takes = takes || Contains(types, type);
                  });
  return takes;
}

// `arn` has no format of the type but by a variable that swallows a slash.
bool FitsLoosely(const ReferenceTables& tables, std::size_t type,
                 std::string_view arn) {
  std::string_view formats = tables.Arns(tables.types[type]);
  while (!formats.empty()) {
    const std::string_view format = TakeFormat(formats);
    if (!internal::SwallowsSlash(format, arn) &&
        internal::MatchArnFormat(format, arn).has_value()) {
      return false;
    }
  }
  return true;
}

// The first of `keys` that is among `those`.
std::optional<std::size_t> FindAmong(const ReferenceTables& tables,
                                     internal::ListId keys,
                                     std::span<const std::uint16_t> those) {
  for (const std::uint16_t key : tables.List(keys)) {
    if (Contains(those, key)) return key;
  }
  return std::nullopt;
}

}  // namespace

std::string_view AccessLevelName(AccessLevel level) {
  switch (level) {
    case AccessLevel::kList:
      return "List";
    case AccessLevel::kRead:
      return "Read";
    case AccessLevel::kWrite:
      return "Write";
    case AccessLevel::kTagging:
      return "Tagging";
    case AccessLevel::kPermissionsManagement:
      return "Permissions management";
  }
  return "";
}

std::string_view ConditionKeyTypeName(ConditionKeyType type) {
  switch (type) {
    case ConditionKeyType::kString:
      return "String";
    case ConditionKeyType::kArn:
      return "ARN";
    case ConditionKeyType::kBool:
      return "Bool";
    case ConditionKeyType::kNumeric:
      return "Numeric";
    case ConditionKeyType::kDate:
      return "Date";
    case ConditionKeyType::kIpAddress:
      return "IPAddress";
    case ConditionKeyType::kBinary:
      return "Binary";
  }
  return "";
}

std::string_view ReferenceKey::name() const {
  return tables_->Name(tables_->keys[id_]);
}

ConditionKeyType ReferenceKey::type() const {
  return static_cast<ConditionKeyType>(tables_->keys[id_].type);
}

bool ReferenceKey::multivalued() const {
  return (tables_->keys[id_].flags & internal::kMultivalued) != 0;
}

bool ReferenceKey::global() const {
  return (tables_->keys[id_].flags & internal::kGlobal) != 0;
}

bool ReferenceKey::has_variable() const {
  return tables_->keys[id_].variable_size != 0;
}

bool ReferenceKey::Covers(std::string_view key) const {
  return internal::KeyCovers(*tables_, tables_->keys[id_], key);
}

std::string_view ReferenceResourceType::name() const {
  return tables_->Name(tables_->types[id_]);
}

std::string_view ReferenceResourceType::service() const {
  return tables_->Name(
      tables_->services[internal::ServiceOfType(*tables_, id_)]);
}

std::vector<std::string_view> ReferenceResourceType::arn_formats() const {
  std::vector<std::string_view> formats;
  std::string_view rest = tables_->Arns(tables_->types[id_]);
  while (!rest.empty()) formats.push_back(TakeFormat(rest));
  return formats;
}

std::vector<ReferenceKey> ReferenceResourceType::keys() const {
  return MakeRows<ReferenceKey>(*tables_,
                                tables_->List(tables_->types[id_].keys));
}

std::optional<std::size_t> ReferenceResourceType::Match(
    std::string_view arn) const {
  const auto fields = internal::SplitSixFields(arn);
  if (!fields.has_value()) return std::nullopt;
  return BestFormat(*tables_, id_, *fields);
}

std::optional<std::string> ReferenceResourceType::Witness(
    std::string_view pattern) const {
  for (const std::string_view format : arn_formats()) {
    auto witness = internal::ArnFormatWitness(format, pattern);
    if (witness.has_value()) return witness;
  }
  return std::nullopt;
}

std::string_view ReferenceAction::name() const {
  return tables_->Name(tables_->actions[id_]);
}

std::string_view ReferenceAction::service() const {
  return tables_->Name(
      tables_->services[internal::ServiceOfAction(*tables_, id_)]);
}

std::string ReferenceAction::full_name() const {
  return std::string(service()) + ":" + std::string(name());
}

bool ReferenceAction::has(AccessLevel level) const {
  return (tables_->actions[id_].access & static_cast<unsigned>(level)) != 0;
}

std::vector<AccessLevel> ReferenceAction::access_levels() const {
  std::vector<AccessLevel> levels;
  for (const AccessLevel level : internal::kAccessLevels) {
    if (has(level)) levels.push_back(level);
  }
  return levels;
}

bool ReferenceAction::wildcard_only() const {
  return tables_->List(tables_->actions[id_].resources).empty();
}

std::vector<ReferenceActionResource> ReferenceAction::resources() const {
  std::vector<ReferenceActionResource> resources;
  ForEachResource(
      *tables_, tables_->actions[id_].resources,
      [&](std::uint16_t type, bool required, internal::ListId keys) {
        resources.push_back(
            {ReferenceAccess::Make<ReferenceResourceType>(*tables_, type),
             required, MakeRows<ReferenceKey>(*tables_, tables_->List(keys))});
      });
  return resources;
}

bool ReferenceAction::Takes(ReferenceResourceType type) const {
  const auto id = static_cast<std::uint16_t>(ReferenceAccess::Id(type));
  return &ReferenceAccess::Tables(type) == tables_ &&
         TakesType(*tables_, tables_->actions[id_].resources, {&id, 1});
}

std::vector<ReferenceResourceType> ReferenceAction::TypesOf(
    std::string_view arn) const {
  const internal::ListId resources = tables_->actions[id_].resources;
  const internal::ServiceRow* service =
      &tables_->services[internal::ServiceOfAction(*tables_, id_)];
  const std::vector<Fit> fits = FindFits(
      *tables_, arn, {service[0].first_type, service[1].first_type});
  const auto takes = [&](const Fit& fit) {
    const auto type = static_cast<std::uint16_t>(fit.type);
    return TakesType(*tables_, resources, {&type, 1});
  };
  std::vector<ReferenceResourceType> types;
  for (const Fit& fit : fits) {
    if (!takes(fit)) continue;
    // A type that the action does not take is only meant where a slash tells
    // the two apart: function:my-function:PROD is an alias and a function too.
    const bool beaten =
        std::any_of(fits.begin(), fits.end(), [&](const Fit& other) {
          return other.literal > fit.literal &&
                 (takes(other) || FitsLoosely(*tables_, fit.type, arn));
        });
    if (beaten) continue;
    types.push_back(
        ReferenceAccess::Make<ReferenceResourceType>(*tables_, fit.type));
  }
  return types;
}

std::vector<ReferenceResourceType> ReferenceAction::TypesUnder(
    std::string_view pattern) const {
  std::vector<ReferenceResourceType> types;
  for (const ReferenceActionResource& resource : resources()) {
    for (const std::string_view format : resource.type.arn_formats()) {
      const auto witness = internal::ArnFormatWitness(format, pattern);
      if (!witness.has_value()) continue;
      // Most likely another type, if that has more literal characters.
      const auto of_witness = TypesOf(*witness);
      if (std::find(of_witness.begin(), of_witness.end(), resource.type) !=
          of_witness.end()) {
        types.push_back(resource.type);
        break;
      }
    }
  }
  return types;
}

std::vector<ReferenceKey> ReferenceAction::keys() const {
  return MakeRows<ReferenceKey>(*tables_,
                                tables_->List(tables_->actions[id_].keys));
}

std::optional<ReferenceKey> ReferenceAction::FindKey(
    std::string_view key, std::optional<ReferenceResourceType> type) const {
  const internal::ActionRow& row = tables_->actions[id_];
  const internal::KeysOfName named = internal::FindKeys(*tables_, key);
  if (named.all.empty()) return std::nullopt;
  const std::span<const std::uint16_t> those(named.all.data(),
                                             named.all.size());
  std::optional<std::size_t> found = FindAmong(*tables_, row.keys, those);
  ForEachResource(*tables_, row.resources,
                  [&](std::uint16_t id, bool, internal::ListId keys) {
                    if (type.has_value() && ReferenceAccess::Id(*type) != id) {
                      return;
                    }
                    if (!found) found = FindAmong(*tables_, keys, those);
                    if (!found) {
                      found =
                          FindAmong(*tables_, tables_->types[id].keys, those);
                    }
                  });
  if (!found && (tables_->keys[*named.best].flags & internal::kGlobal) != 0) {
    found = named.best;
  }
  return MakeRow<ReferenceKey>(*tables_, found);
}

std::vector<ReferenceAction> ReferenceAction::dependent_actions() const {
  return MakeRows<ReferenceAction>(
      *tables_, tables_->List(tables_->actions[id_].dependents));
}

std::string_view ReferenceService::prefix() const {
  return tables_->Name(tables_->services[id_]);
}

std::string_view ReferenceService::name() const {
  const internal::ServiceRow& row = tables_->services[id_];
  return tables_->Text(row.title, row.title_size);
}

bool ReferenceService::supports_rcp() const {
  return tables_->services[id_].rcp != 0;
}

std::vector<ReferenceAction> ReferenceService::actions() const {
  return MakeRows<ReferenceAction>(*tables_,
                                   tables_->services[id_].first_action,
                                   tables_->services[id_ + 1].first_action);
}

std::vector<ReferenceResourceType> ReferenceService::resource_types() const {
  return MakeRows<ReferenceResourceType>(*tables_,
                                         tables_->services[id_].first_type,
                                         tables_->services[id_ + 1].first_type);
}

std::vector<ReferenceKey> ReferenceService::keys() const {
  return MakeRows<ReferenceKey>(*tables_,
                                tables_->List(tables_->services[id_].keys));
}

std::optional<ReferenceAction> ReferenceService::FindAction(
    std::string_view name) const {
  return MakeRow<ReferenceAction>(*tables_,
                                  internal::FindAction(*tables_, id_, name));
}

const ReferenceSource& ServiceReference::source() const {
  return tables_->source;
}

std::vector<ReferenceService> ServiceReference::services() const {
  return MakeRows<ReferenceService>(*tables_, 0, tables_->services.size() - 1);
}

std::vector<ReferenceKey> ServiceReference::global_keys() const {
  std::vector<ReferenceKey> keys;
  for (std::size_t i = 0; i < tables_->keys.size(); ++i) {
    if ((tables_->keys[i].flags & internal::kGlobal) != 0) {
      keys.push_back(ReferenceAccess::Make<ReferenceKey>(*tables_, i));
    }
  }
  return keys;
}

std::optional<ReferenceService> ServiceReference::FindService(
    std::string_view prefix) const {
  return MakeRow<ReferenceService>(*tables_,
                                   internal::FindService(*tables_, prefix));
}

std::optional<ReferenceAction> ServiceReference::FindAction(
    std::string_view action) const {
  return MakeRow<ReferenceAction>(*tables_,
                                  internal::FindAction(*tables_, action));
}

std::optional<ReferenceResourceType> ServiceReference::FindResourceType(
    std::string_view service, std::string_view name) const {
  const auto found = internal::FindService(*tables_, service);
  if (!found.has_value()) return std::nullopt;
  return MakeRow<ReferenceResourceType>(
      *tables_, internal::FindType(*tables_, *found, name));
}

std::optional<ReferenceKey> ServiceReference::FindKey(
    std::string_view key) const {
  return MakeRow<ReferenceKey>(*tables_,
                               internal::FindKeys(*tables_, key).best);
}

std::vector<ReferenceAction> ServiceReference::ExpandActions(
    std::string_view pattern) const {
  std::vector<ReferenceAction> actions;
  const std::size_t colon = pattern.find(':');
  const bool everything = pattern == "*";
  if (!everything && colon == std::string_view::npos) return actions;
  // Prefix against prefix, name against name (S-2.4).
  using internal::Glob;
  const Glob prefix = Glob::FromText(
      everything ? "*" : pattern.substr(0, colon), internal::LetterCase::kFold);
  const Glob name = Glob::FromText(everything ? "*" : pattern.substr(colon + 1),
                                   internal::LetterCase::kFold);
  for (std::size_t i = 0; i + 1 < tables_->services.size(); ++i) {
    if (!prefix.Matches(tables_->Name(tables_->services[i]))) continue;
    for (std::size_t a = tables_->services[i].first_action;
         a < tables_->services[i + 1].first_action; ++a) {
      if (name.Matches(tables_->Name(tables_->actions[a]))) {
        actions.push_back(ReferenceAccess::Make<ReferenceAction>(*tables_, a));
      }
    }
  }
  return actions;
}

std::vector<ReferenceResourceType> ServiceReference::ResourceTypes(
    std::string_view arn) const {
  return MakeRows<ReferenceResourceType>(*tables_, FindTypes(*tables_, arn));
}

std::vector<ReferenceResourceType> ServiceReference::ResourceTypesNaming(
    std::string_view arn_service) const {
  if (arn_service.empty()) return {};
  const internal::ArnServiceRow* const row =
      FindArnService(*tables_, arn_service);
  if (row == nullptr) return {};
  return MakeRows<ReferenceResourceType>(*tables_, tables_->List(row->types));
}

std::vector<ReferenceAction> ServiceReference::ActionsOn(
    std::string_view arn) const {
  std::vector<ReferenceAction> actions;
  const std::vector<std::uint16_t> types = FindTypes(*tables_, arn);
  if (types.empty()) return actions;
  for (std::size_t a = 0; a < tables_->actions.size(); ++a) {
    if (TakesType(*tables_, tables_->actions[a].resources, types)) {
      actions.push_back(ReferenceAccess::Make<ReferenceAction>(*tables_, a));
    }
  }
  return actions;
}

}  // namespace iameval
