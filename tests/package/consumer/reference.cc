// A program that asks which actions there are.

#include <iameval/service_reference.h>

#include <cstdio>

int main() {
  const auto reference = iameval::ServiceReference::BuiltIn();
  for (const auto& action : reference.ExpandActions("sqs:Send*")) {
    std::puts(action.full_name().c_str());
  }
  return reference.FindAction("sqs:SendMessage").has_value() ? 0 : 1;
}
