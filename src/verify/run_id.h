#pragma once
// Whose a container, an image or a directory is: written on each, so that what a killed process has
// left is found, and never what another one still needs.

#include <string>
#include <string_view>

namespace cudafit::verify {

/// The label that everything we make in an engine carries.
inline constexpr std::string_view label = "io.cudafit.run";

/// Of this process: "7f3a9c01-4711-90210-1764470000": the machine, the process, when it began, and
/// the time in seconds.
std::string own_run_id();

enum class Owner {
  alive,    ///< a process that still runs, perhaps this one
  dead,     ///< of this machine, and gone
  unknown,  ///< another machine that uses the same engine, or no id of ours
};
Owner owner_of(std::string_view id);

/// How old it is, in seconds; negative: it does not say.
long age_of(std::string_view id);

}  // namespace cudafit::verify
