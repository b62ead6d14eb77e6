#include "iameval/explanation.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/json_text.h"
#include "engine/report_text.h"
#include "iameval/decision.h"
#include "iameval/policy.h"

namespace iameval {
namespace {

using internal::AppendJsonArray;
using internal::AppendJsonString;
using internal::AppendPadded;
using internal::AppendStatementRef;
using internal::AppendWrapped;
using internal::AppendWrappedLine;
using internal::JsonObject;
using internal::LayerName;
using internal::Place;

// ---------------------------------------------------------------------------
// Text

// Of the near misses that a short explanation lists.
constexpr std::size_t kMaxNearMisses = 8;

std::string_view OutcomePhrase(StatementOutcome outcome) {
  switch (outcome) {
    case StatementOutcome::kMatches:
      return "matches";
    case StatementOutcome::kActionDiffers:
      return "action differs";
    case StatementOutcome::kResourceDiffers:
      return "resource differs";
    case StatementOutcome::kPrincipalDiffers:
      return "principal differs";
    case StatementOutcome::kConditionFails:
      return "condition fails";
  }
  return "";
}

using Reports = std::vector<const StatementReport*>;

void AppendStatements(std::string& out, std::string_view title,
                      const Reports& reports, bool say_outcome) {
  if (reports.empty()) return;
  std::size_t layer_width = 0;
  for (const StatementReport* report : reports) {
    layer_width = std::max(layer_width, LayerName(report->statement).size());
  }
  constexpr std::size_t kIndent = 9;  // of "  Allow  "
  absl::StrAppendFormat(&out, "\n%s\n", title);
  for (const StatementReport* report : reports) {
    out += report->statement.allow ? "  Allow  " : "  Deny   ";
    AppendPadded(out, LayerName(report->statement), layer_width + 2);
    AppendWrapped(out, Place(report->statement), kIndent);
    out.push_back('\n');
    // A detail begins with the element that differs; the outcome repeats it.
    std::string_view why = report->detail;
    if (why.empty() && say_outcome) why = OutcomePhrase(report->outcome);
    if (why.empty()) continue;
    out.append(kIndent, ' ');
    AppendWrappedLine(out, why, kIndent);
  }
}

// One layer says no more than the reason does: listed from two on.
void AppendLayers(std::string& out, const std::vector<LayerReport>& layers,
                  bool verbose) {
  std::vector<const LayerReport*> shown;
  std::size_t name_width = 0;
  for (const LayerReport& layer : layers) {
    if (!verbose && !layer.consulted) continue;
    shown.push_back(&layer);
    name_width = std::max(name_width, layer.name.size());
  }
  if (!verbose && shown.size() < 2) return;
  if (shown.empty()) return;
  constexpr std::size_t kOutcomeWidth = 14;  // of "implicitDeny" and a gap
  out += "\nLayers\n";
  for (const LayerReport* layer : shown) {
    std::string line = "  ";
    AppendPadded(line, Printable(layer->name), name_width + 2);
    const std::string_view outcome =
        layer->consulted ? DecisionName(layer->outcome) : "-";
    if (layer->detail.empty()) {
      line += outcome;
      out += line + "\n";
      continue;
    }
    AppendPadded(line, outcome, kOutcomeWidth);
    const std::size_t indent = line.size();
    out += line;
    AppendWrappedLine(out, layer->detail, indent);
  }
}

// An Allow statement in a layer that lacks one, and that is about the
// requested action: what the author of the policies most likely meant to
// match.
bool IsNearMiss(const StatementReport& report,
                const std::vector<LayerReport>& layers) {
  if (!report.statement.allow || report.determining) return false;
  if (report.outcome == StatementOutcome::kActionDiffers ||
      report.outcome == StatementOutcome::kMatches) {
    return false;
  }
  const std::string name = LayerName(report.statement);
  const auto layer =
      std::find_if(layers.begin(), layers.end(),
                   [&name](const LayerReport& l) { return l.name == name; });
  return layer == layers.end() || layer->outcome != Decision::kAllowed;
}

// The statement that failed last was the closest: principal and condition are
// looked at after action and resource.
Reports NearMisses(const Explanation& explanation) {
  Reports misses;
  if (explanation.decision != Decision::kImplicitDeny) return misses;
  for (const StatementReport& report : explanation.statements) {
    if (IsNearMiss(report, explanation.layers)) misses.push_back(&report);
  }
  std::stable_sort(misses.begin(), misses.end(),
                   [](const StatementReport* a, const StatementReport* b) {
                     return a->outcome > b->outcome;
                   });
  return misses;
}

void AppendRest(std::string& out, const Explanation& explanation,
                std::size_t shown) {
  const std::size_t rest = explanation.statements.size() - shown;
  if (rest == 0) return;
  absl::StrAppendFormat(&out,
                        "\n%d %sstatement%s without effect on this decision\n",
                        rest, shown == 0 ? "" : "other ", rest == 1 ? "" : "s");
}

void AppendList(std::string& out, std::string_view title,
                const std::vector<std::string>& items) {
  if (items.empty()) return;
  std::string line = absl::StrFormat("%s: ", title);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) line += ", ";
    line += items[i];
  }
  out.push_back('\n');
  AppendWrappedLine(out, line, 2);
}

// ---------------------------------------------------------------------------
// JSON

void AppendStatementReport(std::string& out, const StatementReport& report) {
  JsonObject object(out);
  AppendStatementRef(object.Name("statement"), report.statement);
  object.String("outcome", StatementOutcomeName(report.outcome));
  object.Bool("determining", report.determining);
  object.String("detail", report.detail);
}

void AppendLayerReport(std::string& out, const LayerReport& layer) {
  JsonObject object(out);
  object.String("name", layer.name);
  object.Bool("consulted", layer.consulted);
  object.String("outcome", DecisionName(layer.outcome));
  object.String("detail", layer.detail);
}

}  // namespace

std::string_view DecisionName(Decision decision) {
  switch (decision) {
    case Decision::kAllowed:
      return "allowed";
    case Decision::kImplicitDeny:
      return "implicitDeny";
    case Decision::kExplicitDeny:
      return "explicitDeny";
  }
  return "implicitDeny";
}

std::string_view StatementOutcomeName(StatementOutcome outcome) {
  switch (outcome) {
    case StatementOutcome::kMatches:
      return "matches";
    case StatementOutcome::kActionDiffers:
      return "actionDiffers";
    case StatementOutcome::kResourceDiffers:
      return "resourceDiffers";
    case StatementOutcome::kPrincipalDiffers:
      return "principalDiffers";
    case StatementOutcome::kConditionFails:
      return "conditionFails";
  }
  return "";
}

std::string QuoteJson(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

std::string Printable(std::string_view text) {
  std::string out;
  internal::AppendPrintable(out, text);
  return out;
}

std::string Explanation::ToText(bool verbose) const {
  std::string out(DecisionName(decision));
  out += "\n  ";
  AppendWrappedLine(out, reason, 2);

  Reports determining;
  Reports others;
  for (const StatementReport& report : statements) {
    (report.determining ? determining : others).push_back(&report);
  }
  AppendStatements(out, "Decided by", determining, /*say_outcome=*/false);
  if (verbose) {
    AppendLayers(out, layers, verbose);
    AppendStatements(out, "Other statements", others, /*say_outcome=*/true);
  } else {
    Reports misses = NearMisses(*this);
    misses.resize(std::min(misses.size(), kMaxNearMisses));
    AppendStatements(out, "Came closest", misses, /*say_outcome=*/true);
    AppendLayers(out, layers, verbose);
    AppendRest(out, *this, determining.size() + misses.size());
  }
  AppendList(out, "Context keys asked for but not in the request",
             missing_context_keys);
  for (const std::string& note : notes) {
    AppendList(out, "Note", {note});
  }
  return out;
}

std::string Explanation::ToJson() const {
  std::string out;
  {
    JsonObject object(out);
    object.String("decision", DecisionName(decision));
    object.String("reason", reason);
    AppendJsonArray(object.Name("layers"), layers, AppendLayerReport);
    AppendJsonArray(object.Name("statements"), statements,
                    AppendStatementReport);
    AppendJsonArray(object.Name("missingContextKeys"), missing_context_keys,
                    AppendJsonString);
    AppendJsonArray(object.Name("notes"), notes, AppendJsonString);
  }
  return out;
}

}  // namespace iameval
