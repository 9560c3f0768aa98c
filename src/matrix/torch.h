#pragma once
// torch as Python packages: which releases, wheels and indexes exist, and for which GPUs each wheel
// was compiled. Package versions are texts as pip writes them; versions of CUDA are Versions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// Where a torch wheel's CUDA libraries are.
enum class Bundling : std::uint8_t {
  none,          ///< a CPU wheel
  bundled,       ///< inside the wheel
  split,         ///< cuBLAS, cuDNN, NVRTC and cudart are nvidia-* wheels, the rest is inside
  dependencies,  ///< all are nvidia-* wheels it depends on
};

/// The wheels of one release for one variant, platform and place.
struct TorchWheel {
  std::string_view torch;      ///< "2.0.1"
  std::string_view version;    ///< what pip sees: "2.0.1+cu118"; "2.0.1" on PyPI and where the
                               ///< wheel carries no local version
  std::string_view variant;    ///< "cu118", "cpu"
  Version cuda;                ///< no parts for CPU wheels
  std::string_view directory;  ///< below download.pytorch.org/whl: "cu118", "cu121_full",
                               ///< "lts/1.8/cu111", "." (only whl itself shows it); empty for PyPI
  bool pypi = false;
  std::string_view platform;              ///< "linux_x86_64", "linux_aarch64", "win_amd64"
  std::vector<std::string_view> pythons;  ///< "cp310", "cp313t"; rising
  Bundling bundling = Bundling::none;
  std::string_view cudnn, nccl, triton;  ///< versions brought or required; empty: not known or none
  bool pins_weak = false;  ///< `cudnn`, `nccl`, `triton` are inferred (of Windows wheels mostly)
  Version glibc;           ///< the oldest glibc it runs on; no parts: not known, or not Linux
  Known cxx11_abi = Known::unknown;  ///< compiled with _GLIBCXX_USE_CXX11_ABI=1
  bool advertised = true;            ///< the selector of pytorch.org names it
  Citation source;
  bool weak = false;  ///< that it exists is inferred: no error may rest on it alone
};

/// All wheels of a release, in the order directory (PyPI first), platform; empty when the release
/// is not in the table. `torch` without a local version; "2.0" finds 2.0.0.
std::vector<TorchWheel> torch_wheels(std::string_view torch);

/// What is known of one release.
struct TorchRelease {
  std::string_view version;  ///< "2.0.1", "1.0.1.post2"
  std::string_view date;     ///< of the release; empty: not known
  /// The variant of the plain wheel of PyPI by platform: "cu128", "cpu"; empty: there is none.
  /// torch_wheels says how sure.
  std::string_view pypi_linux_x86_64, pypi_linux_aarch64, pypi_win_amd64;
  /// Local versions that exist besides those of the wheel table: "rocm5.4.2", "xpu". Not all of
  /// them: only the absence of "cuNNN" and "cpu" is ever proven.
  std::vector<std::string_view> other_variants;
  /// Python tags that some source names and no listing proves: neither there nor absent.
  std::vector<std::string_view> unclear_pythons;
  Citation source;
  bool weak = false;
};

/// All releases, oldest first.
const std::vector<TorchRelease>& torch_releases();
/// Whether `version` (without a local version) was released: `published`, `never` (between two
/// releases of the table, a plain number no listing has), `newer` than the table, or `unknown`
/// (older than the table, pre-releases, post-releases).
Existence find_torch_release(std::string_view version);
/// The row of a release; nothing when it is not in the table.
std::optional<TorchRelease> torch_release(std::string_view version);
/// All wheels of that release for CUDA and CPU are in the table, so one that is missing was never
/// published. False for releases that are older or newer than the table.
bool torch_known(std::string_view version);

/// How long a directory below download.pytorch.org/whl got new releases.
struct TorchIndex {
  std::string_view directory;                ///< "cu118", "cpu"
  std::string_view first_torch, last_torch;  ///< empty: older than the table
  std::string_view last_advertised;          ///< last release the selector named it for
  bool live = false;                         ///< the newest release of the table is on it
  Citation source;
  bool weak = false;
};

/// The directories that are known to exist, sorted.
const std::vector<TorchIndex>& torch_indexes();
std::optional<TorchIndex> torch_index(std::string_view directory);

struct TorchIndexAnswer {
  /// published, never (proven), newer (CUDA above everything the table knows), unknown (nightly,
  /// test, and whatever else is no release directory).
  Existence existence = Existence::unknown;
  std::optional<TorchIndex> row;  ///< when it exists
  std::string_view reason;        ///< for never: why, as one clause
  Citation source;
  bool weak = false;
};
/// `directory` is what follows /whl/ in an address, without the slash at its end: "cu118",
/// "nightly/cu128".
TorchIndexAnswer find_torch_index(std::string_view directory);

/// What pip takes for `torch==X` without a local version where all variants lie side by side
/// (torch_stable.html, or /whl without a directory), on Linux x86_64.
struct FlatPick {
  std::string_view torch;
  std::string_view picked;  ///< "1.7.1+rocm3.8"
  /// torch_stable.html has this release; /whl has all of them.
  bool on_stable_html = false;
  Citation source;
  bool weak = false;
};
std::optional<FlatPick> flat_index_pick(std::string_view torch);

/// The last change of torch_stable.html: releases behind `date` are not on it.
struct FlatIndexEnd {
  std::string_view date;
  std::string_view last_torch;
  Citation source;
  bool weak = false;
};
FlatIndexEnd flat_index_end();

/// Nightly builds for a CUDA that releases are not built for any more. The index of nightlies lists
/// only the newest ones, so those of that CUDA have left it.
struct EndedNightly {
  std::string_view last_torch;   ///< the last release that was built for it: "2.5.1"
  std::string_view first_torch;  ///< the first that was not
  std::string_view date;         ///< of that one
  unsigned kept = 0;             ///< how many nightlies are listed
  Citation source;               ///< of that
};
/// `directory` "cu121". Nothing where nightlies may be listed: the CUDA is still built, or was
/// until lately, or nobody knows.
std::optional<EndedNightly> ended_nightly(std::string_view directory);

/// The GPUs a wheel has code for.
struct TorchArchs {
  std::string_view torch, variant, platform;
  std::vector<std::string_view> sass;  ///< machine code: "sm_80"; rising
  std::vector<std::string_view> ptx;   ///< "compute_90"
  bool ptx_weak = false;               ///< whether it holds `ptx` is not proven
  Citation source;
  bool weak = false;
};
/// `variant` "cu118" for wheels; "cuda129" with platform "conda-forge" for conda-forge's x86_64
/// builds.
std::optional<TorchArchs> torch_archs(std::string_view torch, std::string_view variant,
                                      std::string_view platform);
/// All rows.
std::vector<TorchArchs> torch_archs();

/// Whether the indexes of download.pytorch.org mirror a package of PyPI.
struct MirrorAnswer {
  Known mirrored = Known::unknown;  ///< no: an --index-url there does not find it
  Citation source;
  bool weak = false;
};
/// `package` is normalized by the function.
MirrorAnswer on_pytorch_index(std::string_view package);

/// The newest torch with a wheel for `python` ("cp310"; empty: any) and `platform`: on PyPI where
/// `directory` is empty, else in that directory of download.pytorch.org/whl. Nothing when there is
/// none. Releases above the table may be newer.
std::optional<TorchWheel> newest_torch(std::string_view directory, std::string_view python,
                                       std::string_view platform);

}  // namespace cudafit::matrix
