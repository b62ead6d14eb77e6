#include "engine/partial_cells.h"

#include <algorithm>
#include <utility>

namespace iameval::internal {
namespace {

// Combinations of values that are decided one by one, and the looks at atoms
// that this takes; beyond that, keys stay open.
constexpr std::size_t kMaxCells = 1 << 17;
constexpr std::size_t kMaxLooks = 1 << 25;
// Facts of which every combination is tried, to leave out what cannot matter.
constexpr std::size_t kMaxUnsureFacts = 12;

bool Several(OutcomeBits outcomes) {
  return (outcomes & (outcomes - 1)) != 0;
}
bool DecidesAccess(OutcomeBits outcomes) {
  return (outcomes & kMayAllow) != 0 && Several(outcomes);
}

bool Contains(const std::vector<UnknownId>& keys, UnknownId key) {
  return std::binary_search(keys.begin(), keys.end(), key);
}

}  // namespace

FactId PartialCells::AddFact(Fact::Kind kind) {
  facts_.push_back({kind, false});
  return static_cast<FactId>(facts_.size() - 1);
}

void PartialCells::AddStatement(QuestionedStatement statement) {
  statements_.push_back(std::move(statement));
}

// ---------------------------------------------------------------------------
// The decision

void PartialCells::Allows::Set(Fact::Kind kind, bool holds) {
  switch (kind) {
    case Fact::Kind::kDeny:
      return;
    case Fact::Kind::kVpcEndpoint:
      vpc_endpoint |= holds;
      return;
    case Fact::Kind::kScpLevel:
      scp &= holds;
      return;
    case Fact::Kind::kDirect:
      direct |= holds;
      return;
    case Fact::Kind::kRole:
      role |= holds;
      return;
    case Fact::Kind::kAccount:
      account |= holds;
      return;
    case Fact::Kind::kIdentity:
      identity |= holds;
      return;
    case Fact::Kind::kBoundary:
      boundary |= holds;
      return;
    case Fact::Kind::kSession:
      session |= holds;
      return;
  }
}

// S-7.24 where no Deny matches; decide.cc says the same of statements. More
// Allows never permit less.
bool PartialCells::Permits(const Allows& allows) const {
  const PrincipalView& principal = request_.principal;
  if (applies_.vpc_endpoint && !allows.vpc_endpoint) return false;
  if (!allows.scp) return false;
  if (!principal.has_account()) return allows.direct;
  const bool i = allows.identity || principal.kind == PrincipalKind::kRoot;
  const bool b = !applies_.boundary || allows.boundary;
  const bool s = applies_.session
                     ? allows.session
                     : principal.kind != PrincipalKind::kFederatedUser;
  const bool any = allows.direct || allows.role || allows.account;
  if (applies_.same_account) {
    return allows.direct || (allows.role && b && s) ||
           (i && b && s && (any || !applies_.must_have_resource_policy));
  }
  const bool one_partition =
      request_.resource == "*" ||
      request_.resource_partition == principal.partition;
  return one_partition && any && i && b && s;
}

OutcomeBits PartialCells::Decide(std::vector<Truth>& facts) const {
  for (FactId i = 0; i < facts_.size(); ++i) {
    facts[i] = facts_[i].sure ? Truth::kTrue : Truth::kFalse;
  }
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    Truth& fact = facts[statements_[i].fact];
    fact = std::max(fact, truths_[i]);
  }
  Truth denied = Truth::kFalse;
  Allows least;
  Allows most;
  for (FactId i = 0; i < facts_.size(); ++i) {
    if (facts_[i].kind == Fact::Kind::kDeny) {
      denied = std::max(denied, facts[i]);
    }
    least.Set(facts_[i].kind, facts[i] == Truth::kTrue);
    most.Set(facts_[i].kind, facts[i] != Truth::kFalse);
  }
  OutcomeBits outcome = 0;
  if (denied != Truth::kFalse) outcome |= kMayDenyExplicitly;
  if (denied == Truth::kTrue) return outcome;
  if (Permits(most)) outcome |= kMayAllow;
  if (!Permits(least)) outcome |= kMayDenyImplicitly;
  return outcome;
}

// ---------------------------------------------------------------------------
// What need not be looked at

// Atoms that come out alike for all values, and statements that do.
void PartialCells::Simplify() {
  std::vector<QuestionedStatement> left;
  for (QuestionedStatement& statement : statements_) {
    bool matches = true;
    std::erase_if(statement.atoms, [&](AtomId id) {
      const Atom& atom = atoms_.atoms()[id];
      if (atom.open) return false;
      const bool some =
          std::find(atom.table.begin(), atom.table.end(), true) !=
          atom.table.end();
      const bool all =
          std::find(atom.table.begin(), atom.table.end(), false) ==
          atom.table.end();
      matches &= some;
      return all;
    });
    if (!matches) continue;
    if (statement.atoms.empty()) {
      facts_[statement.fact].sure = true;
    } else {
      left.push_back(std::move(statement));
    }
  }
  statements_ = std::move(left);
  std::erase_if(statements_, [this](const QuestionedStatement& statement) {
    return facts_[statement.fact].sure;
  });
}

// Statements of facts that change nothing, whatever the other facts are.
void PartialCells::DropIrrelevant() {
  std::vector<FactId> unsure;
  bool denied = false;
  for (FactId i = 0; i < facts_.size(); ++i) {
    const bool deny = facts_[i].kind == Fact::Kind::kDeny;
    denied |= deny && facts_[i].sure;
    const bool asked = std::any_of(
        statements_.begin(), statements_.end(),
        [i](const QuestionedStatement& s) { return s.fact == i; });
    if (!deny && asked) unsure.push_back(i);
  }
  if (denied) {
    statements_.clear();
    return;
  }
  if (unsure.size() > kMaxUnsureFacts) return;
  for (const FactId fact : unsure) {
    if (CanMatter(fact, unsure)) continue;
    std::erase_if(statements_, [fact](const QuestionedStatement& statement) {
      return statement.fact == fact;
    });
  }
}

bool PartialCells::CanMatter(FactId fact,
                             const std::vector<FactId>& unsure) const {
  for (std::size_t chosen = 0; chosen < std::size_t{1} << unsure.size();
       ++chosen) {
    Allows with;
    Allows without;
    for (FactId i = 0; i < facts_.size(); ++i) {
      const auto it = std::find(unsure.begin(), unsure.end(), i);
      const bool holds =
          it == unsure.end() ? facts_[i].sure
                             : (chosen >> (it - unsure.begin()) & 1) != 0;
      with.Set(facts_[i].kind, holds || i == fact);
      without.Set(facts_[i].kind, holds && i != fact);
    }
    if (Permits(with) != Permits(without)) return true;
  }
  return false;
}

// ---------------------------------------------------------------------------
// Cells

// The keys whose combinations are tried. Where they are too many, the atoms of
// the key with most values are left open.
void PartialCells::ChooseAxes(std::size_t keys) {
  std::size_t looks = 1;
  for (const QuestionedStatement& statement : statements_) {
    looks += statement.atoms.size();
  }
  const std::size_t most = std::min(kMaxCells, kMaxLooks / looks + 1);
  while (true) {
    std::vector<bool> used(keys);
    for (const QuestionedStatement& statement : statements_) {
      for (const AtomId id : statement.atoms) {
        const Atom& atom = atoms_.atoms()[id];
        if (atom.open) continue;
        for (const UnknownId key : atom.keys) used[key] = true;
      }
    }
    axes_.clear();
    std::size_t cells = 1;
    std::size_t largest = 0;
    for (UnknownId key = 0; key < keys; ++key) {
      if (!used[key]) continue;
      const std::size_t size = atoms_.values(key).size();
      axes_.push_back({key, size, cells});
      if (cells <= most) cells *= size;
      if (size >= axes_[largest].size) largest = axes_.size() - 1;
    }
    if (cells <= most) {
      outcomes_.resize(cells);
      states_.resize(cells);
      return;
    }
    atoms_.Open(axes_[largest].key);
  }
}

void PartialCells::MakeTerms() {
  for (const QuestionedStatement& statement : statements_) {
    std::vector<Term>& terms = terms_.emplace_back();
    for (const AtomId id : statement.atoms) {
      const Atom& atom = atoms_.atoms()[id];
      Term& term = terms.emplace_back();
      term.atom = &atom;
      if (atom.open) continue;
      std::size_t stride = 1;
      for (const UnknownId key : atom.keys) {
        const auto axis =
            std::find_if(axes_.begin(), axes_.end(),
                         [key](const Axis& a) { return a.key == key; });
        term.steps.emplace_back(axis - axes_.begin(), stride);
        stride *= axis->size;
      }
    }
  }
}

Truth PartialCells::TruthOf(std::size_t statement) const {
  Truth truth = Truth::kTrue;
  for (const Term& term : terms_[statement]) {
    if (term.atom->open) {
      truth = Truth::kUnknown;
      continue;
    }
    std::size_t place = 0;
    for (const auto& [axis, stride] : term.steps) {
      place += digits_[axis] * stride;
    }
    if (!term.atom->table[place]) return Truth::kFalse;
  }
  return truth;
}

void PartialCells::VisitCells() {
  digits_.assign(axes_.size(), 0);
  truths_.resize(statements_.size());
  std::vector<Truth> facts(facts_.size());
  for (std::size_t cell = 0; cell < outcomes_.size(); ++cell) {
    std::uint64_t state = 0;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      truths_[i] = TruthOf(i);
      state = (state ^ static_cast<std::uint64_t>(truths_[i])) *
                  std::uint64_t{0x9E3779B97F4A7C15} +
              1;
      state ^= state >> 29;
    }
    states_[cell] = state;
    outcomes_[cell] = Decide(facts);
    if (Several(outcomes_[cell])) NoteOpenKeys(outcomes_[cell]);
    for (std::size_t i = 0; i < digits_.size(); ++i) {
      digits_[i] = (digits_[i] + 1) % axes_[i].size;
      if (digits_[i] != 0) break;
    }
  }
}

void PartialCells::NoteOpenKeys(OutcomeBits outcome) {
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    if (truths_[i] != Truth::kUnknown) continue;
    for (const Term& term : terms_[i]) {
      if (!term.atom->open) continue;
      for (const UnknownId key : term.atom->keys) open_keys_[key] |= outcome;
    }
  }
}

// ---------------------------------------------------------------------------
// Keys

// The cells that differ in one key alone.
struct PartialCells::Line {
  OutcomeBits outcomes = 0;
  // Statements come out differently somewhere on it. If not, nothing that the
  // cells leave open is decided by this key.
  bool differs = false;
  bool exact = true;
};

PartialCells::Line PartialCells::Look(const Axis& axis,
                                      std::size_t base) const {
  Line line;
  for (std::size_t i = 0; i < axis.size; ++i) {
    const std::size_t cell = base + i * axis.stride;
    line.outcomes |= outcomes_[cell];
    line.differs |= states_[cell] != states_[base];
    line.exact &= !Several(outcomes_[cell]);
  }
  return line;
}

ValuePair PartialCells::MakePair(std::size_t axis, std::size_t base,
                                 bool access) const {
  const Axis& own = axes_[axis];
  ValuePair pair;
  for (std::size_t i = 0; i < own.size; ++i) {
    const OutcomeBits outcome = outcomes_[base + i * own.stride];
    const bool allowed = outcome == kMayAllow;
    if (!access && allowed) continue;
    if (pair.first_outcome == 0) {
      pair.first = i;
      pair.first_outcome = outcome;
    } else if (access ? allowed != (pair.first_outcome == kMayAllow)
                      : outcome != pair.first_outcome) {
      pair.second = i;
      pair.second_outcome = outcome;
      break;
    }
  }
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    const std::size_t digit = base / axes_[i].stride % axes_[i].size;
    if (i != axis && digit != 0) pair.others.emplace_back(axes_[i].key, digit);
  }
  return pair;
}

void PartialCells::LookAlong(std::size_t axis, CellFindings& findings) {
  const Axis& own = axes_[axis];
  KeyFinding finding;
  finding.key = own.key;
  bool found = false;
  // The example that shows most, and has fewest other keys in it.
  std::pair<bool, std::size_t> best{true, axes_.size() + 1};
  std::size_t best_base = 0;
  for (std::size_t base = 0; base < outcomes_.size(); ++base) {
    if (base / own.stride % own.size != 0) continue;
    const Line line = Look(own, base);
    if (!line.differs || !Several(line.outcomes)) continue;
    const bool access = DecidesAccess(line.outcomes);
    found = true;
    finding.changes_access |= access;
    const std::pair<bool, std::size_t> rank{!access, OthersAt(axis, base)};
    if (line.exact && rank < best) {
      best = rank;
      best_base = base;
    }
  }
  if (!found) return;
  if (best.second <= axes_.size()) {
    finding.example = MakePair(axis, best_base, !best.first);
  }
  findings.keys.push_back(std::move(finding));
}

std::size_t PartialCells::OthersAt(std::size_t axis, std::size_t base) const {
  std::size_t others = 0;
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    if (i != axis && base / axes_[i].stride % axes_[i].size != 0) ++others;
  }
  return others;
}

std::vector<std::size_t> PartialCells::OriginsOf(UnknownId key) const {
  std::vector<std::size_t> origins;
  for (const QuestionedStatement& statement : statements_) {
    const bool asks = std::any_of(
        statement.atoms.begin(), statement.atoms.end(), [&](AtomId id) {
          return Contains(atoms_.atoms()[id].keys, key);
        });
    if (asks) origins.push_back(statement.origin);
  }
  return origins;
}

CellFindings PartialCells::Run(std::size_t keys) {
  Simplify();
  DropIrrelevant();
  ChooseAxes(keys);
  MakeTerms();
  open_keys_.resize(keys);
  VisitCells();
  CellFindings findings;
  for (const OutcomeBits outcome : outcomes_) {
    findings.outcomes |= outcome;
    findings.exact &= !Several(outcome);
  }
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    LookAlong(axis, findings);
  }
  for (UnknownId key = 0; key < keys; ++key) {
    if (!Several(open_keys_[key])) continue;
    auto it = std::find_if(findings.keys.begin(), findings.keys.end(),
                           [key](const KeyFinding& f) { return f.key == key; });
    if (it == findings.keys.end()) {
      it = findings.keys.emplace(it);
      it->key = key;
    }
    it->changes_access |= DecidesAccess(open_keys_[key]);
  }
  for (KeyFinding& finding : findings.keys) {
    finding.origins = OriginsOf(finding.key);
  }
  return findings;
}

}  // namespace iameval::internal
