// CheckedEngine::EvaluateGrid: a grid as AWS would make its requests.
//
// What makes a cell's request another one than it is asked as depends on its
// action and its resource alone: which context keys it never has (S-8.8),
// whether it is on "*" (S-8.3), whether RCPs apply (S-7.7). Cells that are
// alike in that are a grid of their own, so that there are few, and each is
// decided as fast as any other.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "base/ascii.h"
#include "iameval/bulk.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/request_check.h"
#include "iameval/service_reference.h"
#include "services/lookup.h"
#include "services/rows.h"
#include "services/supported_keys.h"
#include "services/tables.h"

namespace iameval {
namespace internal {
namespace {

using Types = std::vector<ReferenceResourceType>;
using PartNumber = std::uint32_t;

// AWS never asks (S-8.4).
constexpr PartNumber kNever = std::numeric_limits<PartNumber>::max();

// What is done to the requests of some cells.
struct Change {
  bool on_everything = false;  // S-8.3
  bool supports_rcps = true;   // S-7.7
  std::vector<bool> dropped;   // S-8.8; of each of the grid's context keys

  auto Tied() const { return std::tie(on_everything, supports_rcps, dropped); }
  bool operator<(const Change& other) const { return Tied() < other.Tied(); }
};

// Cells with the same change, and the rows and columns that they stand in.
struct Part {
  Change change;
  std::vector<std::size_t> actions;
  std::vector<std::size_t> resources;
};

class Plan {
 public:
  Plan(const ServiceReference& reference, const Grid& grid)
      : reference_(reference), grid_(grid) {
    CollectKeys(grid.context);
    for (const GridPrincipal& principal : grid.principals) {
      CollectKeys(principal.context);
    }
    rows_.reserve(grid.actions.size());
    for (const std::string& name : grid.actions) rows_.push_back(RowOf(name));
    FindPlaces();
  }

  [[nodiscard]] const std::vector<Part>& parts() const { return parts_; }
  [[nodiscard]] PartNumber PartOf(std::size_t action,
                                  std::size_t resource) const {
    const Row& row = rows_[action];
    const PartNumber set =
        row.sets == nullptr ? 0 : row.sets->of_resource[resource];
    return set == kNever ? kNever : row.parts[set];
  }

  // The part as a grid. Its cells are a superset of the part's.
  [[nodiscard]] Grid GridOf(const Part& part) const {
    Grid grid{.principals = grid_.principals,
              .actions = {},
              .resources = {},
              .context = grid_.context,
              .time = grid_.time,
              .service_supports_rcps = grid_.service_supports_rcps &&
                                       part.change.supports_rcps};
    const auto is_dropped = [&](const ContextEntry& entry) {
      const auto key = keys_.find(FoldAscii(entry.key));
      return key != keys_.end() && part.change.dropped[key->second];
    };
    std::erase_if(grid.context, is_dropped);
    for (GridPrincipal& principal : grid.principals) {
      std::erase_if(principal.context, is_dropped);
    }
    for (const std::size_t a : part.actions) {
      grid.actions.push_back(grid_.actions[a]);
    }
    for (const std::size_t r : part.resources) {
      grid.resources.push_back(grid_.resources[r]);
      if (part.change.on_everything) grid.resources.back().resource = "*";
    }
    return grid;
  }

 private:
  // What the resources are for actions that take the same types: `sets` are the
  // different answers, `of_resource` their numbers, kNever where there is none.
  struct TypeSets {
    std::vector<Types> sets;
    std::vector<PartNumber> of_resource;
  };
  // Of an action: the parts by number of its type set, or one for all.
  struct Row {
    const TypeSets* sets = nullptr;
    std::vector<PartNumber> parts;
  };

  void CollectKeys(std::span<const ContextEntry> context) {
    for (const ContextEntry& entry : context) {
      if (entry.shape != ContextEntry::Shape::kAbsent) {
        keys_.emplace(FoldAscii(entry.key), keys_.size());
      }
    }
  }

  Row RowOf(const std::string& name) {
    const auto action = reference_.FindAction(name);
    Change change;
    change.dropped.resize(keys_.size());
    if (!action.has_value()) return {nullptr, {NumberOf(change)}};  // S-8.11
    change.supports_rcps =
        reference_.FindService(action->service())->supports_rcp();
    if (action->wildcard_only()) {
      change.on_everything = true;
      change.dropped = DroppedKeys(*action, {});
      return {nullptr, {NumberOf(change)}};
    }
    const TypeSets& types = TypeSetsFor(*action);
    Row row{&types, {}};
    for (const Types& set : types.sets) {
      change.dropped = DroppedKeys(*action, set);
      row.parts.push_back(NumberOf(change));
    }
    return row;
  }

  // Most actions share their list of types with others.
  const TypeSets& TypeSetsFor(const ReferenceAction& action) {
    const ReferenceTables& tables = ReferenceAccess::Tables(action);
    const std::size_t id = ReferenceAccess::Id(action);
    const auto [at, is_new] = type_sets_.try_emplace(
        {ServiceOfAction(tables, id), tables.actions[id].resources});
    TypeSets& types = at->second;
    if (!is_new) return types;
    for (const GridResource& resource : grid_.resources) {
      Types set = action.TypesOf(resource.resource);
      if (set.empty() && resource.resource != "*") {
        types.of_resource.push_back(kNever);
        continue;
      }
      const auto known = std::find(types.sets.begin(), types.sets.end(), set);
      types.of_resource.push_back(
          static_cast<PartNumber>(known - types.sets.begin()));
      if (known == types.sets.end()) types.sets.push_back(std::move(set));
    }
    return types;
  }

  [[nodiscard]] std::vector<bool> DroppedKeys(const ReferenceAction& action,
                                              const Types& types) const {
    std::vector<bool> dropped(keys_.size());
    for (const auto& [key, number] : keys_) {
      dropped[number] = NeverInRequest(action, types, key);
    }
    return dropped;
  }

  PartNumber NumberOf(const Change& change) {
    const auto [at, is_new] =
        numbers_.emplace(change, static_cast<PartNumber>(parts_.size()));
    if (is_new) {
      parts_.push_back({.change = change, .actions = {}, .resources = {}});
    }
    return at->second;
  }

  // The rows and columns of each part.
  void FindPlaces() {
    std::vector<std::vector<bool>> has_resource(
        parts_.size(), std::vector<bool>(grid_.resources.size()));
    for (std::size_t a = 0; a < grid_.actions.size(); ++a) {
      for (std::size_t r = 0; r < grid_.resources.size(); ++r) {
        const PartNumber number = PartOf(a, r);
        if (number == kNever) continue;
        Part& part = parts_[number];
        if (part.actions.empty() || part.actions.back() != a) {
          part.actions.push_back(a);
        }
        has_resource[number][r] = true;
      }
    }
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      for (std::size_t r = 0; r < grid_.resources.size(); ++r) {
        if (has_resource[i][r]) parts_[i].resources.push_back(r);
      }
    }
  }

  const ServiceReference& reference_;
  const Grid& grid_;
  absl::flat_hash_map<std::string, std::size_t> keys_;  // folded
  std::map<std::pair<std::size_t, ListId>, TypeSets> type_sets_;  // stay put
  std::map<Change, PartNumber> numbers_;
  std::vector<Part> parts_;
  std::vector<Row> rows_;  // of the actions
};

// Decides the parts of a plan and puts their decisions in place.
class PlanRun {
 public:
  PlanRun(const Engine& engine, const Grid& grid, const Plan& plan,
          std::span<Decision> results, const BulkOptions& options)
      : engine_(engine),
        grid_(grid),
        plan_(plan),
        results_(results),
        options_(options) {
    for (const Part& part : plan.parts()) cells_ += SizeOf(part);
  }

  absl::Status Run() {
    // Most grids are one part, or one and what is never asked.
    if (plan_.parts().size() == 1 && cells_ == results_.size()) {
      return DecideAll();
    }
    std::fill(results_.begin(), results_.end(), Decision::kImplicitDeny);
    for (PartNumber i = 0; i < plan_.parts().size(); ++i) {
      if (absl::Status status = Decide(i); !status.ok()) return status;
    }
    if (options_.done != nullptr) *options_.done = results_.size();
    if (options_.progress != nullptr) {
      options_.progress(results_.size(), results_.size());
    }
    return absl::OkStatus();
  }

 private:
  [[nodiscard]] std::size_t SizeOf(const Part& part) const {
    return grid_.principals.size() * part.actions.size() *
           part.resources.size();
  }

  absl::Status DecideAll() {
    absl::Status status = engine_.EvaluateGrid(
        plan_.GridOf(plan_.parts().front()), results_, options_);
    if (!status.ok()) {
      if (options_.done != nullptr) *options_.done = 0;
      return status;
    }
    ForEachCell(plan_.parts().front(), [&](std::size_t p, std::size_t a,
                                           std::size_t r) {
      if (plan_.PartOf(a, r) == kNever) {
        results_[grid_.IndexOf(p, a, r)] = Decision::kImplicitDeny;
      }
    });
    return status;
  }

  template <typename Visit>
  void ForEachCell(const Part& part, Visit visit) const {
    for (std::size_t p = 0; p < grid_.principals.size(); ++p) {
      for (const std::size_t a : part.actions) {
        for (const std::size_t r : part.resources) visit(p, a, r);
      }
    }
  }

  absl::Status Decide(PartNumber number) {
    const Part& part = plan_.parts()[number];
    const std::size_t size = SizeOf(part);
    decisions_.resize(size);
    absl::Status status = engine_.EvaluateGrid(plan_.GridOf(part), decisions_,
                                               OptionsFor(size));
    if (!status.ok()) return status;
    decided_ += size;
    auto decision = decisions_.begin();
    ForEachCell(part, [&](std::size_t p, std::size_t a, std::size_t r) {
      if (plan_.PartOf(a, r) == number) {
        results_[grid_.IndexOf(p, a, r)] = *decision;
      }
      ++decision;
    });
    return status;
  }

  // The parts' progress as that of the whole, which has another size.
  BulkOptions OptionsFor(std::size_t size) {
    BulkOptions options = options_;
    options.done = nullptr;
    if (options_.progress != nullptr) {
      options.progress = [this, size](std::size_t done, std::size_t) {
        if (done == size) return;
        const double share = static_cast<double>(decided_ + done) /
                             static_cast<double>(cells_);
        options_.progress(
            static_cast<std::size_t>(share *
                                     static_cast<double>(results_.size())),
            results_.size());
      };
    }
    return options;
  }

  const Engine& engine_;
  const Grid& grid_;
  const Plan& plan_;
  const std::span<Decision> results_;
  const BulkOptions& options_;
  std::size_t cells_ = 0;  // of all parts
  std::size_t decided_ = 0;
  std::vector<Decision> decisions_;
};

}  // namespace
}  // namespace internal

absl::Status CheckedEngine::EvaluateGrid(const Grid& grid,
                                         std::span<Decision> results,
                                         const BulkOptions& options) const {
  // Without decisions to make: the engine checks what it is given, and names
  // the place in the whole grid.
  const bool nothing_to_check = !reference_.has_value() || grid.size() == 0 ||
                                results.size() != grid.size();
  if (nothing_to_check) return engine_.EvaluateGrid(grid, results, options);
  if (options.done != nullptr) *options.done = 0;
  const Grid axes{.principals = {},
                  .actions = grid.actions,
                  .resources = grid.resources,
                  .context = grid.context,
                  .time = grid.time};
  if (absl::Status status = engine_.EvaluateGrid(axes, {}); !status.ok()) {
    return status;
  }
  const internal::Plan plan(*reference_, grid);
  return internal::PlanRun(engine_, grid, plan, results, options).Run();
}

}  // namespace iameval
