#include "differential/documents.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "differential/conditions.h"
#include "differential/json_tree.h"
#include "differential/patterns.h"
#include "differential/random.h"
#include "differential/scene.h"
#include "iameval/policy.h"

namespace iameval_testing {
namespace {

using iameval::PolicyType;

bool IsIamHosted(PolicyType type) {
  return type == PolicyType::kIdentity || type == PolicyType::kBoundary ||
         type == PolicyType::kSession || type == PolicyType::kTrust;
}

bool HasPrincipal(PolicyType type) {
  return type == PolicyType::kResource || type == PolicyType::kTrust ||
         type == PolicyType::kVpcEndpoint || type == PolicyType::kRcp;
}

bool IsOrganizations(PolicyType type) {
  return type == PolicyType::kScp || type == PolicyType::kRcp;
}

// IAM-hosted documents admit no character beyond U+00FF (S-1.1); an escaped
// one is a character all the same.
std::string OnlyLatin1(std::string_view text) {
  std::string kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool beyond = byte >= 0xC4;
    const bool control = byte < 0x20 || byte == 0x7F;
    if (!beyond && !control) {
      kept += text[i];
      continue;
    }
    kept += 'x';
    while (beyond && i + 1 < text.size() &&
           (static_cast<unsigned char>(text[i + 1]) & 0xC0U) == 0x80U) {
      ++i;
    }
  }
  return kept;
}

void KeepLatin1(Json& json) {
  if (json.kind == Json::Kind::kString) json.text = OnlyLatin1(json.text);
  for (std::string& name : json.names) name = OnlyLatin1(name);
  for (Json& item : json.items) KeepLatin1(item);
}

// A list of `count` entries, or, for one, often the bare string (S-1.9).
template <typename MakeEntry>
Json MakeList(Random& random, std::size_t count, MakeEntry make_entry) {
  Json list = Json::Array();
  for (std::size_t i = 0; i < count; ++i) {
    Json entry = Json::String(make_entry(i));
    entry.escaped = random.OneIn(60);
    list.Add(std::move(entry));
  }
  return count == 1 && random.Percent(60) ? list.items.front() : list;
}

struct Aim {
  bool allow = true;
  unsigned percent = 85;  // how likely each element is meant to match
  unsigned conditions = 30;
};

class StatementMaker {
 public:
  StatementMaker(Random& random, Scene& scene, PolicyType type, const Aim& aim)
      : random_(random),
        scene_(scene),
        type_(type),
        aim_(aim),
        intent_(random.Percent(80) ? scene.intents.front()
                                   : random.PickFrom(scene.intents)) {}

  Json Make() {
    Json statement = Json::Object();
    AddSid(statement);
    statement.Add("Effect", Json::String(aim_.allow ? "Allow" : "Deny"));
    if (HasPrincipal(type_)) AddPrincipal(statement);
    AddAction(statement);
    if (type_ != PolicyType::kTrust) AddResource(statement);
    if (random_.Percent(aim_.conditions)) {
      statement.Add("Condition", MakeCondition(random_, scene_, intent_));
    }
    Shuffle(statement);
    return statement;
  }

 private:
  bool Hit() { return random_.Percent(aim_.percent); }

  void AddSid(Json& statement) {
    if (random_.Percent(70)) return;
    // Unique where it must be (S-1.12).
    const std::size_t number = random_.Below(1'000'000);
    statement.Add("Sid", Json::String(absl::StrFormat("Sid%d", number)));
  }

  void AddPrincipal(Json& statement) {
    const bool may_negate =
        type_ == PolicyType::kResource || type_ == PolicyType::kVpcEndpoint;
    // With Allow it is a finding (S-3.16).
    if (may_negate && random_.Percent(aim_.allow ? 2 : 30)) {
      statement.Add("NotPrincipal", NotPrincipalElement(random_, intent_));
      return;
    }
    statement.Add("Principal",
                  PrincipalElement(random_, type_, intent_, Hit()));
  }

  std::size_t ListSize() {
    if (random_.OneIn(150)) return random_.Between(20, 60);
    return random_.Weighted({1, 60, 22, 12, 5});
  }

  void AddAction(Json& statement) {
    // A negated list must miss for the statement to match (S-2.5).
    const bool negate = type_ != PolicyType::kRcp && random_.Percent(10);
    const bool hit = Hit() != negate;
    const std::size_t count = ListSize();
    const std::size_t aimed = random_.Below(count);
    Json list = MakeList(random_, count, [&](std::size_t i) {
      return ActionPattern(random_, type_, intent_, hit && i == aimed);
    });
    statement.Add(negate ? "NotAction" : "Action", std::move(list));
  }

  void AddResource(Json& statement) {
    const bool negate = random_.Percent(10);
    const bool hit = Hit() != negate;
    const std::size_t count = ListSize();
    const std::size_t aimed = random_.Below(count);
    Json list = MakeList(random_, count, [&](std::size_t i) {
      return ResourcePattern(random_, scene_, type_, intent_,
                             hit && i == aimed);
    });
    statement.Add(negate ? "NotResource" : "Resource", std::move(list));
  }

  // Order never matters (S-1.2).
  void Shuffle(Json& statement) {
    if (!random_.OneIn(4)) return;
    for (std::size_t i = statement.items.size(); i > 1; --i) {
      const std::size_t j = random_.Below(i);
      std::swap(statement.items[i - 1], statement.items[j]);
      std::swap(statement.names[i - 1], statement.names[j]);
    }
  }

  Random& random_;
  Scene& scene_;
  PolicyType type_;
  Aim aim_;
  Intent intent_;
};

// S-1.5: variables live in 2012-10-17 only.
void AddVersion(Random& random, PolicyType type, Json& document) {
  const std::size_t which = random.Weighted({88, 6, 6});
  if (which == 0 || (which == 1 && IsOrganizations(type))) {
    document.Add("Version", Json::String("2012-10-17"));
  } else if (which == 1) {
    document.Add("Version", Json::String("2008-10-17"));
  }
}

Json Wrap(Random& random, PolicyType type, std::vector<Json> statements) {
  Json document = Json::Object();
  AddVersion(random, type, document);
  if (type == PolicyType::kResource && random.OneIn(8)) {
    document.Add("Id", Json::String("Demo"));
  }
  const bool bare = statements.size() == 1 && random.Percent(50);
  document.Add("Statement",
               bare ? statements.front() : Json::Array(std::move(statements)));
  if (IsIamHosted(type)) KeepLatin1(document);
  return document;
}

// Statement by statement: a Deny with probability `deny`, in percent.
Json MakeDocument(Random& random, Scene& scene, PolicyType type,
                  std::size_t count, unsigned deny, unsigned aim) {
  std::vector<Json> statements;
  for (std::size_t i = 0; i < count; ++i) {
    const bool allow = type != PolicyType::kRcp && !random.Percent(deny);
    Aim each;
    each.allow = allow;
    each.percent = allow ? aim : 82;
    each.conditions = allow ? 28 : 60;
    statements.push_back(StatementMaker(random, scene, type, each).Make());
  }
  return Wrap(random, type, std::move(statements));
}

// FullAWSAccess, or RCPFullAWSAccess (S-1.16).
Json FullAccess(PolicyType type) {
  Json statement = Json::Object();
  statement.Add("Effect", Json::String("Allow"));
  if (type == PolicyType::kRcp) statement.Add("Principal", Json::String("*"));
  statement.Add("Action", Json::String("*"));
  statement.Add("Resource", Json::String("*"));
  Json document = Json::Object();
  document.Add("Version", Json::String("2012-10-17"));
  document.Add("Statement", Json::Array({std::move(statement)}));
  return document;
}

Json MakeLevels(Random& random, Scene& scene, PolicyType type) {
  Json levels = Json::Array();
  for (std::size_t n = random.Weighted({1, 50, 35, 14}); n > 0; --n) {
    Json level = Json::Array();
    const std::size_t shape = random.Weighted({45, 20, 30, 5});
    if (shape <= 1) level.Add(FullAccess(type));
    if (shape >= 1 && shape <= 2) {
      const std::size_t count = random.Between(1, 2);
      // Without FullAWSAccess the level needs an Allow of its own.
      const unsigned deny = shape == 1 ? 90 : 10;
      level.Add(MakeDocument(random, scene, type, count, deny, 92));
    }
    levels.Add(std::move(level));
  }
  return levels;
}

Json MakeDocuments(Random& random, Scene& scene, PolicyType type,
                   std::size_t count, unsigned deny, unsigned aim) {
  Json list = Json::Array();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t statements = random.Weighted({0, 50, 35, 15});
    list.Add(MakeDocument(random, scene, type, statements, deny, aim));
  }
  return list;
}

// Many statements in one document: the indexes and automata of a large set.
void AddLargeDocument(Random& random, Scene& scene, Json& identity) {
  const std::size_t more = random.Between(4, 20);
  for (std::size_t i = 0; i < more; ++i) {
    scene.intents.push_back(MakeIntent(random, scene.trust));
  }
  const std::size_t count = random.Between(40, 200);
  identity.Add(
      MakeDocument(random, scene, PolicyType::kIdentity, count, 4, 70));
}

void AddResourcePolicy(Random& random, Scene& scene, Json& policies) {
  const PolicyType type =
      scene.trust ? PolicyType::kTrust : PolicyType::kResource;
  const std::size_t statements = random.Weighted({0, 45, 35, 20});
  policies.Add("resource",
               MakeDocument(random, scene, type, statements, 25, 88));
}

}  // namespace

Json MakePolicies(Random& random, Scene& scene) {
  Json policies = Json::Object();
  const Intent& first = scene.intents.front();
  const bool outsider = first.principal.account.empty();
  const bool federated = first.principal.caller == Caller::kFederatedUser;
  const bool foreign =
      first.resource.find(first.principal.account) == std::string::npos;
  const bool key = first.action.starts_with("kms:");
  if (!outsider || random.Percent(30)) {
    const std::size_t count = random.Weighted({6, 60, 26, 8});
    Json identity =
        MakeDocuments(random, scene, PolicyType::kIdentity, count, 18, 88);
    if (random.OneIn(100)) AddLargeDocument(random, scene, identity);
    policies.Add("identity", std::move(identity));
  }
  if (random.Percent(16)) {
    policies.Add("boundary", MakeDocument(random, scene, PolicyType::kBoundary,
                                          random.Between(1, 2), 15, 92));
  }
  if (random.Percent(federated ? 75 : 15)) {
    const std::size_t count = random.Weighted({8, 62, 30});
    policies.Add("session", MakeDocuments(random, scene, PolicyType::kSession,
                                          count, 12, 92));
  }
  if (random.Percent(16)) {
    policies.Add("scp", MakeLevels(random, scene, PolicyType::kScp));
  }
  if (random.Percent(14)) {
    policies.Add("rcp", MakeLevels(random, scene, PolicyType::kRcp));
  }
  const bool wanted = outsider || scene.trust || key || foreign;
  if (random.Percent(wanted ? 90 : 35)) {
    AddResourcePolicy(random, scene, policies);
  }
  if (random.Percent(11)) {
    policies.Add("vpce", MakeDocument(random, scene, PolicyType::kVpcEndpoint,
                                      random.Between(1, 2), 18, 92));
  }
  return policies;
}

}  // namespace iameval_testing
