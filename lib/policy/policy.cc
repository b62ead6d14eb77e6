#include "iameval/policy.h"

#include <array>
#include <cstddef>
#include <utility>

#include "policy/model.h"
#include "policy/policy_parser.h"

namespace iameval {
namespace {

// In the order of PolicyType.
constexpr std::array<std::string_view, 8> kTypeNames = {
    "identity", "boundary", "session", "resource",
    "trust",    "vpce",     "scp",     "rcp"};

}  // namespace

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "ERROR";
    case Severity::kSecurityWarning:
      return "SECURITY_WARNING";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kSuggestion:
      return "SUGGESTION";
  }
  return "ERROR";
}

std::string_view PolicyTypeName(PolicyType type) {
  return kTypeNames[static_cast<std::size_t>(type)];
}

std::optional<PolicyType> PolicyTypeFromName(std::string_view name) {
  for (std::size_t i = 0; i < kTypeNames.size(); ++i) {
    if (kTypeNames[i] == name) return static_cast<PolicyType>(i);
  }
  return std::nullopt;
}

absl::StatusOr<Policy> Policy::Parse(std::string_view text, PolicyType type,
                                     const ParseOptions& options) {
  absl::StatusOr<std::shared_ptr<const internal::Document>> document =
      internal::ParseDocument(text, type, options);
  if (!document.ok()) return document.status();
  return Policy(*std::move(document));
}

Policy Policy::Named(std::string name) const& {
  return Policy(*this).Named(std::move(name));
}

Policy Policy::Named(std::string name) && {
  name_ = std::move(name);
  return std::move(*this);
}

PolicyType Policy::type() const { return document_->type; }

std::string_view Policy::text() const { return document_->text.view(); }

std::size_t Policy::statement_count() const {
  return document_->statements.size();
}

StatementInfo Policy::statement(std::size_t index) const {
  const internal::Statement& statement = document_->statements[index];
  return {.index = index,
          .sid = statement.sid.value_or(std::string_view()),
          .allow = statement.allow,
          .offset = statement.where.offset,
          .line = statement.line,
          .column = statement.column,
          .not_action = statement.not_action};
}

std::vector<ActionPattern> Policy::actions(std::size_t index) const {
  const internal::Statement& statement = document_->statements[index];
  const std::string_view text = document_->text.view();
  std::vector<ActionPattern> patterns;
  patterns.reserve(statement.actions.size());
  std::size_t at = statement.where.offset;
  int line = statement.line;
  int column = statement.column;
  for (const internal::Text& action : statement.actions) {
    for (; at < action.where.offset; ++at) {
      const bool line_ends = text[at] == '\n';
      line += line_ends ? 1 : 0;
      column = line_ends ? 1 : column + 1;
    }
    patterns.push_back({action.text, line, column});
  }
  return patterns;
}

}  // namespace iameval
