#pragma once
// What the build refuses in one instruction, a file for each kind. Private to the document room.
// All of them say what is wrong only when no build could take it as written.

#include <optional>
#include <string>
#include <string_view>

#include "document/document.h"

namespace cudafit::document {

/// Flags the instruction does not have, lacking or senseless values.
std::optional<BuildError> flag_error(const read::Instruction& instruction);

/// RUN --mount, --network and --security.
std::optional<BuildError> run_error(const read::Instruction& instruction);

/// Ports, signals, durations, modes, platforms, sources, as far as they hold no variables.
std::optional<BuildError> value_error(const read::Instruction& instruction);

/// The intervals and retries of HEALTHCHECK.
std::optional<BuildError> timing_error(const read::Instruction& instruction);

/// A decimal number with or without a sign, of at most 15 digits.
std::optional<long> integer(std::string_view text);

}  // namespace cudafit::document
