#ifndef IAMEVAL_LIB_CHECKS_REFERENCE_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_REFERENCE_CHECKS_H_

#include "checks/check_run.h"
#include "iameval/service_reference.h"

// The checks that need a service reference, one file for each.

namespace iameval::internal {

// Reports actions that no service has.
void CheckActionNames(const ServiceReference& reference, CheckRun& run);

// Reports condition keys that their service does not have, that requests for a
// statement's actions never have, or whose operator or qualifier does not go
// with them.
void CheckServiceKeys(const ServiceReference& reference, CheckRun& run);

// Reports statements that depend on a resource's tag for actions whose requests
// never have one.
void CheckTagKeys(const ServiceReference& reference, CheckRun& run);

// Reports ARNs that are of no service or of no resource type of theirs, or have
// a region or an account where such a resource has none, or lack one.
void CheckArns(const ServiceReference& reference, CheckRun& run);

// Reports actions that take none of the resources that they are listed with
// (S-8.4).
void CheckResourceTypes(const ServiceReference& reference, CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_REFERENCE_CHECKS_H_
