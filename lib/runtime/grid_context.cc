#include "runtime/grid_context.h"

namespace iameval::internal {
namespace {

// Compares what several sources (callers, regions) say of each key. A source
// says what its first list with the key says, so the list's number belongs to
// it: another source's list may come in between (S-6.1).
class Comparison {
 public:
  explicit Comparison(std::size_t slots) : slots_(slots) {}

  void NextSource() { ++sources_; }

  void Add(std::uint32_t list, KeySlot slot, const ContextValue& value) {
    if (slot >= slots_.size()) return;  // no policy asks for it
    State& state = slots_[slot];
    if (state.last == sources_) return;  // an earlier list of this source
    state.last = sources_;
    ++state.count;
    if (state.value == nullptr) {
      state.value = &value;
      state.list = list;
    } else if (state.list != list || !Same(*state.value, value)) {
      state.differs = true;
    }
  }
  void Add(std::uint32_t list, const SlotList& items) {
    for (std::size_t i = 0; i < items.size; ++i) {
      Add(list, items.slots[i], items.values[i]);
    }
  }
  void Add(std::uint32_t list, std::span<const KnownItem> items) {
    for (const KnownItem& known : items) Add(list, known.slot, known.item);
  }

  // Whether the sources say different things; to have it or not counts.
  [[nodiscard]] bool Differs(KeySlot slot) const {
    const State& state = slots_[slot];
    return state.differs || (state.count != 0 && state.count != sources_);
  }

 private:
  struct State {
    const ContextValue* value = nullptr;
    std::size_t count = 0;
    std::size_t last = 0;
    std::uint32_t list = 0;
    bool differs = false;
  };

  static bool Same(const ContextValue& a, const ContextValue& b) {
    return (a.values.data() == b.values.data() && !a.values.empty() &&
            a.values.size() == b.values.size() &&
            a.multivalued == b.multivalued && a.absent == b.absent) ||
           SameValue(a, b);
  }

  std::size_t sources_ = 0;
  std::vector<State> slots_;
};

}  // namespace

RequestView ViewOfCell(const GridCaller& caller, const GridTarget& target) {
  RequestView view = target.view;
  view.principal = caller.principal;
  view.principal_account_is_management = caller.account_is_management;
  return view;
}

GridContext::GridContext(const GridContents& contents)
    : contents_(contents),
      action_classes_(ClassesOfActions(contents.actions)),
      contexts_(ClassesByContext(contents.targets)),
      of_slot_(contents.program.keys.size()) {
  FindDependenceOnCaller();
  FindDependenceOnCell();
}

void GridContext::FindDependenceOnCaller() {
  Comparison callers(of_slot_.size());
  for (const GridCaller& caller : contents_.callers) {
    callers.NextSource();
    callers.Add(0, caller.supplied);
    callers.Add(1, caller.tags);
    callers.Add(2, caller.user_id);
    callers.Add(3, caller.derived);
  }
  for (KeySlot slot = 0; slot < of_slot_.size(); ++slot) {
    of_slot_[slot].on_caller = callers.Differs(slot);
  }
}

void GridContext::FindDependenceOnCell() {
  Comparison regions(of_slot_.size());
  for (const GridClass& actions : action_classes_) {
    for (const GridClass& targets : contexts_) {
      const GridTarget::Context& context =
          contents_.targets[targets.example]
              .context[contents_.actions[actions.example].context];
      regions.NextSource();
      regions.Add(0, context.tags);
      regions.Add(1, context.owner);
      regions.Add(2, context.derived);
    }
  }
  for (KeySlot slot = 0; slot < of_slot_.size(); ++slot) {
    of_slot_[slot].on_cell = regions.Differs(slot);
  }
}

GridDependence GridContext::Of(const TestCode& test) const {
  GridDependence dependence = of_slot_[test.slot];
  for (const TextTemplate& text :
       In(contents_.program.operands.templates, test.templates)) {
    dependence |= Of(text);
  }
  return dependence;
}

GridDependence GridContext::Of(const TextTemplate& text) const {
  GridDependence dependence;
  for (const VariableCode& variable : text.variables) {
    dependence |= of_slot_[variable.slot];
  }
  return dependence;
}

void GridContext::Fill(const GridCaller& caller, GridRegion region,
                       ListedContext& context) const {
  const GridTarget& target =
      contents_.targets[contexts_[region.context].example];
  const GridAction& action =
      contents_.actions[action_classes_[region.action_class].example];
  const GridTarget::Context& of_target = target.context[action.context];
  context.SetSupplied(caller.supplied);
  context.SetKnown(
      {caller.tags, of_target.tags, of_target.owner, caller.user_id});
  context.AppendDerived(caller.derived);
  context.AppendDerived(contents_.derived);
  context.AppendDerived(of_target.derived);
}

}  // namespace iameval::internal
