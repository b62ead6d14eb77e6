#include "differential/pair.h"

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "differential/json_tree.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/policy.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"
#include "reference/evaluate.h"

namespace iameval_testing {
namespace {

using iameval::Policy;
using iameval::PolicySet;
using iameval::PolicyType;
using iameval::Request;

// A string is a document's raw text.
absl::StatusOr<Policy> BuildPolicy(const Json& document, PolicyType type) {
  return Policy::Parse(
      document.kind == Json::Kind::kString ? document.text : document.ToText(),
      type);
}

absl::Status AppendPolicies(const Json& list, PolicyType type,
                            std::vector<Policy>& policies) {
  for (const Json& document : list.items) {
    auto policy = BuildPolicy(document, type);
    if (!policy.ok()) return policy.status();
    policies.push_back(*std::move(policy));
  }
  return absl::OkStatus();
}

absl::Status SetOne(const Json* document, PolicyType type,
                    std::optional<Policy>& place) {
  if (document == nullptr) return absl::OkStatus();
  auto policy = BuildPolicy(*document, type);
  if (!policy.ok()) return policy.status();
  place = *std::move(policy);
  return absl::OkStatus();
}

absl::Status SetLevels(const Json* levels, PolicyType type,
                       std::optional<std::vector<PolicySet::Level>>& place) {
  if (levels == nullptr) return absl::OkStatus();
  place.emplace();
  for (const Json& level : levels->items) {
    place->emplace_back();
    absl::Status status = AppendPolicies(level, type, place->back());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status SetLists(const Json& policies, PolicySet& set) {
  if (const Json* identity = policies.Find("identity"); identity != nullptr) {
    absl::Status status =
        AppendPolicies(*identity, PolicyType::kIdentity, set.identity);
    if (!status.ok()) return status;
  }
  if (const Json* session = policies.Find("session"); session != nullptr) {
    set.session.emplace();
    return AppendPolicies(*session, PolicyType::kSession, *set.session);
  }
  return absl::OkStatus();
}

std::int64_t ParseSeconds(std::string_view text) {
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return seconds;
}

void AddContext(const Json& context, Request::Builder& builder) {
  for (std::size_t i = 0; i < context.items.size(); ++i) {
    const std::string& key = context.names[i];
    const Json& value = context.items[i];
    if (value.kind == Json::Kind::kNull) {
      builder.ContextAbsent(key);
    } else if (value.kind == Json::Kind::kArray) {
      const std::vector<std::string_view> values = [&value] {
        std::vector<std::string_view> texts;
        for (const Json& item : value.items) texts.push_back(item.text);
        return texts;
      }();
      builder.ContextList(key, values);
    } else {
      builder.Context(key, value.text);
    }
  }
}

bool IsTrue(const Json& request, std::string_view name) {
  return request.TextOf(name) == "true";
}

void AddUnlessGiven(std::string_view key, std::string_view value,
                    Json& context) {
  for (const std::string& name : context.names) {
    if (iameval::internal::EqualsIgnoringAsciiCase(name, key)) return;
  }
  context.Add(key, Json::String(value));
}

// S-6.5: what the library derives from the request's time.
Json WithoutTime(const Json& request) {
  Json plain = request;
  const Json* time = request.Find("time");
  if (time == nullptr) return plain;
  for (std::size_t i = 0; i < plain.names.size(); ++i) {
    if (plain.names[i] == "time") plain.Erase(i);
  }
  if (plain.Find("context") == nullptr) plain.Add("context", Json::Object());
  const std::chrono::sys_seconds when{
      std::chrono::seconds(ParseSeconds(time->text))};
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(when - day);
  Json& context = *plain.Find("context");
  AddUnlessGiven(
      "aws:CurrentTime",
      absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02dZ",
                      static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()), clock.hours().count(),
                      clock.minutes().count(), clock.seconds().count()),
      context);
  AddUnlessGiven("aws:EpochTime", time->text, context);
  return plain;
}

}  // namespace

absl::StatusOr<PolicySet> BuildPolicies(const Json& policies, bool trust) {
  PolicySet set;
  const PolicyType resource =
      trust ? PolicyType::kTrust : PolicyType::kResource;
  for (const absl::Status& status :
       {SetLists(policies, set),
        SetOne(policies.Find("boundary"), PolicyType::kBoundary, set.boundary),
        SetLevels(policies.Find("scp"), PolicyType::kScp, set.scp),
        SetLevels(policies.Find("rcp"), PolicyType::kRcp, set.rcp),
        SetOne(policies.Find("resource"), resource, set.resource),
        SetOne(policies.Find("vpce"), PolicyType::kVpcEndpoint,
               set.vpc_endpoint)}) {
    if (!status.ok()) return status;
  }
  return set;
}

absl::StatusOr<Request> BuildRequest(const Json& request) {
  Request::Builder builder;
  builder.Principal(request.TextOf("principal"))
      .Action(request.TextOf("action"))
      .Resource(request.TextOf("resource"));
  const auto text = [&request](std::string_view name) {
    return request.TextOf(name);
  };
  if (!text("roleArn").empty()) builder.RoleArn(text("roleArn"));
  if (!text("federatedBy").empty()) builder.FederatedBy(text("federatedBy"));
  if (!text("principalId").empty()) builder.PrincipalId(text("principalId"));
  if (!text("resourceAccount").empty()) {
    builder.ResourceAccount(text("resourceAccount"));
  }
  if (IsTrue(request, "principalAccountIsManagement")) {
    builder.PrincipalAccountIsManagement(true);
  }
  if (IsTrue(request, "resourceAccountIsManagement")) {
    builder.ResourceAccountIsManagement(true);
  }
  if (text("serviceSupportsRcps") == "false") {
    builder.ServiceSupportsRcps(false);
  }
  if (!text("time").empty()) {
    builder.Time(std::chrono::sys_seconds(
        std::chrono::seconds(ParseSeconds(text("time")))));
  }
  if (const Json* context = request.Find("context"); context != nullptr) {
    AddContext(*context, builder);
  }
  return builder.Build();
}

std::string ToCaseLine(std::string_view id, std::string_view note,
                       const Json& policies, const Json& request,
                       iameval::Decision expected) {
  Json line = Json::Object();
  line.Add("id", Json::String(id));
  line.Add("note", Json::String(note));
  line.Add("policies", policies);
  line.Add("request", WithoutTime(request));
  line.Add("expected", Json::String(iameval::DecisionName(expected)));
  return line.ToText();
}

absl::StatusOr<iameval::Decision> EvaluateWithEngine(const PolicySet& policies,
                                                     const Request& request) {
  auto engine = iameval::Engine::Create(policies);
  if (!engine.ok()) return engine.status();
  return engine->Evaluate(request);
}

std::optional<Answers> Compare(const Json& policies, const Json& request,
                               bool trust, const Evaluator& evaluator) {
  const auto set = BuildPolicies(policies, trust);
  if (!set.ok()) return std::nullopt;
  const auto built = BuildRequest(request);
  if (!built.ok()) return std::nullopt;
  const auto second = evaluator(*set, *built);
  if (!second.ok()) return std::nullopt;
  return Answers{iameval::reference::Evaluate(*set, *built), *second};
}

}  // namespace iameval_testing
