#ifndef IAMEVAL_LIB_CHECKS_DOCUMENT_ISSUES_H_
#define IAMEVAL_LIB_CHECKS_DOCUMENT_ISSUES_H_

#include <vector>

#include "iameval/issue.h"
#include "policy/model.h"

namespace iameval::internal {

// What the checks of this folder that need nothing but the document find, and
// what the parser found, in the order of the text; as many as Policy::issues
// promises.
std::vector<Issue> AllIssues(const Document& document);

// `more` put among `issues`, both in the order of the text.
std::vector<Issue> MergeIssues(std::vector<Issue> issues,
                               std::vector<Issue> more);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_DOCUMENT_ISSUES_H_
