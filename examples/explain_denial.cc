// Why is this request denied, and what would have to change?
//
//   explain_denial [<folder of policies, default examples/policies>]
//
// Prints the library's own text for an explicit and for an implicit deny, then
// reads the same explanation as data.

#include <cstdio>
#include <string>

#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/policy.h"
#include "iameval/request.h"
#include "load_policy.h"

namespace {

using iameval::Explanation;
using iameval::StatementOutcome;

iameval::Request::Builder ReadObject(const char* object) {
  iameval::Request::Builder builder;
  builder.Principal("arn:aws:iam::111122223333:role/DemoRole")
      .Action("s3:GetObject")
      .Resource(object)
      .ResourceAccount("111122223333");
  return builder;
}

// A bucket policy that denies whatever does not come through its VPC endpoint.
void DeniedByBucketPolicy(const std::string& folder) {
  const iameval::Policy administrator = ValueOrExit(iameval::Policy::Parse(R"({
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})"))
                                            .Named("administrator");
  const iameval::Engine engine = ValueOrExit(iameval::Engine::Create(
      {.identity = {administrator},
       .resource = LoadPolicy(folder, "s3-deny-unless-vpce.json",
                              iameval::PolicyType::kResource)}));
  iameval::Request::Builder request =
      ReadObject("arn:aws:s3:::your-sample-bucket/report.csv");
  const Explanation why = engine.Explain(ValueOrExit(request.Build()));
  std::printf("1. From the internet\n\n%s\n", why.ToText().c_str());

  // The explanation is data: who forbids it, and what it asked for.
  for (const iameval::StatementReport& report : why.statements) {
    if (!report.determining) continue;
    std::printf("to change: statement %zu of %s, line %d\n",
                report.statement.statement, report.statement.policy.c_str(),
                report.statement.line);
  }
  for (const std::string& key : why.missing_context_keys) {
    std::printf("or to supply: %s\n", key.c_str());
  }
  request.Context("aws:SourceVpce", "vpce-1a2b3c4d");
  std::printf("\n2. Through the endpoint\n\n%s\n",
              engine.Explain(ValueOrExit(request.Build())).ToText().c_str());
}

// A managed policy that allows objects whose name or tag says SageMaker: two
// statements are about s3:GetObject, and neither fits this object.
void DeniedByNobody(const std::string& folder) {
  const iameval::Engine engine = ValueOrExit(iameval::Engine::Create(
      {.identity = {
           LoadPolicy(folder, "AmazonSageMakerGroundTruthExecution.json")}}));
  iameval::Request::Builder request =
      ReadObject("arn:aws:s3:::amzn-s3-demo-bucket/labels/1.json");
  std::printf("3. Nothing allows it\n\n%s\n",
              engine.Explain(ValueOrExit(request.Build())).ToText().c_str());

  request.Context("s3:ExistingObjectTag/SageMaker", "True");
  std::printf("4. The object has the tag\n\n%s",
              engine.Explain(ValueOrExit(request.Build())).ToText().c_str());
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : "examples/policies";
  DeniedByBucketPolicy(folder);
  DeniedByNobody(folder);
}
