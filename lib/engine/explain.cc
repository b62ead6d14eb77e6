#include "engine/explain.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "engine/explain_layers.h"
#include "engine/explain_reason.h"
#include "engine/explain_statement.h"
#include "iameval/policy.h"
#include "runtime/match_condition.h"
#include "runtime/match_statement.h"

namespace iameval::internal {
namespace {

StatementOutcome OutcomeOf(const StatementMatch& match) {
  switch (match.failed) {
    case StatementPart::kNone:
      return StatementOutcome::kMatches;
    case StatementPart::kAction:
      return StatementOutcome::kActionDiffers;
    case StatementPart::kResource:
      return StatementOutcome::kResourceDiffers;
    case StatementPart::kPrincipal:
      return StatementOutcome::kPrincipalDiffers;
    case StatementPart::kCondition:
      return StatementOutcome::kConditionFails;
  }
  return StatementOutcome::kMatches;
}

class Explainer {
 public:
  Explainer(const PolicyStore& store, const PolicyLayers& layers,
            const RequestView& request, const ContextView& context,
            const DecideOptions& options)
      : program_(store.program()),
        action_(program_, request.folded_action, request.action_hash),
        record_{.store = store,
                .layers = layers,
                .request = request,
                .applies = FindApplicable(layers, request),
                .verdict = {},
                .trace = {},
                .present = {}},
        frame_{.program = program_,
               .request = request,
               .action = action_,
               .context = context,
               .has_boundary = record_.applies.boundary} {
    record_.verdict = DecideAndTrace(frame_, layers, options, record_.trace);
    record_.present = FindPresentLayers(layers, record_.applies);
    if (request.action_traits.get_caller_identity && record_.trace.empty()) {
      // Decided without looking at any policy (S-7.22); what they say is of
      // interest all the same.
      (void)DecideAndTrace(frame_, layers,
                           {.get_caller_identity_is_free = false},
                           record_.trace);
    }
  }

  Explanation Run() {
    result_.decision = record_.verdict.decision;
    for (const PresentLayer& present : record_.present) AddLayer(present);
    result_.missing_context_keys.assign(missing_keys_.begin(),
                                        missing_keys_.end());
    if (record_.applies.account_unknown) {
      result_.notes.emplace_back(kAccountUnknownNote);
    }
    result_.reason = ReasonFor(record_, result_.statements);
    return std::move(result_);
  }

 private:
  void AddLayer(const PresentLayer& present) {
    result_.layers.push_back(DescribeLayer(record_, present));
    if (present.bundle == kNoBundle) return;
    std::size_t index = 0;
    for (const AttachedPolicy& attached :
         record_.store.attached(present.bundle)) {
      AddPolicy(present, attached, index++);
    }
  }

  void AddPolicy(const PresentLayer& present, const AttachedPolicy& attached,
                 std::size_t index) {
    MatchFrame frame = frame_;
    frame.only_providers_are_allowed =
        present.layer == Layer::kResource &&
        record_.applies.only_providers_are_allowed;
    for (std::uint32_t i = 0; i < attached.statements.count; ++i) {
      const StatementCode& code =
          program_.statements[attached.statements.first + i];
      const StatementPair pair{attached.policy.document()->statements[i], code};
      const StatementMatch match = MatchStatement(frame, code);
      StatementReport report;
      report.statement =
          ReferTo(record_, present, attached.policy, index, i);
      report.outcome = OutcomeOf(match);
      report.determining =
          present.applies && match.matches() && Determines(present, code);
      report.detail = DescribeMismatch(pair, match, frame);
      if (present.applies) CollectMissingKeys(frame, code, match);
      result_.statements.push_back(std::move(report));
    }
  }

  // A matching statement of a layer that applies: did it bring the decision
  // about?
  bool Determines(const PresentLayer& present,
                  const StatementCode& code) const {
    const Verdict& verdict = record_.verdict;
    switch (verdict.decision) {
      case Decision::kExplicitDeny:
        return !code.allow;
      case Decision::kImplicitDeny:
        return false;  // what is missing decides
      case Decision::kAllowed:
        break;
    }
    switch (present.layer) {
      case Layer::kResource:
        return verdict.granted_by_resource;
      case Layer::kIdentity:
        return verdict.granted_by_identity;
      case Layer::kBoundary:
      case Layer::kSession:
        return verdict.granted_by_identity || NeedsOwnSide();
      default:
        return verdict.granted_by_identity || verdict.granted_by_resource;
    }
  }

  // A grant to a role or issuer is limited by boundary and session policies
  // (S-7.9).
  bool NeedsOwnSide() const {
    return record_.verdict.granted_by_resource &&
           !record_.HasGrant(MatchKind::kDirect);
  }

  // Keys that this statement would have looked at: those of its resources when
  // action and principal fit, those of its conditions when resources fit too.
  void CollectMissingKeys(const MatchFrame& frame, const StatementCode& code,
                          const StatementMatch& match) {
    if (match.failed == StatementPart::kAction ||
        MatchPrincipal(frame, code) == MatchKind::kNone) {
      return;
    }
    for (const ResourceProbe& number :
         In(program_.resource_lists, code.resources)) {
      const ResourceCode& resource = program_.resources[number.number()];
      if (resource.kind == ResourceCode::Kind::kTemplate) {
        CollectMissingVariables(program_.resource_templates[resource.index]);
      }
    }
    if (match.failed == StatementPart::kResource) return;
    for (const TestCode& test : In(program_.tests, code.tests)) {
      NoteIfMissing(test.slot);
      for (const TextTemplate& text :
           In(program_.operands.templates, test.templates)) {
        CollectMissingVariables(text);
      }
    }
  }

  void CollectMissingVariables(const TextTemplate& text) {
    for (const VariableCode& variable : text.variables) {
      NoteIfMissing(variable.slot);
    }
  }

  void NoteIfMissing(KeySlot slot) {
    if (frame_.context.Find(slot) == nullptr) {
      missing_keys_.emplace(frame_.program.keys.spelling(slot));
    }
  }

  const Program& program_;
  const ActionRef action_;
  DecisionRecord record_;
  MatchFrame frame_;
  std::set<std::string> missing_keys_;
  Explanation result_;
};

}  // namespace

Explanation ExplainDecision(const PolicyStore& store,
                            const PolicyLayers& layers,
                            const RequestView& request,
                            const ContextView& context,
                            const DecideOptions& options) {
  return Explainer(store, layers, request, context, options).Run();
}

}  // namespace iameval::internal
