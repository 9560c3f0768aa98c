#pragma once
// Python packages as they end up installed: what a requirement resolves to, where, and why.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"
#include "matrix/matrix.h"
#include "source/diagnostic.h"
#include "terms/component.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::graph {

/// What wheels are tagged with: "linux_x86_64", "linux_aarch64". Where nothing says otherwise it is
/// linux_x86_64, *assumed*.
struct Platform {
  std::string name;
  bool assumed = false;
};

struct Package {
  std::string name;     ///< normalized
  std::string version;  ///< public version: "2.0.1"; empty when not known
  std::string build;    ///< local version label or variant: "cu118", "cpu"; empty when not known
  Version cuda;         ///< that its build brings or is made for; no parts: none, or not known
  Known gpu = Known::unknown;  ///< it is a CUDA build
  Place place = Place::pip;    ///< pip, conda, or image: the base image brings it
  facts::Environment environment;
  facts::Position at;
  int install = -1;       ///< index into Facts::pip_installs or conda_installs, by `place`
  int requirement = -1;   ///< index into its requirements or specs; -1: comes as a dependency
  int carried_from = -1;  ///< the stage whose environment COPY --from brought here
  Span span;              ///< what asked for it
  bool declared = false;  ///< place image: [[image]] says so, and the version is that of a wheel
  bool removed = false;   ///< it is uninstalled here
  bool assumed = false;   ///< nothing pins it: the newest that the data knows on `as_of`
  std::string_view as_of;
  facts::Certainty certainty = facts::Certainty::certain;
  std::vector<Note> because;  ///< how the version was reached, who says what it brings
  bool weak = false;

  /// "torch 2.0.1+cu118"
  std::string title() const;
};

/// Where the packages of each stage stand in a list that only grows. What a stage gets from those
/// below it is not in.
class PackageIndex {
 public:
  using Indices = std::vector<std::size_t>;  ///< in the list, rising

  /// Takes in what has been added to the list.
  void update(const std::vector<Package>& packages);
  const Indices& of(int stage) const;
  const Indices& of(int stage, std::string_view name) const;

 private:
  struct OfStage {
    Indices all;
    std::map<std::string, Indices, std::less<>> by_name;
  };
  std::vector<OfStage> stages_;
  std::size_t seen_ = 0;  ///< how many of the list are in
};

/// The answer to "which torch is there?".
struct PackageAnswer {
  Known present = Known::unknown;    ///< no only where nothing can have brought it
  const Package* package = nullptr;  ///< the one that counts when present
};

}  // namespace cudafit::graph
