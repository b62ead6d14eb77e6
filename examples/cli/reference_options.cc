#include "cli/reference_options.h"

#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/files.h"
#include "cli/help.h"
#include "iameval/service_reference.h"

namespace iameval_cli {

void AddReferenceOptions(CLI::App& app, ReferenceOptions& options,
                         ReferenceUse use) {
  options.use = use;
  CLI::Option* file =
      app.add_option("--reference", options.file,
                     "Newer facts than those built in: a service reference "
                     "in JSON, as\n"
                     "lib/services/generate.py --json writes it.")
          ->type_name("FILE")
          ->check(RefuseEmpty)
          ->group("REFERENCE");
  if (use == ReferenceUse::kByDefault) {
    app.add_flag("--no-reference", options.none,
                 "Compare the request with the policies as texts only, "
                 "whether or not\n"
                 "AWS has such an action, resource or context key.")
        ->excludes(file)
        ->group("REFERENCE");
  }
  if (use == ReferenceUse::kOnDemand) {
    app.add_flag("--with-reference", options.with,
                 "Decide as `iameval can` does, with what AWS's Service "
                 "Authorization\n"
                 "Reference knows of actions, resources and context keys. "
                 "--reference\n"
                 "implies it.")
        ->group("REFERENCE");
  }
}

absl::StatusOr<std::optional<iameval::ServiceReference>> LoadReference(
    const ReferenceOptions& options) {
  if (options.none) return std::nullopt;
  if (options.file.empty()) {
    if (options.use == ReferenceUse::kOnDemand && !options.with) {
      return std::nullopt;
    }
    return iameval::ServiceReference::BuiltIn();
  }
  const absl::StatusOr<std::string> json = ReadFile(options.file);
  if (!json.ok()) return json.status();
  const absl::StatusOr<iameval::ServiceReference> reference =
      iameval::ServiceReference::Parse(*json);
  if (!reference.ok()) {
    return absl::Status(reference.status().code(),
                        options.file + ": " + Message(reference.status()));
  }
  return *reference;
}

std::string ExplanationJson(const iameval::CheckedEngine& engine,
                            const iameval::Request& request) {
  const iameval::CheckedExplanation checked = engine.Explain(request);
  return engine.reference().has_value() ? checked.ToJson()
                                        : checked.explanation.ToJson();
}

}  // namespace iameval_cli
