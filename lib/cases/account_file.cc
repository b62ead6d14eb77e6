#include "iameval/account_file.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "cases/account_parts.h"
#include "cases/documents.h"
#include "cases/policies.h"
#include "iameval/engine_builder.h"
#include "json/json.h"

namespace iameval {
namespace {

using internal::JsonMember;
using internal::JsonTree;
using internal::JsonValue;
using internal::PolicyTexts;

// An organization's accounts fit in; policies of their own files do not count.
constexpr internal::JsonLimits kLimits = {.max_bytes = std::size_t{1} << 30,
                                          .max_depth = 64};

// `files`, but every file is read once.
PolicyFiles ReadingOnce(const PolicyFiles& files,
                        std::map<std::string, std::string>& read) {
  if (files.read == nullptr) return files;
  return PolicyFiles{
      .path = files.path,
      .read = [&](const std::string& path) -> absl::StatusOr<std::string> {
        const auto known = read.find(path);
        if (known != read.end()) return known->second;
        absl::StatusOr<std::string> text = files.read(path);
        if (text.ok()) read.emplace(path, *text);
        return text;
      }};
}

enum class Kind { kAccountFile, kPolicySet };

// By the first field that only one of the two has.
absl::StatusOr<Kind> KindOf(JsonValue root) {
  if (!root.is_object()) return UnexpectedValue(root, "an object");
  if (root.Find("Statement").has_value()) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "%s: found a policy document, expected it in its place: "
        "{\"identity\": [{\"file\": NAME}]}, say",
        root.Location()));
  }
  for (const JsonMember member : root.members()) {
    if (internal::IsAccountField(member.name)) return Kind::kAccountFile;
    if (internal::IsPolicySetField(member.name)) return Kind::kPolicySet;
    return absl::InvalidArgumentError(absl::StrFormat(
        "%s: unknown field %s, expected one of %s (an account file), or one "
        "of %s (a policies object)",
        member.key.Location(), internal::Quote(member.name),
        internal::AccountFieldNames(), internal::PolicySetFieldNames()));
  }
  return Kind::kPolicySet;
}

}  // namespace

class AccountFileReader {
 public:
  AccountFileReader(const PolicyFiles& files, const EngineOptions& options)
      : files_(files), options_(options) {}

  absl::StatusOr<AccountFile> Read(JsonValue root) const {
    const absl::StatusOr<Kind> kind = KindOf(root);
    if (!kind.ok()) return kind.status();
    return *kind == Kind::kAccountFile ? ReadAccount(root)
                                       : ReadPolicySet(root);
  }

 private:
  absl::StatusOr<AccountFile> ReadAccount(JsonValue root) const {
    Engine::Builder builder(options_);
    internal::AccountParts parts(files_, builder);
    if (absl::Status status = parts.Read(root); !status.ok()) return status;
    absl::StatusOr<Engine> engine = builder.Build();
    if (!engine.ok()) return engine.status();
    AccountFile file(*std::move(engine));
    file.principals_ = std::move(parts.principals);
    file.resources_ = std::move(parts.resources);
    file.policies_ = std::move(parts.policies);
    return file;
  }

  // The type of `resource` follows from a request's action in a case; here
  // from the document, which can be of one type only: a trust policy may not
  // have a Resource, a resource-based policy must (S-1.14).
  absl::StatusOr<AccountFile> ReadPolicySet(JsonValue root) const {
    absl::StatusOr<PolicyTexts> texts =
        internal::ReadPolicyTexts(root, /*action=*/"", files_);
    if (!texts.ok()) return texts.status();
    const auto& resource = texts->resource;
    if (resource.has_value() &&
        !ParsePolicyText(*resource, PolicyType::kResource).ok() &&
        ParsePolicyText(*resource, PolicyType::kTrust).ok()) {
      texts->resource_type = PolicyType::kTrust;
      if (!resource->is_file()) texts->resource->name = "trust";
    }
    absl::StatusOr<PolicySet> set = ParsePolicyTexts(*texts);
    if (!set.ok()) return set.status();
    absl::StatusOr<Engine> engine = Engine::Create(*set, options_);
    if (!engine.ok()) return engine.status();
    AccountFile file(*std::move(engine));
    file.is_policy_set_ = true;
    if (set->resource) file.resource_type_ = set->resource->type();
    AddPolicies(*set, file.policies_);
    return file;
  }

  static void AddPolicies(const PolicySet& set,
                          std::vector<AttachedPolicy>& policies) {
    const auto add = [&policies](const Policy& policy, std::string pointer) {
      policies.push_back({policy, "", std::move(pointer)});
    };
    const auto add_all = [&add](const std::vector<Policy>& list,
                                const std::string& pointer) {
      for (std::size_t i = 0; i < list.size(); ++i) {
        add(list[i], absl::StrFormat("%s/%d", pointer, i));
      }
    };
    const auto add_levels = [&add_all](const auto& levels,
                                       const std::string& pointer) {
      for (std::size_t i = 0; levels.has_value() && i < levels->size(); ++i) {
        add_all((*levels)[i], absl::StrFormat("%s/%d", pointer, i));
      }
    };
    add_all(set.identity, "/identity");
    if (set.boundary) add(*set.boundary, "/boundary");
    if (set.session) add_all(*set.session, "/session");
    add_levels(set.scp, "/scp");
    add_levels(set.rcp, "/rcp");
    if (set.resource) add(*set.resource, "/resource");
    if (set.vpc_endpoint) add(*set.vpc_endpoint, "/vpce");
  }

  const PolicyFiles& files_;
  const EngineOptions& options_;
};

absl::StatusOr<AccountFile> AccountFile::Parse(std::string_view text,
                                               const PolicyFiles& files,
                                               const EngineOptions& options) {
  const absl::StatusOr<JsonTree> tree = internal::ParseJson(text, kLimits);
  if (!tree.ok()) return internal::Prefixed(files.path, tree.status());
  std::map<std::string, std::string> read;
  const PolicyFiles once = ReadingOnce(files, read);
  absl::StatusOr<AccountFile> file =
      AccountFileReader(once, options).Read(tree->root());
  if (!file.ok()) return internal::Prefixed(files.path, file.status());
  return file;
}

std::vector<std::string> AccountFile::ActionPatterns() const {
  std::map<std::string, std::string_view> patterns;  // by the folded one
  for (const AttachedPolicy& attached : policies_) {
    const Policy& policy = attached.policy;
    for (std::size_t i = 0; i < policy.statement_count(); ++i) {
      for (const ActionPattern& action : policy.actions(i)) {
        patterns.emplace(internal::FoldAscii(action.text), action.text);
      }
    }
  }
  std::vector<std::string> result;
  result.reserve(patterns.size());
  for (const auto& [folded, pattern] : patterns) result.emplace_back(pattern);
  return result;
}

absl::Status AccountFile::CheckAction(std::string_view action) const {
  return internal::CheckResourcePolicyType(resource_type_, action);
}

}  // namespace iameval
