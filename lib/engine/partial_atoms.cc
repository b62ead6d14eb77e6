#include "engine/partial_atoms.h"

#include <algorithm>
#include <deque>
#include <set>
#include <span>
#include <string_view>
#include <tuple>

#include "automata/glob.h"
#include "base/latin1.h"
#include "base/utf8.h"
#include "engine/directory.h"
#include "runtime/match_condition.h"

namespace iameval::internal {
namespace {

// Beyond these an atom or key stays open.
constexpr std::size_t kMaxTable = 1 << 16;      // combinations of an atom
constexpr std::size_t kMaxFillings = 2'000;     // values of a variable
constexpr std::size_t kMaxFilled = 4'096;       // bytes they are parts of
constexpr std::size_t kMaxLists = 4'000;        // lists looked at for a key
constexpr std::size_t kMaxTexts = 20'000;       // tried as values of a key
constexpr std::size_t kMaxValues = 1'000;       // of a key
constexpr std::size_t kMaxCompared = 4;         // keys compared with each other

TextSet OneText(std::string_view text,
                TextSet::Kind kind = TextSet::Kind::kGlob) {
  return {kind, GlobPattern::FromLiteral(text)};
}

// A text that a pattern matches, for examples.
std::string Sample(const GlobPattern& pattern) {
  std::string text;
  for (const GlobPattern::Token& token : pattern.tokens()) {
    if (token.kind == GlobPattern::Kind::kLiteral) {
      text += pattern.text(token);
    } else {
      text.append(token.kind == GlobPattern::Kind::kAnyChar ? token.size : 1,
                  'x');
    }
  }
  return text;
}

bool IgnoresCase(TestFamily family) {
  return family == TestFamily::kStringEqualsIgnoreCase ||
         family == TestFamily::kBool;
}

// Places between characters.
std::vector<std::size_t> Boundaries(std::string_view text) {
  std::vector<std::size_t> places{0};
  for (std::size_t at = 0; at < text.size();) {
    at += DecodeUtf8(text.substr(at)).length;
    places.push_back(at);
  }
  return places;
}

// What stands before the first unknown variable of a text, and after it;
// further unknown variables as stars.
std::pair<GlobPattern, GlobPattern> Around(
    const TextTemplate& text, const std::vector<bool>& unknown,
    std::span<const std::string_view> values) {
  GlobPattern before;
  GlobPattern after;
  bool passed = false;
  for (const GlobPattern::Token& token : text.pattern.tokens()) {
    GlobPattern& part = passed ? after : before;
    switch (token.kind) {
      case GlobPattern::Kind::kLiteral:
        part.AppendLiteral(text.pattern.text(token));
        break;
      case GlobPattern::Kind::kAnyChar:
        for (std::uint32_t i = 0; i < token.size; ++i) part.AppendAnyChar();
        break;
      case GlobPattern::Kind::kAnyRun:
        part.AppendAnyRun();
        break;
      case GlobPattern::Kind::kHole:
        if (!unknown[token.begin]) {
          part.AppendLiteral(values[token.begin]);
        } else if (passed) {
          part.AppendAnyRun();
        } else {
          passed = true;
        }
        break;
    }
  }
  return {before, after};
}

// What stands before or after an unknown variable.
class Part {
 public:
  Part(const GlobPattern& pattern, bool ignore_case)
      : glob_(pattern), pattern_(pattern), ignore_case_(ignore_case) {}

  // Without regard to letter case the length alone tells, which is enough here:
  // values that turn out not to match do no harm.
  [[nodiscard]] bool MayBe(std::string_view text) const {
    if (!ignore_case_) return glob_.Matches(text);
    return pattern_.is_literal() ? text.size() == pattern_.literal().size()
                                 : true;
  }

 private:
  Glob glob_;
  const GlobPattern& pattern_;
  bool ignore_case_;
};

// What may stand in the place of an unknown variable so that the text matches
// `value`: no more than these, since what is inserted is literal (S-4.11).
// nullopt if there are too many.
std::optional<std::vector<std::string_view>> Fillings(
    const std::pair<GlobPattern, GlobPattern>& around, bool ignore_case,
    std::string_view value) {
  if (value.size() > kMaxFilled) return std::nullopt;
  const Part before(around.first, ignore_case);
  const Part after(around.second, ignore_case);
  std::vector<std::size_t> begins;
  std::vector<std::size_t> ends;
  for (const std::size_t at : Boundaries(value)) {
    if (before.MayBe(value.substr(0, at))) begins.push_back(at);
    if (after.MayBe(value.substr(at))) ends.push_back(at);
  }
  if (begins.size() * ends.size() > kMaxFillings) return std::nullopt;
  std::vector<std::string_view> fillings;
  for (const std::size_t begin : begins) {
    for (const std::size_t end : ends) {
      if (begin <= end) fillings.push_back(value.substr(begin, end - begin));
    }
  }
  return fillings;
}

}  // namespace

// ---------------------------------------------------------------------------
// Atoms

AtomId AtomTable::Add(Atom atom) {
  std::sort(atom.keys.begin(), atom.keys.end());
  atom.keys.erase(std::unique(atom.keys.begin(), atom.keys.end()),
                  atom.keys.end());
  atoms_.push_back(std::move(atom));
  return static_cast<AtomId>(atoms_.size() - 1);
}

void AtomTable::CollectKeys(const TextTemplate& text,
                            std::vector<UnknownId>& keys) const {
  for (const VariableCode& variable : text.variables) {
    if (const auto key = context_.Find(variable.slot)) keys.push_back(*key);
  }
}

std::optional<AtomId> AtomTable::AddTest(const TestCode& test) {
  if (const auto it = of_test_.find(&test); it != of_test_.end()) {
    return it->second;
  }
  Atom atom;
  atom.test = &test;
  if (const auto key = context_.Find(test.slot)) atom.keys.push_back(*key);
  for (const TextTemplate& text :
       In(frame_.program.operands.templates, test.templates)) {
    CollectKeys(text, atom.keys);
  }
  if (atom.keys.empty()) return std::nullopt;
  return of_test_[&test] = Add(std::move(atom));
}

std::optional<AtomId> AtomTable::AddResource(const StatementCode& statement) {
  const Program& program = frame_.program;
  Atom atom;
  atom.resource = &statement;
  for (const ResourceProbe& number :
       In(program.resource_lists, statement.resources)) {
    const ResourceCode& code = program.resources[number.number()];
    if (code.kind != ResourceCode::Kind::kTemplate) continue;
    CollectKeys(program.resource_templates[code.index], atom.keys);
  }
  if (atom.keys.empty() || statement.any_resource) return std::nullopt;
  return Add(std::move(atom));
}

AtomId AtomTable::AddEndpoint(BundleId bundle) {
  const auto [it, is_new] = of_endpoint_.try_emplace(bundle, 0);
  if (!is_new) return it->second;
  Atom atom;
  atom.endpoint = bundle;
  atom.keys.push_back(*context_.endpoint());
  return it->second = Add(std::move(atom));
}

bool AtomTable::Holds(const Atom& atom) const {
  if (atom.test != nullptr) {
    return TestHolds(frame_.program.operands, *atom.test, context_.view());
  }
  if (atom.resource != nullptr) return MatchResource(frame_, *atom.resource);
  const KeyValue& id = context_.value(atom.keys.front());
  BundleId chosen = kNoBundle;
  if (id.values.size() == 1) {
    const auto it = directory_->endpoints.find(id.values.front());
    if (it != directory_->endpoints.end()) chosen = it->second;
  }
  return chosen == atom.endpoint;
}

void AtomTable::Open(UnknownId key) {
  for (Atom& atom : atoms_) {
    if (std::binary_search(atom.keys.begin(), atom.keys.end(), key)) {
      atom.open = true;
      atom.table.clear();
    }
  }
  domains_[key].values.clear();
}

void AtomTable::Finish() {
  domains_.resize(context_.size());
  for (UnknownId key = 0; key < domains_.size(); ++key) {
    domains_[key].group = key;
  }
  for (Atom& atom : atoms_) Collect(atom);
  ShareComparisons();
  for (AtomId id = 0; id < atoms_.size(); ++id) {
    const Atom& atom = atoms_[id];
    if (atom.open) continue;
    for (const UnknownId key : atom.keys) {
      if (atom.keys.size() == 1) domains_[key].alone.push_back(id);
      if (atom.keys.size() > 1) domains_[key].joint = true;
    }
  }
  for (UnknownId key = 0; key < domains_.size(); ++key) FindValuesOf(key);
  for (Atom& atom : atoms_) {
    if (!atom.open) Tabulate(atom);
  }
}

void AtomTable::Tabulate(Atom& atom) {
  std::size_t size = 1;
  for (const UnknownId key : atom.keys) {
    size *= values(key).size();
    if (size > kMaxTable) {
      atom.open = true;
      return;
    }
  }
  std::vector<std::size_t> digits(atom.keys.size());
  for (const UnknownId key : atom.keys) context_.Set(key, values(key)[0]);
  atom.table.reserve(size);
  while (atom.table.size() < size) {
    atom.table.push_back(Holds(atom));
    for (std::size_t i = 0; i < digits.size(); ++i) {
      const auto& values_of_key = values(atom.keys[i]);
      digits[i] = (digits[i] + 1) % values_of_key.size();
      context_.Set(atom.keys[i], values_of_key[digits[i]]);
      if (digits[i] != 0) break;
    }
  }
}

// ---------------------------------------------------------------------------
// Comparisons

void AtomTable::Collect(Atom& atom) {
  if (atom.test != nullptr) {
    CollectTest(atom);
    return;
  }
  if (atom.resource == nullptr) {
    CollectEndpoints(atom.keys.front());
    return;
  }
  const Program& program = frame_.program;
  for (const ResourceProbe& number :
       In(program.resource_lists, atom.resource->resources)) {
    const ResourceCode& code = program.resources[number.number()];
    if (code.kind != ResourceCode::Kind::kTemplate || atom.open) continue;
    CollectTemplate(atom, program.resource_templates[code.index]);
  }
}

void AtomTable::CollectEndpoints(UnknownId key) {
  Comparisons& with = domains_[key].with;
  for (const auto& [id, bundle] : directory_->endpoints) {
    with.sets.push_back(OneText(id));
    with.preferred.push_back(id);
  }
}

void AtomTable::CollectTest(Atom& atom) {
  const TestCode& test = *atom.test;
  const auto templates = In(frame_.program.operands.templates, test.templates);
  for (const TextTemplate& text : templates) {
    if (!atom.open) CollectTemplate(atom, text);
  }
  if (atom.open) return;
  if (const auto key = context_.Find(test.slot)) {
    CollectOperands(test, domains_[*key].with);
  }
}

void AtomTable::CollectOperands(const TestCode& test,
                                Comparisons& with) const {
  const OperandPools& pools = frame_.program.operands;
  const auto add_pattern = [&](TextSet::Kind kind, const GlobPattern& pattern) {
    with.preferred.push_back(Sample(pattern));
    with.sets.push_back({kind, pattern});
  };
  switch (test.family) {
    case TestFamily::kStringEquals:
    case TestFamily::kBinary:
      with.text = true;
      for (const auto& literal : In(pools.literals, test.operands)) {
        add_pattern(TextSet::Kind::kGlob,
                    GlobPattern::FromLiteral(pools.Text(literal)));
      }
      break;
    case TestFamily::kStringEqualsIgnoreCase:
      with.text = true;
      for (const auto& literal : In(pools.literals, test.operands)) {
        add_pattern(TextSet::Kind::kIgnoreCase,
                    GlobPattern::FromLiteral(pools.Text(literal)));
      }
      break;
    case TestFamily::kStringLike:
    case TestFamily::kArn: {
      with.text = true;
      const bool arn = test.family == TestFamily::kArn;
      const PatternTable& table = arn ? pools.arns : pools.globs;
      for (PatternId id = test.operands.begin;
           id < test.operands.begin + test.operands.count; ++id) {
        add_pattern(arn ? TextSet::Kind::kSixFields : TextSet::Kind::kGlob,
                    table.Pattern(id));
      }
      if (arn) with.sets.push_back({TextSet::Kind::kIsArn, {}});
      break;
    }
    case TestFamily::kBool:
      with.text = true;
      add_pattern(TextSet::Kind::kIgnoreCase, GlobPattern::FromLiteral("true"));
      add_pattern(TextSet::Kind::kIgnoreCase,
                  GlobPattern::FromLiteral("false"));
      break;
    case TestFamily::kNumeric:
      with.numeric = true;
      for (const auto& literal : In(pools.literals, test.operands)) {
        with.numbers.emplace_back(pools.Text(literal));
      }
      break;
    case TestFamily::kDate: {
      with.date = true;
      const auto instants = In(pools.instants, test.operands);
      with.instants.insert(with.instants.end(), instants.begin(),
                           instants.end());
      break;
    }
    case TestFamily::kIp: {
      with.ip = true;
      const auto ranges = In(pools.ranges, test.operands);
      with.ranges.insert(with.ranges.end(), ranges.begin(), ranges.end());
      break;
    }
    case TestFamily::kNull:
      break;  // only whether there is a value that is not empty
  }
}

// A text with variables: of a test, or of the Resource element.
void AtomTable::CollectTemplate(Atom& atom, const TextTemplate& text) {
  std::vector<UnknownId> keys;
  CollectKeys(text, keys);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  if (atom.test != nullptr && context_.Find(atom.test->slot).has_value()) {
    CollectOwnTemplate(atom, text, keys);
    return;
  }
  if (keys.empty()) return;
  if (keys.size() > 1) {
    atom.open = true;
    return;
  }
  if (atom.resource != nullptr) {
    CollectVariable(atom, text, keys.front(), frame_.request.resource);
  } else if (atom.test->family == TestFamily::kBool) {
    CollectVariable(atom, text, keys.front(), "true");
    CollectVariable(atom, text, keys.front(), "false");
  } else if (const auto* item = context_.view().Find(atom.test->slot)) {
    for (const std::string_view value : item->values) {
      CollectVariable(atom, text, keys.front(), value);
    }
  }
}

// Of a test of a key that is unknown itself.
void AtomTable::CollectOwnTemplate(Atom& atom, const TextTemplate& text,
                                   const std::vector<UnknownId>& keys) {
  const TestCode& test = *atom.test;
  const UnknownId own = *context_.Find(test.slot);
  Comparisons& with = domains_[own].with;
  with.text = true;
  if (keys.empty()) {
    VariableValues values;
    if (!values.Fill(text, context_.view())) return;  // never matches
    const GlobPattern filled = text.pattern.Filled(values.values());
    with.preferred.push_back(Sample(filled));
    if (test.family == TestFamily::kArn) {
      with.sets.push_back({TextSet::Kind::kSixFields, filled});
    } else {
      with.sets.push_back({IgnoresCase(test.family) ? TextSet::Kind::kIgnoreCase
                                                    : TextSet::Kind::kGlob,
                           filled});
    }
    return;
  }
  // One key equals another: "${aws:PrincipalTag/team}" and nothing else.
  const bool equality =
      test.set_rule == SetRule::kNone && keys.size() == 1 &&
      keys.front() != own && text.variables.size() == 1 &&
      text.pattern.tokens().size() == 1 &&
      (test.family == TestFamily::kStringEquals ||
       test.family == TestFamily::kStringLike);
  if (!equality) {
    atom.open = true;
    return;
  }
  if (text.variables.front().has_default) {
    with.sets.push_back(OneText(text.variables.front().default_text));
    with.preferred.push_back(text.variables.front().default_text);
  }
  domains_[keys.front()].with.text = true;
  domains_[GroupOf(own)].group = GroupOf(keys.front());
}

// The one unknown key of a text that is compared with a known value.
void AtomTable::CollectVariable(Atom& atom, const TextTemplate& text,
                                UnknownId key, std::string_view value) {
  const KeyValue some{KeyValue::Shape::kSingle, {""}};
  context_.Set(key, some);
  VariableValues values;
  const bool complete = values.Fill(text, context_.view());
  context_.Clear(key);
  if (!complete) return;  // never matches
  std::vector<std::string_view> filled(values.values().begin(),
                                       values.values().end());
  std::vector<bool> unknown;
  for (const VariableCode& variable : text.variables) {
    unknown.push_back(context_.Find(variable.slot) == key);
  }
  const bool ignore_case =
      atom.test != nullptr && IgnoresCase(atom.test->family);
  const auto fillings =
      Fillings(Around(text, unknown, filled), ignore_case, value);
  if (!fillings.has_value()) {
    atom.open = true;
    return;
  }
  Comparisons& with = domains_[key].with;
  with.text = true;
  for (const std::string_view filling : *fillings) {
    with.sets.push_back(ignore_case ? OneText(FoldLatin1(filling),
                                              TextSet::Kind::kIgnoreCase)
                                    : OneText(filling));
    with.preferred.emplace_back(filling);
  }
}

UnknownId AtomTable::GroupOf(UnknownId key) const {
  while (domains_[key].group != key) key = domains_[key].group;
  return key;
}

// Keys that are compared with each other need values that the comparisons of
// each of them tell apart, and as many of a kind as there are keys: they may
// all differ.
void AtomTable::ShareComparisons() {
  std::vector<std::vector<UnknownId>> groups(domains_.size());
  for (UnknownId key = 0; key < domains_.size(); ++key) {
    groups[GroupOf(key)].push_back(key);
  }
  for (const std::vector<UnknownId>& group : groups) {
    if (group.size() < 2) continue;
    if (group.size() > kMaxCompared) {
      for (const UnknownId key : group) Open(key);
      continue;
    }
    Comparisons all = domains_[group.front()].with;
    for (std::size_t i = 1; i < group.size(); ++i) {
      const Comparisons& more = domains_[group[i]].with;
      all.sets.insert(all.sets.end(), more.sets.begin(), more.sets.end());
      all.preferred.insert(all.preferred.end(), more.preferred.begin(),
                           more.preferred.end());
      all.numeric |= more.numeric;  // then nothing can be found
      all.date |= more.date;
      all.ip |= more.ip;
    }
    all.per_class = group.size();
    for (const UnknownId key : group) domains_[key].with = all;
  }
}

// ---------------------------------------------------------------------------
// Values

void AtomTable::FindValuesOf(UnknownId key) {
  const Domain& domain = domains_[key];
  if (domain.alone.empty() && !domain.joint) return;
  const bool found = AddValuesOf(key);
  context_.Clear(key);
  if (!found) Open(key);
}

// Which atoms hold that look at this key alone.
std::string AtomTable::Truths(UnknownId key, const KeyValue& value) {
  context_.Set(key, value);
  std::string truths;
  for (const AtomId id : domains_[key].alone) {
    truths += Holds(atoms_[id]) ? '1' : '0';
  }
  return truths;
}

bool AtomTable::AddValuesOf(UnknownId key) {
  const auto texts = FindValues(domains_[key].with);
  if (!texts.has_value() || texts->size() > kMaxTexts) return false;
  Domain& domain = domains_[key];
  domain.values.emplace_back();  // absent
  // Values that no atom tells apart are one; where other keys are compared
  // with it, only equal ones are.
  std::set<std::string> seen;
  if (!domain.joint) seen.insert(Truths(key, domain.values.front()));
  for (const std::string& text : *texts) {
    KeyValue value{KeyValue::Shape::kSingle, {text}};
    std::string kind = Truths(key, value);
    if (domain.joint) kind += text;
    if (seen.insert(std::move(kind)).second) {
      domain.values.push_back(std::move(value));
    }
  }
  if (!AddLists(key, *texts)) return false;
  return domain.values.size() <= kMaxValues;
}

// Lists of every kind, found by making longer ones as long as that leads to
// something new. What one more element does to a list depends on what the list
// satisfies, whether it is more than empty strings (S-5.23), and whether it is
// one of several (S-5.20), not on how it came about.
bool AtomTable::AddLists(UnknownId key,
                         const std::vector<std::string>& texts) {
  Domain& domain = domains_[key];
  // Where other keys are compared with it, a list is like no other value.
  std::set<std::string> kept;
  if (!domain.joint) {
    for (const KeyValue& value : domain.values) kept.insert(Truths(key, value));
  }
  std::vector<std::string> elements;
  std::set<std::string> kinds;
  for (const std::string& text : texts) {
    const KeyValue value{KeyValue::Shape::kSingle, {text}};
    std::string kind = Truths(key, value) + (text.empty() ? "-" : "");
    if (kinds.insert(std::move(kind)).second) elements.push_back(text);
  }
  std::deque<KeyValue> lists{{KeyValue::Shape::kList, {}}};
  std::set<std::tuple<std::string, bool, std::size_t>> seen;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const KeyValue list = lists[i];
    const std::string truths = Truths(key, list);
    const bool is_null = std::all_of(
        list.values.begin(), list.values.end(),
        [](const std::string& text) { return text.empty(); });
    const std::size_t length = std::min<std::size_t>(list.values.size(), 2);
    if (!seen.insert({truths, is_null, length}).second) continue;
    const std::string kind =
        domain.joint ? truths + std::to_string(length) : truths;
    if (kept.insert(kind).second) domain.values.push_back(list);
    for (const std::string& element : elements) {
      if (lists.size() > kMaxLists) return false;
      lists.push_back(list);
      lists.back().values.push_back(element);
    }
  }
  if (domain.joint) {  // a list of one is no variable, but is a value
    for (const std::string& text : texts) {
      domain.values.push_back({KeyValue::Shape::kList, {text}});
    }
  }
  return true;
}

}  // namespace iameval::internal
