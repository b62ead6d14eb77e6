#ifndef IAMEVAL_LIB_CHECKS_PARTITIONS_H_
#define IAMEVAL_LIB_CHECKS_PARTITIONS_H_

#include <string_view>

namespace iameval::internal {

// `name` is one of AWS's partitions: "aws", "aws-cn" and so on.
bool IsPartition(std::string_view name);

// `region` is formed as AWS's names of regions are, such as "us-gov-west-1".
// Which regions there are changes; what their names look like does not.
bool LooksLikeRegion(std::string_view region);

// The partition whose regions have such names; empty if that is not known.
std::string_view PartitionOfRegion(std::string_view region);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_PARTITIONS_H_
