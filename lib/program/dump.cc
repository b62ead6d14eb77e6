#include <cstddef>
#include <cstdint>
#include <span>
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

void DumpPatterns(const PatternTable& table, Slice slice, std::string& out) {
  for (PatternId id = slice.begin; id < slice.begin + slice.count; ++id) {
    out += " " + table.Pattern(id).ToString();
  }
}

void DumpOperands(const Program& program, const TestCode& test,
                  std::string& out) {
  const OperandPools& pools = program.operands;
  switch (test.family) {
    case TestFamily::kStringLike:
      DumpPatterns(pools.globs, test.operands, out);
      break;
    case TestFamily::kArn:
      DumpPatterns(pools.arns, test.operands, out);
      break;
    case TestFamily::kDate:
      for (const Instant& instant : In(pools.instants, test.operands)) {
        absl::StrAppendFormat(&out, " %d.%09d", instant.seconds,
                              instant.nanoseconds);
      }
      break;
    case TestFamily::kIp:
      for (const IpRange& range : In(pools.ranges, test.operands)) {
        absl::StrAppendFormat(&out, " %s:%016x%016x/%d",
                              range.network.is_v6 ? "v6" : "v4",
                              range.network.high, range.network.low,
                              range.length);
      }
      break;
    default:
      for (const auto& literal : In(pools.literals, test.operands)) {
        absl::StrAppendFormat(&out, " %s", pools.Text(literal));
      }
      break;
  }
  for (const TextTemplate& text : In(pools.templates, test.templates)) {
    DumpTemplate(text, program.keys, out);
  }
  if (test.lists_true) out += " true";
  if (test.lists_false) out += " false";
  if (test.unparseable) out += " unparseable";
}

void DumpTest(const Program& program, const TestCode& test, std::string& out) {
  out += "    if ";
  if (test.set_rule == SetRule::kForAllValues) out += "all ";
  if (test.set_rule == SetRule::kForAnyValue) out += "any ";
  if (test.negated) out += "not ";
  absl::StrAppendFormat(&out, "%s %s%s", program.keys.folded(test.slot),
                        FamilyName(test.family), RelationName(test.relation));
  DumpOperands(program, test, out);
  if (test.if_exists) out += " (if exists)";
  if (test.memo != 0) {
    absl::StrAppendFormat(&out, " (shared test %d)", std::uint32_t{test.memo});
  }
  out += '\n';
}

void DumpResource(const Program& program, const ResourceCode& resource,
                  std::string& out) {
  switch (resource.kind) {
    case ResourceCode::Kind::kAny:
      out += " *";
      return;
    case ResourceCode::Kind::kPattern:
      out += " " + program.resource_patterns.Pattern(resource.index).ToString();
      return;
    case ResourceCode::Kind::kTemplate:
      DumpTemplate(program.resource_templates[resource.index], program.keys,
                   out);
      return;
    case ResourceCode::Kind::kNever:
      out += " (never)";
      return;
  }
}

void DumpPrincipals(const Program& program, const StatementCode& code,
                    std::string& out) {
  if (code.principal_form == PrincipalForm::kAbsent) return;
  out += code.principal_form == PrincipalForm::kPrincipal
             ? "\n    principal"
             : "\n    principal not";
  for (const PrincipalCode& principal :
       In(program.principals, code.principals)) {
    absl::StrAppendFormat(&out, " %s:%s", MatchName(principal.match),
                          principal.text);
  }
}

void DumpStatement(const Program& program, const StatementCode& code,
                   std::string& out) {
  out += code.allow ? "allow" : "deny";
  if (code.never) out += " (never)";
  out += code.not_action ? "\n    action not" : "\n    action";
  if (code.listed != StatementCode::kNotListed) {
    absl::StrAppendFormat(&out, " (list %d)", code.listed);
  }
  for (const ActionId action : In(program.action_lists, code.actions)) {
    absl::StrAppendFormat(&out, " %s", program.actions.name(action));
  }
  for (const PatternId id : In(program.action_lists, code.action_patterns)) {
    out += " " + program.action_patterns.Pattern(id).ToString();
  }
  if (!code.resources.empty()) {
    out += code.not_resource ? "\n    resource not" : "\n    resource";
    for (const ResourceProbe& number :
         In(program.resource_lists, code.resources)) {
      DumpResource(program, program.resources[number.number()], out);
    }
  }
  DumpPrincipals(program, code, out);
  out += '\n';
  for (const TestCode& test : In(program.tests, code.tests)) {
    DumpTest(program, test, out);
  }
}

void DumpIds(std::string_view title, std::span<const StatementId> ids,
             std::string& out) {
  if (ids.empty()) return;
  absl::StrAppendFormat(&out, " %s", title);
  for (const StatementId id : ids) absl::StrAppendFormat(&out, " %d", id);
}

void DumpEntry(const Bundle& bundle, EntryId id, std::string& out) {
  const ActionEntry& entry = bundle.entries[id];
  DumpIds("deny-any", In(bundle.ids, entry.deny.any), out);
  DumpIds("deny-bound", In(bundle.ids, entry.deny.bound), out);
  DumpIds("allow-any", In(bundle.ids, entry.allow.any), out);
  DumpIds("allow-bound", In(bundle.ids, entry.allow.bound), out);
  DumpIds("and-entries", In(bundle.shared, entry.shared), out);
  out += '\n';
}

void DumpBundle(const Program& program, const Bundle& bundle,
                std::string& out) {
  for (ActionId action = 0; action < program.actions.size(); ++action) {
    const EntryId entry = bundle.FindAction(action);
    if (entry == kNoEntry) continue;
    absl::StrAppendFormat(&out, "  %s: entry %d:",
                          program.actions.name(action), entry);
    DumpEntry(bundle, entry, out);
  }
  for (const auto& [pattern, entry] : bundle.entry_of_pattern) {
    absl::StrAppendFormat(&out, "  %s: entry %d:",
                          program.action_patterns.Pattern(pattern).ToString(),
                          entry);
    DumpEntry(bundle, entry, out);
  }
  if (bundle.every_action != kNoEntry) {
    absl::StrAppendFormat(&out, "  *: entry %d:", bundle.every_action);
    DumpEntry(bundle, bundle.every_action, out);
  }
  if (bundle.not_action != kNoEntry) {
    absl::StrAppendFormat(&out, "  (NotAction): entry %d:", bundle.not_action);
    DumpEntry(bundle, bundle.not_action, out);
  }
  if (!bundle.deny_index.empty()) {
    absl::StrAppendFormat(&out, "  deny index: %d patterns\n",
                          bundle.deny_index.patterns.size());
  }
  if (!bundle.allow_index.empty()) {
    absl::StrAppendFormat(&out, "  allow index: %d patterns\n",
                          bundle.allow_index.patterns.size());
  }
}

}  // namespace

std::string Program::Dump() const {
  std::string out;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    absl::StrAppendFormat(&out, "%d: ", i);
    DumpStatement(*this, statements[i], out);
  }
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    absl::StrAppendFormat(&out, "bundle %d:\n", i);
    DumpBundle(*this, bundles[i], out);
  }
  return out;
}

}  // namespace iameval::internal
