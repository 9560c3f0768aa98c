#pragma once
// The outcome of analysing one Dockerfile: what printers, editors and tests read.

#include <memory>
#include <string>
#include <vector>

#include "source/diagnostic.h"
#include "source/sources.h"

namespace cudafit {

/// One stage as the build sees it; `line` is the sentence that `full` prints under a product stage
/// (may be empty).
struct StageSummary {
  std::size_t index = 0;
  std::string name;   ///< the name, else the number
  std::string image;  ///< the resolved image or stage it starts from; empty when not known
  bool product = false;
  std::string line;
};

/// A failure of the tool concerning one path (unreadable, missing); not a flaw in the user's files.
struct PathError {
  std::string path;
  std::string message;
};

struct Report {
  /// Shared so that reports can be collected and printed after their analysis is gone.
  std::shared_ptr<Sources> sources = std::make_shared<Sources>();
  FileId file =
      no_file;       ///< the Dockerfile; no_file when it could not be read (then `errors` says why)
  std::string path;  ///< as shown
  std::vector<Diagnostic> findings;  ///< sorted by file, place, severity, rule
  std::vector<StageSummary> stages;
  std::vector<PathError> errors;
};

}  // namespace cudafit
