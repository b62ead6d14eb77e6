#include "policy/statement_parser.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/byte_lanes.h"
#include "base/quote.h"
#include "policy/check.h"
#include "policy/condition_parser.h"
#include "policy/pattern_parser.h"
#include "policy/principal_parser.h"
#include "policy/trust_checks.h"
#include "policy/variable_checks.h"

namespace iameval::internal {
namespace {

// A member of a statement that may be absent.
class Element {
 public:
  [[nodiscard]] bool has_value() const { return has_value_; }
  void Set(JsonValue key) {
    key_ = key;
    has_value_ = true;
  }
  // The name, and the value. REQUIRES: has_value().
  [[nodiscard]] JsonValue key() const { return key_; }
  [[nodiscard]] JsonValue value() const { return key_.ValueOfName(); }

 private:
  JsonValue key_;
  bool has_value_ = false;
};

// A statement's members, each where it is if it is.
struct Elements {
  Element sid;
  Element effect;
  Element principal;
  Element not_principal;
  Element action;
  Element not_action;
  Element resource;
  Element not_resource;
  Element condition;

  // Names are case-sensitive (S-1.3). Null for what is no element.
  Element* Find(std::string_view name) {
    if (name == "Action") return &action;
    if (name == "Effect") return &effect;
    if (name == "Resource") return &resource;
    if (name == "Sid") return &sid;
    if (name == "Condition") return &condition;
    if (name == "Principal") return &principal;
    if (name == "NotAction") return &not_action;
    if (name == "NotResource") return &not_resource;
    if (name == "NotPrincipal") return &not_principal;
    return nullptr;
  }
};

absl::Status Collect(JsonValue value, Elements& elements) {
  if (!value.is_object()) return UnexpectedValue(value, "a statement object");
  for (const JsonMember member : value.members()) {
    Element* const element = elements.Find(member.name);
    if (element == nullptr) {
      return UnexpectedValue(
          member.key,
          "Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, "
          "NotResource or Condition");
    }
    element->Set(member.key);  // JSON names are known to differ (S-1.4)
  }
  return absl::OkStatus();
}

absl::Status Forbidden(const ParseContext& context, const Element& element) {
  return UnexpectedValue(
      element.key(),
      absl::StrFormat("no %s in %s", element.key().text(), context.rules.name));
}

// S-1.8: one of the two at most; S-1.7: and one at least, if `required`.
bool PairIsGood(const Element& element, const Element& inverse,
                bool required) {
  return element.has_value() != inverse.has_value() ||
         (!element.has_value() && !required);
}

// What is to be said of one that is not.
absl::Status NoPair(const ParseContext& context, JsonValue statement,
                    const Element& inverse, std::string_view name) {
  if (inverse.has_value()) {
    return Refuse(inverse.key(), absl::StrFormat("%s and Not%s", name, name),
                  "one of them");
  }
  return Refuse(
      statement, absl::StrFormat("no %s", name),
      absl::StrFormat("one in each statement of %s", context.rules.name));
}

// Reads beyond the text, as one in a document may be.
bool HasLettersAndDigitsOnly(std::string_view text) {
  const auto within = [](ByteLanes lanes, char first, char last) {
    return lanes.Greater(ByteLanes::Fill(static_cast<char>(first - 1)))
        .AndNot(lanes.Greater(ByteLanes::Fill(last)));
  };
  for (std::size_t at = 0; at < text.size(); at += ByteLanes::kSize) {
    const ByteLanes lanes = ByteLanes::Load(text.data() + at).Folded();
    const std::uint32_t good =
        within(lanes, 'a', 'z').Or(within(lanes, '0', '9')).Mask();
    const std::size_t left = text.size() - at;
    const std::uint32_t wanted =
        left < ByteLanes::kSize ? (1u << left) - 1 : ByteLanes::kAll;
    if ((good & wanted) != wanted) return false;
  }
  return true;
}

absl::Status ParseSid(const ParseContext& context, JsonValue value,
                      Statement& statement) {
  if (!value.is_string()) return UnexpectedValue(value, "a string");
  const std::string_view sid = value.text();
  statement.sid = sid;
  if (sid.empty()) {
    context.findings.Add(checks::kEmptySidValue, value, "Sid is empty");
  }
  if (!context.rules.iam_hosted) {
    CheckNoVariables(context, value, "a Sid");
    return absl::OkStatus();
  }
  if (!HasLettersAndDigitsOnly(sid)) {  // S-1.12
    return UnexpectedValue(
        value, absl::StrFormat("letters A to Z, a to z and digits only in "
                               "the Sid of %s",
                               context.rules.name));
  }
  return absl::OkStatus();
}

absl::Status ParseEffect(JsonValue statement, const Element& effect,
                         bool& allow) {
  constexpr std::string_view kExpected = "\"Allow\" or \"Deny\"";
  if (!effect.has_value()) return Refuse(statement, "no Effect", kExpected);
  const JsonValue value = effect.value();
  const std::string_view text =
      value.is_string() ? value.text() : std::string_view();
  allow = text == "Allow";
  if (allow || text == "Deny") return absl::OkStatus();
  return UnexpectedValue(value, kExpected);
}

absl::Status ParseActionPart(const ParseContext& context, JsonValue value,
                             const Elements& elements, Statement& statement) {
  if (!PairIsGood(elements.action, elements.not_action, /*required=*/true)) {
    return NoPair(context, value, elements.not_action, "Action");
  }
  statement.not_action = elements.not_action.has_value();
  if (!statement.not_action) {
    return ParseActions(context, elements.action.value(), statement.actions);
  }
  if (!context.rules.not_action)
    return Forbidden(context, elements.not_action);
  return ParseActions(context, elements.not_action.value(), statement.actions);
}

absl::Status ParseResourcePart(const ParseContext& context, JsonValue value,
                               const Elements& elements, Statement& statement) {
  if (context.rules.resource == Need::kForbidden) {
    for (const auto* element : {&elements.resource, &elements.not_resource}) {
      if (element->has_value()) return Forbidden(context, *element);
    }
    return absl::OkStatus();
  }
  if (!PairIsGood(elements.resource, elements.not_resource,
                  /*required=*/true)) {
    return NoPair(context, value, elements.not_resource, "Resource");
  }
  if (elements.resource.has_value()) {
    statement.resource_form = ResourceForm::kResource;
    return ParseResources(context, elements.resource.value(),
                          statement.resources);
  }
  statement.resource_form = ResourceForm::kNotResource;
  return ParseResources(context, elements.not_resource.value(),
                        statement.resources);
}

absl::Status ParsePrincipalPart(const ParseContext& context, JsonValue value,
                                const Elements& elements,
                                Statement& statement) {
  const TypeRules& rules = context.rules;
  if (rules.principal == Need::kForbidden && elements.principal.has_value()) {
    return Forbidden(context, elements.principal);
  }
  if (rules.not_principal == Need::kForbidden &&
      elements.not_principal.has_value()) {
    return Forbidden(context, elements.not_principal);
  }
  if (!PairIsGood(elements.principal, elements.not_principal,
                  rules.principal == Need::kRequired)) {
    return NoPair(context, value, elements.not_principal, "Principal");
  }
  if (elements.principal.has_value()) {
    return ParsePrincipal(context, elements.principal.value(),
                          /*negated=*/false, statement.principal);
  }
  if (!elements.not_principal.has_value()) return absl::OkStatus();
  if (statement.allow) {  // S-3.16
    context.findings.Add(
        checks::kAllowWithNotPrincipal, elements.not_principal.key(),
        "Allow with NotPrincipal reaches everybody not listed, anonymous "
        "callers included");
  }
  return ParsePrincipal(context, elements.not_principal.value(),
                        /*negated=*/true, statement.principal);
}

bool IsStar(List<Text> list) {
  return list.size() == 1 && list[0].text == "*";
}

// S-1.16.
absl::Status CheckRcpStatement(const Elements& elements, bool alone,
                               const Statement& statement) {
  if (statement.allow) {
    const bool full_access =
        alone && IsStar(statement.actions) && IsStar(statement.resources) &&
        statement.resource_form == ResourceForm::kResource &&
        statement.conditions.empty();
    if (full_access) return absl::OkStatus();
    return UnexpectedValue(
        elements.effect.value(),
        "\"Deny\" in a resource control policy other than RCPFullAWSAccess");
  }
  const JsonValue actions = elements.action.value();
  constexpr std::string_view kExpected =
      "service:action in a resource control policy";
  if (actions.is_string() && actions.text() == "*") {
    return UnexpectedValue(actions, kExpected);
  }
  for (const JsonValue action : actions.elements()) {
    if (action.text() == "*") return UnexpectedValue(action, kExpected);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ParseStatement(const ParseContext& context, JsonValue value,
                            bool alone, Statement& statement) {
  Elements elements;
  if (absl::Status s = Collect(value, elements); !s.ok()) return s;
  statement.where = ExtentOf(value);
  const LineColumn position = context.lines.At(value.offset());
  statement.line = position.line;
  statement.column = position.column;

  if (elements.sid.has_value()) {
    absl::Status s = ParseSid(context, elements.sid.value(), statement);
    if (!s.ok()) return s;
  }
  absl::Status s = ParseEffect(value, elements.effect, statement.allow);
  if (s.ok()) s = ParsePrincipalPart(context, value, elements, statement);
  if (s.ok()) s = ParseActionPart(context, value, elements, statement);
  if (s.ok()) s = ParseResourcePart(context, value, elements, statement);
  if (s.ok() && elements.condition.has_value()) {
    s = ParseCondition(context, elements.condition.value(),
                       statement.conditions);
  }
  if (s.ok() && context.type == PolicyType::kRcp) {
    s = CheckRcpStatement(elements, alone, statement);
  }
  if (s.ok() && context.type == PolicyType::kTrust &&
      elements.action.has_value()) {
    CheckFederatedActions(context, elements.action.value(), statement);
  }
  return s;
}

}  // namespace iameval::internal
