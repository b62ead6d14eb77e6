// ProbableQuestions: what to ask instead (S-8.5).

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "automata/glob.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "iameval/request.h"
#include "iameval/request_check.h"
#include "iameval/service_reference.h"
#include "services/arn_format.h"
#include "services/resource_words.h"
#include "services/similar_names.h"

namespace iameval {
namespace internal {
namespace {

using Values = std::vector<std::pair<std::string_view, std::string_view>>;

constexpr std::string_view kCaller = "the caller";

// Actions that work on resources of another service through somebody's
// permissions: what people mean who ask for such an action on such a resource.
// From the permissions sections of the services' own guides.
struct IndirectUse {
  std::string_view actions;  // a pattern
  std::string_view service;  // of the ARN asked for
  std::string_view who;
  std::string_view action;
  std::string_view format;  // variables as in the reference
  std::string_view reason;
};

constexpr std::string_view kInput =
    "arn:${Partition}:s3:::${BucketName}/${InputKey}";
constexpr std::string_view kOutput =
    "arn:${Partition}:s3:::${BucketName}/${OutputKey}";
constexpr std::string_view kBucket = "arn:${Partition}:s3:::${BucketName}";
constexpr std::string_view kModelRole = "the model's execution role";
constexpr std::string_view kJobRole = "the job's execution role";
constexpr std::string_view kKey =
    "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}";
constexpr std::string_view kIfEncrypted =
    "if the bucket is encrypted with a customer managed key";

constexpr IndirectUse kIndirectUses[] = {
    {"sagemaker:InvokeEndpointAsync", "s3", kModelRole, "s3:GetObject", kInput,
     "the endpoint reads the request's input location"},
    {"sagemaker:InvokeEndpointAsync", "s3", kModelRole, "s3:PutObject", kOutput,
     "the endpoint writes to its output location"},
    {"sagemaker:InvokeEndpointAsync", "s3", kCaller, "s3:PutObject", kInput,
     "if the caller puts the input there first"},
    {"sagemaker:InvokeEndpointAsync", "s3", kModelRole, "kms:Decrypt", kKey,
     kIfEncrypted},
    {"sagemaker:InvokeEndpointAsync", "s3", kModelRole, "kms:GenerateDataKey",
     kKey, kIfEncrypted},
    {"sagemaker:InvokeEndpointAsync", "sns", kModelRole, "sns:Publish",
     "arn:${Partition}:sns:${Region}:${Account}:${TopicName}",
     "the endpoint notifies its success and error topics"},
    {"sagemaker:CreateModel", "s3", kModelRole, "s3:GetObject", kInput,
     "the endpoint reads the model's artifacts"},
    {"sagemaker:Create*Job", "s3", kJobRole, "s3:GetObject", kInput,
     "the job reads its input"},
    {"sagemaker:Create*Job", "s3", kJobRole, "s3:ListBucket", kBucket,
     "if the input is a prefix"},
    {"sagemaker:Create*Job", "s3", kJobRole, "s3:PutObject", kOutput,
     "the job writes its output"},
    {"textract:*Document*", "s3", kCaller, "s3:GetObject", kInput,
     "Textract reads the document with the caller's permissions"},
    {"rekognition:*", "s3", kCaller, "s3:GetObject", kInput,
     "Rekognition reads the image with the caller's permissions"},
    {"transcribe:Start*Job", "s3", kCaller, "s3:GetObject", kInput,
     "Transcribe reads the media with the caller's permissions, or with those "
     "of the job's data access role"},
    {"transcribe:Start*Job", "s3", kCaller, "s3:PutObject", kOutput,
     "if the job names an output bucket"},
    {"athena:StartQueryExecution", "s3", kCaller, "s3:GetObject", kInput,
     "Athena reads the tables with the caller's permissions"},
    {"athena:StartQueryExecution", "s3", kCaller, "s3:PutObject", kOutput,
     "Athena writes the results with the caller's permissions"},
    {"lambda:InvokeFunction", "s3", "the function's execution role",
     "s3:GetObject", kInput, "if the function reads the object"},
    {"states:StartExecution", "lambda", "the state machine's role",
     "lambda:InvokeFunction",
     "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}",
     "if the state machine calls the function"},
};

// What is known of the resource that a better question is about: what the ARN
// asked for has, and the partition and account of who asks.
class Known {
 public:
  Known(const ServiceReference& reference, const Request& request)
      : principal_(ParseArn(request.principal())) {
    const std::string_view arn = request.resource();
    for (const ReferenceResourceType& type : reference.ResourceTypes(arn)) {
      for (const std::string_view format : type.arn_formats()) {
        for (const auto& value : CaptureVariables(format, arn)) Add(value);
      }
    }
    if (const auto fields = ParseArn(arn)) {
      Add({"Partition", fields->partition});
      Add({"Region", fields->region});
      Add({"Account", fields->account});
    }
    Add({"Account", request.resource_account()});
    if (principal_.has_value()) {
      Add({"Partition", principal_->partition});
      Add({"Account", principal_->account});
    }
    Add({"Partition", "aws"});
  }

  [[nodiscard]] std::string Fill(std::string_view format) const {
    return FillVariables(format, values_);
  }

 private:
  // The first value of a name is the one that counts.
  void Add(std::pair<std::string_view, std::string_view> value) {
    if (!value.second.empty()) values_.push_back(value);
  }

  std::optional<Arn> principal_;
  Values values_;
};

class Guesser {
 public:
  Guesser(const ServiceReference& reference, const Request& request)
      : reference_(reference),
        request_(request),
        known_(reference, request),
        fields_(ParseArn(request.resource())) {}

  std::vector<ProbableQuestion> Guess() && {
    const auto action = reference_.FindAction(request_.action());
    if (!action.has_value()) {
      AddActionOfTheResource();
      for (const SimilarAction& similar :
           SimilarActions(reference_, request_.action())) {
        AddAction(similar.action, similar.reason);
      }
    } else if (action->wildcard_only()) {
      if (request_.resource() == "*") return {};
      Add(kCaller, action->full_name(), "*", "the action takes no resource");
      AddIndirectUses(*action);
    } else if (action->TypesOf(request_.resource()).empty() &&
               !MayHaveNoResource(*action)) {
      AddAction(*action, "");
      AddIndirectUses(*action);
      if (questions_.size() == 1) AddCounterparts(*action);
    }
    return std::move(questions_);
  }

 private:
  // S-8.7
  [[nodiscard]] bool MayHaveNoResource(const ReferenceAction& action) const {
    if (request_.resource() != "*") return false;
    for (const ReferenceActionResource& r : action.resources()) {
      if (r.required) return false;
    }
    return true;
  }

  // sagemaker:GetObject on an object of s3: s3:GetObject.
  void AddActionOfTheResource() {
    if (!fields_.has_value()) return;
    const std::string_view asked = request_.action();
    const std::string name(asked.substr(asked.find(':') + 1));
    const auto action =
        reference_.FindAction(std::string(fields_->service) + ":" + name);
    if (action.has_value()) AddAction(*action, "the resource's own service");
  }

  void Add(std::string_view who, std::string_view action, std::string resource,
           std::string_view reason) {
    questions_.push_back({std::string(who), std::string(action),
                          std::move(resource), std::string(reason)});
  }

  // The action on what it takes: on the resource asked for if that will do.
  void AddAction(const ReferenceAction& action, std::string_view reason) {
    if (action.wildcard_only()) {
      Add(kCaller, action.full_name(), "*", reason);
      return;
    }
    if (!action.TypesOf(request_.resource()).empty()) {
      Add(kCaller, action.full_name(), std::string(request_.resource()),
          reason);
      return;
    }
    constexpr std::size_t kMostTypes = 3;
    const auto resources = RequiredFirst(action);
    std::vector<ProbableQuestion> guesses;
    for (std::size_t i = 0; i < resources.size() && i < kMostTypes; ++i) {
      // Optional types after a required one are more, not instead.
      if (i > 0 && resources[0].required && !resources[i].required) break;
      for (const std::string_view format : resources[i].type.arn_formats()) {
        guesses.push_back(
            {std::string(kCaller), action.full_name(), known_.Fill(format),
             reason.empty()
                 ? "the action takes " + WithArticle(resources[i].type.name())
                 : std::string(reason)});
      }
    }
    // An ARN without gaps is rather meant than one with gaps.
    const auto has_gaps = [](const ProbableQuestion& question) {
      return question.resource.find("${") != std::string::npos;
    };
    if (!std::all_of(guesses.begin(), guesses.end(), has_gaps)) {
      std::erase_if(guesses, has_gaps);
    }
    questions_.insert(questions_.end(), guesses.begin(), guesses.end());
  }

  void AddIndirectUses(const ReferenceAction& action) {
    if (!fields_.has_value()) return;
    for (const IndirectUse& use : kIndirectUses) {
      if (use.service == fields_->service &&
          Glob::FromText(use.actions, LetterCase::kFold)
              .Matches(action.full_name())) {
        Add(use.who, use.action, known_.Fill(use.format), use.reason);
      }
    }
  }

  // Within one service: the action of the same verb that the resource takes,
  // as GetObject where GetBucketLocation was asked of an object.
  void AddCounterparts(const ReferenceAction& action) {
    if (!fields_.has_value() || fields_->service != action.service()) return;
    const std::string_view verb = FirstWord(action.name());
    for (const ReferenceAction& other :
         reference_.ActionsOn(request_.resource())) {
      if (other.service() != action.service() ||
          FirstWord(other.name()) != verb) {
        continue;
      }
      const std::string_view noun = other.name().substr(verb.size());
      for (const ReferenceResourceType& type :
           other.TypesOf(request_.resource())) {
        if (EqualsIgnoringAsciiCase(noun, type.name())) {
          Add(kCaller, other.full_name(), std::string(request_.resource()),
              "the action of that kind on " + WithArticle(type.name()));
        }
      }
    }
  }

  static std::string_view FirstWord(std::string_view name) {
    std::size_t end = name.empty() ? 0 : 1;
    while (end < name.size() && !(name[end] >= 'A' && name[end] <= 'Z')) ++end;
    return name.substr(0, end);
  }

  const ServiceReference& reference_;
  const Request& request_;
  const Known known_;
  const std::optional<Arn> fields_;
  std::vector<ProbableQuestion> questions_;
};

}  // namespace
}  // namespace internal

std::vector<ProbableQuestion> ProbableQuestions(
    const ServiceReference& reference, const Request& request) {
  return internal::Guesser(reference, request).Guess();
}

}  // namespace iameval
