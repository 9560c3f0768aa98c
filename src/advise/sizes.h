#pragma once
// What images of a kind take on disk, in words.

#include <fmt/format.h>

#include <string>

#include "matrix/image_packages.h"

namespace cudafit::advise {

/// "0.2 GB", "4.2 to 7.4 GB"
inline std::string size_words(const matrix::SizeClass& size) {
  const std::string from = fmt::format("{:.1f}", size.from_mb / 1e3);
  const std::string to = fmt::format("{:.1f}", size.to_mb / 1e3);
  return (from == to ? from : from + " to " + to) + " GB";
}

}  // namespace cudafit::advise
