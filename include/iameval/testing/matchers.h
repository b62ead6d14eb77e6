#ifndef IAMEVAL_TESTING_MATCHERS_H_
#define IAMEVAL_TESTING_MATCHERS_H_

#include <optional>
#include <ostream>
#include <string_view>
#include <utility>

#include "gmock/gmock.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/request.h"

// GoogleTest matchers for the decisions of an Engine; target iameval::matchers.
//
//   using ::iameval_testing::Allows;
//   using ::iameval_testing::Denies;
//
//   EXPECT_THAT(engine, Allows(read_request));
//   EXPECT_THAT(engine, Denies(write_request));
//
// A failure prints the decision and the reason for it, as
// Explanation::ToText() does.
//
// The namespace is not iameval::testing: inside iameval that would hide
// ::testing.

namespace iameval_testing {

// What the functions below return. `expected` is nullopt for either deny.
class DecisionMatcher {
 public:
  using is_gtest_matcher = void;

  DecisionMatcher(iameval::Request request,
                  std::optional<iameval::Decision> expected)
      : request_(std::move(request)), expected_(expected) {}

  bool MatchAndExplain(const iameval::Engine& engine,
                       ::testing::MatchResultListener* listener) const {
    if (listener->IsInterested()) {
      *listener << "which decides:\n" << engine.Explain(request_).ToText();
    }
    const iameval::Decision decision = engine.Evaluate(request_);
    return expected_.has_value() ? decision == *expected_
                                 : decision != iameval::Decision::kAllowed;
  }

  void DescribeTo(std::ostream* os) const { Describe("decides", os); }
  void DescribeNegationTo(std::ostream* os) const {
    Describe("does not decide", os);
  }

 private:
  void Describe(std::string_view verb, std::ostream* os) const {
    *os << verb << " \""
        << (expected_.has_value() ? iameval::DecisionName(*expected_)
                                  : "implicitDeny\" or \"explicitDeny")
        << "\" when " << request_.principal() << " asks for "
        << request_.action() << " on " << request_.resource();
  }

  iameval::Request request_;
  std::optional<iameval::Decision> expected_;
};

// Matches an Engine that allows the request.
inline DecisionMatcher Allows(iameval::Request request) {
  return {std::move(request), iameval::Decision::kAllowed};
}

// Matches an Engine that denies the request, implicitly or explicitly: the
// same as Not(Allows(request)).
inline DecisionMatcher Denies(iameval::Request request) {
  return {std::move(request), std::nullopt};
}

// Matches an Engine that denies the request for want of an Allow.
inline DecisionMatcher ImplicitlyDenies(iameval::Request request) {
  return {std::move(request), iameval::Decision::kImplicitDeny};
}

// Matches an Engine that denies the request because a Deny statement matches.
inline DecisionMatcher ExplicitlyDenies(iameval::Request request) {
  return {std::move(request), iameval::Decision::kExplicitDeny};
}

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTING_MATCHERS_H_
