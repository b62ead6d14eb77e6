#include "cli/matrix.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "iameval/bulk.h"
#include "iameval/decision.h"

namespace iameval_cli {
namespace {

using iameval::Decision;
using iameval::Grid;

constexpr std::array kAxes = {Axis::kPrincipals, Axis::kActions,
                              Axis::kResources};

std::size_t SizeOfAxis(const Grid& grid, Axis axis) {
  switch (axis) {
    case Axis::kPrincipals:
      return grid.principals.size();
    case Axis::kActions:
      return grid.actions.size();
    case Axis::kResources:
      return grid.resources.size();
  }
  return 0;
}

// What follows the fifth colon of an ARN; of anything else, all.
std::string_view AfterAccount(std::string_view name) {
  if (!name.starts_with("arn:")) return name;
  std::string_view rest = name;
  for (int i = 0; i < 5; ++i) {
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return name;
    rest.remove_prefix(colon + 1);
  }
  return rest.empty() ? name : rest;
}

}  // namespace

std::string_view AxisName(Axis axis) {
  switch (axis) {
    case Axis::kPrincipals:
      return "principals";
    case Axis::kActions:
      return "actions";
    case Axis::kResources:
      return "resources";
  }
  return "";
}

std::optional<Axis> AxisFromName(std::string_view name) {
  for (const Axis axis : kAxes) {
    if (AxisName(axis) == name) return axis;
  }
  return std::nullopt;
}

Layout ChooseLayout(const Grid& grid, std::optional<Axis> columns) {
  if (!columns.has_value()) {
    columns =
        grid.principals.size() == 1 ? Axis::kResources : Axis::kPrincipals;
  }
  switch (*columns) {
    case Axis::kPrincipals:
      return {Axis::kPrincipals, Axis::kActions, Axis::kResources};
    case Axis::kResources:
      return {Axis::kResources, Axis::kActions, Axis::kPrincipals};
    case Axis::kActions:
      break;
  }
  if (grid.principals.size() == 1) {
    return {Axis::kActions, Axis::kResources, Axis::kPrincipals};
  }
  return {Axis::kActions, Axis::kPrincipals, Axis::kResources};
}

std::size_t Matrix::SizeOf(Axis axis) const { return SizeOfAxis(grid, axis); }

const std::string& Matrix::NameOf(Axis axis, std::size_t number) const {
  switch (axis) {
    case Axis::kPrincipals:
      return grid.principals[number].principal;
    case Axis::kActions:
      break;
    case Axis::kResources:
      return grid.resources[number].resource;
  }
  return grid.actions[number];
}

std::vector<std::string> Matrix::ShortNames(Axis axis) const {
  std::vector<std::string> names;
  std::multiset<std::string_view> seen;
  const std::size_t size = SizeOf(axis);
  for (std::size_t i = 0; i < size; ++i) {
    seen.insert(AfterAccount(NameOf(axis, i)));
  }
  for (std::size_t i = 0; i < size; ++i) {
    const std::string& name = NameOf(axis, i);
    const std::string_view shorter = AfterAccount(name);
    names.emplace_back(seen.count(shorter) == 1 ? shorter : name);
  }
  return names;
}

std::size_t Matrix::IndexOf(const Layout& layout, std::size_t group,
                            std::size_t row, std::size_t column) const {
  const auto on = [&](Axis axis) {
    if (layout.columns == axis) return column;
    return layout.rows == axis ? row : group;
  };
  return grid.IndexOf(on(Axis::kPrincipals), on(Axis::kActions),
                      on(Axis::kResources));
}

iameval::DecisionCounts Matrix::Counts() const {
  iameval::DecisionCounts counts;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    if (!IsUnrelated(i)) counts.Add(decisions[i]);
  }
  return counts;
}

std::size_t Matrix::CountUnrelated() const {
  return grid.principals.size() *
         static_cast<std::size_t>(
             std::count(unrelated.begin(), unrelated.end(), true));
}

std::string SizeText(const Grid& grid) {
  std::string text;
  for (const Axis axis : kAxes) {
    const std::size_t size = SizeOfAxis(grid, axis);
    std::string name(AxisName(axis));
    if (size == 1) name.pop_back();
    if (!text.empty()) text += " \u00d7 ";
    text += absl::StrFormat("%d %s", size, name);
  }
  return text;
}

}  // namespace iameval_cli
