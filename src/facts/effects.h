#pragma once
// What a command may have changed that is in no other fact. Private to the facts room.

#include <string>

#include "facts/downloads.h"
#include "facts/runs.h"

namespace cudafit::facts {

/// Nothing where `what` is empty.
struct Effect {
  Touches touches = {};
  std::string what = {};

  explicit operator bool() const { return !what.empty(); }
};

inline constexpr Touches touches_all{.system = true, .packages = true, .variables = true};
inline constexpr Touches touches_files{.system = true, .packages = true, .variables = false};
inline constexpr Touches touches_system{.system = true, .packages = false, .variables = false};
inline constexpr Touches touches_packages{.system = false, .packages = true, .variables = false};
inline constexpr Touches touches_variables{.system = false, .packages = false, .variables = true};

/// What a command is judged by, besides its words.
struct Surroundings {
  const Facts& facts;                ///< with the installs gathered already
  const Downloads& downloads;        ///< up to the command
  const Command* feeding = nullptr;  ///< the command whose output it reads through a pipe
};

/// What the command may change beyond the facts. Programs that are not known may do anything.
Effect effect_of(const Run& run, const Surroundings& around);

/// What the command may change of a container that starts it. `app`: it is what the container is
/// there for.
Effect effect_at_start(const Run& run, const Surroundings& around, bool app);

/// The parts: cp, mv, install, rsync, tar, unzip.
Effect copy_effect(const Run& run, const Call& call);
Effect unpack_effect(const Run& run, const Call& call, const Surroundings& around);
/// python: scripts, modules, code.
Effect python_effect(const Run& run, const Call& call, const Surroundings& around);
/// `uv tool install`, `pipx install`: tools in environments of their own. What those hold is not
/// known, and their programs may be what is started; of what developers use it is known that none
/// of it has to do with CUDA. `verb`: the word behind which the tools stand.
Effect tools_effect(const Run& run, std::string_view verb);
/// What pipx does at this verb.
Effect pipx_effect(const Run& run, std::string_view verb);
/// sh file, ./file, `curl ... | sh`.
Effect script_effect(const Run& run, const Call& call, const Surroundings& around);
/// A script or archive from an address is run.
Effect address_effect(const Text& address);

}  // namespace cudafit::facts
