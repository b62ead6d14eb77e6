#include "iameval/usage.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "automata/glob.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "iameval/explanation.h"

namespace iameval {
namespace {

// Of the actions of a statement.
using Globs = std::vector<internal::Glob>;

StatementUse Unused(const Policy& policy, std::size_t index, Globs& globs) {
  StatementUse use;
  use.statement = policy.statement(index);
  if (use.statement.not_action) return use;
  for (const ActionPattern& action : policy.actions(index)) {
    use.actions.push_back(
        {std::string(action.text), action.line, action.column, 0});
    globs.push_back(
        internal::Glob::FromText(internal::FoldAscii(action.text)));  // S-2.2
  }
  return use;
}

}  // namespace

struct UsageCounter::State {
  explicit State(const Engine& for_engine) : engine(for_engine) {}

  absl::Status AddPolicy(const Policy& policy) {
    const auto [it, added] =
        numbers.emplace(std::pair(policy.name(), policy.type()), uses.size());
    if (!added) {
      if (uses[it->second].policy.text() == policy.text()) {
        return absl::OkStatus();
      }
      return absl::InvalidArgumentError(absl::StrFormat(
          "two different %s policies are called %s",
          PolicyTypeName(policy.type()), internal::Quote(policy.name())));
    }
    PolicyUse& use = uses.emplace_back(PolicyUse{policy, {}});
    std::vector<Globs>& of_statements = globs.emplace_back();
    last_request.emplace_back(policy.statement_count(), 0);
    for (std::size_t i = 0; i < policy.statement_count(); ++i) {
      use.statements.push_back(Unused(policy, i, of_statements.emplace_back()));
    }
    return absl::OkStatus();
  }

  void Count(const StatementRef& ref, std::string_view folded_action) {
    const auto found = numbers.find(std::pair(ref.policy, ref.type));
    if (found == numbers.end()) return;
    StatementUse& use = uses[found->second].statements[ref.statement];
    // A policy may be attached to a user and to its group as well.
    std::size_t& last = last_request[found->second][ref.statement];
    if (last == requests) return;
    last = requests;
    ++use.requests;
    const Globs& patterns = globs[found->second][ref.statement];
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      if (patterns[i].Matches(folded_action)) ++use.actions[i].requests;
    }
  }

  const Engine engine;
  std::size_t requests = 0;
  std::map<std::pair<std::string, PolicyType>, std::size_t> numbers;
  std::vector<PolicyUse> uses;
  std::vector<std::vector<Globs>> globs;  // of policies and their statements
  // The number of the last request that used a statement, from 1.
  std::vector<std::vector<std::size_t>> last_request;
};

absl::StatusOr<UsageCounter> UsageCounter::Create(
    const Engine& engine, std::span<const Policy> policies) {
  auto state = std::make_unique<State>(engine);
  for (const Policy& policy : policies) {
    if (absl::Status status = state->AddPolicy(policy); !status.ok()) {
      return status;
    }
  }
  return UsageCounter(std::move(state));
}

UsageCounter::UsageCounter(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
UsageCounter::UsageCounter(UsageCounter&&) noexcept = default;
UsageCounter& UsageCounter::operator=(UsageCounter&&) noexcept = default;
UsageCounter::~UsageCounter() = default;

void UsageCounter::Add(const Request& request) {
  ++state_->requests;
  const std::string action = internal::FoldAscii(request.action());
  const Explanation explanation = state_->engine.Explain(request);
  for (const StatementReport& report : explanation.statements) {
    if (report.determining) state_->Count(report.statement, action);
  }
}

std::size_t UsageCounter::requests() const { return state_->requests; }

std::span<const PolicyUse> UsageCounter::result() const { return state_->uses; }

}  // namespace iameval
