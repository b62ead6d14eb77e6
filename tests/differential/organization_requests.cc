// Requests to a World.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "differential/organization_generator.h"
#include "differential/scene.h"
#include "differential/text_mutation.h"

namespace iameval_testing {
namespace {

class RequestMaker {
 public:
  RequestMaker(Random& random, const World& world)
      : random_(random), world_(world) {}

  Json Make() {
    Intent intent = random_.PickFrom(world_.intents);
    const bool trust = IsTrustAction(intent.action);
    if (random_.Percent(40)) intent = Vary(random_, intent, trust);
    Json request = Json::Object();
    request.Add("principal", Json::String(intent.principal.text));
    AddCompanions(intent.principal, request);
    request.Add("action", Json::String(intent.action));
    request.Add("resource", Json::String(intent.resource));
    if (!intent.owner.empty() || random_.OneIn(25)) {
      const std::string owner = intent.owner.empty()
                                    ? std::string(PickAccount(random_))
                                    : intent.owner;
      request.Add("resourceAccount", Json::String(owner));
    }
    for (const std::string_view flag :
         {"principalAccountIsManagement", "resourceAccountIsManagement"}) {
      if (random_.OneIn(40)) request.Add(flag, Json::Word("true"));
    }
    if (random_.OneIn(40)) {
      request.Add("serviceSupportsRcps", Json::Word("false"));
    }
    if (random_.OneIn(6)) request.Add("time", Json::Word("1709208000"));
    request.Add("context", Context());
    return request;
  }

 private:
  // What the engine knows too, mostly left out.
  void AddCompanions(const Principal& principal, Json& request) {
    const bool session =
        principal.text.find(":assumed-role/") != std::string::npos;
    if (session && !principal.role_arn.empty() && random_.Percent(30)) {
      std::string role = principal.role_arn;
      if (random_.OneIn(12)) {  // another role of that name
        role.insert(role.find(":role/") + 6, "other/");
      }
      request.Add("roleArn", Json::String(role));
    }
    if (!principal.issuer.empty() && random_.Percent(50)) {
      request.Add("federatedBy", Json::String(principal.issuer));
    }
    if (!principal.id.empty() && random_.Percent(25)) {
      request.Add("principalId",
                  Json::String(random_.OneIn(6) ? "AIDAOTHER" : principal.id));
    }
  }

  Json Context() {
    Json context = Json::Object();
    for (const KeyPool& pool : world_.pools) {
      // Tags are mostly the engine's to know.
      const bool tag = pool.key.find("Tag/") != std::string::npos;
      const unsigned absent = tag ? 75 : pool.derived ? 88 : 18;
      if (random_.Percent(absent)) continue;
      const std::string key =
          random_.OneIn(8) ? FlipCase(random_, pool.key) : pool.key;
      context.Add(key, Value(pool));
    }
    AddEndpoint(context);
    return context;
  }

  Json Value(const KeyPool& pool) {
    if (random_.OneIn(20)) return Json{};  // explicitly absent
    if (!pool.multi || random_.Percent(25)) return One(pool);
    Json list = Json::Array();
    for (std::size_t n = random_.Below(4); n > 0; --n) list.Add(One(pool));
    return list;
  }

  Json One(const KeyPool& pool) {
    if (pool.values.empty()) return Json::String("");
    return Json::String(random_.Percent(40) ? pool.values.front()
                                            : random_.PickFrom(pool.values));
  }

  void AddEndpoint(Json& context) {
    if (!random_.Percent(25)) return;
    std::string id = "vpce-unknown";
    if (!world_.endpoints.empty() && random_.Percent(85)) {
      id = random_.PickFrom(world_.endpoints).id;
    }
    const std::string_view key =
        random_.OneIn(4) ? "AWS:sourcevpce" : "aws:SourceVpce";
    context.Add(key, random_.OneIn(30) ? Json{} : Json::String(id));
  }

  Random& random_;
  const World& world_;
};

}  // namespace

Json MakeRequestTo(Random& random, const World& world) {
  return RequestMaker(random, world).Make();
}

Json RequestOfWorldPair(std::uint64_t seed, std::uint64_t pair,
                        const World& world) {
  Random random(seed, pair / kRequestsPerWorld, 1 + pair % kRequestsPerWorld);
  return MakeRequestTo(random, world);
}

}  // namespace iameval_testing
