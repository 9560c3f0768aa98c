#pragma once
// The values of a TOML file by their dotted names, for who needs a few of them.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cudafit::read {

struct TomlValues {
  /// Strings, numbers and booleans as text: "nvidia-container-cli.no-cgroups" is "true". What lies
  /// in lists is left out.
  std::map<std::string, std::string, std::less<>> values;
  /// The line where it is no TOML any more; 0: it is.
  std::uint32_t broken_line = 0;
  bool known = true;  ///< false: it was not read, for the way it is made nobody writes it
};

TomlValues read_toml_values(std::string_view bytes);

}  // namespace cudafit::read
