#include "cli/matrix_table.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "cli/matrix.h"
#include "iameval/decision.h"
#include "iameval/explanation.h"

namespace iameval_cli {
namespace {

using iameval::Decision;

// A cell says what it is without colour too.
struct Look {
  std::string_view word;
  std::string_view letter;
  std::string_view colour;  // as a terminal is told
};

Look LookOf(Decision decision) {
  switch (decision) {
    case Decision::kAllowed:
      return {"allow", "A", "\x1b[32m"};  // green
    case Decision::kImplicitDeny:
      break;
    case Decision::kExplicitDeny:
      return {"DENY", "D", "\x1b[1;31m"};  // bold red
  }
  return {"-", "-", "\x1b[90m"};  // grey
}

constexpr Look kUnrelated = {".", ".", "\x1b[90m"};

// Characters, where bytes of UTF-8 that continue one do not count.
std::size_t WidthOf(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

void Pad(std::string& out, std::string_view text, std::size_t width) {
  out += text;
  const std::size_t used = WidthOf(text);
  if (used < width) out.append(width - used, ' ');
}

std::vector<std::string> PrintableNames(const Matrix& matrix, Axis axis) {
  std::vector<std::string> names = matrix.ShortNames(axis);
  for (std::string& name : names) name = iameval::Printable(name);
  return names;
}

std::size_t Widest(const std::vector<std::string>& names) {
  std::size_t width = 0;
  for (const std::string& name : names) {
    width = std::max(width, WidthOf(name));
  }
  return width;
}

class TableWriter {
 public:
  TableWriter(const Matrix& matrix, const Layout& layout,
              const TableStyle& style)
      : matrix_(matrix),
        layout_(layout),
        style_(style),
        columns_(PrintableNames(matrix, layout.columns)),
        rows_(PrintableNames(matrix, layout.rows)),
        row_width_(Widest(rows_) + 2 + kGap) {
    for (const std::string& column : columns_) {
      widths_.push_back(std::max(WidthOf(column), kLongestWord) + kGap);
    }
    std::size_t sum = row_width_;
    for (const std::size_t width : widths_) sum += width;
    numbered_ = sum - kGap > style.width;
    if (numbered_) UseNumbers();
  }

  std::string Write() && {
    if (numbered_) {
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        absl::StrAppendFormat(&out_, "%*d  %s\n", static_cast<int>(widths_[i]),
                              i + 1, columns_[i]);
      }
      out_ += '\n';
    }
    for (std::size_t i = 0; i < matrix_.SizeOf(layout_.groups); ++i) {
      AppendGroup(i);
    }
    AppendLegend();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kGap = 2;
  static constexpr std::size_t kLongestWord = 5;  // "allow"

  void UseNumbers() {
    const std::size_t digits = std::to_string(columns_.size()).size();
    widths_.assign(columns_.size(), digits + 1);
  }

  void AppendGroup(std::size_t group) {
    Paint("\x1b[1m", iameval::Printable(matrix_.NameOf(layout_.groups, group)));
    out_ += '\n';
    for (std::size_t first = 0; first < columns_.size();) {
      first = AppendColumns(group, first);
      out_ += '\n';
    }
  }

  // As many columns as there is room for; returns the next one.
  std::size_t AppendColumns(std::size_t group, std::size_t first) {
    std::size_t last = first;
    for (std::size_t used = row_width_; last < columns_.size(); ++last) {
      used += widths_[last];
      if (used > style_.width + kGap && last > first) break;
    }
    std::string heading(row_width_, ' ');
    for (std::size_t i = first; i < last; ++i) {
      if (numbered_) {
        Pad(heading, std::to_string(i + 1), widths_[i]);
      } else {
        Pad(heading, columns_[i], widths_[i]);
      }
    }
    AppendLine(heading);
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      out_ += "  ";
      Pad(out_, rows_[row], row_width_ - 2);
      for (std::size_t i = first; i < last; ++i) {
        AppendCell(matrix_.IndexOf(layout_, group, row, i),
                   i + 1 < last ? widths_[i] : 0);
      }
      out_ += '\n';
    }
    return last;
  }

  void AppendCell(std::size_t index, std::size_t width) {
    const Look look = matrix_.IsUnrelated(index)
                          ? kUnrelated
                          : LookOf(matrix_.decisions[index]);
    const std::string_view text = numbered_ ? look.letter : look.word;
    Paint(look.colour, text);
    if (text.size() < width) out_.append(width - text.size(), ' ');
  }

  void AppendLine(std::string_view line) {
    out_ += line.substr(0, line.find_last_not_of(' ') + 1);
    out_ += '\n';
  }

  void Paint(std::string_view colour, std::string_view text) {
    if (style_.colour) out_ += colour;
    out_ += text;
    if (style_.colour) out_ += "\x1b[0m";
  }

  void AppendLegend() {
    const iameval::DecisionCounts counts = matrix_.Counts();
    const auto part = [this](Decision decision, std::size_t count,
                             std::string_view words) {
      const Look look = LookOf(decision);
      Paint(look.colour, numbered_ ? look.letter : look.word);
      absl::StrAppendFormat(&out_, "  %d %s", count, words);
    };
    part(Decision::kAllowed, counts.allowed, "allowed");
    out_ += "    ";
    part(Decision::kImplicitDeny, counts.implicit_deny, "implicitly denied");
    out_ += "    ";
    part(Decision::kExplicitDeny, counts.explicit_deny, "explicitly denied");
    out_ += '\n';
    const std::size_t unrelated = matrix_.CountUnrelated();
    if (unrelated == 0) return;
    Paint(kUnrelated.colour, kUnrelated.word);
    absl::StrAppendFormat(&out_, "  %d never asked: %s\n", unrelated,
                          "the action takes no such resource");
  }

  const Matrix& matrix_;
  const Layout& layout_;
  const TableStyle& style_;
  const std::vector<std::string> columns_;
  const std::vector<std::string> rows_;
  const std::size_t row_width_;
  std::vector<std::size_t> widths_;
  bool numbered_ = false;
  std::string out_;
};

}  // namespace

std::string ToTable(const Matrix& matrix, const Layout& layout,
                    const TableStyle& style) {
  return TableWriter(matrix, layout, style).Write();
}

}  // namespace iameval_cli
