#ifndef IAMEVAL_LIB_POLICY_TYPE_RULES_H_
#define IAMEVAL_LIB_POLICY_TYPE_RULES_H_

#include <cstdint>
#include <string_view>

#include "iameval/policy.h"

namespace iameval::internal {

enum class Need : std::uint8_t { kForbidden, kReported, kOptional, kRequired };

// What becomes of an ARN pattern with fewer than six fields (S-2.12).
enum class ShortArn : std::uint8_t {
  kCompleted,  // with `*` for each missing field
  kReported,   // it matches nothing
  kRefused,
};

// One column of the element matrix (S-1.14), and the other rules that depend on
// the type alone.
struct TypeRules {
  std::string_view name;  // for messages, with its article
  Need id = Need::kForbidden;
  Need principal = Need::kForbidden;  // kRequired: or NotPrincipal, if optional
  Need not_principal = Need::kForbidden;
  Need resource = Need::kRequired;  // Resource or NotResource
  bool version_is_2012 = false;     // no other Version but none
  bool anyone_only = false;         // Principal must be "*" (S-1.16)
  bool not_action = true;
  // Hosted by IAM: characters up to U+00FF, letters and digits in a Sid, each
  // Sid once (S-1.1, S-1.12).
  bool iam_hosted = false;
  ShortArn short_arn = ShortArn::kCompleted;
};

const TypeRules& RulesOf(PolicyType type);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_TYPE_RULES_H_
