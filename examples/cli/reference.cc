// iameval actions, action, resource: what the service reference knows.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "cli/command.h"
#include "cli/files.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/reference_options.h"
#include "iameval/explanation.h"
#include "iameval/service_reference.h"

namespace iameval_cli {
namespace {

using iameval::QuoteJson;
using iameval::ReferenceAction;
using iameval::ReferenceActionResource;
using iameval::ReferenceKey;
using iameval::ReferenceResourceType;
using iameval::ServiceReference;

struct Options {
  ReferenceOptions reference;
  std::string argument;
  bool json = false;
};

// Rows of words, each column as wide as its widest word but the last.
class Table {
 public:
  explicit Table(std::string indent) : indent_(std::move(indent)) {}

  void Add(std::vector<std::string> row) {
    widths_.resize(std::max(widths_.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths_[i] = std::max(widths_[i], row[i].size());
    }
    rows_.push_back(std::move(row));
  }

  [[nodiscard]] std::string Text() const {
    std::string text;
    for (const std::vector<std::string>& row : rows_) {
      std::string line = indent_;
      for (std::size_t i = 0; i < row.size(); ++i) {
        line += row[i];
        line.append(widths_[i] - row[i].size() + 2, ' ');
      }
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + "\n";
    }
    return text;
  }

 private:
  std::string indent_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> widths_;
};

std::string Joined(const std::vector<std::string>& words,
                   std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

std::string Source(const ServiceReference& reference) {
  const auto& source = reference.source();
  return std::string(source.name) + " " + std::string(source.version) + " of " +
         std::string(source.date);
}

std::string Levels(const ReferenceAction& action) {
  std::vector<std::string> words;
  for (const iameval::AccessLevel level : action.access_levels()) {
    words.emplace_back(iameval::AccessLevelName(level));
  }
  return Joined(words, ", ");
}

// "object*" is required, as in AWS's tables.
std::string Types(const ReferenceAction& action) {
  std::vector<std::string> words;
  for (const ReferenceActionResource& resource : action.resources()) {
    words.push_back(std::string(resource.type.name()) +
                    (resource.required ? "*" : ""));
  }
  return words.empty() ? "-" : Joined(words, ", ");
}

std::string TypeName(const ReferenceKey& key) {
  const std::string name(iameval::ConditionKeyTypeName(key.type()));
  return key.multivalued() ? "ArrayOf" + name : name;
}

// --- JSON -------------------------------------------------------------------

std::string Array(const std::vector<std::string>& values) {
  return "[" + Joined(values, ", ") + "]";
}

std::string KeysJson(const std::vector<ReferenceKey>& keys) {
  std::vector<std::string> values;
  for (const ReferenceKey& key : keys) {
    values.push_back("{\"name\": " + QuoteJson(key.name()) +
                     ", \"type\": " + QuoteJson(TypeName(key)) + "}");
  }
  return Array(values);
}

std::string TypeJson(const ReferenceResourceType& type,
                     const std::string& more) {
  std::vector<std::string> formats;
  for (const std::string_view format : type.arn_formats()) {
    formats.push_back(QuoteJson(format));
  }
  return "{\"service\": " + QuoteJson(type.service()) +
         ", \"name\": " + QuoteJson(type.name()) +
         ", \"arns\": " + Array(formats) +
         ", \"conditionKeys\": " + KeysJson(type.keys()) + more + "}";
}

bool SupportsRcps(const ServiceReference& reference,
                  const ReferenceAction& action) {
  return reference.FindService(action.service())->supports_rcp();
}

std::string ActionJson(const ServiceReference& reference,
                       const ReferenceAction& action) {
  std::vector<std::string> levels;
  for (const iameval::AccessLevel level : action.access_levels()) {
    levels.push_back(QuoteJson(iameval::AccessLevelName(level)));
  }
  std::vector<std::string> resources;
  for (const ReferenceActionResource& resource : action.resources()) {
    resources.push_back(
        TypeJson(resource.type,
                 std::string(", \"required\": ") +
                     (resource.required ? "true" : "false") +
                     ", \"actionConditionKeys\": " + KeysJson(resource.keys)));
  }
  std::vector<std::string> dependents;
  for (const ReferenceAction& dependent : action.dependent_actions()) {
    dependents.push_back(QuoteJson(dependent.full_name()));
  }
  return "{\"action\": " + QuoteJson(action.full_name()) +
         ", \"accessLevels\": " + Array(levels) +
         ", \"serviceSupportsRcps\": " +
         (SupportsRcps(reference, action) ? "true" : "false") +
         ", \"resourceTypes\": " + Array(resources) +
         ", \"conditionKeys\": " + KeysJson(action.keys()) +
         ", \"dependentActions\": " + Array(dependents) + "}";
}

std::string ActionsJson(const ServiceReference& reference,
                        const std::vector<ReferenceAction>& actions) {
  std::vector<std::string> values;
  for (const ReferenceAction& action : actions) {
    values.push_back(ActionJson(reference, action));
  }
  return Array(values);
}

// --- The commands -----------------------------------------------------------

ExitCode RunActions(const ServiceReference& reference, const Options& options,
                    Output& out) {
  const auto actions = reference.ExpandActions(options.argument);
  if (options.json) {
    out.Write(ActionsJson(reference, actions) + "\n");
  } else {
    Table table("");
    for (const ReferenceAction& action : actions) {
      table.Add({action.full_name(), Levels(action), Types(action)});
    }
    out.Write(table.Text());
  }
  if (actions.empty() && !options.json) {
    Complain(options.argument + " covers no action of " + Source(reference));
  }
  return actions.empty() ? kNo : kYes;
}

void AddKeys(const std::vector<ReferenceKey>& keys, Table& table) {
  for (const ReferenceKey& key : keys) {
    table.Add({std::string(key.name()), TypeName(key)});
  }
}

std::string ActionText(const ServiceReference& reference,
                       const ReferenceAction& action) {
  std::string text = action.full_name() + "\n";
  const auto service = reference.FindService(action.service());
  Table facts("  ");
  facts.Add({"Service", std::string(service->name())});
  facts.Add({"Access level", Levels(action)});
  facts.Add({"RCPs", SupportsRcps(reference, action) ? "apply" : "do not apply"});
  text += facts.Text();

  const auto resources = action.resources();
  if (resources.empty()) {
    text += "\nTakes no resource: Resource must be \"*\"\n";
  } else {
    text += "\nResource types (* required)\n";
  }
  for (const ReferenceActionResource& resource : resources) {
    text += "  " + std::string(resource.type.name()) +
            (resource.required ? "*" : "") + "\n";
    for (const std::string_view format : resource.type.arn_formats()) {
      text += "    " + std::string(format) + "\n";
    }
    Table keys("      ");
    AddKeys(resource.type.keys(), keys);
    AddKeys(resource.keys, keys);
    text += keys.Text();
  }
  if (!action.keys().empty()) {
    text +=
        "\nCondition keys, besides those of the resource and the global "
        "ones\n";
    Table keys("  ");
    AddKeys(action.keys(), keys);
    text += keys.Text();
  }
  if (!action.dependent_actions().empty()) {
    text += "\nThe call may also need\n";
    for (const ReferenceAction& dependent : action.dependent_actions()) {
      text += "  " + dependent.full_name() + "\n";
    }
  }
  return text + "\nFrom " + Source(reference) + "\n";
}

ExitCode RunAction(const ServiceReference& reference, const Options& options,
                   Output& out) {
  const auto action = reference.FindAction(options.argument);
  if (action.has_value()) {
    out.Write(options.json ? ActionJson(reference, *action) + "\n"
                           : ActionText(reference, *action));
    return kYes;
  }
  std::string problem =
      options.argument + " is no action of " + Source(reference);
  std::vector<std::string> similar;
  for (const ReferenceAction& other :
       reference.SimilarActions(options.argument)) {
    similar.push_back(other.full_name());
  }
  if (!similar.empty()) {
    problem += "; did you mean " + Joined(similar, " or ") + "?";
  }
  Complain(problem);
  return kNo;
}

ExitCode RunResource(const ServiceReference& reference, const Options& options,
                     Output& out) {
  const auto types = reference.ResourceTypes(options.argument);
  if (types.empty()) {
    Complain(options.argument + " is of no resource type of " +
             Source(reference));
    return kNo;
  }
  const auto actions = reference.ActionsOn(options.argument);
  if (options.json) {
    std::vector<std::string> values;
    for (const ReferenceResourceType& type : types) {
      values.push_back(TypeJson(type, ""));
    }
    out.Write("{\"resourceTypes\": " + Array(values) +
              ", \"actions\": " + ActionsJson(reference, actions) + "}\n");
    return kYes;
  }
  Table table("");
  for (const ReferenceResourceType& type : types) {
    table.Add({std::string(type.service()) + " " + std::string(type.name()),
               std::string(type.arn_formats().front())});
  }
  std::string text = table.Text();
  text += "\nActions on it\n";
  Table list("  ");
  for (const ReferenceAction& action : actions) {
    list.Add({action.full_name(), Levels(action)});
  }
  out.Write(text + list.Text() + "\nFrom " + Source(reference) + "\n");
  return kYes;
}

using Run =
    std::function<ExitCode(const ServiceReference&, const Options&, Output&)>;

void AddCommand(CLI::App& app, Action& action, const char* name,
                const char* argument, const char* about, HelpPage page,
                Run run) {
  const auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand(name, about);
  sub->add_option(argument, options->argument)->required()->check(RefuseEmpty);
  AddReferenceOptions(*sub, options->reference, ReferenceUse::kAlways);
  sub->add_flag("--json", options->json, "Print JSON, on one line.")
      ->group("OUTPUT");
  sub->set_help_flag("-h,--help", "Print this page.")->group("OUTPUT");
  SetHelpPage(*sub, std::move(page));
  sub->final_callback([options, run, &action] {
    action = [options, run](Output& out) {
      const auto reference = LoadReference(options->reference);
      if (!reference.ok()) {
        Complain(Message(reference.status()));
        return kError;
      }
      return run(**reference, *options, out);
    };
  });
}

constexpr char kActionsDescription[] =
    "Lists the actions that a pattern covers, as an Action element of a\n"
    "policy would: name, access level and resource types, of which those with\n"
    "* are required and \"-\" says that the action takes none.\n";

constexpr char kActionDescription[] =
    "Prints what is known of one action: access level, whether RCPs apply,\n"
    "resource types with the formats of their ARNs, and condition keys with\n"
    "their types. Letter case does not matter.\n";

constexpr char kResourceDescription[] =
    "Prints what an ARN can be, judged by its form alone, and the actions\n"
    "that take such a resource.\n";

constexpr char kFound[] =
    "EXIT STATUS\n"
    "  0  found\n"
    "  1  nothing of that name or form is known\n"
    "  2  bad arguments, an unreadable or refused reference\n"
    "\n"
    "EXAMPLE\n";

}  // namespace

void AddReferenceCommands(CLI::App& app, Action& action) {
  AddCommand(app, action, "actions", "PATTERN",
             "list the actions a pattern covers",
             HelpPage{.synopsis = "iameval actions [--json] [--reference FILE] "
                                  "PATTERN\n",
                      .description = kActionsDescription,
                      .after_options = std::string(kFound) +
                                       "  iameval actions 's3:Get*Acl'\n"},
             RunActions);
  AddCommand(app, action, "action", "ACTION", "say what is known of an action",
             HelpPage{.synopsis =
                          "iameval action [--json] [--reference FILE] ACTION\n",
                      .description = kActionDescription,
                      .after_options = std::string(kFound) +
                                       "  iameval action s3:GetObject\n"},
             RunAction);
  AddCommand(
      app, action, "resource", "ARN", "say what can be done with a resource",
      HelpPage{.synopsis = "iameval resource [--json] [--reference FILE] ARN\n",
               .description = kResourceDescription,
               .after_options =
                   std::string(kFound) +
                   "  iameval resource arn:aws:s3:::amzn-s3-demo-bucket\n"},
      RunResource);
}

}  // namespace iameval_cli
