#ifndef IAMEVAL_LIB_RUNTIME_GRID_H_
#define IAMEVAL_LIB_RUNTIME_GRID_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/decide.h"
#include "runtime/grid_bits.h"
#include "runtime/grid_context.h"
#include "runtime/grid_units.h"

// Many decisions at once: all actions on all targets by one caller after the
// other. A layer of policies is a plane of bits here, and the decision of
// S-7.24 and S-7.25 a formula over planes, 64 cells at a time. The answers are
// those of decide.cc, which asks the same questions of one request.

namespace iameval::internal {

class GridDecider {
 public:
  // The contents outlive the decider.
  explicit GridDecider(const GridContents& contents);
  GridDecider(const GridDecider&) = delete;
  GridDecider& operator=(const GridDecider&) = delete;

  // Decides all cells of a caller: number in the contents.
  void Decide(std::size_t caller);

  // Planes of the last Decide: cell (action, target) is bit
  // action * targets + target. No cell is both denied and allowed. What the
  // bits after the last cell are does not matter; a word follows them.
  [[nodiscard]] const Word* denied() const { return denied_.data(); }
  [[nodiscard]] const Word* allowed() const { return allowed_.data(); }

 private:
  using Plane = std::vector<Word>;

  // What FindApplicable says of a pair of classes, as bits.
  enum Trait : std::uint8_t {
    kSameAccount = 1,
    kSamePartition = 2,
    kMustHavePolicy = 4,
    kResource = 8,
    kRcp = 16,
  };
  using Traits = std::uint8_t;

  // What a caller's kind and policies put into the formula.
  struct Sides {
    const Word* identity = nullptr;
    const Word* boundary = nullptr;
    const Word* session = nullptr;
    const Word* same_account = nullptr;
    const Word* by_role = nullptr;
  };

  [[nodiscard]] Plane NewPlane() const { return Plane(words_); }
  void Clear(Plane& plane) const;
  void SetAll(Plane& plane) const;

  void BuildResourceUnits();
  void FindTraits(const GridCaller& caller);
  void MakeTraitPlane(Trait trait, Plane& plane) const;
  // Adds a layer; the null pointer stands for what does not apply.
  void AddLayer(BundleId bundle, GridCallerFrame& frame, Plane* allow);
  void AddScps(GridCallerFrame& frame);
  void AddRcps(GridCallerFrame& frame);
  void AddResourcePolicies(GridCallerFrame& frame);
  void Combine(const GridCallerFrame& frame);
  void CombineWords(const Sides& sides, Word* __restrict denied,
                    Word* __restrict allowed) const;

  const GridContents& contents_;
  const GridContext context_;
  GridUnits units_;
  const std::size_t words_;  // of a plane, with the one after it
  const std::vector<GridClass> relations_;

  bool has_resource_policies_ = false;
  GridUnit resource_unit_;
  bool has_rcps_ = false;  // of known owners
  GridUnit rcp_unit_;
  bool has_unknown_owners_ = false;
  Plane unknown_owners_;
  Plane free_;  // sts:GetCallerIdentity (S-7.22)
  const Plane zeros_;
  Plane ones_;

  // Of the caller at hand.
  Applicability applies_;           // the part that the caller decides
  std::vector<Traits> traits_;      // by action class and relation
  std::vector<Traits> old_traits_;  // those that the next five were made for
  std::vector<std::uint8_t> only_providers_;  // by action class
  Plane same_account_;
  Plane same_partition_;
  Plane must_have_policy_;
  Plane resource_applies_;
  Plane rcp_applies_;

  Plane denied_;
  Plane allowed_;
  Plane ceiling_;  // SCPs and the VPC endpoint's policy
  Plane level_;
  Plane identity_;
  Plane boundary_;
  Plane session_;
  Plane resource_deny_;
  Plane by_account_;  // what a resource policy allows, by kind (S-3.14)
  Plane by_role_;
  Plane directly_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_GRID_H_
