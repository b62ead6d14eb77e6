// iameval can: one decision, and why.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "cli/caller.h"
#include "cli/command.h"
#include "cli/files.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/policy_options.h"
#include "cli/reference_options.h"
#include "cli/request_options.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/issue.h"
#include "iameval/partial_decision.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"
#include "iameval/request_check.h"
#include "iameval/service_reference.h"

namespace iameval_cli {
namespace {

struct CanOptions {
  RequestOptions request;
  PolicyOptions policies;
  ReferenceOptions reference;
  std::vector<std::string> unknown;
  bool unknown_absent = false;
  bool explain = false;
  bool json = false;
};

// What is compared with the caller makes no sense without one.
absl::Status CheckCallerNotNeeded(const CanOptions& options) {
  const auto needed = [](const char* option) {
    return absl::InvalidArgumentError(std::string("--principal is missing: ") +
                                      option + " asks who makes the request");
  };
  if (!options.request.federated_by.empty()) return needed("--federated-by");
  if (!options.request.principal_id.empty()) return needed("--principal-id");
  if (!options.policies.resource.empty()) return needed("--resource-policy");
  if (!options.policies.vpc_endpoint.empty()) return needed("--vpce");
  if (options.policies.identity.empty()) {
    return absl::InvalidArgumentError(
        "nothing that could allow: give --identity or --resource-policy");
  }
  return absl::OkStatus();
}

// The request as asked, with the caller that was named.
absl::StatusOr<iameval::Request> NamedRequest(
    const RequestOptions& options, iameval::Request::Builder builder) {
  const bool role_alone = options.principal.empty();
  builder.Principal(role_alone ? options.role_arn : options.principal);
  if (!role_alone && !options.role_arn.empty()) {
    builder.RoleArn(options.role_arn);
  }
  if (!options.federated_by.empty()) builder.FederatedBy(options.federated_by);
  if (!options.principal_id.empty()) builder.PrincipalId(options.principal_id);
  return builder.Build();
}

// The same with `stand_in` as caller, and nothing known about it.
absl::StatusOr<iameval::Request> StandInRequest(
    StandIn& stand_in, iameval::Request::Builder builder) {
  builder.Principal(stand_in.principal);
  if (!stand_in.resource_account.empty()) {
    builder.ResourceAccount(stand_in.resource_account);
  }
  const absl::StatusOr<iameval::Request> request = builder.Build();
  if (!request.ok()) return request;
  HideUnknownKeys(stand_in, *request, builder);
  return builder.Build();
}

// What a question is answered with.
struct Question {
  iameval::Request request;
  iameval::PolicySet policies;
  iameval::Engine engine;
  std::optional<StandIn> stand_in;
  std::optional<iameval::ServiceReference> reference;
};

// The question, or why it cannot be answered.
absl::StatusOr<Question> Prepare(const CanOptions& options) {
  const RequestOptions& asked = options.request;
  const absl::StatusOr<iameval::Request::Builder> builder = StartRequest(asked);
  if (!builder.ok()) return builder.status();
  std::optional<StandIn> stand_in;
  if (asked.principal.empty() && asked.role_arn.empty()) {
    const absl::Status status = CheckCallerNotNeeded(options);
    if (!status.ok()) return status;
    stand_in = MakeStandIn(asked.resource, asked.resource_account);
  }
  const absl::StatusOr<iameval::Request> request =
      stand_in ? StandInRequest(*stand_in, *builder)
               : NamedRequest(asked, *builder);
  if (!request.ok()) return request.status();

  const absl::StatusOr<iameval::PolicySet> policies =
      LoadPolicies(options.policies, asked.action);
  if (!policies.ok()) return policies.status();
  const absl::StatusOr<iameval::Engine> engine =
      iameval::Engine::Create(*policies);
  if (!engine.ok()) return engine.status();

  const absl::StatusOr<std::optional<iameval::ServiceReference>> reference =
      LoadReference(options.reference);
  if (!reference.ok()) return reference.status();
  return Question{*request, *policies, *engine, std::move(stand_in),
                  *reference};
}

// What every answer has to say.
void AddAssumptions(const Question& question, std::vector<std::string>& notes) {
  if (question.stand_in) notes.push_back(question.stand_in->note);
  for (std::string& warning : PolicyWarnings(question.policies)) {
    notes.push_back(std::move(warning));
  }
}

// What the policies say, of the request as AWS makes it if that is known.
iameval::CheckedExplanation Explain(const Question& question) {
  return iameval::CheckedEngine(question.engine, question.reference)
      .Explain(question.request);
}

absl::StatusOr<iameval::CheckedExplanation> Answer(const Question& question) {
  iameval::CheckedExplanation checked = Explain(question);
  if (question.stand_in) {
    const std::string key =
        DependsOnCaller(*question.stand_in, checked.explanation);
    if (!key.empty()) {
      return absl::InvalidArgumentError(
          "the answer depends on who asks: a policy looks at " + key +
          "; give --principal, and --resource-account where the resource's "
          "ARN has no account");
    }
    for (iameval::ProbableQuestion& meant : checked.probable_questions) {
      meant.resource =
          WithoutMadeUpAccount(*question.stand_in, std::move(meant.resource));
    }
  }
  // Nothing was assumed where no policy was looked at.
  if (!checked.explanation.layers.empty()) {
    AddAssumptions(question, checked.explanation.notes);
  }
  return checked;
}

bool AsksForUnknown(const CanOptions& options) {
  return !options.unknown.empty() || options.unknown_absent;
}

// A key cannot be given and be unknown.
absl::Status CheckUnknown(const CanOptions& options,
                          const iameval::Request& request) {
  for (const std::string& key : options.unknown) {
    for (const iameval::ContextEntry& entry : request.context()) {
      // What is absent for a caller who is not named may well be unknown.
      if (entry.shape != iameval::ContextEntry::Shape::kAbsent &&
          absl::EqualsIgnoreCase(entry.key, key)) {
        return absl::InvalidArgumentError("--unknown " + key +
                                          ": the request gives this key");
      }
    }
  }
  return absl::OkStatus();
}

// `request` as AWS makes it. Who asks is not known either where nobody is
// named.
iameval::PartialDecision AnswerPartially(const CanOptions& options,
                                         const Question& question,
                                         const iameval::Request& request) {
  iameval::UnknownKeys unknown{options.unknown, options.unknown_absent};
  if (question.stand_in) {
    unknown.keys.insert(unknown.keys.end(),
                        question.stand_in->unknown_keys.begin(),
                        question.stand_in->unknown_keys.end());
  }
  iameval::PartialDecision decision =
      question.engine.EvaluatePartially(request, unknown);
  AddAssumptions(question, decision.notes);
  for (const iameval::Issue& issue : Explain(question).issues) {
    decision.notes.push_back(issue.code + ": " + issue.message);
  }
  return decision;
}

ExitCode StatusOf(iameval::PartialOutcome outcome) {
  switch (outcome) {
    case iameval::PartialOutcome::kAllowed:
      return kYes;
    case iameval::PartialOutcome::kDepends:
      return kDepends;
    default:
      return kNo;
  }
}

ExitCode Refuse(const absl::Status& status) {
  Complain(Message(status));
  return kError;
}

ExitCode RunCan(const CanOptions& options, Output& out) {
  const absl::StatusOr<Question> question = Prepare(options);
  if (!question.ok()) return Refuse(question.status());
  if (AsksForUnknown(options)) {
    const absl::Status status = CheckUnknown(options, question->request);
    if (!status.ok()) return Refuse(status);
    const std::optional<iameval::Request> made =
        question->reference.has_value()
            ? iameval::AsAwsMakesIt(*question->reference, question->request)
            : question->request;
    // What is never asked depends on nothing.
    if (made.has_value()) {
      const iameval::PartialDecision decision =
          AnswerPartially(options, *question, *made);
      out.Write(options.json ? decision.ToJson() + "\n" : decision.ToText());
      return StatusOf(decision.outcome);
    }
  }
  const absl::StatusOr<iameval::CheckedExplanation> answer = Answer(*question);
  if (!answer.ok()) return Refuse(answer.status());
  const iameval::Explanation& explanation = answer->explanation;
  if (!options.json) {
    out.Write(answer->ToText(options.explain));
  } else {
    out.Write(
        (options.reference.none ? explanation.ToJson() : answer->ToJson()) +
        "\n");
  }
  return explanation.decision == iameval::Decision::kAllowed ? kYes : kNo;
}

constexpr char kSynopsis[] =
    "iameval can --action ACTION --resource RESOURCE [--principal PRINCIPAL]\n"
    "            [--identity FILE...] [--resource-policy FILE] [OPTION...]\n";

constexpr char kDescription[] =
    "Decides one request from the policies given, and says why. The first\n"
    "line is the decision alone:\n"
    "\n"
    "  allowed       a sufficient set of Allow statements, and no Deny\n"
    "  implicitDeny  no Deny statement matches, but an Allow is missing\n"
    "  explicitDeny  a Deny statement matches\n"
    "\n"
    "Below it stand the reason, the statements that decided it as\n"
    "FILE:LINE:COLUMN, or for an implicit deny those that came closest, the\n"
    "layers that were consulted, and the context keys that a policy asked\n"
    "for and the request does not have.\n"
    "\n"
    "WHO ASKS. Without --principal and --role-arn the question is what a\n"
    "holder of the --identity policies may do: an unnamed role in the\n"
    "resource's account is assumed, and a note says so. Where the answer\n"
    "depends on who asks (a policy looks at aws:username, say, or there is a\n"
    "resource-based or VPC endpoint policy) there is no answer without\n"
    "--principal.\n"
    "\n"
    "WHETHER IT CAN BE ASKED. The service reference knows which actions there\n"
    "are, which resources they take and which context keys they have. An\n"
    "action asked of a resource that it does not take is denied, because AWS\n"
    "never makes such a request; one that takes no resource is decided on\n"
    "\"*\"; keys that such a request never has are ignored, and so are RCPs\n"
    "if its service does not support them. What is wrong with the question,\n"
    "and what was probably meant, stands at the end.\n"
    "\n"
    "WHAT IS NOT KNOWN. A context key that is not given counts as absent.\n"
    "With --unknown or --unknown-absent it counts as unknown instead: it may\n"
    "be absent, have any value or any list of values. The answer then is\n"
    "allowed, implicitDeny, explicitDeny or denied (one kind or the other)\n"
    "whatever the unknown keys are, or\n"
    "\n"
    "  depends       allowed or denied, depending on the keys listed\n"
    "\n"
    "and lists the unknown keys that can change this decision, none else,\n"
    "each with two values that show it and with the statements that ask for\n"
    "it, in policies of every type.\n";

constexpr char kAfterOptions[] =
    "EXIT STATUS\n"
    "  0  allowed\n"
    "  1  denied, implicitly or explicitly\n"
    "  2  no answer: bad arguments, an unreadable file, a refused policy\n"
    "  3  depends on a key that is not known (--unknown, --unknown-absent)\n"
    "\n"
    "EXAMPLES\n"
    "  May a holder of this policy list the bucket, or only read objects?\n"
    "    iameval can --action s3:ListBucket --resource "
    "arn:aws:s3:::bucket_name \\\n"
    "      --identity examples/policies/async-inference-s3.json\n"
    "\n"
    "  May SageMaker assume the role?\n"
    "    iameval can --action sts:AssumeRole \\\n"
    "      --resource arn:aws:iam::111122223333:role/DemoRole \\\n"
    "      --principal sagemaker.amazonaws.com \\\n"
    "      --resource-policy examples/policies/greengrass-trust.json\n"
    "\n"
    "  Which context keys decide whether the object can be read?\n"
    "    iameval can --action s3:GetObject --unknown-absent \\\n"
    "      --resource arn:aws:s3:::your-sample-bucket/model.tar.gz \\\n"
    "      --principal arn:aws:iam::111122223333:role/DemoRole \\\n"
    "      --resource-account 111122223333 \\\n"
    "      --identity examples/policies/AmazonSageMakerFullAccess.json \\\n"
    "      --resource-policy examples/policies/s3-deny-unless-vpce.json\n"
    "\n"
    "  May this role call the endpoint on that bucket? (See what it prints.)\n"
    "    iameval can --action sagemaker:InvokeEndpointAsync \\\n"
    "      --resource arn:aws:s3:::amzn-s3-demo-bucket \\\n"
    "      --identity examples/policies/AmazonSageMakerFullAccess.json\n"
    "\n"
    "  In CI, without output:\n"
    "    iameval can --action ... >/dev/null || echo denied\n";

}  // namespace

void AddCanCommand(CLI::App& app, Action& action) {
  const auto options = std::make_shared<CanOptions>();
  CLI::App* can = app.add_subcommand("can", "decide one request and say why");
  AddRequestOptions(*can, options->request);
  AddPolicyOptions(*can, options->policies);
  AddReferenceOptions(*can, options->reference);
  can->add_option("--unknown", options->unknown,
                  "Context keys that are not known: say what the decision\n"
                  "depends on. May be repeated.")
      ->type_name("KEY,...")
      ->delimiter(',')
      ->check(RefuseEmpty)
      ->group("REQUEST");
  can->add_flag("--unknown-absent", options->unknown_absent,
                "The same for every key that is neither given nor follows\n"
                "from the rest of the request. One given as KEY:=null is\n"
                "known to be absent.")
      ->group("REQUEST");
  can->add_flag("--explain", options->explain,
                "Say it all: every layer, and for every statement why it\n"
                "applies or the first reason why not.")
      ->group("OUTPUT");
  can->add_flag("--json", options->json,
                "Print the explanation as one JSON object, with the members\n"
                "decision, reason, layers, statements, missingContextKeys and\n"
                "notes (described in iameval/explanation.h), issues and\n"
                "probableQuestions (iameval/request_check.h); with unknown\n"
                "keys outcome, reason, upperBound, keys and notes\n"
                "(iameval/partial_decision.h).")
      ->group("OUTPUT");
  can->set_help_flag("-h,--help", "Print this page.")->group("OUTPUT");
  SetHelpPage(*can, HelpPage{.synopsis = kSynopsis,
                             .description = kDescription,
                             .after_options = kAfterOptions});
  can->final_callback([options, &action] {
    action = [options](Output& out) { return RunCan(*options, out); };
  });
}

}  // namespace iameval_cli
