#include "engine/query_state.h"

#include "engine/request_checks.h"

namespace iameval::internal {

bool QueryState::IsAction(std::string_view action) {
  return CheckAction(action).ok() && CheckUtf8("action", action).ok();
}

Decision QueryState::EvaluateInDirectory() {
  view_.source_vpce = context_.FindSourceVpce();
  Resolution resolved;
  engine_.directory->Resolve(view_, resolved);
  context_.SetKnown(&resolved.known);
  MatchFrame frame{.program = program_,
                   .request = resolved.view,
                   .action = action_,
                   .context = context_,
                   .resource = frame_.resource,
                   .probe_text = frame_.probe_text};
  const Decision decision = Decide(frame, resolved.layers, engine_.options);
  context_.SetKnown(nullptr);
  return decision;
}

}  // namespace iameval::internal
