#pragma once
// What Python packages need from the image: those that are neither torch nor compiled against CUDA
// when they are installed.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// Where a package's CUDA libraries come from when it runs.
enum class LibsFrom : std::uint8_t {
  unknown,
  bundled,        ///< inside its own wheel
  static_,        ///< linked into it
  nvidia_wheels,  ///< the nvidia-* wheels it depends on
  torch,          ///< those torch brings
  system,         ///< the image's (or apt's)
  conda,          ///< conda packages
  driver,         ///< it needs libcuda of the host only
  none,           ///< it has no GPU code
  placeholder,    ///< the release on the index is an empty or failing one
};

/// The smallest nvidia/cuda flavor that has what a package needs.
enum class BaseFlavor : std::uint8_t {
  unknown,
  any,  ///< a plain python or ubuntu image will do
  base,
  runtime,
  cudnn_runtime,
  devel,
  cudnn_devel,
};

/// What holds for a range of versions of one package.
struct PipPackage {
  std::string_view name;  ///< normalized: "onnxruntime-gpu"
  /// The row holds with this extra, normalized ("and-cuda", "cuda12-local"); empty: without one, or
  /// with extras that have no row.
  std::string_view extra;
  /// PEP 440 specifier the row holds for (">=2.14,<2.15"); empty: all versions. Ranges of one
  /// package and extra may overlap: the first that fits counts.
  std::string_view range;
  /// The row holds only for wheels of this local version or of an index with this name in its
  /// address: "cuda11.cudnn82", "cu121", "onnxruntime-cuda-12"; empty: the release of PyPI.
  std::string_view variant;
  LibsFrom libs_from = LibsFrom::unknown;
  /// A requirement whose own rows decide ("ctranslate2>=4.0,<5"): this package only uses it.
  std::string_view via;
  Version cuda_min;                   ///< the lowest CUDA that is enough; no parts: none or unknown
  std::vector<unsigned> cuda_majors;  ///< CUDA majors that do; empty: any or unknown
  bool cuda_min_checked = false;      ///< it refuses a CUDA below `cuda_min` itself
  bool cuda_minor_locked = false;     ///< needs exactly the minor of `cuda_min`
  std::vector<unsigned> cudnn_majors;  ///< cuDNN majors that do; empty: none needed or unknown
  Version cudnn_min;                   ///< the lowest cuDNN that does
  Known needs_cudnn = Known::unknown;
  /// Its cuDNN is wanted only where a package is there that names it in `via`.
  bool cudnn_by_user = false;
  Known needs_nvcc_at_build = Known::unknown;  ///< compiled when it is installed
  Known needs_nvcc_at_run = Known::unknown;    ///< calls nvcc when imported or used
  Known needs_headers_at_run = Known::unknown;
  Version headers_from;                    ///< the CUDA from which on it does; no parts: not known
  Known needs_cc_at_run = Known::unknown;  ///< calls a C compiler when used (Triton)
  BaseFlavor base_flavor = BaseFlavor::unknown;
  Version min_driver;
  std::string_view torch_pin;  ///< the torch it requires exactly: "2.9.1", or a line: "2.3.*"
  Known requires_torch = Known::unknown;
  Version python_min, python_max;  ///< of its wheels: 3.9 to 3.12; no parts: not known
  /// What it says (or silently does) when the need is not met; empty when not known.
  std::string_view error;
  bool silent = false;  ///< falls back to the CPU without an error
  std::string_view note;
  std::string_view family;     ///< packages that are one library, built for one CUDA each: "cupy"
  std::string_view successor;  ///< of a placeholder: the package to ask for instead
  Citation source;
  bool weak = false;  ///< inferred or from memory: no error may rest on it alone
};

/// It takes CUDA from the system, and nobody says that an image needs it: only a part of the
/// package uses a GPU (numba).
inline bool may_do_without_cuda(const PipPackage& row) {
  return row.libs_from == LibsFrom::system && row.base_flavor == BaseFlavor::unknown;
}

/// All rows of a package in the order of the table; empty when nobody described it. `name` is
/// normalized by the function (case, `_`, `.`).
const std::vector<PipPackage>& pip_package(std::string_view name);
/// The packages of a family that are built for releases of CUDA of this major, newest names first.
std::vector<std::string_view> family_for(std::string_view family, unsigned cuda_major);
/// The names of all packages pip_package() describes. Sorted.
std::vector<std::string_view> pip_package_names();
/// What a package says about torch.
struct TorchPin {
  std::string_view
      torch;  ///< as PipPackage::torch_pin; empty: torch is required, which is not said
  std::string_view range;  ///< of the package, as in PipPackage
  Citation source;
  bool weak = false;
};
/// The rows of `package` that pin torch exactly or say that it pulls torch in.
std::vector<TorchPin> torch_pins(std::string_view package);

/// Whether a package, without extras, needs torch or brings something that does. no: in none of its
/// versions.
Known needs_torch(std::string_view package);

/// A pip extra that does not (or no longer) exist, or changed its meaning.
struct ExtraFact {
  std::string_view package, extra;
  std::string_view range;   ///< versions for which this holds
  bool exists = true;       ///< false: pip warns and installs the plain package
  std::string_view effect;  ///< one clause: what is installed then
  std::string_view fix;     ///< extra to use instead; may be empty
  Citation source;
  bool weak = false;
};
std::vector<ExtraFact> extras(std::string_view package);

/// The newest release known, for requirements without a version.
struct NewestRelease {
  std::string_view version;
  std::string_view date;  ///< when it was the newest
  Citation source;
  bool weak = false;
};
std::optional<NewestRelease> newest_release(std::string_view package);

}  // namespace cudafit::matrix
