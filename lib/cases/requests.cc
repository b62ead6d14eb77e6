#include "cases/requests.h"

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "cases/fields.h"

namespace iameval::internal {
namespace {

// A request line may have the first one as well, a request none but the rest.
constexpr std::array kLineFields = {
    Field{"id"},
    Field{"principal", true},
    Field{"roleArn"},
    Field{"federatedBy"},
    Field{"principalId"},
    Field{"action", true},
    Field{"resource", true},
    Field{"resourceAccount"},
    Field{"principalAccountIsManagement"},
    Field{"resourceAccountIsManagement"},
    Field{"serviceSupportsRcps"},
    Field{"context"},
};
constexpr std::span kRequestFields = std::span(kLineFields).subspan(1);

absl::Status SetString(
    JsonValue request, std::string_view name, Request::Builder& builder,
    Request::Builder& (Request::Builder::*set)(std::string_view)) {
  const auto text = StringField(request, name);
  if (!text.ok()) return text.status();
  if (text->has_value()) (builder.*set)(**text);
  return absl::OkStatus();
}

absl::Status SetBoolean(JsonValue request, std::string_view name,
                        Request::Builder& builder,
                        Request::Builder& (Request::Builder::*set)(bool)) {
  const auto value = BooleanField(request, name);
  if (!value.ok()) return value.status();
  if (value->has_value()) (builder.*set)(**value);
  return absl::OkStatus();
}

// Numbers and booleans count as their text.
bool IsContextValue(JsonValue value) {
  return value.is_string() || value.is_number() || value.is_boolean();
}

absl::Status ReadContextList(std::string_view key, JsonValue list,
                             Request::Builder& builder) {
  std::vector<std::string_view> values;
  for (const JsonValue element : list.elements()) {
    if (!IsContextValue(element)) {
      return UnexpectedValue(element, "a string, number or boolean");
    }
    values.push_back(element.text());
  }
  builder.ContextList(key, values);
  return absl::OkStatus();
}

absl::Status ReadChecked(JsonValue request, Request::Builder& builder) {
  using Builder = Request::Builder;
  for (const absl::Status& status : {
           SetString(request, "principal", builder, &Builder::Principal),
           SetString(request, "roleArn", builder, &Builder::RoleArn),
           SetString(request, "federatedBy", builder, &Builder::FederatedBy),
           SetString(request, "principalId", builder, &Builder::PrincipalId),
           SetString(request, "action", builder, &Builder::Action),
           SetString(request, "resource", builder, &Builder::Resource),
           SetString(request, "resourceAccount", builder,
                     &Builder::ResourceAccount),
           SetBoolean(request, "principalAccountIsManagement", builder,
                      &Builder::PrincipalAccountIsManagement),
           SetBoolean(request, "resourceAccountIsManagement", builder,
                      &Builder::ResourceAccountIsManagement),
           SetBoolean(request, "serviceSupportsRcps", builder,
                      &Builder::ServiceSupportsRcps),
       }) {
    if (!status.ok()) return status;
  }
  const std::optional<JsonValue> context = request.Find("context");
  return context.has_value() ? ReadContext(*context, builder)
                             : absl::OkStatus();
}

}  // namespace

absl::Status ReadContext(JsonValue context, Request::Builder& builder) {
  if (!context.is_object()) return UnexpectedValue(context, "an object");
  for (const JsonMember member : context.members()) {
    if (IsContextValue(member.value)) {
      builder.Context(member.name, member.value.text());
    } else if (member.value.is_null()) {
      builder.ContextAbsent(member.name);  // S-6.1
    } else if (member.value.is_array()) {
      if (absl::Status status =
              ReadContextList(member.name, member.value, builder);
          !status.ok()) {
        return status;
      }
    } else {
      return UnexpectedValue(member.value,
                             "a string, number or boolean, an array of them, "
                             "or null for an absent key");
    }
  }
  return absl::OkStatus();
}

absl::Status ReadRequest(JsonValue request, Request::Builder& builder) {
  if (absl::Status status = CheckFields(request, kRequestFields);
      !status.ok()) {
    return status;
  }
  return ReadChecked(request, builder);
}

absl::Status ReadRequestLine(JsonValue line, Request::Builder& builder,
                             std::optional<JsonValue>& id) {
  id = line.Find("id");
  const bool is_label = !id.has_value() || id->is_string() || id->is_number();
  const std::optional<JsonValue> other = is_label ? std::nullopt : id;
  if (!is_label) id = std::nullopt;
  if (absl::Status status = CheckFields(line, kLineFields); !status.ok()) {
    return status;
  }
  if (other.has_value()) return UnexpectedValue(*other, "a string or a number");
  return ReadChecked(line, builder);
}

}  // namespace iameval::internal
