#pragma once
// The instructions of a stage that becomes two, and what those of the second stage name. Private to
// the recommend room.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "recommend/split_lists.h"
#include "recommend/split_steps.h"
#include "recommend/split_text.h"

namespace cudafit::recommend {

/// Where an instruction stands in the end.
enum class Where : std::uint8_t { builder, both, final_ };

struct Part {
  const document::Step* step = nullptr;
  Chunk chunk;
  Where where = Where::both;
  RunStep run;
  std::vector<Edit> in_builder, in_final;
  std::optional<AptRun> instead;  ///< in the second stage, for a step that is only in the first
  std::string carried;            ///< a RUN there, for what it does to files that both have
};

/// What it says, its heredocs too.
std::string text(const Part& part);

/// Directories of which nobody copies the whole.
bool shared_directory(std::string_view path);

/// Something in the second stage names the path; from the working directory it may be the last
/// part of it.
bool wanted(const std::vector<Part>& parts, const document::Stage& stage, const std::string& path);

/// The files below the directory that the second stage names, with their whole paths: programs that
/// its containers start and values of variables.
std::vector<std::string> named_below(const std::vector<Part>& parts, const document::Stage& stage,
                                     const std::string& directory);

/// An instruction of the second stage starts the program, or has containers start it.
bool starts(const Part& part, std::string_view program);

/// The name of a program that a step of the first stage starts, and nothing in the second.
bool only_build_starts(const std::vector<Part>& parts, std::string_view program);

/// The COPY brings a program out of another image that nothing but the build starts: uv.
bool brings_tool(const document::Document& document, const std::vector<Part>& parts,
                 const Part& copy);

/// An ARG that the instructions of the first stage use, and none of the second.
bool only_build_expands(const std::vector<Part>& parts, const Part& arg);

/// Takes COPYs of the build context out of the second stage where only the build reads what they
/// bring: it works there, and nothing that runs names it or works near it. Returns what stays
/// behind.
std::vector<std::string> leave_sources(std::vector<Part>& parts, std::size_t last,
                                       const document::Stage& stage, const Made& made);

/// Directories and files that RUNs of the first stage make beside what they build.
std::vector<std::string> left_beside(const std::vector<Part>& parts, const Made& made);

}  // namespace cudafit::recommend
