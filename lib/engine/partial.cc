#include "engine/partial.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "engine/engine_impl.h"
#include "engine/explain_layers.h"
#include "engine/partial_atoms.h"
#include "engine/partial_cells.h"
#include "engine/partial_context.h"
#include "engine/request_data.h"
#include "iameval/engine.h"
#include "runtime/match_condition.h"
#include "runtime/match_statement.h"

namespace iameval::internal {
namespace {

// A statement that unknown keys decide, for references to it.
struct Origin {
  PresentLayer present;
  std::size_t policy = 0;
  std::size_t statement = 0;
};

class PartialEvaluator {
 public:
  PartialEvaluator(const PartialQuestion& question, const UnknownKeys& unknown)
      : program_(question.store.program()),
        request_(question.request),
        directory_(question.directory),
        context_(program_.keys, request_, question.known, unknown,
                 directory_ != nullptr),
        layers_(WithoutEndpoint(question.layers, context_)),
        action_(program_, request_.folded_action, request_.action_hash),
        record_{.store = question.store,
                .layers = layers_,
                .request = request_,
                .applies = FindApplicable(layers_, request_),
                .verdict = {},
                .trace = {},
                .present = {}},
        frame_{.program = program_,
               .request = request_,
               .action = action_,
               .context = context_.view(),
               .has_boundary = record_.applies.boundary},
        atoms_(frame_, context_, directory_),
        cells_(record_.applies, request_, atoms_) {}

  PartialDecision Run() {
    deny_ = cells_.AddFact(Fact::Kind::kDeny);
    for (const PresentLayer& present :
         FindPresentLayers(layers_, record_.applies)) {
      if (present.applies && present.bundle != kNoBundle) AddLayer(present);
    }
    if (context_.endpoint().has_value()) AddEndpoints();
    atoms_.Finish();
    const CellFindings findings = cells_.Run(context_.size());
    result_.outcome = OutcomeOf(findings.outcomes);
    result_.upper_bound = !findings.exact;
    for (const KeyFinding& finding : findings.keys) AddKey(finding);
    std::stable_sort(result_.keys.begin(), result_.keys.end(),
                     [](const KeyDependence& a, const KeyDependence& b) {
                       return std::tuple(!a.changes_access, a.key) <
                              std::tuple(!b.changes_access, b.key);
                     });
    if (record_.applies.account_unknown) {
      result_.notes.emplace_back(kAccountUnknownNote);
    }
    WriteReason();
    return std::move(result_);
  }

 private:
  // An endpoint that is chosen by an unknown key is dealt with by itself.
  static PolicyLayers WithoutEndpoint(PolicyLayers layers,
                                      const PartialContext& context) {
    if (context.endpoint().has_value()) layers.vpc_endpoint = kNoBundle;
    return layers;
  }

  // ---- statements

  void AddLayer(const PresentLayer& present) {
    Facts facts;
    switch (present.layer) {
      case Layer::kVpcEndpoint:
        facts.direct = cells_.AddFact(Fact::Kind::kVpcEndpoint);
        break;
      case Layer::kScp:
        facts.direct = cells_.AddFact(Fact::Kind::kScpLevel);
        break;
      case Layer::kRcp:
        break;  // RCPs only deny (S-7.6)
      case Layer::kResource:
        facts.direct = cells_.AddFact(Fact::Kind::kDirect);
        facts.role = cells_.AddFact(Fact::Kind::kRole);
        facts.account = cells_.AddFact(Fact::Kind::kAccount);
        break;
      case Layer::kIdentity:
        facts.direct = cells_.AddFact(Fact::Kind::kIdentity);
        break;
      case Layer::kBoundary:
        facts.direct = cells_.AddFact(Fact::Kind::kBoundary);
        break;
      case Layer::kSession:
        facts.direct = cells_.AddFact(Fact::Kind::kSession);
        break;
    }
    if (present.layer != Layer::kResource) {
      facts.role = facts.direct;
      facts.account = facts.direct;
    }
    AddBundle(present, facts, std::nullopt);
  }

  // aws:SourceVpce is not known: the request may come through any endpoint, or
  // through none, or one with the default policy, which allows everything.
  void AddEndpoints() {
    record_.applies.vpc_endpoint = true;
    const FactId allow = cells_.AddFact(Fact::Kind::kVpcEndpoint);
    const Facts facts{allow, allow, allow};
    std::set<BundleId> bundles{kNoBundle};
    for (const auto& [id, bundle] : directory_->endpoints) {
      bundles.insert(bundle);
    }
    for (const BundleId bundle : bundles) {
      const AtomId chosen = atoms_.AddEndpoint(bundle);
      const PresentLayer present{Layer::kVpcEndpoint, 0, 0, bundle, true};
      if (bundle != kNoBundle) {
        AddBundle(present, facts, chosen);
      } else {
        cells_.AddStatement({allow, {chosen}, kNoOrigin});
      }
    }
  }

  // The facts that Allow statements bring about, by how they match.
  struct Facts {
    std::optional<FactId> direct;
    std::optional<FactId> role;
    std::optional<FactId> account;
  };

  void AddBundle(const PresentLayer& present, const Facts& facts,
                 std::optional<AtomId> chosen) {
    std::size_t policy = 0;
    for (const AttachedPolicy& attached :
         record_.store.attached(present.bundle)) {
      for (std::uint32_t i = 0; i < attached.statements.count; ++i) {
        AddStatement({present, policy, i},
                     program_.statements[attached.statements.first + i], facts,
                     chosen);
      }
      ++policy;
    }
  }

  void AddStatement(const Origin& origin, const StatementCode& code,
                    const Facts& facts, std::optional<AtomId> chosen) {
    if (code.never || !MatchAction(frame_, code)) return;
    const std::optional<FactId> fact = FactOf(origin.present, code, facts);
    if (!fact.has_value()) return;
    QuestionedStatement statement{*fact, {}, origins_.size()};
    if (chosen.has_value()) statement.atoms.push_back(*chosen);
    if (const auto atom = atoms_.AddResource(code)) {
      statement.atoms.push_back(*atom);
    } else if (!MatchResource(frame_, code)) {
      return;
    }
    for (const TestCode& test : In(program_.tests, code.tests)) {
      if (const auto atom = atoms_.AddTest(test)) {
        statement.atoms.push_back(*atom);
      } else if (!TestHolds(program_.operands, test, frame_.context)) {
        return;
      }
    }
    origins_.push_back(origin);
    cells_.AddStatement(std::move(statement));
  }

  // What a statement that matches brings about; nothing if its principal part
  // does not match, or an Allow counts for nothing.
  std::optional<FactId> FactOf(const PresentLayer& present,
                               const StatementCode& code,
                               const Facts& facts) const {
    MatchFrame frame = frame_;
    frame.only_providers_are_allowed =
        present.layer == Layer::kResource &&
        record_.applies.only_providers_are_allowed;
    const MatchKind kind = code.principal_form == PrincipalForm::kAbsent
                               ? MatchKind::kDirect
                               : MatchPrincipal(frame, code);
    if (kind == MatchKind::kNone) return std::nullopt;
    if (!code.allow) return deny_;
    switch (kind) {
      case MatchKind::kDirect:
        return facts.direct;
      case MatchKind::kRole:
        return facts.role;
      default:
        return facts.account;
    }
  }

  // ---- the answer

  static PartialOutcome OutcomeOf(OutcomeBits outcomes) {
    switch (outcomes) {
      case kMayAllow:
        return PartialOutcome::kAllowed;
      case kMayDenyImplicitly:
        return PartialOutcome::kImplicitDeny;
      case kMayDenyExplicitly:
        return PartialOutcome::kExplicitDeny;
      case kMayDenyImplicitly | kMayDenyExplicitly:
        return PartialOutcome::kDenied;
      default:
        return PartialOutcome::kDepends;
    }
  }

  static Decision DecisionOf(OutcomeBits outcome) {
    return outcome == kMayAllow            ? Decision::kAllowed
           : outcome == kMayDenyImplicitly ? Decision::kImplicitDeny
                                           : Decision::kExplicitDeny;
  }

  ContextEntry Entry(UnknownId key, std::size_t number) const {
    const KeyValue& value = atoms_.values(key)[number];
    ContextEntry entry{std::string(context_.spelling(key)),
                       ContextEntry::Shape::kAbsent, value.values};
    if (value.shape == KeyValue::Shape::kSingle) {
      entry.shape = ContextEntry::Shape::kSingle;
    } else if (value.shape == KeyValue::Shape::kList) {
      entry.shape = ContextEntry::Shape::kMulti;
    }
    return entry;
  }

  void AddKey(const KeyFinding& finding) {
    KeyDependence& key = result_.keys.emplace_back();
    key.key = context_.spelling(finding.key);
    key.changes_access = finding.changes_access;
    for (const std::size_t number : finding.origins) {
      if (number == kNoOrigin) continue;
      const Origin& origin = origins_[number];
      const AttachedPolicy& attached =
          record_.store.attached(origin.present.bundle)[origin.policy];
      key.statements.push_back(ReferTo(record_, origin.present, attached.policy,
                                       origin.policy, origin.statement));
    }
    if (!finding.example.has_value()) return;
    const ValuePair& pair = *finding.example;
    KeyExample& example = key.example.emplace();
    for (const auto& [other, number] : pair.others) {
      example.given.push_back(Entry(other, number));
    }
    example.first = Entry(finding.key, pair.first);
    example.first_decision = DecisionOf(pair.first_outcome);
    example.second = Entry(finding.key, pair.second);
    example.second_decision = DecisionOf(pair.second_outcome);
  }

  void WriteReason() {
    std::vector<std::string_view> access;
    std::vector<std::string_view> kind;
    for (const KeyDependence& key : result_.keys) {
      (key.changes_access ? access : kind).push_back(key.key);
    }
    const std::string what =
        absl::StrFormat("%s on %s", request_.action, request_.resource);
    const std::string_view always = "whatever the unknown context keys are";
    switch (result_.outcome) {
      case PartialOutcome::kAllowed:
        result_.reason = absl::StrFormat("%s is allowed, %s", what, always);
        return;
      case PartialOutcome::kImplicitDeny:
        result_.reason =
            absl::StrFormat("%s is implicitly denied, %s", what, always);
        return;
      case PartialOutcome::kExplicitDeny:
        result_.reason =
            absl::StrFormat("%s is explicitly denied, %s", what, always);
        return;
      case PartialOutcome::kDenied:
        result_.reason = absl::StrFormat(
            "%s is denied, %s; whether implicitly or explicitly depends on %s",
            what, always, Join(kind));
        return;
      case PartialOutcome::kDepends:
        result_.reason = absl::StrFormat(
            "%s is allowed or denied, depending on %s", what, Join(access));
        return;
    }
  }

  // "a", "a and b", "a, b and c".
  static std::string Join(const std::vector<std::string_view>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
      text += names[i];
    }
    return text;
  }

  static constexpr std::size_t kNoOrigin = ~std::size_t{0};

  const Program& program_;
  const RequestView& request_;
  const Directory* directory_;
  PartialContext context_;
  const PolicyLayers layers_;
  const ActionRef action_;
  DecisionRecord record_;
  const MatchFrame frame_;
  AtomTable atoms_;
  PartialCells cells_;
  FactId deny_ = 0;
  std::vector<Origin> origins_;
  PartialDecision result_;
};

}  // namespace

PartialDecision DecidePartially(const PartialQuestion& question,
                                const UnknownKeys& unknown) {
  if (question.options.get_caller_identity_is_free &&
      question.request.action_traits.get_caller_identity) {
    PartialDecision free;
    free.outcome = PartialOutcome::kAllowed;
    free.reason = "sts:GetCallerIdentity needs no permission";
    return free;
  }
  return PartialEvaluator(question, unknown).Run();
}

}  // namespace iameval::internal

namespace iameval {

PartialDecision Engine::EvaluatePartially(const Request& request,
                                          const UnknownKeys& unknown) const {
  const internal::RequestView& view = request.data().view;
  if (impl_->directory == nullptr) {
    return internal::DecidePartially({.store = impl_->store,
                                      .layers = impl_->layers,
                                      .request = view,
                                      .known = {},
                                      .options = impl_->options},
                                     unknown);
  }
  internal::Resolution resolved;
  impl_->directory->Resolve(view, resolved);
  PartialDecision decision =
      internal::DecidePartially({.store = impl_->store,
                                 .layers = resolved.layers,
                                 .request = resolved.view,
                                 .known = resolved.known,
                                 .options = impl_->options,
                                 .directory = impl_->directory.get()},
                                unknown);
  internal::AddNotes(resolved, decision.notes);
  return decision;
}

}  // namespace iameval
