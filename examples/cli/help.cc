#include "cli/help.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"

namespace iameval_cli {
namespace {

// `text` with `spaces` before every line that is not empty.
std::string Indented(const std::string& text, std::size_t spaces) {
  std::string out;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && c != '\n') out.append(spaces, ' ');
    out.push_back(c);
    at_start = c == '\n';
  }
  return out;
}

// "-h, --help", "--identity FILE..."
std::string Spelling(const CLI::Option& option, bool is_positional) {
  std::string names = option.get_name(is_positional, !is_positional);
  for (std::size_t comma = names.find(','); comma != std::string::npos;
       comma = names.find(',', comma + 2)) {
    names.insert(comma + 1, " ");
  }
  if (is_positional || option.get_type_size() == 0) return names;
  return names + " " + option.get_type_name();
}

class ManualPage : public CLI::Formatter {
 public:
  explicit ManualPage(HelpPage page) : page_(std::move(page)) {}

  std::string make_help(const CLI::App* app, std::string /*name*/,
                        CLI::AppFormatMode mode) const override {
    const CLI::App* parent = app->get_parent();
    const std::string name =
        (parent != nullptr ? parent->get_name() + " " : "") + app->get_name();
    std::string out = "NAME\n  " + name + " - " + app->get_description();
    out += "\n\nSYNOPSIS\n" + Indented(page_.synopsis, 2);
    out += "\nDESCRIPTION\n" + Indented(page_.description, 2);
    out += make_groups(app, mode);
    out += make_subcommands(app, mode);
    if (!page_.after_options.empty()) out += "\n" + page_.after_options;
    return out;
  }

  std::string make_group(
      std::string group, bool is_positional,
      std::vector<const CLI::Option*> options) const override {
    std::string out = "\n" + group + "\n";
    for (const CLI::Option* option : options) {
      out += "  " + Spelling(*option, is_positional) + "\n";
      out += Indented(option->get_description(), 6) + "\n";
    }
    // The base class puts an empty line between groups of its own.
    return out.substr(0, out.size() - 1);
  }

 private:
  HelpPage page_;
};

}  // namespace

void SetHelpPage(CLI::App& app, HelpPage page) {
  app.formatter(std::make_shared<ManualPage>(std::move(page)));
}

}  // namespace iameval_cli
