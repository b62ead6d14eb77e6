#ifndef IAMEVAL_BENCH_DOORS_H_
#define IAMEVAL_BENCH_DOORS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/query.h"
#include "workload.h"

namespace iameval_bench {

// What a caller has looked up beforehand.
enum class Interned : std::uint8_t {
  kNothing,     // action, ARN and context keys are strings, set one by one
  kNamedContext,  // the same, but the keys in a row
  kKeys,        // handles of the context keys, set one by one
  kContext,     // a row of handles and values
  kTargets,     // the same, and handles of actions and resources
  kEverything,  // all of a request is handles, its context too
};

// A workload's requests asked through one iameval::Query. The texts lie in one
// block, request after request, as in a caller's receive buffer, and so do the
// views of single values.
class Door {
 public:
  Door(const iameval::Engine& engine, std::span<const WorkRequest> requests,
       Interned interned);

  // Fills in the query and evaluates it.
  iameval::Decision Ask(std::size_t request) {
    Fill(query_, request);
    return query_.Evaluate();
  }

  // The requests in handles. REQUIRES: Interned::kEverything.
  [[nodiscard]] std::vector<iameval::PreparedRequest> Prepared() const;

  // A query of its own for each request, filled in.
  [[nodiscard]] std::vector<iameval::Query> FillAll();

  [[nodiscard]] std::size_t size() const { return asks_.size(); }

 private:
  struct Entry {
    std::string_view key;
    const iameval::ContextKey* handle = nullptr;
    std::string_view value;
    std::span<const std::string_view> list;
    enum class Shape : std::uint8_t { kSingle, kList, kAbsent };
    Shape shape = Shape::kSingle;
  };
  struct AskData {
    std::string_view action;
    std::string_view resource;
    const iameval::PreparedAction* prepared_action = nullptr;
    const iameval::PreparedResource* prepared_resource = nullptr;
    std::uint32_t begin = 0;  // in entries_
    std::uint32_t end = 0;
  };

  void Fill(iameval::Query& query, std::size_t request);
  std::string_view Keep(std::string_view text);
  void FillTarget(iameval::Query& query, const AskData& ask) const;
  void Add(const WorkRequest& request);
  void AddPairs(const AskData& ask);
  using RowOfPairs = std::span<const iameval::ContextPair>;
  [[nodiscard]] RowOfPairs PairsOf(const AskData& ask) const {
    return std::span(pairs_).subspan(ask.begin, ask.end - ask.begin);
  }
  const iameval::ContextKey* Handle(std::string_view key);
  void Prepare(const WorkRequest& request, AskData& ask);

  iameval::Engine engine_;
  iameval::Query query_;
  Interned interned_;
  iameval::Caller caller_;
  std::unique_ptr<char[]> texts_;
  char* texts_end_ = nullptr;
  std::vector<AskData> asks_;
  std::vector<Entry> entries_;
  std::map<std::string, iameval::ContextKey, std::less<>> handles_;
  std::map<std::string, iameval::PreparedAction> actions_;
  std::map<std::string, iameval::PreparedResource> resources_;
  std::vector<std::unique_ptr<std::vector<std::string_view>>> lists_;
  std::vector<iameval::ContextPair> pairs_;  // like entries_
  std::vector<iameval::NamedContextPair> named_pairs_;  // the same
  std::vector<iameval::PreparedContext> contexts_;      // of each request
  std::vector<std::string_view> singles_;    // their values; never moved
};

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_DOORS_H_
