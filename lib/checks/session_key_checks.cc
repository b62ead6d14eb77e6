#include "checks/session_key_checks.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "checks/key_type_checks.h"
#include "checks/pattern_cover.h"

namespace iameval::internal {
namespace {

// A key, or with a slash at its end a family of keys, and the action that must
// be allowed for a caller to set it.
struct Row {
  std::string_view key;
  std::string_view action;
};

// IAM User Guide: id_credentials_temp_control-access_monitor (permissions to
// set a source identity) and id_session-tags (permissions to add session tags).
constexpr auto kRows = std::to_array<Row>({
    {"sts:SourceIdentity", "sts:SetSourceIdentity"},
    {"sts:TransitiveTagKeys", "sts:TagSession"},
    {"aws:RequestTag/", "sts:TagSession"},
    {"aws:TagKeys", "sts:TagSession"},
});

bool IsOf(std::string_view key, const Row& row) {
  return EqualsIgnoringAsciiCase(
      row.key.ends_with('/') ? key.substr(0, row.key.size()) : key, row.key);
}

bool MayAllow(const Statement& statement, std::string_view action,
              CheckRun& run) {
  if (!statement.allow) return false;
  if (statement.not_action) return true;
  return std::any_of(statement.actions.begin(), statement.actions.end(),
                     [action, &run](const Text& text) {
                       return Covers(FoldAscii(text.text), FoldAscii(action),
                                     run);
                     });
}

bool NobodyAllows(List<Statement> statements, std::string_view action,
                  CheckRun& run) {
  return std::none_of(statements.begin(), statements.end(),
                      [action, &run](const Statement& statement) {
                        return MayAllow(statement, action, run);
                      });
}

}  // namespace

void CheckSessionKeys(CheckRun& run) {
  // Other documents may allow what an identity-based policy leaves out.
  if (run.document().type != PolicyType::kTrust) return;
  const List<Statement> statements = run.document().statements;
  for (const Row& row : kRows) {
    if (!NobodyAllows(statements, row.action, run)) continue;
    for (const Statement& statement : statements) {
      if (!statement.allow) continue;
      for (const ConditionTest& test : statement.conditions) {
        if (!IsOf(test.key, row) || !RequiresKey(test)) continue;
        run.Add(checks::kMissingActionForConditionKey, test.key_where,
                absl::StrFormat("nobody may set %s, so that this is never "
                                "true: add %s to the actions",
                                Quote(test.key), row.action));
      }
    }
  }
}

}  // namespace iameval::internal
