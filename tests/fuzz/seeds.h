#pragma once
// What the fuzz targets start from: the files and the texts that the other tests have.

#include <string>
#include <vector>

namespace cudafit::fuzz {

struct Seed {
  std::string from;  ///< below the source folder
  std::string bytes;
};

/// Sorted by where they are from; no bytes twice. Files of the folder `corpus` count as those of
/// the tests do; empty: none.
std::vector<Seed> seeds(const std::string& target, const std::string& corpus);

}  // namespace cudafit::fuzz
