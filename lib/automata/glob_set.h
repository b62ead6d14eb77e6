#ifndef IAMEVAL_LIB_AUTOMATA_GLOB_SET_H_
#define IAMEVAL_LIB_AUTOMATA_GLOB_SET_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "automata/glob_code.h"
#include "automata/glob_pattern.h"
#include "base/byte_lanes.h"

namespace iameval::internal {

struct GlobIndex;

// Many patterns, compiled together: "which of them match this text?" at a cost
// that hardly depends on how many there are.
//
//   GlobSet::Builder builder;
//   for (const GlobPattern& p : patterns) builder.Add(p);  // ids 0, 1, 2, ...
//   const GlobSet set = std::move(builder).Build();
//   set.ForEachMatch(arn, [&](std::uint32_t id) { ... });
//
// How: every pattern with literal text is filed under one short piece of it,
// the one that fewest other patterns have (its window). A text is sampled for
// windows, which takes a few instructions for each of its bytes and touches no
// pattern; the patterns filed under those found are then matched one by one.
// glob_index.h has the details.
//
// A pattern with holes takes part as if each hole were a star, so its match is
// only a candidate: the caller goes on to ask MatchesTemplate with the values.
// (In six-field mode a hole before the fifth colon widens the pattern further,
// to a glob over the whole text, as a value with colons would move the fields.)
//
// Immutable; built at once, with nothing left to do at query time; copies
// share their memory; any number of threads may query one set. A query
// allocates nothing and takes time linear in the text for every set.
class GlobSet {
 public:
  struct Options {
    LetterCase letter_case = LetterCase::kExact;
    Splitting splitting = Splitting::kWhole;
    // What the index may take beyond the patterns themselves. A set that would
    // need more gets a coarser index or none: slower, with the same answers.
    std::size_t max_index_bytes = std::size_t{1} << 30;
    // Bits of a hash that are used; fewer make hashes collide, for tests.
    std::uint32_t key_mask = 0xFFFFFFFF;
  };
  class Builder;

  // Matches nothing.
  GlobSet();

  // Calls f(id) once for every pattern that matches, in no particular order
  // (but the same one each time). If f returns a bool, false stops; then this
  // returns false.
  template <typename F>
  bool ForEachMatch(std::string_view text, F&& f) const {
    using Callee = std::remove_reference_t<F>;
    return Visit(
        text,
        [](void* callee, std::uint32_t id) -> bool {
          if constexpr (std::is_same_v<
                            std::invoke_result_t<Callee&, std::uint32_t>,
                            bool>) {
            return (*static_cast<Callee*>(callee))(id);
          } else {
            (*static_cast<Callee*>(callee))(id);
            return true;
          }
        },
        const_cast<void*>(static_cast<const void*>(&f)));
  }

  // The ids of the patterns that match, ascending. Allocates.
  [[nodiscard]] std::vector<std::uint32_t> Matches(std::string_view text) const;

  [[nodiscard]] std::size_t size() const;
  // Bytes held, this object included.
  [[nodiscard]] std::size_t MemoryUsage() const;
  // How each pattern is filed, a line each; for tests and for people.
  [[nodiscard]] std::string Dump() const;

 private:
  using Visitor = bool (*)(void* callee, std::uint32_t id);

  explicit GlobSet(std::shared_ptr<const GlobIndex> index);
  bool Visit(std::string_view text, Visitor visitor, void* callee) const;

  std::shared_ptr<const GlobIndex> index_;
};

class GlobSet::Builder {
 public:
  Builder() : Builder(Options()) {}
  explicit Builder(const Options& options);

  // Returns the pattern's id: 0, 1, 2, ... The same pattern may be added again;
  // each id is reported.
  std::uint32_t Add(const GlobPattern& pattern);
  // The same of a pattern that is compiled already, for whole texts. REQUIRES:
  // the options are LetterCase::kExact and Splitting::kWhole.
  std::uint32_t Add(const GlobCode& code);

  // In time about linear in what was added. The builder is used up.
  [[nodiscard]] GlobSet Build() &&;

 private:
  std::shared_ptr<GlobIndex> index_;
  std::vector<std::uint32_t> words_;  // of its records
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_AUTOMATA_GLOB_SET_H_
