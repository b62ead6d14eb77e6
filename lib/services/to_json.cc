// ServiceReference::ToJson(): what generate.py --json writes, byte for byte.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/json_text.h"
#include "iameval/service_reference.h"
#include "services/lookup.h"
#include "services/names.h"
#include "services/tables.h"

namespace iameval {
namespace internal {
namespace {

class Writer {
 public:
  explicit Writer(const ReferenceTables& tables) : tables_(tables) {}

  std::string Write() && {
    Open('{');
    Member("format", kReferenceFormat);
    WriteSource();
    Name("globalKeys");
    Open('{');
    for (const KeyRow& key : tables_.keys) {
      if ((key.flags & kGlobal) != 0) WriteTypedKey(key);
    }
    Close('}');
    Name("services");
    Open('{');
    for (std::size_t i = 0; i + 1 < tables_.services.size(); ++i) {
      WriteService(i);
    }
    Close('}');
    Close('}');
    return std::move(out_) + "\n";
  }

 private:
  void Comma() {
    if (out_.empty()) return;
    const char last = out_.back();
    if (last != '{' && last != '[' && last != ':') out_ += ',';
  }
  void Open(char bracket) {
    Comma();
    out_ += bracket;
  }
  void Close(char bracket) { out_ += bracket; }
  void Value(std::string_view text) {
    Comma();
    AppendJsonString(out_, text);
  }
  void Name(std::string_view name) {
    Value(name);
    out_ += ':';
  }
  void Member(std::string_view name, std::string_view value) {
    Name(name);
    Value(value);
  }
  void True(std::string_view name) {
    Name(name);
    out_ += "true";
  }

  void WriteSource() {
    const ReferenceSource& source = tables_.source;
    Name("source");
    Open('{');
    Member("name", source.name);
    Member("version", source.version);
    Member("date", source.date);
    Member("license", source.license);
    Member("notice", source.notice);
    Close('}');
  }

  void WriteTypedKey(const KeyRow& key) {
    std::string type((key.flags & kMultivalued) != 0 ? kArrayOf : "");
    type += ConditionKeyTypeName(static_cast<ConditionKeyType>(key.type));
    Member(tables_.Name(key), type);
  }

  void WriteKeys(ListId list) {
    if (tables_.List(list).empty()) return;
    Name("keys");
    Open('[');
    for (const std::uint16_t key : tables_.List(list)) {
      Value(tables_.Name(tables_.keys[key]));
    }
    Close(']');
  }

  void WriteService(std::size_t number) {
    const ServiceRow& row = tables_.services[number];
    const ServiceRow& next = tables_.services[number + 1];
    Name(tables_.Name(row));
    Open('{');
    Member("name", tables_.Text(row.title, row.title_size));
    if (row.rcp != 0) True("rcp");
    if (row.first_type < next.first_type) {
      Name("resourceTypes");
      Open('{');
      for (std::size_t i = row.first_type; i < next.first_type; ++i) {
        WriteType(tables_.types[i]);
      }
      Close('}');
    }
    if (!tables_.List(row.keys).empty()) {
      Name("keys");
      Open('{');
      for (const std::uint16_t key : tables_.List(row.keys)) {
        WriteTypedKey(tables_.keys[key]);
      }
      Close('}');
    }
    Name("actions");
    Open('{');
    for (std::size_t i = row.first_action; i < next.first_action; ++i) {
      WriteAction(tables_.actions[i]);
    }
    Close('}');
    Close('}');
  }

  void WriteType(const TypeRow& row) {
    Name(tables_.Name(row));
    Open('{');
    Name("arns");
    Open('[');
    std::string_view rest = tables_.Arns(row);
    for (std::size_t end = 0; end != std::string_view::npos;) {
      end = rest.find(kArnSeparator);
      Value(rest.substr(0, end));
      if (end != std::string_view::npos) {
        rest.remove_prefix(end + kArnSeparator.size());
      }
    }
    Close(']');
    WriteKeys(row.keys);
    Close('}');
  }

  void WriteAction(const ActionRow& row) {
    Name(tables_.Name(row));
    Open('{');
    Name("access");
    Open('[');
    for (const AccessLevel level : kAccessLevels) {
      if ((row.access & static_cast<unsigned>(level)) != 0) {
        Value(AccessLevelName(level));
      }
    }
    Close(']');
    WriteResources(tables_.List(row.resources));
    WriteKeys(row.keys);
    WriteDependents(tables_.List(row.dependents));
    Close('}');
  }

  void WriteResources(std::span<const std::uint16_t> pairs) {
    if (pairs.empty()) return;
    Name("resourceTypes");
    Open('{');
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
      const auto type = static_cast<std::size_t>(pairs[i] & ~kRequired);
      Name(tables_.Name(tables_.types[type]));
      Open('{');
      if ((pairs[i] & kRequired) != 0) True("required");
      WriteKeys(pairs[i + 1]);
      Close('}');
    }
    Close('}');
  }

  void WriteDependents(std::span<const std::uint16_t> actions) {
    if (actions.empty()) return;
    Name("dependentActions");
    Open('[');
    for (const std::uint16_t action : actions) {
      std::string name(
          tables_.Name(tables_.services[ServiceOfAction(tables_, action)]));
      name += ':';
      name += tables_.Name(tables_.actions[action]);
      Value(name);
    }
    Close(']');
  }

  const ReferenceTables& tables_;
  std::string out_;
};

}  // namespace
}  // namespace internal

std::string ServiceReference::ToJson() const {
  return internal::Writer(*tables_).Write();
}

}  // namespace iameval
