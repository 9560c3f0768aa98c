#pragma once
// The lock files that are TOML. Private to the readers of lock files.

#include "read/lock.h"

namespace cudafit::read {

/// Fills `out`, whose file and format are set.
void read_toml_lock(std::string_view bytes, LockFile& out);
/// Pipfile.lock, which is JSON.
void read_pipfile_lock(std::string_view bytes, LockFile& out);

/// A marker as a lock file has it.
LockMarker lock_marker(std::string_view text);

}  // namespace cudafit::read
