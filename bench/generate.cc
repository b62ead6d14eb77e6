#include "generate.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/ascii.h"
#include "json/json.h"

namespace iameval_bench {
namespace {

using iameval::internal::FoldAscii;
using iameval::internal::JsonMember;
using iameval::internal::JsonTree;
using iameval::internal::JsonValue;

// The standard's distributions differ between libraries; this does not.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::size_t Below(std::size_t bound) { return engine_() % bound; }
  bool Percent(std::size_t percent) { return Below(100) < percent; }
  template <typename List>
  auto Pick(const List& list) -> decltype(list[0]) {
    return list[Below(std::size(list))];
  }
  std::string Word() {
    static constexpr std::array<std::string_view, 16> kWords = {
        "prod",  "dev",    "logs", "data",  "train", "model", "events", "raw",
        "audit", "backup", "web",  "stage", "edge",  "core",  "batch",  "ml"};
    return absl::StrFormat("%s-%x", Pick(kWords),
                           engine_() & 0xFFFFFFFF);
  }

 private:
  std::mt19937_64 engine_;
};

std::string Quoted(std::string_view text) {
  return absl::StrFormat("\"%s\"", std::string(text));
}

std::string QuotedList(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(Quoted(text));
  return absl::StrFormat("[%s]", absl::StrJoin(quoted, ","));
}

// ---- Statements ----------------------------------------------------------

constexpr std::array<std::string_view, 20> kServices = {
    "s3",     "ec2",  "sagemaker", "lambda", "dynamodb",
    "kms",    "sqs",  "sns",       "logs",   "iam",
    "glue",   "ecr",  "athena",    "states", "events",
    "config", "ssm",  "rds",       "eks",    "codebuild"};
constexpr std::array<std::string_view, 12> kVerbs = {
    "Get",  "List",   "Describe", "Create", "Delete", "Update",
    "Put",  "Start",  "Stop",     "Tag",    "Untag",  "Batch"};
constexpr std::array<std::string_view, 10> kNouns = {
    "Object", "Bucket", "Job",     "Endpoint", "Table",
    "Key",    "Queue",  "Cluster", "Domain",   "Pipeline"};
constexpr std::array<std::string_view, 6> kTypes = {
    "job/", "endpoint/", "table/", "key/x-", "cluster/", "log-group:"};

struct Tenant {
  std::string name;
  std::string account;
};

std::string GenerateAction(Random& random, std::string_view service) {
  const std::string verb(random.Pick(kVerbs));
  if (random.Percent(4)) return absl::StrFormat("%s:*", service);
  if (random.Percent(15)) {
    return absl::StrFormat("%s:%s*", service, verb);
  }
  return absl::StrFormat("%s:%s%s", service, verb,
                         random.Pick(kNouns));
}

std::string GenerateResource(Random& random, std::string_view service,
                             const Tenant& tenant) {
  if (random.Percent(4)) return "*";
  const std::size_t shape = random.Below(100);
  if (service == "s3") {
    const std::string bucket =
        absl::StrFormat("arn:aws:s3:::%s-%s", tenant.name, random.Word());
    if (shape < 40) return bucket + "/*";
    if (shape < 60) return bucket;
    if (shape < 80) return bucket + "*";
    if (shape < 90) return bucket + "/${aws:PrincipalTag/team}/*";
    return absl::StrFormat("arn:aws:s3:::*%s*", tenant.name);
  }
  const std::string head = absl::StrFormat(
      "arn:aws:%s:%s:%s:", service,
      shape % 20 == 0 ? "us-east-1" : "*", tenant.account);
  if (shape < 35) return head + "*";
  const std::string type(random.Pick(kTypes));
  if (shape < 75) return head + type + random.Word() + "*";
  if (shape < 90) return head + type + random.Word();
  return absl::StrFormat("%s*%s*", head, random.Word());
}

std::string GenerateCondition(Random& random) {
  static constexpr std::array<std::string_view, 10> kConditions = {
      R"("StringEquals":{"aws:PrincipalTag/team":["alpha","beta"]})",
      R"("StringEquals":{"aws:ResourceAccount":"123456789012"})",
      R"("StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"})",
      R"("StringLike":{"aws:PrincipalTag/owner":["alice*","*bob"]})",
      R"("StringNotEquals":{"aws:RequestedRegion":["us-gov-west-1"]})",
      R"("Bool":{"aws:SecureTransport":"true"})",
      R"("IpAddress":{"aws:SourceIp":["10.0.0.0/16","192.0.2.0/24"]})",
      R"("ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/Demo*"})",
      R"("ForAnyValue:StringEquals":{"aws:TagKeys":["team","stage"]})",
      R"("DateLessThan":{"aws:CurrentTime":"2025-11-30T00:00:00Z"})"};
  return absl::StrFormat("{%s}", random.Pick(kConditions));
}

std::string GenerateStatement(Random& random, bool deny,
                              const Tenant& tenant) {
  const std::string_view service = random.Pick(kServices);
  std::vector<std::string> actions(1 + random.Below(8));
  for (std::string& action : actions) action = GenerateAction(random, service);
  std::vector<std::string> resources(1 + random.Below(3));
  for (std::string& resource : resources) {
    resource = GenerateResource(random, service, tenant);
  }
  std::string text = absl::StrFormat(
      R"({"Effect":"%s","Action":%s,"Resource":%s)", deny ? "Deny" : "Allow",
      QuotedList(actions), QuotedList(resources));
  if (random.Percent(44)) {
    text += absl::StrFormat(",\"Condition\":%s", GenerateCondition(random));
  }
  return text + "}";
}

std::vector<WorkPolicy> GenerateDocuments(Random& random,
                                          std::size_t statements) {
  std::vector<WorkPolicy> policies;
  std::vector<std::string> texts;
  const std::size_t tenants = std::max<std::size_t>(1, statements / 20);
  for (std::size_t i = 0; i < statements; ++i) {
    const std::size_t number = random.Below(tenants);
    const Tenant tenant{absl::StrFormat("t%05d", number),
                        absl::StrFormat("%012d", 200000000000 + 7919 * number)};
    texts.push_back(GenerateStatement(random, i % 100 == 0, tenant));
    if (texts.size() < 20 && i + 1 < statements) continue;
    policies.push_back(
        {.name = absl::StrFormat("generated-%d", policies.size()),
         .text = absl::StrFormat(
             R"({"Version":"2012-10-17","Statement":[%s]})",
             absl::StrJoin(texts, ","))});
    texts.clear();
  }
  return policies;
}

// ---- Requests ------------------------------------------------------------

// What a request is made from.
struct Source {
  bool deny = false;
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::vector<std::pair<std::string, WorkKey>> tests;  // operator, operands
};

std::vector<std::string> Texts(JsonValue value) {
  if (!value.is_array()) return {std::string(value.text())};
  std::vector<std::string> texts;
  for (const JsonValue each : value.elements()) texts.emplace_back(each.text());
  return texts;
}

Source ReadSource(JsonValue statement) {
  Source source;
  for (const JsonMember member : statement.members()) {
    if (member.name == "Effect") source.deny = member.value.text() == "Deny";
    if (member.name == "Action") source.actions = Texts(member.value);
    if (member.name == "Resource") source.resources = Texts(member.value);
    if (member.name != "Condition") continue;
    for (const JsonMember block : member.value.members()) {
      for (const JsonMember key : block.value.members()) {
        source.tests.push_back({FoldAscii(block.name),
                                {std::string(key.name), Texts(key.value),
                                 block.name.starts_with("For")}});
      }
    }
  }
  return source;
}

std::vector<Source> ReadSources(std::span<const WorkPolicy> policies) {
  std::vector<Source> sources;
  for (const WorkPolicy& policy : policies) {
    const auto tree = iameval::internal::ParseJson(policy.text);
    if (!tree.ok()) Fail(tree.status().ToString());
    const auto statements = tree->root().Find("Statement");
    if (!statements.has_value()) Fail("a document without Statement");
    if (!statements->is_array()) {
      sources.push_back(ReadSource(*statements));
      continue;
    }
    for (const JsonValue statement : statements->elements()) {
      sources.push_back(ReadSource(statement));
    }
  }
  // Negative elements name what a request is not.
  std::erase_if(sources, [](const Source& source) {
    return source.actions.empty() || source.resources.empty();
  });
  return sources;
}

// A text that the glob matches; variables become `variable`.
std::string Fill(Random& random, std::string_view glob,
                 std::string_view variable) {
  std::string text;
  while (!glob.empty()) {
    if (glob.starts_with("${")) {
      text += variable;
      glob.remove_prefix(std::min(glob.size(), glob.find('}') + 1));
      continue;
    }
    if (glob[0] == '*') {
      text += random.Word();
    } else {
      text += glob[0] == '?' ? 'x' : glob[0];
    }
    glob.remove_prefix(1);
  }
  return text;
}

std::string FillAction(Random& random, std::string_view pattern) {
  std::string text;
  for (const char c : pattern) {
    if (c == '*') {
      text += random.Pick(kNouns);
    } else {
      text += c;
    }
  }
  if (text.find(':') != std::string::npos) return text;
  return absl::StrFormat("%s:Get%s", random.Pick(kServices),
                         random.Pick(kNouns));
}

std::string FillResource(Random& random, std::string_view pattern,
                         std::string_view action) {
  std::string text = pattern == "*" ? "" : Fill(random, pattern, "alpha");
  if (std::count(text.begin(), text.end(), ':') >= 5) return text;
  return absl::StrFormat("arn:aws:%s:eu-west-1:123456789012:%s%s",
                         std::string(action.substr(0, action.find(':'))),
                         random.Pick(kTypes), random.Word());
}

void SetKey(std::vector<WorkKey>& context, WorkKey key) {
  const std::string folded = FoldAscii(key.key);
  for (WorkKey& each : context) {
    if (FoldAscii(each.key) == folded) {
      each = std::move(key);
      return;
    }
  }
  context.push_back(std::move(key));
}

std::vector<WorkKey> BaseContext(Random& random) {
  const auto one = [](std::string_view key, std::string value) {
    return WorkKey{std::string(key), {std::move(value)}};
  };
  std::vector<WorkKey> context = {
      one("aws:PrincipalArn", std::string(kPrincipal)),
      one("aws:PrincipalAccount", std::string(kAccount)),
      one("aws:ResourceAccount", std::string(kAccount))};
  const std::vector<WorkKey> more = {
      one("aws:SourceIp", absl::StrFormat("10.0.%d.%d", random.Below(256),
                                          random.Below(256))),
      one("aws:SecureTransport", random.Percent(97) ? "true" : "false"),
      one("aws:CurrentTime", absl::StrFormat("2025-%02d-12T07:30:00Z",
                                             1 + random.Below(12))),
      one("aws:RequestedRegion", "eu-west-1"),
      one("aws:PrincipalTag/team", random.Percent(50) ? "alpha" : "gamma"),
      one("aws:PrincipalTag/owner", random.Percent(50) ? "alice" : "carol"),
      one("aws:MultiFactorAuthPresent", "true"),
      one("aws:UserAgent", "aws-cli/2.11.3"),
      one("aws:ViaAWSService", "false")};
  for (const WorkKey& key : more) {
    if (random.Percent(55)) context.push_back(key);
  }
  return context;
}

// Keys for which the statement's conditions mostly hold.
void Satisfy(Random& random, const Source& source,
             std::vector<WorkKey>& context) {
  for (const auto& [name, operands] : source.tests) {
    if (name == "null" || name.find("not") != std::string::npos ||
        name.find("than") != std::string::npos) {
      continue;
    }
    std::string value = Fill(random, random.Pick(operands.values), "alpha");
    if (name == "ipaddress") value = value.substr(0, value.find('/'));
    SetKey(context, {operands.key, {value}, operands.multivalued});
  }
}

WorkRequest GenerateRequest(Random& random, std::span<const Source> sources) {
  const Source* source = &random.Pick(sources);
  // Deny statements are few; look for one now and then.
  for (int tries = 0; tries < 50 && !source->deny && random.Percent(70);
       ++tries) {
    const Source& other = random.Pick(sources);
    if (other.deny) source = &other;
  }
  WorkRequest request;
  request.context = BaseContext(random);
  if (random.Percent(90)) Satisfy(random, *source, request.context);
  request.action = FillAction(random, random.Pick(source->actions));
  request.resource =
      FillResource(random, random.Pick(source->resources), request.action);
  if (random.Percent(65)) return request;
  if (random.Percent(50)) {
    request.resource = FillResource(random, "*", request.action);
  } else {
    request.action = FillAction(
        random, random.Pick(random.Pick(sources).actions));
  }
  return request;
}

}  // namespace

std::vector<WorkPolicy> ShippedPolicies() {
  std::vector<WorkPolicy> policies;
  for (const std::string_view name :
       {"AmazonSageMakerFullAccess", "AmazonSageMakerGroundTruthExecution",
        "AmazonSageMakerServiceCatalogProductsCloudformationServiceRolePolicy",
        "async-inference-s3", "async-inference-sns",
        "sagemaker-studio-example-4"}) {
    const std::string path =
        absl::StrFormat("%s/examples/policies/%s.json", IAMEVAL_SOURCE_DIR,
                        std::string(name));
    std::ifstream file(path, std::ios::binary);
    if (!file) Fail(absl::StrFormat("cannot read %s", path));
    policies.push_back(
        {std::string(name), std::string(std::istreambuf_iterator<char>(file),
                                        {})});
  }
  return policies;
}

std::vector<WorkPolicy> GeneratePolicies(std::size_t statements) {
  Random random(20251120 + statements);
  return GenerateDocuments(random, statements);
}

std::vector<WorkRequest> GenerateRequests(std::span<const WorkPolicy> policies,
                                          std::size_t count) {
  Random random(count);
  const std::vector<Source> sources = ReadSources(policies);
  std::vector<WorkRequest> requests;
  requests.reserve(count);
  while (requests.size() < count) {
    requests.push_back(GenerateRequest(random, sources));
  }
  return requests;
}

GridWorkload GenerateGrid() {
  Random random(100);
  GridWorkload grid;
  grid.policies = GenerateDocuments(random, 2000);
  const std::vector<WorkRequest> samples =
      GenerateRequests(grid.policies, 100);
  for (std::size_t i = 0; i < 100; ++i) {
    GridWorkload::Principal& principal = grid.principals.emplace_back();
    principal.arn =
        absl::StrFormat("arn:aws:iam::123456789012:role/DemoRole%d", i);
    for (std::size_t n = 1 + random.Below(10); n > 0; --n) {
      principal.policies.push_back(random.Below(grid.policies.size()));
    }
    std::sort(principal.policies.begin(), principal.policies.end());
    principal.policies.erase(std::unique(principal.policies.begin(),
                                         principal.policies.end()),
                             principal.policies.end());
    principal.context = {
        {"aws:PrincipalArn", {principal.arn}},
        {"aws:PrincipalTag/team", {i % 2 == 0 ? "alpha" : "gamma"}}};
    grid.actions.push_back(samples[i].action);
    if (i < 50) grid.resources.push_back(samples[i].resource);
  }
  grid.context = {{"aws:PrincipalAccount", {std::string(kAccount)}},
                  {"aws:ResourceAccount", {std::string(kAccount)}},
                  {"aws:SecureTransport", {"true"}},
                  {"aws:SourceIp", {"10.0.3.4"}},
                  {"aws:RequestedRegion", {"us-east-1"}},
                  {"aws:CurrentTime", {"2025-06-01T00:00:00Z"}}};
  return grid;
}

}  // namespace iameval_bench
