#ifndef IAMEVAL_LIB_POLICY_MODEL_H_
#define IAMEVAL_LIB_POLICY_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "json/padded_text.h"

// The document model: a policy as its author wrote it, checked and typed but
// not yet interpreted. The parser writes it, the compiler and the reference
// evaluator read it. Nothing here knows how a request is matched: patterns,
// variables and values are kept as text.

namespace iameval::internal {

// What a document has several of, in its arena.
template <typename T>
using List = std::span<const T>;

// A piece of the document's text, in bytes.
struct Extent {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

// A JSON string of the document, decoded, and where it stands (quotes
// included). The view points into the Document, where more than it is
// readable: PaddedText::kPadding bytes behind its end.
struct Text {
  std::string_view text;
  Extent where;
  // For the compiler, as the parser looks at each byte anyway. Of a resource
  // the upper half of its HashBytes; of an action ActionLook's.
  std::uint32_t hash = 0;
  std::uint32_t flags = 0;
};

enum class PrincipalKey : std::uint8_t {
  kAws,
  kService,
  kFederated,
  kCanonicalUser,
};

struct PrincipalEntry {
  PrincipalKey key = PrincipalKey::kAws;
  std::string_view value;  // as written; "*" only under kAws (S-3.13)
  Extent where;
};

// Principal or NotPrincipal (S-3.1).
struct PrincipalElement {
  enum class Form : std::uint8_t {
    kAbsent,  // the statement has neither
    kAnyone,  // the string "*"
    kMap,     // the map form; entries may be empty (S-1.11)
  };
  Form form = Form::kAbsent;
  bool negated = false;  // NotPrincipal
  List<PrincipalEntry> entries;
  Extent where;
};

// The 27 operators of S-5.4 to S-5.14, without qualifier and IfExists.
enum class Operator : std::uint8_t {
  kStringEquals,
  kStringNotEquals,
  kStringEqualsIgnoreCase,
  kStringNotEqualsIgnoreCase,
  kStringLike,
  kStringNotLike,
  kNumericEquals,
  kNumericNotEquals,
  kNumericLessThan,
  kNumericLessThanEquals,
  kNumericGreaterThan,
  kNumericGreaterThanEquals,
  kDateEquals,
  kDateNotEquals,
  kDateLessThan,
  kDateLessThanEquals,
  kDateGreaterThan,
  kDateGreaterThanEquals,
  kBool,
  kBinaryEquals,
  kIpAddress,
  kNotIpAddress,
  kArnEquals,
  kArnNotEquals,
  kArnLike,
  kArnNotLike,
  kNull,
};

enum class Qualifier : std::uint8_t { kNone, kForAllValues, kForAnyValue };

// The JSON type a condition value was written in (S-1.10).
enum class ValueType : std::uint8_t { kString, kNumber, kBoolean };

struct ConditionValue {
  std::string_view text;  // numbers and booleans: their text as written
  ValueType type = ValueType::kString;
  Extent where;
};

// One key under one operator: the unit that S-5.1 joins with AND.
struct ConditionTest {
  Operator op = Operator::kStringEquals;
  Qualifier qualifier = Qualifier::kNone;
  bool if_exists = false;
  std::string_view operator_text;  // as written, qualifier and suffix included
  std::string_view key;            // as written
  Extent operator_where;
  Extent key_where;
  List<ConditionValue> values;  // may be empty (S-5.25)
};

enum class ResourceForm : std::uint8_t { kAbsent, kResource, kNotResource };

struct Statement {
  Extent where;
  int line = 1;    // of its `{`, 1-based
  int column = 1;  // in bytes, 1-based
  std::optional<std::string_view> sid;
  bool allow = false;
  bool not_action = false;
  List<Text> actions;  // may be empty: matches nothing (S-1.11)
  ResourceForm resource_form = ResourceForm::kAbsent;  // kAbsent: trust only
  List<Text> resources;  // may be empty: matches nothing (S-1.11)
  PrincipalElement principal;
  List<ConditionTest> conditions;
};

enum class Version : std::uint8_t { kAbsent, k2008, k2012 };

// One parsed document. All views point into `text` or `decoded`, all lists into
// `arena`, which are owned here and never moved after parsing; so a Document is
// neither copied nor moved, but shared.
struct Document {
  Document() = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  PaddedText text;                  // as given; behind the Document
  std::unique_ptr<char[]> decoded;  // strings that had escapes, decoded
  Arena arena;                      // what follows is made of
  PolicyType type = PolicyType::kIdentity;
  Version version = Version::kAbsent;
  std::optional<std::string_view> id;
  List<Statement> statements;
  // Of all statements, for who needs room for them.
  std::size_t action_count = 0;
  std::size_t resource_count = 0;
  std::vector<Issue> issues;  // what the parser came across
  // Policy::issues(): those and what checks/ finds, from when it is first asked
  // for.
  mutable std::once_flag checked;
  mutable std::vector<Issue> all_issues;

  // Policy variables are live (S-1.5, S-4.3).
  [[nodiscard]] bool has_variables() const { return version == Version::k2012; }
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_MODEL_H_
