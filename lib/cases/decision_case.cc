#include "iameval/decision_case.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cases/fields.h"
#include "cases/policies.h"
#include "cases/requests.h"
#include "json/json.h"

namespace iameval {
namespace {

using internal::CheckFields;
using internal::Field;
using internal::JsonTree;
using internal::JsonValue;
using internal::ParseJson;
using internal::PolicyTexts;
using internal::StringField;

constexpr std::array kCaseFields = {
    Field{"id", true},       Field{"rule"},          Field{"note"},
    Field{"policies", true}, Field{"request", true}, Field{"expected", true},
};

constexpr std::array kExpectations = {
    Expectation::kAllowed, Expectation::kImplicitDeny,
    Expectation::kExplicitDeny, Expectation::kDenied, Expectation::kInvalid};

absl::StatusOr<Expectation> ReadExpectation(JsonValue value) {
  for (const Expectation expectation : kExpectations) {
    if (value.is_string() && value.text() == ExpectationName(expectation)) {
      return expectation;
    }
  }
  return UnexpectedValue(
      value,
      R"("allowed", "implicitDeny", "explicitDeny", "denied" or "invalid")");
}

absl::Status ReadString(JsonValue object, std::string_view name,
                        std::string& out) {
  const auto text = StringField(object, name);
  if (!text.ok()) return text.status();
  if (text->has_value()) out = **text;
  return absl::OkStatus();
}

absl::Status ReadLabels(JsonValue root, DecisionCase& out) {
  for (const absl::Status& status :
       {ReadString(root, "id", out.id), ReadString(root, "rule", out.rule),
        ReadString(root, "note", out.note)}) {
    if (!status.ok()) return status;
  }
  const JsonValue id = *root.Find("id");
  return out.id.empty() ? UnexpectedValue(id, "a name") : absl::OkStatus();
}

}  // namespace

std::string_view ExpectationName(Expectation expectation) {
  switch (expectation) {
    case Expectation::kAllowed:
      return "allowed";
    case Expectation::kImplicitDeny:
      return "implicitDeny";
    case Expectation::kExplicitDeny:
      return "explicitDeny";
    case Expectation::kDenied:
      return "denied";
    case Expectation::kInvalid:
      return "invalid";
  }
  return "";
}

absl::StatusOr<DecisionCase> ParseDecisionCase(std::string_view json,
                                               const PolicyFiles& files) {
  const absl::StatusOr<JsonTree> tree = ParseJson(json);
  if (!tree.ok()) return tree.status();
  const JsonValue root = tree->root();
  DecisionCase result;
  if (absl::Status status = CheckFields(root, kCaseFields); !status.ok()) {
    return status;
  }
  if (absl::Status status = ReadLabels(root, result); !status.ok()) {
    return status;
  }
  const auto expected = ReadExpectation(*root.Find("expected"));
  if (!expected.ok()) return expected.status();
  result.expected = *expected;

  const JsonValue request = *root.Find("request");
  Request::Builder builder;
  if (absl::Status status = ReadRequest(request, builder); !status.ok()) {
    return status;
  }
  const std::string_view action = request.Find("action")->text();
  const auto texts = ReadPolicyTexts(*root.Find("policies"), action, files);
  if (!texts.ok()) return texts.status();
  // From here on the case is well formed; what is refused is its contents.
  result.request = builder.Build();
  result.policies = ParsePolicyTexts(*texts);
  return result;
}

absl::StatusOr<PolicySet> ParsePolicySet(std::string_view json,
                                         std::string_view action,
                                         const PolicyFiles& files) {
  const absl::StatusOr<JsonTree> tree = ParseJson(json);
  if (!tree.ok()) return tree.status();
  const absl::StatusOr<PolicyTexts> texts =
      internal::ReadPolicyTexts(tree->root(), action, files);
  if (!texts.ok()) return texts.status();
  return ParsePolicyTexts(*texts);
}

absl::StatusOr<Request> ParseRequest(std::string_view json) {
  const absl::StatusOr<JsonTree> tree = ParseJson(json);
  if (!tree.ok()) return tree.status();
  Request::Builder builder;
  if (absl::Status status = internal::ReadRequest(tree->root(), builder);
      !status.ok()) {
    return status;
  }
  return builder.Build();
}

absl::Status AddContext(std::string_view json, Request::Builder& builder) {
  const absl::StatusOr<JsonTree> tree = ParseJson(json);
  if (!tree.ok()) return tree.status();
  // A copy, so that an error leaves the caller's builder as it was.
  Request::Builder extended = builder;
  if (absl::Status status = internal::ReadContext(tree->root(), extended);
      !status.ok()) {
    return status;
  }
  builder = std::move(extended);
  return absl::OkStatus();
}

}  // namespace iameval
