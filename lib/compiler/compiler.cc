#include "compiler/compiler.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "compiler/conditions.h"
#include "compiler/principals.h"
#include "compiler/variables.h"

namespace iameval::internal {
namespace {

// Where the text after the fifth colon begins: there, and only there, a
// resource may have variables (S-4.2, Q-19). npos when there is no fifth
// colon.
std::size_t FindResourcePart(std::string_view text) {
  std::size_t position = 0;
  for (int colons = 0; colons < 5; ++colons) {
    position = text.find(':', position);
    if (position == std::string_view::npos) return position;
    ++position;
  }
  return position;
}

// S-2.12: an identity policy's or boundary's pattern of fewer than six fields
// is completed with `*`; in other types it matches nothing.
bool CompleteFields(PolicyType type, std::string& text) {
  if (type != PolicyType::kIdentity && type != PolicyType::kBoundary) {
    return false;
  }
  for (auto colons = std::count(text.begin(), text.end(), ':'); colons < 5;
       ++colons) {
    text += ":*";
  }
  return true;
}

class StatementCompiler {
 public:
  StatementCompiler(const Document& document, const Statement& statement,
                    Program& program)
      : document_(document), statement_(statement), program_(program) {}

  absl::StatusOr<StatementCode> Compile() {
    code_.allow = statement_.allow;
    CompileActions();
    if (absl::Status status = CompileResources(); !status.ok()) return status;
    CompilePrincipals();
    if (absl::Status status = CompileConditions(); !status.ok()) return status;
    return std::move(code_);
  }

 private:
  void CompileActions() {
    code_.not_action = statement_.not_action;
    code_.never |= statement_.actions.empty();  // S-1.11, Q-6
    for (const Text& action : statement_.actions) {
      // A request's action has exactly one colon, as has an entry but "*"; so
      // one glob compares prefix with prefix and name with name (S-2.4).
      code_.actions.emplace_back(
          GlobPattern::FromText(FoldAscii(action.text)));  // S-2.2
    }
  }

  absl::Status CompileResources() {
    code_.any_resource = statement_.resource_form == ResourceForm::kAbsent;
    code_.not_resource = statement_.resource_form == ResourceForm::kNotResource;
    code_.never |= !code_.any_resource && statement_.resources.empty();
    for (const Text& resource : statement_.resources) {
      if (absl::Status status = CompileResource(resource.text); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status CompileResource(std::string_view text) {
    ResourceCode& code = code_.resources.emplace_back();
    code.text = text;
    std::string completed(text);
    std::size_t split = FindResourcePart(completed);
    if (split == std::string_view::npos && text != "*") {
      if (!CompleteFields(document_.type, completed)) return absl::OkStatus();
      // What was added has no variables, so the whole text is plain.
      split = completed.size();
    }
    GlobPattern pattern = GlobPattern::FromText(
        std::string_view(completed).substr(0, std::min(split, completed.size())));
    if (split < completed.size()) {
      AppendTemplateText(
          std::string_view(completed).substr(split),
          {.wildcards = true, .variables = document_.has_variables()},
          program_.keys, pattern, code.variables.variables);
    }
    if (pattern.is_match_all()) {
      code.kind = ResourceCode::Kind::kAny;
    } else if (code.variables.variables.empty()) {
      code.kind = ResourceCode::Kind::kPattern;
      code.glob = Glob(pattern);
    } else {
      code.kind = ResourceCode::Kind::kTemplate;
      code.variables.glob = Glob(pattern);
    }
    return CheckVariables(code.variables);
  }

  absl::Status CheckVariables(const TextTemplate& text) const {
    if (text.variables.size() <= kMaxVariables) return absl::OkStatus();
    return absl::ResourceExhaustedError(absl::StrFormat(
        "a value has %d policy variables, at most %d are supported",
        text.variables.size(), kMaxVariables));
  }

  void CompilePrincipals() {
    const PrincipalElement& element = statement_.principal;
    if (element.form == PrincipalElement::Form::kAbsent) return;
    if (!element.negated) {
      code_.principal_form = PrincipalForm::kPrincipal;
    } else if (statement_.allow) {
      code_.principal_form = PrincipalForm::kNotPrincipalAllow;
    } else {
      code_.principal_form = PrincipalForm::kNotPrincipalDeny;
    }
    if (element.form == PrincipalElement::Form::kAnyone) {
      PrincipalCode& anyone = code_.principals.emplace_back();
      anyone.match = PrincipalMatch::kAnyone;
      anyone.text = "*";
    }
    for (const PrincipalEntry& entry : element.entries) {
      code_.principals.push_back(CompilePrincipal(entry));
    }
    code_.never |= code_.principals.empty();  // S-1.11, Q-6
  }

  absl::Status CompileConditions() {
    for (const ConditionTest& test : statement_.conditions) {
      TestCode code = CompileTest(test, document_.has_variables(),
                                  program_.keys);
      for (const TextTemplate& text : code.templates) {
        if (absl::Status status = CheckVariables(text); !status.ok()) {
          return status;
        }
      }
      code_.tests.push_back(std::move(code));
    }
    return absl::OkStatus();
  }

  const Document& document_;
  const Statement& statement_;
  Program& program_;
  StatementCode code_;
};

}  // namespace

absl::StatusOr<StatementRange> Compiler::AddDocument(const Document& document) {
  if (const auto it = compiled_.find(&document); it != compiled_.end()) {
    return it->second;
  }
  const StatementRange range{
      static_cast<StatementId>(program_.statements.size()),
      static_cast<std::uint32_t>(document.statements.size())};
  for (const Statement& statement : document.statements) {
    absl::StatusOr<StatementCode> code =
        StatementCompiler(document, statement, program_).Compile();
    if (!code.ok()) {
      const auto index = &statement - document.statements.data();
      return absl::Status(
          code.status().code(),
          absl::StrFormat("/Statement/%d: %s", index,
                          code.status().message()));
    }
    program_.statements.push_back(*std::move(code));
  }
  compiled_.emplace(&document, range);
  return range;
}

BundleId Compiler::AddBundle(std::span<const StatementRange> documents) {
  Bundle bundle;
  for (const StatementRange& range : documents) {
    for (StatementId id = range.first; id < range.first + range.count; ++id) {
      const StatementCode& statement = program_.statements[id];
      if (statement.never) continue;
      (statement.allow ? bundle.allow : bundle.deny).push_back(id);
    }
  }
  program_.bundles.push_back(std::move(bundle));
  return static_cast<BundleId>(program_.bundles.size() - 1);
}

}  // namespace iameval::internal
