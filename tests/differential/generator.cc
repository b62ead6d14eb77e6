#include "differential/generator.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "differential/corruption.h"
#include "differential/documents.h"
#include "differential/json_tree.h"
#include "differential/random.h"
#include "differential/scene.h"
#include "differential/text_mutation.h"
#include "differential/values.h"

namespace iameval_testing {
namespace {

using iameval::internal::EqualsIgnoringAsciiCase;

std::string PickValue(Random& random, const KeyPool& pool) {
  if (pool.values.empty()) return "";
  if (random.Percent(45)) return pool.values.front();
  return random.PickFrom(pool.values);
}

// A key's value as a request carries it: one value, a list of any length (also
// empty, also of one), or null for a key that is explicitly absent.
Json ContextValue(Random& random, const KeyPool& pool) {
  if (random.OneIn(25)) return Json{};
  const std::size_t shape = pool.multi ? random.Weighted({25, 8, 27, 30, 10})
                                       : random.Weighted({92, 1, 4, 3, 0});
  if (shape == 0) {
    const std::string value = PickValue(random, pool);
    // JSON numbers and booleans count as their text.
    const bool word = value == "true" || value == "false" || value == "10";
    return word && random.Percent(40) ? Json::Word(value) : Json::String(value);
  }
  Json list = Json::Array();
  for (std::size_t i = 1; i < shape; ++i) {
    list.Add(Json::String(PickValue(random, pool)));
  }
  return list;
}

bool Has(const Json& context, std::string_view key) {
  for (const std::string& name : context.names) {
    if (EqualsIgnoringAsciiCase(name, key)) return true;
  }
  return false;
}

Json MakeContext(Random& random, const Scene& scene) {
  Json context = Json::Object();
  for (const KeyPool& pool : scene.pools) {
    if (random.Percent(pool.derived ? 85 : 14)) continue;
    const std::string key =
        random.OneIn(8) ? FlipCase(random, pool.key) : pool.key;
    if (Has(context, key)) continue;
    context.Add(key, ContextValue(random, pool));
  }
  if (random.OneIn(10)) {  // a key that no policy may ever read
    const KeyInfo& key = random.PickFrom(ConditionKeys());
    if (!Has(context, key.name)) {
      context.Add(key.name, Json::String(MakeRequestValue(random, key.kind)));
    }
  }
  return context;
}

void AddTime(Random& random, Json& request) {
  if (!random.OneIn(5)) return;
  request.Add("time", Json::Word(random.Pick({"0", "1704067200", "1709208000",
                                              "1709208001", "1709207999", "-1",
                                              "4102444800", "1709251200"})));
}

}  // namespace

PolicyScenario MakeScenario(Random& random) {
  PolicyScenario scenario;
  Scene& scene = scenario.scene;
  scene.trust = random.Percent(14);
  for (std::size_t n = random.Weighted({0, 60, 30, 10}); n > 0; --n) {
    scene.intents.push_back(MakeIntent(random, scene.trust));
  }
  scenario.policies = MakePolicies(random, scene);
  scenario.corrupt = random.Percent(3);
  if (scenario.corrupt) CorruptPolicies(random, scenario.policies);
  return scenario;
}

Json MakeRequest(Random& random, const PolicyScenario& scenario) {
  const Scene& scene = scenario.scene;
  Intent intent = random.Percent(75) ? scene.intents.front()
                                     : random.PickFrom(scene.intents);
  if (random.Percent(45)) intent = Vary(random, intent, scene.trust);
  // A decision case takes `resource` for a trust policy by the action; the
  // library's user may still ask a trust policy for something else.
  const bool odd = random.OneIn(60);
  if (IsTrustAction(intent.action) != scene.trust || odd) {
    intent.action =
        scene.trust != odd ? "sts:AssumeRole" : "sts:GetFederationToken";
  }
  const Principal& principal = intent.principal;
  Json request = Json::Object();
  request.Add("principal", Json::String(principal.text));
  if (principal.caller != Caller::kSessionWithoutRole &&
      !principal.role_arn.empty() && principal.text != principal.role_arn) {
    request.Add("roleArn", Json::String(principal.role_arn));
  }
  if (!principal.issuer.empty()) {
    request.Add("federatedBy", Json::String(principal.issuer));
  }
  if (!principal.id.empty()) {
    request.Add("principalId", Json::String(principal.id));
  }
  request.Add("action", Json::String(intent.action));
  request.Add("resource", Json::String(intent.resource));
  if (!intent.owner.empty()) {
    request.Add("resourceAccount", Json::String(intent.owner));
  }
  for (const std::string_view flag :
       {"principalAccountIsManagement", "resourceAccountIsManagement"}) {
    if (random.OneIn(15)) request.Add(flag, Json::Word("true"));
  }
  if (random.OneIn(15)) {
    request.Add("serviceSupportsRcps", Json::Word("false"));
  }
  AddTime(random, request);
  request.Add("context", MakeContext(random, scene));
  if (random.OneIn(100)) CorruptRequest(random, request);
  return request;
}

PolicyScenario ScenarioOfPair(std::uint64_t seed, std::uint64_t pair) {
  Random random(seed, pair / kRequestsPerSet, 0);
  return MakeScenario(random);
}

Json RequestOfPair(std::uint64_t seed, std::uint64_t pair,
                   const PolicyScenario& scenario) {
  Random random(seed, pair / kRequestsPerSet, 1 + pair % kRequestsPerSet);
  return MakeRequest(random, scenario);
}

}  // namespace iameval_testing
