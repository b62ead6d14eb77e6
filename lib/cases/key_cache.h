#ifndef IAMEVAL_LIB_CASES_KEY_CACHE_H_
#define IAMEVAL_LIB_CASES_KEY_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "iameval/engine.h"
#include "iameval/query.h"

namespace iameval::internal {

// Context keys that requests have had, with their handles. Finds by the exact
// spelling, because that is what aws:TagKeys lists; spellings that differ in
// letter case only are known to be one key. Holds so many spellings at most
// and then begins anew.
class KeyCache {
 public:
  static constexpr std::size_t kMostKeys = 1024;

  struct Entry {
    std::string spelling;
    std::uint64_t hash = 0;
    std::uint64_t folded_hash = 0;  // of the name in small letters
    ContextKey key;
    std::uint32_t group = 0;  // the same for all spellings of a key
  };

  explicit KeyCache(const Engine& engine)
      : engine_(engine), places_(kPlaces, kFree) {}

  // Begins a request: no key was taken yet.
  void Begin();

  // The handle of a key; null if the request has taken it already, in whatever
  // spelling, or if it finds no place, since somebody chose keys whose hashes
  // collide. Valid until the next call. REQUIRES: the name is not empty.
  const ContextKey* Take(std::string_view name);

 private:
  static constexpr std::size_t kPlaces = 4 * kMostKeys;
  static constexpr std::size_t kMostSteps = 16;
  static constexpr std::uint32_t kFree = 0xFFFFFFFFu;

  // The entry of that spelling, made if there was none; null if it finds no
  // place.
  Entry* FindOrAdd(std::string_view name);
  Entry* Add(std::string_view name, std::uint64_t hash, std::uint32_t& place);

  const Engine engine_;
  std::vector<std::uint32_t> places_;  // numbers of entries, by hash
  std::vector<Entry> entries_;
  std::vector<std::uint64_t> taken_;  // by group: the last request that had it
  std::uint64_t request_ = 0;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CASES_KEY_CACHE_H_
