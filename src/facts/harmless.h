#pragma once
// Programs and installers that bring none of the things whose absence is judged. Private to the
// facts room.

#include <string_view>

namespace cudafit::facts {

/// A program that puts no compiler, CUDA, cuDNN, Python or Python package in place, whatever its
/// words. Builds of unknown content are among them: what they make is their own.
bool harmless_program(std::string_view name);

/// A script by its name: ./configure, autogen.sh, bootstrap.
bool harmless_script(std::string_view file);

/// An address whose script or archive is known to bring none of them: rustup, nodesource, Go.
bool harmless_address(std::string_view address);

/// ... or an archive by its name.
bool harmless_archive(std::string_view file);

/// What an installer at an address brings: "uv", "pyenv", "poetry"; empty for any other.
std::string_view installer_of(std::string_view address);

}  // namespace cudafit::facts
