#pragma once
// The outcome of analysing one Dockerfile: what printers, editors and tests read.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "source/diagnostic.h"
#include "source/sources.h"

namespace cudafit {

/// What a stage needs of its host, where no host is declared. Empty texts: not known.
struct HostNeeds {
  std::string driver;      ///< from which on all run what the stage loads: "525.60.13"
  std::string gpu_min;     ///< the oldest architecture there is machine code for: "sm_50"
  std::string gpu_max;     ///< the newest
  bool gpu_newer = false;  ///< newer GPUs work too: there is PTX for the driver to compile
  std::string decided_by;  ///< "torch 2.4.1+cu124"
  Span span;               ///< where that is asked for
};

/// One stage as the build sees it; `line` is the sentence that `full` prints under a product stage
/// (may be empty).
struct StageSummary {
  std::size_t index = 0;
  std::string name;   ///< the name, else the number
  std::string image;  ///< the resolved image or stage it starts from; empty when not known
  bool product = false;
  std::string line;
  std::optional<HostNeeds> needs = {};
};

/// An image that is pulled for the build, or to run.
struct NamedImage {
  std::string reference;   ///< "registry.example/ml-base:1.2"
  std::string platform;    ///< that it is pulled for: "linux/arm64"; empty: not known
  bool described = false;  ///< what is in it is known, or does not matter

  friend bool operator==(const NamedImage&, const NamedImage&) = default;
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
  bool shared = false;  ///< the file is no Dockerfile: reports of what it builds speak of it, too
  std::vector<Diagnostic> findings;  ///< sorted by file, place, severity, rule
  /// Left out because `findings` has another of the same cause, or of the same place a graver one:
  /// what may be left when that one is fixed.
  std::vector<Diagnostic> covered;
  std::vector<StageSummary> stages;
  std::vector<NamedImage> images;
  std::vector<PathError> errors;
};

}  // namespace cudafit
