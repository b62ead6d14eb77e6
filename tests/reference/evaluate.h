#ifndef IAMEVAL_TESTS_REFERENCE_EVALUATE_H_
#define IAMEVAL_TESTS_REFERENCE_EVALUATE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "iameval/decision.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"

// The reference evaluator: decides a request by walking the parsed documents
// by the letter of the semantics, sections 2 to 7. It is what the engine is
// compared with, so it takes nothing from the engine: of the request it reads
// only what the caller supplied and derives the rest itself, and it has its own
// globs, variables, numbers, dates, addresses. It is written to be compared
// with the rules by eye; speed is that of the obvious loop.
//
// README.md beside this file lists how it reads the rules that leave a choice.

namespace iameval::reference {

struct Options {
  // S-7.22, Q-56: sts:GetCallerIdentity is allowed whatever the policies say.
  // False: it is decided like any other action.
  bool get_caller_identity_is_always_allowed = true;
};

// S-7.24.
Decision Evaluate(const PolicySet& policies, const Request& request,
                  const Options& options = {});

// A statement that matches the request (S-1.22).
struct MatchedStatement {
  PolicyType type = PolicyType::kIdentity;
  std::size_t level = 0;      // of an SCP or RCP: 1 = root; otherwise 0
  std::size_t policy = 0;     // among the policies of its layer (and level)
  std::size_t statement = 0;  // in its document
  bool allow = false;
  char kind = ' ';  // resource, trust, vpce: D, R or A (S-3.14)
};

// Every matching statement of the layers that apply to the request (S-7.3), to
// find out why two evaluators differ.
std::vector<MatchedStatement> MatchingStatements(const PolicySet& policies,
                                                 const Request& request);

// "Allow scp level 2 [0] statement 1", for failure messages.
std::string ToString(const MatchedStatement& matched);

}  // namespace iameval::reference

#endif  // IAMEVAL_TESTS_REFERENCE_EVALUATE_H_
