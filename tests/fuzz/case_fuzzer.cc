// ParseDecisionCase on arbitrary bytes: it refuses them with a message or
// gives a case; a case that can be decided is decided alike by engine and
// reference.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/require.h"
#include "iameval/decision_case.h"
#include "iameval/engine.h"
#include "reference/evaluate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using iameval_testing::Require;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = iameval::ParseDecisionCase(text);
  if (!parsed.ok()) {
    Require(!parsed.status().message().empty(), "an error has a message");
    return 0;
  }
  if (!parsed->policies.ok()) {
    Require(!parsed->policies.status().message().empty(),
            "refused policies have a message");
    return 0;
  }
  if (!parsed->request.ok()) {
    Require(!parsed->request.status().message().empty(),
            "a refused request has a message");
    return 0;
  }
  const auto engine = iameval::Engine::Create(*parsed->policies);
  if (!engine.ok()) return 0;
  const iameval::Decision decision = engine->Evaluate(*parsed->request);
  Require(decision ==
              iameval::reference::Evaluate(*parsed->policies, *parsed->request),
          "engine and reference agree");
  Require(decision == engine->Explain(*parsed->request).decision,
          "Explain and Evaluate agree");
  return 0;
}
