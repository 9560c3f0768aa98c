#pragma once
// WWW-Authenticate: what a server wants to be shown.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cudafit::registry {

struct Challenge {
  std::string scheme;  ///< in small letters: "bearer", "basic"
  std::vector<std::pair<std::string, std::string>> parameters;  ///< names in small letters

  /// Empty without one.
  std::string_view parameter(std::string_view name) const;
};

/// All that can be read of a header's value; what cannot ends it.
std::vector<Challenge> parse_challenges(std::string_view header);

}  // namespace cudafit::registry
