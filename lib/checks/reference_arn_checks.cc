#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "checks/reference_checks.h"
#include "policy/wildcards.h"

// The ARNs of Resource and NotResource against the formats of the Service
// Authorization Reference: what IAM Access Analyzer's page of policy checks
// (access-analyzer-reference-policy-checks) says of "known resource types".

namespace iameval::internal {
namespace {

// What a wildcard or a variable stands for is not known here.
bool IsOpen(std::string_view field) {
  return HasWildcard(field) || field.find('$') != std::string_view::npos;
}

// The text before the first wildcard or variable.
std::string_view LiteralHead(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsWildcard(text[i]) || text.substr(i).starts_with("${")) {
      return text.substr(0, i);
    }
  }
  return text;
}

// Cheap, and turns most of a service's types away.
bool HeadsAgree(std::string_view a, std::string_view b) {
  const std::size_t size = std::min(a.size(), b.size());
  return a.substr(0, size) == b.substr(0, size);
}

// What the formats that a resource part fits say of one field before it.
struct FieldRule {
  bool may_be_empty = false;
  bool may_have_text = false;

  void Add(std::string_view format_field) {
    may_be_empty |= format_field.empty() || format_field == "*";
    may_have_text |= !format_field.empty();
  }
};

struct Fits {
  FieldRule region;
  FieldRule account;
  std::string_view format;  // the first; empty: the ARN fits none
};

// The formats that ARNs under `pattern` may have, whatever region and account.
Fits FindFits(const std::vector<ReferenceResourceType>& types,
              const Arn& pattern, CheckRun& run) {
  Fits fits;
  const std::string_view head = LiteralHead(pattern.resource);
  const std::string anywhere =
      absl::StrFormat("arn:*:%s:*:*:%s", pattern.service, pattern.resource);
  for (const ReferenceResourceType& type : types) {
    std::optional<bool> fits_type;  // not yet known
    for (const std::string_view format : type.arn_formats()) {
      const std::optional<Arn> fields = ParseArn(format);
      if (!fields.has_value() ||
          !HeadsAgree(head, LiteralHead(fields->resource))) {
        continue;
      }
      if (!fits_type.has_value()) {
        fits_type = !run.Spend(anywhere.size() * 20) ||
                    type.Witness(anywhere).has_value();
      }
      if (!*fits_type) break;
      fits.region.Add(fields->region);
      fits.account.Add(fields->account);
      if (fits.format.empty()) fits.format = format;
    }
  }
  return fits;
}

// Elastic Inference "is no longer available" (Amazon EC2 API Reference,
// RunInstances); EC2 still lists its accelerators as a resource type.
bool IsClosed(std::string_view service) {
  return service == "elastic-inference";
}

// Services all of whose resources are of some account. Others have some of
// AWS's own, with an empty account, where the reference lists formats that have
// one: "arn:aws:ssm:*::document/AWS-*" stands in AWS's managed policies.
bool NeedsAccount(std::string_view service) {
  constexpr std::array<std::string_view, 10> kServices = {
      "dynamodb", "firehose",       "iam", "kinesis", "kms", "lambda",
      "logs",     "secretsmanager", "sns", "sqs"};
  return std::find(kServices.begin(), kServices.end(), service) !=
         kServices.end();
}

void CheckFields(const Arn& arn, const Text& resource, const Fits& fits,
                 CheckRun& run) {
  if (arn.region.empty() && !fits.region.may_be_empty) {
    run.Add(checks::kMissingArnRegion, resource.where,
            absl::StrFormat("%s has no region, so it matches nothing: "
                            "expected %s",
                            Quote(resource.text), fits.format));
  } else if (!arn.region.empty() && !IsOpen(arn.region) &&
             !fits.region.may_have_text) {
    run.Add(checks::kArnRegionNotAllowed, resource.where,
            absl::StrFormat("%s has a region, so it matches nothing: "
                            "expected %s",
                            Quote(resource.text), fits.format));
  }
  if (arn.account.empty() && !fits.account.may_be_empty &&
      NeedsAccount(arn.service)) {
    run.Add(checks::kMissingArnAccount, resource.where,
            absl::StrFormat("%s has no account, so it matches nothing: "
                            "expected %s",
                            Quote(resource.text), fits.format));
  } else if (!arn.account.empty() && !IsOpen(arn.account) &&
             !fits.account.may_have_text) {
    run.Add(checks::kArnAccountNotAllowed, resource.where,
            absl::StrFormat("%s has an account, so it matches nothing: "
                            "expected %s",
                            Quote(resource.text), fits.format));
  }
}

void CheckArn(const ServiceReference& reference, const Text& resource,
              CheckRun& run) {
  const std::optional<Arn> arn = ParseArn(resource.text);
  if (!arn.has_value() || arn->service.empty() || IsOpen(arn->service) ||
      FoldAscii(arn->service) != arn->service) {  // INVALID_ARN_SERVICE_CASE
    return;
  }
  const std::vector<ReferenceResourceType> types =
      reference.ResourceTypesNaming(arn->service);
  if (IsClosed(arn->service) ||
      (types.empty() && !reference.FindService(arn->service).has_value())) {
    run.Add(checks::kInvalidService, resource.where,
            absl::StrFormat("there is no service %s, as of %s",
                            Quote(arn->service), reference.source().date));
    return;
  }
  if (types.empty()) return;
  const Fits fits = FindFits(types, *arn, run);
  if (!fits.format.empty()) {
    CheckFields(*arn, resource, fits, run);
    return;
  }
  // IAM Access Analyzer says nothing of patterns, as several managed policies
  // show: "arn:aws:states:*:*:statemachine:*", which should be stateMachine;
  // that is found where an action is granted on it (CheckResourceTypes). And
  // what begins with a slash is the path of a request, of which the reference
  // has only some.
  if (IsOpen(arn->resource) || arn->resource.starts_with('/')) return;
  run.Add(checks::kInvalidArnResource, resource.where,
          absl::StrFormat("%s has no resources with ARNs like %s, as of %s",
                          arn->service, Quote(resource.text),
                          reference.source().date));
}

}  // namespace

void CheckArns(const ServiceReference& reference, CheckRun& run) {
  for (const Statement& statement : run.document().statements) {
    for (const Text& resource : statement.resources) {
      CheckArn(reference, resource, run);
    }
  }
}

}  // namespace iameval::internal
