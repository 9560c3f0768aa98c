#pragma once
// The lock files that are TOML. Private to the readers of lock files.

#include "read/lock.h"
#include "read/toml.h"

namespace cudafit::read {

/// Fills `out`, whose file and format are set.
void read_toml_lock(std::string_view bytes, LockFile& out);
/// Pipfile.lock, which is JSON.
void read_pipfile_lock(std::string_view bytes, LockFile& out);

/// uv.lock: what it was made from.
void read_lock_record(const toml::table& top, LockFile& out);
/// The same of one project: its table of the list `package`.
void read_project_record(const toml::table& package, LockedPackage& out);

/// A marker as a lock file has it.
LockMarker lock_marker(std::string_view text);

}  // namespace cudafit::read
