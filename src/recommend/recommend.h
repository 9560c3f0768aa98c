#pragma once
// The image that fits each stage of a build best: the linter asked again, once for each image.

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "advise/recommendation.h"
#include "graph/graph.h"
#include "source/report.h"

namespace cudafit::recommend {

/// The file as it would be with some edits.
struct Trial {
  Report report;       ///< of the file, after what can be mended was mended
  graph::Graph graph;  ///< of it
  std::vector<advise::Rewritten> files;
  /// The file with the edits and nothing else; null where nothing was mended.
  std::shared_ptr<const Trial> unmended{};

  const Trial& as_edited() const { return unmended ? *unmended : *this; }
};

/// Who can have the file analysed as if it were written otherwise. The edits are of the files of
/// the last settled report.
struct Workshop {
  /// The file as it is.
  std::function<Trial()> look;
  /// With these edits, and mended where `mended_along` says so. Nothing of it stays.
  std::function<Trial(std::span<const Edit> edits)> attempt;
  /// The same for the first build alone, where the file has several: what that one has against an
  /// image no other makes good. Empty where there is one build.
  std::function<Trial(std::span<const Edit> edits)> attempt_alone{};
  /// Of the file: so many times this is asked, and each time all of them are analysed.
  std::size_t builds = 1;
  /// With these edits and nothing else.
  std::function<Trial(std::span<const Edit> edits)> as_written;
  /// From now on these edits, mended, are the file.
  std::function<void(std::span<const Edit> edits)> settle;
  /// All that changed since the beginning.
  std::function<std::vector<advise::Rewritten>()> changes;
  /// How the file is built, with what a Compose file says of it; may be empty.
  std::function<document::BuildOptions()> options{};
  /// The bytes of a file (absolute path) of the build context as a command of the document sees it;
  /// empty where it is not known. May be empty.
  std::function<std::string(const document::Document&, facts::Position, const std::string& path)>
      file{};
};

/// A finding that keeps an image from being offered: an error, a warning, or a hint that the image
/// is larger than it has to be.
bool matters(const Diagnostic& finding);
/// Such a one, whose fix belongs to what is recommended. How containers are started is not about
/// images: whoever asks for an image gets no edits of that.
bool mended_along(const Diagnostic& finding);

/// Every stage that starts from an image and has to do with CUDA.
advise::Recommendation recommend(const Workshop& workshop);

}  // namespace cudafit::recommend
