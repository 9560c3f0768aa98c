#pragma once
// The words of the matrix files that both the loader and the lookups know.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cudafit::matrix {

/// Why a tag that a complete listing lacks was never there. Each has a sentence in the tag table.
enum class Absence : std::uint8_t {
  no_patch,        // 12.1-base-ubuntu22.04
  no_system,       // 12.1.0-base
  no_flavor,       // 12.1.0-ubuntu22.04
  unknown_flavor,  // 12.1.0-full-ubuntu22.04
  word_order,      // 12.1.0-devel-cudnn8-ubuntu22.04
  system_spelling,
  system_not_offered,
  cudnn_base,
  no_cudnn,
  cudnn_spelling,
  no_cudnn_on_system,
  not_listed,  // everything else
  newer,       // not an absence: a release above everything the table knows
};
inline constexpr std::array<std::string_view, 13> absence_words = {
    "no_patch",           "no_system",          "no_flavor",  "unknown_flavor", "word_order",
    "system_spelling",    "system_not_offered", "cudnn_base", "no_cudnn",       "cudnn_spelling",
    "no_cudnn_on_system", "not_listed",         "newer"};
inline constexpr std::size_t absence_kinds = absence_words.size();
/// What a sentence may hold in braces.
inline constexpr std::array<std::string_view, 4> sentence_fields = {"release", "written", "known",
                                                                    "os"};

inline constexpr std::array<std::string_view, 4> status_words = {"published", "removed", "never",
                                                                 "unknown"};
inline constexpr std::array<std::string_view, 3> flavor_words = {"base", "runtime", "devel"};
inline constexpr std::array<std::string_view, 5> layer_words = {"base", "runtime", "devel",
                                                                "cudnn-runtime", "cudnn-devel"};
/// What a tag pattern may hold in braces (see pattern.h).
inline constexpr std::array<std::string_view, 6> pattern_fields = {"cuda", "cudnn",   "flavor",
                                                                   "os",   "version", "word"};

}  // namespace cudafit::matrix
