#pragma once
// JSON, with the places of what is read. For the readers of files that are JSON.

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "source/text.h"

namespace cudafit::read {

struct JsonValue {
  enum class Kind : std::uint8_t { string, array, object, other };
  Kind kind = Kind::other;
  Text text;                     ///< a string, without its quotes; else as written: `true`, `12`
  std::vector<JsonValue> items;  ///< of an array; of an object, one for each key
  std::vector<Text> keys;        ///< of an object
  Span span;                     ///< all of it, quotes and brackets included

  /// The value of the last such key; null without one, and for what is no object.
  const JsonValue* find(std::string_view key) const;
  /// The string under the key; null without one.
  const Text* string(std::string_view key) const;
};

struct JsonResult {
  std::optional<JsonValue> value;
  std::size_t error_at = 0;  ///< the byte at which it is no JSON any more
};

/// Reads the bytes of a file; nothing where they are no JSON, or nest absurdly deep.
JsonResult read_json(FileId file, std::string_view bytes);

}  // namespace cudafit::read
