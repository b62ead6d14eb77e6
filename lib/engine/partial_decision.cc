#include "iameval/partial_decision.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/json_text.h"
#include "base/quote.h"
#include "engine/report_text.h"
#include "iameval/decision.h"

namespace iameval {
namespace {

using internal::AppendJsonArray;
using internal::AppendJsonString;
using internal::AppendPadded;
using internal::AppendWrapped;
using internal::AppendWrappedLine;
using internal::JsonObject;

constexpr std::size_t kDecisionWidth = 14;  // of "implicitDeny" and a gap

std::string Describe(const ContextEntry& entry) {
  switch (entry.shape) {
    case ContextEntry::Shape::kAbsent:
      return "absent";
    case ContextEntry::Shape::kSingle:
      return internal::Quote(entry.values.front());
    case ContextEntry::Shape::kMulti:
      break;
  }
  std::string text = "the list [";
  for (std::size_t i = 0; i < entry.values.size(); ++i) {
    if (i > 0) text += ", ";
    text += internal::Quote(entry.values[i]);
  }
  return text + "]";
}

void AppendCase(std::string& out, Decision decision,
                const ContextEntry& entry) {
  out += "  ";
  AppendPadded(out, DecisionName(decision), kDecisionWidth);
  AppendWrappedLine(out, "if " + Describe(entry), 2 + kDecisionWidth);
}

void AppendExample(std::string& out, const KeyExample& example) {
  AppendCase(out, example.first_decision, example.first);
  AppendCase(out, example.second_decision, example.second);
  if (example.given.empty()) return;
  std::string given;
  for (const ContextEntry& entry : example.given) {
    given += given.empty() ? "with " : ", ";
    given += entry.key + " " + Describe(entry);
  }
  out += "  ";
  AppendWrappedLine(out, given, 2);
}

void AppendKey(std::string& out, const KeyDependence& key) {
  out += "\n" + Printable(key.key);
  if (!key.changes_access) out += " (only which kind of deny)";
  out += "\n";
  if (key.example.has_value()) AppendExample(out, *key.example);
  std::size_t width = 0;
  for (const StatementRef& ref : key.statements) {
    width = std::max(width, internal::LayerName(ref).size());
  }
  for (const StatementRef& ref : key.statements) {
    out += ref.allow ? "  Allow  " : "  Deny   ";
    AppendPadded(out, internal::LayerName(ref), width + 2);
    AppendWrapped(out, internal::Place(ref), 9);
    out += "\n";
  }
}

// As in the context of a decision case.
void AppendJsonValue(std::string& out, const ContextEntry& entry) {
  switch (entry.shape) {
    case ContextEntry::Shape::kAbsent:
      out += "null";
      return;
    case ContextEntry::Shape::kSingle:
      AppendJsonString(out, entry.values.front());
      return;
    case ContextEntry::Shape::kMulti:
      AppendJsonArray(out, entry.values, AppendJsonString);
      return;
  }
}

void AppendJsonExample(std::string& out, const KeyExample& example) {
  JsonObject object(out);
  {
    JsonObject given(object.Name("given"));
    for (const ContextEntry& entry : example.given) {
      AppendJsonValue(given.Name(entry.key), entry);
    }
  }
  AppendJsonValue(object.Name("first"), example.first);
  object.String("firstDecision", DecisionName(example.first_decision));
  AppendJsonValue(object.Name("second"), example.second);
  object.String("secondDecision", DecisionName(example.second_decision));
}

void AppendJsonKey(std::string& out, const KeyDependence& key) {
  JsonObject object(out);
  object.String("key", key.key);
  object.Bool("changesAccess", key.changes_access);
  AppendJsonArray(object.Name("statements"), key.statements,
                  internal::AppendStatementRef);
  if (key.example.has_value()) {
    AppendJsonExample(object.Name("example"), *key.example);
  }
}

}  // namespace

std::string_view PartialOutcomeName(PartialOutcome outcome) {
  switch (outcome) {
    case PartialOutcome::kAllowed:
      return "allowed";
    case PartialOutcome::kImplicitDeny:
      return "implicitDeny";
    case PartialOutcome::kExplicitDeny:
      return "explicitDeny";
    case PartialOutcome::kDenied:
      return "denied";
    case PartialOutcome::kDepends:
      return "depends";
  }
  return "implicitDeny";
}

std::string PartialDecision::ToText() const {
  std::string out(PartialOutcomeName(outcome));
  out += "\n  ";
  AppendWrappedLine(out, reason, 2);
  for (const KeyDependence& key : keys) AppendKey(out, key);
  if (upper_bound) {
    out += "\n";
    AppendWrappedLine(out,
                      "Note: an upper bound; not every combination of values "
                      "could be told apart, so that some of these keys may "
                      "make no difference after all",
                      2);
  }
  for (const std::string& note : notes) {
    out += "\n";
    AppendWrappedLine(out, "Note: " + note, 2);
  }
  return out;
}

std::string PartialDecision::ToJson() const {
  std::string out;
  {
    JsonObject object(out);
    object.String("outcome", PartialOutcomeName(outcome));
    object.String("reason", reason);
    object.Bool("upperBound", upper_bound);
    AppendJsonArray(object.Name("keys"), keys, AppendJsonKey);
    AppendJsonArray(object.Name("notes"), notes, AppendJsonString);
  }
  return out;
}

}  // namespace iameval
