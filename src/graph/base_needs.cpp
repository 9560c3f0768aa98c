// Base images that are there and do not do: out of support, for other platforms or boards, with
// another C library or system than what is installed in them.

#include <algorithm>
#include <array>
#include <set>

#include "graph/audience.h"
#include "graph/build.h"
#include "graph/shipping.h"
#include "graph/torch_needs.h"
#include "matrix/distributions.h"
#include "matrix/image_packages.h"
#include "matrix/image_releases.h"

namespace cudafit::graph {

namespace {

/// The need of a stage's base image, where its name is known and it is there.
const ImageNeed* usable(const Graph& graph, std::size_t stage) {
  const ImageNeed* const need = graph.base_image(static_cast<int>(stage));
  if (need == nullptr || need->verdict == Verdict::unmet) return nullptr;
  return need;
}

Need unmet(std::string_view kind, const Graph& graph, const ImageNeed& image) {
  Need out;
  out.kind = kind;
  out.verdict = Verdict::unmet;
  const facts::Fact& fact = graph.fact_of(image);
  out.stage = fact.stage;
  out.span = fact.span;
  out.subject = image.name;
  add_how(graph, image, out.chain);
  return out;
}

/// Ended on the day of the data: what the tables do not know yet has not happened.
bool over(std::string_view ended) { return !ended.empty() && ended <= matrix::data_date(); }

std::optional<SupportNeed> release_ended(const Graph& graph, const ImageNeed& image) {
  if (!image.answer.row || image.answer.row->release != image.answer.row->cuda) return std::nullopt;
  const auto support = matrix::cuda_support(image.answer.row->cuda);
  if (!support || support->supported || support->weak || !over(support->ended)) return std::nullopt;
  SupportNeed out;
  out.need = unmet("support", graph, image);
  out.release = true;
  out.what = "CUDA " + support->cuda.text();
  out.ended = support->ended;
  out.or_earlier = support->ended_or_earlier;
  out.need.object = out.what;
  out.need.chain.push_back(
      says("NVIDIA supports the newest patch release of a line of CUDA, and deletes "
           "images some time after their support has ended",
           support->source));
  return out;
}

std::optional<SupportNeed> system_ended(const Graph& graph, const ImageNeed& image,
                                        const matrix::ImageContents& has) {
  const auto support = matrix::os_support(has.os, has.os_release);
  if (!support || support->weak || !over(support->ended)) return std::nullopt;
  SupportNeed out;
  out.need = unmet("support", graph, image);
  out.what = system_title(has);
  out.ended = support->ended;
  out.need.object = out.what;
  out.need.chain.push_back(
      says(out.what + " got its last updates for everybody on " + out.ended, support->source));
  return out;
}

/// An image of CUDA: of others it is not for this tool to say how old they are.
bool of_cuda(const matrix::ImageContents& has) {
  return has.cuda || has.gated || !has.torch.empty();
}

void find_ended(Graph& graph) {
  std::set<std::string_view> seen;  // one hint for an image, however often it is named
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    const facts::StageFact& stage = graph.facts.stages[i];
    const ImageNeed* const image = usable(graph, i);
    if (image == nullptr || !stage.product || !image->asked.known || image->asked.declared >= 0)
      continue;
    const Base& base = graph.bases[i];
    if (!base.contents || base.contents->weak) continue;
    // What is dropped for the one stage may be news for another.
    if (!of_cuda(*base.contents) || audience(graph, static_cast<int>(i)) == Audience::people)
      continue;
    if (!seen.insert(image->name).second) continue;
    auto ended = release_ended(graph, *image);
    if (!ended) ended = system_ended(graph, *image, *base.contents);
    if (!ended) continue;
    ended->image = static_cast<std::size_t>(base.image);
    graph.base_needs.support.push_back(std::move(*ended));
  }
}

/// "arm64" of "linux/arm64/v8"; empty for other systems.
std::string_view architecture(std::string_view platform) {
  if (!platform.starts_with("linux/")) return {};
  platform.remove_prefix(6);
  return platform.substr(0, platform.find('/'));
}

/// Of the image itself: what another image is said to build on may be another one there.
std::vector<std::string> architectures_of(const ImageNeed& image) {
  std::vector<std::string> out;
  const auto& row = image.answer.row;
  if (!row || row->existence != matrix::Existence::published || row->weak) return out;
  // Where no Dockerfile of it is known, they are those that somebody saw: there may be more.
  if (matrix::image_packages(image.repository, image.tag).empty()) return out;
  std::string_view left = row->arches;
  while (!left.empty()) {
    const std::size_t comma = std::min(left.find(','), left.size());
    out.emplace_back(left.substr(0, comma));
    left.remove_prefix(std::min(comma + 1, left.size()));
  }
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

/// What there is in the registry's list, where the platform is not among it.
std::optional<PlatformNeed> unlisted(const Graph& graph, const ImageNeed& image,
                                     const std::string& platform) {
  if (!image.registry || architecture(platform).empty()) return std::nullopt;
  const facts::RegistryAnswer& said = *image.registry;
  if (facts::serves_platform(said, platform)) return std::nullopt;
  PlatformNeed out;
  out.need = unmet("image for the platform", graph, image);
  out.need.object = platform;
  out.architecture = architecture(platform);
  for (const std::string& each : said.platforms) {
    if (const std::string_view has = architecture(each); !has.empty())
      out.has += (out.has.empty() ? "" : ", ") + std::string(has);
  }
  if (out.has.empty()) return std::nullopt;
  out.need.chain.push_back({"there is " + image.name + " for " + joined(said.platforms) + " only",
                            {},
                            said.registry + ", " + said.day});
  return out;
}

void find_platforms(Graph& graph) {
  // Only what the last stage builds on is certainly built.
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    const facts::StageFact& stage = graph.facts.stages[i];
    const ImageNeed* const image = usable(graph, i);
    if (stage.root != i || graph.facts.stages.back().root != i || image == nullptr) continue;
    const Base& base = graph.bases[i];
    if (auto need = unlisted(graph, *image, stage.platform)) {
      need->image = static_cast<std::size_t>(base.image);
      graph.base_needs.platforms.push_back(std::move(*need));
      continue;
    }
    if (!image->asked.known || image->asked.declared >= 0) continue;
    const std::vector<std::string> has = architectures_of(*image);
    const std::string_view wanted = architecture(stage.platform);
    if (has.empty() || wanted.empty()) continue;
    if (std::find(has.begin(), has.end(), wanted) != has.end()) continue;
    PlatformNeed out;
    out.need = unmet("image for the platform", graph, *image);
    out.need.object = stage.platform;
    out.image = static_cast<std::size_t>(base.image);
    out.architecture = wanted;
    out.has = joined(has);
    out.need.chain.push_back(
        says("there is " + image->name + " for " + out.has + " only", image->answer.source));
    graph.base_needs.platforms.push_back(std::move(out));
  }
}

/// Indexes that certainly hold no wheels for musl: PyPI and PyTorch's.
bool official_indexes(const facts::PipInstall& install) {
  const IndexList list = index_list(install);
  return list.complete && install.options_known &&
         std::none_of(list.all.begin(), list.all.end(),
                      [](const Index& index) { return index.kind == Index::Kind::other; });
}

/// Something of the stage may have brought the package, or a Python for glibc.
bool may_be_brought(const Graph& graph, const facts::PipInstall& install,
                    std::string_view package) {
  const auto earlier = [&](facts::Position at) {
    return came_before(graph.facts, at, install.at) ||
           (at.stage == install.at.stage && at.step == install.at.step);
  };
  for (const facts::Opaque& opaque : graph.facts.opaques) {
    if (earlier(opaque.at) && (opaque.touches.system || opaque.touches.packages)) return true;
  }
  for (const facts::StageCopy& copy : graph.facts.stage_copies) {
    if (earlier(copy.at)) return true;
  }
  for (const facts::CondaInstall& conda : graph.facts.conda_installs) {
    if (earlier(conda.at)) return true;
  }
  for (const facts::SystemInstall& system : graph.facts.system_installs) {
    if (!earlier(system.at)) continue;
    if (!system.complete) return true;
    for (const facts::SystemPackageName& each : system.packages) {
      // py3-pytorch, py3-tensorflow
      if (!each.known || each.name.find(package) != std::string::npos ||
          each.name.find("glibc") != std::string::npos)
        return true;
    }
  }
  return false;
}

std::size_t root_of(const Graph& graph, int stage) {
  return graph.facts.stages[static_cast<std::size_t>(stage)].root;
}

/// Stages on the image at `root` need Alpine, or one with the same C library.
bool wants_alpine(const Graph& graph, std::size_t root) {
  for (std::size_t i = 0; i < graph.facts.stages.size() && i < graph.steps.size(); ++i) {
    if (graph.facts.stages[i].root != root) continue;
    if (std::any_of(graph.steps[i].begin(), graph.steps[i].end(),
                    [](const StepTrait& step) { return step.only_alpine; }))
      return true;
  }
  // What is compiled for one C library does not run with the other.
  return std::any_of(graph.facts.stage_copies.begin(), graph.facts.stage_copies.end(),
                     [&](const facts::StageCopy& copied) {
                       const bool into = root_of(graph, copied.at.stage) == root;
                       return into || (copied.from >= 0 && root_of(graph, copied.from) == root);
                     });
}

/// Another rule says already that the wheel is not there.
bool missing_anyway(const Graph& graph, std::size_t install, std::size_t requirement) {
  return std::any_of(graph.torch.wheels.begin(), graph.torch.wheels.end(),
                     [&](const WheelNeed& need) {
                       return need.install == install && need.requirement == requirement;
                     });
}

void find_musl(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    const facts::PipInstall& install = graph.facts.pip_installs[i];
    const auto stage = static_cast<std::size_t>(install.at.stage);
    const Base& base = graph.bases[stage];
    if (!base.contents || base.contents->os != "alpine" || base.contents->weak) continue;
    // Images with conda on Alpine have glibc for it.
    if (base.contents->conda != Known::no) continue;
    if (install.certainty != facts::Certainty::certain || install.elsewhere || install.dry_run)
      continue;
    if (install.environment.conda || !official_indexes(install)) continue;
    for (std::size_t r = 0; r < install.requirements.size(); ++r) {
      const facts::Asked& asked = install.requirements[r];
      if (asked.applies != Known::yes || asked.requirement.kind != read::Requirement::Kind::named ||
          !asked.requirement.known)
        continue;
      const auto only = matrix::glibc_only(asked.requirement.name);
      if (!only || only->weak || missing_anyway(graph, i, r)) continue;
      if (may_be_brought(graph, install, asked.requirement.name)) continue;
      MuslNeed out;
      out.need.kind = "wheel for musl";
      out.need.verdict = Verdict::unmet;
      out.need.stage = install.at.stage;
      out.need.span = asked.span;
      out.need.subject = asked.requirement.name;
      out.need.object = "musl";
      for (const facts::Link& link : asked.how)
        out.need.chain.push_back(shows(link.words, link.span));
      out.need.chain.push_back(
          shows(base.name + " is Alpine: its C library is musl", graph.facts.stages[stage].from));
      out.need.chain.push_back(says(
          "PyPI has wheels of " + out.need.subject + " for glibc (manylinux) only, and no sources",
          only->source));
      out.image = base.image;
      out.package = asked.requirement.name;
      out.pip_shows = only->pip_shows;
      out.alpine_only = wants_alpine(graph, graph.facts.stages[stage].root);
      graph.base_needs.musl.push_back(std::move(out));
      break;  // the command fails once
    }
  }
}

/// The container starts a program of its own, not a shell in which somebody works or builds.
bool starts_program(const Graph& graph, int stage) {
  const facts::ProgramUse* const use = start_command(graph, stage).first();
  if (use == nullptr) return false;
  std::string_view name = use->program;
  if (name.ends_with(".exe")) name.remove_suffix(4);
  return name != "cmd" && name != "powershell" && name != "pwsh";
}

void find_windows(Graph& graph) {
  std::set<int> seen;
  for (const facts::WindowsCuda& named : graph.facts.windows_cuda) {
    const auto stage = static_cast<std::size_t>(named.at.stage);
    const Base& base = graph.bases[stage];
    if (!base.contents || base.contents->os != "windows") continue;
    if (!graph.facts.stages[stage].product || named.compiles ||
        !starts_program(graph, named.at.stage) || !seen.insert(named.at.stage).second)
      continue;
    WindowsNeed out;
    out.need.kind = "GPU in a Windows container";
    out.need.verdict = Verdict::unmet;
    out.need.stage = named.at.stage;
    out.need.span = named.span;
    out.need.subject = "torch for " + named.directory;
    out.need.object = base.name;
    out.need.chain.push_back(
        says("Windows containers share the GPU of their host for DirectX; CUDA and other "
             "frameworks are not supported",
             base.contents->source));
    out.no_directx = base.name.find("servercore") != std::string::npos ||
                     base.name.find("nanoserver") != std::string::npos;
    graph.base_needs.windows.push_back(std::move(out));
  }
}

/// "36" of "r36.4.0", "35.4" of "r35.4.1-pth2.0-py3"; no parts for another tag.
Version l4t_of(std::string_view tag) {
  if (!tag.starts_with('r')) return {};
  const std::size_t end = std::min(tag.find_first_not_of("0123456789.", 1), tag.size());
  return Version::parse(tag.substr(1, end - 1)).value_or(Version{});
}

bool on_board(const matrix::JetsonRelease& release, const std::string& cc) {
  return std::find(release.archs.begin(), release.archs.end(), cc) != release.archs.end();
}

/// The image is not for boards of that GPU: none of the releases it may run on is.
std::optional<JetsonNeed> other_board(const Graph& graph, const ImageNeed& image,
                                      const matrix::Gpu& gpu) {
  const std::string cc = gpu.cc.text();
  const bool servers = image.asked.repository == "nvidia/cuda";
  const bool boards = image.asked.repository.starts_with("nvcr.io/nvidia/l4t-");
  const Version l4t = boards ? l4t_of(image.asked.tag) : Version{};
  if (!servers && !l4t) return std::nullopt;
  const matrix::JetsonRelease* newest = nullptr;  // that the board runs, with an image
  const std::vector<matrix::JetsonRelease> releases = matrix::jetson_releases();
  bool listed = false;
  for (const matrix::JetsonRelease& release : releases) {
    // A row from memory that names no image does not say that there is none.
    const bool fits =
        servers ? release.image.empty() && !release.weak : release.l4t.major() == l4t.major();
    listed = listed || fits;
    if (!on_board(release, cc)) continue;
    if (fits) return std::nullopt;
    if (!release.weak && !release.image.empty()) newest = &release;
  }
  // A board that is in no release, or a line that is in none, proves nothing.
  if (newest == nullptr || !listed) return std::nullopt;
  JetsonNeed out;
  out.need = unmet("image for the board", graph, image);
  out.servers = servers;
  out.l4t = l4t ? std::to_string(l4t.major()) : std::string();
  out.boards_image = newest->image;
  // There are newer systems without an image of their own: they run this one.
  out.need.chain.push_back(
      says("the newest image of Jetson Linux for it is " + out.boards_image, newest->source));
  return out;
}

/// The image is not for the system that a Jetson is declared to run: one for servers, where that
/// runs only its own, or one of a newer line. Older lines may run.
std::optional<JetsonNeed> other_system(const Graph& graph, const ImageNeed& image,
                                       const Machine& machine) {
  const bool servers = image.asked.repository == "nvidia/cuda";
  const bool boards = image.asked.repository.starts_with("nvcr.io/nvidia/l4t-");
  const Version l4t = boards ? l4t_of(image.asked.tag) : Version{};
  if (machine.systems.empty() || (!servers && !l4t)) return std::nullopt;
  const bool unfit = std::all_of(
      machine.systems.begin(), machine.systems.end(), [&](const matrix::JetsonRelease& release) {
        return servers ? !release.image.empty() : release.l4t.major() < l4t.major();
      });
  if (!unfit) return std::nullopt;
  const matrix::JetsonRelease& newest = machine.systems.back();
  JetsonNeed out;
  out.need = unmet("image for the board", graph, image);
  out.servers = servers;
  out.l4t = l4t ? std::to_string(l4t.major()) : std::string();
  out.boards_l4t = newest.l4t.text();
  out.boards_image = newest.image;
  out.system = machine.system_as;
  out.need.object = machine.system_as;
  judged_on(machine, out.need);
  out.need.chain.push_back(machine.system_declared);
  out.need.chain.push_back(says("JetPack " + std::string(newest.jetpack) + " is Jetson Linux " +
                                    out.boards_l4t + " with CUDA " + newest.cuda.text(),
                                newest.source));
  return out;
}

void find_boards(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.stages.size(); ++i) {
    const ImageNeed* const image = usable(graph, i);
    if (image == nullptr || !graph.facts.stages[i].product || !image->asked.known) continue;
    for (const Machine& machine : graph.machines) {
      bool found = false;
      for (const HostGpu& gpu : machine.gpus) {
        if (gpu.may_be.size() != 1 || !gpu.may_be.front().tegra) continue;
        auto out = other_board(graph, *image, gpu.may_be.front());
        if (!out) continue;
        out->gpu = gpu.written;
        judged_on(machine, out->need);
        out->need.object = gpu.written;
        graph.base_needs.jetson.push_back(std::move(*out));
        found = true;
      }
      if (found) continue;
      if (auto out = other_system(graph, *image, machine))
        graph.base_needs.jetson.push_back(std::move(*out));
    }
  }
}

}  // namespace

void judge_bases(Graph& graph) {
  find_ended(graph);
  find_platforms(graph);
  find_musl(graph);
  find_windows(graph);
  find_boards(graph);
}

std::string system_title(const matrix::ImageContents& has) {
  std::string os(has.os);
  if (os == "centos") {
    os = "CentOS";
  } else if (os == "ubi") {
    os = "UBI";
  } else if (!os.empty()) {
    os[0] = static_cast<char>(os[0] - 'a' + 'A');
  }
  return os + " " + std::string(has.os_release);
}

}  // namespace cudafit::graph
