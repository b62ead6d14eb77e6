#include "compiler/compiler.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "automata/glob_set.h"
#include "base/arn.h"
#include "compiler/action_matches.h"
#include "compiler/bundle_builder.h"
#include "compiler/lists.h"
#include "compiler/principals.h"
#include "compiler/shortcuts.h"
#include "compiler/variables.h"
#include "policy/action_look.h"
#include "program/action_traits.h"
#include "program/field_shapes.h"

namespace iameval::internal {
namespace {

// S-2.12: an identity policy's or boundary's pattern of fewer than six fields
// is completed with `*`; in other types it matches nothing.
bool CompletesFields(PolicyType type) {
  return type == PolicyType::kIdentity || type == PolicyType::kBoundary;
}

// For so many more. Many small amounts must not have it copied each time.
template <typename T>
void MakeRoom(std::size_t more, std::vector<T>& pool) {
  const std::size_t needed = pool.size() + more;
  if (pool.capacity() < needed) {
    pool.reserve(std::max(needed, 2 * pool.capacity()));
  }
}

}  // namespace

// One statement. A friend of the compiler, whose tables it fills.
class StatementCompiler {
 public:
  StatementCompiler(const Document& document, const Statement& statement,
                    Compiler& compiler)
      : document_(document),
        statement_(statement),
        compiler_(compiler),
        program_(compiler.program_),
        code_(program_.statements.emplace_back()) {}

  absl::Status Compile() {
    code_.allow = statement_.allow;
    CompileActions();
    if (absl::Status status = CompileResources(); !status.ok()) return status;
    CompilePrincipals();
    auto tests = compiler_.conditions_.Compile(statement_.conditions,
                                               document_.has_variables());
    if (!tests.ok()) return tests.status();
    code_.tests = *tests;
    return absl::OkStatus();
  }

 private:
  // A request's action has exactly one colon, as has an entry but "*"; so one
  // glob compares prefix with prefix and name with name (S-2.4).
  void CompileActions() {
    code_.not_action = statement_.not_action;
    code_.never |= statement_.actions.empty();  // S-1.11, Q-6
    std::vector<std::uint32_t>& pool = program_.action_lists;
    std::vector<PatternId>& patterns = compiler_.patterns_;
    patterns.clear();
    const std::size_t first = pool.size();
    for (const Text& action : statement_.actions) {
      if ((action.flags & ActionLook::kWildcard) != 0) {
        patterns.push_back(InternPattern(action));
        continue;
      }
      pool.push_back(InternName(action));
    }
    code_.actions = SliceSince(pool, first);
    if (code_.actions.count > StatementCode::kMaxUnsorted) {
      compiler_.unsorted_.push_back(code_.actions);
    }
    code_.action_patterns = {static_cast<std::uint32_t>(pool.size()), 0};
    if (patterns.empty()) return;  // as nearly all are
    std::sort(patterns.begin(), patterns.end());
    pool.insert(pool.end(), patterns.begin(), patterns.end());
    code_.action_patterns.count = static_cast<std::uint32_t>(patterns.size());
  }

  ActionId InternName(const Text& action) {
    NameTable& names = program_.actions;
    const ActionId id = names.InternAnyCase(action.text, action.hash);
    if (id == program_.action_facts.size()) {
      const std::string_view name = names.name(id);
      // Nothing that is usual is not plain.
      const bool plain =
          (action.flags & ActionLook::kUsual) != 0 || IsPlainAction(name);
      program_.action_facts.push_back({TraitsOfAction(name), plain});
    }
    return id;
  }

  PatternId InternPattern(const Text& action) {
    NameTable& texts = compiler_.action_patterns_;
    const PatternId id = texts.InternAnyCase(action.text, action.hash);
    if (id == program_.action_patterns.size()) {
      GlobPattern& pattern = compiler_.pattern_;
      pattern.Clear();
      program_.action_patterns.Add(pattern.AppendText(texts.name(id)));
    }
    return id;
  }

  absl::Status CompileResources() {
    code_.any_resource = statement_.resource_form == ResourceForm::kAbsent;
    code_.not_resource = statement_.resource_form == ResourceForm::kNotResource;
    code_.never |= !code_.any_resource && statement_.resources.empty();
    const std::size_t first = program_.resource_lists.size();
    bool any = code_.any_resource;
    ResourceDigest digest;
    for (const Text& resource : statement_.resources) {
      auto number = InternResource(resource);
      if (!number.ok()) return number.status();
      any |= program_.resources[*number].kind == ResourceCode::Kind::kAny;
      if (program_.resource_lists.size() == first) {
        digest = compiler_.digests_[*number];
      } else {
        digest.Join(compiler_.digests_[*number]);
      }
      program_.resource_lists.push_back(compiler_.probes_[*number]);
    }
    compiler_.statement_digests_.push_back(digest);
    code_.resources = SliceSince(program_.resource_lists, first);
    // NotResource with `*` excludes everything.
    code_.never |= any && code_.not_resource;
    code_.any_resource = any && !code_.not_resource;
    return absl::OkStatus();
  }

  absl::StatusOr<std::uint32_t> InternResource(const Text& resource) {
    // It means the same in all documents, and stands in every other statement.
    std::optional<std::uint32_t>& every = compiler_.every_resource_;
    const std::string_view text = resource.text;
    if (text == "*" && every.has_value()) return *every;
    Compiler::ResourceTexts& known = compiler_.ResourcesOf(document_);
    const NameTable::Id id =
        known.texts.Intern(text, std::uint64_t{resource.hash} << 32);
    if (id < known.numbers.size()) return known.numbers[id];
    const auto number = static_cast<std::uint32_t>(program_.resources.size());
    if (number > ResourceProbe::kMaxNumber) {
      return absl::ResourceExhaustedError(
          absl::StrFormat("more than %d different resources",
                          ResourceProbe::kMaxNumber));
    }
    known.numbers.push_back(number);
    program_.resources.emplace_back();
    compiler_.probes_.emplace_back(number);
    compiler_.digests_.emplace_back();
    if (absl::Status status = CompileResource(text, number); !status.ok()) {
      return status;
    }
    if (text == "*") every = number;
    return number;
  }

  // Into an empty pattern. Only the sixth field may have variables (S-4.2,
  //
  void ReadResource(std::string_view text, GlobPattern& pattern,
                    std::vector<VariableCode>& variables) {
    std::string_view sixth;
    if (document_.has_variables() &&
        text.find('$') != std::string_view::npos) {
      if (const auto fields = SplitSixFields(text)) sixth = fields->back();
    }
    pattern.AppendText(text.substr(0, text.size() - sixth.size()));
    if (sixth.empty()) return;
    AppendTemplateText(sixth, {.wildcards = true, .variables = true},
                       program_.keys, pattern, variables);
  }

  absl::Status CompileResource(std::string_view text, std::uint32_t number) {
    ResourceCode& code = program_.resources[number];
    GlobPattern& pattern = compiler_.pattern_;
    pattern.Clear();
    std::vector<VariableCode> variables;
    ReadResource(text, pattern, variables);
    if (pattern.is_match_all()) {
      code.kind = ResourceCode::Kind::kAny;
      return absl::OkStatus();
    }
    FieldShapes shapes(pattern);
    if (const auto colons = shapes.literal.colon_count; colons < 5) {
      if (!CompletesFields(document_.type)) return absl::OkStatus();
      for (auto i = colons; i < 5; ++i) pattern.AppendText(":*");
      shapes = FieldShapes(pattern);
    }
    if (variables.empty()) {
      code.kind = ResourceCode::Kind::kPattern;
      code.index = program_.resource_patterns.Add(pattern, shapes);
      compiler_.probes_[number] =
          ResourceProbe(number, pattern, shapes, compiler_.digests_[number]);
    } else {
      code.kind = ResourceCode::Kind::kTemplate;
      code.index =
          static_cast<std::uint32_t>(program_.resource_templates.size());
      TextTemplate& text_template = program_.resource_templates.emplace_back();
      text_template.variables = std::move(variables);
      text_template.pattern = pattern;
      return CheckVariableCount(text_template);
    }
    return absl::OkStatus();
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
    const std::size_t first = program_.principals.size();
    if (element.form == PrincipalElement::Form::kAnyone) {
      PrincipalCode& anyone = program_.principals.emplace_back();
      anyone.match = PrincipalMatch::kAnyone;
      anyone.text = "*";
    }
    for (const PrincipalEntry& entry : element.entries) {
      program_.principals.push_back(CompilePrincipal(entry));
    }
    code_.principals = SliceSince(program_.principals, first);
    code_.never |= code_.principals.empty();  // S-1.11, Q-6
  }

  const Document& document_;
  const Statement& statement_;
  Compiler& compiler_;
  Program& program_;
  StatementCode& code_;
};

Compiler::ResourceTexts& Compiler::ResourcesOf(const Document& document) {
  return resources_[(document.has_variables() ? 1u : 0u) |
                    (CompletesFields(document.type) ? 2u : 0u)];
}

absl::StatusOr<StatementRange> Compiler::AddDocument(const Document& document) {
  const auto [known, is_new] = compiled_.try_emplace(
      &document,
      StatementRange{static_cast<StatementId>(program_.statements.size()),
                     static_cast<std::uint32_t>(document.statements.size())});
  if (!is_new) return known->second;
  for (const Statement& statement : document.statements) {
    absl::Status status =
        StatementCompiler(document, statement, *this).Compile();
    if (!status.ok()) {
      const auto index = &statement - document.statements.data();
      return absl::Status(
          status.code(),
          absl::StrFormat("/Statement/%d: %s", index, status.message()));
    }
  }
  return known->second;
}

void Compiler::Amounts::Add(const Document& document) {
  ++documents;
  bytes += document.text.view().size();
  statements += document.statements.size();
  actions += document.action_count;
  resources += document.resource_count;
}

// Without documents to look into, an action of them takes some thirty bytes,
// and one in eight is new; of the statements' conditions it is one in five.
void Compiler::Expect(const Amounts& amounts) {
  constexpr std::size_t kBytesPerName = 256;
  constexpr std::size_t kMostNames = std::size_t{1} << 14;
  const std::size_t names = std::min(amounts.bytes / kBytesPerName, kMostNames);
  program_.actions.Reserve(names);
  program_.action_facts.reserve(names);
  MakeRoom(amounts.statements, program_.statements);
  MakeRoom(amounts.statements, statement_digests_);
  MakeRoom(amounts.actions, program_.action_lists);
  MakeRoom(amounts.resources, program_.resource_lists);
  compiled_.reserve(compiled_.size() + amounts.documents);
  conditions_.Expect(amounts.statements / 5);
}

BundleId Compiler::AddBundle(std::span<const StatementRange> documents) {
  std::vector<StatementId>& ids = bundles_.emplace_back();
  for (const StatementRange& range : documents) {
    for (StatementId id = range.first; id < range.first + range.count; ++id) {
      ids.push_back(id);
    }
  }
  return static_cast<BundleId>(bundles_.size() - 1);
}

// By a counting sort of all of them together.
void Compiler::SortActionLists() {
  Lists<std::uint32_t> lists_of;  // by action
  lists_of.Clear(program_.actions.size());
  std::vector<std::uint32_t>& pool = program_.action_lists;
  for (const Slice& list : unsorted_) {
    for (const ActionId action : In(pool, list)) lists_of.Count(action);
  }
  lists_of.Arrange();
  for (std::uint32_t i = 0; i < unsorted_.size(); ++i) {
    for (const ActionId action : In(pool, unsorted_[i])) {
      lists_of.File(action, i);
    }
  }
  for (const ActionId action : lists_of.numbers()) {
    for (const std::uint32_t i : lists_of[action]) {
      pool[unsorted_[i].begin++] = action;
    }
  }
  unsorted_.clear();
}

void Compiler::Finish() {
  SortActionLists();
  program_.actions.ShrinkToFit();
  program_.statements.shrink_to_fit();
  program_.action_lists.shrink_to_fit();
  program_.resource_lists.shrink_to_fit();
  program_.resources.shrink_to_fit();
  program_.tests.shrink_to_fit();
  program_.operands.text.shrink_to_fit();
  program_.operands.literals.shrink_to_fit();
  program_.operands.templates.shrink_to_fit();
  program_.resource_templates.shrink_to_fit();
  program_.resource_patterns.ShrinkToFit();
  program_.action_patterns.ShrinkToFit();
  program_.operands.globs.ShrinkToFit();
  program_.operands.arns.ShrinkToFit();
  const ActionsOfPattern actions_of =
      MatchActionPatterns(action_patterns_, program_);
  program_.matched_patterns.shrink_to_fit();
  program_.action_facts.shrink_to_fit();
  ListExcludedActions(actions_of, program_);
  NumberTests(program_);
  BundleBuilder builder(program_, actions_of, statement_digests_,
                        bundles_.size());
  program_.bundles.reserve(bundles_.size());
  for (const std::vector<StatementId>& statements : bundles_) {
    program_.bundles.push_back(builder.Build(statements));
  }
  // The compiler may live as long as its program, and needs none of this.
  compiled_ = {};
  action_patterns_ = {};
  resources_ = {};
  std::vector<ResourceProbe>().swap(probes_);
  std::vector<ResourceDigest>().swap(digests_);
  std::vector<ResourceDigest>().swap(statement_digests_);
  std::vector<std::vector<StatementId>>().swap(bundles_);
  std::vector<Slice>().swap(unsorted_);
  std::destroy_at(&conditions_);
  std::construct_at(&conditions_, program_);
}

}  // namespace iameval::internal
