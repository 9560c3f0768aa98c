#pragma once
// Python packages that compile CUDA: when they are installed, or when they run; and what they do
// where no GPU is seen, as in every build of an image.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// When installing a package compiles CUDA.
enum class Compiles : std::uint8_t {
  unknown,
  never,
  always,
  unless_prebuilt,   ///< its setup downloads or pip finds a wheel that fits, else it compiles
  only_with_flags,   ///< only where a variable, an option or an extra asks for it
  only_from_source,  ///< only from a repository or a source archive; PyPI has wheels for it
  when_used,         ///< never when installed: it compiles when it is used
};

/// What compiling does where no GPU is visible and no architecture variable is set.
enum class WithoutGpu : std::uint8_t {
  unknown,
  works_fixed_list,  ///< it has its own list
  index_error,       ///< torch's "IndexError: list index out of range"
  silent_cpu,        ///< a build without CUDA code, without an error
  own_error,         ///< its own message, see `without_gpu_text`
};

/// Which CUDA the compiler must have.
enum class CudaCheck : std::uint8_t {
  unknown,
  none,
  torch_major,   ///< torch's own check: the major of nvcc and of torch's CUDA are equal
  exact,         ///< major and minor are equal
  minimum_only,  ///< not below `min_cuda`
  own_list,      ///< its own list of pairs
};

/// A package, or a repository pip installs from, that compiles CUDA or is known not to.
struct Extension {
  std::string_view name;                       ///< normalized pip name: "flash-attn"
  std::vector<std::string_view> aliases;       ///< other pip names
  std::vector<std::string_view> repositories;  ///< "github.com/nvidia/apex", lower case
  /// PyPI's package of this name is another project (or a placeholder): the row is about the
  /// repository.
  bool pypi_is_other = false;
  /// setup.py or the like compiles it; false: CMake does.
  bool python_extension = true;
  /// PEP 440 specifier the row holds for; empty: all versions. Rows of one name come in the order
  /// of the table; the first that fits counts.
  std::string_view range;
  Compiles compiles = Compiles::never;
  /// Installing it from its repository or a source archive compiles CUDA.
  Known source_compiles = Known::unknown;
  Known needs_nvcc_at_build = Known::unknown;  ///< where it compiles when installed
  Known needs_nvcc_at_run = Known::unknown;
  Known needs_cc_at_run = Known::unknown;
  Known needs_headers_at_build = Known::unknown;  ///< cuda.h, where it does not call nvcc
  /// It asks for the compiler or CUDA_HOME before anything else, even where a wheel is found.
  bool metadata_needs_cuda_home = false;
  bool needs_torch_at_build = false;
  /// Its setup imports torch without declaring it: wants --no-build-isolation.
  bool no_build_isolation = false;
  /// Its pyproject declares torch: under isolation pip compiles against the newest torch of PyPI.
  bool isolation_builds_against_newest_torch = false;
  std::string_view arch_variable;  ///< TORCH_CUDA_ARCH_LIST or its own; empty: none
  bool honours_torch_cuda_arch_list = false;
  std::string_view force_variable;  ///< set to 1, it compiles CUDA without a GPU: FORCE_CUDA
  /// Assignments that keep it from compiling: "SAM2_BUILD_CUDA=0"; a bare name: any true value.
  std::vector<std::string_view> skip_variables;
  /// Assignments that make it compile: "APEX_CUDA_EXT=1"; a name may end in *, a value be *.
  std::vector<std::string_view> build_variables;
  /// Options that make it compile CUDA, on the command line or in CMAKE_ARGS: "--cuda_ext".
  std::vector<std::string_view> build_options;
  std::vector<std::string_view> build_extras;  ///< "pytorch" in transformer-engine[pytorch]
  /// Packages or assignments with which it does not compile when used: "flashinfer-jit-cache".
  std::vector<std::string_view> prebuilt_ops;
  WithoutGpu without_gpu = WithoutGpu::unknown;
  std::string_view without_gpu_text;  ///< what it says, then or later when it is used
  CudaCheck cuda_check = CudaCheck::unknown;
  std::string_view cuda_check_text;  ///< its message where CUDA does not fit
  Version min_cuda;                  ///< lowest CUDA it compiles with
  Version min_cc;                    ///< lowest compute capability: 8.0
  bool needs_cudnn_headers = false;  ///< when it compiles
  bool links_libcuda = false;        ///< when it compiles: wants the stubs
  std::string_view prebuilt_where;   ///< where its wheels are, as one clause
  std::string_view note;             ///< one clause; may be empty
  Citation source;
  bool weak = false;
};

/// The rows of a package by any of its names (case, `-`, `_`, `.` do not matter).
std::vector<Extension> find_extension(std::string_view name);
/// By the address pip installs from: scheme, `git+`, user, `.git`, `@branch`, `#fragment` and case
/// do not matter.
std::vector<Extension> find_extension_by_repository(std::string_view url);
/// All of them, sorted by name.
std::vector<Extension> extensions();

/// Wheels that keep a package from compiling: every combination of the lists exists.
struct PrebuiltWheel {
  std::string_view package;
  std::string_view range;                   ///< PEP 440 specifier of its versions
  std::vector<std::string_view> torch;      ///< "2.4", major and minor
  std::vector<std::string_view> cudas;      ///< "cu12": as in the file names; a major alone fits
                                            ///< each of its minors
  std::vector<std::string_view> pythons;    ///< "cp310"
  std::vector<std::string_view> platforms;  ///< "linux_x86_64"
  std::string_view where;                   ///< index or download address
  bool complete = false;  ///< these are all wheels of those versions at that place
  Citation source;
  bool weak = false;
};
std::vector<PrebuiltWheel> prebuilt_wheels(std::string_view package);
/// Those with this range.
std::vector<PrebuiltWheel> prebuilt_wheels(std::string_view package, std::string_view range);
/// The ranges that they have, each once, the newest release last.
std::vector<std::string_view> prebuilt_ranges(std::string_view package);

}  // namespace cudafit::matrix
