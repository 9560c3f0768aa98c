#pragma once
// What conda_installs.cpp is made of. Private to the facts room.

#include <optional>
#include <string>
#include <string_view>

#include "facts/extract.h"
#include "facts/words.h"

namespace cudafit::facts {

/// Reads one word of `conda install`: `name`, `name=1.2=build*`, `channel/label/x::name>=1,<2`,
/// `name[version='>=2',build=*cuda*]`, `name 1.2.* build`, the file of a package.
CondaSpec read_conda_spec(const Argument& word);

/// An installer of conda itself, by the name of its file: "Miniconda3-latest-Linux-x86_64.sh".
/// Gives "miniconda", "anaconda", "miniforge" or "mambaforge"; empty for any other file.
std::string_view conda_distribution(std::string_view file);

}  // namespace cudafit::facts
