#pragma once
// Which published tag would do instead, and the edits that write it where the old one was written.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "advise/tag_words.h"
#include "graph/graph.h"
#include "source/diagnostic.h"

namespace cudafit::advise {

/// A published tag near a wanted one.
struct Candidate {
  matrix::ImageTag row;
  Safety safety = Safety::suggested;
  std::string
      difference;  ///< what changes besides the spelling, in a few words; empty when nothing does
};

struct TagRow {
  matrix::ImageTag tag;
  TagWords words;
};

/// The major of cuDNN in the image: as its tag says, else its environment; 0: none, or not known.
unsigned cudnn_major(const matrix::ImageTag& tag);

/// The repository under which the tags of an image are listed: NVIDIA's registry has those of
/// Docker Hub.
std::string tag_table(const std::string& repository);

/// The words of a system without its release: "ubuntu" of "ubuntu20.04".
std::string_view system_family(std::string_view os);
/// Its system is out of support: "ubuntu20.04".
bool system_ended(std::string_view os);
/// NVIDIA supports the release no more.
bool release_ended(Version cuda);

/// The published tags of one repository, looked through once.
class Tags {
 public:
  explicit Tags(const std::string& repository);

  /// Tags for an image that cannot be had, nearest first, at most `most`. `safe` only when nothing
  /// but the patch release or the spelling changes and no other tag would do as well; `shown` when
  /// the CUDA major or the flavor is a guess.
  /// With `fits`, only tags of which it holds, and never the need's own.
  std::vector<Candidate> nearest(
      const graph::ImageNeed& need, std::size_t most,
      const std::function<bool(const matrix::ImageTag&)>& fits = nullptr) const;

  /// Tags to begin with where none is named: the newest fully listed CUDA line, one flavor each,
  /// what the stage shows it needs first.
  std::vector<Candidate> starters(const facts::StageFact* stage, std::size_t most) const;

 private:
  const std::vector<TagRow>& rows_;
};

/// What a tag of another flavor must have; the rest (release, system, cuDNN) stays as it is.
struct Reflavor {
  matrix::Flavor flavor = matrix::Flavor::devel;
  /// With cuDNN or without; nothing: as the tag has it.
  std::optional<bool> cudnn = std::nullopt;
  Version cuda = {};  ///< of this line (its newest patch release) rather than the same release
};

/// The published tag that differs from the need's in nothing else. Nothing when there is none, when
/// the need's own tag is not of a flavor, or where it was only inferred.
std::optional<matrix::ImageTag> reflavored(const graph::ImageNeed& need, const Reflavor& wanted);

/// The image a stage starts from in another flavor, and what writes it.
struct OtherBase {
  std::string image;  ///< "nvidia/cuda:11.8.0-devel-ubuntu22.04"
  matrix::ImageTag tag;
  std::vector<Edit> edits;  ///< empty when a part has no place of its own
  bool spreads = false;     ///< stages that do not build on this one get it too
};
/// Nothing where there is no such image.
std::optional<OtherBase> other_base(const graph::Graph& graph, int stage, const Reflavor& wanted);

/// The edits that turn the fact's tag into `tag`: in the ARG default, the FROM line or both,
/// wherever each part is written. Empty when a part that must change has no place of its own.
std::vector<Edit> retag(const facts::Fact& fact, std::string_view tag);

}  // namespace cudafit::advise
