#pragma once
// A report read in pieces, so that never more than one finding of it is in memory as JSON: the
// document of ten thousand reports is far larger than what is kept of them.

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cudafit::merge {

using Json = nlohmann::ordered_json;

struct Sifted {
  /// The rest of the document: everything but what was handed over.
  Json rest;
  std::string error;  ///< why there is none, in words for the user
};

/// A place by the names that lead to it; lists have none. `{"runs", "results"}` are the elements of
/// the lists `results` of all `runs`.
using Place = std::vector<std::string>;

/// Hands over each object whose place is one of these, as soon as it was read. An object that holds
/// others comes after them.
Sifted sift(std::string_view bytes, const std::vector<Place>& places,
            const std::function<void(const Place& place, Json& object)>& take);

/// A text; empty where it is none, or where there is no such member.
std::string text(const Json& value, std::string_view name);
/// A member; null where there is none, or where the value is no object.
const Json& member(const Json& value, std::string_view name);
std::vector<std::string> texts(const Json& value);

}  // namespace cudafit::merge
