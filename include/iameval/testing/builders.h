#ifndef IAMEVAL_TESTING_BUILDERS_H_
#define IAMEVAL_TESTING_BUILDERS_H_

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "iameval/engine.h"
#include "iameval/engine_builder.h"
#include "iameval/policy.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"

// What a policy's test is made of, each in one expression; target
// iameval::matchers.
//
//   const iameval::Engine account = iameval_testing::BuildEngine(
//       iameval::Engine::Builder()
//           .Add(iameval::Account{.id = "111122223333"})
//           .Add(iameval::Role{
//               .arn = "arn:aws:iam::111122223333:role/DemoRole",
//               .policies = {iameval_testing::ReadPolicy("role.json")}})
//           .Add(iameval::Resource{
//               .arn = "arn:aws:s3:::amzn-s3-demo-bucket",
//               .account = "111122223333",
//               .policy = iameval_testing::ReadPolicy(
//                   "bucket.json", iameval::PolicyType::kResource)}));
//   EXPECT_THAT(account, Allows(iameval_testing::Ask(
//       "arn:aws:iam::111122223333:role/DemoRole", "s3:GetObject",
//       "arn:aws:s3:::amzn-s3-demo-bucket/a.csv")));
//
// A test takes it for granted that its policies can be read: if not, these
// functions print why on standard error and abort the test program.

namespace iameval_testing {

// The value, or the end of the program: for anything that returns a StatusOr.
template <typename T>
T ValueOrAbort(absl::StatusOr<T> value, std::string_view what) {
  if (!value.ok()) {
    std::fprintf(stderr, "%s: %s\n", std::string(what).c_str(),
                 value.status().ToString().c_str());
    std::abort();
  }
  return *std::move(value);
}

// The policy document in a file, named after it.
inline iameval::Policy ReadPolicy(
    const std::string& path,
    iameval::PolicyType type = iameval::PolicyType::kIdentity) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  if (!stream || !(text << stream.rdbuf())) {
    std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    std::abort();
  }
  return ValueOrAbort(iameval::Policy::Parse(text.str(), type), path)
      .Named(path);
}

// A policy document written in the test.
inline iameval::Policy MakePolicy(
    std::string_view json,
    iameval::PolicyType type = iameval::PolicyType::kIdentity) {
  return ValueOrAbort(iameval::Policy::Parse(json, type), "policy");
}

// An engine for an account or organization, or for one policy set.
inline iameval::Engine BuildEngine(const iameval::Engine::Builder& builder) {
  return ValueOrAbort(builder.Build(), "engine");
}
inline iameval::Engine BuildEngine(const iameval::PolicySet& policies) {
  return ValueOrAbort(iameval::Engine::Create(policies), "engine");
}

// Who asks for what, with single-valued context keys. For all else there is
// Request::Builder, and Request::ToBuilder for a variation.
inline iameval::Request Ask(
    std::string_view principal, std::string_view action,
    std::string_view resource,
    std::initializer_list<std::pair<std::string_view, std::string_view>>
        context = {}) {
  iameval::Request::Builder builder;
  builder.Principal(principal).Action(action).Resource(resource);
  for (const auto& [key, value] : context) builder.Context(key, value);
  return ValueOrAbort(builder.Build(), "request");
}

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTING_BUILDERS_H_
