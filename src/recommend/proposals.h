#pragma once
// Which images could stand in place of the one that a stage starts from, before anybody looks
// whether they do. Private to the recommend room.

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.h"
#include "source/diagnostic.h"

namespace cudafit::recommend {

/// How far an image is from the one there is, most important first; smaller is better.
struct Rank {
  unsigned unfit = 0;       ///< packages that miss libraries now and certainly would there, too
  unsigned unsure = 0;      ///< 1: somebody has to look at it, 2: a declared driver is older, too
  unsigned ended = 0;       ///< its CUDA or its system is out of support, or it is older
  unsigned repository = 0;  ///< another one
  unsigned major = 0;       ///< majors of CUDA between them
  unsigned line = 0;        ///< lines of CUDA, or releases, between them; older ones are farther
  unsigned system = 0;      ///< 1: another release, 2: another family
  unsigned flavor = 0;      ///< larger ones last
  unsigned cudnn = 0;       ///< with cuDNN last
  unsigned patch = 0;       ///< newer patch releases first
  unsigned release = 0;     ///< newer systems first

  friend auto operator<=>(const Rank&, const Rank&) = default;
};

struct Proposal {
  std::string repository, tag;
  std::vector<Edit> edits = {};  ///< that write it; none for the present image
  bool present = false;
  /// Everything that it lacks is proven to be used by nothing.
  bool sure = true;
  bool lighter = false;  ///< it has no CUDA, and the present image has
  bool smaller = false;  ///< a flavor of the present image with less in it
  std::vector<std::string> loses = {};
  std::vector<std::string> check = {};  ///< where not sure: what to look at
  /// Lines that name what the present image has in exactly that version; the same.
  std::vector<Note> ties = {};
  /// Images of one kind are alternatives of which one is enough.
  std::string kind;
  Rank rank{};

  std::string name() const { return repository + ":" + tag; }
};

/// What to look at before a toolkit goes.
inline constexpr std::string_view calls_no_compiler =
    "nothing that runs calls a compiler: torch.compile, Triton and torch.utils.cpp_extension do";

/// Best first. Only images whose contents are known completely, of the stage's platform. `root` has
/// to start from an image that the matrix lists.
std::vector<Proposal> proposals(const graph::Graph& graph, int root);

}  // namespace cudafit::recommend
