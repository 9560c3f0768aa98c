#pragma once
// What is inside images, by flavor: which programs, libraries and interpreters a build finds there.
// Only what a source says; an image nobody described has no contents at all.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// One image. A Version without parts and an empty text mean that it is not known or that there is
/// none; the Known next to it tells which. `no` is a fact about a known image, never a guess.
struct ImageContents {
  Known nvcc = Known::unknown;
  Known cuda_headers = Known::unknown;    ///< cuda_runtime.h and its like
  Known cuda_runtime = Known::unknown;    ///< a system libcudart
  Known cuda_libraries = Known::unknown;  ///< system cuBLAS, cuFFT, cuSPARSE, NPP ...
  Known cudnn = Known::unknown;           ///< a system cuDNN (not one inside a Python package)
  Known nccl = Known::unknown;            ///< a system NCCL
  Known cuda_compat = Known::unknown;     ///< NVIDIA's forward compatibility libraries
  Known opengl = Known::unknown;          ///< libraries that lead to the driver's OpenGL
  Known c_compiler = Known::unknown;      ///< gcc or clang on PATH
  Known python = Known::unknown;          ///< any interpreter on PATH
  Known pip = Known::unknown;             ///< for that interpreter
  /// The CUDA of the system toolkit or libraries, as far as known: "12.4.1", "12.4" or "12".
  /// Without parts where the image has none (cuda_runtime is `no`).
  Version cuda;
  Version cudnn_version;     ///< of the newest build of this tag, as far as known
  unsigned cudnn_major = 0;  ///< 0: none or not known
  Version python_version;    ///< "3.10" or "3.10.12"
  std::vector<std::string_view> python_programs;  ///< names on PATH: "python", "python3"
  std::string_view os;          ///< "ubuntu", "debian", "alpine", "centos", "ubi", "rockylinux" ...
  std::string_view os_release;  ///< as it is written: "22.04"; empty: not known
  Version os_version;           ///< the same as numbers (22.04 is 22.4)
  /// What the distribution's own package `python3` is there; also for images without Python.
  Version distro_python;
  /// pip refuses to install into the system environment: of the interpreter on PATH, without one
  /// of the distribution's.
  Known pep668 = Known::unknown;
  Known conda = Known::unknown;  ///< a conda environment is on PATH
  bool apt = false;              ///< apt-get installs packages
  bool gated = false;            ///< carries NVIDIA_REQUIRE_CUDA
  std::string torch;             ///< torch the image brings: "2.5.1", NGC's "2.2.0a0+81ea7a4"
  std::string torch_variant;     ///< "cu124" where the torch is a wheel of that variant
  std::string tensorflow;        ///< TensorFlow the image brings
  Known default_cmd_shell = Known::unknown;  ///< its default command is a shell
  /// Everything above that matters to CUDA and Python is known. Never declared, always derived.
  bool complete = false;
  std::vector<std::string_view> architectures;  ///< "amd64", "arm64"; empty when not known
  /// What a person should be told when this image is used; empty mostly. One clause.
  std::string_view note;
  Citation source;
  bool weak = false;  ///< inferred or from memory: no error may rest on it alone
};

/// `repository` canonical; other names of a repository and mirrors of Docker Hub are resolved.
/// Nothing for images (or tags) nobody described. A tag that is a code name
/// or a word (jammy, bookworm, slim) is resolved where the data say what it means.
std::optional<ImageContents> contents(std::string_view repository, std::string_view tag);

/// The repository of Docker Hub that a public mirror of it passes on, canonical; every other
/// repository as it is.
std::string behind_mirror(std::string_view repository);
/// The repositories of which some images are described, sorted.
std::vector<std::string_view> described_repositories();

/// What the distribution's package manager installs as `python3`: "ubuntu", 22.04 gives 3.10. No
/// parts when not known.
Version distro_python(std::string_view os, Version version);

}  // namespace cudafit::matrix
