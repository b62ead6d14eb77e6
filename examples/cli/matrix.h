#ifndef IAMEVAL_EXAMPLES_CLI_MATRIX_H_
#define IAMEVAL_EXAMPLES_CLI_MATRIX_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iameval/bulk.h"
#include "iameval/decision.h"

// A decided grid, and how it is laid out in two dimensions.

namespace iameval_cli {

enum class Axis { kPrincipals, kActions, kResources };

// "principals", "actions" or "resources"; and the inverse.
std::string_view AxisName(Axis axis);
std::optional<Axis> AxisFromName(std::string_view name);

// What stands where: a table for each member of `groups`.
struct Layout {
  Axis columns = Axis::kPrincipals;
  Axis rows = Axis::kActions;
  Axis groups = Axis::kResources;
};

// Columns as wished; without a wish the principals, or the resources where
// there is one principal only.
Layout ChooseLayout(const iameval::Grid& grid, std::optional<Axis> columns);

// A grid and its decisions.
struct Matrix {
  iameval::Grid grid;
  std::vector<iameval::Decision> decisions;  // grid.size()
  // For each action and resource (action * resources + resource): AWS never
  // asks for this action on this resource, because it takes none of the kind.
  // Empty: none is known to be so.
  std::vector<bool> unrelated = {};

  // How long an axis is, and its members' full names.
  [[nodiscard]] std::size_t SizeOf(Axis axis) const;
  [[nodiscard]] const std::string& NameOf(Axis axis, std::size_t number) const;
  // The members' names without what they have in common with every ARN
  // ("role/DemoRole"), or in full where two would be alike.
  [[nodiscard]] std::vector<std::string> ShortNames(Axis axis) const;

  // The place of a cell among the decisions.
  [[nodiscard]] std::size_t IndexOf(const Layout& layout, std::size_t group,
                                    std::size_t row, std::size_t column) const;
  // `index` as IndexOf has it.
  [[nodiscard]] bool IsUnrelated(std::size_t index) const {
    return !unrelated.empty() && unrelated[index % unrelated.size()];
  }
  // Of the cells that are not unrelated.
  [[nodiscard]] iameval::DecisionCounts Counts() const;
  [[nodiscard]] std::size_t CountUnrelated() const;
};

// "1 principal × 2 actions × 3 resources"
std::string SizeText(const iameval::Grid& grid);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_MATRIX_H_
