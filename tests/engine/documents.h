#ifndef IAMEVAL_TESTS_ENGINE_DOCUMENTS_H_
#define IAMEVAL_TESTS_ENGINE_DOCUMENTS_H_

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "iameval/policy.h"
#include "iameval/request.h"

// Policies of one statement and requests, for the tests of this folder. What
// does not matter to a test is left out.

namespace iameval_testing {

inline constexpr std::string_view kAlice =
    "arn:aws:iam::111122223333:user/Alice";
inline constexpr std::string_view kDemoRole =
    "arn:aws:iam::111122223333:role/service-role/DemoRole";
inline constexpr std::string_view kDemoSession =
    "arn:aws:sts::111122223333:assumed-role/DemoRole/session-1";
inline constexpr std::string_view kBucket = "arn:aws:s3:::amzn-s3-demo-bucket";
inline constexpr std::string_view kObject =
    "arn:aws:s3:::amzn-s3-demo-bucket/reports/q1.csv";
inline constexpr std::string_view kKey =
    "arn:aws:kms:us-east-1:111122223333:key/"
    "1234abcd-12ab-34cd-56ef-1234567890ab";

// The value, or the end of the test program: what a test takes for granted.
template <typename T>
T ValueOrDie(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << value.status() << std::endl;
    std::abort();
  }
  return *std::move(value);
}

// One statement. `principal` and `condition` are JSON.
struct Doc {
  std::string_view effect = "Allow";
  std::string_view action = "*";
  std::string_view resource = "*";
  std::string_view principal = R"("*")";  // where the type has one
  std::string_view condition = {};
  std::string_view sid = {};
};

inline std::string ToText(iameval::PolicyType type, const Doc& doc) {
  using Type = iameval::PolicyType;
  std::string text = R"({"Version": "2012-10-17", "Statement": {)";
  const auto add = [&text](std::string_view name, std::string_view json) {
    text.append("\"").append(name).append("\": ").append(json).append(", ");
  };
  const auto quote = [](std::string_view value) {
    return "\"" + std::string(value) + "\"";
  };
  if (!doc.sid.empty()) add("Sid", quote(doc.sid));
  if (type == Type::kResource || type == Type::kTrust || type == Type::kRcp ||
      type == Type::kVpcEndpoint) {
    add("Principal", doc.principal);
  }
  if (type != Type::kTrust) add("Resource", quote(doc.resource));
  if (!doc.condition.empty()) add("Condition", doc.condition);
  add("Action", quote(doc.action));
  return text + R"("Effect": )" + quote(doc.effect) + "}}";
}

inline iameval::Policy Make(iameval::PolicyType type, const Doc& doc = {}) {
  return ValueOrDie(iameval::Policy::Parse(ToText(type, doc), type));
}

inline iameval::Policy Identity(const Doc& doc = {}) {
  return Make(iameval::PolicyType::kIdentity, doc);
}
inline iameval::Policy Boundary(const Doc& doc = {}) {
  return Make(iameval::PolicyType::kBoundary, doc);
}
inline iameval::Policy SessionPolicy(const Doc& doc = {}) {
  return Make(iameval::PolicyType::kSession, doc);
}
inline iameval::Policy ResourcePolicy(const Doc& doc = {}) {
  return Make(iameval::PolicyType::kResource, doc);
}
inline iameval::Policy Trust(const Doc& doc = {}) {
  return Make(iameval::PolicyType::kTrust, doc);
}
inline iameval::Policy Scp(const Doc& doc = {}) {
  return Make(iameval::PolicyType::kScp, doc);
}
inline iameval::Policy Rcp(const Doc& doc) {
  return Make(iameval::PolicyType::kRcp, doc);
}
inline iameval::Policy EndpointPolicy(const Doc& doc = {}) {
  return Make(iameval::PolicyType::kVpcEndpoint, doc);
}

// Who asks for what; s3:GetObject on kObject when left out.
inline iameval::Request::Builder Ask(std::string_view principal,
                                     std::string_view action = "s3:GetObject",
                                     std::string_view resource = kObject) {
  iameval::Request::Builder builder;
  builder.Principal(principal).Action(action).Resource(resource);
  return builder;
}

inline iameval::Request Build(const iameval::Request::Builder& builder) {
  return ValueOrDie(builder.Build());
}

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_ENGINE_DOCUMENTS_H_
