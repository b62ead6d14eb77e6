#ifndef IAMEVAL_POLICY_FILES_H_
#define IAMEVAL_POLICY_FILES_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"

namespace iameval {

// How JSON that names policies by file, {"file": "role.json"} in the place of
// a document, gets at them. The library opens no file itself: whoever hands it
// such JSON says where it came from and how files are read, and may keep what
// was read or refuse what must not be.
//
//   const iameval::PolicyFiles files{
//       .path = "accounts/production.json",
//       .read = [](const std::string& path) { return ReadWholeFile(path); }};
struct PolicyFiles {
  // The file that the JSON itself is from, for messages; names in it that do
  // not begin with '/' are relative to its folder. Empty or "-" (standard
  // input): relative to wherever `read` takes them to be.
  std::string path = {};
  // The text of a file. Its error becomes the caller's, with the place in the
  // JSON where the file is named. Empty: naming a file is an error.
  std::function<absl::StatusOr<std::string>(const std::string& path)> read = {};
};

}  // namespace iameval

#endif  // IAMEVAL_POLICY_FILES_H_
