#ifndef IAMEVAL_TESTS_REFERENCE_CONTEXT_H_
#define IAMEVAL_TESTS_REFERENCE_CONTEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "iameval/request.h"
#include "reference/caller.h"

namespace iameval::reference {

// The owner of the requested resource: as supplied, else the account in its
// ARN; empty when neither names one (S-6.4).
std::string_view ResourceAccount(const Request& request);

// The request context of section 6: the keys that the caller supplied and those
// that follow from the rest of the request. Refers to the request.
class Context {
 public:
  Context(const Request& request, const Caller& caller);

  // The key's values; nullptr when the key is absent. Ignores letter case
  // (S-5.2).
  [[nodiscard]] const ContextEntry* Find(std::string_view key) const;

 private:
  void Derive(std::string_view key, std::string_view value);
  void DerivePrincipalKeys(const Caller& caller);
  void DeriveUserKeys(const Caller& caller);
  void DeriveResourceKeys();
  void DeriveCalledVia();
  void DeriveTagKeys();
  void DeriveTime();

  const Request& request_;
  std::vector<ContextEntry> derived_;
};

}  // namespace iameval::reference

#endif  // IAMEVAL_TESTS_REFERENCE_CONTEXT_H_
