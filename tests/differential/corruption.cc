#include "differential/corruption.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "differential/json_tree.h"
#include "differential/random.h"
#include "differential/text_mutation.h"
#include "differential/values.h"

namespace iameval_testing {
namespace {

void CollectDocuments(Json& json, std::vector<Json*>& documents) {
  if (json.Find("Statement") != nullptr) {
    documents.push_back(&json);
    return;
  }
  for (Json& item : json.items) CollectDocuments(item, documents);
}

void CollectNodes(Json& json, std::vector<Json*>& nodes) {
  nodes.push_back(&json);
  for (Json& item : json.items) CollectNodes(item, nodes);
}

Json WrongType(Random& random) {
  switch (random.Below(6)) {
    case 0:
      return Json{};
    case 1:
      return Json::Word(random.Pick({"1", "true", "-0.5e3"}));
    case 2:
      return Json::Array({Json::Array()});
    case 3:
      return Json::Object();
    case 4:
      return Json::String(HostileText(random));
    default:
      return Json::Array({Json{}});
  }
}

std::string WrongName(Random& random) {
  return std::string(random.Pick(
      {"effect", "Actions", "", "NotAction", "NotResource", "Principal",
       "NotPrincipal", "Resource", "StringEqual", "NullIfExists",
       "ForAllValue:StringEquals", "stringequals", "Id", "Version", "AWS"}));
}

std::string WrongText(Random& random) {
  return std::string(random.Pick(
      {"Permit", "allow", "*", "", "GetObject", "s3:Get:Object", "s3", "arn",
       "bucket/*", "arn:aws:s3", "2012-10-18", "arn:aws:iam::*:root",
       "203.0.113.0/33", "2001:db8::/129", "not an address", "A B",
       "\xE6\xB1\x89", "*.amazonaws.com", "**"}));
}

// One change somewhere in the tree.
void CorruptTree(Random& random, Json& document) {
  std::vector<Json*> nodes;
  CollectNodes(document, nodes);
  Json& node = *nodes[random.Below(nodes.size())];
  if (node.items.empty()) {
    if (random.Percent(60)) {
      node = Json::String(WrongText(random));
    } else {
      node = WrongType(random);
    }
    return;
  }
  const std::size_t at = random.Below(node.items.size());
  const bool object = node.kind == Json::Kind::kObject;
  switch (random.Below(4)) {
    case 0:
      node.Erase(at);
      break;
    case 1: {  // the same member twice (S-1.4), maybe in another letter case
      Json copy = node.items[at];
      if (object) {
        const std::string name = random.Percent(50)
                                     ? node.names[at]
                                     : FlipCase(random, node.names[at]);
        node.Add(name, std::move(copy));
      } else {
        node.Add(std::move(copy));
      }
      break;
    }
    case 2:
      if (object) {
        node.names[at] = WrongName(random);
        break;
      }
      [[fallthrough]];
    default:
      node.items[at] = WrongType(random);
      break;
  }
}

// The document as raw text with some bytes changed.
Json CorruptText(Random& random, const Json& document) {
  std::string text = document.ToText();
  for (std::size_t n = random.Between(1, 3); n > 0; --n) {
    const std::size_t at = random.Below(text.size());
    switch (random.Below(4)) {
      case 0:
        text.erase(at, random.Between(1, 4));
        break;
      case 1:
        text.insert(at, random.Pick({"\"", "{", "}", "[", "]", ",", ":", "\\",
                                     "\n", " ", "0", "\xC3", "\xED\xA0\x80",
                                     "\\ud800", "\\u0000", "\xEF\xBB\xBF"}));
        break;
      case 2:
        text[at] = static_cast<char>(random.Below(256));
        break;
      default:
        text.resize(at);
        break;
    }
    if (text.empty()) break;
  }
  return Json::String(text);
}

}  // namespace

void CorruptPolicies(Random& random, Json& policies) {
  std::vector<Json*> documents;
  CollectDocuments(policies, documents);
  if (documents.empty()) return;
  Json& document = *documents[random.Below(documents.size())];
  if (random.Percent(60)) {
    CorruptTree(random, document);
  } else {
    document = CorruptText(random, document);
  }
}

void CorruptRequest(Random& random, Json& request) {
  const auto set = [&request](std::string_view name, std::string_view text) {
    Json* member = request.Find(name);
    if (member == nullptr) {
      request.Add(name, Json::String(text));
    } else {
      *member = Json::String(text);
    }
  };
  switch (random.Below(8)) {
    case 0:
      set("action", random.Pick({"", "s3", "s3:", ":Get", "s3:Get*", "a:b:c",
                                 "s3:Get Object", "s3:G\xFFt", "*"}));
      break;
    case 1:
      set("resource", random.Pick({"", "**", "arn:aws:s3", "bucket", "arn",
                                   "ARN:aws:s3:::b", "arn:aws:s3:::\xC3"}));
      break;
    case 2:
      set("resourceAccount", random.Pick({"1", "11112222333", "1111222233334",
                                          "11112222333x", "*", "anonymous"}));
      break;
    case 3:
      set("principal",
          random.Pick({"", "*", "Anonymous", "111122223333", "AIDAEXAMPLE",
                       "arn:aws:iam::111122223333:group/Demo",
                       "arn:aws:iam::111122223333:user/",
                       "arn:aws:iam::111122223333:role/*",
                       "arn:aws:sts::111122223333:assumed-role/DemoRole",
                       "arn:aws:sts::111122223333:assumed-role//s",
                       "arn:aws:iam::1:root", "example.com", "amazonaws.com"}));
      break;
    case 4:
      set("roleArn", random.Pick({"arn:aws:iam::123456789012:role/Other", "x",
                                  "arn:aws:iam::111122223333:user/Alice"}));
      break;
    case 5:
      set("federatedBy", random.Pick({"Alice", "arn:aws:iam::1:group/x"}));
      break;
    case 6: {  // one key in two spellings (S-5.2)
      Json* context = request.Find("context");
      if (context == nullptr || context->names.empty()) break;
      const std::string name = FlipCase(random, context->names.front());
      context->Add(name, Json::String("twice"));
      break;
    }
    default: {
      Json* context = request.Find("context");
      if (context != nullptr) context->Add("demo:Key", Json::String("\xC3("));
      break;
    }
  }
}

}  // namespace iameval_testing
