#include "naive.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "json/json.h"

namespace iameval_bench {
namespace {

using iameval::Decision;
using iameval::internal::EqualsIgnoringAsciiCase;
using iameval::internal::FoldAscii;
using iameval::internal::JsonMember;
using iameval::internal::JsonValue;
using iameval::internal::ParseInstant;
using iameval::internal::ParseIpAddress;
using iameval::internal::ParseIpRange;

bool TwoPointer(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() &&
               (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

// Six fields as views, and how many there were.
std::optional<std::array<std::string_view, 6>> SplitArn(
    std::string_view text) {
  std::array<std::string_view, 6> fields;
  for (std::size_t i = 0; i < 5; ++i) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    fields[i] = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  fields[5] = text;
  return fields;
}

std::optional<std::array<NaiveGlob, 6>> ArnPattern(std::string_view pattern) {
  const auto fields = SplitArn(pattern);
  if (!fields.has_value()) return std::nullopt;
  const auto& f = *fields;
  return std::array<NaiveGlob, 6>{NaiveGlob(f[0]), NaiveGlob(f[1]),
                                  NaiveGlob(f[2]), NaiveGlob(f[3]),
                                  NaiveGlob(f[4]), NaiveGlob(f[5])};
}

bool ArnMatches(const std::array<NaiveGlob, 6>& pattern,
                const std::array<std::string_view, 6>& fields) {
  for (std::size_t i = 0; i < 6; ++i) {
    if (!pattern[i].Matches(fields[i])) return false;
  }
  return true;
}

// The text with its variables' values; nullopt when one has none.
std::optional<std::string> Substitute(const NaiveText& text,
                                      const NaiveRequest& request) {
  std::string filled;
  for (const NaiveText::Piece& piece : text.pieces) {
    if (!piece.variable) {
      filled += piece.text;
      continue;
    }
    const NaiveRequest::Key* key = request.Find(piece.text);
    if (key == nullptr || key->multivalued) return std::nullopt;
    filled += key->value;
  }
  return filled;
}

bool ResourceMatches(const NaiveText& pattern, const NaiveRequest& request) {
  if (pattern.pieces.empty()) return pattern.glob.Matches(request.resource);
  const auto filled = Substitute(pattern, request);
  return filled.has_value() && TwoPointer(*filled, request.resource);
}

template <typename T>
bool Ordered(const NaiveTest& test, const T& value, const T& operand) {
  if (value < operand) return test.less;
  return value == operand ? test.equal : test.greater;
}

// One operand that was a text when it was read, or is one now.
bool TextMatches(const NaiveTest& test, std::string_view operand,
                 const NaiveGlob* glob, std::string_view value) {
  switch (test.kind) {
    case NaiveTest::Kind::kLike:
      return glob != nullptr ? glob->Matches(value)
                             : TwoPointer(operand, value);
    case NaiveTest::Kind::kStringIgnoreCase:
    case NaiveTest::Kind::kBool:
      return EqualsIgnoringAsciiCase(operand, value);
    case NaiveTest::Kind::kArn: {  // one with variables: rare
      const auto pattern = ArnPattern(operand);
      const auto fields = SplitArn(value);
      return pattern.has_value() && fields.has_value() &&
             ArnMatches(*pattern, *fields);
    }
    default:
      return operand == value;
  }
}

bool AnyTextMatches(const NaiveTest& test, const NaiveRequest& request,
                    std::string_view value) {
  for (const NaiveText& text : test.texts) {
    if (text.pieces.empty()) {
      if (TextMatches(test, text.text, &text.glob, value)) return true;
      continue;
    }
    const auto filled = Substitute(text, request);
    if (filled.has_value() && TextMatches(test, *filled, nullptr, value)) {
      return true;
    }
  }
  return false;
}

// Whether `value` matches an operand; nullopt when it cannot be read as what
// the operator compares, which satisfies neither it nor its negation.
std::optional<bool> Matches(const NaiveTest& test, const NaiveRequest& request,
                            std::string_view value) {
  switch (test.kind) {
    case NaiveTest::Kind::kNumber: {
      double number = 0;
      const char* const end = value.data() + value.size();
      if (value.empty() ||
          std::from_chars(value.data(), end, number).ptr != end) {
        return std::nullopt;
      }
      return std::any_of(test.numbers.begin(), test.numbers.end(),
                         [&](double operand) {
                           return Ordered(test, number, operand);
                         });
    }
    case NaiveTest::Kind::kDate: {
      const auto date = ParseInstant(value);
      if (!date.has_value()) return std::nullopt;
      return std::any_of(test.dates.begin(), test.dates.end(),
                         [&](const auto& operand) {
                           return Ordered(test, *date, operand);
                         });
    }
    case NaiveTest::Kind::kIp: {
      const auto address = ParseIpAddress(value);
      if (!address.has_value()) return std::nullopt;
      return std::any_of(test.ranges.begin(), test.ranges.end(),
                         [&](const auto& range) {
                           return Contains(range, *address);
                         });
    }
    case NaiveTest::Kind::kArn: {
      const auto fields = SplitArn(value);
      if (!fields.has_value()) return std::nullopt;
      for (const auto& pattern : test.arns) {
        if (ArnMatches(pattern, *fields)) return true;
      }
      return AnyTextMatches(test, request, value);
    }
    case NaiveTest::Kind::kBool:
      if (!EqualsIgnoringAsciiCase(value, "true") &&
          !EqualsIgnoringAsciiCase(value, "false")) {
        return std::nullopt;
      }
      return AnyTextMatches(test, request, value);
    default:
      return AnyTextMatches(test, request, value);
  }
}

bool TestHolds(const NaiveTest& test, const NaiveRequest& request) {
  const NaiveRequest::Key* key = request.Find(test.key);
  if (test.kind == NaiveTest::Kind::kNull) {
    const bool wants_absent =
        EqualsIgnoringAsciiCase(test.texts.front().text, "true");
    return (key == nullptr) == wants_absent;
  }
  const auto satisfies = [&](std::string_view value) {
    const auto matches = Matches(test, request, value);
    return matches.has_value() && *matches != test.negated;
  };
  switch (test.set) {
    case NaiveTest::Set::kNone:
      if (key == nullptr) return test.if_exists || test.negated;
      return key->values.size() <= 1 && satisfies(key->value);
    case NaiveTest::Set::kAll:
      if (key == nullptr) return true;
      if (!key->multivalued) return satisfies(key->value);
      return std::all_of(key->values.begin(), key->values.end(), satisfies);
    case NaiveTest::Set::kAny:
      if (key == nullptr) return test.if_exists;
      if (!key->multivalued) return satisfies(key->value);
      return std::any_of(key->values.begin(), key->values.end(), satisfies);
  }
  return false;
}

bool StatementMatches(const NaiveStatement& statement,
                      const NaiveRequest& request) {
  const bool action = std::any_of(
      statement.actions.begin(), statement.actions.end(),
      [&](const NaiveGlob& glob) { return glob.Matches(request.action); });
  if (action == statement.not_action) return false;
  const bool resource = std::any_of(statement.resources.begin(),
                                    statement.resources.end(),
                                    [&](const NaiveText& pattern) {
                                      return ResourceMatches(pattern, request);
                                    });
  if (resource == statement.not_resource) return false;
  return std::all_of(
      statement.tests.begin(), statement.tests.end(),
      [&](const NaiveTest& test) { return TestHolds(test, request); });
}

// The texts of a string or of a list.
std::vector<std::string_view> Texts(JsonValue value) {
  if (!value.is_array()) return {value.text()};
  std::vector<std::string_view> texts;
  for (const JsonValue element : value.elements()) {
    texts.push_back(element.text());
  }
  return texts;
}

struct Operator {
  std::string_view name;  // without Not, in lower case
  NaiveTest::Kind kind;
  bool less = false;
  bool equal = true;
  bool greater = false;
};

constexpr Operator kOperators[] = {
    {"stringequals", NaiveTest::Kind::kString},
    {"stringequalsignorecase", NaiveTest::Kind::kStringIgnoreCase},
    {"stringlike", NaiveTest::Kind::kLike},
    {"arnequals", NaiveTest::Kind::kArn},
    {"arnlike", NaiveTest::Kind::kArn},
    {"bool", NaiveTest::Kind::kBool},
    {"null", NaiveTest::Kind::kNull},
    {"ipaddress", NaiveTest::Kind::kIp},
    {"numericequals", NaiveTest::Kind::kNumber},
    {"numericlessthan", NaiveTest::Kind::kNumber, true, false, false},
    {"numericlessthanequals", NaiveTest::Kind::kNumber, true, true, false},
    {"numericgreaterthan", NaiveTest::Kind::kNumber, false, false, true},
    {"numericgreaterthanequals", NaiveTest::Kind::kNumber, false, true, true},
    {"dateequals", NaiveTest::Kind::kDate},
    {"datelessthan", NaiveTest::Kind::kDate, true, false, false},
    {"datelessthanequals", NaiveTest::Kind::kDate, true, true, false},
    {"dategreaterthan", NaiveTest::Kind::kDate, false, false, true},
    {"dategreaterthanequals", NaiveTest::Kind::kDate, false, true, true},
};

bool RemovePrefix(std::string& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.erase(0, prefix.size());
  return true;
}

// "forallvalues:stringnotlikeifexists" into its parts.
void ReadOperator(std::string name, NaiveTest& test) {
  if (RemovePrefix(name, "forallvalues:")) test.set = NaiveTest::Set::kAll;
  if (RemovePrefix(name, "foranyvalue:")) test.set = NaiveTest::Set::kAny;
  if (name.ends_with("ifexists")) {
    test.if_exists = true;
    name.resize(name.size() - std::string_view("ifexists").size());
  }
  // NotIpAddress, StringNotEquals, StringNotLike, ArnNotLike, ...
  const std::size_t place = name.find("not");
  if (place != std::string::npos) {
    test.negated = true;
    name.erase(place, 3);
  }
  for (const Operator& known : kOperators) {
    if (known.name != name) continue;
    test.kind = known.kind;
    test.less = known.less;
    test.equal = known.equal;
    test.greater = known.greater;
    return;
  }
  Fail(absl::StrFormat("the baseline does not know the operator %s", name));
}

void ReadOperand(std::string_view text, NaiveTest& test) {
  switch (test.kind) {
    case NaiveTest::Kind::kNumber:
      test.numbers.push_back(std::strtod(std::string(text).c_str(), nullptr));
      return;
    case NaiveTest::Kind::kDate:
      if (const auto date = ParseInstant(text)) test.dates.push_back(*date);
      return;
    case NaiveTest::Kind::kIp:
      if (const auto range = ParseIpRange(text)) test.ranges.push_back(*range);
      return;
    case NaiveTest::Kind::kArn:
      if (text.find("${") == std::string_view::npos) {
        if (auto arn = ArnPattern(text)) test.arns.push_back(*std::move(arn));
        return;
      }
      break;
    default:
      break;
  }
  test.texts.emplace_back(text);
}

std::vector<NaiveTest> ReadCondition(JsonValue condition) {
  std::vector<NaiveTest> tests;
  for (const JsonMember block : condition.members()) {
    for (const JsonMember key : block.value.members()) {
      NaiveTest& test = tests.emplace_back();
      ReadOperator(FoldAscii(block.name), test);
      test.key = FoldAscii(key.name);
      for (const std::string_view text : Texts(key.value)) {
        ReadOperand(text, test);
      }
    }
  }
  return tests;
}

NaiveStatement ReadStatement(JsonValue object) {
  NaiveStatement statement;
  bool has_resource = false;
  for (const JsonMember member : object.members()) {
    if (member.name == "Action" || member.name == "NotAction") {
      statement.not_action = member.name == "NotAction";
      for (const std::string_view text : Texts(member.value)) {
        statement.actions.emplace_back(FoldAscii(text));
      }
    } else if (member.name == "Resource" || member.name == "NotResource") {
      has_resource = true;
      statement.not_resource = member.name == "NotResource";
      for (const std::string_view text : Texts(member.value)) {
        statement.resources.emplace_back(text);
      }
    } else if (member.name == "Condition") {
      statement.tests = ReadCondition(member.value);
    }
  }
  if (!has_resource) statement.resources.emplace_back("*");
  return statement;
}

}  // namespace

NaiveGlob::NaiveGlob(std::string_view pattern) {
  const std::size_t first = pattern.find_first_of("*?");
  if (first == std::string_view::npos) {
    literal_ = true;
    head_ = pattern;
    return;
  }
  const std::size_t last = pattern.find_last_of("*?");
  head_ = pattern.substr(0, first);
  middle_ = pattern.substr(first, last - first + 1);
  tail_ = pattern.substr(last + 1);
}

bool NaiveGlob::Matches(std::string_view text) const {
  if (literal_) return text == head_;
  if (text.size() < head_.size() + tail_.size() || !text.starts_with(head_) ||
      !text.ends_with(tail_)) {
    return false;
  }
  if (middle_ == "*") return true;
  return TwoPointer(middle_, text.substr(head_.size(), text.size() -
                                                           head_.size() -
                                                           tail_.size()));
}

NaiveText::NaiveText(std::string_view written)
    : text(written),
      glob(written.find("${") == std::string_view::npos ? written : "") {
  if (written.find("${") == std::string_view::npos) return;
  while (!written.empty()) {
    const std::size_t begin = written.find("${");
    pieces.push_back({false, std::string(written.substr(0, begin))});
    if (begin == std::string_view::npos) return;
    const std::size_t end = written.find('}', begin);
    if (end == std::string_view::npos) Fail("an unfinished policy variable");
    const std::string_view name = written.substr(begin + 2, end - begin - 2);
    const bool wildcard = name == "*" || name == "?" || name == "$";
    pieces.push_back({!wildcard, FoldAscii(name)});
    written.remove_prefix(end + 1);
  }
}

NaiveRequest::NaiveRequest(const WorkRequest& request) {
  std::size_t size = request.action.size() + request.resource.size();
  for (const WorkKey& key : request.context) {
    size += key.key.size();
    for (const std::string& value : key.values) size += value.size();
  }
  texts = std::make_unique<char[]>(size);
  char* end = texts.get();
  const auto add = [&](std::string_view text) {
    char* const begin = end;
    end = std::copy(text.begin(), text.end(), end);
    return std::string_view(begin, text.size());
  };
  action = add(FoldAscii(request.action));
  resource = add(request.resource);
  for (const WorkKey& key : request.context) {
    Key& own = context.emplace_back();
    own.key = add(FoldAscii(key.key));
    own.multivalued = key.multivalued;
    if (!key.multivalued) own.value = add(key.values.front());
    if (!key.multivalued) continue;
    for (const std::string& value : key.values) {
      own.values.push_back(add(value));
    }
    if (!own.values.empty()) own.value = own.values.front();
  }
  std::sort(context.begin(), context.end(),
            [](const Key& a, const Key& b) { return a.key < b.key; });
}

const NaiveRequest::Key* NaiveRequest::Find(std::string_view key) const {
  const auto found = std::lower_bound(
      context.begin(), context.end(), key,
      [](const Key& each, std::string_view name) { return each.key < name; });
  return found != context.end() && found->key == key ? &*found : nullptr;
}

void NaivePolicies::Add(std::string_view document) {
  const auto tree = iameval::internal::ParseJson(document);
  if (!tree.ok()) Fail(tree.status().ToString());
  const auto statements = tree->root().Find("Statement");
  if (!statements.has_value()) Fail("a document without Statement");
  const auto add = [&](JsonValue object) {
    const auto effect = object.Find("Effect");
    const bool allow = effect.has_value() && effect->text() == "Allow";
    (allow ? allows_ : denies_).push_back(ReadStatement(object));
  };
  if (!statements->is_array()) {
    add(*statements);
    return;
  }
  for (const JsonValue object : statements->elements()) add(object);
}

bool NaivePolicies::Denies(const NaiveRequest& request) const {
  return std::any_of(denies_.begin(), denies_.end(),
                     [&](const NaiveStatement& statement) {
                       return StatementMatches(statement, request);
                     });
}

bool NaivePolicies::Allows(const NaiveRequest& request) const {
  return std::any_of(allows_.begin(), allows_.end(),
                     [&](const NaiveStatement& statement) {
                       return StatementMatches(statement, request);
                     });
}

Decision NaivePolicies::Decide(const NaiveRequest& request) const {
  if (Denies(request)) return Decision::kExplicitDeny;
  return Allows(request) ? Decision::kAllowed : Decision::kImplicitDeny;
}

}  // namespace iameval_bench
