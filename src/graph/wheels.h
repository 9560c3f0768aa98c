#pragma once
// Which wheel an installer takes for a requirement of torch or one of its companions: the indexes
// it looks at, what they hold for this Python and platform, and which of them wins.

#include <optional>
#include <string>
#include <vector>

#include "graph/need.h"
#include "graph/package.h"
#include "matrix/torch.h"

namespace cudafit::graph {

struct Graph;

/// A place packages are taken from.
struct Index {
  enum class Kind : std::uint8_t {
    pypi,
    torch,       ///< one directory of download.pytorch.org/whl: `directory`
    torch_flat,  ///< all directories side by side: /whl, or torch_stable.html at the top
    unrelated,   ///< known to hold neither torch nor its companions
    other,       ///< anything may be there
  };
  Kind kind = Kind::other;
  std::string directory;                       ///< "cu118", "nightly/cu128"
  std::size_t directory_at = 0;                ///< where it begins in the option's value
  bool stable_html = false;                    ///< torch_flat: the frozen page
  bool link = false;                           ///< --find-links rather than an index
  bool extra = false;                          ///< --extra-index-url
  const facts::OptionValue* option = nullptr;  ///< null: the default, PyPI
  Span span;            ///< of `directory` as written; nowhere when it cannot be edited
  std::string spelled;  ///< "https://download.pytorch.org/whl/cu118"
};

/// The indexes of an installation, in the order the tool looks at them.
struct IndexList {
  std::vector<Index> all;
  bool first_wins = false;  ///< uv: the first index that has a package is the only one
  /// Indices of those that are asked for torch.
  std::vector<std::size_t> asked() const;
  bool complete = true;  ///< false: others may be there (a configuration file, an unknown word)
};

/// How one requirement for torch or a companion ends.
struct WheelChoice {
  enum class Outcome : std::uint8_t {
    found,  ///< `wheel` (torch) or `version` (companions)
    none,   ///< proven: no index has what is asked for; the command fails
    unknown,
  };
  std::size_t install = 0, requirement = 0;  ///< indices into Facts::pip_installs
  std::string package;                       ///< "torch", "torchvision", ...
  Outcome outcome = Outcome::unknown;
  std::optional<matrix::TorchWheel> wheel;  ///< of torch
  std::string version;                      ///< as pip sees it: "2.0.1+cu118"
  bool assumed = false;                     ///< nothing pins it: the newest that the data knows
  bool python_known = false;
  std::string python;  ///< "cp310"; empty when not known
  Platform platform;
  IndexList indexes;
  int chosen = -1;  ///< index into indexes.all that the wheel comes from
  /// A version without a label was asked for where all builds lie side by side; `wheel` is empty
  /// when that picks a build for another vendor's GPUs.
  std::optional<matrix::FlatPick> flat;
  std::vector<Note> chain;
  bool weak = false;
};

/// The indexes as the tool reads them.
IndexList index_list(const facts::PipInstall& install);
/// Those of one requirement: its own where it has one.
IndexList index_list(const facts::PipInstall& install, const facts::Asked& asked);
/// Whether the index offers that wheel.
bool offers(const Index& index, const matrix::TorchWheel& wheel);
/// The choice for one requirement; `python` may be empty.
WheelChoice choose_wheel(const Graph& graph, std::size_t install, std::size_t requirement);

}  // namespace cudafit::graph
