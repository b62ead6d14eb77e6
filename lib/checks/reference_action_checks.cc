#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "checks/reference_checks.h"
#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

// Comparing a pattern with every action of a service takes about that many
// steps.
constexpr std::size_t kExpansionSteps = 1'000;

// "Did you mean ...?", as IAM Access Analyzer asks, of the same service: a name
// of another one is rarely meant.
std::string Suggestion(const ServiceReference& reference,
                       const ReferenceService& service, std::string_view action,
                       CheckRun& run) {
  constexpr std::size_t kSteps = 200'000;  // to compare with every name
  if (HasWildcard(action) || !run.Spend(kSteps)) return {};
  for (const ReferenceAction& similar : reference.SimilarActions(action)) {
    if (similar.service() == service.prefix()) {
      return ": did you mean " + similar.full_name() + "?";
    }
  }
  return {};
}

// "RCPs only support specifying select service prefixes in the Action element"
// (access-analyzer-reference-policy-checks).
void CheckControlled(const ServiceReference& reference,
                     const ReferenceService& service, const Text& action,
                     CheckRun& run) {
  if (run.document().type != PolicyType::kRcp || service.supports_rcp()) return;
  run.Add(checks::kRcpSyntaxErrorAction, action.where,
          absl::StrFormat("resource control policies do not apply to %s, as of "
                          "%s",
                          service.prefix(), reference.source().date));
}

void CheckName(const ServiceReference& reference, const Text& action,
               CheckRun& run) {
  const std::size_t colon = action.text.find(':');
  if (colon == std::string_view::npos) return;  // "*"
  const std::string_view prefix = action.text.substr(0, colon);
  const std::string_view name = action.text.substr(colon + 1);
  if (HasWildcard(prefix)) return;
  const std::optional<ReferenceService> service = reference.FindService(prefix);
  if (!service.has_value()) {
    run.Add(checks::kInvalidServiceInAction, action.where,
            absl::StrFormat("there is no service %s, as of %s", Quote(prefix),
                            reference.source().date));
    return;
  }
  CheckControlled(reference, *service, action, run);
  if (!HasWildcard(name)) {
    if (service->FindAction(name).has_value()) return;
  } else if (name == "*" || !run.Spend(kExpansionSteps) ||
             !reference.ExpandActions(action.text).empty()) {
    return;
  }
  run.Add(checks::kInvalidAction, action.where,
          absl::StrFormat("%s has no action %s, as of %s%s", service->prefix(),
                          Quote(name), reference.source().date,
                          Suggestion(reference, *service, action.text, run)));
}

}  // namespace

void CheckActionNames(const ServiceReference& reference, CheckRun& run) {
  for (const Statement& statement : run.document().statements) {
    for (const Text& action : statement.actions) {
      CheckName(reference, action, run);
    }
  }
}

}  // namespace iameval::internal
