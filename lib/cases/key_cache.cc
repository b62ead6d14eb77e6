#include "cases/key_cache.h"

#include "base/ascii.h"
#include "base/hash.h"

namespace iameval::internal {

void KeyCache::Begin() {
  ++request_;
  // Only between requests, so that none takes a key twice.
  if (entries_.size() < kMostKeys) return;
  places_.assign(kPlaces, kFree);
  entries_.clear();
  taken_.clear();
}

const ContextKey* KeyCache::Take(std::string_view name) {
  Entry* entry = FindOrAdd(name);
  if (entry == nullptr || taken_[entry->group] == request_) return nullptr;
  taken_[entry->group] = request_;
  return &entry->key;
}

KeyCache::Entry* KeyCache::FindOrAdd(std::string_view name) {
  const std::uint64_t hash = HashBytes(name);
  for (std::size_t step = 0; step < kMostSteps; ++step) {
    std::uint32_t& place = places_[(hash + step) % kPlaces];
    if (place == kFree) return Add(name, hash, place);
    Entry& entry = entries_[place];
    if (entry.hash == hash && entry.spelling == name) return &entry;
  }
  return nullptr;
}

KeyCache::Entry* KeyCache::Add(std::string_view name, std::uint64_t hash,
                               std::uint32_t& place) {
  // A single request may have more keys than there is room for.
  if (entries_.size() >= 2 * kMostKeys) return nullptr;
  std::uint32_t group = static_cast<std::uint32_t>(taken_.size());
  const std::uint64_t folded_hash = HashFolded(name);
  for (const Entry& other : entries_) {
    if (other.folded_hash == folded_hash &&
        EqualsIgnoringAsciiCase(other.spelling, name)) {
      group = other.group;
    }
  }
  if (group == taken_.size()) taken_.push_back(0);
  place = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back({.spelling = std::string(name),
                      .hash = hash,
                      .folded_hash = folded_hash,
                      .key = engine_.FindContextKey(name),
                      .group = group});
  return &entries_.back();
}

}  // namespace iameval::internal
