#include "differential/conditions.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "differential/json_tree.h"
#include "differential/random.h"
#include "differential/scene.h"
#include "differential/text_mutation.h"
#include "differential/values.h"

namespace iameval_testing {
namespace {

using iameval::internal::EqualsIgnoringAsciiCase;

constexpr std::size_t kMostValues = 8;

// Adds values that requests may carry; the first often becomes the likeliest.
void AddToPool(Random& random, KeyPool& pool,
               const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    if (pool.values.size() >= kMostValues) break;
    pool.values.push_back(value);
  }
  if (!values.empty() && !pool.values.empty() && random.Percent(40)) {
    pool.values.front() = values.front();
  }
}

// The `*`, `?` and `$` of a text, each as the variable that stands for it
// (S-4.5).
std::string EscapedWildcards(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '*' || c == '?' || c == '$') {
      escaped += absl::StrFormat("${%c}", c);
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// A variable with key `key` for text that is now `value`.
std::string VariableText(Random& random, std::string_view key,
                         std::string_view value) {
  const std::string spelled =
      random.Percent(15) ? FlipCase(random, key) : std::string(key);
  const std::string_view other = random.Pick({"other", "", "*", "a b", "}"});
  switch (random.Weighted({68, 12, 6, 5, 9})) {
    case 0:
      return absl::StrFormat("${%s}", spelled);
    case 1:
      return absl::StrFormat("${%s, '%s'}", spelled, value);
    case 2:
      return absl::StrFormat("${%s, '%s'}", spelled, other);
    case 3:
      return std::string(random.Pick({"${*}", "${?}", "${$}"}));
    default:
      break;
  }
  std::string text(random.Pick(
      {"${%s", "$%s}", "${}", "${ %s}", "${%s }", "${%s,'x'}", "${%s, x}",
       "${%s, 'x}", "${%s,  'x'}", "${${%s}}", "$${%s}", "${%s, 'x' }", "${",
       "${%s, ''x'}", "${%s,}", "${**}", "${, 'x'}"}));
  const std::size_t hole = text.find("%s");
  if (hole != std::string::npos) text.replace(hole, 2, spelled);
  return text;
}

struct Piece {
  std::size_t from, length;
};

// A part of `text` between slashes and colons, or any other part.
Piece PickPiece(Random& random, std::string_view text) {
  std::vector<Piece> pieces;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || text[i] == '/' || text[i] == ':') {
      pieces.push_back({from, i - from});
      from = i + 1;
    }
  }
  if (!random.Percent(25)) return random.PickFrom(pieces);
  const auto boundary = [text](std::size_t at) {  // of a character
    while (at < text.size() &&
           (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
      ++at;
    }
    return at;
  };
  const std::size_t start = boundary(random.Below(text.size() + 1));
  const std::size_t end = boundary(random.Between(start, text.size()));
  return {start, end - start};
}

std::string_view VariableKey(Random& random) {
  return random.Pick({"aws:PrincipalTag/team", "aws:PrincipalTag/team",
                      "aws:RequestTag/Project", "s3:prefix", "sts:ExternalId",
                      "aws:username", "aws:userid", "aws:PrincipalAccount",
                      "aws:PrincipalOrgPaths", "aws:PrincipalTag/Ünï",
                      "demo:NeverThere", "aws:PrincipalType"});
}

// What stands before the operator's name, and after it.
struct Form {
  std::string_view qualifier;
  bool if_exists = false;
};

Form PickForm(Random& random, ValueKind kind) {
  Form form;
  const std::size_t which = random.Weighted({50, 25, 25});
  if (which == 1) form.qualifier = "ForAllValues:";
  if (which == 2) form.qualifier = "ForAnyValue:";
  form.if_exists = kind != ValueKind::kNull && random.Percent(33);
  return form;
}

// Mostly a key of the operator's type; otherwise any (S-5.22). The qualified
// forms prefer multivalued keys.
const KeyInfo& PickKey(Random& random, ValueKind kind, bool qualified) {
  const bool any = kind == ValueKind::kNull || random.Percent(12);
  if (kind == ValueKind::kIgnoreCase || kind == ValueKind::kLike) {
    kind = ValueKind::kString;
  }
  const std::vector<KeyInfo>& keys = ConditionKeys();
  const std::size_t start = random.Below(keys.size());
  const KeyInfo* fallback = &keys[start];
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const KeyInfo& key = keys[(start + i) % keys.size()];
    if (!any && key.kind != kind) continue;
    fallback = &key;
    if (key.multi == qualified || random.Percent(20)) return key;
  }
  return *fallback;
}

std::string BaseFor(Random& random, const KeyInfo& key, ValueKind kind,
                    const KeyPool& pool, const Intent& intent) {
  const bool text = kind == ValueKind::kString ||
                    kind == ValueKind::kIgnoreCase || kind == ValueKind::kLike;
  if (!text && key.kind != kind) return "";
  if (key.derived && random.Percent(80)) {
    return DerivedValue(key.name, intent);
  }
  if (!pool.values.empty() && random.Percent(60)) {
    return random.PickFrom(pool.values);
  }
  return "";
}

// S-4.2: variables live under String, ARN and Bool operators. Elsewhere they
// are text, which must be seen too.
void MaybeUseVariable(Random& random, Scene& scene, const Intent& intent,
                      ValueKind kind, Json& value) {
  const bool live = kind == ValueKind::kString ||
                    kind == ValueKind::kIgnoreCase ||
                    kind == ValueKind::kLike || kind == ValueKind::kArn ||
                    kind == ValueKind::kBool;
  const bool address = kind == ValueKind::kIp;  // would be refused (S-9.1)
  if (value.kind != Json::Kind::kString || address) return;
  if (random.Percent(live ? 12 : 2)) {
    value.text = WithVariable(random, scene, intent, value.text);
  } else if (random.OneIn(40)) {
    value.text = EscapedWildcards(value.text);
  }
}

Json MakeValues(Random& random, Scene& scene, const Intent& intent,
                const KeyInfo& key, ValueKind kind) {
  const std::size_t shape = random.Weighted({50, 10, 22, 10, 4, 4});
  std::size_t count = shape == 0 ? 1 : shape == 5 ? 0 : shape;
  if (shape == 4 && random.OneIn(10)) count = random.Between(10, 40);
  Json list = Json::Array();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string base =
        BaseFor(random, key, kind, scene.PoolFor(key.name), intent);
    ValueSample sample = MakeSample(random, kind, base);
    AddToPool(random, scene.PoolFor(key.name), sample.request_values);
    MaybeUseVariable(random, scene, intent, kind, sample.policy_value);
    list.Add(std::move(sample.policy_value));
  }
  return shape == 0 ? list.items.front() : list;
}

// Adds one test to `condition`, unless its operator already tests that key:
// one key twice is an error (S-1.4).
void AddTest(Random& random, Scene& scene, const Intent& intent,
             Json& condition) {
  const OperatorInfo& op = random.PickFrom(kOperators);
  const Form form = PickForm(random, op.kind);
  const KeyInfo& key = PickKey(random, op.kind, !form.qualifier.empty());
  const std::string name = absl::StrFormat("%s%s%s", form.qualifier, op.name,
                                           form.if_exists ? "IfExists" : "");
  Json* tests = condition.Find(name);
  if (tests == nullptr) {
    condition.Add(name, Json::Object());
    tests = &condition.items.back();
  }
  for (const std::string& present : tests->names) {
    if (EqualsIgnoringAsciiCase(present, key.name)) return;
  }
  KeyPool& pool = scene.PoolFor(key.name);
  pool.derived = key.derived;
  if (key.multi || (!form.qualifier.empty() && random.Percent(60))) {
    pool.multi = true;
  }
  const std::string spelled =
      random.Percent(15) ? FlipCase(random, key.name) : std::string(key.name);
  tests->Add(spelled, MakeValues(random, scene, intent, key, op.kind));
}

}  // namespace

Json MakeCondition(Random& random, Scene& scene, const Intent& intent) {
  Json condition = Json::Object();
  if (random.OneIn(50)) return condition;  // as if absent (S-1.11)
  const std::size_t tests = random.Weighted({0, 72, 20, 5, 3});
  for (std::size_t i = 0; i < tests; ++i) {
    AddTest(random, scene, intent, condition);
  }
  return condition;
}

std::string WithVariable(Random& random, Scene& scene, const Intent& intent,
                         std::string_view text) {
  const std::string_view key = VariableKey(random);
  const std::string derived = DerivedValue(key, intent);
  Piece piece = PickPiece(random, text);
  const std::size_t found =
      derived.empty() ? std::string_view::npos : text.find(derived);
  if (found != std::string_view::npos) piece = {found, derived.size()};
  const std::string value(text.substr(piece.from, piece.length));
  if (key != "demo:NeverThere") {
    KeyPool& pool = scene.PoolFor(key);
    pool.derived = key == "aws:username" || key == "aws:userid" ||
                   key == "aws:PrincipalAccount" || key == "aws:PrincipalType";
    if (key == "aws:PrincipalOrgPaths") pool.multi = true;
    AddToPool(random, pool, {value});
  }
  std::string changed(text.substr(0, piece.from));
  changed += VariableText(random, key, value);
  changed += text.substr(piece.from + piece.length);
  return changed;
}

}  // namespace iameval_testing
