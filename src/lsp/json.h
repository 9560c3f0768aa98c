#pragma once
// JSON of a client, which is not trusted: nothing here throws, and what is not of the kind asked
// for is empty.

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace cudafit::lsp {

using Json = nlohmann::json;

/// Values deeper than this are refused: some of what is done with JSON calls itself.
inline constexpr int most_depth = 100;

/// Nothing where it is no JSON, is too deep or holds text that is not UTF-8.
std::optional<Json> parse(std::string_view bytes);
/// In one line; bytes that are not UTF-8 are replaced.
std::string dump(const Json& value);

/// The member; null where there is none, or where it is no object.
const Json& member(const Json& value, std::string_view name);
/// The same, further down.
const Json& at(const Json& value, std::initializer_list<std::string_view> path);
std::string text(const Json& value);
std::optional<std::int64_t> whole(const Json& value);
bool truth(const Json& value);
/// An array that holds this text.
bool lists(const Json& array, std::string_view text);

}  // namespace cudafit::lsp
