#pragma once
// What follows from what was seen.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/contents.h"
#include "programs/program.h"
#include "source/diagnostic.h"
#include "verify/engine.h"
#include "verify/seen.h"

namespace cudafit::verify {

enum class Verdict : std::uint8_t {
  runs,       ///< a kernel ran on the GPU, and everything asked for with it
  no_gpu,     ///< the image starts and has what was asked for; this host has no GPU to go on
  fails,      ///< proven: programs for CUDA fail in it, here
  undecided,  ///< neither was proven
};
std::string_view word(Verdict verdict);  ///< "runs", "builds, no GPU on this host", ...
std::string_view key(Verdict verdict);   ///< "runs", "no-gpu", "fails", "undecided"

/// A library that something in the stage opens.
struct LibraryWish {
  std::string name;  ///< "libcudnn.so.9"
  std::string who;   ///< "onnxruntime-gpu 1.20.1"; empty: nobody in particular, only looked at
};

/// What the matrix says of the image, and what is looked at.
struct Expectation {
  std::optional<matrix::ImageContents> contents;
  std::vector<std::string> runtimes;  ///< names of libcudart, the likeliest first
  std::vector<LibraryWish> libraries;
  bool python = true;  ///< ask Python, where there is one
};
/// `image` as written; empty: this machine.
Expectation expect(std::string_view image, std::vector<LibraryWish> wishes);

/// One run of the probe.
struct Observation {
  programs::Ended ended;
  std::optional<Seen> seen;          ///< nothing: the probe did not answer
  std::string gpu_way;               ///< by which GPUs were given; empty: without
  std::vector<std::string> refused;  ///< what the engine said to the other ways
  bool host_driver = false;          ///< this machine has a driver of NVIDIA
  bool container = true;
};

struct CudaFailure {
  std::int64_t code = 0;
  std::string name, message;
  std::string at;  ///< the step that failed
};

struct Judgement {
  Verdict verdict = Verdict::undecided;
  std::string why;                       ///< one clause
  std::optional<CudaFailure> error;      ///< of `fails`
  std::vector<Note> notes;               ///< the reasons, and what each rests on
  std::vector<std::string> help;         ///< what would mend it
  std::vector<std::string> evidence;     ///< what was seen
  std::vector<std::string> differences;  ///< between that and the matrix
};

Judgement judge(const Observation& observation, const Expectation& expected);

/// What a code of CUDA means here, and what would mend it: fills `error`, `notes` and `help`.
void explain(Judgement& judgement, const Code& code, std::string at, const Seen& seen);
/// What was seen, in sentences, and where the matrix says otherwise.
void tell(Judgement& judgement, const Seen& seen, const Expectation& expected);

}  // namespace cudafit::verify
