#pragma once
// Where a comment about a place can stand on a line of its own.

#include <cstdint>
#include <string>
#include <string_view>

#include "source/result.h"
#include "source/span.h"

namespace cudafit::project {

struct CommentPlace {
  std::uint32_t offset = 0;  ///< the beginning of a line
  std::string indent;
  std::string_view sign = "#";
  std::string_view line_end = "\n";
};

/// Before the instruction of a Dockerfile, or the line of another file, that `at` lies in. Fails,
/// with words for the user, where what is written there would be no comment.
Result<CommentPlace> comment_place(std::string_view path, std::string_view bytes, std::uint32_t at,
                                   bool dockerfile);

}  // namespace cudafit::project
