#ifndef IAMEVAL_LIB_ENGINE_EXPLAIN_LAYERS_H_
#define IAMEVAL_LIB_ENGINE_EXPLAIN_LAYERS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/policy_store.h"
#include "iameval/decision.h"
#include "iameval/explanation.h"
#include "runtime/decide.h"
#include "runtime/request_view.h"

// The layers of a decision (S-7.3) and what explanations say of each.

namespace iameval::internal {

// One layer, or one level of a layer, in the order of S-7.27.
struct PresentLayer {
  Layer layer = Layer::kIdentity;
  std::uint32_t level = 0;  // 1-based; 0 for a layer without levels
  std::size_t levels = 0;
  // kNoBundle: a level with nothing but full access, or the policy that a key
  // or role must have and has not.
  BundleId bundle = kNoBundle;
  bool applies = false;
};

// A decision with all that brought it about.
struct DecisionRecord {
  const PolicyStore& store;
  const PolicyLayers& layers;
  const RequestView& request;
  Applicability applies;
  Verdict verdict;
  std::vector<TraceEntry> trace;  // every statement that matches
  std::vector<PresentLayer> present;

  // Some Allow statement of the resource-based policy matches in this way.
  [[nodiscard]] bool HasGrant(MatchKind kind) const;
};

std::vector<PresentLayer> FindPresentLayers(const PolicyLayers& layers,
                                            const Applicability& applies);

// "identity", "scp level 2", "trust".
std::string LayerName(const DecisionRecord& record,
                      const PresentLayer& present);

// "root", "OU" or "account": what a level of SCPs or RCPs is attached to. Of a
// single level nobody says which of them it is.
std::string_view LevelPlace(std::size_t level, std::size_t levels);

PolicyType TypeOf(const DecisionRecord& record, Layer layer);

// What a layer's policies are called in a sentence: "the key policy". `one` is
// about one that can be pointed at, where a layer may hold several: "the" or
// "an identity-based policy".
std::string_view LayerNoun(const DecisionRecord& record, Layer layer, bool one);

// The same with the policy's name, where the layer is one policy with a name:
// `the permissions boundary "X"`.
std::string NamedLayer(const DecisionRecord& record, Layer layer);

// Statement number `statement` of a policy of a layer or level.
StatementRef ReferTo(const DecisionRecord& record, const PresentLayer& present,
                     const Policy& policy, std::size_t policy_index,
                     std::size_t statement);

// S-7.26, for Explanation::notes.
inline constexpr std::string_view kAccountUnknownNote =
    "account relation unknown: the request does not say which account owns the "
    "resource, so the rule for another account was taken";

// Whether it took part, what it comes to alone and why.
LayerReport DescribeLayer(const DecisionRecord& record,
                          const PresentLayer& present);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_EXPLAIN_LAYERS_H_
