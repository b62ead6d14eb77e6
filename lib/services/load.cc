// ServiceReference::Parse(): JSON to tables, in the order in which generate.py
// makes them.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "iameval/service_reference.h"
#include "json/json.h"
#include "services/key_loader.h"
#include "services/names.h"
#include "services/reference_json.h"
#include "services/table_builder.h"
#include "services/tables.h"

namespace iameval {
namespace internal {
namespace {

constexpr JsonLimits kLimits = {.max_bytes = std::size_t{64} << 20,
                                .max_depth = 16};

class Loader {
 public:
  absl::Status Load(JsonValue root) {
    const auto members =
        Members::Of(root, {"format", "source", "globalKeys", "services"});
    if (!members.ok()) return members.status();
    const auto format = members->Require("format");
    if (!format.ok()) return format.status();
    if (format->text() != kReferenceFormat) {
      return UnexpectedValue(
          *format,
          absl::StrFormat("\"%s\": a service reference", kReferenceFormat));
    }
    const auto source = members->Require("source");
    if (!source.ok()) return source.status();
    const auto globals = members->Require("globalKeys");
    if (!globals.ok()) return globals.status();
    const auto services = members->Require("services");
    if (!services.ok()) return services.status();
    if (!services->is_object()) return UnexpectedValue(*services, "an object");

    if (auto status = LoadSource(*source); !status.ok()) return status;
    if (auto status = keys_.CollectGlobal(*globals); !status.ok()) {
      return status;
    }
    if (auto status = SortServices(*services); !status.ok()) return status;
    if (auto status = NumberAll(); !status.ok()) return status;
    for (std::size_t i = 0; i < services_.size(); ++i) {
      if (auto status = LoadService(services_[i]); !status.ok()) return status;
    }
    return Finish(root);
  }

  std::shared_ptr<const OwnedTables> Take() && {
    return std::move(builder_).Finish();
  }

 private:
  struct Service {
    std::string name;
    JsonMember member;
    Members parts;
    SortedMembers types;
    SortedMembers actions;
    KeyLoader::Declared keys;
  };

  absl::StatusOr<ListId> AddList(JsonValue place,
                                 const std::vector<std::uint16_t>& items) {
    const auto list = builder_.AddList(items);
    if (list.has_value()) return *list;
    return ErrorAt(place, "more than 65,535 different lists");
  }

  absl::Status LoadSource(JsonValue value) {
    constexpr std::string_view kNames[] = {"name", "version", "date", "license",
                                           "notice"};
    const auto members = Members::Of(
        value, {kNames[0], kNames[1], kNames[2], kNames[3], kNames[4]});
    if (!members.ok()) return members.status();
    for (std::size_t i = 0; i < std::size(kNames); ++i) {
      const auto text = members->Require(kNames[i]);
      if (!text.ok()) return text.status();
      if (!text->is_string()) return UnexpectedValue(*text, "a string");
      out_.source[i] = std::string(text->text());
    }
    return absl::OkStatus();
  }

  absl::Status SortServices(JsonValue object) {
    const auto sorted = SortMembers(object, 255);
    if (!sorted.ok()) return sorted.status();
    for (const auto& [name, member] : *sorted) {
      const auto parts = Members::Of(
          member.value, {"name", "rcp", "resourceTypes", "keys", "actions"});
      if (!parts.ok()) return parts.status();
      Service service{name, member, *parts, {}, {}, {}};
      const auto actions = parts->Require("actions");
      if (!actions.ok()) return actions.status();
      auto by_name = SortMembers(*actions, 255);
      if (!by_name.ok()) return by_name.status();
      service.actions = *std::move(by_name);
      if (const auto types = parts->Get("resourceTypes")) {
        by_name = SortMembers(*types, 255);
        if (!by_name.ok()) return by_name.status();
        service.types = *std::move(by_name);
      }
      if (const auto keys = parts->Get("keys")) {
        auto declared = keys_.Collect(*keys);
        if (!declared.ok()) return declared.status();
        service.keys = *std::move(declared);
      }
      services_.push_back(std::move(service));
    }
    return absl::OkStatus();
  }

  // Gives every key and action its number; what refers to them comes later.
  absl::Status NumberAll() {
    std::size_t actions = 0;
    std::size_t types = 0;
    for (const Service& service : services_) {
      for (const auto& [name, member] : service.actions) {
        action_numbers_.try_emplace(service.name + ":" + name, actions++);
      }
      types += service.types.size();
    }
    if (keys_.count() > 0xffff || actions >= 0xffff || types >= kRequired ||
        services_.size() >= 0xffff) {
      return absl::InvalidArgumentError(
          "document: more than 65,535 services, actions or keys, or 32,767 "
          "resource types");
    }
    keys_.AddRows();
    return absl::OkStatus();
  }

  // A list of condition keys, each declared by the service or a global key.
  absl::StatusOr<ListId> LoadKeys(const Service& service,
                                  std::optional<JsonValue> list) {
    if (!list.has_value()) return ListId{0};
    const auto numbers = keys_.Read(service.keys, *list);
    if (!numbers.ok()) return numbers.status();
    return AddList(*list, *numbers);
  }

  absl::Status LoadService(const Service& service) {
    ServiceRow row{};
    row.name = builder_.Store(service.member.name);
    row.name_size = static_cast<std::uint16_t>(service.member.name.size());
    const auto title = service.parts.Require("name");
    if (!title.ok()) return title.status();
    if (!title->is_string()) return UnexpectedValue(*title, "a string");
    if (auto status = CheckText(*title, title->text(), 1000); !status.ok()) {
      return status;
    }
    row.title = builder_.Store(title->text());
    row.title_size = static_cast<std::uint16_t>(title->text().size());
    row.first_action = static_cast<std::uint16_t>(out_.actions.size());
    row.first_type = static_cast<std::uint16_t>(out_.types.size());
    if (const auto rcp = service.parts.Get("rcp")) {
      if (!rcp->is_boolean()) return UnexpectedValue(*rcp, "a boolean");
      row.rcp = rcp->boolean() ? 1 : 0;
    }
    const auto list =
        AddList(service.member.value, keys_.NumbersOf(service.keys));
    if (!list.ok()) return list.status();
    row.keys = *list;
    out_.services.push_back(row);

    absl::flat_hash_map<std::string, std::uint16_t> numbers;
    for (const auto& [name, member] : service.types) {
      numbers[std::string(member.name)] =
          static_cast<std::uint16_t>(out_.types.size());
      if (auto status = LoadType(service, member); !status.ok()) return status;
    }
    for (const auto& [name, member] : service.actions) {
      if (auto status = LoadAction(service, numbers, member); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status LoadType(const Service& service, JsonMember member) {
    const auto parts = Members::Of(member.value, {"arns", "keys"});
    if (!parts.ok()) return parts.status();
    const auto arns = parts->Require("arns");
    if (!arns.ok()) return arns.status();
    if (!arns->is_array() || arns->size() == 0) {
      return UnexpectedValue(*arns, "an array of ARN formats");
    }
    const auto number = static_cast<std::uint16_t>(out_.types.size());
    std::string joined;
    for (const JsonValue arn : arns->elements()) {
      const auto fields = arn.is_string() ? ParseArn(arn.text()) : std::nullopt;
      if (!fields.has_value() ||
          arn.text().find(kArnSeparator) != std::string_view::npos) {
        return UnexpectedValue(arn, "the format of an ARN, with six fields");
      }
      joined += joined.empty() ? "" : kArnSeparator;
      joined += arn.text();
      const bool variable = fields->service.find('$') != std::string_view::npos;
      auto& types = arns_[variable ? "" : std::string(fields->service)];
      if (types.empty() || types.back() != number) types.push_back(number);
    }
    if (auto status = CheckText(*arns, joined, 0xffff); !status.ok()) {
      return status;
    }
    const auto keys = LoadKeys(service, parts->Get("keys"));
    if (!keys.ok()) return keys.status();
    out_.types.push_back(
        {.name = builder_.Store(member.name),
         .name_size = static_cast<std::uint16_t>(member.name.size()),
         .arns = builder_.Store(joined),
         .arns_size = static_cast<std::uint16_t>(joined.size()),
         .keys = *keys});
    return absl::OkStatus();
  }

  absl::Status LoadAction(
      const Service& service,
      const absl::flat_hash_map<std::string, std::uint16_t>& types,
      JsonMember member) {
    const auto parts = Members::Of(
        member.value, {"access", "resourceTypes", "keys", "dependentActions"});
    if (!parts.ok()) return parts.status();
    ActionRow row{};
    row.name = builder_.Store(member.name);
    row.name_size = static_cast<std::uint8_t>(member.name.size());
    const auto access = parts->Require("access");
    if (!access.ok()) return access.status();
    if (auto status = LoadAccess(*access, row); !status.ok()) return status;
    const auto resources =
        LoadResources(service, types, parts->Get("resourceTypes"));
    if (!resources.ok()) return resources.status();
    row.resources = *resources;
    const auto keys = LoadKeys(service, parts->Get("keys"));
    if (!keys.ok()) return keys.status();
    row.keys = *keys;
    const auto dependents = LoadDependents(parts->Get("dependentActions"));
    if (!dependents.ok()) return dependents.status();
    row.dependents = *dependents;
    out_.actions.push_back(row);
    return absl::OkStatus();
  }

  static absl::Status LoadAccess(JsonValue list, ActionRow& row) {
    if (!list.is_array()) return UnexpectedValue(list, "an array");
    for (const JsonValue element : list.elements()) {
      bool known = false;
      for (const AccessLevel level : kAccessLevels) {
        if (!element.is_string() || element.text() != AccessLevelName(level)) {
          continue;
        }
        row.access = static_cast<std::uint8_t>(row.access |
                                               static_cast<unsigned>(level));
        known = true;
      }
      if (!known) {
        return UnexpectedValue(element,
                               "List, Read, Write, Tagging or "
                               "Permissions management");
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<ListId> LoadResources(
      const Service& service,
      const absl::flat_hash_map<std::string, std::uint16_t>& types,
      std::optional<JsonValue> object) {
    if (!object.has_value()) return ListId{0};
    if (!object->is_object()) return UnexpectedValue(*object, "an object");
    std::vector<std::uint16_t> pairs;
    for (const JsonMember member : object->members()) {
      const auto type = types.find(std::string(member.name));
      if (type == types.end()) {
        return ErrorAt(member.value,
                     "found a resource type that the service does not have");
      }
      const auto parts = Members::Of(member.value, {"required", "keys"});
      if (!parts.ok()) return parts.status();
      bool required = false;
      if (const auto value = parts->Get("required")) {
        if (!value->is_boolean()) return UnexpectedValue(*value, "a boolean");
        required = value->boolean();
      }
      const auto keys = LoadKeys(service, parts->Get("keys"));
      if (!keys.ok()) return keys.status();
      pairs.push_back(static_cast<std::uint16_t>(type->second |
                                                 (required ? kRequired : 0)));
      pairs.push_back(*keys);
    }
    return AddList(*object, pairs);
  }

  absl::StatusOr<ListId> LoadDependents(std::optional<JsonValue> list) {
    if (!list.has_value()) return ListId{0};
    if (!list->is_array()) return UnexpectedValue(*list, "an array");
    std::vector<std::uint16_t> ids;
    for (const JsonValue action : list->elements()) {
      const auto known = action.is_string()
                             ? action_numbers_.find(FoldAscii(action.text()))
                             : action_numbers_.end();
      if (known == action_numbers_.end()) {
        return UnexpectedValue(action, "an action of the reference");
      }
      ids.push_back(static_cast<std::uint16_t>(known->second));
    }
    return AddList(*list, ids);
  }

  absl::Status Finish(JsonValue root) {
    ServiceRow sentinel{};
    sentinel.first_action = static_cast<std::uint16_t>(out_.actions.size());
    sentinel.first_type = static_cast<std::uint16_t>(out_.types.size());
    out_.services.push_back(sentinel);
    for (const auto& [name, types] : arns_) {
      const auto list = AddList(root, types);
      if (!list.ok()) return list.status();
      out_.arn_services.push_back(
          {.name = builder_.Store(name),
           .name_size = static_cast<std::uint16_t>(name.size()),
           .types = *list});
    }
    return absl::OkStatus();
  }

  TableBuilder builder_;
  OwnedTables& out_ = builder_.out();
  KeyLoader keys_{builder_};
  absl::flat_hash_map<std::string, std::size_t> action_numbers_;  // folded
  std::vector<Service> services_;
  std::map<std::string, std::vector<std::uint16_t>> arns_;  // by service
};

}  // namespace
}  // namespace internal

absl::StatusOr<ServiceReference> ServiceReference::Parse(
    std::string_view json) {
  const auto tree = internal::ParseJson(json, internal::kLimits);
  if (!tree.ok()) return tree.status();
  internal::Loader loader;
  if (auto status = loader.Load(tree->root()); !status.ok()) return status;
  auto owned = std::move(loader).Take();
  const internal::ReferenceTables* tables = &owned->tables;
  return ServiceReference(tables, std::move(owned));
}

}  // namespace iameval
