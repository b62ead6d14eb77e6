// A program that links nothing but the library.

#include <iameval/decision.h>
#include <iameval/engine.h>
#include <iameval/policy.h>
#include <iameval/request.h>

#include <cstdio>
#include <string>

int main() {
  absl::StatusOr<iameval::Policy> policy =
      iameval::Policy::Parse(R"({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"}})");
  if (!policy.ok()) {
    std::fprintf(stderr, "%s\n", policy.status().ToString().c_str());
    return 1;
  }
  absl::StatusOr<iameval::Engine> engine =
      iameval::Engine::Create({.identity = {*policy}});
  absl::StatusOr<iameval::Request> request =
      iameval::Request::Builder()
          .Principal("arn:aws:iam::111122223333:role/DemoRole")
          .Action("s3:GetObject")
          .Resource("arn:aws:s3:::amzn-s3-demo-bucket/input/payload.csv")
          .ResourceAccount("111122223333")
          .Build();
  if (!engine.ok() || !request.ok()) {
    std::fprintf(stderr, "%s; %s\n", engine.status().ToString().c_str(),
                 request.status().ToString().c_str());
    return 1;
  }
  const iameval::Decision decision = engine->Evaluate(*request);
  std::puts(std::string(iameval::DecisionName(decision)).c_str());
  return decision == iameval::Decision::kAllowed ? 0 : 1;
}
