#pragma once
// Which Python packages get in each other's way, which were given up, and how the names of wheels
// say what they were built for.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// Two packages that install the same files: the one that comes last is what runs.
struct Overlap {
  std::string_view package, other;  ///< normalized; `other` has no GPU code
  std::string_view effect;          ///< one clause: what happens when `other` wins
  std::string_view error;           ///< what is said then; may be empty
  /// Packages that require `other`, with the versions that do: "faster-whisper>=1.2.1".
  std::vector<std::string_view> brought_by;
  Citation source;
  bool weak = false;
};
std::vector<Overlap> overlaps();

/// Images that get no releases any more.
struct RetiredImage {
  std::string_view repository;
  std::string_view why;        ///< one clause
  std::string_view successor;  ///< one clause: what to start from instead
  Citation source;
  bool weak = false;
};
/// `repository` is canonical. Nothing for images that live, as far as is known.
std::optional<RetiredImage> retired_image(std::string_view repository);

/// What a package compares when it is imported: the CUDA it was built for with torch's.
struct BuildCheck {
  std::string_view package;
  bool minor = false;     ///< minor versions have to be equal, too
  std::string_view text;  ///< what it says
  Citation source;
  bool weak = false;
};
/// `version` is a public version.
std::optional<BuildCheck> build_check(std::string_view package, std::string_view version);

/// What the name of a wheel, or of a page of wheels, says that it was built for.
struct WheelLabel {
  Version cuda;   ///< 12, 12.1; no parts: not said
  Version torch;  ///< 2.4, 2.4.1; no parts: not said
  Known cxx11_abi = Known::unknown;
  Citation source;
  bool weak = false;
};
/// Of a wheel by its package (normalized) and its local version ("cu12torch2.6cxx11abiFALSE").
std::optional<WheelLabel> wheel_label(std::string_view package, std::string_view local);
/// Of a page of wheels by its address without the scheme, "%2B" decoded; `package` is one that is
/// taken from it.
std::optional<WheelLabel> wheel_page(std::string_view package, std::string_view address);

/// What a package's metadata asks of NumPy.
enum class NumpyWish : std::uint8_t {
  unknown,
  none,    ///< nothing it brings asks for NumPy
  any,     ///< it brings NumPy, of any version from some on
  capped,  ///< it keeps NumPy below 2
};
struct NumpyFact {
  NumpyWish wish = NumpyWish::unknown;
  Citation source;
  bool weak = false;
};
/// `version` is a public version; empty: nothing pins it, the newest is meant.
NumpyFact numpy_wish(std::string_view package, std::string_view version);
/// The oldest Python that NumPy 2 has wheels for; no parts: not known.
Version numpy2_python();

/// Images in which NVIDIA built packages to go together.
struct Curated {
  std::string_view repository, package;
  Version constrained_from;  ///< images from this release on hold their packages by PIP_CONSTRAINT
  std::string_view constraint;  ///< the file
  Citation source;
  bool weak = false;
};
std::optional<Curated> curated(std::string_view repository, std::string_view package);

}  // namespace cudafit::matrix
