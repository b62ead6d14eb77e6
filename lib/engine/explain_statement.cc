#include "engine/explain_statement.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/quote.h"
#include "runtime/context_frame.h"

namespace iameval::internal {
namespace {

// Lists in a message show the first few values.
constexpr std::size_t kShown = 4;

// A resource pattern says what differs near its end; a long one is kept whole.
constexpr std::size_t kMaxShownLength = 160;

template <typename Range, typename TextOf>
std::string JoinQuoted(const Range& range, TextOf text_of) {
  std::string joined;
  std::size_t shown = 0;
  for (const auto& element : range) {
    if (shown == kShown) {
      absl::StrAppendFormat(&joined, " and %d more",
                            static_cast<std::size_t>(range.size()) - kShown);
      break;
    }
    if (shown++ > 0) joined += ", ";
    joined += Quote(text_of(element), kMaxShownLength);
  }
  return joined.empty() ? "nothing" : joined;
}

std::string_view TextOf(const Text& text) { return text.text; }

std::string DescribeAction(const Statement& statement,
                           const RequestView& request) {
  if (statement.actions.empty()) {
    return "the list of actions is empty, so the statement never matches";
  }
  return absl::StrFormat("%s: request has %s, policy has %s",
                         statement.not_action ? "NotAction" : "Action",
                         Quote(request.action),
                         JoinQuoted(statement.actions, TextOf));
}

// The variables of the statement's resources that have no value.
std::string DescribeMissingVariables(const StatementCode& code,
                                     const MatchFrame& frame) {
  const Program& program = frame.program;
  std::vector<std::string> missing;
  for (const ResourceProbe& number :
       In(program.resource_lists, code.resources)) {
    const ResourceCode& resource = program.resources[number.number()];
    if (resource.kind != ResourceCode::Kind::kTemplate) continue;
    for (const VariableCode& variable :
         program.resource_templates[resource.index].variables) {
      if (frame.context.Find(variable.slot) == nullptr &&
          !variable.has_default) {
        missing.emplace_back(program.keys.spelling(variable.slot));
      }
    }
  }
  if (missing.empty()) return "";
  return absl::StrFormat(
      "; the request has no value for the policy variable %s",
      JoinQuoted(missing,
                 [](const std::string& key) { return std::string_view(key); }));
}

std::string DescribeResource(const StatementPair& statement,
                             const MatchFrame& frame) {
  const Statement& written = statement.written;
  if (written.resources.empty()) {
    return "the list of resources is empty, so the statement never matches";
  }
  const bool negated = written.resource_form == ResourceForm::kNotResource;
  return absl::StrFormat("%s: request has %s, policy has %s%s",
                         negated ? "NotResource" : "Resource",
                         Quote(frame.request.resource, kMaxShownLength),
                         JoinQuoted(written.resources, TextOf),
                         DescribeMissingVariables(statement.code, frame));
}

std::string DescribePrincipal(const Statement& statement,
                              const RequestView& request) {
  const PrincipalElement& element = statement.principal;
  const std::string_view name = element.negated ? "NotPrincipal" : "Principal";
  if (element.form == PrincipalElement::Form::kAnyone) {
    return absl::StrFormat("%s: request has %s, policy has \"*\"", name,
                           Quote(request.principal.text, kMaxShownLength));
  }
  return absl::StrFormat(
      "%s: request has %s, policy has %s", name,
      Quote(request.principal.text, kMaxShownLength),
      JoinQuoted(element.entries,
                 [](const PrincipalEntry& entry) { return entry.value; }));
}

std::string DescribeRequestValue(const ContextValue* item) {
  if (item == nullptr) return "the request has no such key";
  if (!item->multivalued && item->values.size() == 1) {
    return absl::StrFormat("request has %s", Quote(item->values.front()));
  }
  return absl::StrFormat(
      "request has the list [%s]",
      item->values.empty()
          ? ""
          : JoinQuoted(item->values, [](std::string_view v) { return v; }));
}

std::string DescribeCondition(const ConditionTest& test, const TestCode& code,
                              const ContextView& context) {
  const ContextValue* item = context.Find(code.slot);
  std::string text = absl::StrFormat("%s %s: %s", test.operator_text, test.key,
                                     DescribeRequestValue(item));
  absl::StrAppendFormat(
      &text, ", policy wants %s%s", code.negated ? "none of " : "",
      JoinQuoted(test.values,
                 [](const ConditionValue& value) { return value.text; }));
  if (item != nullptr && item->values.size() > 1 &&
      code.set_rule == SetRule::kNone && code.family != TestFamily::kNull) {
    text +=
        "; an operator without ForAllValues or ForAnyValue does not match a "
        "key with several values";
  }
  return text;
}

}  // namespace

std::string DescribeMismatch(const StatementPair& statement,
                             const StatementMatch& match,
                             const MatchFrame& frame) {
  switch (match.failed) {
    case StatementPart::kNone:
      return "";
    case StatementPart::kAction:
      return DescribeAction(statement.written, frame.request);
    case StatementPart::kResource:
      return DescribeResource(statement, frame);
    case StatementPart::kPrincipal:
      return DescribePrincipal(statement.written, frame.request);
    case StatementPart::kCondition: {
      const TestCode& test =
          In(frame.program.tests, statement.code.tests)[match.test];
      return DescribeCondition(statement.written.conditions[test.written], test,
                               frame.context);
    }
  }
  return "";
}

}  // namespace iameval::internal
