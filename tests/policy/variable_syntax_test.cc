#include "policy/variable_syntax.h"

#include <optional>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

// One letter for each variable found: v well-formed, b missing brace, e empty,
// s space, q missing quote.
std::string Scan(std::string_view text) {
  constexpr std::string_view kLetters = "vbesq";
  std::string found;
  VariableScanner scanner(text);
  while (const std::optional<VariableUse> use = scanner.Next()) {
    EXPECT_EQ(text.substr(use->offset, 2), "${");
    found += kLetters[static_cast<std::size_t>(use->fault)];
  }
  return found;
}

struct Row {
  std::string_view text;
  std::string_view found;
};

TEST(VariableSyntax, TellsFaultsApart) {
  for (const Row& row : {
           Row{"", ""},
           {"$", ""},
           {"{aws:username}", ""},
           {"$ {aws:username}", ""},
           {"${aws:username}", "v"},
           {"a/${aws:username}/b${aws:userid}", "vv"},
           {"${*}${?}${$}", "vvv"},
           {"${aws:PrincipalTag/a, 'b c'}", "v"},
           {"${aws:PrincipalTag/a, ''}", "v"},
           {"${aws:PrincipalTag/a, '}'}", "v"},
           {"${aws:PrincipalTag/a, '${x'}", "v"},
           {"${", "b"},
           {"${aws:username", "b"},
           {"${aws:a}${aws:b", "vb"},
           {"${aws:a, 'b'", "b"},
           {"${}", "e"},
           {"${, 'x'}", "e"},
           {"${}${aws:a}", "ev"},
           {"${ aws:a}", "s"},
           {"${aws:a }", "s"},
           {"${aws: a}", "s"},
           {"${aws:a , 'b'}", "s"},
           {"${aws:a,  'b'}", "s"},
           {"${aws:a, 'b' }", "s"},
           {"${ }", "s"},
           {"${aws:a,'b'}", "q"},
           {"${aws:a, b}", "q"},
           {"${aws:a,}", "q"},
           {"${aws:a, 'b}", "q"},
           {"${aws:a, 'b'c}", "q"},
           {"${aws:a, \"b\"}", "q"},
           // What follows a malformed one is read again.
           {"${ ${aws:a}", "sv"},
           {"${aws:a, ${aws:b}}", "qv"},
       }) {
    EXPECT_EQ(Scan(row.text), row.found) << row.text;
    EXPECT_EQ(HasVariable(row.text),
              row.found.find('v') != std::string_view::npos)
        << row.text;
  }
}

TEST(VariableSyntax, TakesVariablesApart) {
  const std::string_view text = "ab${c:d/e}${*}x${f, ''}${g:h, ' i, }'}j";
  VariableScanner scanner(text);
  std::string parts;
  while (const std::optional<VariableUse> use = scanner.Next()) {
    parts += "[" + std::string(use->key) + "|" +
             std::string(use->default_text.value_or("none")) + "|" +
             text[use->end] + "]";
  }
  EXPECT_EQ(parts, "[c:d/e|none|$][*|none|x][f||$][g:h| i, }|j]");
}

// Quadratic work on these would take minutes.
TEST(VariableSyntax, IsLinear) {
  constexpr std::size_t kCount = 1'000'000;
  for (const std::string_view part :
       {"${", "${ ", "${a", "${a,", "${a, ", "${a, '", "${a, 'b' ", "${,"}) {
    std::string text;
    for (std::size_t i = 0; i < kCount; ++i) text += part;
    EXPECT_EQ(Scan(text), "b") << part;
    text += '}';
    const bool closed = part == "${" || part == "${a" || part == "${a, '";
    EXPECT_EQ(HasVariable(text), closed) << part;
  }
}

}  // namespace
}  // namespace iameval::internal
