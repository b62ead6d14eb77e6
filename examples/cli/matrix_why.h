#ifndef IAMEVAL_EXAMPLES_CLI_MATRIX_WHY_H_
#define IAMEVAL_EXAMPLES_CLI_MATRIX_WHY_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "iameval/explanation.h"
#include "iameval/request.h"

namespace iameval_cli {

// The explanations of many requests for one page. Most of them differ only in
// the request's own names, which are taken out, so that a page of a hundred
// thousand cells has room for the few that are left.
class WhyTable {
 public:
  // What stands for the request's principal, action and resource in a text.
  // Characters for private use; a text that has them already is kept as it is.
  static constexpr std::string_view kPrincipal = "\ue000";
  static constexpr std::string_view kAction = "\ue001";
  static constexpr std::string_view kResource = "\ue002";

  // Adds the explanation of the next request.
  void Add(const iameval::Request& request,
           const iameval::Explanation& explanation);

  // The different explanations, each a JSON object for matrix_page_script.cc.
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }
  // For each request in the order of Add, the number of its explanation.
  [[nodiscard]] const std::vector<std::size_t>& numbers() const {
    return numbers_;
  }

 private:
  std::vector<std::string> texts_;
  std::vector<std::size_t> numbers_;
  std::unordered_map<std::string, std::size_t> known_;
};

// The Allow statements about the action that are in a layer without a match:
// what the author most likely meant to apply; at most three, the closest first.
std::vector<const iameval::StatementReport*> NearMisses(
    const iameval::Explanation& explanation);

// "policy.json:4:5", where a statement stands; for display.
std::string PlaceOf(const iameval::StatementRef& ref);
// "Statement[0] \"Sid\""; for display.
std::string TitleOf(const iameval::StatementRef& ref);
// "scp level 2"
std::string LayerOf(const iameval::StatementRef& ref);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_MATRIX_WHY_H_
