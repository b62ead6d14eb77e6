#include "engine/report_text.h"

#include "absl/strings/str_format.h"
#include "iameval/policy.h"

namespace iameval::internal {
void AppendPadded(std::string& out, std::string_view text, std::size_t width) {
  out.append(text);
  if (text.size() < width) out.append(width - text.size(), ' ');
}

std::string LayerName(const StatementRef& ref) {
  std::string name(PolicyTypeName(ref.type));
  if (ref.level > 0) absl::StrAppendFormat(&name, " level %d", ref.level);
  return name;
}

std::string Place(const StatementRef& ref) {
  std::string place;
  if (ref.policy.empty()) {
    absl::StrAppendFormat(&place, "policy[%d]", ref.policy_index);
  } else {
    AppendPrintable(place, ref.policy);
  }
  absl::StrAppendFormat(&place, ":%d:%d  Statement[%d]", ref.line, ref.column,
                        ref.statement);
  if (!ref.sid.empty()) {
    place += " \"";
    AppendPrintable(place, ref.sid);
    place += '"';
  }
  return place;
}

void AppendStatementRef(std::string& out, const StatementRef& ref) {
  JsonObject object(out);
  object.String("type", PolicyTypeName(ref.type));
  object.String("policy", ref.policy);
  object.Number("level", ref.level);
  object.Number("policyIndex", ref.policy_index);
  object.Number("statement", ref.statement);
  object.String("sid", ref.sid);
  object.Bool("allow", ref.allow);
  object.Number("line", static_cast<std::size_t>(ref.line));
  object.Number("column", static_cast<std::size_t>(ref.column));
}

}  // namespace iameval::internal
