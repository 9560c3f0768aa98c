#pragma once
// Words of package managers. Private to the facts room.

#include <string_view>

#include "facts/extract.h"
#include "facts/words.h"

namespace cudafit::facts {

/// Reads one word of `apt-get install` and its relatives: `pkg=1.2`, `pkg:amd64`, `pkg/jammy`,
/// `./pkg_1.2_amd64.deb`, `pkg-1.2-3.x86_64`, `pkg~=1.2`, `libcudnn8*`. `file`: where a word is a
/// path, the name of the file that stands there.
SystemPackageName read_system_name(Installer tool, const Argument& word, std::string_view file);

/// The word is a package file or the address of one.
bool is_package_file(std::string_view word);

}  // namespace cudafit::facts
