#ifndef IAMEVAL_EXAMPLES_LOAD_POLICY_H_
#define IAMEVAL_EXAMPLES_LOAD_POLICY_H_

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "iameval/policy.h"

// What the examples have in common. They stop at the first error; a program
// that lives longer returns the status instead.

// The value, or the end of the program with the error's message.
template <typename T>
T ValueOrExit(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::fprintf(stderr, "%s\n", value.status().ToString().c_str());
  std::exit(2);
}

// The policy document in `folder`/`file`, named after the file.
inline iameval::Policy LoadPolicy(
    const std::string& folder, const std::string& file,
    iameval::PolicyType type = iameval::PolicyType::kIdentity) {
  std::ifstream stream(folder + "/" + file, std::ios::binary);
  std::ostringstream text;
  if (!stream || !(text << stream.rdbuf())) {
    std::fprintf(stderr, "%s/%s: cannot be read\n", folder.c_str(),
                 file.c_str());
    std::exit(2);
  }
  return ValueOrExit(iameval::Policy::Parse(text.str(), type)).Named(file);
}

#endif  // IAMEVAL_EXAMPLES_LOAD_POLICY_H_
