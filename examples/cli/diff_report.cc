#include "cli/diff_report.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "cli/matrix_export.h"
#include "cli/matrix_why.h"
#include "iameval/decision.h"
#include "iameval/difference.h"
#include "iameval/explanation.h"

namespace iameval_cli {
namespace {

using iameval::Difference;
using iameval::DifferenceCounts;
using iameval::DifferenceExplanation;
using iameval::Direction;
using iameval::Explanation;
using iameval::LayerReport;
using iameval::Printable;
using iameval::QuoteJson;
using iameval::StatementDifference;
using iameval::StatementOutcome;
using iameval::StatementReport;

constexpr std::array kDirections = {Direction::kGains, Direction::kLoses,
                                    Direction::kDenyDiffers};

std::string_view HeadingOf(Direction direction) {
  switch (direction) {
    case Direction::kGains:
      return "GAINS ACCESS";
    case Direction::kLoses:
      return "LOSES ACCESS";
    case Direction::kDenyDiffers:
      return "IS DENIED IN ANOTHER WAY";
  }
  return "";
}

bool Applies(const std::optional<StatementReport>& report) {
  return report.has_value() && report->outcome == StatementOutcome::kMatches;
}

// A layer as one side sees it; null: it is not consulted there.
const LayerReport* FindLayer(const Explanation& explanation,
                             const std::string& name) {
  for (const LayerReport& layer : explanation.layers) {
    if (layer.name == name && layer.consulted) return &layer;
  }
  return nullptr;
}

struct LayerDifference {
  std::string name;
  const LayerReport* before;
  const LayerReport* after;
};

// Layers that come to another outcome, or are consulted on one side only.
std::vector<LayerDifference> LayerDifferences(
    const DifferenceExplanation& explanation) {
  std::vector<LayerDifference> differences;
  const auto add = [&](const std::string& name) {
    for (const LayerDifference& known : differences) {
      if (known.name == name) return;
    }
    const LayerReport* before = FindLayer(explanation.before, name);
    const LayerReport* after = FindLayer(explanation.after, name);
    if (before == nullptr && after == nullptr) return;
    if (before != nullptr && after != nullptr &&
        before->outcome == after->outcome) {
      return;
    }
    differences.push_back({name, before, after});
  };
  for (const Explanation* side : {&explanation.before, &explanation.after}) {
    for (const LayerReport& layer : side->layers) add(layer.name);
  }
  return differences;
}

std::string LayerText(const LayerReport* layer) {
  if (layer == nullptr) return "not consulted";
  std::string text(iameval::DecisionName(layer->outcome));
  if (!layer->detail.empty()) text += " (" + Printable(layer->detail) + ")";
  return text;
}

// "+ Allow  identity  role.json:4:5  Statement[0] "Writes"", and below it why
// the same statement does not apply on the other side.
void AppendStatement(std::string& out, const StatementDifference& difference) {
  const bool after = Applies(difference.after);
  const StatementReport& here = after ? *difference.after : *difference.before;
  const auto& there = after ? difference.before : difference.after;
  absl::StrAppendFormat(&out, "  %s %s  %s  %s  %s\n", after ? "+" : "-",
                        here.statement.allow ? "Allow" : "Deny ",
                        LayerOf(here.statement), PlaceOf(here.statement),
                        TitleOf(here.statement));
  if (!there.has_value()) return;
  absl::StrAppendFormat(
      &out, "    %s it does not apply: %s\n", after ? "before," : "now",
      Printable(there->detail.empty()
                    ? std::string(StatementOutcomeName(there->outcome))
                    : there->detail));
}

std::string CauseText(const Difference& difference,
                      const DifferenceExplanation& explanation) {
  std::string out =
      absl::StrFormat("  %s -> %s\n", iameval::DecisionName(difference.before),
                      iameval::DecisionName(difference.after));
  for (const StatementDifference& statement : explanation.statements) {
    AppendStatement(out, statement);
  }
  if (!explanation.statements.empty()) return out;
  const std::vector<LayerDifference> layers = LayerDifferences(explanation);
  for (const LayerDifference& layer : layers) {
    absl::StrAppendFormat(&out, "  ~ %s: %s -> %s\n", Printable(layer.name),
                          LayerText(layer.before), LayerText(layer.after));
  }
  if (layers.empty()) {
    absl::StrAppendFormat(&out, "  ~ before: %s\n    after: %s\n",
                          Printable(explanation.before.reason),
                          Printable(explanation.after.reason));
  }
  return out;
}

void AppendKey(std::string& key, const std::optional<StatementReport>& report) {
  if (!report.has_value()) {
    key += "|-";
    return;
  }
  const iameval::StatementRef& ref = report->statement;
  absl::StrAppendFormat(&key, "|%d,%d,%d,%d,%d,%s",
                        static_cast<int>(report->outcome),
                        static_cast<int>(ref.type), ref.level, ref.policy_index,
                        ref.statement, ref.policy);
}

// Differences with the same key have the same cause. Nothing of the request
// itself is in it.
std::string CauseKey(const Difference& difference,
                     const DifferenceExplanation& explanation) {
  std::string key = absl::StrFormat("%d%d", static_cast<int>(difference.before),
                                    static_cast<int>(difference.after));
  for (const StatementDifference& statement : explanation.statements) {
    AppendKey(key, statement.before);
    AppendKey(key, statement.after);
  }
  if (!explanation.statements.empty()) return key;
  for (const LayerDifference& layer : LayerDifferences(explanation)) {
    absl::StrAppendFormat(&key, "|%s,%s,%s", layer.name,
                          LayerText(layer.before), LayerText(layer.after));
  }
  return key;
}

// "2 gain access", "1 loses access"
std::string CountText(std::size_t count, std::string_view one,
                      std::string_view many) {
  return absl::StrFormat("%d %s", count, count == 1 ? one : many);
}

// ---------------------------------------------------------------------------
// JSON

// The form of iameval/explanation.h.
std::string StatementJson(const std::optional<StatementReport>& report) {
  if (!report.has_value()) return "null";
  const iameval::StatementRef& ref = report->statement;
  return absl::StrFormat(
      R"({"statement": {"type": "%s", "policy": %s, "level": %d, )"
      R"("policyIndex": %d, "statement": %d, "sid": %s, "allow": %s, )"
      R"("line": %d, "column": %d}, "outcome": "%s", "determining": %s, )"
      R"("detail": %s})",
      iameval::PolicyTypeName(ref.type), QuoteJson(ref.policy), ref.level,
      ref.policy_index, ref.statement, QuoteJson(ref.sid),
      ref.allow ? "true" : "false", ref.line, ref.column,
      StatementOutcomeName(report->outcome),
      report->determining ? "true" : "false", QuoteJson(report->detail));
}

std::string SideJson(const Explanation& side) {
  return absl::StrFormat(R"({"decision": "%s", "reason": %s})",
                         iameval::DecisionName(side.decision),
                         QuoteJson(side.reason));
}

}  // namespace

void DiffText::Add(const Difference& difference, const RequestLabel& label,
                   const DifferenceExplanation& explanation) {
  std::vector<Cause>& causes =
      causes_[static_cast<std::size_t>(difference.direction())];
  const auto [place, is_new] =
      places_.emplace(CauseKey(difference, explanation), causes.size());
  if (is_new) {
    causes.push_back({.text = CauseText(difference, explanation),
                      .requests = 0,
                      .listed = {}});
  }
  Cause& cause = causes[place->second];
  ++cause.requests;
  if (most_ != 0 && cause.listed.size() >= most_) return;
  cause.listed.push_back({Printable(difference.request.principal()),
                          Printable(difference.request.action()),
                          Printable(difference.request.resource()),
                          Printable(label.id), label.issue});
}

void DiffText::AppendCause(std::string& out, const Cause& cause) const {
  out += "\n" + cause.text;
  std::size_t width = 0;
  for (const Listed& request : cause.listed) {
    width = std::max(width, request.action.size());
  }
  const std::string* principal = nullptr;
  for (const Listed& request : cause.listed) {
    if (principal == nullptr || *principal != request.principal) {
      principal = &request.principal;
      out += "      " + *principal + "\n";
    }
    absl::StrAppendFormat(&out, "        %-*s  %s", static_cast<int>(width),
                          request.action, request.resource);
    if (!request.id.empty()) out += "  (id " + request.id + ")";
    if (request.issue != QuestionIssue::kNone) {
      absl::StrAppendFormat(&out, "  %s", CodeOf(request.issue));
    }
    out += '\n';
  }
  if (cause.requests > cause.listed.size()) {
    absl::StrAppendFormat(&out, "        and %d more\n",
                          cause.requests - cause.listed.size());
  }
}

std::string DiffText::ToText(const DifferenceCounts& counts,
                             std::size_t never_asked) const {
  std::string out = absl::StrFormat(
      "%s: %s, %s, %s, %d unchanged\n",
      CountText(counts.compared(), "request compared", "requests compared"),
      CountText(counts.in(Direction::kGains), "gains access", "gain access"),
      CountText(counts.in(Direction::kLoses), "loses access", "lose access"),
      CountText(counts.in(Direction::kDenyDiffers), "is denied in another way",
                "are denied in another way"),
      counts.compared() - counts.changed());
  if (never_asked > 0) {
    absl::StrAppendFormat(
        &out, "%d of them AWS never asks: the action takes no such resource\n",
        never_asked);
  }
  for (const Direction direction : kDirections) {
    const std::vector<Cause>& causes =
        causes_[static_cast<std::size_t>(direction)];
    if (causes.empty()) continue;
    absl::StrAppendFormat(&out, "\n%s (%d)\n", HeadingOf(direction),
                          counts.in(direction));
    for (const Cause& cause : causes) AppendCause(out, cause);
  }
  if (counts.changed() != 0) {
    out +=
        "\n+ a statement that applies after the change only, - before it "
        "only\n";
  }
  return out;
}

std::string DiffJson(const Difference& difference, const RequestLabel& label,
                     const DifferenceExplanation& explanation) {
  std::string json = "{";
  if (!label.id.empty()) json += "\"id\": " + label.id + ", ";
  if (label.line != 0)
    absl::StrAppendFormat(&json, "\"line\": %d, ", label.line);
  if (label.issue != QuestionIssue::kNone) {
    absl::StrAppendFormat(&json, R"("issue": "%s", )", CodeOf(label.issue));
  }
  absl::StrAppendFormat(
      &json,
      R"("direction": "%s", "principal": %s, "action": %s, "resource": %s, )"
      R"("before": %s, "after": %s, "statements": [)",
      DirectionName(difference.direction()),
      QuoteJson(difference.request.principal()),
      QuoteJson(difference.request.action()),
      QuoteJson(difference.request.resource()), SideJson(explanation.before),
      SideJson(explanation.after));
  bool first = true;
  for (const StatementDifference& statement : explanation.statements) {
    absl::StrAppendFormat(&json, R"(%s{"before": %s, "after": %s})",
                          first ? "" : ", ", StatementJson(statement.before),
                          StatementJson(statement.after));
    first = false;
  }
  return json + "]}";
}

std::string TotalsJson(const DifferenceCounts& counts,
                       std::size_t never_asked) {
  return absl::StrFormat(
      R"({"compared": %d, "changed": %d, "gained": %d, "lost": %d, )"
      R"("denyDiffers": %d, "neverAsked": %d, "before": %s, "after": %s})",
      counts.compared(), counts.changed(), counts.in(Direction::kGains),
      counts.in(Direction::kLoses), counts.in(Direction::kDenyDiffers),
      never_asked, CountsJson(counts.before()), CountsJson(counts.after()));
}

}  // namespace iameval_cli
