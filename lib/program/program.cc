#include "program/program.h"

namespace iameval::internal {
namespace {

template <typename T>
std::size_t Bytes(const std::vector<T>& pool) {
  return pool.capacity() * sizeof(T);
}

std::size_t Bytes(const ResourceIndex& index) {
  return index.patterns.MemoryUsage() + Bytes(index.postings_of) +
         Bytes(index.postings);
}

std::size_t Bytes(const Bundle& bundle) {
  return Bytes(bundle.ids) + Bytes(bundle.digests) + Bytes(bundle.shared) +
         Bytes(bundle.entries) + Bytes(bundle.entry_by_number) +
         Bytes(bundle.entry_of_action) + Bytes(bundle.entry_of_pattern) +
         Bytes(bundle.deny_index) + Bytes(bundle.allow_index);
}

// A template's pattern and variables have some 200 bytes on the heap.
std::size_t Bytes(const std::vector<TextTemplate>& templates) {
  return templates.capacity() * (sizeof(TextTemplate) + 200);
}

}  // namespace

std::size_t Program::MemoryUsage() const {
  std::size_t bytes = sizeof(*this);
  bytes += actions.MemoryUsage() + action_patterns.MemoryUsage() +
           action_pattern_index.MemoryUsage() + Bytes(patterns_of_action) +
           Bytes(matched_patterns) + Bytes(action_facts);
  bytes += Bytes(resources) + resource_patterns.MemoryUsage() +
           Bytes(resource_templates);
  bytes += operands.text.capacity() + Bytes(operands.literals) +
           operands.globs.MemoryUsage() + operands.arns.MemoryUsage() +
           Bytes(operands.instants) + Bytes(operands.ranges) +
           Bytes(operands.templates);
  bytes += Bytes(statements) + Bytes(action_lists) + Bytes(listed_actions) +
           Bytes(resource_lists) + Bytes(principals) + Bytes(tests) +
           Bytes(caller_tests) + Bytes(bundles);
  for (const Bundle& bundle : bundles) bytes += Bytes(bundle);
  return bytes;
}

}  // namespace iameval::internal
