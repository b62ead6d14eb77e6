#ifndef IAMEVAL_LIB_PROGRAM_PROGRAM_H_
#define IAMEVAL_LIB_PROGRAM_PROGRAM_H_

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "automata/glob.h"
#include "program/condition_code.h"
#include "program/key_table.h"

// The contract between compiler and runtime: policies in the form in which
// they are evaluated. The compiler writes it once, the runtime only reads it;
// neither knows the other. Statements keep an origin, so that an explanation
// can name them, but nothing of their text.

namespace iameval::internal {

using StatementId = std::uint32_t;
using BundleId = std::uint32_t;
constexpr BundleId kNoBundle = std::numeric_limits<BundleId>::max();

// One entry of Principal or NotPrincipal (section 3).
enum class PrincipalMatch : std::uint8_t {
  kAnyone,        // "*" (S-3.3)
  kAccount,       // text is the 12-digit account (S-3.4)
  kUser,          // text is a user ARN (S-3.5, S-3.8)
  kRole,          // text is a role ARN (S-3.6)
  kSession,       // text is an assumed-role ARN (S-3.7)
  kFederatedUser, // text is a federated-user ARN (S-3.8)
  kUserId,        // text is an AIDA id (S-3.9)
  kRoleId,        // text is an AROA id (S-3.9)
  kService,       // text is a service principal (S-3.10)
  kProvider,      // text is a provider ARN or domain (S-3.11)
  kNobody,        // anything else: canonical ids, ARNs that are no principal
};

struct PrincipalCode {
  PrincipalMatch match = PrincipalMatch::kNobody;
  std::string text;
  std::string partition;  // kRole: for the comparison by name
  std::string account;    // kRole: the same
  std::string name;       // kRole: last path element
};

// One entry of Resource or NotResource.
struct ResourceCode {
  enum class Kind : std::uint8_t {
    kAny,       // all stars: matches everything (S-2.11)
    kPattern,   // glob without variables
    kTemplate,  // glob with variables (S-4.2)
    kNever,     // matches nothing (S-2.12)
  };
  Kind kind = Kind::kNever;
  std::string text;        // as written, for Dump
  Glob glob;               // kPattern
  TextTemplate variables;  // kTemplate
};

// How a statement's principal part is decided.
enum class PrincipalForm : std::uint8_t {
  kAbsent,     // the policy type has none: everybody
  kPrincipal,  // Principal
  kNotPrincipalDeny,   // the whole chain must be listed to be exempt (S-3.17)
  kNotPrincipalAllow,  // everyone who is not listed (S-3.16)
};


struct StatementCode {
  bool allow = false;
  bool not_action = false;
  bool not_resource = false;
  bool any_resource = false;  // no Resource element (trust policies)
  bool never = false;  // an empty list makes it match nothing (S-1.11, Q-6)
  PrincipalForm principal_form = PrincipalForm::kAbsent;
  std::vector<Glob> actions;  // lower case
  std::vector<ResourceCode> resources;
  std::vector<PrincipalCode> principals;
  std::vector<TestCode> tests;
};

// The union of the statements of one or more documents: one layer, or one
// level of a layer (S-1.21).
struct Bundle {
  std::vector<StatementId> deny;
  std::vector<StatementId> allow;
};

struct Program {
  KeyTable keys;
  std::vector<StatementCode> statements;
  std::vector<Bundle> bundles;

  // The program as text; for tests and for people.
  [[nodiscard]] std::string Dump() const;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_PROGRAM_H_
