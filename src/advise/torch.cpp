#include "advise/torch.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "advise/locks.h"
#include "advise/torch_edit.h"
#include "matrix/torch_name.h"
#include "terms/pep440.h"

namespace cudafit::advise {

namespace {

using graph::Graph;
using graph::Index;
using matrix::TorchWheel;

constexpr std::size_t most = 3;

Fix fix(std::string title, std::vector<Edit> edits, Safety safety = Safety::suggested) {
  if (edits.empty()) safety = Safety::shown;
  return {std::move(title), safety, std::move(edits)};
}

void add(std::vector<Fix>& out, Fix fix) {
  const bool there = std::any_of(out.begin(), out.end(),
                                 [&](const Fix& other) { return other.title == fix.title; });
  if (!there && out.size() < most) out.push_back(std::move(fix));
}

bool serves(const TorchWheel& wheel, std::string_view python, std::string_view platform) {
  return !wheel.weak && wheel.platform == platform &&
         (python.empty() ||
          std::find(wheel.pythons.begin(), wheel.pythons.end(), python) != wheel.pythons.end());
}

/// The one directory of download.pytorch.org among the indexes; null when there is none or more.
const Index* only_directory(const graph::IndexList& list) {
  const Index* found = nullptr;
  for (const Index& index : list.all) {
    if (index.kind != Index::Kind::torch) continue;
    if (found != nullptr) return nullptr;
    found = &index;
  }
  return found;
}

/// Releases that one of the indexes offers with that label, nearest to `release` first.
std::vector<std::string> near_releases(const graph::WheelChoice& choice, std::string_view release,
                                       std::string_view local) {
  const auto wanted = PyVersion::parse(release);
  if (!wanted) return {};
  struct Near {
    std::string version;
    std::tuple<bool, bool, std::size_t, bool> key;
  };
  std::vector<Near> found;
  const std::vector<std::size_t> asked = choice.indexes.asked();
  const std::vector<matrix::TorchRelease>& all = matrix::torch_releases();
  std::size_t here = 0;
  while (here < all.size() && PyVersion::parse(all[here].version).value_or(*wanted) < *wanted)
    ++here;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto version = PyVersion::parse(all[i].version);
    if (!version || *version == *wanted || version->post) continue;
    bool offered = false;
    for (const TorchWheel& wheel : matrix::torch_wheels(all[i].version)) {
      const auto its = PyVersion::parse(wheel.version);
      if (!its || !serves(wheel, choice.python, choice.platform.name)) continue;
      if (!local.empty() && its->local != local) continue;
      offered = offered || std::any_of(asked.begin(), asked.end(), [&](std::size_t at) {
                  return graph::offers(choice.indexes.all[at], wheel);
                });
    }
    if (!offered) continue;
    found.push_back({std::string(all[i].version),
                     {version->major() != wanted->major(), version->minor() != wanted->minor(),
                      i < here ? here - i : i - here, i > here}});
  }
  std::sort(found.begin(), found.end(), [](const Near& a, const Near& b) { return a.key < b.key; });
  std::vector<std::string> out;
  for (Near& each : found) out.push_back(std::move(each.version));
  return out;
}

std::string address(std::string_view directory) {
  return "https://download.pytorch.org/whl/" + std::string(directory);
}

}  // namespace

std::vector<Fix> existing_index(const Graph& graph, const graph::IndexNeed& need) {
  std::vector<Fix> out;
  for (const std::string& directory : need.nearest) {
    // Of an index that gets no releases any more nothing would be taken.
    const auto row = matrix::torch_index(directory);
    if (need.falls_back && !need.uv && need.torch.empty() && (!row || !row->live)) continue;
    std::string title = "use " + address(directory);
    if (!need.torch.empty()) title += ", which has torch " + need.torch;
    add(out, fix(std::move(title),
                 TorchEdit(graph, need.install).directory(need.index, directory).edits()));
  }
  return out;
}

std::vector<Fix> published_wheel(const Graph& graph, const graph::WheelNeed& need) {
  std::vector<Fix> out;
  const facts::PipInstall& install = graph.facts.pip_installs[need.install];
  const facts::Asked& asked = install.requirements[need.requirement];
  const auto exact = asked.requirement.specifiers.exact();
  if (need.choice < 0) return out;
  const graph::WheelChoice& choice = graph.wheels[static_cast<std::size_t>(need.choice)];
  const Index* const index = only_directory(choice.indexes);
  if (!exact) return out;
  const std::string release = exact->public_version().text();
  const std::string_view from =
      index != nullptr ? std::string_view(index->directory) : std::string_view(exact->local);
  if (index != nullptr) {
    // The label is built, on its own index.
    if (!exact->local.empty() && exact->local != index->directory) {
      for (const TorchWheel& wheel : matrix::torch_wheels(release)) {
        if (wheel.directory != exact->local || wheel.version != exact->text() ||
            !serves(wheel, choice.python, choice.platform.name))
          continue;
        add(out, fix("use " + address(exact->local) + ", which has torch " + exact->text(),
                     TorchEdit(graph, need.install).directory(*index, exact->local).edits()));
      }
    }
    std::size_t taken = 0;
    for (const std::string& directory :
         graph::nearest_indexes(from, release, choice.python, choice.platform.name)) {
      if (taken++ == 2) break;
      TorchEdit edit(graph, need.install);
      edit.directory(*index, directory);
      if (!exact->local.empty()) edit.label(exact->local, directory);
      add(out, fix("use " + address(directory) + ", which has torch " + release, edit.edits()));
    }
  } else if (!exact->local.empty()) {
    for (const TorchWheel& wheel : matrix::torch_wheels(release)) {
      if (!serves(wheel, choice.python, choice.platform.name)) continue;
      if (wheel.pypi && wheel.variant == exact->local) {
        add(out, fix("ask for torch==" + release + ": the build on PyPI is " +
                         std::string(wheel.variant),
                     TorchEdit(graph, need.install).label(exact->local, "").edits()));
      }
    }
    if (need.missing == graph::Missing::index) {
      add(out,
          fix("add --extra-index-url " + address(exact->local),
              TorchEdit(graph, need.install).add_index(need.requirement, exact->local).edits()));
    }
    if (need.missing == graph::Missing::build) {
      for (const std::string& directory :
           graph::nearest_indexes(exact->local, release, choice.python, choice.platform.name)) {
        TorchEdit edit(graph, need.install);
        edit.label(exact->local, directory);
        const bool linked = !install.find_links.empty() || !install.extra_indexes.empty();
        if (!linked) edit.add_index(need.requirement, directory);
        add(out, fix("ask for torch==" + release + "+" + directory, edit.edits()));
        if (out.size() == 2) break;
      }
    }
  }
  const std::vector<std::string> releases = near_releases(choice, release, exact->local);
  if (!releases.empty()) {
    add(out,
        fix("use torch " + releases.front(),
            TorchEdit(graph, need.install).release(need.requirement, releases.front()).edits()));
  }
  return out;
}

std::vector<Fix> pinned_torch(const Graph& graph, const graph::EndedNeed& need) {
  std::vector<Fix> out;
  const graph::WheelChoice& choice = graph.wheels[need.choice];
  const auto newest =
      matrix::newest_torch(need.index.directory, choice.python, choice.platform.name);
  if (newest) {
    add(out,
        fix("pin torch==" + std::string(newest->torch) + ", the newest on " + need.index.directory,
            TorchEdit(graph, choice.install).pin(choice.requirement, newest->torch).edits()));
  }
  add(out, {"use --index-url instead of --extra-index-url", Safety::shown, {}});
  return out;
}

std::vector<Fix> cuda_build(const Graph& graph, const graph::CpuNeed& need) {
  std::vector<Fix> out;
  const graph::WheelChoice& choice = graph.wheels[need.choice];
  const facts::PipInstall& install = graph.facts.pip_installs[choice.install];
  const facts::Asked& asked = install.requirements[choice.requirement];
  const graph::Base& base = graph.bases[static_cast<std::size_t>(install.at.stage)];
  const Version cuda = base.contents ? base.contents->cuda : Version{};
  const std::string wanted =
      cuda.parts < 2 ? std::string("cu128")
                     : "cu" + std::to_string(cuda.major()) + std::to_string(cuda.minor());
  const auto exact = asked.requirement.specifiers.exact();
  const std::string release = choice.wheel ? std::string(choice.wheel->torch)
                              : exact      ? exact->public_version().text()
                                           : std::string();
  std::vector<std::string> directories;
  for (const TorchWheel& wheel : matrix::torch_wheels(release)) {
    if (wheel.directory == wanted && serves(wheel, choice.python, choice.platform.name))
      directories.push_back(wanted);
  }
  for (std::string& near :
       graph::nearest_indexes(wanted, release, choice.python, choice.platform.name))
    directories.push_back(std::move(near));
  const Index* const index = only_directory(choice.indexes);
  for (const std::string& directory : directories) {
    TorchEdit edit(graph, choice.install);
    if (choice.flat) {
      edit.pin(choice.requirement, release + "+" + directory);
    } else if (index != nullptr) {
      edit.directory(*index, directory).label("cpu", directory);
    } else {
      break;
    }
    add(out, fix("take the build for CUDA: " + directory, edit.edits()));
    if (out.size() == 2) break;
  }
  change_manifest(install, out);
  return out;
}

std::vector<Fix> right_pair(const Graph& graph, const graph::PairNeed& need) {
  std::vector<Fix> out;
  for (const matrix::Companion& row : matrix::companions_of(need.torch)) {
    if (row.package != need.package || row.range || !row.preferred) continue;
    const std::string version(row.version);
    add(out, fix("use " + need.package + " " + version,
                 TorchEdit(graph, need.install).version(need.requirement, version).edits()));
  }
  change_manifest(graph.facts.pip_installs[need.install], out);
  return out;
}

Fix without_isolation(const graph::Graph& graph, const graph::ExtensionBuild& build,
                      const Version& nvcc) {
  Fix fix{"build it against the installed torch: --no-build-isolation", Safety::shown, {}};
  const facts::PipInstall& install =
      graph.facts.pip_installs[static_cast<std::size_t>(build.install)];
  const graph::PackageAnswer torch = graph.package("torch", build.at, &install.environment);
  if (torch.present != Known::yes || !install.span) return fix;
  if (nvcc && torch.package->cuda.major() != nvcc.major()) return fix;
  const std::uint32_t end = install.span.end;
  fix.safety = Safety::suggested;
  fix.edits.push_back({{install.span.file, end, end}, " --no-build-isolation"});
  return fix;
}

std::vector<Fix> older_numpy(const Graph& graph, const graph::NumpyNeed& need) {
  const facts::PipInstall& install = graph.facts.pip_installs[need.install];
  const bool here = std::any_of(
      install.requirements.begin(), install.requirements.end(), [&](const facts::Asked& asked) {
        return asked.span && install.span && asked.span.file == install.span.file;
      });
  const graph::StepTrait* const step = graph.step(install.at);
  Fix out{"keep NumPy below 2", Safety::shown, {}};
  // Beside a NumPy that is written already, one of the two would have to go.
  if (here && need.requirement < 0 && step != nullptr && !step->json) {
    out.safety = Safety::suggested;
    out.edits.push_back({{install.span.file, install.span.end, install.span.end}, " \"numpy<2\""});
  }
  return {out};
}

}  // namespace cudafit::advise
