#ifndef IAMEVAL_BENCH_ROWS_H_
#define IAMEVAL_BENCH_ROWS_H_

#include <string>

#include "table.h"

// The rows of the table. Each function makes its workload (from the files of
// `folder`, or where that is empty from what the project ships and generates),
// checks every answer that it is about to time, and ends the program when one
// is wrong.

namespace iameval_bench {

void AddSingleRole(const std::string& folder, Table& table);      // W1
void AddManyStatements(const std::string& folder, Table& table);  // W2
void AddOrganization(const std::string& folder, Table& table);    // SCPs
void AddGrid(const std::string& folder, Table& table);            // W3
void AddLoading(const std::string& folder, Table& table);         // W4
void AddThreads(const std::string& folder, Table& table);

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_ROWS_H_
