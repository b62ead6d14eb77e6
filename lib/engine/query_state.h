#ifndef IAMEVAL_LIB_ENGINE_QUERY_STATE_H_
#define IAMEVAL_LIB_ENGINE_QUERY_STATE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "engine/directory.h"
#include "engine/engine_view.h"
#include "engine/query_context.h"
#include "engine/query_data.h"
#include "engine/request_data.h"
#include "iameval/query.h"
#include "runtime/action_ref.h"
#include "runtime/decide.h"

namespace iameval::internal {

// A decision in waiting: what is set goes straight to where the evaluation
// reads it.
class QueryState {
 public:
  explicit QueryState(const EngineView& engine)
      : engine_(engine),
        program_(engine.store.program()),
        first_bundle_(engine.directory == nullptr ? engine.layers.identity
                                                  : kNoBundle),
        only_identity_(HasOnlyIdentity(engine.layers)),
        context_(program_, view_),
        frame_{.program = program_,
               .request = view_,
               .action = action_,
               .context = context_} {}
  QueryState(const QueryState&) = delete;
  QueryState& operator=(const QueryState&) = delete;

  [[nodiscard]] QueryContext& context() { return context_; }

  void SetCaller(const std::shared_ptr<const CallerData>& caller) {
    if (caller == context_.caller()) return;
    context_.SetCaller(caller);
    const RequestView& from = caller->request.data().view;
    view_.principal = from.principal;
    view_.principal_account_is_management =
        from.principal_account_is_management;
    frame_.caller_memos = &caller->memos;
  }

  // False, and the query has no action, for a text that is none.
  [[nodiscard]] bool SetAction(std::string_view action) {
    if (folded_action_.size() < action.size()) [[unlikely]] {
      folded_action_.resize(action.size());
    }
    const std::uint64_t hash = FoldAndHash(action, folded_action_.data());
    const std::string_view folded(folded_action_.data(), action.size());
    const ActionId id = program_.actions.Find(folded, hash);
    if (id != kUnknownAction && program_.action_facts[id].plain) [[likely]] {
      view_.action_traits = program_.action_facts[id].traits;
    } else {
      if (!IsPlainAction(folded) && !IsAction(action)) {
        view_.folded_action = {};
        return false;
      }
      view_.action_traits = TraitsOfAction(folded);
    }
    action_.Set(program_, folded, id);
    if (first_bundle_ != kNoBundle) action_.FindIn(program_, first_bundle_);
    view_.action = action;
    view_.folded_action = folded;
    view_.action_hash = hash;
    return true;
  }
  // `data` outlives its use.
  void SetAction(const PreparedActionData& data) {
    action_.Set(data.folded, data.id, data.patterns, data.candidates);
    view_.action = data.folded;
    view_.folded_action = data.folded;
    view_.action_hash = data.hash;
    view_.action_traits = data.traits;
  }

  // False, and the query has no resource, for what is none.
  [[nodiscard]] bool SetResource(std::string_view resource,
                                 std::string_view account) {
    if (!SetResourceParts(resource, account, view_)) {
      view_.resource = {};
      return false;
    }
    frame_.resource = nullptr;
    frame_.probe_text = ProbeText(view_.resource_text);
    return true;
  }
  // `data` outlives its use.
  void SetResource(const PreparedResourceData& data) {
    static_cast<ResourceParts&>(view_) = data.parts;
    frame_.resource = &data.matches;
    frame_.probe_text = data.probe_text;
  }
  void SetResourceAccountIsManagement(bool value) {
    view_.resource_account_is_management = value;
  }
  void SetServiceSupportsRcps(bool value) {
    view_.service_supports_rcps = value;
  }

  [[nodiscard]] Decision Evaluate() {
    if (context_.caller() == nullptr || view_.folded_action.empty() ||
        view_.resource.empty()) {
      return Decision::kImplicitDeny;
    }
    return EvaluateComplete();
  }
  // REQUIRES: caller, action and resource are set.
  [[nodiscard]] Decision EvaluateComplete() {
    if (engine_.directory != nullptr) return EvaluateInDirectory();
    frame_.memos = {};
    if (only_identity_ && IsUsualRequest(view_)) [[likely]] {
      return DecideByIdentity(frame_, engine_.layers);
    }
    return Decide(frame_, engine_.layers, engine_.options);
  }

 private:
  // Whether CheckAction and CheckUtf8 let it pass.
  static bool IsAction(std::string_view action);
  // On its own, as a resolution takes much of the stack.
  Decision EvaluateInDirectory();

  const EngineView engine_;
  const Program& program_;
  const BundleId first_bundle_;  // that every decision goes through, if any
  const bool only_identity_;
  RequestView view_;
  QueryContext context_;
  ActionRef action_;
  MatchFrame frame_;
  std::string folded_action_;  // has room for more than the action
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_QUERY_STATE_H_
