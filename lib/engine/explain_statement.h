#ifndef IAMEVAL_LIB_ENGINE_EXPLAIN_STATEMENT_H_
#define IAMEVAL_LIB_ENGINE_EXPLAIN_STATEMENT_H_

#include <string>

#include "policy/model.h"
#include "runtime/match_statement.h"

namespace iameval::internal {

// One statement as its author wrote it and as it was compiled.
struct StatementPair {
  const Statement& written;
  const StatementCode& code;
};

// What was compared with what when the statement did not match: "StringEquals
// aws:SourceVpc: request has "vpc-1", policy wants "vpc-111bbaaa"". Empty for
// a statement that matches.
std::string DescribeMismatch(const StatementPair& statement,
                             const StatementMatch& match,
                             const MatchFrame& frame);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_EXPLAIN_STATEMENT_H_
