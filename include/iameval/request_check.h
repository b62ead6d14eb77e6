#ifndef IAMEVAL_REQUEST_CHECK_H_
#define IAMEVAL_REQUEST_CHECK_H_

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "iameval/bulk.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/export.h"
#include "iameval/issue.h"
#include "iameval/request.h"
#include "iameval/service_reference.h"

// Whether a question can be asked at all. An engine compares texts: it answers
// whether a role may call InvokeEndpointAsync on a bucket, although that action
// takes an endpoint. A service reference knows, and these functions say so.
//
// All are thread-safe and cost some look-ups and what they allocate.

namespace iameval {

// What a service reference finds wrong with a request. Empty: nothing. In the
// order action, resource, context; `pointer` is into the request as decision
// cases write it ("/action", "/resource", "/context/aws:SourceIp"), the place
// otherwise empty. Codes (S-8.2 to S-8.11):
//
//   UNKNOWN_ACTION             warning: the reference does not have it, so that
//                              nothing else was checked
//   RESOURCE_TYPE_MISMATCH     error: the ARN is of no type that the action
//                              takes; AWS never makes such a request (S-8.4)
//   RESOURCE_NOT_APPLICABLE    warning: the action takes no resource, so that
//                              policies are compared with "*" (S-8.3)
//   MISSING_REQUIRED_RESOURCE  warning: the resource is "*", the action needs
//                              one; suggestion: the call needs others besides,
//                              which are decided one by one (S-8.6)
//   UNSUPPORTED_CONDITION_KEY  warning: a request for this action on this
//                              resource never has that key (S-8.8)
//   MISTYPED_CONDITION_KEY     warning: the value is none of the key's type
//                              (S-6.13)
//   MULTIPLE_VALUES_FOR_SINGLE_VALUED_KEY  warning
[[nodiscard]] IAMEVAL_EXPORT std::vector<Issue> CheckRequest(
    const ServiceReference& reference, const Request& request);

// The same of one call that authorizes several resources, a request for each of
// them, as Engine::EvaluateAll has it: a required type that another request has
// is not missing. Issues of request i have pointers that begin with "/i".
[[nodiscard]] IAMEVAL_EXPORT std::vector<Issue> CheckCall(
    const ServiceReference& reference, std::span<const Request> requests);

// A question that was probably meant by one that makes no sense.
struct ProbableQuestion {
  std::string who;       // "the caller", "the model's execution role"
  std::string action;    // "s3:GetObject"
  std::string resource;  // an ARN, in which ${...} stands for what is not known
  std::string reason;    // for people: when it is the one to ask
};

// What to ask instead of a request of which the action or the resource makes no
// sense; the most likely first, few. Empty when nothing is wrong with these or
// nothing can be guessed (S-8.5).
[[nodiscard]] IAMEVAL_EXPORT std::vector<ProbableQuestion> ProbableQuestions(
    const ServiceReference& reference, const Request& request);

// The request as AWS makes it, whatever was asked: on "*" if the action takes
// no resource (S-8.3), without the keys that such a request never has (S-8.8),
// out of reach of RCPs if the action's service does not support them (S-7.7).
// Nothing if AWS never makes it, because its resource is of no type that its
// action takes (S-8.4). The same request if nothing is wrong with it, or if the
// reference does not have the action (S-8.11).
[[nodiscard]] IAMEVAL_EXPORT std::optional<Request> AsAwsMakesIt(
    const ServiceReference& reference, const Request& request);

// Why a request is decided as it is, and what is wrong with it.
struct IAMEVAL_EXPORT CheckedExplanation {
  Explanation explanation;
  // As CheckRequest, and where there are RCPs that would apply otherwise:
  //   RCP_NOT_APPLICABLE  warning: the action's service is none of those that
  //                       support RCPs, so that they are left out (S-7.7)
  std::vector<Issue> issues;
  std::vector<ProbableQuestion> probable_questions;

  // As Explanation says, with two paragraphs more.
  [[nodiscard]] std::string ToText(bool verbose = false) const;
  // The explanation's object with two members more:
  //   "issues": [{"severity": "ERROR", "code": "RESOURCE_TYPE_MISMATCH",
  //               "pointer": "/resource", "message": "..."}],
  //   "probableQuestions": [{"who": "the caller", "action": "...",
  //                          "resource": "...", "reason": "..."}]
  [[nodiscard]] std::string ToJson() const;
};

// An engine that takes a service reference into account: it decides a request
// as AWS makes it, and one that AWS never makes with an implicit deny, whatever
// the policies say, a Deny included (S-8.4). Without a reference it decides as
// the engine does. Copies share their data.
//
//   const iameval::CheckedEngine checked(
//       engine, iameval::ServiceReference::BuiltIn());
//   std::cout << checked.Explain(request).ToText();
class IAMEVAL_EXPORT CheckedEngine {
 public:
  CheckedEngine(Engine engine, std::optional<ServiceReference> reference)
      : engine_(std::move(engine)), reference_(std::move(reference)) {}

  [[nodiscard]] Decision Evaluate(const Request& request) const;
  // One call that authorizes several resources, as Engine::EvaluateAll. What
  // the call lacks, CheckCall says.
  [[nodiscard]] Decision EvaluateAll(std::span<const Request> requests) const;
  // As Engine says. The look-ups in the reference are made by the calling
  // thread: some microseconds for a request; of a grid, for an action and a
  // resource. `options.done` is 0 until all are decided. Of a grid decisions
  // are held twice at most.
  absl::Status EvaluateBatch(std::span<const Request> requests,
                             std::span<Decision> results,
                             const BulkOptions& options = {}) const;
  absl::Status EvaluateGrid(const Grid& grid, std::span<Decision> results,
                            const BulkOptions& options = {}) const;
  [[nodiscard]] CheckedExplanation Explain(const Request& request) const;

  [[nodiscard]] const Engine& engine() const { return engine_; }
  [[nodiscard]] const std::optional<ServiceReference>& reference() const {
    return reference_;
  }

 private:
  Engine engine_;
  std::optional<ServiceReference> reference_;
};

}  // namespace iameval

#endif  // IAMEVAL_REQUEST_CHECK_H_
