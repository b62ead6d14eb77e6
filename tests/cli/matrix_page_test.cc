// The HTML page of a matrix, and the parts that it is made of. Where there is
// Chromium (Debian's package of that name), the page is opened in it and used.

#include "cli/matrix_page.h"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/lists.h"
#include "cli/markup.h"
#include "cli/matrix.h"
#include "cli/matrix_why.h"
#include "cli/program.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"
#include "json/json.h"

namespace iameval_testing {
namespace {

using iameval::Decision;
using iameval::Engine;
using iameval::Grid;
using iameval_cli::Axis;
using iameval_cli::ChooseLayout;
using iameval_cli::EscapeMarkup;
using iameval_cli::ExpandActions;
using iameval_cli::Layout;
using iameval_cli::ListItem;
using iameval_cli::MatchesAction;
using iameval_cli::Matrix;
using iameval_cli::WhyTable;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

// What somebody may have called a resource, a Sid or a policy.
constexpr std::string_view kHostile =
    "</script><script>document.title='pwned'</script>"
    "<img src=x onerror=\"document.title='pwned'\">&amp;'\"\\ \u202e--><!--";

Engine Policies() {
  const auto policy = iameval::Policy::Parse(
      R"({"Version": "2012-10-17", "Statement": [
        {"Sid": "Reads", "Effect": "Allow", "Action": "s3:Get*",
         "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"},
        {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "*"}]})");
  return *Engine::Create(
      {.identity = {policy->Named("policy " + std::string(kHostile))}});
}

Grid Questions() {
  return {.principals = {{.principal = "arn:aws:iam::111122223333:user/Alice"},
                         {.principal = "arn:aws:iam::111122223333:role/Bob"}},
          .actions = {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"},
          .resources = {{.resource = "arn:aws:s3:::amzn-s3-demo-bucket/a"},
                        {.resource = "arn:aws:s3:::" + std::string(kHostile)}},
          .context = {},
          .time = {}};
}

struct Decided {
  Matrix matrix;
  WhyTable why;
};

Decided Decide(const Engine& engine, const Grid& grid) {
  Decided decided{.matrix = {.grid = grid, .decisions = {}}, .why = {}};
  for (std::size_t p = 0; p < grid.principals.size(); ++p) {
    for (std::size_t a = 0; a < grid.actions.size(); ++a) {
      for (std::size_t r = 0; r < grid.resources.size(); ++r) {
        const auto request = grid.RequestAt(p, a, r);
        EXPECT_TRUE(request.ok()) << request.status();
        decided.matrix.decisions.push_back(engine.Evaluate(*request));
        decided.why.Add(*request, engine.Explain(*request));
      }
    }
  }
  return decided;
}

std::string Page() {
  const Decided decided = Decide(Policies(), Questions());
  const Layout layout = ChooseLayout(decided.matrix.grid, {});
  return iameval_cli::ToHtml({.matrix = decided.matrix,
                              .layout = layout,
                              .why = decided.why,
                              .title = "title " + std::string(kHostile)});
}

// ---------------------------------------------------------------------------
// Parts

TEST(ListsTest, PatternsIgnoreLetterCase) {
  EXPECT_TRUE(MatchesAction("s3:Get*", "S3:getObject"));
  EXPECT_TRUE(MatchesAction("*", ""));
  EXPECT_TRUE(MatchesAction("s?:*Object*", "s3:GetObjectAcl"));
  EXPECT_TRUE(MatchesAction("*a*b", "xxaxxbab"));
  EXPECT_FALSE(MatchesAction("s3:Get", "s3:GetObject"));
  EXPECT_FALSE(MatchesAction("?", ""));
  EXPECT_FALSE(MatchesAction("*a*b", "xxbxxa"));
}

TEST(ListsTest, PatternsStandForOtherActions) {
  const auto expand = [](std::string_view pattern) {
    return pattern == "s3:Get*"
               ? std::vector<std::string>{"s3:GetObject", "s3:GetObjectAcl"}
               : std::vector<std::string>();
  };
  const auto items = ExpandActions({{"s3:GetObjectAcl", "--actions"},
                                    {"s3:Get*", "--actions"},
                                    {"s3:Unknown", "--actions"}},
                                   expand);
  ASSERT_TRUE(items.ok());
  std::vector<std::string> texts;
  for (const ListItem& item : *items) texts.push_back(item.text);
  EXPECT_THAT(texts,
              ElementsAre("s3:GetObjectAcl", "s3:GetObject", "s3:Unknown"));
  EXPECT_FALSE(ExpandActions({{"s3:L*", "--actions"}}, expand).ok());
}

TEST(MatrixLayoutTest, EveryAxisOnce) {
  Grid grid = Questions();
  for (const auto axis :
       {Axis::kPrincipals, Axis::kActions, Axis::kResources}) {
    for (const std::size_t principals : {1u, 2u}) {
      grid.principals.resize(principals, {.principal = "anonymous"});
      const Layout layout = ChooseLayout(grid, axis);
      EXPECT_EQ(layout.columns, axis);
      EXPECT_NE(layout.rows, layout.columns);
      EXPECT_NE(layout.groups, layout.columns);
      EXPECT_NE(layout.groups, layout.rows);
    }
  }
}

TEST(MatrixLayoutTest, ACellIsFoundInEveryLayout) {
  const Matrix matrix{.grid = Questions(), .decisions = {}};
  const Layout layout = ChooseLayout(matrix.grid, Axis::kActions);
  EXPECT_EQ(layout.rows, Axis::kPrincipals);
  EXPECT_EQ(matrix.IndexOf(layout, /*group=*/1, /*row=*/0, /*column=*/2),
            matrix.grid.IndexOf(0, 2, 1));
}

TEST(MatrixLayoutTest, ShortNamesAreUnambiguous) {
  Grid grid;
  grid.principals = {{.principal = "arn:aws:iam::111122223333:role/A"},
                     {.principal = "arn:aws:iam::444455556666:role/A"},
                     {.principal = "arn:aws:iam::111122223333:role/B"},
                     {.principal = "anonymous"},
                     {.principal = "arn:"}};
  EXPECT_THAT(
      (Matrix{.grid = grid, .decisions = {}}).ShortNames(Axis::kPrincipals),
      ElementsAre("arn:aws:iam::111122223333:role/A",
                  "arn:aws:iam::444455556666:role/A", "role/B", "anonymous",
                  "arn:"));
}

TEST(MatrixLayoutTest, WhatIsNeverAskedIsNotCounted) {
  Decided decided = Decide(Policies(), Questions());
  Matrix& matrix = decided.matrix;
  EXPECT_EQ(matrix.CountUnrelated(), 0u);
  EXPECT_EQ(matrix.Counts(),
            (iameval::DecisionCounts{
                .allowed = 2, .implicit_deny = 6, .explicit_deny = 4}));
  // s3:DeleteObject on the second resource.
  matrix.unrelated = {false, false, false, false, false, true};
  EXPECT_EQ(matrix.CountUnrelated(), 2u);
  EXPECT_EQ(matrix.Counts().explicit_deny, 2u);
  EXPECT_TRUE(matrix.IsUnrelated(matrix.grid.IndexOf(1, 2, 1)));
  const Layout layout = ChooseLayout(matrix.grid, {});
  EXPECT_THAT(iameval_cli::ToHtml({.matrix = matrix,
                                   .layout = layout,
                                   .why = decided.why,
                                   .title = "x"}),
              AllOf(HasSubstr("never asked <span>2</span>"),
                    HasSubstr("<td class=n>")));
}

TEST(WhyTableTest, ExplanationsThatDifferInNamesOnlyAreOne) {
  Grid grid = Questions();
  grid.actions = {"s3:PutObject", "s3:PutObjectAcl", "sns:Publish"};
  const Decided decided = Decide(Policies(), grid);
  EXPECT_THAT(decided.why.numbers(), SizeIs(12));
  EXPECT_THAT(decided.why.texts(), SizeIs(1));
  EXPECT_THAT(decided.why.texts().front(),
              AllOf(HasSubstr(std::string(WhyTable::kAction)),
                    Not(HasSubstr("Publish"))));
}

TEST(WhyTableTest, EachIsJson) {
  const Decided decided = Decide(Policies(), Questions());
  for (const std::string& text : decided.why.texts()) {
    EXPECT_TRUE(iameval::internal::ParseJson(text).ok()) << text;
  }
}

TEST(WhyTableTest, ATextWithStandInsIsKeptAsItIs) {
  Grid grid = Questions();
  grid.principals.resize(1);
  grid.actions = {"s3:PutObject"};
  grid.resources = {{.resource = "arn:aws:s3:::b/\ue000"}};
  const Decided decided = Decide(Policies(), grid);
  EXPECT_THAT(decided.why.texts(),
              ElementsAre(HasSubstr("arn:aws:s3:::b/\ue000")));
}

TEST(MatrixPageTest, Escapes) {
  EXPECT_EQ(EscapeMarkup("<a href='x' b=\"y\">&\n\u202e"),
            "&lt;a href=&#39;x&#39; b=&quot;y&quot;&gt;&amp;\\n\\u202e");
}

TEST(MatrixPageTest, NamesAreNoMarkup) {
  const std::string page = Page();
  EXPECT_THAT(page, Not(HasSubstr("<script>document")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<!--")));
  EXPECT_THAT(page, Not(HasSubstr("\u202e")));
}

// ---------------------------------------------------------------------------
// In a browser

class BrowserTest : public testing::Test {
 protected:
  void SetUp() override {
    if (Shell("command -v chromium").exit_code != 0) {
      GTEST_SKIP() << "there is no chromium";
    }
  }

  // What the page has become, as HTML, after `script` ran in it. `state` is
  // what stands in the address behind "#".
  std::string Open(const std::string& state, const std::string& script) {
    std::string page = Page();
    page.insert(page.rfind("</body>"), "<script>" + script + "</script>");
    const std::string file = folder_.Write("page.html", page);
    const ProgramResult result =
        Shell("HOME=" + folder_.path() +
              " chromium --headless --no-sandbox --disable-gpu "
              "--disable-dev-shm-usage --user-data-dir=" +
              folder_.path() + "/profile --dump-dom 'file://" + file + "#" +
              state + "'");
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.out;
  }

  // The part of `page` from `begin` to `end`.
  static std::string Part(const std::string& page, std::string_view begin,
                          std::string_view end) {
    const std::size_t first = page.find(begin);
    if (first == std::string::npos) return "";
    return page.substr(first, page.find(end, first) - first);
  }

  const TempFolder folder_;
};

constexpr std::string_view kOpened = "<aside id=\"why\"";

TEST_F(BrowserTest, NothingIsOpenAtFirst) {
  const std::string page = Open("", "");
  EXPECT_THAT(Part(page, kOpened, ">"), HasSubstr("hidden"));
  EXPECT_THAT(Part(page, "<output", "</output>"),
              HasSubstr("showing 6 of 6 rows, 2 of 2 columns"));
  EXPECT_THAT(Part(page, "<form", ">"), Not(HasSubstr("hidden")));
  EXPECT_THAT(page, Not(HasSubstr("<title>pwned")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
}

TEST_F(BrowserTest, AClickShowsWhy) {
  const std::string page =
      Open("", "document.querySelector('#matrix tbody td.a').click();");
  const std::string why = Part(page, kOpened, "</aside>");
  EXPECT_THAT(
      why, AllOf(HasSubstr(" allowed</h2>"),
                 HasSubstr("an identity-based policy allows s3:GetObject on "
                           "arn:aws:s3:::amzn-s3-demo-bucket/a"),
                 HasSubstr("<dd>arn:aws:iam::111122223333:user/Alice</dd>"),
                 HasSubstr("Decided by"), HasSubstr("Statement[0] \"Reads\""),
                 Not(HasSubstr("<img")), Not(HasSubstr("hidden=\"\""))));
  EXPECT_THAT(page, Not(HasSubstr("<title>pwned")));
}

TEST_F(BrowserTest, ADenyAndItsHostileNames) {
  // Alice, s3:DeleteObject, the hostile resource.
  const std::string page = Open("cell=5", "");
  const std::string why = Part(page, kOpened, "</aside>");
  EXPECT_THAT(
      why, AllOf(HasSubstr(" explicit deny</h2>"), HasSubstr("&lt;img src=x"),
                 HasSubstr("<b>Deny</b>"), Not(HasSubstr("<img"))));
  EXPECT_THAT(page, Not(HasSubstr("<title>pwned")));
}

TEST_F(BrowserTest, FiltersHideRowsAndColumns) {
  const std::string page = Open(
      "",
      "const type = (id, text) => { const box = document.getElementById(id);"
      " box.value = text;"
      " box.dispatchEvent(new Event('input', {bubbles: true})); };"
      "type('rows', 'DEMO delete'); type('columns', 'alice');");
  EXPECT_THAT(Part(page, "<output", "</output>"),
              HasSubstr("showing 1 of 6 rows, 1 of 2 columns"));
}

TEST_F(BrowserTest, FiltersStandInTheAddress) {
  const std::string page = Open("show=a", "");
  EXPECT_THAT(Part(page, "<output", "</output>"),
              HasSubstr("showing 1 of 6 rows"));
}

TEST_F(BrowserTest, TheKeyboardIsEnough) {
  const std::string page =
      Open("",
           "const key = (name) => document.activeElement.dispatchEvent("
           "new KeyboardEvent('keydown', {key: name, bubbles: true}));"
           "document.querySelector('#matrix [tabindex=\"0\"]').focus();"
           "key('ArrowDown'); key('ArrowRight'); key('Enter');");
  const std::string why = Part(page, kOpened, "</aside>");
  EXPECT_THAT(why, AllOf(HasSubstr("<dd>arn:aws:iam::111122223333:role/Bob"),
                         HasSubstr("<dd>s3:PutObject</dd>"),
                         Not(HasSubstr("hidden=\"\""))));
  const std::string closed = Open(
      "cell=0",
      "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}));");
  EXPECT_THAT(Part(closed, kOpened, ">"), HasSubstr("hidden=\"\""));
}

}  // namespace
}  // namespace iameval_testing
