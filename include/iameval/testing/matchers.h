#ifndef IAMEVAL_TESTING_MATCHERS_H_
#define IAMEVAL_TESTING_MATCHERS_H_

#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "iameval/decision.h"
#include "iameval/difference.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/request.h"
#include "iameval/request_check.h"
#include "iameval/testing/issue_matchers.h"

// GoogleTest matchers for the decisions of an Engine or CheckedEngine, and with
// them those for policies (iameval/testing/issue_matchers.h); target
// iameval::matchers. iameval/testing/builders.h makes what they are applied to.
//
//   using ::iameval_testing::Allows;
//   using ::iameval_testing::DeterminedBy;
//   using ::iameval_testing::Denies;
//
//   EXPECT_THAT(engine, AllOf(Allows(read_request), Denies(write_request)));
//   EXPECT_THAT(engine, ExplicitlyDenies(plain_http, DeterminedBy("OnlyTls")));
//   EXPECT_THAT(policy, HasNoIssues());
//   EXPECT_THAT(after, SameDecisionsAs(before, requests));
//
// A failure prints the decision and the reason for it, as
// Explanation::ToText() does.
//
// The namespace is not iameval::testing: inside iameval that would hide
// ::testing.

namespace iameval {

// How GoogleTest shows what a matcher was applied to; it finds these by name.
inline void PrintTo(const Engine&, std::ostream* os) { *os << "the engine"; }
inline void PrintTo(const CheckedEngine&, std::ostream* os) {
  *os << "the engine";
}
inline void PrintTo(const Explanation& explanation, std::ostream* os) {
  *os << DecisionName(explanation.decision);
}

}  // namespace iameval

namespace iameval_testing {

// What Allows, Denies and so on return. `expected` is nullopt for either deny.
class DecisionMatcher {
 public:
  using is_gtest_matcher = void;
  using Why = ::testing::Matcher<const iameval::Explanation&>;

  DecisionMatcher(iameval::Request request,
                  std::optional<iameval::Decision> expected,
                  std::optional<Why> why)
      : request_(std::move(request)),
        expected_(expected),
        why_(std::move(why)) {}

  // An Engine, or a CheckedEngine.
  template <typename AnyEngine>
  bool MatchAndExplain(const AnyEngine& engine,
                       ::testing::MatchResultListener* listener) const {
    const iameval::Decision decision = engine.Evaluate(request_);
    const bool decides = expected_.has_value()
                             ? decision == *expected_
                             : decision != iameval::Decision::kAllowed;
    if (!listener->IsInterested() && (!decides || !why_.has_value())) {
      return decides;
    }
    const auto explanation = engine.Explain(request_);
    *listener << "which decides:\n" << explanation.ToText();
    return decides &&
           (!why_.has_value() || why_->Matches(ReasonOf(explanation)));
  }

  void DescribeTo(std::ostream* os) const { Describe("decides", os); }
  void DescribeNegationTo(std::ostream* os) const {
    Describe("does not decide", os);
  }

 private:
  static const iameval::Explanation& ReasonOf(
      const iameval::Explanation& explanation) {
    return explanation;
  }
  static const iameval::Explanation& ReasonOf(
      const iameval::CheckedExplanation& checked) {
    return checked.explanation;
  }

  void Describe(std::string_view verb, std::ostream* os) const {
    *os << verb << " \""
        << (expected_.has_value() ? iameval::DecisionName(*expected_)
                                  : "implicitDeny\" or \"explicitDeny")
        << "\" when " << request_.principal() << " asks for "
        << request_.action() << " on " << request_.resource();
    if (why_.has_value()) {
      *os << " with an explanation that ";
      why_->DescribeTo(os);
    }
  }

  iameval::Request request_;
  std::optional<iameval::Decision> expected_;
  std::optional<Why> why_;
};

// Matches an Engine, or CheckedEngine, that allows the request. `why`, here
// and below, is any matcher for the Explanation, such as DeterminedBy.
inline DecisionMatcher Allows(
    iameval::Request request,
    std::optional<DecisionMatcher::Why> why = std::nullopt) {
  return {std::move(request), iameval::Decision::kAllowed, std::move(why)};
}

// Matches an Engine that denies the request, implicitly or explicitly: the
// same as Not(Allows(request)).
inline DecisionMatcher Denies(
    iameval::Request request,
    std::optional<DecisionMatcher::Why> why = std::nullopt) {
  return {std::move(request), std::nullopt, std::move(why)};
}

// Matches an Engine that denies the request for want of an Allow.
inline DecisionMatcher ImplicitlyDenies(
    iameval::Request request,
    std::optional<DecisionMatcher::Why> why = std::nullopt) {
  return {std::move(request), iameval::Decision::kImplicitDeny,
          std::move(why)};
}

// Matches an Engine that denies the request because a Deny statement matches.
inline DecisionMatcher ExplicitlyDenies(
    iameval::Request request,
    std::optional<DecisionMatcher::Why> why = std::nullopt) {
  return {std::move(request), iameval::Decision::kExplicitDeny,
          std::move(why)};
}

// What DeterminedBy returns.
class DeterminedByMatcher {
 public:
  using is_gtest_matcher = void;

  explicit DeterminedByMatcher(std::string sid) : sid_(std::move(sid)) {}

  bool MatchAndExplain(const iameval::Explanation& explanation,
                       ::testing::MatchResultListener* listener) const {
    if (listener->IsInterested()) *listener << "\n" << explanation.ToText();
    for (const iameval::StatementReport& report : explanation.statements) {
      if (report.determining && report.statement.sid == sid_) return true;
    }
    return false;
  }

  void DescribeTo(std::ostream* os) const {
    *os << "says that the statement \"" << sid_ << "\" brought it about";
  }
  void DescribeNegationTo(std::ostream* os) const {
    *os << "does not say that the statement \"" << sid_
        << "\" brought it about";
  }

 private:
  std::string sid_;
};

// Matches an Explanation in which the statement with this Sid, or one of them,
// is among those that brought the decision about
// (StatementReport::determining).
inline DeterminedByMatcher DeterminedBy(std::string_view sid) {
  return DeterminedByMatcher(std::string(sid));
}

// What SameDecisionsAs returns.
class SameDecisionsMatcher {
 public:
  using is_gtest_matcher = void;

  SameDecisionsMatcher(iameval::Engine other,
                       std::vector<iameval::Request> requests)
      : other_(std::move(other)), requests_(std::move(requests)) {}

  bool MatchAndExplain(const iameval::Engine& engine,
                       ::testing::MatchResultListener* listener) const {
    std::size_t differ = 0;
    for (const iameval::Request& request : requests_) {
      if (engine.Evaluate(request) == other_.Evaluate(request)) continue;
      ++differ;
      if (!listener->IsInterested()) return false;
      if (differ <= kShown) Show(engine, request, listener);
    }
    if (differ == 0) return true;
    *listener << "which decides " << differ << " of " << requests_.size()
              << " requests differently";
    return false;
  }

  void DescribeTo(std::ostream* os) const {
    *os << "decides " << requests_.size() << " requests as the other engine";
  }
  void DescribeNegationTo(std::ostream* os) const {
    *os << "decides some of " << requests_.size()
        << " requests differently from the other engine";
  }

 private:
  static constexpr std::size_t kShown = 3;

  void Show(const iameval::Engine& engine, const iameval::Request& request,
            ::testing::MatchResultListener* listener) const {
    const iameval::DifferenceExplanation why =
        iameval::ExplainDifference(other_, engine, request);
    *listener << request.principal() << " asks for " << request.action()
              << " on " << request.resource() << "\nthe other engine: "
              << why.before.ToText() << "this one: " << why.after.ToText()
              << "\n";
  }

  iameval::Engine other_;
  std::vector<iameval::Request> requests_;
};

// Matches an Engine that decides every request as `other` does, the kind of
// deny included.
inline SameDecisionsMatcher SameDecisionsAs(
    iameval::Engine other, std::vector<iameval::Request> requests) {
  return {std::move(other), std::move(requests)};
}

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTING_MATCHERS_H_
