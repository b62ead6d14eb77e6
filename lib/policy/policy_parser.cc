#include "policy/policy_parser.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "json/json.h"
#include "json/line_index.h"
#include "policy/check.h"
#include "policy/document_checks.h"
#include "policy/findings.h"
#include "policy/parse_context.h"
#include "policy/statement_parser.h"
#include "policy/trust_checks.h"

namespace iameval::internal {

absl::Status Refuse(JsonValue at, std::string_view found,
                    std::string_view expected) {
  return absl::InvalidArgumentError(absl::StrFormat(
      "%s: found %s, expected %s", at.Location(), found, expected));
}

namespace {

// The document's members.
struct TopLevel {
  std::optional<JsonValue> version;
  std::optional<JsonMember> id;
  std::optional<JsonValue> statement;
};

absl::Status Collect(JsonValue root, TopLevel& top) {
  if (!root.is_object()) return UnexpectedValue(root, "a policy object");
  for (const JsonMember member : root.members()) {
    if (member.name == "Version") {
      top.version = member.value;
    } else if (member.name == "Id") {
      top.id = member;
    } else if (member.name == "Statement") {
      top.statement = member.value;
    } else {
      return UnexpectedValue(member.key, "Version, Id or Statement");
    }
  }
  return absl::OkStatus();
}

// S-1.5, S-1.14.
absl::Status ParseVersion(const ParseContext& context, JsonValue root,
                          const std::optional<JsonValue>& value,
                          Version& version) {
  if (!value.has_value()) {
    context.findings.Add(
        checks::kMissingVersion, root,
        context.rules.version_is_2012
            ? "Version is missing, which this type of policy must have"
            : "Version is missing: without \"2012-10-17\", policy variables "
              "are plain text");
    return absl::OkStatus();
  }
  const std::string_view text = value->is_string() ? value->text() : "";
  if (text == "2012-10-17") {
    version = Version::k2012;
    return absl::OkStatus();
  }
  if (context.rules.version_is_2012) {
    return UnexpectedValue(
        *value, absl::StrFormat("\"2012-10-17\" in %s", context.rules.name));
  }
  if (text == "2008-10-17") {
    version = Version::k2008;
    return absl::OkStatus();
  }
  return UnexpectedValue(*value, "\"2012-10-17\" or \"2008-10-17\"");
}

// S-1.13, S-1.14.
absl::Status ParseId(const ParseContext& context, const JsonMember& member,
                     Document& document) {
  if (context.rules.id == Need::kForbidden) {
    return UnexpectedValue(member.key,
                           absl::StrFormat("no Id in %s", context.rules.name));
  }
  if (!member.value.is_string()) {
    return UnexpectedValue(member.value, "a string");
  }
  if (context.rules.id == Need::kReported) {
    context.findings.Add(
        checks::kInvalidPolicyElement, member.key,
        absl::StrFormat("Id is no element of %s, and does nothing there",
                        context.rules.name));
  }
  document.id = member.value.text();
  return absl::OkStatus();
}

// About what the model takes: a value of a list is a Text or little more. Of a
// statement's other values and names there are at least eight: its own, those
// of Effect, Action and Resource, and "Allow".
std::size_t ModelBytes(const JsonTree& tree, std::size_t statements) {
  const std::size_t others = std::min(tree.size(), 8 * statements);
  return statements * sizeof(Statement) + (tree.size() - others) * sizeof(Text);
}

absl::Status ParseAndCount(const ParseContext& context, JsonValue value,
                           bool alone, Statement& statement,
                           Document& document) {
  absl::Status status = ParseStatement(context, value, alone, statement);
  document.action_count += statement.actions.size();
  document.resource_count += statement.resources.size();
  return status;
}

// S-1.6.
absl::Status ParseStatements(const ParseContext& context, const JsonTree& tree,
                             const std::optional<JsonValue>& value,
                             Document& document) {
  if (!value.has_value()) {
    return Refuse(tree.root(), "no Statement",
                  "a statement or an array of them");
  }
  if (value->is_object()) {
    context.arena.Reserve(ModelBytes(tree, 1));
    const std::span<Statement> only = context.arena.Make<Statement>(1);
    document.statements = only;
    return ParseAndCount(context, *value, /*alone=*/true, only.front(),
                         document);
  }
  if (!value->is_array() || value->size() == 0) {  // empty is missing
    return UnexpectedValue(*value, "a statement or an array of them");
  }
  if (value->size() > context.options.max_statements) {
    return Refuse(
        *value, absl::StrFormat("%d statements", value->size()),
        absl::StrFormat("at most %d", context.options.max_statements));
  }
  context.arena.Reserve(ModelBytes(tree, value->size()));
  const std::span<Statement> statements =
      context.arena.Make<Statement>(value->size());
  document.statements = statements;
  std::size_t index = 0;
  for (const JsonValue statement : value->elements()) {
    absl::Status status =
        ParseAndCount(context, statement, statements.size() == 1,
                      statements[index++], document);
    if (!status.ok()) return status;
  }
  CheckSids(context, *value, document);
  return absl::OkStatus();
}

absl::Status BuildDocument(const JsonTree& tree, const ParseOptions& options,
                           Document& document) {
  const LineIndex lines =
      document.text.is_one_line() ? LineIndex() : LineIndex(tree.text());
  Findings findings(lines);
  ParseContext context{.type = document.type,
                       .rules = RulesOf(document.type),
                       .options = options,
                       .text = tree.text(),
                       .lines = lines,
                       .findings = findings,
                       .arena = document.arena};
  const JsonValue root = tree.root();
  TopLevel top;
  absl::Status status;
  if (!document.text.is_one_line()) status = CheckCharacters(context, root);
  if (status.ok()) status = Collect(root, top);
  if (status.ok()) {
    status = ParseVersion(context, root, top.version, document.version);
  }
  if (status.ok() && top.id.has_value()) {
    status = ParseId(context, *top.id, document);
  }
  if (!status.ok()) return status;
  context.has_variables = document.has_variables();
  // A `$` may be spelled \u0024, too.
  context.has_dollar_braces =
      tree.may_have_escapes() ||
      (!document.text.is_plain() &&
       context.text.find('$') != std::string_view::npos);
  status = ParseStatements(context, tree, top.statement, document);
  if (!status.ok()) return status;
  CheckSize(context, tree, document);
  if (document.type == PolicyType::kTrust) {
    CheckRolesAnywhere(context, root, document.statements);
  }
  document.issues = std::move(findings).Take();
  return absl::OkStatus();
}

// Gets memory for one object and so many bytes behind it.
template <typename T>
class TailAllocator {
 public:
  using value_type = T;

  // `tail` is set when the object gets its memory.
  TailAllocator(std::size_t bytes, char*& tail) : bytes_(bytes), tail_(&tail) {}
  template <typename U>
  TailAllocator(const TailAllocator<U>& other)  // NOLINT: as allocators are
      : bytes_(other.bytes_), tail_(other.tail_) {}

  T* allocate(std::size_t count) {
    char* const memory =
        static_cast<char*>(::operator new(count * sizeof(T) + bytes_));
    *tail_ = memory + count * sizeof(T);
    return reinterpret_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t) { ::operator delete(memory); }

  template <typename U>
  bool operator==(const TailAllocator<U>&) const {
    return true;
  }

 private:
  template <typename U>
  friend class TailAllocator;

  std::size_t bytes_;
  char** tail_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const Document>> ParseDocument(
    std::string_view text, PolicyType type, const ParseOptions& options) {
  // Before the copy: a text of any length costs nothing if it is too long.
  const JsonLimits limits{.max_bytes = options.max_bytes,
                          .max_depth = options.max_depth};
  if (absl::Status status = CheckJsonSize(text, limits); !status.ok()) {
    return status;
  }
  char* room = nullptr;
  const auto document = std::allocate_shared<Document>(
      TailAllocator<Document>(text.size() + PaddedText::kPadding, room));
  document->type = type;
  document->text = PaddedText(text, room);
  absl::StatusOr<JsonTree> tree = ParseJson(document->text, limits);
  if (!tree.ok()) return tree.status();
  absl::Status status = BuildDocument(*tree, options, *document);
  if (!status.ok()) return status;
  // The tree goes; the strings that the model's views point into stay.
  document->decoded = (*std::move(tree)).ReleaseDecoded();
  return document;
}

}  // namespace iameval::internal
