#include "policy/network_key_checks.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/ip.h"
#include "base/quote.h"
#include "policy/check.h"
#include "policy/operator_table.h"
#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

// RFC 1918 and RFC 4193: what no public source address is in.
bool IsPrivate(std::string_view text) {
  constexpr std::array<std::string_view, 4> kPrivate = {
      "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"};
  const std::optional<IpRange> range = ParseIpRange(text);
  return range.has_value() &&
         std::any_of(kPrivate.begin(), kPrivate.end(),
                     [&range](std::string_view network) {
                       return Contains(*ParseIpRange(network), *range);
                     });
}

void CheckSourceIp(const ParseContext& context, JsonValue values,
                   const ConditionTest& test) {
  const bool negated = test.op == Operator::kNotIpAddress;
  const auto count = static_cast<std::size_t>(std::count_if(
      test.values.begin(), test.values.end(),
      [](const ConditionValue& value) { return IsPrivate(value.text); }));
  if (count == 0) return;
  if (count < test.values.size()) {
    context.findings.Add(
        negated ? checks::kPrivateNotIpAddressSubset
                : checks::kPrivateIpAddressSubset,
        values,
        absl::StrFormat(
            "%d of the ranges are private, which aws:SourceIp never "
            "is in",
            count));
    return;
  }
  context.findings.Add(
      negated ? checks::kPrivateNotIpAddress : checks::kPrivateIpAddress,
      values,
      negated ? "aws:SourceIp is never a private address: the condition always "
                "holds"
              : "aws:SourceIp is never a private address: the condition never "
                "holds");
}

// `prefix` and 8 or 17 letters and digits.
bool IsResourceId(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  if (text.size() != 8 && text.size() != 17) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return IsAsciiDigit(c) || (c >= 'a' && c <= 'z');
  });
}

void CheckId(const ParseContext& context, JsonValue value, const Check& check,
             std::string_view prefix) {
  const std::string_view text = value.text();
  // What a wildcard or a variable stands for is not known here.
  const bool open =
      text.find("${") != std::string_view::npos || HasWildcard(text);
  if (open || IsResourceId(text, prefix)) return;
  context.findings.Add(
      check, value,
      absl::StrFormat("%s is not `%s` and 8 or 17 letters and digits",
                      Quote(text), prefix));
}

void CheckIds(const ParseContext& context, JsonValue values, const Check& check,
              std::string_view prefix) {
  if (!values.is_array()) return CheckId(context, values, check, prefix);
  for (const JsonValue value : values.elements()) {
    CheckId(context, value, check, prefix);
  }
}

}  // namespace

void CheckNetworkKey(const ParseContext& context, const JsonMember& key,
                     const ConditionTest& test) {
  const OperatorFamily family = FamilyOf(test.op);
  if (family == OperatorFamily::kIp) {
    if (EqualsIgnoringAsciiCase(test.key, "aws:SourceIp")) {
      CheckSourceIp(context, key.value, test);
    }
  } else if (family == OperatorFamily::kString) {
    if (EqualsIgnoringAsciiCase(test.key, "aws:SourceVpc")) {
      CheckIds(context, key.value, checks::kInvalidVpcFormat, "vpc-");
    } else if (EqualsIgnoringAsciiCase(test.key, "aws:SourceVpce")) {
      CheckIds(context, key.value, checks::kInvalidVpceFormat, "vpce-");
    }
  }
}

}  // namespace iameval::internal
