#include "cli/help.h"

#include <cstddef>
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
std::string Spelling(const CLI::Option& option) {
  std::string names = option.get_name(/*positional=*/false,
                                      /*all_options=*/true);
  for (std::size_t comma = names.find(','); comma != std::string::npos;
       comma = names.find(',', comma + 2)) {
    names.insert(comma + 1, " ");
  }
  const std::string type = option.get_type_name();  // flags have none
  return type.empty() ? names : names + " " + type;
}

class ManualPage : public CLI::Formatter {
 public:
  explicit ManualPage(HelpPage page) : page_(std::move(page)) {}

  std::string make_help(const CLI::App* app, std::string /*name*/,
                        CLI::AppFormatMode /*mode*/) const override {
    const CLI::App* parent = app->get_parent();
    const std::string name =
        (parent != nullptr ? parent->get_name() + " " : "") + app->get_name();
    std::string out = "NAME\n  " + name + " - " + app->get_description();
    out += "\n\nSYNOPSIS\n" + Indented(page_.synopsis, 2);
    out += "\nDESCRIPTION\n" + Indented(page_.description, 2);
    out += OptionGroups(*app);
    out += Subcommands(*app);
    return out + "\n" + page_.after_options;
  }

 private:
  static std::string OptionGroups(const CLI::App& app) {
    std::string out;
    for (const std::string& group : app.get_groups()) {
      const std::vector<const CLI::Option*> options =
          app.get_options([&group](const CLI::Option* option) {
            return option->get_group() == group && option->nonpositional();
          });
      if (options.empty()) continue;
      out += "\n" + group + "\n";
      for (const CLI::Option* option : options) {
        out += "  " + Spelling(*option) + "\n";
        out += Indented(option->get_description(), 6) + "\n";
      }
    }
    return out;
  }

  static std::string Subcommands(const CLI::App& app) {
    std::string out;
    for (const CLI::App* sub : app.get_subcommands({})) {
      out += "  " + sub->get_name() + "\n";
      out += Indented(sub->get_description(), 6) + "\n";
    }
    return out.empty() ? out : "\nSUBCOMMANDS\n" + out;
  }

  HelpPage page_;
};

}  // namespace

void SetHelpPage(CLI::App& app, HelpPage page) {
  app.formatter(std::make_shared<ManualPage>(std::move(page)));
}

std::string RefuseEmpty(const std::string& value) {
  return value.empty() ? "the value is empty" : "";
}

}  // namespace iameval_cli
