#include "differential/shrink.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "differential/json_tree.h"
#include "differential/text_mutation.h"

namespace iameval_testing {
namespace {

// The way from the root to a node: one index for each step.
using Path = std::vector<std::size_t>;

void CollectPaths(const Json& json, Path& here, std::vector<Path>& paths) {
  paths.push_back(here);
  for (std::size_t i = 0; i < json.items.size(); ++i) {
    here.push_back(i);
    CollectPaths(json.items[i], here, paths);
    here.pop_back();
  }
}

// Null when a step no longer exists.
Json* Follow(Json& root, const Path& path) {
  Json* node = &root;
  for (const std::size_t step : path) {
    if (step >= node->items.size()) return nullptr;
    node = &node->items[step];
  }
  return node;
}

// How many characters in front stay as they are: an ARN keeps its fields, or it
// becomes something that nobody would recognize.
std::size_t FixedHead(const std::string& text) {
  if (!text.starts_with("arn:")) return 0;
  std::size_t colon = 0;
  for (int i = 0; i < 5 && colon != std::string::npos; ++i) {
    colon = text.find(':', colon + 1);
  }
  const std::size_t end = colon == std::string::npos ? text.size() : colon + 1;
  return CodePoints(std::string_view(text).substr(0, end)).size();
}

class Shrinker {
 public:
  Shrinker(Json json, const std::function<bool(const Json&)>& interesting,
           std::size_t budget)
      : best_(std::move(json)), interesting_(interesting), budget_(budget) {}

  Json Run() {
    bool smaller = true;
    while (smaller && budget_ > 0) {
      smaller = Pass(&Shrinker::DropItems);
      smaller |= Pass(&Shrinker::Unwrap);
      smaller |= Pass(&Shrinker::ShortenText);
    }
    return std::move(best_);
  }

 private:
  // Tries `step` on every node, outer nodes first; true when one got smaller.
  bool Pass(bool (Shrinker::*step)(const Path&)) {
    std::vector<Path> paths;
    Path root;
    CollectPaths(best_, root, paths);
    bool smaller = false;
    for (const Path& path : paths) smaller |= (this->*step)(path);
    return smaller;
  }

  // Keeps `candidate` if it is still interesting.
  bool Try(Json candidate) {
    if (budget_ == 0) return false;
    --budget_;
    if (!interesting_(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }

  // Half of the items, a quarter, ... down to single ones.
  bool DropItems(const Path& path) {
    bool smaller = false;
    const Json* node = Follow(best_, path);
    if (node == nullptr) return false;
    for (std::size_t size = node->items.size(); size > 0; size /= 2) {
      std::size_t at = 0;
      while (node = Follow(best_, path), at + size <= node->items.size()) {
        Json candidate = best_;
        Json& shorter = *Follow(candidate, path);
        for (std::size_t i = 0; i < size; ++i) shorter.Erase(at);
        if (Try(std::move(candidate))) {
          smaller = true;
        } else {
          at += size;
        }
      }
    }
    return smaller;
  }

  // A list of one becomes its item.
  bool Unwrap(const Path& path) {
    const Json* node = Follow(best_, path);
    if (node == nullptr || node->kind != Json::Kind::kArray ||
        node->items.size() != 1) {
      return false;
    }
    Json candidate = best_;
    Json& unwrapped = *Follow(candidate, path);
    unwrapped = Json(unwrapped.items.front());
    return Try(std::move(candidate));
  }

  bool TryText(const Path& path, std::string text) {
    Json candidate = best_;
    Json& node = *Follow(candidate, path);
    node.text = std::move(text);
    node.escaped = false;
    return Try(std::move(candidate));
  }

  // Half of the characters, a quarter, ... down to single ones.
  bool ShortenText(const Path& path) {
    const Json* node = Follow(best_, path);
    if (node == nullptr || node->kind != Json::Kind::kString) return false;
    const std::string whole = node->text;  // a step replaces best_
    bool smaller = node->escaped && TryText(path, whole);
    if (whole.starts_with("arn:")) smaller |= TryText(path, "*");
    const std::size_t length = CodePoints(Follow(best_, path)->text).size();
    for (std::size_t size = length; size > 0; size /= 2) {
      for (std::size_t at = FixedHead(Follow(best_, path)->text);;) {
        const std::string text = Follow(best_, path)->text;
        const auto points = CodePoints(text);
        if (at + size > points.size()) break;
        std::string shorter;
        for (std::size_t i = 0; i < points.size(); ++i) {
          if (i < at || i >= at + size) shorter += points[i];
        }
        if (TryText(path, std::move(shorter))) {
          smaller = true;
        } else {
          at += size;
        }
      }
    }
    return smaller;
  }

  Json best_;
  const std::function<bool(const Json&)>& interesting_;
  std::size_t budget_;
};

}  // namespace

Json Shrink(Json json, const std::function<bool(const Json&)>& interesting,
            std::size_t budget) {
  return Shrinker(std::move(json), interesting, budget).Run();
}

}  // namespace iameval_testing
