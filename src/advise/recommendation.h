#pragma once
// What the recommender says, as plain data: printers read it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/need.h"
#include "source/diagnostic.h"
#include "source/report.h"

namespace cudafit::advise {

/// One thing that something in a stage wants.
struct Want {
  std::string who;   ///< "flash-attn 2.5.8"
  std::string what;  ///< "nvcc"
  /// By what the stage starts from now.
  graph::Verdict verdict = graph::Verdict::unknown;
  Span span;                  ///< the line that says so
  std::vector<Note> because;  ///< why, in order
  /// It is about the machine the containers run on rather than about the image.
  bool of_host = false;
};

/// What is known of an image, as people compare images. Empty texts: none, or not known.
struct ImageSummary {
  std::string name;    ///< "nvidia/cuda:12.4.1-runtime-ubuntu22.04"
  std::string cuda;    ///< of its toolkit or libraries: "12.4.1"
  std::string flavor;  ///< "base", "runtime", "devel"
  std::string cudnn;   ///< "9.1.0", or only its major
  std::string system;  ///< "Ubuntu 22.04"
  std::string python;  ///< "3.10", of the image itself
  std::string torch;
  std::vector<std::string> holds;          ///< "nvcc", "CUDA headers", ...
  std::vector<std::string> architectures;  ///< "amd64"
  std::string
      driver;  ///< what containers of it ask of the host, in words; empty: nothing by itself
  std::string support;        ///< whether its CUDA and its system are supported, in words
  std::string size;           ///< what images of its kind take on disk, as somebody printed it
  std::vector<Note> sources;  ///< who says all that
};

/// A file after the rewrite.
struct Rewritten {
  std::string path;  ///< as shown
  std::string real;
  std::string before, after;
};

/// One image that a stage could start from.
struct Offer {
  ImageSummary image;
  bool present = false;  ///< it is the one there is
  /// False: something it lacks may be wanted by a part of the stage that cannot be followed. A
  /// person has to look.
  bool sure = true;
  std::vector<std::string> gains;  ///< what is mended by it, or better, a clause each
  std::vector<std::string> loses;  ///< what the image of now has and this one has not
  std::vector<std::string> check;  ///< what to look at by hand
  std::vector<Rewritten> files;    ///< over what is recommended for the stages before
};

/// A stage that builds and runs, as two. A person has to look at it: it is shown, and never written
/// by itself.
struct Split {
  std::string title;
  std::vector<std::string> check;  ///< what to look at by hand
  std::vector<Rewritten> files;
  std::string why_none;  ///< where it is not offered; then nothing else is set
};

/// What is said of one stage that starts from an image.
struct StageAdvice {
  std::size_t stage = 0;
  std::string label;
  bool product = false;
  Span from;  ///< the image's name behind FROM
  ImageSummary now;
  std::vector<Want> wants;    ///< of the stage and of those that build on it
  std::vector<Offer> offers;  ///< best first
  std::string why_none;       ///< where there is no offer
  /// Findings that the rewrite mends whichever image is taken, a line each.
  std::vector<std::string> mended;
  /// Findings that no image mends, a line each.
  std::vector<std::string> left;
  std::optional<Split> split;  ///< where the question arises
};

struct Recommendation {
  Report now;  ///< the file as it is
  std::string build;
  std::vector<StageAdvice> stages;
  /// All that changes where the first offer of every stage is taken.
  std::vector<Rewritten> files;
};

}  // namespace cudafit::advise
