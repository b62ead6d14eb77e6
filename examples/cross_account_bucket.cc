// A role of one account uses a bucket of another. Both sides must allow, and
// on the role's side its permissions boundary and every level of service
// control policies as well (semantics S-7.13).
//
//   cross_account_bucket [<folder of policies, default examples/policies>]
//
// Asks five requests and prints what each layer says to them.

#include <cstdio>
#include <string>

#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/policy.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"
#include "load_policy.h"

namespace {

iameval::PolicySet PartnerPolicies(const std::string& folder) {
  using Type = iameval::PolicyType;
  const auto load = [&folder](const char* file, Type type) {
    return LoadPolicy(folder + "/partner", file, type);
  };
  return iameval::PolicySet{
      .identity = {load("identity.json", Type::kIdentity)},
      .boundary = load("boundary.json", Type::kBoundary),
      .session = {},
      .scp = {{{load("scp-root.json", Type::kScp)},
               {load("scp-account.json", Type::kScp)}}},
      .rcp = {},
      .resource = load("bucket-policy.json", Type::kResource),
      .vpc_endpoint = {}};
}

iameval::Request::Builder Request(const char* action, const char* resource) {
  iameval::Request::Builder builder;
  builder.Principal("arn:aws:iam::444455556666:role/DemoRole")
      .Action(action)
      .Resource(resource)
      .ResourceAccount("111122223333")
      .Context("aws:SecureTransport", "true");
  return builder;
}

void Ask(const iameval::Engine& engine, const char* question,
         const iameval::Request::Builder& builder) {
  const iameval::Explanation why = engine.Explain(ValueOrExit(builder.Build()));
  std::printf("%s\n  %s: %s\n", question,
              std::string(iameval::DecisionName(why.decision)).c_str(),
              why.reason.c_str());
  for (const iameval::LayerReport& layer : why.layers) {
    if (!layer.consulted) continue;
    std::printf("    %-12s  %s\n", layer.name.c_str(),
                std::string(iameval::DecisionName(layer.outcome)).c_str());
  }
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : "examples/policies";
  const iameval::Engine engine =
      ValueOrExit(iameval::Engine::Create(PartnerPolicies(folder)));
  const char* shared = "arn:aws:s3:::amzn-s3-demo-bucket/shared/report.csv";
  const char* secret = "arn:aws:s3:::amzn-s3-demo-bucket/private/report.csv";

  Ask(engine, "Read a shared object", Request("s3:GetObject", shared));
  Ask(engine, "Read a private object, which the bucket policy does not share",
      Request("s3:GetObject", secret));
  Ask(engine, "Upload without encryption, which an SCP forbids",
      Request("s3:PutObject", shared));
  Ask(engine, "Upload with encryption",
      Request("s3:PutObject", shared)
          .Context("s3:x-amz-server-side-encryption", "aws:kms"));
  Ask(engine, "Delete, which the permissions boundary leaves out",
      Request("s3:DeleteObject", shared));
}
