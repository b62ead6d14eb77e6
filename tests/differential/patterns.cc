#include "differential/patterns.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "differential/conditions.h"
#include "differential/json_tree.h"
#include "differential/random.h"
#include "differential/scene.h"
#include "differential/text_mutation.h"
#include "iameval/policy.h"

namespace iameval_testing {
namespace {

using iameval::PolicyType;

// An action entry has exactly one colon, and something behind it (S-2.1):
// others are for CorruptPolicies().
std::string ActionName(std::string text) {
  std::replace(text.begin(), text.end(), ':', '-');
  return text.empty() ? "x" : text;
}

// Position after the fifth colon; npos when there are fewer.
std::size_t ResourceField(std::string_view arn) {
  std::size_t at = 0;
  for (int i = 0; i < 5; ++i) {
    at = arn.find(':', at);
    if (at == std::string_view::npos) return at;
    ++at;
  }
  return at;
}

// One of the fields between the colons becomes a wildcard or a pattern (S-2.13,
// S-2.14).
std::string FieldPattern(Random& random, std::string_view arn) {
  std::vector<std::string> fields;
  const std::size_t last = ResourceField(arn);
  std::size_t from = 0;
  while (fields.size() < 5) {
    const std::size_t colon = arn.find(':', from);
    fields.emplace_back(arn.substr(from, colon - from));
    from = colon + 1;
  }
  std::string& field = fields[random.Between(1, 4)];
  switch (random.Weighted({60, 25, 10, 5})) {
    case 0:
      field = "*";
      break;
    case 1:
      field = Generalized(random, field);
      break;
    case 2:
      field.clear();
      break;
    default:
      field = "?";
      break;
  }
  std::string pattern;
  for (const std::string& text : fields) pattern += text + ":";
  pattern += arn.substr(last);
  return pattern;
}

// Fewer than six fields (S-2.12).
std::string ShortArn(Random& random, std::string_view arn) {
  std::size_t cut = 0;
  for (std::size_t n = random.Between(1, 4); n > 0; --n) {
    cut = arn.find(':', cut + 1);
  }
  std::string text(arn.substr(0, arn.find(':', cut + 1)));
  if (random.Percent(30)) text += "*";
  if (random.OneIn(10)) text = "arn:*";
  return text;
}

bool MayBeShort(PolicyType type) {
  return type == PolicyType::kIdentity || type == PolicyType::kBoundary ||
         type == PolicyType::kResource || type == PolicyType::kVpcEndpoint;
}

std::string MatchingArn(Random& random, Scene& scene, PolicyType type,
                        const Intent& intent) {
  const std::string& arn = intent.resource;
  const std::size_t field = ResourceField(arn);
  const std::string head = arn.substr(0, field);
  const std::string tail = arn.substr(field);
  switch (random.Weighted({20, 30, 14, 12, 6, 18})) {
    case 0:
      return arn;
    case 1:
      return head + Generalized(random, tail);
    case 2:
      return "arn:" + Generalized(random, arn.substr(4));
    case 3:
      return FieldPattern(random, arn);
    case 4:
      return MayBeShort(type) ? ShortArn(random, arn) : head + "*";
    default: {
      std::string pattern = head;
      pattern += WithVariable(random, scene, intent, tail);
      if (random.OneIn(3)) {  // a second variable, or a star beside the first
        pattern = random.Percent(50)
                      ? head + WithVariable(random, scene, intent,
                                            pattern.substr(head.size()))
                      : pattern + "*";
      }
      // S-4.2: not substituted before the fifth colon.
      if (random.OneIn(12)) {
        pattern = "arn:" + WithVariable(random, scene, intent, arn.substr(4));
      }
      return pattern;
    }
  }
}

std::string MissingArn(Random& random, const Intent& intent) {
  const std::string& arn = intent.resource;
  const std::size_t field = ResourceField(arn);
  const std::string head = arn.substr(0, field);
  const std::string tail = arn.substr(field);
  switch (random.Below(5)) {
    case 0:
      return head + NearMiss(random, tail);
    case 1:
      return head + FlipCase(random, tail);
    case 2:
      return head + NearMiss(random, Generalized(random, tail));
    case 3:
      return FieldPattern(random, "arn:aws:sqs:eu-west-1:123456789012:a");
    default:
      return std::string(
          random.Pick({"arn:aws:s3:::other", "arn:aws:s3:::other/*",
                       "arn:aws:iam::111122223333:role/*", "arn:*:*:*:*:*",
                       "arn:aws:*:*:*:*", "arn:aws:s3:*:*:*"}));
  }
}

struct Entry {
  std::string_view key;
  std::string value;
};

std::string AccountRoot(const Principal& principal) {
  return absl::StrFormat("arn:%s:iam::%s:root", principal.partition,
                         principal.account);
}

// Every entry that matches the principal (S-3.4 to S-3.11).
std::vector<Entry> MatchingEntries(const Principal& principal) {
  std::vector<Entry> entries;
  if (principal.caller == Caller::kService) {
    return {{"Service", principal.text}};
  }
  if (principal.caller == Caller::kProvider) {
    return {{"Federated", principal.text}};
  }
  if (principal.caller != Caller::kAnonymous) {
    entries.push_back({"AWS", principal.account});
    entries.push_back({"AWS", AccountRoot(principal)});
    entries.push_back({"AWS", principal.text});
    entries.push_back({"AWS", principal.text});
    for (const std::string* more :
         {&principal.role_arn, &principal.id, &principal.issuer}) {
      if (!more->empty()) entries.push_back({"AWS", *more});
    }
  }
  entries.push_back({"AWS", "*"});
  return entries;
}

Entry OtherEntry(Random& random, const Principal& principal) {
  switch (random.Below(6)) {
    case 0: {
      std::string changed = random.Percent(50)
                                ? NearMiss(random, principal.text)
                                : FlipCase(random, principal.text);
      // S-3.13: a partial wildcard would be refused.
      std::replace(changed.begin(), changed.end(), '*', 'x');
      std::replace(changed.begin(), changed.end(), '?', 'x');
      return {"AWS", changed};
    }
    case 1:
      return {"AWS", std::string(PickAccount(random))};
    case 2:
      return {"Service",
              std::string(random.Pick({"sns.amazonaws.com", "s3.amazonaws.com",
                                       "ec2.amazonaws.com"}))};
    case 3:
      return {
          "Federated",
          std::string(random.Pick({"accounts.google.com", "graph.facebook.com",
                                   "cognito-identity.amazonaws.com"}))};
    case 4:
      return {"CanonicalUser",
              "79a59df900b949e55d96a1e698fbaced"
              "fd6e09d98eacf8f8d5218e7cd47ef2be"};
    default:
      return {"AWS",
              std::string(random.Pick(
                  {"arn:aws:iam::111122223333:user/Alice",
                   "arn:aws:iam::111122223333:role/DemoRole",
                   "arn:aws:iam::123456789012:role/division/DemoRole",
                   "arn:aws:sts::111122223333:assumed-role/DemoRole/session-1",
                   "AIDACKCEVSQ6C2EXAMPLE", "AROADBQP57FF2AEXAMPLE"}))};
  }
}

// The map form: one member for each key, a string or a list.
Json EntryMap(Random& random, const std::vector<Entry>& entries) {
  Json map = Json::Object();
  for (const Entry& entry : entries) {
    Json* list = map.Find(entry.key);
    if (list == nullptr) {
      map.Add(entry.key, Json::Array());
      list = &map.items.back();
    }
    list->Add(Json::String(entry.value));
  }
  for (Json& list : map.items) {
    if (list.items.size() == 1 && random.Percent(60)) {
      list = Json(list.items[0]);
    }
  }
  return map;
}

}  // namespace

std::string ActionPattern(Random& random, PolicyType type, const Intent& intent,
                          bool hit) {
  const std::size_t colon = intent.action.find(':');
  const std::string prefix = intent.action.substr(0, colon);
  const std::string name = intent.action.substr(colon + 1);
  const bool rcp = type == PolicyType::kRcp;  // S-1.16: needs a prefix
  if (!hit) {
    switch (random.Below(4)) {
      case 0:
        return prefix + ":" + ActionName(NearMiss(random, name));
      case 1: {
        const std::string near = NearMiss(random, Generalized(random, name));
        return prefix + ":" + ActionName(near);
      }
      case 2:
        return prefix + ":" +
               std::string(random.Pick({"Get*", "*s", "?", "*a*"}));
      default:
        return std::string(random.Pick(
            {"s3:*", "s3:Get*", "kms:Decrypt", "iam:*", "s?s:*", "s*:List*"}));
    }
  }
  switch (random.Weighted({22, 10, 18, 10, 28, 4, 3, 5})) {
    case 0:
      return intent.action;
    case 1:
      return FlipCase(random, intent.action);
    case 2:
      return prefix + ":*";
    case 3:
      return rcp ? prefix + ":*" : "*";
    case 4:
      return prefix + ":" + Generalized(random, name);
    case 5: {
      const std::string first = rcp ? prefix : Generalized(random, prefix);
      return first + ":" + Generalized(random, name);
    }
    case 6:
      return rcp ? prefix + ":**" : std::string(random.Pick({"*:*", "**:*"}));
    default: {
      const std::string pattern = Generalized(random, name);
      return FlipCase(random, prefix + ":" + pattern);
    }
  }
}

std::string ResourcePattern(Random& random, Scene& scene, PolicyType type,
                            const Intent& intent, bool hit) {
  const bool all = intent.resource == "*";
  if (hit && (all || random.Percent(22))) return "*";
  if (all) return MissingArn(random, {{}, "", "arn:aws:s3:::a", ""});
  const std::string pattern = hit ? MatchingArn(random, scene, type, intent)
                                  : MissingArn(random, intent);
  // S-2.12: with fewer fields some documents would be refused.
  if (MayBeShort(type) || ResourceField(pattern) != std::string::npos) {
    return pattern;
  }
  return intent.resource + "*";
}

Json PrincipalElement(Random& random, PolicyType type, const Intent& intent,
                      bool hit) {
  if (type == PolicyType::kRcp) return Json::String("*");  // S-1.16
  const Principal& principal = intent.principal;
  if (hit && random.Percent(type == PolicyType::kTrust ? 5 : 20)) {
    return Json::String("*");
  }
  if (!hit && random.OneIn(20)) {  // an empty map or list (S-1.11)
    Json map = Json::Object();
    if (random.Percent(50)) map.Add("AWS", Json::Array());
    return map;
  }
  std::vector<Entry> entries;
  if (hit) entries.push_back(random.PickFrom(MatchingEntries(principal)));
  const std::size_t others = random.Weighted({60, 25, 15}) + (hit ? 0 : 1);
  for (std::size_t i = 0; i < others; ++i) {
    entries.push_back(OtherEntry(random, principal));
  }
  return EntryMap(random, entries);
}

Json NotPrincipalElement(Random& random, const Intent& intent) {
  const Principal& principal = intent.principal;
  std::vector<Entry> entries;
  const unsigned keep = random.Percent(60) ? 100 : 55;
  for (const Entry& entry : MatchingEntries(principal)) {
    const bool anyone = entry.value == "*";
    if (anyone ? random.OneIn(25) : random.Percent(keep)) {
      entries.push_back(entry);
    }
  }
  if (random.Percent(25)) entries.push_back(OtherEntry(random, principal));
  if (entries.empty() && random.Percent(50)) {
    entries.push_back(OtherEntry(random, principal));
  }
  if (random.OneIn(60)) return Json::String("*");
  return EntryMap(random, entries);
}

}  // namespace iameval_testing
