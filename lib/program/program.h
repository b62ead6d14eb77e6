#ifndef IAMEVAL_LIB_PROGRAM_PROGRAM_H_
#define IAMEVAL_LIB_PROGRAM_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "program/action_pattern_index.h"
#include "program/action_traits.h"
#include "program/bundle.h"
#include "program/condition_code.h"
#include "program/key_table.h"
#include "program/name_table.h"
#include "program/pattern_table.h"
#include "program/resource_probe.h"
#include "program/slice.h"

// The contract between compiler and runtime: policies in the form in which
// they are evaluated. The compiler writes it once, the runtime only reads it;
// neither knows the other. Everything stands in pools and is referred to by
// number, so that what belongs together lies together.

namespace iameval::internal {

// One entry of Principal or NotPrincipal (section 3).
enum class PrincipalMatch : std::uint8_t {
  kAnyone,         // "*" (S-3.3)
  kAccount,        // text is the 12-digit account (S-3.4)
  kUser,           // text is a user ARN (S-3.5, S-3.8)
  kRole,           // text is a role ARN (S-3.6)
  kSession,        // text is an assumed-role ARN (S-3.7)
  kFederatedUser,  // text is a federated-user ARN (S-3.8)
  kUserId,         // text is an AIDA id (S-3.9)
  kRoleId,         // text is an AROA id (S-3.9)
  kService,        // text is a service principal (S-3.10)
  kProvider,       // text is a provider ARN or domain (S-3.11)
  kNobody,         // anything else: canonical ids, ARNs that are no principal
};

struct PrincipalCode {
  PrincipalMatch match = PrincipalMatch::kNobody;
  std::string text;
  std::string partition;  // kRole: for the comparison by name
  std::string account;    // kRole: the same
  std::string name;       // kRole: last path element
};

// One distinct entry of Resource or NotResource, by number.
struct ResourceCode {
  enum class Kind : std::uint32_t {
    kAny,       // all stars: matches everything (S-2.11)
    kPattern,   // glob without variables: index in resource_patterns
    kTemplate,  // glob with variables (S-4.2): index in resource_templates
    kNever,     // matches nothing (S-2.12)
  };
  Kind kind = Kind::kNever;
  std::uint32_t index = 0;
};

// How a statement's principal part is decided.
enum class PrincipalForm : std::uint8_t {
  kAbsent,             // the policy type has none: everybody
  kPrincipal,          // Principal
  kNotPrincipalDeny,   // the whole chain must be listed to be exempt (S-3.17)
  kNotPrincipalAllow,  // everyone who is not listed (S-3.16)
};

struct StatementCode {
  bool allow = false;
  bool not_action = false;
  bool not_resource = false;
  bool any_resource = false;  // every resource: "*", or no Resource element
  bool never = false;  // an empty list makes it match nothing (S-1.11, Q-6)
  PrincipalForm principal_form = PrincipalForm::kAbsent;
  // NotAction: which of Program::listed_actions it is, if there is one.
  static constexpr std::uint16_t kNotListed = 0xFFFF;
  std::uint16_t listed = kNotListed;
  Slice actions;          // in action_lists: exact names; if many, sorted
  static constexpr std::size_t kMaxUnsorted = 64;
  Slice action_patterns;  // in action_lists: PatternIds, sorted
  Slice resources;        // in resource_lists
  Slice principals;       // in principals
  Slice tests;            // in tests, cheapest first
};
static_assert(sizeof(StatementCode) == 48);

struct Program {
  KeyTable keys;

  // Actions. Every name that some policy spells out has a number; patterns are
  // tried on those names once, here, and on other names when they come.
  NameTable actions;
  PatternTable action_patterns;
  ActionPatternIndex action_pattern_index;  // of these patterns
  // For each action: the patterns that match it, ascending.
  std::vector<Slice> patterns_of_action;  // in matched_patterns
  std::vector<PatternId> matched_patterns;
  // For each action: what a request that asks for it needs.
  struct ActionFacts {
    ActionTraits traits;
    bool plain = false;  // IsPlainAction
  };
  std::vector<ActionFacts> action_facts;

  // Resources.
  std::vector<ResourceCode> resources;
  PatternTable resource_patterns;
  std::vector<TextTemplate> resource_templates;

  OperandPools operands;

  std::vector<StatementCode> statements;
  std::vector<std::uint32_t> action_lists;    // action or pattern numbers
  // Of NotAction statements: the named actions that their patterns and names
  // list, a bit for each ActionId.
  std::vector<std::uint64_t> listed_actions;
  [[nodiscard]] bool IsListed(std::uint16_t number, ActionId action) const {
    const std::size_t words = actions.size() / 64 + 1;
    return (listed_actions[number * words + action / 64] >> (action % 64) &
            1) != 0;
  }
  std::vector<ResourceProbe> resource_lists;  // of `resources`
  std::vector<PrincipalCode> principals;
  std::vector<TestCode> tests;
  // Tests of keys that say who calls, one for each of their memo numbers.
  std::vector<std::uint32_t> caller_tests;

  std::vector<Bundle> bundles;

  // The program as text; for tests and for people.
  [[nodiscard]] std::string Dump() const;
  // Bytes held, this object included.
  [[nodiscard]] std::size_t MemoryUsage() const;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_PROGRAM_H_
