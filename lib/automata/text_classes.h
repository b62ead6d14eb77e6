#ifndef IAMEVAL_LIB_AUTOMATA_TEXT_CLASSES_H_
#define IAMEVAL_LIB_AUTOMATA_TEXT_CLASSES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "automata/glob_pattern.h"

namespace iameval::internal {

// A set of texts that a comparison tells from all others.
struct TextSet {
  enum class Kind : std::uint8_t {
    kGlob,        // what `pattern` matches, as Glob does
    kIgnoreCase,  // the same, ASCII and Latin-1 letters in either case
    kSixFields,   // field by field: a wildcard stays in its field (S-5.12)
    kIsArn,       // every text with six fields (`pattern` is not used)
  };
  Kind kind = Kind::kGlob;
  GlobPattern pattern;  // without holes
};

struct TextClassLimits {
  std::size_t characters = 200'000;  // of all patterns together
  std::size_t states = 8'000;        // of the automaton
  std::size_t work = 10'000'000;     // words of its states that are computed
};

// Texts are alike when each of `sets` contains both of them or neither, and
// both are empty or neither is. Returns texts of every class of alike texts
// that has any: `per_class` different ones, or all if the class has fewer; the
// first of `preferred` that belong to a class, and otherwise short ones.
//
// How: the sets' patterns are followed side by side through one automaton,
// built breadth first as far as it is reachable (subset construction); what it
// accepts in each state is a class. Where all patterns are literal, each is a
// class and all other texts are one. nullopt when a limit is passed.
std::optional<std::vector<std::string>> RepresentativeTexts(
    std::span<const TextSet> sets, std::size_t per_class,
    std::span<const std::string> preferred = {},
    const TextClassLimits& limits = {});

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_AUTOMATA_TEXT_CLASSES_H_
