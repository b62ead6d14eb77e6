// What reading request lines costs without deciding them, and the lines and
// policies of W1 for `iameval eval`. bench/README.md says how to compare.
//
//   request_lines policies          writes a `policies` object
//   request_lines requests COPIES   writes the requests, that many times over
//   request_lines copy|plain|tree   reads standard input: only looks for the
//                                   ends of the lines, or parses each, with
//                                   PlainJson or with ParseJson

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "iameval/explanation.h"
#include "json/json.h"
#include "json/plain_json.h"
#include "workload.h"

namespace iameval_bench {
namespace {

using iameval::QuoteJson;

std::string ValuesJson(const WorkKey& key) {
  if (!key.multivalued) return QuoteJson(key.values.front());
  std::string list;
  for (const std::string& value : key.values) {
    if (!list.empty()) list += ',';
    list += QuoteJson(value);
  }
  return "[" + list + "]";
}

std::string LineOf(const WorkRequest& request, std::size_t id) {
  std::string context;
  for (const WorkKey& key : request.context) {
    if (!context.empty()) context += ',';
    context += QuoteJson(key.key) + ":" + ValuesJson(key);
  }
  return absl::StrFormat(R"({"id":%d,"principal":%s,"action":%s,"resource":%s,)"
                         R"("resourceAccount":%s,"context":{%s}})"
                         "\n",
                         id, QuoteJson(kPrincipal), QuoteJson(request.action),
                         QuoteJson(request.resource), QuoteJson(kAccount),
                         context);
}

void WriteRequests(const Workload& workload, int copies) {
  std::string text;
  for (std::size_t i = 0; i < workload.requests.size(); ++i) {
    text += LineOf(workload.requests[i], i);
  }
  for (int i = 0; i < copies; ++i) std::cout << text;
}

void WritePolicies(const Workload& workload) {
  std::string documents;
  for (const WorkPolicy& policy : workload.policies) {
    if (!documents.empty()) documents += ",\n";
    documents += policy.text;
  }
  std::cout << "{\"identity\": [" << documents << "]}\n";
}

// How many lines are good; `read` says so of one.
template <typename Read>
std::size_t CountGood(Read read) {
  std::ios::sync_with_stdio(false);
  std::size_t good = 0;
  std::string line;
  while (std::getline(std::cin, line)) good += read(line) ? 1 : 0;
  return good;
}

std::size_t Count(std::string_view how) {
  if (how == "copy") {
    return CountGood([](const std::string& line) { return !line.empty(); });
  }
  if (how == "plain") {
    iameval::internal::PlainJson json;
    return CountGood([&](const std::string& line) { return json.Read(line); });
  }
  return CountGood([](const std::string& line) {
    return iameval::internal::ParseJson(line).ok();
  });
}

}  // namespace
}  // namespace iameval_bench

int main(int argc, char** argv) {
  using namespace iameval_bench;
  const std::string_view what = argc > 1 ? argv[1] : "";
  const bool writes = what == "policies" || what == "requests";
  if (!writes && what != "copy" && what != "plain" && what != "tree") {
    Fail("usage: request_lines policies|requests COPIES|copy|plain|tree");
  }
  if (!writes) {
    std::printf("%zu\n", Count(what));
    return 0;
  }
  if (WorkloadFolder().empty()) Fail("IAMEVAL_WORKLOAD names no folder");
  const Workload workload = ReadSingleRole(WorkloadFolder());
  if (what == "policies") {
    WritePolicies(workload);
  } else {
    WriteRequests(workload, argc > 2 ? std::atoi(argv[2]) : 1);
  }
  return 0;
}
