#pragma once
// The packages that are made for one torch: torchvision, torchaudio, torchtext, torchdata, triton,
// torchcodec, xformers.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"

namespace cudafit::matrix {

/// One version of a package with the torch it goes with.
struct Companion {
  std::string_view package;  ///< normalized: "torchvision"
  std::string_view version;  ///< "0.15.2"; a PEP 440 specifier (">=0.0.34") where `range` is true
  std::string_view torch;    ///< "2.0.1"; a specifier where `torch_range` is true
  bool range = false;
  bool torch_range = false;
  /// Its metadata requires exactly this torch: any other is refused or replaced by pip.
  bool exact = false;
  /// The metadata of torch requires exactly this version (triton, on Linux).
  bool required_by_torch = false;
  /// The one to propose where several go with a torch.
  bool preferred = true;
  Citation source;
  bool weak = false;
};

/// Everything known to go with a torch, preferred rows first within a package.
std::vector<Companion> companions_of(std::string_view torch);
/// The torch versions a companion goes with; empty when the table has no row for it.
std::vector<Companion> companion_torch(std::string_view package, std::string_view version);

struct PairAnswer {
  /// no: proven, the metadata of that version requires another torch exactly.
  Known pairs = Known::unknown;
  std::vector<std::string_view> torch;  ///< for no: what it goes with
  Citation source;
  bool weak = false;
};
/// Versions without local versions; `package` is normalized by the function.
PairAnswer companion_pairs(std::string_view package, std::string_view version,
                           std::string_view torch);

/// Whether a version of a companion was released: `never` only where a row says so (torchaudio
/// 2.12.0), `newer` above the newest known.
struct CompanionExistence {
  Existence existence = Existence::unknown;
  std::string_view reason;  ///< for never: why, as one clause
  Citation source;
  bool weak = false;
};
CompanionExistence find_companion(std::string_view package, std::string_view version);

/// The newest version the table knows of one of these packages, or of "torch".
struct Newest {
  std::string_view package, version;
  std::string_view date;  ///< when it was the newest
  Citation source;
  bool weak = false;
};
std::optional<Newest> newest(std::string_view package);

}  // namespace cudafit::matrix
