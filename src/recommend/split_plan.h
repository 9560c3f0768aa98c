#pragma once
// The text of a stage as two: one that builds, one that runs. Private to the recommend room.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "graph/graph.h"
#include "matrix/matrix.h"
#include "source/diagnostic.h"

namespace cudafit::recommend {

struct SplitPlan {
  std::string refusal;  ///< why there is none; then nothing else is set
  std::vector<Edit> edits;
  std::string builder;      ///< the new stage's name
  std::string environment;  ///< the virtual environment that is made for it; may be empty
  std::vector<std::string> check;
};

/// Workshop::file.
using ContextFile =
    std::function<std::string(const document::Document&, facts::Position, const std::string&)>;

/// The document as other builds read it.
struct OtherValues {
  std::vector<std::string> arguments;  ///< of which the stage knows a value
  /// With other values for these.
  std::function<document::Document(const std::vector<std::string>& arguments)> read;
};

/// `sources`: all that the analysis has read. `to`: the image that the second stage starts from.
SplitPlan plan_split(const graph::Graph& graph, const document::Document& document,
                     const OtherValues& others, const Sources& sources, const ContextFile& file,
                     std::size_t stage, const matrix::ImageTag& to);

}  // namespace cudafit::recommend
