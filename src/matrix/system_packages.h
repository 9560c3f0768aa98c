#pragma once
// What packages of apt, dnf, yum and apk bring, and the installers NVIDIA offers as files.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// How bad a package is inside an image.
enum class Harm : std::uint8_t { none, warning, error };

/// What installing one package by name brings, its dependencies included. `unknown` means that it
/// depends on something the data do not say.
struct SystemPackage {
  /// A GPU driver: kernel module packages, or libcuda and NVML of one driver version.
  Known brings_driver = Known::unknown;
  Known brings_nvcc = Known::unknown;
  Known brings_headers = Known::unknown;         ///< cuda_runtime.h and its like
  Known brings_cuda_runtime = Known::unknown;    ///< libcudart
  Known brings_cuda_libraries = Known::unknown;  ///< cuBLAS, cuFFT ... all of them
  Known brings_cudnn = Known::unknown;
  Known brings_nccl = Known::unknown;
  Known brings_cc = Known::unknown;              ///< a C compiler on PATH
  Known brings_python = Known::unknown;          ///< an interpreter
  Known brings_pip = Known::unknown;             ///< pip for it
  Known brings_python_alias = Known::unknown;    ///< a program named `python`
  Known brings_python_headers = Known::unknown;  ///< Python.h
  std::string_view python_program;  ///< the interpreter's program: "python3", "python3.11"
  Version python_version;  ///< where the name says it: python3.11; otherwise the distribution's
  Version cuda;            ///< from the name: cuda-toolkit-12-4
  unsigned cudnn_major = 0;
  /// The package manager's repository decides the CUDA (or cuDNN) it brings; the newest one there.
  bool floats = false;
  /// Of the driver in an image (and of host tools): how bad it is to install this in an image.
  Harm harm = Harm::none;
  std::string_view why;  ///< of `harm`, one clause
  std::string fix;       ///< name of the package that does the same without harm; may be empty
  Citation source;
  bool weak = false;  ///< inferred or from memory: no error may rest on it alone
};

/// `manager` is apt (apt-get, aptitude), dnf, yum, microdnf, tdnf, zypper or apk. `name` as on the
/// command line without version, architecture or suite (`cuda-toolkit-12-4`). Nothing when nobody
/// described it: it may bring anything. `os` and `os_version` ("ubuntu", 20.04), where known,
/// decide what names mean that are not the same everywhere. `recommends`: whether recommended
/// packages are installed too, as apt does without --no-install-recommends.
std::optional<SystemPackage> system_package(std::string_view manager, std::string_view name,
                                            std::string_view os = {}, Version os_version = {},
                                            Known recommends = Known::unknown);

/// An installer NVIDIA offers as a file.
struct RunfileAnswer {
  enum class Kind : std::uint8_t {
    toolkit,           ///< cuda_12.4.1_550.54.15_linux.run, cuda_13.4.1_linux.run
    driver,            ///< NVIDIA-Linux-x86_64-550.54.15.run
    cudnn,             ///< cudnn-linux-x86_64-8.9.7.29_cuda12-archive.tar.xz
    local_repository,  ///< cuda-repo-ubuntu2204-12-4-local_12.4.1-550.54.15-1_amd64.deb
    windows,           ///< cuda_12.4.1_551.78_windows.exe
    script,            ///< ollama.com/install.sh: a vendor's script that may add a driver
  };
  Kind kind = Kind::toolkit;
  /// Run without component flags it installs a driver. `--toolkit` (with `--silent`) leaves it out.
  Known brings_driver = Known::unknown;
  Known brings_nvcc = Known::unknown;
  Version cuda;    ///< from the name; no parts where it has none
  Version driver;  ///< from the name
  Version cudnn;   ///< from the name
  Citation source;
  bool weak = false;
};

/// `file` is the last part of a path or address; of a vendor's script the whole address without the
/// scheme. Nothing when it is none of these.
std::optional<RunfileAnswer> runfile(std::string_view file);

}  // namespace cudafit::matrix
