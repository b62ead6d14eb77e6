#ifndef IAMEVAL_EXAMPLES_CLI_CALLER_H_
#define IAMEVAL_EXAMPLES_CLI_CALLER_H_

#include <string>
#include <string_view>
#include <vector>

#include "iameval/explanation.h"
#include "iameval/request.h"

namespace iameval_cli {

// Who makes the request when nobody is named: "can a holder of these
// identity-based policies do it". An unnamed role in the resource's account
// stands in, and nothing may be concluded from who it is: the context keys
// that would tell are absent, and an answer that depends on one of them is no
// answer (DependsOnCaller).
struct StandIn {
  std::string principal;         // the ARN of the stand-in
  std::string resource_account;  // where neither ARN nor user names it
  // Keys with an unknown value, in AWS's spelling.
  std::vector<std::string> unknown_keys;
  std::string note;  // what was assumed, for people
};

// `account` is what the user gave as the resource's account, or empty.
StandIn MakeStandIn(std::string_view resource, std::string_view account);

// Makes the unknown keys absent in `builder`. Those that `request`, an earlier
// product of the same builder, has from the user are known, and taken off
// `stand_in`.
void HideUnknownKeys(StandIn& stand_in, const iameval::Request& request,
                     iameval::Request::Builder& builder);

// Takes a stand-in's account, if it is a made-up one, out of `arn`.
std::string WithoutMadeUpAccount(const StandIn& stand_in, std::string arn);

// The unknown key that a statement asked for; empty when there is none.
std::string DependsOnCaller(const StandIn& stand_in,
                            const iameval::Explanation& explanation);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_CALLER_H_
