#include "cli/matrix_page.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "cli/markup.h"
#include "iameval/bulk.h"
#include "iameval/decision.h"
#include "iameval/explanation.h"

namespace iameval_cli {
namespace {

using iameval::Decision;
using iameval::Printable;
using iameval::QuoteJson;

// A cell's class and sign: shape as well as colour says what it is.
struct Look {
  char css_class;
  std::string_view sign;
  std::string_view words;
};

Look LookOf(Decision decision) {
  switch (decision) {
    case Decision::kAllowed:
      return {'a', "\u2713", "allowed"};
    case Decision::kImplicitDeny:
      break;
    case Decision::kExplicitDeny:
      return {'e', "\u2715", "explicit deny"};
  }
  return {'i', "\u2013", "implicit deny"};
}

// Never asked.
constexpr Look kUnrelated = {'n', "\u00b7", "never asked"};

// JSON within a script element: nothing in it may look like markup.
std::string ForScript(std::string json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

std::string NamesJson(const Matrix& matrix, Axis axis) {
  std::string json = "[";
  for (std::size_t i = 0; i < matrix.SizeOf(axis); ++i) {
    if (i > 0) json += ',';
    json += QuoteJson(Printable(matrix.NameOf(axis, i)));
  }
  return json + "]";
}

std::string DataJson(const MatrixPage& page) {
  std::string json = absl::StrFormat(
      R"({"columns":"%s","rows":"%s","groups":"%s",)"
      R"("principals":%s,"actions":%s,"resources":%s,"why":[)",
      AxisName(page.layout.columns), AxisName(page.layout.rows),
      AxisName(page.layout.groups), NamesJson(page.matrix, Axis::kPrincipals),
      NamesJson(page.matrix, Axis::kActions),
      NamesJson(page.matrix, Axis::kResources));
  for (std::size_t i = 0; i < page.why.numbers().size(); ++i) {
    if (i > 0) json += ',';
    absl::StrAppendFormat(&json, "%d", page.why.numbers()[i]);
  }
  json += "],\"explanations\":[";
  for (std::size_t i = 0; i < page.why.texts().size(); ++i) {
    if (i > 0) json += ",\n";
    json += page.why.texts()[i];
  }
  return json + "]}";
}

// "<th ...>": a heading that is short and says all when pointed at.
void AppendHeading(std::string& out, std::string_view scope,
                   const std::string& shorter, const std::string& name) {
  absl::StrAppendFormat(&out, "<th scope=%s title=\"%s\"><span>%s</span></th>",
                        scope, EscapeMarkup(name), EscapeMarkup(shorter));
}

std::string_view Singular(Axis axis) {
  const std::string_view name = AxisName(axis);
  return name.substr(0, name.size() - 1);
}

void AppendHead(std::string& out, const MatrixPage& page) {
  const Axis axis = page.layout.columns;
  const std::vector<std::string> names = page.matrix.ShortNames(axis);
  absl::StrAppendFormat(&out, "<thead><tr><td class=corner>%s \\ %s</td>",
                        Singular(page.layout.rows), Singular(axis));
  for (std::size_t i = 0; i < names.size(); ++i) {
    AppendHeading(out, "col", names[i], page.matrix.NameOf(axis, i));
  }
  out += "</tr></thead>\n";
}

void AppendGroup(std::string& out, const MatrixPage& page, std::size_t group,
                 const std::vector<std::string>& row_names) {
  const Matrix& matrix = page.matrix;
  const std::size_t columns = matrix.SizeOf(page.layout.columns);
  absl::StrAppendFormat(
      &out,
      "<tbody><tr class=group><th scope=rowgroup colspan=%d><span>"
      "<small>%s</small> %s</span></th></tr>\n",
      columns + 1, Singular(page.layout.groups),
      EscapeMarkup(matrix.NameOf(page.layout.groups, group)));
  for (std::size_t row = 0; row < row_names.size(); ++row) {
    out += "<tr>";
    AppendHeading(out, "row", row_names[row],
                  matrix.NameOf(page.layout.rows, row));
    for (std::size_t column = 0; column < columns; ++column) {
      const std::size_t index = matrix.IndexOf(page.layout, group, row, column);
      const Look look = matrix.IsUnrelated(index)
                            ? kUnrelated
                            : LookOf(matrix.decisions[index]);
      absl::StrAppendFormat(&out, "<td class=%c>%s", look.css_class, look.sign);
    }
    out += "</tr>\n";
  }
  out += "</tbody>\n";
}

void AppendTable(std::string& out, const MatrixPage& page) {
  out += "<table id=matrix>\n";
  AppendHead(out, page);
  const std::vector<std::string> row_names =
      page.matrix.ShortNames(page.layout.rows);
  for (std::size_t i = 0; i < page.matrix.SizeOf(page.layout.groups); ++i) {
    AppendGroup(out, page, i, row_names);
  }
  out += "</table>\n";
}

void AppendLegend(std::string& out, const MatrixPage& page) {
  const iameval::DecisionCounts counts = page.matrix.Counts();
  const auto append = [&out](const Look& look, std::size_t count) {
    absl::StrAppendFormat(
        &out, "<li><b class=\"sign %c\">%s</b> %s <span>%d</span></li>",
        look.css_class, look.sign, look.words, count);
  };
  out += "<ul class=legend>";
  append(LookOf(Decision::kAllowed), counts.allowed);
  append(LookOf(Decision::kImplicitDeny), counts.implicit_deny);
  append(LookOf(Decision::kExplicitDeny), counts.explicit_deny);
  const std::size_t unrelated = page.matrix.CountUnrelated();
  if (unrelated > 0) append(kUnrelated, unrelated);
  out += "</ul>\n";
}

// Hidden until the script that serves them has started.
constexpr char kControls[] =
    "<form id=controls hidden onsubmit=\"return false\">\n"
    "<label>Rows <input id=rows type=search placeholder=\"filter\" "
    "autocomplete=off spellcheck=false></label>\n"
    "<label>Columns <input id=columns type=search placeholder=\"filter\" "
    "autocomplete=off spellcheck=false></label>\n"
    "<label>With <select id=show><option value=\"\">any decision</option>"
    "<option value=a>\u2713 allowed</option>"
    "<option value=i>\u2013 implicit deny</option>"
    "<option value=e>\u2715 explicit deny</option>"
    "<option value=mixed>different decisions</option></select></label>\n"
    "<output id=shown></output>\n"
    "</form>\n"
    "<noscript><p>Without JavaScript the table can be read, but not "
    "filtered, and it does not say why.</p></noscript>\n";

}  // namespace

std::string ToHtml(const MatrixPage& page) {
  const std::string title = EscapeMarkup(page.title);
  std::string out =
      "<!DOCTYPE html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n"
      // Nothing is fetched or sent, whatever the names in the page are.
      "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
      "form-action 'none'; base-uri 'none'\">\n"
      "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n";
  out += "<title>Access matrix: " + title + "</title>\n<style>\n";
  out += kMatrixPageStyle;
  out +=
      "</style>\n</head>\n<body>\n<main>\n<header>\n<h1>Access matrix <small>" +
      title + "</small></h1>\n";
  out += "<p>" + SizeText(page.matrix.grid) + "</p>\n";
  AppendLegend(out, page);
  out += kControls;
  out += "</header>\n<div id=scroll>\n";
  AppendTable(out, page);
  out +=
      "</div>\n</main>\n"
      "<aside id=why aria-live=polite aria-label=\"Why\" hidden></aside>\n"
      "<script id=data type=\"application/json\">" +
      ForScript(DataJson(page)) + "</script>\n<script>\n";
  out += kMatrixPageScript;
  return out + "</script>\n</body>\n</html>\n";
}

}  // namespace iameval_cli
