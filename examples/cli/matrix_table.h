#ifndef IAMEVAL_EXAMPLES_CLI_MATRIX_TABLE_H_
#define IAMEVAL_EXAMPLES_CLI_MATRIX_TABLE_H_

#include <cstddef>
#include <string>

#include "cli/matrix.h"

namespace iameval_cli {

struct TableStyle {
  bool colour = false;
  std::size_t width = 100;  // of the terminal
};

// The matrix as a table for each group, ends in a line feed. Where the columns'
// names do not fit, columns have numbers and cells letters; where the numbers
// do not fit, a table is broken into several.
std::string ToTable(const Matrix& matrix, const Layout& layout,
                    const TableStyle& style);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_MATRIX_TABLE_H_
