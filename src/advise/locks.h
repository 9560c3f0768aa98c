#pragma once
// Installations by lock files. Private to the advise room.

#include <vector>

#include "facts/install.h"
#include "source/diagnostic.h"

namespace cudafit::advise {

/// A lock file says what is installed. Its tool writes it: no edit goes there.
bool by_lock(const facts::PipInstall& install);

/// Says of what cannot be edited there where it is changed.
void change_manifest(const facts::PipInstall& install, std::vector<Fix>& fixes);

}  // namespace cudafit::advise
