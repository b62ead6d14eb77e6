#include "runtime/grid_units.h"

#include <algorithm>

#include "runtime/match_condition.h"

namespace iameval::internal {
namespace {

bool ListsAnyone(const Program& program, const StatementCode& statement) {
  const auto entries = In(program.principals, statement.principals);
  return std::any_of(entries.begin(), entries.end(),
                     [](const PrincipalCode& entry) {
                       return entry.match == PrincipalMatch::kAnyone;
                     });
}

// Whether the principal part is the same for all callers (S-3.3).
bool NamesEverybody(const Program& program, const StatementCode& statement) {
  return statement.principal_form == PrincipalForm::kAbsent ||
         (statement.principal_form == PrincipalForm::kPrincipal &&
          ListsAnyone(program, statement));
}

void Intersect(std::span<Word> row, std::span<const Word> other) {
  for (std::size_t i = 0; i < row.size(); ++i) row[i] &= other[i];
}

void SetIntersection(std::span<Word> row, std::span<const Word> a,
                     std::span<const Word> b) {
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = a[i] & b[i];
}

}  // namespace

GridUnits::GridUnits(const GridContents& contents, const GridContext& context)
    : contents_(contents),
      context_(context),
      plane_words_(WordsFor(contents.actions.size() * contents.targets.size()) +
                   1),
      actions_(contents.program, contents.actions),
      targets_(contents.program, contents.targets),
      any_caller_{
          contents.callers.front(),
          ViewOfCell(contents.callers.front(), contents.targets.front()),
          false,
          {}},
      deny_(plane_words_),
      allow_(plane_words_),
      cells_(plane_words_) {
  for (Rows* rows : {&rows_, &region_rows_}) {
    rows->actions.resize(WordsFor(contents.actions.size()));
    rows->sure.resize(WordsFor(contents.targets.size()));
    rows->maybe.resize(WordsFor(contents.targets.size()));
  }
  for (const GridCaller& caller : contents.callers) {
    const PolicyLayers& layers = caller.layers;
    for (const BundleId bundle : {layers.identity, layers.boundary,
                                  layers.session, layers.vpc_endpoint}) {
      if (bundle != kNoBundle) ++uses_[bundle];
    }
    for (const auto levels : {layers.scp, layers.rcp}) {
      for (const BundleId bundle : levels) ++uses_[bundle];
    }
  }
}

// ---------------------------------------------------------------------------
// Building

GridUnit GridUnits::UnitOfBundle(BundleId bundle) {
  const auto [it, is_new] = unit_of_bundle_.try_emplace(bundle);
  if (is_new) {
    BeginUnit();
    for (const StatementRange& document : contents_.documents[bundle]) {
      AddDocument(document, {});
    }
    it->second = EndUnit();
  }
  return it->second;
}

GridUnit GridUnits::UnitOfDocument(const StatementRange& document) {
  const auto [it, is_new] = unit_of_document_.try_emplace(document.first);
  if (is_new) {
    BeginUnit();
    AddDocument(document, {});
    it->second = EndUnit();
  }
  return it->second;
}

GridUnit GridUnits::BuildUnit(std::span<const Scope> scopes, bool only_deny) {
  BeginUnit();
  for (const Scope& scope : scopes) {
    for (const StatementRange& document : contents_.documents[scope.bundle]) {
      AddDocument(document, {scope.targets, scope.trust, only_deny});
    }
  }
  return EndUnit();
}

void GridUnits::BeginUnit() {
  first_piece_ = pieces_.size();
  std::fill(deny_.begin(), deny_.end(), Word{0});
  std::fill(allow_.begin(), allow_.end(), Word{0});
}

GridUnit GridUnits::EndUnit() {
  return {Store(deny_), Store(allow_), SliceSince(pieces_, first_piece_)};
}

PlanePart GridUnits::Store(std::span<const Word> plane) {
  const auto is_set = [](Word word) { return word != 0; };
  const auto first = std::find_if(plane.begin(), plane.end(), is_set);
  const auto last = std::find_if(plane.rbegin(), plane.rend(), is_set).base();
  if (first == plane.end()) return {};
  const PlanePart part{static_cast<std::uint32_t>(pool_.size()),
                       static_cast<std::uint32_t>(first - plane.begin()),
                       static_cast<std::uint32_t>(last - first)};
  pool_.insert(pool_.end(), first, last);
  return part;
}

void GridUnits::AddDocument(const StatementRange& document,
                            const Limits& limits) {
  for (std::uint32_t i = 0; i < document.count; ++i) {
    AddStatement(document.first + i, limits);
  }
}

void GridUnits::AddStatement(StatementId id, const Limits& limits) {
  const StatementCode& statement = contents_.program.statements[id];
  if (statement.never || (statement.allow && limits.only_deny)) return;
  if (!actions_.Fill(statement, rows_.actions) ||
      !targets_.Fill(statement, rows_.sure, rows_.maybe)) {
    return;
  }
  if (!limits.targets.empty()) {
    Intersect(rows_.sure, limits.targets);
    Intersect(rows_.maybe, limits.targets);
  }
  const GridDependence dependence = DependenceOf(statement, limits);
  if (dependence.on_cell) {
    AddRegions(id, limits, dependence.on_caller);
  } else {
    AddRegion(id, limits, {}, rows_, dependence.on_caller);
  }
}

GridDependence GridUnits::DependenceOf(const StatementCode& statement,
                                       const Limits& limits) const {
  const Program& program = contents_.program;
  GridDependence dependence;
  // What an Allow of a trust policy matches depends on the action too (S-7.18).
  if (limits.trust && statement.allow) dependence = {true, true};
  dependence.on_caller |= !NamesEverybody(program, statement);
  for (const TestCode& test : In(program.tests, statement.tests)) {
    dependence |= context_.Of(test);
  }
  if (!HasAnyBit(rows_.maybe)) return dependence;
  for (const ResourceProbe& entry :
       In(program.resource_lists, statement.resources)) {
    const ResourceCode& code = program.resources[entry.number()];
    if (code.kind == ResourceCode::Kind::kTemplate) {
      dependence |= context_.Of(program.resource_templates[code.index]);
    }
  }
  return dependence;
}

void GridUnits::AddRegions(StatementId id, const Limits& limits,
                           bool on_caller) {
  const std::vector<GridClass>& action_classes = context_.action_classes();
  const std::vector<GridClass>& contexts = context_.contexts();
  for (std::uint32_t i = 0; i < action_classes.size(); ++i) {
    SetIntersection(region_rows_.actions, rows_.actions, action_classes[i].row);
    if (!HasAnyBit(region_rows_.actions)) continue;
    for (std::uint32_t j = 0; j < contexts.size(); ++j) {
      SetIntersection(region_rows_.sure, rows_.sure, contexts[j].row);
      SetIntersection(region_rows_.maybe, rows_.maybe, contexts[j].row);
      AddRegion(id, limits, {i, j}, region_rows_, on_caller);
    }
  }
}

void GridUnits::AddRegion(StatementId id, const Limits& limits,
                          GridRegion region, const Rows& rows, bool on_caller) {
  const StatementCode& statement = contents_.program.statements[id];
  const bool has_variables = HasAnyBit(rows.maybe);
  if (!HasAnyBit(rows.sure) && !has_variables) return;
  if (on_caller) {
    if (CommonTestsHold(statement, region)) AddPiece(id, limits, region, rows);
    return;
  }
  ListedContext context;
  context_.Fill(any_caller_.caller, region, context);
  const MatchFrame frame = FrameFor(any_caller_, context);
  if (!MatchCaller(frame, statement).matches()) return;
  Word* plane = statement.allow ? allow_.data() : deny_.data();
  OrProduct(plane, rows.actions, rows.sure.data(), contents_.targets.size());
  if (has_variables) {
    AddVariableCells(statement, any_caller_, context, rows.actions, rows.maybe,
                     plane);
  }
}

// Whether the tests hold that come out alike for all callers.
bool GridUnits::CommonTestsHold(const StatementCode& statement,
                                GridRegion region) const {
  const Program& program = contents_.program;
  ListedContext context;
  context_.Fill(any_caller_.caller, region, context);
  const auto tests = In(program.tests, statement.tests);
  return std::all_of(tests.begin(), tests.end(), [&](const TestCode& test) {
    return context_.Of(test).on_caller ||
           TestHolds(program.operands, test, context);
  });
}

void GridUnits::AddPiece(StatementId id, const Limits& limits,
                         GridRegion region, const Rows& rows) {
  GridPiece& piece = pieces_.emplace_back();
  piece.statement = id;
  piece.region = region;
  piece.trust = limits.trust;
  std::fill(cells_.begin(), cells_.end(), Word{0});
  OrProduct(cells_.data(), rows.actions, rows.sure.data(),
            contents_.targets.size());
  piece.cells = Store(cells_);
  if (!HasAnyBit(rows.maybe)) return;
  const std::size_t before = pool_.size();
  pool_.insert(pool_.end(), rows.actions.begin(), rows.actions.end());
  pool_.insert(pool_.end(), rows.maybe.begin(), rows.maybe.end());
  piece.variable_rows = SliceSince(pool_, before);
}

// ---------------------------------------------------------------------------
// Using

MatchFrame GridUnits::FrameFor(const GridCallerFrame& caller,
                               const ContextView& context) const {
  return {.program = contents_.program,
          .request = caller.view,
          .action = no_action_,
          .context = context,
          .has_boundary = caller.has_boundary};
}

void GridUnits::AddPart(const PlanePart& part, Word* plane) const {
  const Word* from = pool_.data() + part.begin;
  Word* to = plane + part.first;
  for (std::uint32_t i = 0; i < part.count; ++i) to[i] |= from[i];
}

void GridUnits::AddVariableCells(const StatementCode& statement,
                                 GridCallerFrame& caller,
                                 const ContextView& context,
                                 std::span<const Word> actions,
                                 std::span<const Word> targets,
                                 Word* plane) const {
  const MatchFrame frame = FrameFor(caller, context);
  ForEachBit(targets, [&](std::size_t target) {
    caller.view = ViewOfCell(caller.caller, contents_.targets[target]);
    if (!MatchResource(frame, statement)) return;
    ForEachBit(actions, [&](std::size_t action) {
      SetBit(plane, action * contents_.targets.size() + target);
    });
  });
}

void GridUnits::Add(const GridUnit& unit, GridCallerFrame& caller,
                    const GridPlanes& planes) {
  if (planes.deny != nullptr) AddPart(unit.deny, planes.deny);
  // Its statements are about everybody.
  if (Word* direct = planes.allow.back(); direct != nullptr) {
    AddPart(unit.allow, direct);
  }
  for (const GridPiece& piece : In(pieces_, unit.pieces)) {
    const StatementCode& statement =
        contents_.program.statements[piece.statement];
    if ((statement.allow ? planes.allow.back() : planes.deny) == nullptr) {
      continue;
    }
    ListedContext context;
    context_.Fill(caller.caller, piece.region, context);
    MatchFrame frame = FrameFor(caller, context);
    frame.only_providers_are_allowed =
        piece.trust &&
        caller.only_providers_are_allowed[piece.region.action_class] != 0;
    const StatementMatch match = MatchCaller(frame, statement);
    if (!match.matches()) continue;
    Word* plane = statement.allow
                      ? planes.allow[static_cast<std::size_t>(match.kind) - 1]
                      : planes.deny;
    AddPart(piece.cells, plane);
    if (piece.variable_rows.empty()) continue;
    const auto rows = In(pool_, piece.variable_rows);
    const std::size_t action_words = WordsFor(contents_.actions.size());
    AddVariableCells(statement, caller, context, rows.first(action_words),
                     rows.subspan(action_words), plane);
  }
}

}  // namespace iameval::internal
