#include "differential/values.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "differential/json_tree.h"
#include "differential/random.h"
#include "differential/text_mutation.h"

namespace iameval_testing {
namespace {

std::string Word(Random& random) {
  return std::string(random.Pick({"blue",
                                  "Blue",
                                  "green",
                                  "dev-ops",
                                  "DemoRole",
                                  "vpc-111bbaaa",
                                  "a/b/c",
                                  "Ünï",
                                  "ÿ×ß",
                                  "ABC",
                                  "abc",
                                  "a",
                                  "x*y",
                                  "what?",
                                  "200",
                                  "true",
                                  "o-a1b2c3d4e5/r-f6g7/ou-h8i9/",
                                  "\"quoted\"",
                                  "字\U0001F600",
                                  "back\\slash",
                                  "${x}",
                                  ""}));
}

// --- Numbers (S-5.7) -------------------------------------------------------

// Numbers whose neighbours differ only where a careless comparison is blind:
// beyond 2^53, beyond 2^64, in a late digit.
std::string Number(Random& random) {
  return std::string(random.Pick({"0",
                                  "1",
                                  "5",
                                  "10",
                                  "9",
                                  "11",
                                  "100",
                                  "-1",
                                  "-10",
                                  "2.5",
                                  "2.50",
                                  "0.1",
                                  "0.10000000000000000001",
                                  "9007199254740992",
                                  "9007199254740993",
                                  "18446744073709551615",
                                  "18446744073709551616",
                                  "-9223372036854775809",
                                  "99999999999999999999999999",
                                  "1700000000",
                                  "0.3",
                                  "-0.5"}));
}

// The same number in another spelling, or one that is no number.
std::string RespelledNumber(Random& random, std::string number) {
  const bool negative = number.starts_with('-');
  const std::string_view digits = std::string_view(number).substr(negative);
  const bool decimal = number.find('.') != std::string::npos;
  switch (random.Weighted({40, 10, 10, 5, 5})) {
    case 0:
      return number;
    case 1:
      return absl::StrFormat("%s00%s", negative ? "-" : "", digits);
    case 2:
      return number + (decimal ? "0" : ".0");
    case 3:
      return number == "0" ? "-0" : number + (decimal ? "00" : ".000");
    default: {
      const std::string_view shape = random.Pick(
          {"%s ", " %s", "+%s", "%se1", "%s.", ".%s", "0x%s", "--%s", "%s,0"});
      std::string text(shape);
      return text.replace(text.find("%s"), 2, number);
    }
  }
}

// A close number: one step in the last place.
std::string NeighbourNumber(Random& random, const std::string& number) {
  std::string text = number;
  char& last = text.back();
  if (last < '0' || last > '9') return Number(random);
  const bool up = random.Percent(50);
  if (up) {
    last = last == '9' ? '8' : static_cast<char>(last + 1);
  } else {
    last = last == '0' ? '1' : static_cast<char>(last - 1);
  }
  return text;
}

ValueSample NumberSample(Random& random, std::string_view base) {
  const std::string number = base.empty() ? Number(random) : std::string(base);
  const std::string policy = RespelledNumber(random, number);
  ValueSample sample;
  const bool word = policy == number && base.empty() && random.Percent(40);
  sample.policy_value = word ? Json::Word(number) : Json::String(policy);
  if (random.OneIn(60)) {  // JSON allows what S-5.7 does not
    sample.policy_value = Json::Word(random.Pick({"1e1", "1E2", "-0", "10.0"}));
  }
  sample.request_values.push_back(RespelledNumber(random, number));
  sample.request_values.push_back(NeighbourNumber(random, number));
  sample.request_values.push_back(NeighbourNumber(random, number));
  sample.request_values.push_back(Number(random));
  return sample;
}

// --- Dates (S-5.8) ---------------------------------------------------------

struct CivilTime {
  int year, month, day, hour, minute, second;
};

// Days since 1970-01-01, by counting: the years here are few.
std::int64_t DaysSinceEpoch(const CivilTime& t) {
  static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30,
                                                31, 31, 30, 31, 30, 31};
  const auto leap = [](int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  };
  std::int64_t days = t.day - 1;
  for (int year = 1970; year < t.year; ++year) days += leap(year) ? 366 : 365;
  for (int month = 1; month < t.month; ++month) {
    days += kDays[static_cast<std::size_t>(month - 1)];
    if (month == 2 && leap(t.year)) ++days;
  }
  return days;
}

std::int64_t EpochSeconds(const CivilTime& t) {
  return ((DaysSinceEpoch(t) * 24 + t.hour) * 60 + t.minute) * 60 + t.second;
}

CivilTime Instant(Random& random) {
  static constexpr std::array<CivilTime, 8> kInstants = {{
      {2024, 1, 1, 0, 0, 0},
      {2024, 2, 29, 12, 0, 0},
      {2024, 3, 1, 0, 0, 0},
      {2023, 12, 31, 23, 59, 59},
      {2024, 2, 29, 11, 59, 59},
      {1970, 1, 1, 0, 0, 0},
      {2024, 2, 29, 12, 0, 1},
      {2038, 1, 19, 3, 14, 8},
  }};
  return random.PickFrom(kInstants);
}

std::string DateText(Random& random, const CivilTime& t) {
  const std::string date =
      absl::StrFormat("%04d-%02d-%02d", t.year, t.month, t.day);
  const std::string minutes = absl::StrFormat("T%02d:%02d", t.hour, t.minute);
  const std::string time = absl::StrFormat("%s:%02d", minutes, t.second);
  switch (random.Below(12)) {
    case 0:
      return absl::StrFormat("%04d", t.year);
    case 1:
      return date.substr(0, 7);
    case 2:
      return date;
    case 3:
      return date + minutes + "Z";
    case 4:
      return date + time;
    case 5:
      return date + time + ".000Z";
    case 6:
      return date + time +
             std::string(random.Pick({".5Z", ".500000Z", ".49Z"}));
    case 7:
      return absl::StrFormat("%d", EpochSeconds(t));
    case 8:
      return date + time + "+00:00";
    case 9: {  // an hour later on a clock one hour ahead
      if (t.hour == 23) return date + time + "-00:00";
      return absl::StrFormat("%sT%02d:%02d:%02d+01:00", date, t.hour + 1,
                             t.minute, t.second);
    }
    default:
      return date + time + "Z";
  }
}

std::string OddDate(Random& random) {
  return std::string(random.Pick({"2024-13-01",
                                  "2023-02-29",
                                  "2024-02-30T00:00:00Z",
                                  "2024-2-9",
                                  "2024-02-29T24:00:00Z",
                                  "2024-02-29T12:60Z",
                                  "2024-02-29T12:00:60Z",
                                  "2024-02-29T12:00:00+24:00",
                                  "2024-02-29T12:00:00+14:00",
                                  "2024-02-29T12:00:00-12:30",
                                  "2024-02-29T12:00:00z",
                                  "20240229",
                                  "2024-02-29 12:00:00Z",
                                  "2024-02-29T12Z",
                                  "2024-02-29Z",
                                  "2024-02-29T",
                                  "0000",
                                  "0000-01-01",
                                  "9999-12-31T23:59:59Z",
                                  "99999",
                                  "-1",
                                  "170920800",
                                  "1709208000.5",
                                  "99999999999999999999",
                                  "2024-02-29T12:00:00.Z",
                                  "now",
                                  "2024-02-29T12:00:00+0100",
                                  "2024-00-10",
                                  "2024-01-00",
                                  "02024-01-01"}));
}

ValueSample DateSample(Random& random, std::string_view base) {
  ValueSample sample;
  const CivilTime t = Instant(random);
  std::string policy = DateText(random, t);
  if (!base.empty() && random.Percent(50)) policy = base;
  if (random.OneIn(12)) policy = OddDate(random);
  const bool digits =
      policy.find_first_not_of("0123456789") == std::string::npos &&
      policy[0] != '0';
  const bool word = digits && random.Percent(40);
  sample.policy_value = word ? Json::Word(policy) : Json::String(policy);
  sample.request_values.push_back(DateText(random, t));
  CivilTime near = t;
  near.minute = (near.minute + 1) % 60;
  sample.request_values.push_back(DateText(random, near));
  sample.request_values.push_back(DateText(random, Instant(random)));
  if (random.OneIn(6)) sample.request_values.push_back(OddDate(random));
  return sample;
}

// --- Addresses (S-5.11) ----------------------------------------------------

struct Range {
  std::string_view policy;
  std::array<std::string_view, 5> requests;
};
// The last request of each is seldom an address.
constexpr std::array<Range, 16> kRanges = {{
    {"203.0.113.0/24",
     {"203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0", "::1"}},
    {"203.0.113.7",
     {"203.0.113.7", "203.0.113.6", "203.0.113.70", "203.0.113", ""}},
    {"203.0.113.77/24",
     {"203.0.113.1", "203.0.113.77", "203.0.114.77", "203.0.113.256", "x"}},
    {"0.0.0.0/0",
     {"0.0.0.0", "255.255.255.255", "192.0.2.1", "2001:db8::1", "::"}},
    {"10.0.0.0/8",
     {"10.0.0.0", "10.255.255.255", "11.0.0.0", "9.255.255.255", "10.1.2"}},
    {"192.0.2.0/31",
     {"192.0.2.1", "192.0.2.0", "192.0.2.2", "192.0.1.255", "192.0.2.1 "}},
    {"192.0.2.1/32",
     {"192.0.2.1", "192.0.2.0", "192.0.2.2", "::ffff:192.0.2.1",
      "192.0.2.1/32"}},
    {"172.16.0.0/12",
     {"172.31.255.255", "172.16.0.0", "172.32.0.0", "172.15.255.255",
      "172.016.0.1"}},
    {"2001:db8::/32",
     {"2001:db8::1", "2001:DB8:ffff:ffff:ffff:ffff:ffff:ffff",
      "2001:db9::", "2001:db7:ffff::", "203.0.113.7"}},
    {"2001:DB8:0:0::1",
     {"2001:db8::1", "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::2",
      "2001:db8:::1", "2001:db8::1%eth0"}},
    {"::/0", {"::", "2001:db8::1", "::ffff:192.0.2.1", "192.0.2.1", ":"}},
    {"::ffff:192.0.2.0/120",
     {"::ffff:192.0.2.77", "::ffff:c000:24d", "::ffff:192.0.3.1", "192.0.2.77",
      "::192.0.2.77"}},
    {"2001:db8::8000/113",
     {"2001:db8::8000", "2001:db8::ffff", "2001:db8::7fff", "2001:db8::1:8000",
      "2001:db8::8000:"}},
    {"fe80::/10", {"fe80::1", "febf::", "fec0::", "fe7f::", "FE80::1"}},
    {"1:2:3:4:5:6:7:8",
     {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:0.7.0.8", "1:2:3:4:5:6:7:9",
      "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9"}},
    {"128.0.0.0/1",
     {"128.0.0.0", "255.0.0.1", "127.255.255.255", "0.0.0.0", "-1.0.0.0"}},
}};

ValueSample AddressSample(Random& random) {
  const Range& range = random.PickFrom(kRanges);
  ValueSample sample;
  sample.policy_value = Json::String(range.policy);
  for (const std::string_view request : range.requests) {
    sample.request_values.emplace_back(request);
  }
  if (!random.OneIn(4)) sample.request_values.pop_back();
  return sample;
}

// --- ARNs (S-5.12) ---------------------------------------------------------

std::string ArnText(Random& random) {
  return std::string(random.Pick(
      {"arn:aws:s3:::amzn-s3-demo-bucket",
       "arn:aws:sns:us-east-1:111122223333:DemoTopic",
       "arn:aws:iam::111122223333:role/DemoRole",
       "arn:aws:iam::123456789012:user/division/Alice",
       "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/fn:log-stream:a",
       "arn:aws-cn:ec2:cn-north-1:444455556666:instance/i-0123456789abcdef0"}));
}

std::string ArnPattern(Random& random, const std::string& arn) {
  switch (random.Weighted({30, 30, 15, 10, 5, 5})) {
    case 0:
      return arn;
    case 1: {  // wildcards inside one field
      std::vector<std::string> fields;
      std::size_t from = 0;
      for (int i = 0; i < 5; ++i) {
        const std::size_t colon = arn.find(':', from);
        if (colon == std::string::npos) break;
        fields.push_back(arn.substr(from, colon - from));
        from = colon + 1;
      }
      fields.push_back(arn.substr(from));
      std::string& field = fields[random.Below(fields.size())];
      field = random.Percent(50) ? "*" : Generalized(random, field);
      std::string pattern = fields[0];
      for (std::size_t i = 1; i < fields.size(); ++i) {
        pattern += ':';
        pattern += fields[i];
      }
      return pattern;
    }
    case 2:  // wildcards that would have to reach across fields
      return Generalized(random, arn);
    case 3:
      return NearMiss(random, arn);
    case 4:
      return FlipCase(random, arn);
    default:
      return std::string(random.Pick(
          {"*", "arn:*", "arn:aws:*", "arn:*:*:*:*:*", "*:*:*:*:*:*", "arn",
           "arn:aws:s3:::*", "arn:aws:iam::111122223333:role"}));
  }
}

ValueSample ArnSample(Random& random, std::string_view base) {
  const std::string arn = base.empty() ? ArnText(random) : std::string(base);
  ValueSample sample;
  sample.policy_value = Json::String(ArnPattern(random, arn));
  sample.request_values = {arn, ArnText(random)};
  sample.request_values.push_back(NearMiss(random, arn));
  sample.request_values.push_back(FlipCase(random, arn));
  return sample;
}

// --- The rest --------------------------------------------------------------

ValueSample BoolSample(Random& random) {
  const std::string_view policy =
      random.Pick({"true", "false", "true", "false", "true", "false", "True",
                   "FALSE", "yes", "1", "", "true "});
  ValueSample sample;
  const bool word =
      (policy == "true" || policy == "false") && random.Percent(50);
  sample.policy_value = word ? Json::Word(policy) : Json::String(policy);
  sample.request_values = {"true", "false"};
  sample.request_values.emplace_back(
      random.Pick({"TRUE", "False", "tRue", "1", "no", "", " true"}));
  if (random.Percent(30)) sample.request_values.emplace_back(policy);
  return sample;
}

ValueSample BinarySample(Random& random) {
  // Equal bytes under other spellings, unequal bytes, and no base64 at all.
  static constexpr std::array<std::string_view, 14> kTexts = {
      "QmluYXJ5",   "QmluYXJ5VmFsdWVJbkJhc2U2NA==",
      "QmE=",       "QmF=",
      "QmE",        "Qg==",
      "Qh==",       "",
      "qmluyxj5",   "////",
      "++++",       "____",
      "QmluYXJ5\n", "QmluYXJ5=",
  };
  const std::string_view policy = random.PickFrom(kTexts);
  ValueSample sample;
  sample.policy_value = Json::String(policy);
  sample.request_values.emplace_back(policy);
  for (int i = 0; i < 2; ++i) {
    sample.request_values.emplace_back(random.PickFrom(kTexts));
  }
  return sample;
}

ValueSample NullSample(Random& random) {
  ValueSample sample;
  const std::string_view policy =
      random.Pick({"true", "false", "true", "false", "true", "false", "True",
                   "FALSE", "maybe", ""});
  const bool word =
      (policy == "true" || policy == "false") && random.Percent(50);
  sample.policy_value = word ? Json::Word(policy) : Json::String(policy);
  sample.request_values = {Word(random), ""};
  return sample;
}

// Of two letters only: nearly every pattern nearly matches, and a careless glob
// takes exponential time.
std::string DenseText(Random& random, std::string_view alphabet,
                      std::size_t most) {
  std::string text;
  for (std::size_t n = random.Below(most); n > 0; --n) {
    text += alphabet[random.Below(alphabet.size())];
  }
  return text;
}

ValueSample DenseSample(Random& random) {
  ValueSample sample;
  sample.policy_value = Json::String(DenseText(random, "abab**?", 24));
  for (int i = 0; i < 4; ++i) {
    sample.request_values.push_back(DenseText(random, "ab", 60));
  }
  return sample;
}

ValueSample TextSample(Random& random, ValueKind kind, std::string_view base) {
  if (kind == ValueKind::kLike && random.OneIn(15)) return DenseSample(random);
  std::string text = base.empty() ? Word(random) : std::string(base);
  if (random.OneIn(150)) text = HostileText(random);
  std::string policy = text;
  if (kind == ValueKind::kLike) {
    const std::size_t shape = random.Weighted({60, 15, 15, 5, 5});
    if (shape == 0) policy = Generalized(random, text);
    if (shape == 2) policy = NearMiss(random, Generalized(random, text));
    if (shape == 3) policy = random.Pick({"*", "?*", "??*", "", "**", "*?"});
    if (shape == 4) policy = FlipCase(random, text);
  } else {
    const std::size_t shape = random.Weighted({60, 15, 10, 10});
    if (shape == 1) policy = FlipCase(random, text);
    if (shape == 2) policy = NearMiss(random, text);
    if (shape == 3) policy = Generalized(random, text);  // wildcards literal
  }
  ValueSample sample;
  sample.policy_value = Json::String(policy);
  sample.policy_value.escaped = random.OneIn(30);
  sample.request_values = {text, policy};
  sample.request_values.push_back(FlipCase(random, text));
  sample.request_values.push_back(NearMiss(random, text));
  if (random.OneIn(4)) sample.request_values.emplace_back("");
  return sample;
}

}  // namespace

ValueSample MakeSample(Random& random, ValueKind kind, std::string_view base) {
  switch (kind) {
    case ValueKind::kNumeric:
      return NumberSample(random, base);
    case ValueKind::kDate:
      return DateSample(random, base);
    case ValueKind::kBool:
      return BoolSample(random);
    case ValueKind::kBinary:
      return BinarySample(random);
    case ValueKind::kIp:
      return AddressSample(random);
    case ValueKind::kArn:
      return ArnSample(random, base);
    case ValueKind::kNull:
      return NullSample(random);
    case ValueKind::kString:
    case ValueKind::kIgnoreCase:
    case ValueKind::kLike:
      break;
  }
  return TextSample(random, kind, base);
}

std::string MakeRequestValue(Random& random, ValueKind kind) {
  const ValueSample sample = MakeSample(random, kind, "");
  return sample.request_values[random.Below(sample.request_values.size())];
}

std::string HostileText(Random& random) {
  switch (random.Below(6)) {
    case 0:
      return std::string("a\"b\\c\n\t\r/\x01\x7f", 12);
    case 1:
      return std::string("nul\0byte", 8);
    case 2:
      return std::string(random.Between(1000, 4000), 'a');
    case 3: {  // almost what a chain of stars looks for
      std::string text;
      for (std::size_t i = random.Between(10, 60); i > 0; --i) text += "ab";
      return text;
    }
    case 4:
      return "${" + Word(random) + "}";
    default:
      return std::string(
          random.Pick({"{\"a\":1}", "\\u0000", "%s%n", "' OR ''='", "\xC2\xA0",
                       "$", "${", "}", "${}", "arn:", ":::::", "*:*"}));
  }
}

}  // namespace iameval_testing
