#include "glob_workload.h"

#include <array>
#include <cstddef>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "json/json.h"
#include "workload.h"

namespace iameval_bench {
namespace {

using iameval::internal::JsonValue;

// The standard's distributions differ between libraries; this does not.
class Random {
 public:
  std::size_t Below(std::size_t bound) { return engine_() % bound; }
  std::size_t Between(std::size_t least, std::size_t most) {
    return least + Below(most - least + 1);
  }
  template <typename List>
  auto Pick(const List& list) -> decltype(list[0]) {
    return list[Below(std::size(list))];
  }
  std::string Text(std::string_view letters, std::size_t size) {
    std::string text;
    while (text.size() < size) text += Pick(letters);
    return text;
  }

 private:
  std::mt19937_64 engine_{20250601};
};

std::vector<std::string> ReadLines(const std::string& path) {
  std::ifstream file(path);
  if (!file) Fail(absl::StrFormat("cannot read %s", path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// ---- ARNs

constexpr std::array<std::string_view, 8> kRegions = {
    "us-east-1", "us-west-2",  "eu-west-1",      "eu-central-1",
    "sa-east-1", "ap-south-1", "ap-northeast-1", "ca-central-1"};

// What stands before the name of a resource; %R and %A are its region and
// account.
constexpr std::array<std::string_view, 12> kHeads = {
    "arn:aws:s3:::",
    "arn:aws:sqs:%R:%A:",
    "arn:aws:sns:%R:%A:",
    "arn:aws:iam::%A:role/",
    "arn:aws:iam::%A:policy/service-role/",
    "arn:aws:ec2:%R:%A:instance/",
    "arn:aws:ec2:%R:%A:security-group/",
    "arn:aws:lambda:%R:%A:function:",
    "arn:aws:logs:%R:%A:log-group:/aws/lambda/",
    "arn:aws:dynamodb:%R:%A:table/",
    "arn:aws:sagemaker:%R:%A:endpoint/",
    "arn:aws:secretsmanager:%R:%A:secret:"};

std::string Replaced(std::string text, std::string_view what,
                     std::string_view by) {
  const std::size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), by);
  return text;
}

// The shapes of AWS managed policies' resources: nearly half have a wildcard
// for the region or account and one at the end; a few have one in front.
std::string MakePattern(Random& random, std::size_t number) {
  const std::string account = absl::StrFormat("%012d", 200000000000 + number);
  std::string head(random.Pick(kHeads));
  head = Replaced(std::move(head), "%R",
                  random.Below(10) < 8 ? "*" : random.Pick(kRegions));
  head = Replaced(std::move(head), "%A", random.Below(4) == 0 ? "*" : account);
  const std::string name = absl::StrFormat(
      "%s-%x", random.Text("abcdefghijklmnop", random.Between(3, 12)), number);
  switch (random.Below(16)) {
    case 0:
      return head + "*" + name + "*";
    case 1:
      return head + "*" + name;
    case 2:
    case 3:
    case 4:
      return head + name;
    case 5:
      return head + name + "/*/config";
    case 6:
      return head + name + "-????";
    default:
      return head + name + "*";
  }
}

// A text that the pattern matches.
std::string Instance(std::string_view pattern, Random& random) {
  std::string text;
  for (const char c : pattern) {
    if (c == '*') {
      text += random.Text("abcdefghijklmnopqrstuvwxyz0123456789-",
                          random.Between(0, 16));
    } else {
      text += c == '?' ? 'x' : c;
    }
  }
  return text;
}

GlobCase GenerateGlobSet(std::size_t count) {
  Random random;
  GlobCase set;
  std::set<std::string> seen;
  for (std::size_t i = 0; set.patterns.size() < count; ++i) {
    std::string pattern = MakePattern(random, i);
    if (seen.insert(pattern).second) set.patterns.push_back(std::move(pattern));
  }
  for (std::size_t i = 0; i < 1000; ++i) {
    std::string text = Instance(random.Pick(set.patterns), random);
    if (random.Below(4) == 0) text.back() = '!';
    set.texts.push_back(std::move(text));
  }
  return set;
}

// ---- Adversarial

std::string Repeated(std::string_view text, std::size_t times) {
  std::string repeated;
  for (std::size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

void AddSingle(std::string name, std::string pattern, std::string text,
               std::vector<GlobCase>& cases) {
  cases.push_back({std::move(name), {std::move(pattern)}, {std::move(text)}});
}

void GenerateSingles(Random& random, std::vector<GlobCase>& cases) {
  const std::string letters(2048, 'a');
  for (const std::size_t n : std::initializer_list<std::size_t>{1, 4, 16, 64}) {
    const std::string chain = Repeated("a*", n) + "b";
    AddSingle(absl::StrFormat("chain_%d", n), chain, letters, cases);
    AddSingle(absl::StrFormat("chain_hit_%d", n), chain, letters + "b", cases);
  }
  for (const std::size_t n :
       std::initializer_list<std::size_t>{16, 256, 1000}) {
    const std::string run(n, 'a');
    AddSingle(absl::StrFormat("tail_%d", n), "*" + run + "b", letters, cases);
    AddSingle(absl::StrFormat("middle_%d", n), "*" + run + "b*", letters,
              cases);
  }
  AddSingle("words_16", Repeated("*ab", 16) + "*c", Repeated("ab", 1024),
            cases);
  for (const std::size_t n : std::initializer_list<std::size_t>{8, 24, 60}) {
    AddSingle(absl::StrFormat("gap_%d", n),
              absl::StrFormat("*a%sb*", std::string(n, '?')),
              random.Text("ab", 2048) + std::string(64, 'c'), cases);
  }
  for (const std::size_t n : std::initializer_list<std::size_t>{64, 2000}) {
    AddSingle(absl::StrFormat("marks_%d", n), "a" + std::string(n, '?') + "*",
              letters, cases);
  }
}

void GenerateSets(Random& random, std::vector<GlobCase>& cases) {
  for (const std::size_t n :
       std::initializer_list<std::size_t>{10, 1000, 10000}) {
    GlobCase infixes{absl::StrFormat("infixes_%d", n), {}, {}};
    for (std::size_t i = 0; i < n; ++i) {
      infixes.patterns.push_back(
          "*" + random.Text("abcdefgh", random.Between(3, 8)) + "*");
    }
    for (std::size_t i = 0; i < 100; ++i) {
      infixes.texts.push_back(
          "arn:aws:s3:::" + random.Text("abcdefgh-/", random.Between(40, 200)));
    }
    cases.push_back(std::move(infixes));
  }
  GlobCase several{"several_infixes_1000", {}, {}};
  GlobCase prefixes{"prefixes_1000", {}, {}};
  GlobCase suffixes{"suffixes_1000", {}, {}};
  for (std::size_t i = 0; i < 1000; ++i) {
    several.patterns.push_back("arn:aws:s3:::*" + random.Text("abcd", 3) + "*" +
                               random.Text("abcd", 3) + "*" +
                               random.Text("abcd", 3) + "*");
    prefixes.patterns.push_back("arn:aws:s3:::b/" + std::string(2 * i, 'x') +
                                "*");
    suffixes.patterns.push_back("arn:aws:s3:::*/" + std::string(2 * i, 'y'));
  }
  for (std::size_t i = 0; i < 100; ++i) {
    several.texts.push_back("arn:aws:s3:::" +
                            random.Text("abcd", random.Between(40, 200)));
  }
  prefixes.texts = {"arn:aws:s3:::b/" + std::string(1999, 'x') + "y"};
  suffixes.texts = {"arn:aws:s3:::b/" + std::string(1998, 'y')};
  cases.push_back(std::move(several));
  cases.push_back(std::move(prefixes));
  cases.push_back(std::move(suffixes));
}

std::vector<std::string> ReadTexts(JsonValue list) {
  std::vector<std::string> texts;
  for (const JsonValue text : list.elements()) texts.emplace_back(text.text());
  return texts;
}

std::vector<GlobCase> ReadAdversarial(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Fail(absl::StrFormat("cannot read %s", path));
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto tree =
      iameval::internal::ParseJson(text, {.max_bytes = std::size_t{1} << 30});
  if (!tree.ok()) Fail(path + ": " + tree.status().ToString());
  const auto list = tree->root().Find("cases");
  if (!list.has_value()) Fail(path + ": no cases");
  std::vector<GlobCase> cases;
  for (const JsonValue each : list->elements()) {
    const auto name = each.Find("name");
    const auto patterns = each.Find("patterns");
    const auto texts = each.Find("texts");
    if (!name.has_value() || !patterns.has_value() || !texts.has_value()) {
      Fail(absl::StrFormat("%s: no case", each.Location()));
    }
    cases.push_back(
        {std::string(name->text()), ReadTexts(*patterns), ReadTexts(*texts)});
  }
  return cases;
}

}  // namespace

std::size_t GlobCase::text_bytes() const {
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  return bytes;
}

GlobCase MakeGlobSet(const std::string& folder, std::size_t patterns) {
  const std::string name = absl::StrFormat("globs_%d", patterns);
  GlobCase set = folder.empty()
                     ? GenerateGlobSet(patterns)
                     : GlobCase{{},
                                ReadLines(folder + "/" + name + ".txt"),
                                ReadLines(folder + "/" + name + "_texts.txt")};
  set.name = name;
  return set;
}

std::vector<GlobCase> MakeAdversarialGlobs(const std::string& folder) {
  if (!folder.empty()) return ReadAdversarial(folder + "/w5.json");
  Random random;
  std::vector<GlobCase> cases;
  GenerateSingles(random, cases);
  GenerateSets(random, cases);
  return cases;
}

GlobCase Lengthened(const GlobCase& original, std::size_t times) {
  GlobCase longer = original;
  for (std::string& text : longer.texts) text = Repeated(text, times);
  return longer;
}

}  // namespace iameval_bench
