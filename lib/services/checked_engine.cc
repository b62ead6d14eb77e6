// CheckedEngine: an engine that knows which requests AWS makes (S-7.7, S-8.3,
// S-8.4, S-8.8).

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/json_text.h"
#include "base/wrapped_text.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/request_check.h"
#include "iameval/service_reference.h"
#include "services/supported_keys.h"

namespace iameval {
namespace {

constexpr std::string_view kMismatch = "RESOURCE_TYPE_MISMATCH";

// S-8.4
bool NeverOccurs(const ReferenceAction& action, const Request& request) {
  return !action.wildcard_only() && request.resource() != "*" &&
         action.TypesOf(request.resource()).empty();
}

void CopyContext(const ContextEntry& entry, Request::Builder& builder) {
  switch (entry.shape) {
    case ContextEntry::Shape::kSingle:
      builder.Context(entry.key, entry.values.front());
      return;
    case ContextEntry::Shape::kMulti: {
      const std::vector<std::string_view> values(entry.values.begin(),
                                                 entry.values.end());
      builder.ContextList(entry.key, values);
      return;
    }
    case ContextEntry::Shape::kAbsent:
      builder.ContextAbsent(entry.key);
      return;
  }
}

// The request on `resource`, without the keys that `dropped` says.
template <typename Dropped>
Request::Builder Without(const Request& request, std::string_view resource,
                         Dropped dropped) {
  Request::Builder builder;
  builder.Principal(request.principal())
      .Action(request.action())
      .Resource(resource)
      .PrincipalAccountIsManagement(request.principal_account_is_management())
      .ResourceAccountIsManagement(request.resource_account_is_management())
      .ServiceSupportsRcps(request.service_supports_rcps());
  if (!request.role_arn().empty()) builder.RoleArn(request.role_arn());
  if (!request.federated_by().empty()) {
    builder.FederatedBy(request.federated_by());
  }
  if (!request.principal_id().empty()) {
    builder.PrincipalId(request.principal_id());
  }
  if (!request.resource_account().empty()) {
    builder.ResourceAccount(request.resource_account());
  }
  if (request.time().has_value()) builder.Time(*request.time());
  for (const ContextEntry& entry : request.context()) {
    if (!dropped(entry)) CopyContext(entry, builder);
  }
  return builder;
}

// There are RCPs, and they are left out because of the service (S-7.7).
void ReportRcps(const ServiceReference& reference, const Request& request,
                CheckedExplanation& checked) {
  const auto& layers = checked.explanation.layers;
  const bool any = std::any_of(
      layers.begin(), layers.end(), [](const LayerReport& layer) {
        return layer.name.starts_with("rcp") && !layer.consulted;
      });
  if (!any) return;
  Issue issue;
  issue.severity = Severity::kWarning;
  issue.code = "RCP_NOT_APPLICABLE";
  issue.pointer = "/action";
  issue.message = absl::StrFormat(
      "%s is not among the services that support resource control policies, "
      "as of %s: the RCPs are left out",
      request.action().substr(0, request.action().find(':')),
      reference.source().date);
  checked.issues.push_back(std::move(issue));
}

// "error", "warning", "suggestion"
std::string SeverityWord(Severity severity) {
  std::string word;
  for (const char c : SeverityName(severity)) {
    word += c == '_' ? ' ' : static_cast<char>(c - 'A' + 'a');
  }
  return word;
}

void AppendIssues(std::string& out, const std::vector<Issue>& issues,
                  bool never_occurs) {
  bool any = false;
  for (const Issue& issue : issues) {
    if (never_occurs && issue.code == kMismatch) continue;  // it is the reason
    if (!any) out += "\nAbout the question\n";
    any = true;
    out += "  ";
    internal::AppendWrappedLine(
        out,
        SeverityWord(issue.severity) + ": " + issue.code + ": " + issue.message,
        4);
  }
}

void AppendQuestions(std::string& out,
                     const std::vector<ProbableQuestion>& questions) {
  if (questions.empty()) return;
  out += "\nQuestions that were probably meant\n";
  for (const ProbableQuestion& question : questions) {
    out += "  ";
    internal::AppendWrappedLine(
        out, question.action + " on " + question.resource, 6);
    out += "      ";
    internal::AppendWrappedLine(out, question.who + ": " + question.reason, 6);
  }
}

void AppendMember(std::string& out, std::string_view name,
                  std::string_view value, bool first = false) {
  if (!first) out += ", ";
  internal::AppendJsonString(out, name);
  out += ": ";
  internal::AppendJsonString(out, value);
}

}  // namespace

std::optional<Request> AsAwsMakesIt(const ServiceReference& reference,
                                    const Request& request) {
  const auto action = reference.FindAction(request.action());
  if (!action.has_value()) return request;  // S-8.11
  if (NeverOccurs(*action, request)) return std::nullopt;
  const auto types = action->TypesOf(request.resource());
  const auto dropped = [&](const ContextEntry& entry) {
    return entry.shape != ContextEntry::Shape::kAbsent &&
           internal::NeverInRequest(*action, types, entry.key);  // S-8.8
  };
  // S-8.3
  const bool other_resource =
      action->wildcard_only() && request.resource() != "*";
  const auto context = request.context();
  const bool outside_rcps =
      request.service_supports_rcps() &&
      !reference.FindService(action->service())->supports_rcp();  // S-7.7
  const bool as_asked =
      !other_resource && std::none_of(context.begin(), context.end(), dropped);
  if (as_asked && !outside_rcps) return request;
  Request::Builder builder =
      as_asked ? request.ToBuilder()
               : Without(request, other_resource ? "*" : request.resource(),
                         dropped);
  if (outside_rcps) builder.ServiceSupportsRcps(false);
  auto made = builder.Build();
  if (!made.ok()) return std::nullopt;  // cannot be; and then it is no request
  return *std::move(made);
}

Decision CheckedEngine::Evaluate(const Request& request) const {
  if (!reference_.has_value()) return engine_.Evaluate(request);
  const std::optional<Request> made = AsAwsMakesIt(*reference_, request);
  return made.has_value() ? engine_.Evaluate(*made) : Decision::kImplicitDeny;
}

Decision CheckedEngine::EvaluateAll(std::span<const Request> requests) const {
  if (requests.empty()) return Decision::kImplicitDeny;
  Decision combined = Decision::kAllowed;
  for (const Request& request : requests) {
    // The enumerators stand in the order of restriction.
    combined = std::max(combined, Evaluate(request));
  }
  return combined;
}

absl::Status CheckedEngine::EvaluateBatch(std::span<const Request> requests,
                                          std::span<Decision> results,
                                          const BulkOptions& options) const {
  if (!reference_.has_value() || results.size() != requests.size()) {
    return engine_.EvaluateBatch(requests, results, options);
  }
  std::vector<Request> made;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    std::optional<Request> request = AsAwsMakesIt(*reference_, requests[i]);
    if (!request.has_value()) continue;
    made.push_back(*std::move(request));
    places.push_back(i);
  }
  std::vector<Decision> decisions(made.size());
  BulkOptions bulk = options;
  bulk.done = nullptr;
  if (options.done != nullptr) *options.done = 0;
  const absl::Status status = engine_.EvaluateBatch(made, decisions, bulk);
  if (!status.ok()) return status;
  std::fill(results.begin(), results.end(), Decision::kImplicitDeny);
  for (std::size_t i = 0; i < places.size(); ++i) {
    results[places[i]] = decisions[i];
  }
  if (options.done != nullptr) *options.done = results.size();
  return absl::OkStatus();
}

CheckedExplanation CheckedEngine::Explain(const Request& request) const {
  CheckedExplanation checked;
  if (!reference_.has_value()) {
    checked.explanation = engine_.Explain(request);
    return checked;
  }
  checked.issues = CheckRequest(*reference_, request);
  checked.probable_questions = ProbableQuestions(*reference_, request);
  const std::optional<Request> made = AsAwsMakesIt(*reference_, request);
  if (made.has_value()) {
    checked.explanation = engine_.Explain(*made);
    if (request.service_supports_rcps() && !made->service_supports_rcps()) {
      ReportRcps(*reference_, request, checked);
    }
    return checked;
  }
  checked.explanation.decision = Decision::kImplicitDeny;
  for (const Issue& issue : checked.issues) {
    if (issue.code == kMismatch) {
      checked.explanation.reason =
          "AWS never makes this request: " + issue.message;
    }
  }
  checked.explanation.notes.push_back(absl::StrFormat(
      "no policy was looked at; which resources an action takes is from %s, %s",
      reference_->source().name, reference_->source().date));
  return checked;
}

std::string CheckedExplanation::ToText(bool verbose) const {
  std::string out = explanation.ToText(verbose);
  const bool never_occurs =
      explanation.layers.empty() && explanation.statements.empty();
  AppendIssues(out, issues, never_occurs);
  AppendQuestions(out, probable_questions);
  return out;
}

std::string CheckedExplanation::ToJson() const {
  std::string out = explanation.ToJson();
  out.pop_back();  // the closing brace
  out += ", \"issues\": [";
  for (std::size_t i = 0; i < issues.size(); ++i) {
    out += i > 0 ? ", {" : "{";
    AppendMember(out, "severity", SeverityName(issues[i].severity), true);
    AppendMember(out, "code", issues[i].code);
    AppendMember(out, "pointer", issues[i].pointer);
    AppendMember(out, "message", issues[i].message);
    out += "}";
  }
  out += "], \"probableQuestions\": [";
  for (std::size_t i = 0; i < probable_questions.size(); ++i) {
    const ProbableQuestion& question = probable_questions[i];
    out += i > 0 ? ", {" : "{";
    AppendMember(out, "who", question.who, true);
    AppendMember(out, "action", question.action);
    AppendMember(out, "resource", question.resource);
    AppendMember(out, "reason", question.reason);
    out += "}";
  }
  return out + "]}";
}

}  // namespace iameval
