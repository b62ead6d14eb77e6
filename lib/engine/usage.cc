#include "iameval/usage.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "automata/glob.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "engine/bulk_run.h"
#include "iameval/explanation.h"

namespace iameval {
namespace {

// Of the actions of a statement.
using Globs = std::vector<internal::Glob>;

// Something that a request uses: a statement, or one entry of its Action.
struct Hit {
  std::size_t policy;
  std::size_t statement;
  std::optional<std::size_t> action;

  bool operator==(const Hit&) const = default;
};

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
    for (std::size_t i = 0; i < policy.statement_count(); ++i) {
      use.statements.push_back(Unused(policy, i, of_statements.emplace_back()));
    }
    return absl::OkStatus();
  }

  // Adds what the request uses. Any number of threads at once.
  void FindHits(const Request& request, std::vector<Hit>& hits) const {
    const auto first = static_cast<std::ptrdiff_t>(hits.size());
    const std::string action = internal::FoldAscii(request.action());
    const Explanation explanation = engine.Explain(request);
    for (const StatementReport& report : explanation.statements) {
      if (!report.determining) continue;
      const StatementRef& ref = report.statement;
      const auto found = numbers.find(std::pair(ref.policy, ref.type));
      if (found == numbers.end()) continue;
      const Hit hit{found->second, ref.statement, std::nullopt};
      // A policy may be attached to a user and to its group as well.
      if (std::find(hits.begin() + first, hits.end(), hit) != hits.end()) {
        continue;
      }
      hits.push_back(hit);
      const Globs& patterns = globs[hit.policy][hit.statement];
      for (std::size_t i = 0; i < patterns.size(); ++i) {
        if (patterns[i].Matches(action)) {
          hits.push_back({hit.policy, hit.statement, i});
        }
      }
    }
  }

  void Count(std::span<const Hit> hits) {
    for (const Hit& hit : hits) {
      StatementUse& use = uses[hit.policy].statements[hit.statement];
      ++(hit.action.has_value() ? use.actions[*hit.action].requests
                                : use.requests);
    }
  }

  const Engine engine;
  std::size_t requests = 0;
  std::map<std::pair<std::string, PolicyType>, std::size_t> numbers;
  std::vector<PolicyUse> uses;
  std::vector<std::vector<Globs>> globs;  // of policies and their statements
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
  std::vector<Hit> hits;
  state_->FindHits(request, hits);
  state_->Count(hits);
}

absl::Status UsageCounter::AddBatch(std::span<const Request> requests,
                                    const BulkOptions& options) {
  // An explanation takes long enough that few of them make a chunk.
  constexpr std::size_t kChunk = 64;
  using internal::BulkRun;
  BulkRun run(options, requests.size(), 1, kChunk);
  std::mutex mutex;  // guards the state's sums
  return run.Run([&](BulkRun::Worker& worker, std::size_t begin,
                     std::size_t end) {
    std::vector<Hit> hits;
    for (const Request& request : requests.subspan(begin, end - begin)) {
      state_->FindHits(request, hits);
    }
    {
      const std::lock_guard lock(mutex);
      state_->requests += end - begin;
      state_->Count(hits);
    }
    worker.Complete(end);
    worker.Made(end - begin);
    return absl::OkStatus();
  });
}

std::size_t UsageCounter::requests() const { return state_->requests; }

std::span<const PolicyUse> UsageCounter::result() const { return state_->uses; }

}  // namespace iameval
