#ifndef IAMEVAL_TESTS_DIFFERENTIAL_SCENE_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_SCENE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "differential/random.h"
#include "differential/values.h"

namespace iameval_testing {

// The kinds of callers of S-3.2, as the generator tells them apart.
enum class Caller : std::uint8_t {
  kUser,
  kSession,             // with its role's ARN
  kSessionWithoutRole,  // the role's path is not known
  kRole,                // a role's ARN as the caller
  kFederatedUser,
  kRoot,
  kService,
  kAnonymous,
  kProvider,  // AssumeRoleWithSAML, ...WithWebIdentity
  kServiceLinkedRole,
};
inline constexpr std::size_t kCallers = 10;

struct Principal {
  Caller caller = Caller::kUser;
  std::string text;       // request.principal
  std::string role_arn;   // with path; also known to the policies' author
  std::string issuer;     // of a federated user; may be empty
  std::string id;         // unique id
  std::string partition;  // of ARNs
  std::string account;    // empty for services, providers and anonymous
};

// What one request asks for, before it is varied.
struct Intent {
  Principal principal;
  std::string action;
  std::string resource;
  std::string owner;  // resourceAccount; may be empty
};

// A context key that some condition or variable of a policy set reads, with
// values near those of the policies.
struct KeyPool {
  std::string key;
  bool multi = false;               // a condition treats it as a set
  bool derived = false;             // the library derives it: seldom supplied
  std::vector<std::string> values;  // the first is the likeliest
};

// What the policies and the requests of one policy set have in common.
struct Scene {
  std::vector<Intent> intents;
  std::vector<KeyPool> pools;
  bool trust = false;  // the resource policy is a role's trust policy

  KeyPool& PoolFor(std::string_view key);
};

struct KeyInfo {
  std::string_view name;
  ValueKind kind;
  bool multi = false;
  bool derived = false;
};

// The keys that conditions use.
const std::vector<KeyInfo>& ConditionKeys();

// A principal of the given kind; `account` where the kind has one.
Principal MakePrincipal(Random& random, Caller caller,
                        std::string_view partition, std::string_view account);

Caller PickCaller(Random& random, bool trust);

// The value that the library derives for `key`, or "" (S-6.2 to S-6.4).
std::string DerivedValue(std::string_view key, const Intent& intent);

Intent MakeIntent(Random& random, bool trust);

// An intent that differs in one or two parts, by little or by much.
Intent Vary(Random& random, const Intent& intent, bool trust);

std::string_view PickAccount(Random& random);

// sts:AssumeRole, ...WithSAML, ...WithWebIdentity, sts:TagSession and
// sts:SetSourceIdentity: the resource policy is the role's trust policy
// (S-7.3).
bool IsTrustAction(std::string_view action);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_SCENE_H_
