#ifndef IAMEVAL_EXAMPLES_CLI_MATRIX_PAGE_H_
#define IAMEVAL_EXAMPLES_CLI_MATRIX_PAGE_H_

#include <string>
#include <string_view>

#include "cli/matrix.h"
#include "cli/matrix_why.h"

namespace iameval_cli {

// The HTML page of a matrix: one file that needs nothing else and fetches
// nothing. The table can be read without JavaScript; with it there are filters,
// and a click or Enter on a cell shows why. Names may be anything.
struct MatrixPage {
  const Matrix& matrix;
  const Layout& layout;
  const WhyTable& why;  // of every cell, in the order of Grid::IndexOf
  std::string title;    // "account.json"
};

std::string ToHtml(const MatrixPage& page);

// The page's style sheet and script (matrix_page_style.cc,
// matrix_page_script.cc).
extern const char kMatrixPageStyle[];
extern const char kMatrixPageScript[];

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_MATRIX_PAGE_H_
