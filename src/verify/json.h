#pragma once
// JSON of probes and engines: nothing here throws, and what is not of the kind asked for is empty.

#include <nlohmann/json.hpp>
#include <string>

namespace cudafit::verify {

using Json = nlohmann::json;

/// The member; null where there is none, or where it is no object.
inline const Json& at(const Json& object, const char* name) {
  static const Json none;
  if (!object.is_object()) return none;
  const auto found = object.find(name);
  return found == object.end() ? none : *found;
}

inline std::string text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}
inline std::string text(const Json& object, const char* name) { return text(at(object, name)); }

}  // namespace cudafit::verify
