#ifndef IAMEVAL_TESTING_MATCHERS_H_
#define IAMEVAL_TESTING_MATCHERS_H_

#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "gmock/gmock.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/request.h"

// GoogleTest matchers for policies under test; target iameval::matchers.
//
//   using ::iameval_testing::Allows;
//   using ::iameval_testing::Denies;
//
//   EXPECT_THAT(engine, Allows(read_request));
//   EXPECT_THAT(engine, Denies(write_request));
//
// A failure prints the decision with its reason, as Explanation::ToText does.
// Not namespace iameval::testing: inside iameval that would hide ::testing.

namespace iameval_testing {

// What the matchers below share: compares an engine's decision on one request
// with those that are right. Use the functions below, not this class.
class DecisionMatcher {
 public:
  using is_gtest_matcher = void;

  // `deny` stands for either deny when `expected` is not kAllowed.
  DecisionMatcher(iameval::Request request, iameval::Decision expected,
                  bool either_deny)
      : request_(std::move(request)),
        expected_(expected),
        either_deny_(either_deny) {}

  bool MatchAndExplain(const iameval::Engine& engine,
                       ::testing::MatchResultListener* listener) const {
    const iameval::Decision decision = engine.Evaluate(request_);
    const bool denied = decision != iameval::Decision::kAllowed;
    const bool matches = either_deny_ ? denied : decision == expected_;
    if (listener->IsInterested()) {
      *listener << "which decides:\n" << engine.Explain(request_).ToText();
    }
    return matches;
  }

  void DescribeTo(std::ostream* os) const { Describe("decides ", os); }
  void DescribeNegationTo(std::ostream* os) const {
    Describe("does not decide ", os);
  }

 private:
  void Describe(std::string_view verb, std::ostream* os) const {
    *os << verb
        << (either_deny_ ? "implicitDeny or explicitDeny"
                         : iameval::DecisionName(expected_))
        << " for " << request_.principal() << " doing " << request_.action()
        << " to " << request_.resource();
  }

  iameval::Request request_;
  iameval::Decision expected_;
  bool either_deny_;
};

// Matches an Engine whose decision on `request` is kAllowed.
inline DecisionMatcher Allows(iameval::Request request) {
  return DecisionMatcher(std::move(request), iameval::Decision::kAllowed,
                         false);
}

// Matches an Engine whose decision is a deny, implicit or explicit. Allows()
// negated: an engine always decides.
inline DecisionMatcher Denies(iameval::Request request) {
  return DecisionMatcher(std::move(request), iameval::Decision::kImplicitDeny,
                         true);
}

// Matches an Engine whose decision is kImplicitDeny: an Allow is missing.
inline DecisionMatcher ImplicitlyDenies(iameval::Request request) {
  return DecisionMatcher(std::move(request), iameval::Decision::kImplicitDeny,
                         false);
}

// Matches an Engine whose decision is kExplicitDeny: a Deny statement matches.
inline DecisionMatcher ExplicitlyDenies(iameval::Request request) {
  return DecisionMatcher(std::move(request), iameval::Decision::kExplicitDeny,
                         false);
}

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTING_MATCHERS_H_
