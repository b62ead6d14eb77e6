#ifndef IAMEVAL_LIB_ENGINE_PARTIAL_ATOMS_H_
#define IAMEVAL_LIB_ENGINE_PARTIAL_ATOMS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/partial_context.h"
#include "engine/partial_values.h"
#include "program/program.h"
#include "runtime/match_statement.h"

// What unknown keys decide of statements, piece by piece, for
// Engine::EvaluatePartially.

namespace iameval::internal {

struct Directory;

using AtomId = std::uint32_t;

// One piece of a statement whose truth unknown keys decide: a condition test,
// the Resource element if it has variables, or the choice of an endpoint's
// policy by aws:SourceVpce.
struct Atom {
  const TestCode* test = nullptr;
  const StatementCode* resource = nullptr;
  BundleId endpoint = kNoBundle;  // if neither: the policy that is chosen
  std::vector<UnknownId> keys;    // ascending
  // Not tabulated: true or false, nobody can say when.
  bool open = false;
  // For every combination of the keys' values, that of the first key changing
  // fastest, whether it holds.
  std::vector<bool> table;
};

// Three answers (Kleene).
enum class Truth : std::uint8_t { kFalse, kUnknown, kTrue };

// The atoms of all statements in question, and for each unknown key values of
// every kind that they tell apart.
class AtomTable {
 public:
  // `directory` is null where no endpoint is selected.
  AtomTable(const MatchFrame& frame, PartialContext& context,
            const Directory* directory)
      : frame_(frame), context_(context), directory_(directory) {}

  // An atom for a piece of a statement; nullopt if no unknown key has a part
  // in it, so that it is as the context says.
  std::optional<AtomId> AddTest(const TestCode& test);
  std::optional<AtomId> AddResource(const StatementCode& statement);
  AtomId AddEndpoint(BundleId bundle);

  // After all atoms were added: finds the keys' values and tabulates.
  void Finish();

  [[nodiscard]] const std::vector<Atom>& atoms() const { return atoms_; }
  // What a key may be. Empty if that was not found out; then all atoms with
  // the key are open.
  [[nodiscard]] const std::vector<KeyValue>& values(UnknownId key) const {
    return domains_[key].values;
  }
  // Opens all atoms with the key.
  void Open(UnknownId key);

 private:
  struct Domain {
    Comparisons with;
    UnknownId group = 0;  // keys that are compared with each other share one
    bool joint = false;   // some atom looks at it and another key
    std::vector<AtomId> alone;  // atoms that look at nothing else
    std::vector<KeyValue> values;
  };

  AtomId Add(Atom atom);
  void CollectKeys(const TextTemplate& text,
                   std::vector<UnknownId>& keys) const;

  // What an atom compares its keys' values with.
  void Collect(Atom& atom);
  void CollectTest(Atom& atom);
  void CollectOperands(const TestCode& test, Comparisons& with) const;
  void CollectTemplate(Atom& atom, const TextTemplate& text);
  void CollectOwnTemplate(Atom& atom, const TextTemplate& text,
                          const std::vector<UnknownId>& keys);
  void CollectVariable(Atom& atom, const TextTemplate& text, UnknownId key,
                       std::string_view value);
  void CollectEndpoints(UnknownId key);

  [[nodiscard]] UnknownId GroupOf(UnknownId key) const;
  void ShareComparisons();

  void FindValuesOf(UnknownId key);
  [[nodiscard]] bool AddValuesOf(UnknownId key);
  [[nodiscard]] bool AddLists(UnknownId key,
                              const std::vector<std::string>& texts);
  [[nodiscard]] std::string Truths(UnknownId key, const KeyValue& value);
  void Tabulate(Atom& atom);
  [[nodiscard]] bool Holds(const Atom& atom) const;

  const MatchFrame& frame_;  // its context is `context_`
  PartialContext& context_;
  const Directory* directory_;
  std::vector<Atom> atoms_;
  absl::flat_hash_map<const TestCode*, AtomId> of_test_;
  absl::flat_hash_map<BundleId, AtomId> of_endpoint_;
  std::vector<Domain> domains_;  // by UnknownId
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_PARTIAL_ATOMS_H_
