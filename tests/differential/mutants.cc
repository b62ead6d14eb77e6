#include "differential/mutants.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "differential/json_tree.h"

namespace iameval_testing {
namespace {

// Replaces every occurrence; true when there was one.
bool ReplaceAll(std::string_view from, std::string_view to, std::string& text) {
  bool found = false;
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
    found = true;
  }
  return found;
}

// --- Changes to condition operators ---

struct OperatorParts {
  std::string_view qualifier;  // with its colon
  std::string_view name;
  std::string_view suffix;
};

OperatorParts Split(std::string_view text) {
  OperatorParts parts;
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    parts.qualifier = text.substr(0, colon + 1);
    text.remove_prefix(colon + 1);
  }
  constexpr std::string_view kIfExists = "IfExists";
  if (text.ends_with(kIfExists)) {
    parts.suffix = kIfExists;
    text.remove_suffix(kIfExists.size());
  }
  parts.name = text;
  return parts;
}

using Rename = std::function<std::string(const OperatorParts&)>;

// Renames the operators of every Condition below `json`. An operator that then
// stands twice would be refused; it keeps its name.
bool RenameOperators(const Rename& rename, Json& json) {
  bool changed = false;
  if (Json* condition = json.Find("Condition"); condition != nullptr) {
    for (std::string& name : condition->names) {
      const std::string renamed = rename(Split(name));
      if (renamed.empty() || renamed == name ||
          condition->Find(renamed) != nullptr) {
        continue;
      }
      name = renamed;
      changed = true;
    }
  }
  for (Json& item : json.items) changed |= RenameOperators(rename, item);
  return changed;
}

Mutant OperatorMutant(std::string name, Rename rename) {
  return {std::move(name), [rename = std::move(rename)](Json& policies, Json&) {
            return RenameOperators(rename, policies);
          }};
}

Mutant TakenFor(std::string_view from, std::string_view to) {
  return OperatorMutant(absl::StrFormat("%s taken for %s", from, to),
                        [from, to](const OperatorParts& parts) {
                          if (parts.name != from) return std::string();
                          std::string renamed(parts.qualifier);
                          renamed += to;
                          // Null takes no suffix.
                          if (to != "Null") renamed += parts.suffix;
                          return renamed;
                        });
}

void AddOperatorMutants(std::vector<Mutant>& mutants) {
  static constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
      {"StringEquals", "StringNotEquals"},
      {"StringEquals", "StringLike"},
      {"StringEquals", "StringEqualsIgnoreCase"},
      {"StringNotEquals", "StringNotLike"},
      {"StringNotEquals", "StringNotEqualsIgnoreCase"},
      {"StringEqualsIgnoreCase", "StringEquals"},
      {"StringNotEqualsIgnoreCase", "StringNotEquals"},
      {"StringLike", "StringEquals"},
      {"StringLike", "StringNotLike"},
      {"StringNotLike", "StringNotEquals"},
      {"NumericEquals", "NumericNotEquals"},
      {"NumericEquals", "StringEquals"},
      {"NumericEquals", "NumericLessThanEquals"},
      {"NumericNotEquals", "StringNotEquals"},
      {"NumericLessThan", "NumericLessThanEquals"},
      {"NumericLessThanEquals", "NumericLessThan"},
      {"NumericGreaterThan", "NumericGreaterThanEquals"},
      {"NumericGreaterThanEquals", "NumericGreaterThan"},
      {"DateEquals", "DateNotEquals"},
      {"DateEquals", "StringEquals"},
      {"DateEquals", "NumericEquals"},
      {"DateNotEquals", "StringNotEquals"},
      {"DateLessThan", "DateLessThanEquals"},
      {"DateLessThanEquals", "DateLessThan"},
      {"DateGreaterThan", "DateGreaterThanEquals"},
      {"DateGreaterThanEquals", "DateGreaterThan"},
      {"Bool", "StringEquals"},
      {"Bool", "StringEqualsIgnoreCase"},
      {"BinaryEquals", "StringEquals"},
      {"IpAddress", "StringEquals"},
      {"IpAddress", "NotIpAddress"},
      {"NotIpAddress", "StringNotEquals"},
      {"ArnEquals", "StringEquals"},
      {"ArnEquals", "StringLike"},
      {"ArnNotEquals", "StringNotLike"},
      {"ArnLike", "StringLike"},
      {"ArnNotLike", "StringNotLike"},
      {"ArnNotLike", "ArnLike"},
  };
  for (const auto& [from, to] : kPairs) mutants.push_back(TakenFor(from, to));
  const auto without = [](std::string_view qualifier) {
    return [qualifier](const OperatorParts& parts) {
      if (parts.qualifier != qualifier) return std::string();
      return absl::StrFormat("%s%s", parts.name, parts.suffix);
    };
  };
  const auto swapped = [](std::string_view from, std::string_view to) {
    return [from, to](const OperatorParts& parts) {
      if (parts.qualifier != from) return std::string();
      return absl::StrFormat("%s%s%s", to, parts.name, parts.suffix);
    };
  };
  mutants.push_back(
      OperatorMutant("ForAllValues overlooked", without("ForAllValues:")));
  mutants.push_back(
      OperatorMutant("ForAnyValue overlooked", without("ForAnyValue:")));
  mutants.push_back(OperatorMutant("ForAllValues taken for ForAnyValue",
                                   swapped("ForAllValues:", "ForAnyValue:")));
  mutants.push_back(OperatorMutant("ForAnyValue taken for ForAllValues",
                                   swapped("ForAnyValue:", "ForAllValues:")));
  for (const std::string_view qualifier :
       {std::string_view(), std::string_view("ForAllValues:"),
        std::string_view("ForAnyValue:")}) {
    // The suffix changes nothing under ForAllValues (S-5.19), so there is
    // nothing to catch.
    if (qualifier == "ForAllValues:") continue;
    mutants.push_back(OperatorMutant(
        absl::StrFormat("%sIfExists overlooked", qualifier),
        [qualifier](const OperatorParts& parts) {
          if (parts.qualifier != qualifier || parts.suffix.empty()) {
            return std::string();
          }
          return absl::StrFormat("%s%s", parts.qualifier, parts.name);
        }));
  }
}

// --- Changes to elements and values ---

bool RenameMembers(std::string_view from, std::string_view to, Json& json) {
  bool changed = false;
  for (std::string& name : json.names) {
    if (name == from) {
      name = to;
      changed = true;
    }
  }
  for (Json& item : json.items) changed |= RenameMembers(from, to, item);
  return changed;
}

// Changes the text of every string below a member named `element`, or of every
// string when that is empty.
bool ReplaceInStrings(std::string_view element, std::string_view from,
                      std::string_view to, bool inside, Json& json) {
  bool changed = false;
  if (inside && json.kind == Json::Kind::kString) {
    changed = ReplaceAll(from, to, json.text);
  }
  for (std::size_t i = 0; i < json.items.size(); ++i) {
    const bool within =
        inside || (i < json.names.size() && json.names[i] == element);
    changed |= ReplaceInStrings(element, from, to, within, json.items[i]);
  }
  return changed;
}

Mutant RenamedElement(std::string_view from, std::string_view to) {
  return {absl::StrFormat("%s taken for %s", from, to),
          [from, to](Json& policies, Json&) {
            return RenameMembers(from, to, policies);
          }};
}

Mutant ReplacedText(std::string_view element, std::string_view from,
                    std::string_view to) {
  return {absl::StrFormat("\"%s\" taken for \"%s\" in %s", from, to,
                          element.empty() ? "any element" : element),
          [=](Json& policies, Json&) {
            return ReplaceInStrings(element, from, to, element.empty(),
                                    policies);
          }};
}

void AddElementMutants(std::vector<Mutant>& mutants) {
  mutants.push_back(RenamedElement("NotAction", "Action"));
  mutants.push_back(RenamedElement("NotResource", "Resource"));
  mutants.push_back(RenamedElement("NotPrincipal", "Principal"));
  mutants.push_back(ReplacedText("Version", "2012", "2008"));
  mutants.push_back(ReplacedText("Version", "2008", "2012"));
  mutants.push_back(ReplacedText("Effect", "Deny", "Allow"));
  mutants.push_back(ReplacedText("Resource", "?", "*"));
  mutants.push_back(ReplacedText("Resource", "*", "?"));
  mutants.push_back(ReplacedText("Resource", "**", ""));
  mutants.push_back(ReplacedText("Resource", "${", "$ {"));
  mutants.push_back(ReplacedText("Resource", "${*}", "*"));
  mutants.push_back(ReplacedText("Resource", ", '", ",'"));
  mutants.push_back(ReplacedText("NotResource", "?", "*"));
  mutants.push_back(ReplacedText("NotResource", "${", "$ {"));
  mutants.push_back(ReplacedText("Action", "?", "*"));
  mutants.push_back(ReplacedText("Action", "*", "?"));
  mutants.push_back(ReplacedText("Condition", "?", "*"));
  mutants.push_back(ReplacedText("Condition", "${", "$ {"));
  mutants.push_back(ReplacedText("Condition", "${*}", "*"));
  mutants.push_back(ReplacedText("Principal", ":root", ":user/root"));
  mutants.push_back(ReplacedText("Principal", "AROA", "AROB"));
  mutants.push_back(ReplacedText("Principal", "AIDA", "AIDB"));
  mutants.push_back(ReplacedText("Principal", ":assumed-role/", ":x/"));
  mutants.push_back(ReplacedText("Principal", ":federated-user/", ":x/"));
  mutants.push_back(ReplacedText("Principal", ":role/division/", ":role/"));
  mutants.push_back(ReplacedText("NotPrincipal", ":root", ":user/root"));
}

// --- Changes to layers and requests ---

bool Remove(std::string_view name, Json& json) {
  for (std::size_t i = 0; i < json.names.size(); ++i) {
    if (json.names[i] == name) {
      json.Erase(i);
      return true;
    }
  }
  return false;
}

Mutant ForgottenLayer(std::string_view layer) {
  return {absl::StrFormat("%s forgotten", layer),
          [layer](Json& policies, Json&) { return Remove(layer, policies); }};
}

Mutant IgnoredPart(std::string_view part) {
  return {absl::StrFormat("%s of the request ignored", part),
          [part](Json&, Json& request) { return Remove(part, request); }};
}

Mutant ContextMutant(std::string name, bool (*change)(Json& context)) {
  return {std::move(name), [change](Json&, Json& request) {
            Json* context = request.Find("context");
            return context != nullptr && change(*context);
          }};
}

// Erases the members for which `chosen` holds.
template <typename Predicate>
bool EraseIf(Json& context, Predicate chosen) {
  bool erased = false;
  for (std::size_t i = context.items.size(); i > 0; --i) {
    if (chosen(context.items[i - 1])) {
      context.Erase(i - 1);
      erased = true;
    }
  }
  return erased;
}

void AddContextMutants(std::vector<Mutant>& mutants) {
  mutants.push_back(
      ContextMutant("explicit absence ignored", [](Json& context) {
        return EraseIf(context, [](const Json& value) {
          return value.kind == Json::Kind::kNull;
        });
      }));
  mutants.push_back(
      ContextMutant("empty list taken for empty value", [](Json& context) {
        bool changed = false;
        for (Json& value : context.items) {
          if (value.kind == Json::Kind::kArray && value.items.empty()) {
            value = Json::String("");
            changed = true;
          }
        }
        return changed;
      }));
  mutants.push_back(
      ContextMutant("only the first of several values seen", [](Json& context) {
        bool changed = false;
        for (Json& value : context.items) {
          if (value.items.size() > 1) {
            value.items.resize(1);
            changed = true;
          }
        }
        return changed;
      }));
  mutants.push_back(
      ContextMutant("an empty value taken for absent", [](Json& context) {
        return EraseIf(context, [](const Json& value) {
          return value.kind == Json::Kind::kString && value.text.empty();
        });
      }));
}

}  // namespace

std::vector<Mutant> AllMutants() {
  std::vector<Mutant> mutants;
  AddOperatorMutants(mutants);
  AddElementMutants(mutants);
  for (const std::string_view layer :
       {"identity", "boundary", "session", "scp", "rcp", "resource", "vpce"}) {
    mutants.push_back(ForgottenLayer(layer));
  }
  for (const std::string_view part :
       {"roleArn", "federatedBy", "principalId", "resourceAccount",
        "principalAccountIsManagement", "resourceAccountIsManagement",
        "serviceSupportsRcps", "time", "context"}) {
    mutants.push_back(IgnoredPart(part));
  }
  AddContextMutants(mutants);
  return mutants;
}

}  // namespace iameval_testing
