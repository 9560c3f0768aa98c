#pragma once
// YAML as a tree of texts that remember their places. Only yaml.cpp knows the library.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/text.h"

namespace cudafit::read {

struct YamlEntry;

/// One value. Aliases are replaced by what they stand for, merge keys (`<<`) are not followed.
struct Yaml {
  enum class Kind : std::uint8_t { null, scalar, list, map };
  Kind kind = Kind::null;
  Text text;                ///< of a scalar, without quotes
  Span span;                ///< as written, quotes included; of lists and maps: where they begin
  bool quoted = false;      ///< in quotes, so that it is a text whatever it looks like
  std::string tag;          ///< one's own, as "!reset"; empty for those of YAML itself
  std::vector<Yaml> items;  ///< of a list
  std::vector<YamlEntry> entries;  ///< of a map, in the order of the file

  /// The first entry with that key; null where there is none, and for what is no map.
  const Yaml* find(std::string_view key) const;
};

struct YamlEntry {
  Yaml key;
  Yaml value;
};

struct YamlError {
  Span span;
  std::string message;  ///< one sentence without a full stop
};

struct YamlFile {
  Yaml root;  ///< of the first document
  std::vector<YamlError> errors;
  /// What Docker's reader refuses of aliases, and others may not: one inside of what it names, and
  /// so many that hardly any value is written.
  std::vector<YamlError> refused_aliases;
  /// False: `root` is not all of it: an error, another encoding, more than one document, absurdly
  /// deep or long.
  bool known = true;
};

YamlFile read_yaml(FileId file, std::string_view bytes);

}  // namespace cudafit::read
