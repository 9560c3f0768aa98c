#pragma once
// The parts of a URL or path that a Python requirement names, as pip looks at them.

#include <optional>
#include <string>
#include <string_view>

namespace cudafit::read {

/// Views into the text that was split.
struct Link {
  std::string_view scheme;    ///< "https", "git+ssh", as written; empty for a path
  std::string_view host;      ///< with user and port
  std::string_view path;      ///< still encoded
  std::string_view fragment;  ///< behind `#`
};

Link split_link(std::string_view text);

/// The scheme is one pip installs from: http, https, ftp, file, or a repository's.
bool installable_scheme(std::string_view scheme);
/// file:, a place on the machine that installs.
bool local_scheme(std::string_view scheme);
/// git+https, hg+http, ...
bool repository_scheme(std::string_view scheme);

/// The value of `key=` in a fragment such as `egg=name&subdirectory=dir`.
std::optional<std::string_view> fragment_value(std::string_view fragment, std::string_view key);

/// `%2B` and the like replaced by what they stand for.
std::string percent_decoded(std::string_view text);

/// What follows the last `/`; trailing slashes do not count.
std::string_view base_name(std::string_view path);

/// The name ends as the archives and wheels that pip installs do.
bool archive_name(std::string_view name);

}  // namespace cudafit::read
