#include "services/similar_names.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "iameval/service_reference.h"

namespace iameval {
namespace internal {
namespace {

constexpr std::size_t kMost = 3;

// API operations that are no actions: what IAM is asked for instead (the
// service's own documentation, "required permissions").
struct Operation {
  std::string_view name;
  std::string_view action;
};

constexpr Operation kOperations[] = {
    {"s3:completemultipartupload", "s3:PutObject"},
    {"s3:copyobject", "s3:GetObject"},
    {"s3:copyobject", "s3:PutObject"},
    {"s3:createmultipartupload", "s3:PutObject"},
    {"s3:deleteobjects", "s3:DeleteObject"},
    {"s3:headbucket", "s3:ListBucket"},
    {"s3:headobject", "s3:GetObject"},
    {"s3:listbuckets", "s3:ListAllMyBuckets"},
    {"s3:listmultipartuploads", "s3:ListBucketMultipartUploads"},
    {"s3:listobjects", "s3:ListBucket"},
    {"s3:listobjectsv2", "s3:ListBucket"},
    {"s3:listobjectversions", "s3:ListBucketVersions"},
    {"s3:listparts", "s3:ListMultipartUploadParts"},
    {"s3:selectobjectcontent", "s3:GetObject"},
    {"s3:uploadpart", "s3:PutObject"},
    {"s3:uploadpartcopy", "s3:GetObject"},
    {"s3:uploadpartcopy", "s3:PutObject"},
    {"bedrock:converse", "bedrock:InvokeModel"},
    {"bedrock:conversestream", "bedrock:InvokeModelWithResponseStream"},
    {"dynamodb:transactgetitems", "dynamodb:GetItem"},
    {"dynamodb:transactwriteitems", "dynamodb:PutItem"},
    {"dynamodb:transactwriteitems", "dynamodb:UpdateItem"},
    {"dynamodb:transactwriteitems", "dynamodb:DeleteItem"},
    {"kms:reencrypt", "kms:ReEncryptFrom"},
    {"kms:reencrypt", "kms:ReEncryptTo"},
    {"lambda:invoke", "lambda:InvokeFunction"},
    {"lambda:invokewithresponsestream", "lambda:InvokeFunction"},
    {"sns:publishbatch", "sns:Publish"},
    {"sqs:changemessagevisibilitybatch", "sqs:ChangeMessageVisibility"},
    {"sqs:deletemessagebatch", "sqs:DeleteMessage"},
    {"sqs:sendmessagebatch", "sqs:SendMessage"},
};

// Levenshtein distance of the folded names, or `limit` + 1 if it is larger.
std::size_t Distance(std::string_view a, std::string_view b,
                     std::size_t limit) {
  const std::size_t difference =
      a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return limit + 1;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    std::size_t least = row[0];
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed =
          diagonal + (FoldAscii(a[i]) == FoldAscii(b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j + 1] + 1, row[j] + 1});
      least = std::min(least, row[j + 1]);
    }
    if (least > limit) return limit + 1;
  }
  return row[b.size()];
}

// How far a name may be away and still be meant.
std::size_t Tolerance(std::string_view name) {
  return std::min<std::size_t>(3, name.size() / 4);
}

void AddOperations(const ServiceReference& reference, std::string_view action,
                   std::vector<SimilarAction>& similar) {
  for (const Operation& operation : kOperations) {
    if (!EqualsIgnoringAsciiCase(operation.name, action)) continue;
    if (const auto found = reference.FindAction(operation.action)) {
      similar.push_back({*found, "what the API operation " +
                                     std::string(action) + " is allowed by"});
    }
  }
}

// The same name in other services, unless it is in many (TagResource).
void AddSameName(const ServiceReference& reference, std::string_view name,
                 std::vector<SimilarAction>& similar) {
  std::vector<ReferenceAction> same;
  for (const ReferenceService& service : reference.services()) {
    if (const auto found = service.FindAction(name)) same.push_back(*found);
  }
  if (same.size() > kMost) return;
  for (const ReferenceAction& action : same) {
    similar.push_back({action, "the service that has an action of that name"});
  }
}

void AddNearNames(const ReferenceService& service, std::string_view name,
                  std::vector<SimilarAction>& similar) {
  const std::size_t limit = Tolerance(name);
  std::vector<std::pair<std::size_t, ReferenceAction>> near;
  for (const ReferenceAction& action : service.actions()) {
    const std::size_t distance = Distance(action.name(), name, limit);
    if (distance <= limit) near.emplace_back(distance, action);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) {
    return a.first < b.first;
  });
  for (const auto& [distance, action] : near) {
    similar.push_back({action, "the action of nearly that name"});
  }
}

}  // namespace

std::vector<SimilarAction> SimilarActions(const ServiceReference& reference,
                                          std::string_view action) {
  std::vector<SimilarAction> similar;
  const std::size_t colon = action.find(':');
  if (colon == std::string_view::npos) return similar;
  const std::string_view name = action.substr(colon + 1);
  AddOperations(reference, action, similar);
  const auto service = reference.FindService(action.substr(0, colon));
  if (similar.empty() && service.has_value()) {
    AddNearNames(*service, name, similar);
  }
  if (similar.empty()) AddSameName(reference, name, similar);
  if (similar.size() > kMost) {
    similar.erase(similar.begin() + kMost, similar.end());
  }
  return similar;
}

std::optional<ReferenceKey> SimilarKey(const ServiceReference& reference,
                                       std::string_view key) {
  const std::size_t colon = key.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::optional<ReferenceKey> nearest;
  std::size_t limit = Tolerance(key.substr(colon + 1));
  const auto consider = [&](const ReferenceKey& candidate) {
    const std::size_t distance = Distance(candidate.name(), key, limit);
    if (distance > limit || (nearest && distance == limit)) return;
    nearest = candidate;
    limit = distance;
  };
  for (const ReferenceKey& k : reference.global_keys()) consider(k);
  if (const auto service = reference.FindService(key.substr(0, colon))) {
    for (const ReferenceKey& k : service->keys()) consider(k);
  }
  return nearest;
}

}  // namespace internal

std::vector<ReferenceAction> ServiceReference::SimilarActions(
    std::string_view action) const {
  std::vector<ReferenceAction> actions;
  for (const internal::SimilarAction& similar :
       internal::SimilarActions(*this, action)) {
    actions.push_back(similar.action);
  }
  return actions;
}

std::optional<ReferenceKey> ServiceReference::SimilarKey(
    std::string_view key) const {
  return internal::SimilarKey(*this, key);
}

}  // namespace iameval
