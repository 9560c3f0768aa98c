#pragma once
// NVIDIA's library about GPUs, where the system has it.

#include <string_view>

namespace cudafit::host {

/// The name under which a process that asks the library is started (programs::Command::program).
inline constexpr std::string_view nvml_name = "libnvidia-ml.so.1";

/// Writes to standard output what the library says, one thing a line, its parts apart by tabs:
/// `driver VERSION`, `library VERSION`, `cuda NUMBER`, `gpu INDEX NAME CC MIB MIG INSTANCES
/// PERSISTENCE` (what it does not tell is `-`), `error NUMBER WORDS`, or `none` where it cannot be
/// loaded. Gives the exit status. It may hang or crash with a broken driver: for a process of its
/// own.
int ask_nvml();

}  // namespace cudafit::host
