#ifndef IAMEVAL_EXPLANATION_H_
#define IAMEVAL_EXPLANATION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "iameval/decision.h"
#include "iameval/export.h"
#include "iameval/policy.h"

namespace iameval {

// Names one statement of one policy.
struct StatementRef {
  PolicyType type = PolicyType::kIdentity;
  std::string policy;     // the policy's name; empty when it has none
  std::size_t level = 0;  // of an SCP or RCP: 1 = root; otherwise 0
  std::size_t policy_index = 0;  // among the policies of its layer (and level)
  std::size_t statement = 0;     // 0-based index in its document
  std::string sid;               // empty when absent
  bool allow = false;            // Effect
  int line = 1;                  // of the statement, 1-based
  int column = 1;
};

// Why a statement applies to a request, or the first reason why not.
enum class StatementOutcome : std::uint8_t {
  kMatches,
  kActionDiffers,     // Action / NotAction
  kResourceDiffers,   // Resource / NotResource
  kPrincipalDiffers,  // Principal / NotPrincipal
  kConditionFails,    // Condition
};

struct StatementReport {
  StatementRef statement;
  StatementOutcome outcome = StatementOutcome::kMatches;
  // It is among those that brought the decision about: the matching Deny
  // statements of an explicit deny, the matching Allow statements that were
  // needed for an allow.
  bool determining = false;
  // For people: what was compared with what, "StringEquals aws:SourceVpc:
  // request has \"vpc-1\", policy wants \"vpc-111bbaaa\"".
  std::string detail;
};

// One layer of the decision (S-7.3), in the order of S-7.27.
struct LayerReport {
  std::string name;        // "identity", "scp level 2", "trust", ...
  bool consulted = false;  // it takes part in this decision
  // Of this layer alone: kAllowed when an Allow and no Deny matches.
  Decision outcome = Decision::kImplicitDeny;
  std::string detail;  // for people: why it was not consulted, what it lacked
};

// Why a request is decided as it is. Plain data, made by Engine::Explain.
struct IAMEVAL_EXPORT Explanation {
  Decision decision = Decision::kImplicitDeny;
  // One sentence: "no identity-based policy allows s3:ListBucket on ...".
  std::string reason;
  std::vector<LayerReport> layers;
  std::vector<StatementReport> statements;  // every statement of every layer
  // Keys that conditions or variables of statements asked for and the request
  // lacks, in the policies' spelling, sorted, without repeats.
  std::vector<std::string> missing_context_keys;
  // What the engine had to assume (S-7.26 "account relation unknown", ...).
  std::vector<std::string> notes;

  // For people: the decision and its reason first, detail after; ends in a
  // line feed. `verbose` lists every statement, otherwise those that matter.
  // The first line is DecisionName(decision) and nothing else. Lines are kept
  // within 100 columns where the text has spaces to break at, and text from
  // policies and requests is made Printable().
  [[nodiscard]] std::string ToText(bool verbose = false) const;
  // One JSON object on one line, without a line feed; member names as in this
  // header, in camelCase, and enumerators as the functions below and
  // DecisionName, PolicyTypeName spell them:
  //   {"decision": "allowed", "reason": "...",
  //    "layers": [{"name": "identity", "consulted": true,
  //                "outcome": "allowed", "detail": ""}],
  //    "statements": [{"statement": {"type": "identity", "policy": "",
  //                                  "level": 0, "policyIndex": 0,
  //                                  "statement": 0, "sid": "",
  //                                  "allow": true, "line": 4, "column": 5},
  //                    "outcome": "matches", "determining": true,
  //                    "detail": ""}],
  //    "missingContextKeys": [], "notes": []}
  [[nodiscard]] std::string ToJson() const;
};

// "matches", "actionDiffers", "resourceDiffers", "principalDiffers" or
// "conditionFails". Static storage.
[[nodiscard]] IAMEVAL_EXPORT std::string_view StatementOutcomeName(
    StatementOutcome outcome);

// `text` as a JSON string, quotation marks included, for programs that put
// ToJson() into JSON of their own. Valid UTF-8 whatever `text` is: a byte that
// is not becomes U+FFFD.
[[nodiscard]] IAMEVAL_EXPORT std::string QuoteJson(std::string_view text);

// `text` as it can be shown within one line of a terminal: line ends, control
// characters, bytes that are not UTF-8 and invisible or direction-turning
// characters are spelled out (\n, \x1b, \u202e), the rest stays as it is. For
// programs that print names and messages beside ToText().
[[nodiscard]] IAMEVAL_EXPORT std::string Printable(std::string_view text);

}  // namespace iameval

#endif  // IAMEVAL_EXPLANATION_H_
