#include "cli/matrix_why.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "iameval/decision.h"
#include "iameval/explanation.h"
#include "iameval/policy.h"
#include "iameval/request.h"

namespace iameval_cli {
namespace {

using iameval::Decision;
using iameval::Explanation;
using iameval::LayerReport;
using iameval::Printable;
using iameval::QuoteJson;
using iameval::StatementOutcome;
using iameval::StatementRef;
using iameval::StatementReport;

constexpr std::size_t kMostNearMisses = 3;

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// Takes a request's names out of texts.
class Template {
 public:
  explicit Template(const iameval::Request& request)
      : names_{{{Printable(request.resource()), WhyTable::kResource},
                {Printable(request.principal()), WhyTable::kPrincipal},
                {Printable(request.action()), WhyTable::kAction}}} {}

  // As a JSON string, fit for display.
  [[nodiscard]] std::string Quote(std::string_view raw) const {
    std::string text = Printable(raw);
    for (const auto& [name, stands_for] : names_) {
      if (text.find(stands_for) != std::string::npos) return QuoteJson(text);
    }
    for (const auto& [name, stands_for] : names_) {
      // "*" is everywhere, and short enough.
      if (name.size() > 2) ReplaceAll(text, name, stands_for);
    }
    return QuoteJson(text);
  }

 private:
  std::array<std::pair<std::string, std::string_view>, 3> names_;
};

std::string StatementJson(const StatementReport& report, const Template& t) {
  return absl::StrFormat(
      R"({"effect":"%s","layer":%s,"place":%s,"title":%s,"why":%s})",
      report.statement.allow ? "Allow" : "Deny",
      QuoteJson(LayerOf(report.statement)),
      QuoteJson(PlaceOf(report.statement)),
      QuoteJson(TitleOf(report.statement)), t.Quote(report.detail));
}

template <typename List, typename ToJson>
std::string ListJson(const List& list, const ToJson& to_json) {
  std::string json = "[";
  for (const auto& item : list) {
    if (json.size() > 1) json += ',';
    json += to_json(item);
  }
  return json + "]";
}

std::string LayerJson(const LayerReport& layer, const Template& t) {
  return absl::StrFormat(
      R"({"name":%s,"outcome":"%s","detail":%s})", QuoteJson(layer.name),
      iameval::DecisionName(layer.outcome), t.Quote(layer.detail));
}

std::string ExplanationJson(const Explanation& explanation, const Template& t) {
  std::vector<const StatementReport*> deciding;
  for (const StatementReport& report : explanation.statements) {
    if (report.determining) deciding.push_back(&report);
  }
  const std::vector<const StatementReport*> near = NearMisses(explanation);
  std::vector<LayerReport> layers = explanation.layers;
  std::erase_if(layers,
                [](const LayerReport& layer) { return !layer.consulted; });
  const auto statement = [&t](const StatementReport* report) {
    return StatementJson(*report, t);
  };
  const auto text = [&t](const std::string& line) { return t.Quote(line); };
  return absl::StrFormat(
      R"({"reason":%s,"by":%s,"near":%s,"rest":%d,"layers":%s,"missing":%s,)"
      R"("notes":%s})",
      t.Quote(explanation.reason), ListJson(deciding, statement),
      ListJson(near, statement),
      explanation.statements.size() - deciding.size() - near.size(),
      ListJson(layers,
               [&t](const LayerReport& layer) { return LayerJson(layer, t); }),
      ListJson(explanation.missing_context_keys, text),
      ListJson(explanation.notes, text));
}

bool IsNearMiss(const StatementReport& report,
                const std::vector<LayerReport>& layers) {
  if (!report.statement.allow || report.determining ||
      report.outcome == StatementOutcome::kActionDiffers ||
      report.outcome == StatementOutcome::kMatches) {
    return false;
  }
  const std::string name = LayerOf(report.statement);
  const auto layer =
      std::find_if(layers.begin(), layers.end(),
                   [&name](const LayerReport& l) { return l.name == name; });
  return layer == layers.end() || layer->outcome != Decision::kAllowed;
}

}  // namespace

std::vector<const StatementReport*> NearMisses(const Explanation& explanation) {
  std::vector<const StatementReport*> misses;
  if (explanation.decision != Decision::kImplicitDeny) return misses;
  for (const StatementReport& report : explanation.statements) {
    if (IsNearMiss(report, explanation.layers)) misses.push_back(&report);
  }
  // Principal and condition are looked at after action and resource.
  std::stable_sort(misses.begin(), misses.end(),
                   [](const StatementReport* a, const StatementReport* b) {
                     return a->outcome > b->outcome;
                   });
  misses.resize(std::min(misses.size(), kMostNearMisses));
  return misses;
}

std::string LayerOf(const StatementRef& ref) {
  std::string name(iameval::PolicyTypeName(ref.type));
  if (ref.level > 0) absl::StrAppendFormat(&name, " level %d", ref.level);
  return name;
}

std::string PlaceOf(const StatementRef& ref) {
  const std::string policy =
      ref.policy.empty() ? absl::StrFormat("policy[%d]", ref.policy_index)
                         : Printable(ref.policy);
  return absl::StrFormat("%s:%d:%d", policy, ref.line, ref.column);
}

std::string TitleOf(const StatementRef& ref) {
  std::string title = absl::StrFormat("Statement[%d]", ref.statement);
  if (!ref.sid.empty()) title += " \"" + Printable(ref.sid) + "\"";
  return title;
}

void WhyTable::Add(const iameval::Request& request,
                   const Explanation& explanation) {
  std::string text = ExplanationJson(explanation, Template(request));
  const auto [entry, is_new] = known_.try_emplace(text, texts_.size());
  if (is_new) texts_.push_back(std::move(text));
  numbers_.push_back(entry->second);
}

}  // namespace iameval_cli
