#ifndef IAMEVAL_EXAMPLES_CLI_HELP_H_
#define IAMEVAL_EXAMPLES_CLI_HELP_H_

#include <string>

#include "CLI/CLI.hpp"

namespace iameval_cli {

// What a help page says beside the options, which are listed from the app
// itself, so that none can be missing. Texts are laid out by hand within 80
// columns and end in a line feed.
struct HelpPage {
  std::string synopsis;
  std::string description;
  std::string after_options;  // exit status, examples
};

// Lays out `app`'s --help like a manual page: name, synopsis, description,
// options by group, exit status, examples.
void SetHelpPage(CLI::App& app, HelpPage page);

// For Option::check: an empty value is a mistake, most likely a variable of a
// script that was not set, and must not pass for an option that was not given.
std::string RefuseEmpty(const std::string& value);

// Adds options of one group of the help page, of which none takes an empty
// value.
class OptionGroup {
 public:
  OptionGroup(CLI::App& app, const char* group) : app_(app), group_(group) {}

  template <typename Value>
  CLI::Option* operator()(const char* name, Value& value, const char* type,
                          const char* help) const {
    return app_.add_option(name, value, help)
        ->type_name(type)
        ->check(RefuseEmpty)
        ->group(group_);
  }

 private:
  CLI::App& app_;
  const char* const group_;
};

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_HELP_H_
