#include "cases/documents.h"

#include <array>
#include <filesystem>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "cases/fields.h"

namespace iameval::internal {
namespace {

constexpr std::array kFileFields = {Field{"file", true}};

// The path as people write it, without "folder/.." in it.
std::string Shown(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().string();
}

// The folder of `path`, with the slash that ends it.
std::string_view FolderOf(std::string_view path) {
  return path.substr(0, path.rfind('/') + 1);
}

}  // namespace

absl::Status Prefixed(std::string_view before, const absl::Status& status) {
  if (status.ok() || before.empty()) return status;
  return absl::Status(status.code(),
                      absl::StrFormat("%s: %s", before, status.message()));
}

absl::StatusOr<std::optional<std::string>> FileOfPolicy(
    JsonValue value, const PolicyFiles& files) {
  // No policy has an element of that name, so nothing can be meant but this.
  if (!value.is_object() || !value.Find("file").has_value()) {
    return std::nullopt;
  }
  if (absl::Status status = CheckFields(value, kFileFields); !status.ok()) {
    return status;
  }
  const JsonValue name = *value.Find("file");
  if (!name.is_string() || name.text().empty() ||
      name.text().find('\0') != std::string_view::npos) {
    return UnexpectedValue(name, "the name of a file");
  }
  if (files.read == nullptr) {
    return UnexpectedValue(value,
                           "a policy document: no files can be read from here");
  }
  std::string path(name.text());
  if (!path.starts_with('/')) path.insert(0, FolderOf(files.path));
  return path;
}

absl::StatusOr<std::string> ReadPolicyFile(JsonValue value,
                                           const std::string& path,
                                           const PolicyFiles& files) {
  absl::StatusOr<std::string> text = files.read(path);
  if (text.ok()) return text;
  return Prefixed(value.Location(), text.status());
}

absl::StatusOr<PolicyText> ReadPolicyText(JsonValue value, std::string name,
                                          const PolicyFiles& files) {
  // A string is raw text: it may hold what is no JSON at all.
  if (value.is_string()) return PolicyText{std::move(name), value.text()};
  auto path = FileOfPolicy(value, files);
  if (!path.ok()) return path.status();
  if (path->has_value()) {
    auto text = ReadPolicyFile(value, **path, files);
    if (!text.ok()) return text.status();
    auto file = std::make_shared<const std::string>(*std::move(text));
    const std::string_view view = *file;
    return PolicyText{Shown(**path), view, std::move(file)};
  }
  if (value.is_object()) return PolicyText{std::move(name), value.raw()};
  return UnexpectedValue(
      value, "a policy document: an object, a string or {\"file\": NAME}");
}

absl::StatusOr<Policy> ParsePolicyText(const PolicyText& document,
                                       PolicyType type) {
  absl::StatusOr<Policy> policy = Policy::Parse(document.text, type);
  if (policy.ok()) return policy->Named(document.name);
  return Prefixed(document.name, policy.status());
}

}  // namespace iameval::internal
