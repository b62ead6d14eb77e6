// ServiceReference::Parse(): JSON to tables, in the order in which generate.py
// makes them.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
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
#include "services/names.h"
#include "services/rows.h"
#include "services/tables.h"

namespace iameval {
namespace internal {
namespace {

constexpr JsonLimits kLimits = {.max_bytes = std::size_t{64} << 20,
                                .max_depth = 16};

absl::Status Error(JsonValue place, std::string_view problem) {
  return absl::InvalidArgumentError(
      absl::StrFormat("%s: %s", place.Location(), problem));
}

// Tables and what they point to.
struct OwnedTables {
  ReferenceTables tables;
  std::string text;
  std::vector<const char*> chunks;
  std::vector<ServiceRow> services;
  std::vector<ActionRow> actions;
  std::vector<std::uint16_t> action_slots;
  std::vector<TypeRow> types;
  std::vector<KeyRow> keys;
  std::vector<ArnServiceRow> arn_services;
  std::vector<std::uint32_t> list_starts = {0, 0};
  std::vector<std::uint16_t> list_items;
  std::string source[5];

  void Publish() {
    for (std::size_t at = 0; at <= text.size(); at += kTextChunk) {
      chunks.push_back(text.data() + at);
    }
    tables = {.source = {source[0], source[1], source[2], source[3], source[4]},
              .texts = chunks,
              .services = services,
              .actions = actions,
              .action_slots = action_slots,
              .types = types,
              .keys = keys,
              .arn_services = arn_services,
              .list_starts = list_starts,
              .list_items = list_items};
  }
};

// The members of an object by name; the error names one that is not known.
class Members {
 public:
  static absl::StatusOr<Members> Of(
      JsonValue object, std::initializer_list<std::string_view> names) {
    if (!object.is_object()) return UnexpectedValue(object, "an object");
    Members members(object);
    for (const JsonMember member : object.members()) {
      bool known = false;
      for (const std::string_view name : names) {
        known = known || member.name == name;
      }
      if (!known) {
        std::string expected = "expected one of";
        for (const std::string_view name : names) {
          expected += " " + std::string(name);
        }
        return Error(member.value, "found a member of that name, " + expected);
      }
      members.members_.emplace_back(member.name, member.value);
    }
    return members;
  }

  [[nodiscard]] std::optional<JsonValue> Get(std::string_view name) const {
    for (const auto& [key, value] : members_) {
      if (key == name) return value;
    }
    return std::nullopt;
  }
  [[nodiscard]] absl::StatusOr<JsonValue> Require(std::string_view name) const {
    const auto value = Get(name);
    if (value.has_value()) return *value;
    return Error(object_, "found no member " + Quoted(name));
  }

 private:
  static std::string Quoted(std::string_view name) {
    return "\"" + std::string(name) + "\"";
  }
  explicit Members(JsonValue object) : object_(object) {}

  JsonValue object_;
  std::vector<std::pair<std::string_view, JsonValue>> members_;
};

// A key's type as the file spells it.
struct KeyKind {
  std::uint8_t type = 0;
  std::uint8_t flags = 0;
};

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
    if (auto status = CollectKeys(*globals, kGlobal); !status.ok()) {
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
    out_->Publish();
    return std::move(out_);
  }

 private:
  // Of one name, folded, the global key comes first.
  using KeyId = std::tuple<std::string, bool, std::string>;
  // Entries of an object, sorted by folded name.
  using Sorted = std::map<std::string, JsonMember>;

  struct Service {
    std::string name;
    JsonMember member;
    Members parts;
    Sorted types;
    Sorted actions;
    std::map<std::string, std::string> keys;  // folded name -> type
  };

  std::uint32_t Store(std::string_view text) {
    const auto [at, inserted] = texts_.try_emplace(
        std::string(text), static_cast<std::uint32_t>(out_->text.size()));
    if (inserted) out_->text += text;
    return at->second;
  }

  // A name that the tables can hold: of a kind that AWS's names are of.
  static absl::Status CheckText(JsonValue value, std::string_view text,
                                std::size_t most) {
    if (text.empty() || text.size() > most) {
      return Error(value, absl::StrFormat("found %u characters, expected "
                                          "between 1 and %u",
                                          text.size(), most));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<ListId> AddList(JsonValue place,
                                 std::vector<std::uint16_t> items) {
    if (items.empty()) return ListId{0};
    const std::size_t next = out_->list_starts.size() - 1;
    const auto [at, inserted] = lists_.try_emplace(items, next);
    if (inserted) {
      if (next > std::numeric_limits<ListId>::max()) {
        return Error(place, "more than 65,535 different lists");
      }
      out_->list_items.insert(out_->list_items.end(), items.begin(),
                              items.end());
      out_->list_starts.push_back(
          static_cast<std::uint32_t>(out_->list_items.size()));
    }
    return static_cast<ListId>(at->second);
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
      out_->source[i] = std::string(text->text());
    }
    return absl::OkStatus();
  }

  static absl::StatusOr<KeyKind> ParseKind(JsonValue value) {
    KeyKind kind;
    std::string_view text = value.is_string() ? value.text() : "";
    if (text.starts_with(kArrayOf)) {
      kind.flags = kMultivalued;
      text.remove_prefix(kArrayOf.size());
    }
    for (const ConditionKeyType type : kConditionKeyTypes) {
      if (text == ConditionKeyTypeName(type)) {
        kind.type = static_cast<std::uint8_t>(type);
        return kind;
      }
    }
    return UnexpectedValue(value,
                           "a type: String, ARN, Bool, Numeric, Date, "
                           "IPAddress or Binary, or ArrayOf... one of these");
  }

  // Notes the keys of globalKeys, or of one service, for NumberAll.
  absl::Status CollectKeys(JsonValue object, std::uint8_t flags) {
    if (!object.is_object()) return UnexpectedValue(object, "an object");
    for (const JsonMember key : object.members()) {
      if (auto status = CheckText(key.value, key.name, 255); !status.ok()) {
        return status;
      }
      if (key.name.find(':') == std::string_view::npos) {
        return Error(key.value,
                     "found a name without a colon, expected "
                     "a condition key");
      }
      const auto kind = ParseKind(key.value);
      if (!kind.ok()) return kind.status();
      const std::string folded = FoldAscii(key.name);
      const std::string type(key.value.text());
      if ((flags & kGlobal) != 0) {
        globals_.emplace(folded, type);
      }
      const auto global = globals_.find(folded);
      const bool is_global = global != globals_.end() && global->second == type;
      KeyRow row{.name = Store(key.name),
                 .name_size = static_cast<std::uint8_t>(key.name.size()),
                 .type = kind->type,
                 .flags = static_cast<std::uint8_t>(kind->flags |
                                                    (is_global ? kGlobal : 0)),
                 .variable = 0,
                 .variable_size = 0};
      if (auto status = FindVariable(key, row); !status.ok()) return status;
      keys_.try_emplace(KeyId(folded, !is_global, type), row);
    }
    return absl::OkStatus();
  }

  static absl::Status FindVariable(JsonMember key, KeyRow& row) {
    const std::size_t begin = key.name.find("${");
    if (begin == std::string_view::npos) return absl::OkStatus();
    const std::size_t end = key.name.find('}', begin);
    if (end == std::string_view::npos ||
        key.name.find("${", end) != std::string_view::npos) {
      return Error(key.value, "expected at most one ${...} in the name");
    }
    row.variable = static_cast<std::uint8_t>(begin);
    row.variable_size = static_cast<std::uint8_t>(end + 1 - begin);
    return absl::OkStatus();
  }

  // The members of `object` by folded name, two of which must not be the same.
  static absl::StatusOr<Sorted> Sort(JsonValue object, std::size_t most) {
    if (!object.is_object()) return UnexpectedValue(object, "an object");
    Sorted sorted;
    for (const JsonMember member : object.members()) {
      if (auto status = CheckText(member.value, member.name, most);
          !status.ok()) {
        return status;
      }
      if (!sorted.try_emplace(FoldAscii(member.name), member).second) {
        return Error(member.value,
                     "the same name, but for letter case, occurs twice");
      }
    }
    return sorted;
  }

  absl::Status SortServices(JsonValue object) {
    const auto sorted = Sort(object, 255);
    if (!sorted.ok()) return sorted.status();
    for (const auto& [name, member] : *sorted) {
      const auto parts = Members::Of(
          member.value, {"name", "rcp", "resourceTypes", "keys", "actions"});
      if (!parts.ok()) return parts.status();
      Service service{name, member, *parts, {}, {}, {}};
      const auto actions = parts->Require("actions");
      if (!actions.ok()) return actions.status();
      auto by_name = Sort(*actions, 255);
      if (!by_name.ok()) return by_name.status();
      service.actions = *std::move(by_name);
      if (const auto types = parts->Get("resourceTypes")) {
        by_name = Sort(*types, 255);
        if (!by_name.ok()) return by_name.status();
        service.types = *std::move(by_name);
      }
      if (const auto keys = parts->Get("keys")) {
        if (auto status = CollectKeys(*keys, 0); !status.ok()) return status;
        for (const JsonMember key : keys->members()) {
          service.keys.emplace(FoldAscii(key.name), key.value.text());
        }
      }
      services_.push_back(std::move(service));
    }
    return absl::OkStatus();
  }

  // Gives every key and action its number; what refers to them comes later.
  absl::Status NumberAll() {
    for (const auto& [id, row] : keys_) {
      const auto number = static_cast<std::uint16_t>(out_->keys.size());
      key_numbers_.try_emplace(std::get<0>(id) + " " + std::get<2>(id), number);
      out_->keys.push_back(row);
    }
    std::size_t actions = 0;
    std::size_t types = 0;
    for (const Service& service : services_) {
      for (const auto& [name, member] : service.actions) {
        action_numbers_.try_emplace(service.name + ":" + name, actions++);
      }
      types += service.types.size();
    }
    if (keys_.size() > 0xffff || actions >= 0xffff || types >= kRequired ||
        services_.size() >= 0xffff) {
      return absl::InvalidArgumentError(
          "document: more than 65,535 services, actions or keys, or 32,767 "
          "resource types");
    }
    FillSlots();
    return absl::OkStatus();
  }

  void FillSlots() {
    auto& slots = out_->action_slots;
    slots.resize(ActionSlotCount(action_numbers_.size()));
    for (const Service& service : services_) {
      for (const auto& [name, member] : service.actions) {
        const std::string full = service.name + ":" + name;
        std::size_t at = HashActionName(full);
        while (slots[at % slots.size()] != 0) ++at;
        slots[at % slots.size()] =
            static_cast<std::uint16_t>(action_numbers_.at(full) + 1);
      }
    }
  }

  // A list of condition keys, each declared by the service or a global key.
  absl::StatusOr<ListId> LoadKeys(const Service& service,
                                  std::optional<JsonValue> list) {
    if (!list.has_value()) return ListId{0};
    if (!list->is_array()) return UnexpectedValue(*list, "an array");
    std::vector<std::uint16_t> ids;
    for (const JsonValue key : list->elements()) {
      if (!key.is_string()) return UnexpectedValue(key, "a string");
      const std::string folded = FoldAscii(key.text());
      const auto own = service.keys.find(folded);
      const auto global = globals_.find(folded);
      if (own == service.keys.end() && global == globals_.end()) {
        return UnexpectedValue(key, "a key of the service or a global key");
      }
      const std::string& type =
          own != service.keys.end() ? own->second : global->second;
      ids.push_back(key_numbers_.at(folded + " " + type));
    }
    return AddList(*list, std::move(ids));
  }

  absl::Status LoadService(const Service& service) {
    ServiceRow row{};
    row.name = Store(service.member.name);
    row.name_size = static_cast<std::uint16_t>(service.member.name.size());
    const auto title = service.parts.Require("name");
    if (!title.ok()) return title.status();
    if (!title->is_string()) return UnexpectedValue(*title, "a string");
    if (auto status = CheckText(*title, title->text(), 1000); !status.ok()) {
      return status;
    }
    row.title = Store(title->text());
    row.title_size = static_cast<std::uint16_t>(title->text().size());
    row.first_action = static_cast<std::uint16_t>(out_->actions.size());
    row.first_type = static_cast<std::uint16_t>(out_->types.size());
    if (const auto rcp = service.parts.Get("rcp")) {
      if (!rcp->is_boolean()) return UnexpectedValue(*rcp, "a boolean");
      row.rcp = rcp->boolean() ? 1 : 0;
    }
    std::vector<std::uint16_t> keys;
    for (const auto& [name, type] : service.keys) {
      keys.push_back(key_numbers_.at(name + " " + type));
    }
    const auto list = AddList(service.member.value, std::move(keys));
    if (!list.ok()) return list.status();
    row.keys = *list;
    out_->services.push_back(row);

    absl::flat_hash_map<std::string, std::uint16_t> numbers;
    for (const auto& [name, member] : service.types) {
      numbers[std::string(member.name)] =
          static_cast<std::uint16_t>(out_->types.size());
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
    const auto number = static_cast<std::uint16_t>(out_->types.size());
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
    out_->types.push_back(
        {.name = Store(member.name),
         .name_size = static_cast<std::uint16_t>(member.name.size()),
         .arns = Store(joined),
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
    row.name = Store(member.name);
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
    out_->actions.push_back(row);
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
        return Error(member.value,
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
    return AddList(*object, std::move(pairs));
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
    return AddList(*list, std::move(ids));
  }

  absl::Status Finish(JsonValue root) {
    ServiceRow sentinel{};
    sentinel.first_action = static_cast<std::uint16_t>(out_->actions.size());
    sentinel.first_type = static_cast<std::uint16_t>(out_->types.size());
    out_->services.push_back(sentinel);
    for (const auto& [name, types] : arns_) {
      const auto list = AddList(root, types);
      if (!list.ok()) return list.status();
      out_->arn_services.push_back(
          {.name = Store(name),
           .name_size = static_cast<std::uint16_t>(name.size()),
           .types = *list});
    }
    return absl::OkStatus();
  }

  std::shared_ptr<OwnedTables> out_ = std::make_shared<OwnedTables>();
  absl::flat_hash_map<std::string, std::uint32_t> texts_;
  absl::flat_hash_map<std::vector<std::uint16_t>, std::size_t> lists_;
  std::map<std::string, std::string> globals_;  // folded name -> type
  std::map<KeyId, KeyRow> keys_;
  absl::flat_hash_map<std::string, std::uint16_t> key_numbers_;
  absl::flat_hash_map<std::string, std::size_t> action_numbers_;
  std::vector<Service> services_;
  std::map<std::string, std::vector<std::uint16_t>> arns_;
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
