#ifndef IAMEVAL_LIB_SERVICES_ARN_FORMAT_H_
#define IAMEVAL_LIB_SERVICES_ARN_FORMAT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Formats of ARNs as the Service Authorization Reference writes them:
// "arn:${Partition}:s3:::${BucketName}/${ObjectName}". A variable stands for
// one or more characters: in the resource part for any, where the last
// variable may also be empty; in the fields before it, for any but a colon.
// "*" stands for any characters or none.

namespace iameval::internal {

// How many literal characters the format has, if `arn` has the format.
// Linear in both.
std::optional<std::size_t> MatchArnFormat(std::string_view format,
                                          std::string_view arn);

// A shortest ARN of the format that `pattern` matches: a Resource element with
// wildcards, policy variables counted as "*" (S-4.11), missing fields as ":*"
// (S-2.12). "x" stands where neither has a literal character. Wildcards of the
// resource part and the last variable stand for nothing only if there is no
// other way. nullopt if there is no such ARN. Costs the product of both sizes,
// which kMaxWitnessPattern bounds: a longer pattern is cut there and taken to
// go on with "*".
std::optional<std::string> ArnFormatWitness(std::string_view format,
                                            std::string_view pattern);

inline constexpr std::size_t kMaxWitnessPattern = 2048;

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_SERVICES_ARN_FORMAT_H_
