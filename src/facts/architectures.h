#pragma once
// GPU architectures as compilers and build systems are told them. Private to the facts room, apart
// from what build.h declares.

#include <string_view>
#include <vector>

#include "facts/build.h"
#include "facts/words.h"

namespace cudafit::facts {

/// Splits `80;86-real`, `8.0 8.6+PTX`, `80,86` into its entries.
Architectures split_architectures(const Text& value, Span span, std::string_view written_as);

/// The -arch, -code and -gencode options among the words of nvcc.
void nvcc_architectures(const std::vector<Argument>& words, std::vector<Architectures>& out);

/// The words of one value that holds several (`CMAKE_ARGS`, `NVCC_GENCODE`), quotes inside removed.
std::vector<Argument> words_in(const Text& value);

}  // namespace cudafit::facts
