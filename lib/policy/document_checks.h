#ifndef IAMEVAL_LIB_POLICY_DOCUMENT_CHECKS_H_
#define IAMEVAL_LIB_POLICY_DOCUMENT_CHECKS_H_

#include "absl/status/status.h"
#include "json/json.h"
#include "policy/model.h"
#include "policy/parse_context.h"

namespace iameval::internal {

// S-1.1: refuses characters that IAM does not take in the documents that it
// hosts, reports them in others. The text is valid UTF-8 by now.
absl::Status CheckCharacters(const ParseContext& context, JsonValue root);

// S-1.20: reports a document that is over its quota.
void CheckSize(const ParseContext& context, const JsonTree& tree,
               const Document& document);

// S-1.12: reports Sids that an earlier statement has. `statements` is the list
// that the document's statements were read from.
void CheckSids(const ParseContext& context, JsonValue statements,
               const Document& document);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_DOCUMENT_CHECKS_H_
