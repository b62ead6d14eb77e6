#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "program/program.h"

// The program as text: what the compiler made of a document, in a form that
// tests can pin and people can read.

namespace iameval::internal {
namespace {

std::string_view FamilyName(TestFamily family) {
  switch (family) {
    case TestFamily::kStringEquals:
      return "string=";
    case TestFamily::kStringEqualsIgnoreCase:
      return "string=(fold)";
    case TestFamily::kStringLike:
      return "string~";
    case TestFamily::kNumeric:
      return "number";
    case TestFamily::kDate:
      return "date";
    case TestFamily::kBool:
      return "bool";
    case TestFamily::kBinary:
      return "binary";
    case TestFamily::kIp:
      return "ip";
    case TestFamily::kArn:
      return "arn~";
    case TestFamily::kNull:
      return "null";
  }
  return "";
}

std::string_view RelationName(Relation relation) {
  switch (relation) {
    case Relation::kEqual:
      return "";
    case Relation::kLess:
      return "<";
    case Relation::kLessOrEqual:
      return "<=";
    case Relation::kGreater:
      return ">";
    case Relation::kGreaterOrEqual:
      return ">=";
  }
  return "";
}

std::string_view MatchName(PrincipalMatch match) {
  switch (match) {
    case PrincipalMatch::kAnyone:
      return "anyone";
    case PrincipalMatch::kAccount:
      return "account";
    case PrincipalMatch::kUser:
      return "user";
    case PrincipalMatch::kRole:
      return "role";
    case PrincipalMatch::kSession:
      return "session";
    case PrincipalMatch::kFederatedUser:
      return "federated-user";
    case PrincipalMatch::kUserId:
      return "user-id";
    case PrincipalMatch::kRoleId:
      return "role-id";
    case PrincipalMatch::kService:
      return "service";
    case PrincipalMatch::kProvider:
      return "provider";
    case PrincipalMatch::kNobody:
      return "nobody";
  }
  return "";
}

void DumpTemplate(const TextTemplate& text, const KeyTable& keys,
                  std::string& out) {
  absl::StrAppendFormat(&out, " %s", text.pattern.ToString());
  for (const VariableCode& variable : text.variables) {
    absl::StrAppendFormat(&out, " ${%s", keys.folded(variable.slot));
    if (variable.has_default) {
      absl::StrAppendFormat(&out, ", '%s'", variable.default_text);
    }
    out += "}";
  }
}

void DumpOperands(const TestCode& test, const KeyTable& keys,
                  std::string& out) {
  for (const std::string& literal : test.literals) out += " " + literal;
  for (const Glob& glob : test.globs) out += " " + glob.ToString();
  for (const ArnGlob& glob : test.arns) out += " " + glob.ToString();
  for (const Instant& instant : test.instants) {
    absl::StrAppendFormat(&out, " %d.%09d", instant.seconds,
                          instant.nanoseconds);
  }
  for (const IpRange& range : test.ranges) {
    absl::StrAppendFormat(&out, " %s:%016x%016x/%d",
                          range.network.is_v6 ? "v6" : "v4",
                          range.network.high, range.network.low, range.length);
  }
  for (const TextTemplate& text : test.templates) {
    DumpTemplate(text, keys, out);
  }
  if (test.lists_true) out += " true";
  if (test.lists_false) out += " false";
  if (test.unparseable) out += " unparseable";
}

void DumpTest(const TestCode& test, const KeyTable& keys, std::string& out) {
  out += "    if ";
  if (test.set_rule == SetRule::kForAllValues) out += "all ";
  if (test.set_rule == SetRule::kForAnyValue) out += "any ";
  if (test.negated) out += "not ";
  absl::StrAppendFormat(&out, "%s %s%s", keys.folded(test.slot),
                        FamilyName(test.family), RelationName(test.relation));
  DumpOperands(test, keys, out);
  if (test.if_exists) out += " (if exists)";
  out += '\n';
}

void DumpResource(const ResourceCode& resource, const KeyTable& keys,
                  std::string& out) {
  switch (resource.kind) {
    case ResourceCode::Kind::kAny:
      out += " *";
      return;
    case ResourceCode::Kind::kPattern:
      out += " " + resource.glob.ToString();
      return;
    case ResourceCode::Kind::kTemplate:
      out += " " + resource.variables.glob.ToString();
      for (const VariableCode& variable : resource.variables.variables) {
        absl::StrAppendFormat(&out, " ${%s}", keys.folded(variable.slot));
      }
      return;
    case ResourceCode::Kind::kNever:
      out += " (never)";
      return;
  }
}

void DumpStatement(const StatementCode& code, const KeyTable& keys,
                   std::string& out) {
  out += code.allow ? "allow" : "deny";
  if (code.never) out += " (never)";
  out += code.not_action ? "\n    action not" : "\n    action";
  for (const Glob& glob : code.actions) out += " " + glob.ToString();
  if (!code.any_resource) {
    out += code.not_resource ? "\n    resource not" : "\n    resource";
    for (const ResourceCode& resource : code.resources) {
      DumpResource(resource, keys, out);
    }
  }
  if (code.principal_form != PrincipalForm::kAbsent) {
    out += code.principal_form == PrincipalForm::kPrincipal
               ? "\n    principal"
               : "\n    principal not";
    for (const PrincipalCode& principal : code.principals) {
      absl::StrAppendFormat(&out, " %s:%s", MatchName(principal.match),
                            principal.text);
    }
  }
  out += '\n';
  for (const TestCode& test : code.tests) DumpTest(test, keys, out);
}

}  // namespace

std::string Program::Dump() const {
  std::string out;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    absl::StrAppendFormat(&out, "%d: ", i);
    DumpStatement(statements[i], keys, out);
  }
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    absl::StrAppendFormat(&out, "bundle %d: deny", i);
    for (const StatementId id : bundles[i].deny) {
      absl::StrAppendFormat(&out, " %d", id);
    }
    out += " allow";
    for (const StatementId id : bundles[i].allow) {
      absl::StrAppendFormat(&out, " %d", id);
    }
    out += '\n';
  }
  return out;
}

}  // namespace iameval::internal
