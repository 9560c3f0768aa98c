#include "advise/wheels.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "advise/hosts.h"
#include "advise/locks.h"
#include "advise/rewrite.h"
#include "matrix/companions.h"
#include "matrix/torch.h"
#include "terms/pep440.h"

namespace cudafit::advise {

namespace {

using facts::Asked;
using facts::PipInstall;
using graph::Index;
using graph::WheelChoice;
using matrix::TorchWheel;

constexpr std::string_view index_of_torch = "https://download.pytorch.org/whl/";

/// Packages whose builds follow torch's.
bool companion(std::string_view name) {
  static constexpr std::string_view names[] = {"torchvision", "torchaudio"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

const WheelChoice* choice_of(const graph::Graph& graph, const graph::Package& package) {
  for (const WheelChoice& choice : graph.wheels) {
    if (static_cast<int>(choice.install) == package.install &&
        static_cast<int>(choice.requirement) == package.requirement)
      return &choice;
  }
  return nullptr;
}

bool sorted_apart(std::vector<Edit>& edits) {
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    return std::tuple(a.span.file, a.span.begin, a.span.end) <
           std::tuple(b.span.file, b.span.begin, b.span.end);
  });
  // One ARG may be written in several places of the command: the same edit, once.
  edits.erase(std::unique(edits.begin(), edits.end()), edits.end());
  for (std::size_t i = 1; i < edits.size(); ++i) {
    if (edits[i].span.file == edits[i - 1].span.file && edits[i].span.begin < edits[i - 1].span.end)
      return false;
  }
  return true;
}

/// Writes a wheel into the command that asks for torch.
class Writer {
 public:
  Writer(const PipInstall& install, const WheelChoice& choice, const TorchWheel& wheel)
      : install_(install), choice_(choice), wheel_(wheel) {}

  /// Nothing when some part has no place of its own.
  std::optional<std::vector<Edit>> edits() {
    if (by_lock(install_)) return std::nullopt;
    const bool in_index =
        choice_.chosen >= 0 &&
        choice_.indexes.all[static_cast<std::size_t>(choice_.chosen)].kind == Index::Kind::torch;
    if (choice_.chosen < 0 || !(in_index ? change_index() : add_index())) return std::nullopt;
    for (const Asked& asked : install_.requirements) {
      const std::string& name = asked.requirement.name;
      if ((name == "torch" || companion(name)) && !version(asked)) return std::nullopt;
    }
    if (!sorted_apart(edits_)) return std::nullopt;
    return edits_;
  }

 private:
  bool change_index() {
    const Index& index = choice_.indexes.all[static_cast<std::size_t>(choice_.chosen)];
    if (index.directory == wheel_.directory) return true;
    if (!index.span) return false;
    edits_.push_back({index.span, std::string(wheel_.directory)});
    return true;
  }

  /// The wheel is not on PyPI: its directory becomes an index of the command.
  bool add_index() {
    if (install_.torch_backend || choice_.indexes.all.size() != 1 || install_.requirements.empty())
      return false;
    const Span first = install_.requirements.front().span;
    if (!install_.span.contains(first)) return false;
    const bool alone = std::all_of(
        install_.requirements.begin(), install_.requirements.end(), [](const Asked& asked) {
          return asked.requirement.name == "torch" || companion(asked.requirement.name);
        });
    // Beside PyPI, pip takes a build from there only when the version says so.
    local_ = !alone;
    if (local_ && install_.tool == facts::Installer::uv) return false;
    edits_.push_back({{first.file, first.begin, first.begin},
                      fmt::format("{} {}{} ", alone ? "--index-url" : "--extra-index-url",
                                  index_of_torch, wheel_.directory)});
    return true;
  }

  bool version(const Asked& asked) {
    const read::Requirement& requirement = asked.requirement;
    if (requirement.kind != read::Requirement::Kind::named) return false;
    const bool torch = requirement.name == "torch";
    const std::optional<PyVersion> now = requirement.specifiers.exact();
    if (!now) return requirement.specifiers.empty() && !(torch && local_);
    std::string wanted(torch ? wheel_.torch : now->public_version().text());
    if (!torch && !same_torch()) {
      wanted = companion_version(requirement.name);
      if (wanted.empty()) return false;
    }
    if (!now->local.empty() || local_) {
      // Its builds have no label: none was ever published with one.
      if (wheel_.version.find('+') == std::string_view::npos) return false;
      wanted += "+" + std::string(wheel_.variant);
    }
    for (const Specifier& clause : requirement.specifiers.all) {
      if (clause.op != Specifier::Op::equal && clause.op != Specifier::Op::arbitrary) continue;
      return write(requirement.specifier_text, clause, wanted);
    }
    return false;
  }

  bool write(const Text& text, const Specifier& clause, const std::string& wanted) {
    if (clause.text == wanted) return true;
    const std::size_t begin = clause.version_at;
    const std::size_t end = begin + clause.text.size();
    const std::size_t plus = clause.text.find('+');
    const std::size_t new_plus = wanted.find('+');
    if (text.span(begin, end) || plus == std::string::npos || new_plus == std::string::npos)
      return rewrite(text, begin, end, wanted, edits_);
    // The version and its local part, each where it is written.
    return part(text, begin, plus, wanted.substr(0, new_plus)) &&
           part(text, begin + plus + 1, clause.text.size() - plus - 1, wanted.substr(new_plus + 1));
  }

  bool part(const Text& text, std::size_t begin, std::size_t size, const std::string& now) {
    const std::size_t end = begin + size;
    const std::string_view whole = text.value;
    if (whole.substr(begin, size) == now) return true;
    return rewrite(text, begin, end, now, edits_);
  }

  bool same_torch() const { return choice_.wheel && choice_.wheel->torch == wheel_.torch; }

  std::string companion_version(std::string_view name) const {
    for (const matrix::Companion& pair : matrix::companions_of(wheel_.torch)) {
      if (pair.package == name && pair.preferred && !pair.range && !pair.weak &&
          matrix::find_companion(name, pair.version).existence != matrix::Existence::never)
        return std::string(pair.version);
    }
    return {};
  }

  const PipInstall& install_;
  const WheelChoice& choice_;
  const TorchWheel& wheel_;
  bool local_ = false;  ///< versions have to name the build
  std::vector<Edit> edits_;
};

/// Something asks for torch more closely than another release would satisfy.
bool held(const PipInstall& install) {
  return !install.complete || std::any_of(install.constraints.begin(), install.constraints.end(),
                                          [](const Asked& asked) {
                                            return asked.requirement.name == "torch" ||
                                                   companion(asked.requirement.name);
                                          });
}

class Search {
 public:
  Search(const graph::Graph& graph, const graph::CudaUse& use, const WheelChoice& choice)
      : graph_(graph), use_(use), choice_(choice) {}

  /// The build of one release with the newest CUDA that runs everywhere.
  std::optional<TorchWheel> of_release(std::string_view torch) const {
    std::optional<TorchWheel> best;
    for (const TorchWheel& wheel : matrix::torch_wheels(torch)) {
      if (wheel.pypi || wheel.weak || !wheel.cuda || wheel.directory != wheel.variant) continue;
      if (wheel.platform != choice_.platform.name || !for_python(wheel)) continue;
      if (best && wheel.cuda <= best->cuda) continue;
      if (torch_runs(graph_, use_.stage, wheel.torch, wheel.variant, wheel.platform, wheel.cuda))
        best = wheel;
    }
    return best;
  }

  /// The nearest release that has one: of newer ones first.
  std::optional<TorchWheel> nearest(std::string_view torch, bool older) const {
    const std::vector<matrix::TorchRelease>& all = matrix::torch_releases();
    const auto own = std::find_if(all.begin(), all.end(), [&](const matrix::TorchRelease& each) {
      return each.version == torch;
    });
    if (own == all.end()) return std::nullopt;
    const auto at = own - all.begin();
    for (const std::ptrdiff_t step : {1, -1}) {
      if (older && step > 0) continue;
      for (std::ptrdiff_t i = at + step; i >= 0 && i < std::ssize(all); i += step) {
        if (auto wheel = of_release(all[static_cast<std::size_t>(i)].version)) return wheel;
      }
    }
    return std::nullopt;
  }

 private:
  bool for_python(const TorchWheel& wheel) const {
    return choice_.python.empty() || std::find(wheel.pythons.begin(), wheel.pythons.end(),
                                               choice_.python) != wheel.pythons.end();
  }

  const graph::Graph& graph_;
  const graph::CudaUse& use_;
  const WheelChoice& choice_;
};

/// "ubuntu:22.04" in place of a CUDA image that refuses a host, where all that uses the GPU brings
/// its own CUDA.
std::optional<Edit> plain_base(const graph::Graph& graph, int stage) {
  const facts::StageFact& fact = graph.facts.stages[static_cast<std::size_t>(stage)];
  const graph::ImageNeed* const image = graph.base_image(stage);
  if (fact.root != static_cast<std::size_t>(stage) || image == nullptr || !image->answer.row)
    return std::nullopt;
  const matrix::ImageTag& row = *image->answer.row;
  if (row.flavor != matrix::Flavor::base || !row.os.starts_with("ubuntu")) return std::nullopt;
  const bool wheels_only =
      std::all_of(graph.cuda_uses.begin(), graph.cuda_uses.end(), [&](const graph::CudaUse& use) {
        return use.stage != stage || use.kind == graph::CudaUse::Kind::package;
      });
  // What is compiled there needs the toolkit, or another flavor of the image.
  const auto there = [&](const auto& each) { return each.at.stage == stage; };
  const bool compiles =
      std::any_of(graph.extension_builds.begin(), graph.extension_builds.end(), there) ||
      std::any_of(graph.facts.compiles.begin(), graph.facts.compiles.end(), there);
  const Span place = graph.fact_of(*image).span;
  if (!wheels_only || compiles || !place) return std::nullopt;
  return Edit{place, "ubuntu:" + std::string(row.os.substr(6))};
}

}  // namespace

std::vector<Fix> other_torch(const graph::Graph& graph, const graph::CudaUse& use, bool older) {
  std::vector<Fix> out;
  if (use.package < 0) return out;
  const graph::Package& package = graph.packages[static_cast<std::size_t>(use.package)];
  if (package.name != "torch" || package.place != Place::pip) return out;
  const WheelChoice* const choice = choice_of(graph, package);
  if (choice == nullptr || !choice->wheel) return out;
  const PipInstall& install = graph.facts.pip_installs[choice->install];
  const Search search(graph, use, *choice);
  std::optional<TorchWheel> wheel = search.of_release(package.version);
  const bool same = wheel.has_value();
  if (!wheel) wheel = search.nearest(package.version, older);
  if (!wheel) return out;
  std::string title = fmt::format("use torch {}+{}", wheel->torch, wheel->variant);
  if (!same && !package.assumed) title += ", the nearest release with a wheel for it";
  Fix fix{fmt::format("{} (index {}{})", title, index_of_torch, wheel->directory),
          Safety::suggested,
          {}};
  std::optional<std::vector<Edit>> edits;
  if (same || !held(install)) edits = Writer(install, *choice, *wheel).edits();
  if (edits && !gate_open(graph, use.stage)) {
    // The container would be refused before torch is asked.
    if (const auto base = plain_base(graph, use.stage)) {
      edits->push_back(*base);
      if (!sorted_apart(*edits)) edits->clear();
      fix.title += fmt::format(", and {}: NVIDIA_REQUIRE_CUDA of {} would refuse the host",
                               base->text, graph.base_image(use.stage)->repository);
    } else {
      edits->clear();
    }
  }
  if (edits) fix.edits = std::move(*edits);
  if (fix.edits.empty()) fix.safety = Safety::shown;
  out.push_back(std::move(fix));
  change_manifest(install, out);
  return out;
}

}  // namespace cudafit::advise
