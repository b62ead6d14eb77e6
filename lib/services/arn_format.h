#ifndef IAMEVAL_LIB_SERVICES_ARN_FORMAT_H_
#define IAMEVAL_LIB_SERVICES_ARN_FORMAT_H_

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Formats of ARNs as the Service Authorization Reference writes them:
// "arn:${Partition}:s3:::${BucketName}/${ObjectName}". A variable stands for
// one or more characters: in the resource part for any, where the last
// variable may also be empty; in the fields before it, for any but a colon.
// "*" stands for any characters or none.

namespace iameval::internal {

// How many literal characters the format has, if `arn` has the format.
// Linear in both. The fields are those of SplitSixFields.
std::optional<std::size_t> MatchArnFormat(std::string_view format,
                                          std::string_view arn);
std::optional<std::size_t> MatchArnFormat(
    std::string_view format, const std::array<std::string_view, 6>& arn);

// `arn` has the format, but only because a variable of the resource part stands
// for text with a slash: rather another kind of resource below that one.
bool SwallowsSlash(std::string_view format, std::string_view arn);

// What the variables stand for in an ARN of the format, by name without braces;
// where that is not clear, the first of them stands for as little as possible.
std::vector<std::pair<std::string_view, std::string_view>> CaptureVariables(
    std::string_view format, std::string_view arn);

// The format with values in place of the variables of that name.
std::string FillVariables(
    std::string_view format,
    std::span<const std::pair<std::string_view, std::string_view>> values);

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
