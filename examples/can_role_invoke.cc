// Can this role invoke its asynchronous SageMaker endpoint, and use the bucket
// that the endpoint reads from and writes to?
//
//   can_role_invoke [<folder of policies, default examples/policies>]
//
// The AWS page on asynchronous inference says to give a role the managed
// policy AmazonSageMakerFullAccess, and prints a policy for the bucket. That
// "the role can invoke the endpoint with its bucket" is not one question but
// several: each request has one action and one resource. A CheckedEngine knows
// which actions take which resources and says so; an Engine compares texts.

#include <cstdio>
#include <string>
#include <string_view>

#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/policy.h"
#include "iameval/request.h"
#include "iameval/request_check.h"
#include "iameval/service_reference.h"
#include "load_policy.h"

namespace {

constexpr char kRole[] = "arn:aws:iam::111122223333:role/DemoRole";
constexpr char kEndpoint[] =
    "arn:aws:sagemaker:us-east-1:111122223333:endpoint/my-async-endpoint";
constexpr char kBucket[] = "arn:aws:s3:::bucket_name";
constexpr char kInput[] = "arn:aws:s3:::bucket_name/input/payload.csv";
constexpr char kOutput[] = "arn:aws:s3:::bucket_name/output/result.csv";

using iameval::CheckedEngine;
using iameval::ServiceReference;

void Ask(const CheckedEngine& engine, std::string_view question,
         std::string_view action, std::string_view resource) {
  const iameval::Request request =
      ValueOrExit(iameval::Request::Builder()
                      .Principal(kRole)
                      .Action(action)
                      .Resource(resource)
                      .ResourceAccount("111122223333")
                      .Build());
  std::printf("%s\n  %s on %s\n  ", std::string(question).c_str(),
              std::string(action).c_str(), std::string(resource).c_str());
  const iameval::CheckedExplanation checked = engine.Explain(request);
  const iameval::Explanation& why = checked.explanation;
  std::printf("%s: %s\n",
              std::string(iameval::DecisionName(why.decision)).c_str(),
              why.reason.c_str());
  for (const iameval::StatementReport& report : why.statements) {
    if (!report.determining) continue;
    std::printf("  by %s, line %d\n", report.statement.policy.c_str(),
                report.statement.line);
  }
  if (!checked.probable_questions.empty()) std::printf("  Probably meant:\n");
  for (const iameval::ProbableQuestion& meant : checked.probable_questions) {
    std::printf("    %s: %s on %s\n", meant.who.c_str(), meant.action.c_str(),
                meant.resource.c_str());
  }
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : "examples/policies";
  const iameval::Policy sagemaker =
      LoadPolicy(folder, "AmazonSageMakerFullAccess.json");
  const iameval::Policy bucket = LoadPolicy(folder, "async-inference-s3.json");
  const CheckedEngine role(
      ValueOrExit(iameval::Engine::Create({.identity = {sagemaker, bucket}})),
      ServiceReference::BuiltIn());
  const CheckedEngine bucket_only(
      ValueOrExit(iameval::Engine::Create({.identity = {bucket}})),
      ServiceReference::BuiltIn());

  // sagemaker:InvokeEndpointAsync takes an endpoint and no other resource, so
  // that there is no such request (S-8.5). Documents alone cannot know that:
  // role.engine() answers "allowed", because the statement's NotResource does
  // not exclude the bucket, which is true and useless.
  Ask(role, "May the role invoke the endpoint on its bucket?",
      "sagemaker:InvokeEndpointAsync", kBucket);

  Ask(role, "May the role invoke the endpoint?",
      "sagemaker:InvokeEndpointAsync", kEndpoint);

  // What the endpoint does with the bucket on the role's behalf.
  Ask(role, "May the role read the input?", "s3:GetObject", kInput);
  Ask(role, "May the role write the output?", "s3:PutObject", kOutput);

  // The page's bucket policy lists s3:ListBucket too, but its Resource is
  // bucket_name/*: objects. s3:ListBucket takes the bucket, so that this grant
  // never works; the managed policy happens to make up for it.
  Ask(bucket_only, "May it list the bucket, with the page's S3 policy alone?",
      "s3:ListBucket", kBucket);
  Ask(role, "And with AmazonSageMakerFullAccess beside it?", "s3:ListBucket",
      kBucket);
}
