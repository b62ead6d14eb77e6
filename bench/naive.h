#ifndef IAMEVAL_BENCH_NAIVE_H_
#define IAMEVAL_BENCH_NAIVE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/ip.h"
#include "iameval/decision.h"
#include "workload.h"

// The baseline: what one writes who knows C++ and does not build an index. The
// statements are parsed once, everything that can be lowered or read beforehand
// is, and a decision goes through all of them, Deny first, and stops at the
// first that matches. It shares no code with the library's evaluation, so that
// the two also check each other.

namespace iameval_bench {

// A glob cut at its first and last wildcard. Linear for `x*` and `*x`,
// two pointers for what stands between.
class NaiveGlob {
 public:
  explicit NaiveGlob(std::string_view pattern);
  [[nodiscard]] bool Matches(std::string_view text) const;

 private:
  std::string head_;
  std::string middle_;  // from the first to the last wildcard
  std::string tail_;
  bool literal_ = false;
};

// A request in the form that the scan wants: action and keys in lower case,
// keys sorted, all texts in one block.
struct NaiveRequest {
  struct Key {
    std::string_view key;
    std::string_view value;  // the first one
    std::vector<std::string_view> values;  // of a multivalued key
    bool multivalued = false;
  };
  std::string_view action;
  std::string_view resource;
  std::vector<Key> context;
  std::unique_ptr<char[]> texts;

  explicit NaiveRequest(const WorkRequest& request);

  [[nodiscard]] const Key* Find(std::string_view key) const;
};

// A pattern or an operand, with `${key}` cut out.
struct NaiveText {
  struct Piece {
    bool variable = false;
    std::string text;  // literal, or the variable's key in lower case
  };
  std::vector<Piece> pieces;  // empty when there are no variables
  std::string text;           // then this
  NaiveGlob glob;             // and this

  explicit NaiveText(std::string_view written);
};

struct NaiveTest {
  enum class Kind : std::uint8_t {
    kString,
    kStringIgnoreCase,
    kLike,
    kArn,
    kNumber,
    kDate,
    kBool,
    kIp,
    kNull,
  };
  enum class Set : std::uint8_t { kNone, kAll, kAny };

  Kind kind = Kind::kString;
  Set set = Set::kNone;
  bool negated = false;
  bool if_exists = false;
  bool less = false;  // which orders satisfy kNumber and kDate
  bool equal = false;
  bool greater = false;
  std::string key;
  std::vector<NaiveText> texts;
  std::vector<std::array<NaiveGlob, 6>> arns;  // of operands without variables
  std::vector<double> numbers;
  std::vector<iameval::internal::Instant> dates;
  std::vector<iameval::internal::IpRange> ranges;
};

struct NaiveStatement {
  bool not_action = false;
  bool not_resource = false;
  std::vector<NaiveGlob> actions;
  std::vector<NaiveText> resources;
  std::vector<NaiveTest> tests;
};

// The statements of some documents.
class NaivePolicies {
 public:
  // Ends the program on a document that it cannot read.
  void Add(std::string_view document);

  [[nodiscard]] bool Denies(const NaiveRequest& request) const;
  [[nodiscard]] bool Allows(const NaiveRequest& request) const;
  [[nodiscard]] iameval::Decision Decide(const NaiveRequest& request) const;

  [[nodiscard]] std::size_t size() const {
    return denies_.size() + allows_.size();
  }

 private:
  std::vector<NaiveStatement> denies_;
  std::vector<NaiveStatement> allows_;
};

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_NAIVE_H_
