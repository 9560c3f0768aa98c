#include "lsp/json.h"

#include <algorithm>

namespace cudafit::lsp {
namespace {

/// Before the parser sees it: whether brackets outside of texts go too deep.
bool too_deep(std::string_view bytes) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > most_depth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

}  // namespace

std::optional<Json> parse(std::string_view bytes) {
  if (too_deep(bytes)) return std::nullopt;
  Json value = Json::parse(bytes, nullptr, false);
  if (value.is_discarded()) return std::nullopt;
  return value;
}

std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const Json& member(const Json& value, std::string_view name) {
  static const Json none;
  if (!value.is_object()) return none;
  const auto found = value.find(name);
  return found == value.end() ? none : *found;
}

const Json& at(const Json& value, std::initializer_list<std::string_view> path) {
  const Json* here = &value;
  for (const std::string_view name : path) here = &member(*here, name);
  return *here;
}

std::string text(const Json& value) {
  return value.is_string() ? value.get_ref<const std::string&>() : std::string();
}

std::optional<std::int64_t> whole(const Json& value) {
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (number > INT64_MAX) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (!value.is_number_integer()) return std::nullopt;
  return value.get<std::int64_t>();
}

bool truth(const Json& value) { return value.is_boolean() && value.get<bool>(); }

bool lists(const Json& array, std::string_view wanted) {
  return array.is_array() && std::any_of(array.begin(), array.end(), [&](const Json& each) {
           return each.is_string() && each.get_ref<const std::string&>() == wanted;
         });
}

}  // namespace cudafit::lsp
