#include <iostream>

#include "iameval/engine.h"

int main() {
  const auto policy = iameval::Policy::Parse(R"({
    "Version": "2012-10-17",
    "Statement": [{
      "Sid": "UseBucket",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
    }]})");
  const auto request = iameval::Request::Builder()
                           .Principal("arn:aws:iam::111122223333:user/Alice")
                           .Action("s3:ListBucket")
                           .Resource("arn:aws:s3:::amzn-s3-demo-bucket")
                           .ResourceAccount("111122223333")
                           .Build();
  if (!policy.ok() || !request.ok()) return 2;
  const auto engine = iameval::Engine::Create({.identity = {*policy}});
  if (!engine.ok()) return 2;
  std::cout << engine->Explain(*request).ToText();
}
