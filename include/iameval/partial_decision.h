#ifndef IAMEVAL_PARTIAL_DECISION_H_
#define IAMEVAL_PARTIAL_DECISION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iameval/decision.h"
#include "iameval/explanation.h"
#include "iameval/export.h"
#include "iameval/request.h"

// Decisions about requests of which not everything is known. A key that nobody
// knows is a third answer, not a guess: "depends on aws:SourceVpc" rather than
// a denial for want of it.
//
//   iameval::PartialDecision decision = engine->EvaluatePartially(
//       *request, {.keys = {"aws:SourceVpc", "aws:SourceIp"}});
//   if (decision.outcome == iameval::PartialOutcome::kDepends) {
//     for (const auto& key : decision.keys) Ask(key.key);
//   }

namespace iameval {

// The context keys of a request that are not known: each may be absent, have
// any value, or any list of values. What the request says of them, or what
// would be derived from the rest of it (S-6.2 to S-6.4), does not count.
//
// What follows from a key that is not known is not known either, unless the
// request gives it: aws:TagKeys with an aws:RequestTag/..., aws:CalledViaFirst,
// aws:CalledViaLast and aws:ViaAWSService with aws:CalledVia, aws:CurrentTime
// and aws:EpochTime with each other, and with aws:SourceVpce the policy of the
// endpoint that an account's engine knows by it.
struct UnknownKeys {
  std::vector<std::string> keys;  // letter case does not count
  // And every key that the request neither gives nor declares absent
  // (Request::Builder::ContextAbsent) and that is not derived.
  bool all_absent = false;
};

// What is known of the decision all the same.
enum class PartialOutcome : std::uint8_t {
  kAllowed,       // whatever the unknown keys are
  kImplicitDeny,  // the same
  kExplicitDeny,  // the same
  kDenied,        // the same, but of which kind depends on them
  kDepends,       // allowed or denied, depending on them
};

// Two answers to one question: the unknown keys have the values of `given` (a
// key that is not there is absent), and one of them one value or another.
struct KeyExample {
  std::vector<ContextEntry> given;
  ContextEntry first;
  Decision first_decision = Decision::kImplicitDeny;
  ContextEntry second;
  Decision second_decision = Decision::kImplicitDeny;
};

// An unknown key that can change the decision.
struct KeyDependence {
  std::string key;  // as the policies spell it
  // It can change whether the request is allowed; otherwise only whether it is
  // denied implicitly or explicitly.
  bool changes_access = false;
  // The statements that ask for it and count here, in the order of
  // Explanation::statements.
  std::vector<StatementRef> statements;
  // Absent only if PartialDecision::upper_bound.
  std::optional<KeyExample> example;
};

// What Engine::EvaluatePartially answers. Plain data.
//
// It costs what Explain costs, and a decision for each combination of the
// unknown keys' values that the policies tell apart, at most some hundred
// thousand: microseconds for a key or two, at worst a second or so.
//
// Sound: an outcome other than kDepends holds for every value of every unknown
// key, and an unknown key that is not in `keys` cannot change the decision,
// whatever the others are. Exact unless `upper_bound`: every key in `keys` has
// an example that shows how.
struct IAMEVAL_EXPORT PartialDecision {
  PartialOutcome outcome = PartialOutcome::kImplicitDeny;
  // One sentence: "s3:GetObject on ... is allowed or denied depending on
  // aws:SourceVpce".
  std::string reason;
  // The keys to find out about, those that change access first, then by name.
  std::vector<KeyDependence> keys;
  // Not every combination of values could be told apart (too many, or
  // comparisons between several unknown keys): then keys may be listed that
  // cannot change the decision after all, and kDepends or kDenied may be less
  // than could be said.
  bool upper_bound = false;
  // What the engine had to assume, as in Explanation::notes.
  std::vector<std::string> notes;

  // For people, as Explanation::ToText: the first line is
  // PartialOutcomeName(outcome) and nothing else.
  [[nodiscard]] std::string ToText() const;
  // One JSON object on one line, without a line feed:
  //   {"outcome": "depends", "reason": "...", "upperBound": false,
  //    "keys": [{"key": "aws:SourceVpc", "changesAccess": true,
  //              "statements": [as in Explanation::ToJson],
  //              "example": {"given": {"aws:SourceIp": "192.0.2.1"},
  //                          "first": null, "firstDecision": "explicitDeny",
  //                          "second": "vpc-111bbb22",
  //                          "secondDecision": "allowed"}}],
  //    "notes": []}
  // Values are as in the context of a decision case: null is an absent key, a
  // list a multivalued one.
  [[nodiscard]] std::string ToJson() const;
};

// "allowed", "implicitDeny", "explicitDeny", "denied" or "depends". Static
// storage.
[[nodiscard]] IAMEVAL_EXPORT std::string_view PartialOutcomeName(
    PartialOutcome outcome);

}  // namespace iameval

#endif  // IAMEVAL_PARTIAL_DECISION_H_
