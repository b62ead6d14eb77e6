#include "workload.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "json/json.h"
#include "program/arn_text.h"

namespace iameval_bench {
namespace {

using iameval::Decision;
using iameval::internal::ArnText;
using iameval::internal::EqualsIgnoringAsciiCase;
using iameval::internal::JsonLimits;
using iameval::internal::JsonMember;
using iameval::internal::JsonTree;
using iameval::internal::JsonValue;
using iameval::internal::ScanArn;

constexpr JsonLimits kLimits{.max_bytes = std::size_t{1} << 30};

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Fail(absl::StrFormat("cannot read %s", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

JsonTree Parse(std::string_view text, const std::string& path) {
  auto tree = iameval::internal::ParseJson(text, kLimits);
  if (!tree.ok()) {
    Fail(absl::StrFormat("%s: %s", path, tree.status().ToString()));
  }
  return *std::move(tree);
}

JsonValue Member(JsonValue object, std::string_view name) {
  const auto member = object.Find(name);
  if (!member.has_value()) {
    Fail(absl::StrFormat("%s: no member \"%s\"", object.Location(), name));
  }
  return *member;
}

// Calls f(line as a tree's root) for each line.
template <typename F>
void ForEachLine(const std::string& path, F f) {
  const std::string text = ReadFile(path);
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.empty()) continue;
    const JsonTree tree = Parse(line, path);
    f(tree.root());
  }
}

WorkKey ReadContextKey(std::string_view name, JsonValue value) {
  WorkKey key;
  key.key = name;
  key.multivalued = value.is_array();
  if (!value.is_array()) {
    key.values.emplace_back(value.text());
    return key;
  }
  for (const JsonValue element : value.elements()) {
    key.values.emplace_back(element.text());
  }
  return key;
}

std::vector<WorkKey> ReadContext(JsonValue object) {
  std::vector<WorkKey> context;
  for (const JsonMember member : object.members()) {
    context.push_back(ReadContextKey(member.name, member.value));
  }
  return context;
}

Decision ReadOutcome(JsonValue value) {
  if (value.text() == "0") return Decision::kImplicitDeny;
  if (value.text() == "1") return Decision::kAllowed;
  if (value.text() == "2") return Decision::kExplicitDeny;
  Fail(absl::StrFormat("%s: no outcome", value.Location()));
}

std::vector<WorkRequest> ReadRequests(const std::string& path) {
  std::vector<WorkRequest> requests;
  ForEachLine(path, [&](JsonValue line) {
    requests.push_back({.action = std::string(Member(line, "a").text()),
                        .resource = std::string(Member(line, "r").text()),
                        .context = ReadContext(Member(line, "c")),
                        .absent = {},
                        .expected = ReadOutcome(Member(line, "e"))});
  });
  return requests;
}

WorkPolicy ReadPolicy(JsonValue object) {
  return {.name = std::string(Member(object, "name").text()),
          .text = std::string(Member(object, "document").raw())};
}

}  // namespace

void Fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::exit(1);
}

std::string WorkloadFolder() {
  const char* folder = std::getenv("IAMEVAL_WORKLOAD");
  return folder == nullptr ? "" : folder;
}

std::string_view PrincipalOf(std::span<const WorkRequest> requests) {
  const auto arn_of = [](const WorkRequest& request) {
    for (const WorkKey& key : request.context) {
      if (EqualsIgnoringAsciiCase(key.key, "aws:PrincipalArn")) {
        return std::string_view(key.values.front());
      }
    }
    return std::string_view();
  };
  if (requests.empty()) return kPrincipal;
  const std::string_view first = arn_of(requests.front());
  const ArnText arn = ScanArn(first);
  const bool is_role = arn.is_arn() && arn.field(4) == kAccount &&
                       arn.field(5).starts_with("role/");
  const bool is_common = std::all_of(
      requests.begin(), requests.end(),
      [&](const WorkRequest& request) { return arn_of(request) == first; });
  return is_role && is_common ? first : kPrincipal;
}

Workload ReadSingleRole(const std::string& folder) {
  const std::string path = folder + "/w1_policies.json";
  const std::string text = ReadFile(path);
  const JsonTree tree = Parse(text, path);
  Workload workload;
  for (const JsonValue policy : tree.root().elements()) {
    workload.policies.push_back(ReadPolicy(policy));
  }
  workload.requests = ReadRequests(folder + "/w1_requests.jsonl");
  return workload;
}

Workload ReadManyStatements(const std::string& folder, std::size_t n) {
  const std::string prefix = absl::StrFormat("%s/w2_%d_", folder, n);
  Workload workload;
  ForEachLine(prefix + "policies.jsonl", [&](JsonValue line) {
    workload.policies.push_back(ReadPolicy(line));
  });
  workload.requests = ReadRequests(prefix + "requests.jsonl");
  return workload;
}

std::vector<WorkPolicy> ReadCorpus(const std::string& folder) {
  const std::string path = folder + "/w4_corpus.json";
  const std::string text = ReadFile(path);
  const JsonTree tree = Parse(text, path);
  std::vector<WorkPolicy> policies;
  for (const JsonMember member : tree.root().members()) {
    policies.push_back({.name = std::string(member.name),
                        .text = std::string(member.value.raw())});
  }
  return policies;
}

GridWorkload ReadGrid(const std::string& folder) {
  const std::string path = folder + "/w3.json";
  const std::string text = ReadFile(path);
  const JsonTree tree = Parse(text, path);
  GridWorkload grid;
  grid.policies = ReadCorpus(folder);
  std::map<std::string, std::size_t> index_of;
  for (std::size_t i = 0; i < grid.policies.size(); ++i) {
    index_of[grid.policies[i].name] = i;
  }
  for (const JsonValue each : Member(tree.root(), "principals").elements()) {
    GridWorkload::Principal& principal = grid.principals.emplace_back();
    principal.arn = std::string(Member(each, "arn").text());
    for (const JsonValue name : Member(each, "policies").elements()) {
      const auto found = index_of.find(std::string(name.text()));
      if (found == index_of.end()) {
        Fail(absl::StrFormat("%s: unknown policy", name.Location()));
      }
      principal.policies.push_back(found->second);
    }
    principal.context.push_back(
        {.key = "aws:PrincipalArn", .values = {principal.arn}});
    for (const JsonMember tag : Member(each, "tags").members()) {
      principal.context.push_back(
          {.key = absl::StrFormat("aws:PrincipalTag/%s", tag.name),
           .values = {std::string(tag.value.text())}});
    }
  }
  for (const JsonValue each : Member(tree.root(), "actions").elements()) {
    grid.actions.emplace_back(each.text());
  }
  for (const JsonValue each : Member(tree.root(), "resources").elements()) {
    grid.resources.emplace_back(each.text());
  }
  grid.context = ReadContext(Member(tree.root(), "context"));
  return grid;
}

}  // namespace iameval_bench
