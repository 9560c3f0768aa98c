// What apt is asked for in images whose packages are known: packages that are held, that come for
// another CUDA, or that no source has.

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "graph/build.h"
#include "graph/earliest.h"
#include "matrix/distributions.h"
#include "matrix/image_packages.h"

namespace cudafit::graph {

namespace {

using facts::Certainty;
using facts::Installer;
using facts::Position;
using facts::SystemInstall;
using facts::SystemPackageName;
using facts::SystemRemoval;
using matrix::ImagePackage;
using matrix::ImagePackages;

/// The image of nvidia/cuda at the bottom of a stage, by the packages in it.
struct CudaImage {
  const ImageNeed* need = nullptr;
  std::vector<ImagePackages> arches;  ///< those the stage may be built for
  std::string_view os;                ///< "ubuntu22.04"; lies in the need's tag
  Version cuda;
};

/// Nothing where the packages in the image are not known for certain.
std::optional<CudaImage> cuda_image(const Graph& graph, int stage) {
  const ImageNeed* const need = graph.base_image(stage);
  const Base& base = graph.bases[static_cast<std::size_t>(stage)];
  if (need == nullptr || !need->asked.known || need->asked.declared >= 0) return std::nullopt;
  if (need->verdict == Verdict::unmet) return std::nullopt;  // there is no such image
  if (!base.contents || !base.contents->apt || base.contents->weak) return std::nullopt;
  CudaImage out;
  out.need = need;
  out.cuda = base.contents->cuda;
  const std::string& platform = graph.facts.stages[static_cast<std::size_t>(stage)].platform;
  for (const ImagePackages& each : matrix::image_packages(need->repository, need->tag)) {
    // ppc64le is left aside where nothing names a platform.
    const bool wanted =
        platform.empty() ? each.arch != "ppc64le" : platform.find(each.arch) != std::string::npos;
    if (each.weak) return std::nullopt;
    if (wanted) out.arches.push_back(each);
  }
  if (out.arches.empty()) return std::nullopt;
  const std::string_view tag = need->tag;
  out.os = tag.substr(tag.rfind('-') + 1);
  return out;
}

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// What is in `list` and took effect, or may have, before `where`.
template <typename Item, typename Holds>
bool before(const Graph& graph, const std::vector<Item>& list, Position where, Holds holds) {
  return std::any_of(list.begin(), list.end(), [&](const Item& item) {
    return came_before(graph.facts, item.at, where) && holds(item);
  });
}

/// The graph, and what is asked of it and of the matrix again and again.
class Apt {
 public:
  explicit Apt(Graph& all) : graph(all), opaque_(all.facts), changed_(all.facts) {
    for (const facts::Opaque& opaque : all.facts.opaques) {
      if (opaque.touches.system) opaque_.add(opaque.at);
    }
    for (const facts::SourceChange& change : all.facts.source_changes) {
      if (!change.refresh) changed_.add(change.at);
    }
  }

  /// As cuda_image; null for nothing.
  const CudaImage* image(int stage) {
    const auto [at, added] = images_.try_emplace(stage);
    if (added) at->second = cuda_image(graph, stage);
    return at->second ? &*at->second : nullptr;
  }

  bool opaque_before(Position where) const { return opaque_.before(where); }
  bool sources_changed(Position where) const {
    return opaque_.before(where) || changed_.before(where);
  }
  /// The step itself may change them, in front of the command or behind it.
  bool sources_change_here(Position where) const {
    return in_step(where, [](const facts::SourceChange& change) { return !change.refresh; });
  }
  /// apt has just read the lists of the sources. Those of an earlier step may be deleted again, and
  /// the base image has none.
  bool lists_read(Position where) const {
    return in_step(where, [&](const facts::SourceChange& change) {
      return change.refresh && change.at < where;
    });
  }

  const std::vector<matrix::SystemVersion>& versions(std::string_view name, std::string_view os,
                                                     std::string_view arch) {
    const auto [at, added] = versions_.try_emplace(std::tuple(std::string(name), os, arch));
    if (added) at->second = matrix::system_versions(name, os, arch);
    return at->second;
  }
  const matrix::SystemVersion* newest(std::string_view name, std::string_view os,
                                      std::string_view arch) {
    return matrix::newest_of(versions(name, os, arch));
  }

  Graph& graph;

 private:
  /// Something of the same step says so.
  template <typename Holds>
  bool in_step(Position where, Holds holds) const {
    const std::vector<facts::SourceChange>& all = graph.facts.source_changes;
    auto at = std::lower_bound(
        all.begin(), all.end(), Position{where.stage, where.step, 0},
        [](const facts::SourceChange& change, Position step) { return change.at < step; });
    for (; at != all.end() && at->at.stage == where.stage && at->at.step == where.step; ++at) {
      if (holds(*at)) return true;
    }
    return false;
  }

  Earliest opaque_, changed_;
  std::map<int, std::optional<CudaImage>> images_;
  std::map<std::tuple<std::string, std::string_view, std::string_view>,
           std::vector<matrix::SystemVersion>>
      versions_;  ///< by name, system and architecture
};

/// The command names the package, or a pattern that fits it: `libcudnn8*`.
bool names(const SystemPackageName& written, std::string_view package) {
  if (written.known) return written.name == package;
  return package.starts_with(
      std::string_view(written.name).substr(0, written.name.find_first_of("*?[")));
}

/// The package is not any more what the base image brought, or is not held any more.
bool freed(const Graph& graph, std::string_view name, Position where) {
  const auto named = [&](const SystemPackageName& package) { return names(package, name); };
  return before(graph, graph.facts.package_holds, where,
                [&](const facts::PackageHold& hold) {
                  return hold.holds != Known::yes &&
                         (!hold.complete || has(hold.names, std::string(name)));
                }) ||
         before(graph, graph.facts.system_removals, where,
                [&](const SystemRemoval& removal) {
                  return !removal.complete ||
                         std::any_of(removal.packages.begin(), removal.packages.end(), named);
                }) ||
         before(graph, graph.facts.system_installs, where, [&](const SystemInstall& install) {
           return install.tool == Installer::apt &&
                  std::any_of(install.packages.begin(), install.packages.end(), named);
         });
}

/// Options with which apt changes what is held, or does not change what is there.
bool may_change(const std::vector<std::string>& options) {
  static constexpr std::array<std::string_view, 7> names{"--allow-change-held-packages",
                                                         "--force-yes",
                                                         "--ignore-hold",
                                                         "--no-upgrade",
                                                         "-o",
                                                         "--option",
                                                         "-c"};
  return std::any_of(options.begin(), options.end(), [](const std::string& option) {
    return std::find(names.begin(), names.end(), option) != names.end();
  });
}

/// Nobody is asked, and so nobody can agree: -y, --yes, -qq, in one word with others or alone.
bool assumes_yes(const std::vector<std::string>& options) {
  return std::any_of(options.begin(), options.end(), [](const std::string& option) {
    if (option == "--yes" || option == "--assume-yes") return true;
    return option.size() > 1 && option[1] != '-' &&
           (option.find('y') != std::string::npos || option.find("qq") != std::string::npos);
  });
}

const ImagePackage* held(const ImagePackages& image, std::string_view name) {
  const auto found =
      std::find_if(image.packages.begin(), image.packages.end(),
                   [&](const ImagePackage& each) { return each.held && each.name == name; });
  return found == image.packages.end() || found->version.empty() ? nullptr : &*found;
}

/// `version` of a command means another one than `there`: "2.18.*" holds for what starts so.
bool other_version(std::string_view version, std::string_view there) {
  const std::size_t star = version.find_first_of("*?[");
  if (star == std::string_view::npos) return version != there;
  return !there.starts_with(version.substr(0, star));
}

HeldChange start(const Graph& graph, const CudaImage& image, Position at, Span span, Span action) {
  HeldChange out;
  out.need.kind = "change of held packages";
  out.need.verdict = Verdict::unmet;
  out.need.stage = at.stage;
  out.need.span = span;
  out.need.subject = image.need->name;
  out.need.object = "--allow-change-held-packages";
  out.action = action;
  add_how(graph, *image.need, out.need.chain);
  return out;
}

/// One architecture, and what a command would make of a package held there.
struct Change {
  std::string_view from, to;
  Note why;
};

std::optional<Change> change_of(Apt& apt, const CudaImage& image, const ImagePackages& arch,
                                const SystemInstall& install, const SystemPackageName& package) {
  const ImagePackage* const there = held(arch, package.name);
  if (there == nullptr) return std::nullopt;
  if (!package.version.empty()) {
    if (!other_version(package.version, there->version)) return std::nullopt;
    // apt may be told of held packages by its configuration.
    if (apt.sources_changed(install.at) || apt.sources_change_here(install.at)) return std::nullopt;
    return Change{there->version, package.version, {}};
  }
  if (!apt.lists_read(install.at) || apt.sources_changed(install.at) ||
      apt.sources_change_here(install.at))
    return std::nullopt;
  const matrix::SystemVersion* const newest = apt.newest(package.name, image.os, arch.arch);
  if (newest == nullptr || !matrix::package_before(there->version, newest->package.version))
    return std::nullopt;
  return Change{there->version, newest->package.version,
                says("NVIDIA's repository for " + std::string(image.os) + " has " + package.name +
                         " " + std::string(newest->package.version) +
                         " or newer, which apt takes where no version is named",
                     newest->source)};
}

void add_change(HeldChange& out, const std::string& name, const Change& change,
                const ImagePackages& arch) {
  if (has(out.packages, name)) return;
  out.packages.push_back(name);
  out.need.chain.push_back(
      says("the image holds " + name + " " + std::string(change.from), arch.source));
  if (!change.why.message.empty()) out.need.chain.push_back(change.why);
  out.lowers = out.lowers || matrix::package_before(change.to, change.from);
}

void held_by_install(Apt& apt, const SystemInstall& install) {
  if (install.tool != Installer::apt || install.certainty != Certainty::certain) return;
  if (!install.resolves || install.upgrades || may_change(install.options) ||
      !assumes_yes(install.options))
    return;
  const CudaImage* const image = apt.image(install.at.stage);
  if (image == nullptr || apt.opaque_before(install.at)) return;
  std::optional<HeldChange> out;
  for (const SystemPackageName& package : install.packages) {
    if (!package.known || !package.version_known) continue;
    std::vector<Change> changes;
    for (const ImagePackages& arch : image->arches) {
      if (const auto change = change_of(apt, *image, arch, install, package))
        changes.push_back(*change);
    }
    // For each platform it may be built for.
    if (changes.size() != image->arches.size()) continue;
    if (freed(apt.graph, package.name, install.at)) continue;
    if (!out) out = start(apt.graph, *image, install.at, package.span, install.action);
    add_change(*out, package.name, changes.front(), image->arches.front());
  }
  if (!out) return;
  const bool may_lower = has(install.options, "--allow-downgrades");
  out->lowers = out->lowers && !may_lower;
  apt.graph.apt.held.push_back(std::move(*out));
}

void held_by_removal(Apt& apt, const SystemRemoval& removal) {
  if (removal.tool != Installer::apt || removal.certainty != Certainty::certain) return;
  if (!removal.resolves || may_change(removal.options) || !assumes_yes(removal.options)) return;
  const CudaImage* const image = apt.image(removal.at.stage);
  if (image == nullptr || apt.opaque_before(removal.at)) return;
  std::optional<HeldChange> out;
  for (const SystemPackageName& package : removal.packages) {
    // `libcudnn8*`: files of the working directory, where there are none the packages.
    if (!package.known && package.name.find_first_of("*?[") < 4) continue;
    for (const ImagePackage& each : image->arches.front().packages) {
      if (!each.held || !names(package, each.name) || freed(apt.graph, each.name, removal.at))
        continue;
      if (!std::all_of(image->arches.begin(), image->arches.end(),
                       [&](const ImagePackages& arch) { return held(arch, each.name); }))
        continue;
      if (!out) out = start(apt.graph, *image, removal.at, package.span, removal.action);
      out->removes = true;
      add_change(*out, std::string(each.name), {each.version, each.version, {}},
                 image->arches.front());
    }
  }
  if (out) apt.graph.apt.held.push_back(std::move(*out));
}

/// libcudnn7, libcudnn8 and their headers: one name for several CUDAs.
bool cudnn_of_several(std::string_view name) {
  constexpr std::string_view stem = "libcudnn";
  if (!name.starts_with(stem)) return false;
  const std::string_view rest = name.substr(stem.size());
  return !rest.empty() && (rest.size() == 1 || rest.substr(1) == "-dev");
}

/// The newest version of the package for CUDA of this major among the images of the system.
std::string newest_for(Apt& apt, const CudaImage& image, std::string_view package,
                       std::string_view arch) {
  std::string best;
  for (const matrix::SystemVersion& each : apt.versions(package, image.os, arch)) {
    if (each.package.cuda().major() != image.cuda.major()) continue;
    if (best.empty() || matrix::package_before(best, each.package.version))
      best = each.package.version;
  }
  return best;
}

void cudnn_unpinned(Apt& apt, const SystemInstall& install) {
  if (install.tool != Installer::apt || install.certainty == Certainty::possible) return;
  if (!install.resolves || install.upgrades) return;
  const auto named = std::find_if(
      install.packages.begin(), install.packages.end(), [](const SystemPackageName& package) {
        return package.known && package.version_known && cudnn_of_several(package.name) &&
               matrix::package_cuda(package.version).parts == 0;
      });
  if (named == install.packages.end()) return;
  // A version without the CUDA behind it: "8.9.7.29-1*".
  const std::string_view version = named->version;
  if (!version.empty() && !version.ends_with('*')) return;
  const CudaImage* const image = apt.image(install.at.stage);
  if (image == nullptr || apt.sources_changed(install.at) || apt.sources_change_here(install.at))
    return;
  const matrix::SystemVersion* newest = nullptr;
  for (const ImagePackages& arch : image->arches) {
    const bool there =
        std::any_of(arch.packages.begin(), arch.packages.end(), [&](const ImagePackage& each) {
          return named->name.starts_with(each.name) && each.component == "cudnn";
        });
    if (there) return;  // held: another rule's
    const matrix::SystemVersion* const found = apt.newest(named->name, image->os, arch.arch);
    if (found == nullptr || found->package.cuda().major() == image->cuda.major()) return;
    if (!version.empty() &&
        !found->package.version.starts_with(version.substr(0, version.size() - 1)))
      return;
    newest = found;
  }
  CudnnChoice out;
  out.need.kind = "cuDNN for the image's CUDA";
  out.need.verdict = Verdict::unmet;
  out.need.stage = install.at.stage;
  out.need.span = named->span;
  out.need.subject = named->name;
  out.need.object = "CUDA " + image->cuda.text();
  add_how(apt.graph, *image->need, out.need.chain);
  out.package = named->name;
  out.image_cuda = image->cuda.text();
  out.newest = newest->package.version;
  out.pin = newest_for(apt, *image, named->name, image->arches.front().arch);
  out.text = named->text;
  out.need.chain.push_back(says("NVIDIA's repository for " + std::string(image->os) + " has " +
                                    out.package + " " + out.newest +
                                    ", and apt takes the highest version",
                                newest->source));
  apt.graph.apt.cudnn.push_back(std::move(out));
}

/// The package is held by the user when the command at `where` runs, or may be.
bool held_by_user(const Graph& graph, std::string_view name, Position where) {
  return before(graph, graph.facts.package_holds, where, [&](const facts::PackageHold& hold) {
    return hold.holds != Known::no && (!hold.complete || has(hold.names, std::string(name)));
  });
}

/// As UpgradeMove::rights.
std::optional<std::string> rights_of(const Graph& graph, const SystemInstall& install) {
  if (install.sudo) return "sudo ";
  const StepTrait* const step = graph.step(install.at);
  return step != nullptr && step->root ? std::optional<std::string>("") : std::nullopt;
}

void upgrade(Apt& apt, const SystemInstall& install) {
  Graph& graph = apt.graph;
  if (install.tool != Installer::apt || !install.upgrades ||
      install.certainty == Certainty::possible || !apt.lists_read(install.at))
    return;
  const CudaImage* const image = apt.image(install.at.stage);
  if (image == nullptr || apt.sources_changed(install.at) || apt.sources_change_here(install.at))
    return;
  UpgradeMove out;
  out.need.kind = "pinned library kept";
  out.need.verdict = Verdict::unmet;
  out.need.stage = install.at.stage;
  out.need.span = install.span;
  out.rights = rights_of(graph, install);
  std::set<std::string_view> seen;
  for (std::size_t i = graph.facts.system_installs.size(); i-- > 0;) {
    const SystemInstall& earlier = graph.facts.system_installs[i];
    if (earlier.tool != Installer::apt || earlier.certainty != Certainty::certain ||
        !came_before(graph.facts, earlier.at, install.at))
      continue;
    for (const SystemPackageName& package : earlier.packages) {
      const Version cuda = matrix::package_cuda(package.version);
      if (!package.known || !package.version_known || !cuda || !seen.insert(package.name).second)
        continue;
      if (held_by_user(graph, package.name, install.at)) continue;
      const matrix::SystemVersion* newest = nullptr;
      bool moves = true;
      for (const ImagePackages& arch : image->arches) {
        newest = apt.newest(package.name, image->os, arch.arch);
        moves = moves && held(arch, package.name) == nullptr && newest != nullptr &&
                matrix::package_before(package.version, newest->package.version) &&
                newest->package.cuda().major() != cuda.major();
      }
      if (!moves) continue;
      std::string there(newest->package.version);
      out.need.chain.push_back(
          shows(package.name + " is installed here as " + package.version, package.span));
      out.need.chain.push_back(says("NVIDIA's repository for " + std::string(image->os) + " has " +
                                        package.name + " " + there + " or newer",
                                    newest->source));
      out.libraries.push_back({package.name, package.version, std::move(there)});
    }
  }
  if (out.libraries.empty()) return;
  out.need.subject = out.libraries.front().package;
  out.need.object = out.libraries.front().pinned;
  graph.apt.upgrades.push_back(std::move(out));
}

/// An official image of Docker Hub: its name has no owner.
bool official(const ImageNeed& need) {
  return need.asked.known && need.repository.find('/') == std::string::npos;
}

void absent(Apt& apt, const SystemInstall& install) {
  Graph& graph = apt.graph;
  if (install.tool != Installer::apt || install.certainty != Certainty::certain ||
      !install.resolves)
    return;
  const ImageNeed* const need = graph.base_image(install.at.stage);
  const Base& base = graph.bases[static_cast<std::size_t>(install.at.stage)];
  if (need == nullptr || !official(*need) || !base.contents || base.contents->weak) return;
  for (const SystemPackageName& package : install.packages) {
    if (!package.known) continue;
    const auto section =
        matrix::apt_section(package.name, base.contents->os, base.contents->os_release);
    if (!section || section->weak) continue;
    if (apt.sources_changed(install.at) || apt.sources_change_here(install.at)) return;
    AbsentPackage out;
    out.need.kind = "package that a source has";
    out.need.verdict = Verdict::unmet;
    out.need.stage = install.at.stage;
    out.need.span = package.span;
    out.need.subject = package.name;
    out.need.object = std::string(section->section) + " of " + std::string(base.contents->os);
    out.section = section->section;
    out.enable = section->enable;
    if (const StepTrait* const step = graph.step(install.at)) out.line = step->span;
    out.rights = rights_of(graph, install);
    add_how(graph, *need, out.need.chain);
    out.need.chain.push_back(
        says(package.name + " is in " + out.section + " of " + std::string(base.contents->os) +
                 " " + std::string(base.contents->os_release) + ", and the image lists main only",
             section->source));
    graph.apt.absent.push_back(std::move(out));
    return;
  }
}

}  // namespace

void judge_apt(Graph& graph) {
  Apt apt(graph);
  for (const SystemInstall& install : graph.facts.system_installs) {
    held_by_install(apt, install);
    cudnn_unpinned(apt, install);
    upgrade(apt, install);
    absent(apt, install);
  }
  for (const SystemRemoval& removal : graph.facts.system_removals) held_by_removal(apt, removal);
}

}  // namespace cudafit::graph
