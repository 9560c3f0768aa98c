#include "recommend/proposals.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "advise/hosts.h"
#include "advise/rewrite.h"
#include "advise/tag_words.h"
#include "advise/tags.h"
#include "graph/asked_image.h"
#include "graph/lower_cuda.h"
#include "matrix/contents.h"
#include "matrix/distributions.h"
#include "matrix/image_packages.h"
#include "matrix/image_releases.h"
#include "recommend/brought_frameworks.h"
#include "recommend/host_fit.h"
#include "recommend/image_summary.h"
#include "recommend/library_needs.h"
#include "recommend/ties.h"
#include "recommend/wants.h"
#include "recommend/wheel_pythons.h"

namespace cudafit::recommend {

namespace {

using matrix::Flavor;
using matrix::ImageContents;
using matrix::ImageTag;

unsigned gap(unsigned a, unsigned b) { return a > b ? a - b : b - a; }

/// NVIDIA's own images of CUDA, on whichever registry.
constexpr std::string_view cuda_table = "nvidia/cuda";

struct Proposing {
  const graph::Graph& graph;
  int root;
  const graph::ImageNeed& image = *graph.base_image(root);
  const facts::Fact& fact = graph.fact_of(image);
  std::optional<ImageContents> now = graph.bases[static_cast<std::size_t>(root)].contents;
  std::vector<int> stages = stages_on(graph, root);
  advise::TagWords wanted = advise::tag_words(image.tag);
  std::string arch = arch_of(graph::platform_of(graph, root).name);
  /// What has to stay: the present flavor, unless it is proven that less is enough.
  Flavor floor = Flavor::none;
  Flavor lowest = Flavor::none;  ///< the same where a person has looked at what is not known
  bool keep_cudnn = false;
  bool image_of_cuda = advise::tag_table(image.repository) == cuda_table;
  bool cuda_unused = false;   ///< nothing in these stages uses the image's own CUDA
  bool code_decides = false;  ///< what is started there may use the toolkit, as far as is known
  std::vector<Proposal> out{};

  static std::string arch_of(std::string_view platform) {
    return platform == "linux_aarch64" ? "arm64" : "amd64";
  }

  bool here(int stage) const {
    return std::find(stages.begin(), stages.end(), stage) != stages.end();
  }

  /// Stages on the image that nothing else builds on.
  std::vector<int> leaves() const {
    std::vector<int> result;
    for (const int stage : stages) {
      const bool built_on = std::any_of(stages.begin(), stages.end(), [&](int other) {
        return graph.facts.stages[static_cast<std::size_t>(other)].parent == stage;
      });
      if (!built_on) result.push_back(stage);
    }
    return result;
  }

  static const graph::SpareCuda* spare_of(int stage, const std::vector<graph::SpareCuda>& all) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const graph::SpareCuda& each) {
      return each.need.stage == stage && each.compiled.empty();
    });
    return found == all.end() ? nullptr : &*found;
  }

  void settle_floor() {
    if (image.answer.row) {
      floor = image.answer.row->flavor;
      keep_cudnn = !image.answer.row->cudnn.empty();
    } else {
      floor = wanted.flavor;
      keep_cudnn = wanted.cudnn;
    }
    lowest = floor;
    Flavor enough = Flavor::base;
    bool cudnn = false, all_known = true;
    for (const int leaf : leaves()) {
      const graph::SpareCuda* spare = spare_of(leaf, graph.spare_cuda);
      if (spare == nullptr) {
        spare = spare_of(leaf, graph.perhaps_spare);
        if (spare == nullptr) return;
        code_decides = true;
      }
      enough = std::max(enough, spare->enough);
      cudnn = cudnn || spare->cudnn;
      all_known = all_known && spare->all_known;
    }
    lowest = std::min(floor, enough);
    if (!all_known) return;
    floor = lowest;
    keep_cudnn = keep_cudnn && cudnn;
    cuda_unused = floor == Flavor::base;
  }

  void add_present() {
    if (!image.answer.row && !now) return;
    Proposal proposal{
        .repository = image.repository, .tag = image.tag, .present = true, .kind = kind_of_tag()};
    if (image.answer.row) {
      proposal.rank.ended = advise::release_ended(image.answer.row->cuda) ||
                            advise::system_ended(image.answer.row->os);
      proposal.rank.flavor = static_cast<unsigned>(image.answer.row->flavor);
      proposal.rank.cudnn = !image.answer.row->cudnn.empty();
    } else if (now && !now->os.empty()) {
      proposal.rank.ended = matrix::os_support(now->os, now->os_release).has_value();
    }
    if (now) weigh_hosts(*now, proposal);
    out.push_back(std::move(proposal));
  }

  void weigh_hosts(const ImageContents& contents, Proposal& proposal) const {
    // Nobody knows whether anything loads the image's own CUDA, and what is proven is a finding.
    if (cuda_unused) return;
    if (std::string why = host_doubt(graph, contents); !why.empty()) {
      proposal.check.push_back(std::move(why));
      proposal.sure = false;
      proposal.rank.unsure = 2;
    }
  }

  std::string kind_of_tag() const { return kind(image.repository, wanted.cuda, os_wanted()); }

  static std::string kind(const std::string& repository, Version cuda, std::string_view os) {
    return fmt::format("{} {} {}", repository, cuda ? cuda.major() : 0, os);
  }

  std::string os_wanted() const {
    if (image.answer.row) return std::string(image.answer.row->os);
    if (wanted.distribution.empty()) {
      return now && !now->os.empty() ? std::string(now->os) + std::string(now->os_release)
                                     : std::string();
    }
    return std::string(wanted.distribution) + os_number(wanted.release);
  }

  static std::string os_number(Version release) {
    return fmt::format("{}.{:02}", release.major(), release.minor());
  }

  std::vector<Edit> edits(const std::string& repository, const std::string& tag) const {
    if (repository == image.repository) return advise::retag(fact, tag);
    std::vector<Edit> result;
    if (!advise::rewrite(fact.text, 0, fact.text.value.size(), repository + ":" + tag, result))
      result.clear();
    return result;
  }

  /// Finishes a proposal with what its contents say; nothing where they are not known.
  void add(Proposal proposal, std::string_view os) {
    const auto contents = matrix::contents(proposal.repository, proposal.tag);
    if (!contents) return;
    const bool of_cuda = advise::tag_table(proposal.repository) == cuda_table;
    // What is not known of their system is not known of the image there is, either.
    if (!(of_cuda && image_of_cuda && now && known_as_well(*now, *contents))) {
      // Of images of CUDA there are enough that are known completely.
      if (of_cuda && (!contents->complete || contents->weak)) return;
      if (contents->weak) proposal.check.push_back("what is said of it holds: nobody proved it");
      if (!contents->complete) proposal.check.push_back("what the tables do not say of it fits");
    }
    if (!contents->architectures.empty() &&
        std::find(contents->architectures.begin(), contents->architectures.end(), arch) ==
            contents->architectures.end())
      return;
    if (installs([&](facts::Installer tool) { return !has_tool(*contents, tool); })) return;
    if (brings_another(graph, stages, *contents)) return;
    // Whatever torch another month's image brings, it is hardly the one that replaces this one's.
    const bool sister = proposal.repository == image.repository && !image_of_cuda;
    if (sister && now && contents->torch.empty() && brings_another(graph, stages, *now)) return;
    if (now && loses_framework(graph, stages, *now, *contents)) return;
    proposal.edits = edits(proposal.repository, proposal.tag);
    if (proposal.edits.empty()) return;
    if (matrix::os_support(contents->os, contents->os_release)) proposal.rank.ended = 1;
    proposal.rank.unfit = left_without(graph, *contents, stages);
    if (used_elsewhere(proposal.edits))
      proposal.check.push_back("what else uses the variable works with the other value");
    if (now) {
      // Of the same repository it is an image of another torch, or of one that nobody knows.
      const bool other_torch =
          proposal.repository == image.repository && contents->torch != now->torch;
      proposal.lighter = now->cuda && now->gated && !contents->cuda && !other_torch;
      proposal.loses = lost(*now, *contents);
      weigh(*contents, os, proposal);
    } else {
      weigh_unknown(proposal);
    }
    proposal.ties = ties(graph, stages, now ? &*now : nullptr, *contents);
    proposal.sure = proposal.check.empty() && proposal.ties.empty();
    proposal.rank.unsure = !proposal.sure;
    weigh_hosts(*contents, proposal);
    weigh_gate(proposal);
    out.push_back(std::move(proposal));
  }

  /// A host that the image there is refuses is to get one that certainly lets it through.
  void weigh_gate(Proposal& proposal) const {
    if (std::all_of(stages.begin(), stages.end(),
                    [&](int stage) { return advise::gate_open(graph, stage); }))
      return;
    const auto gate = graph::listed_gate(
        graph::asked_image(graph.facts.declared_images, proposal.repository, proposal.tag, true),
        arch == "arm64");
    if (!gate || advise::passes_everywhere(graph, *gate)) return;
    proposal.check.emplace_back("its NVIDIA_REQUIRE_CUDA lets the declared hosts through");
    proposal.sure = false;
    proposal.rank.unsure = std::max(proposal.rank.unsure, 1U);
  }

  /// The edits are made in a variable that other things than FROM use, too.
  bool used_elsewhere(const std::vector<Edit>& made) const {
    const bool in_place = std::all_of(
        made.begin(), made.end(), [&](const Edit& edit) { return fact.span.contains(edit.span); });
    return !in_place && std::any_of(fact.globals.begin(), fact.globals.end(), [&](std::size_t at) {
      return graph.facts.globals[at].elsewhere;
    });
  }

  template <typename Which>
  bool installs(Which which) const {
    return std::any_of(graph.facts.system_installs.begin(), graph.facts.system_installs.end(),
                       [&](const facts::SystemInstall& install) {
                         return here(install.at.stage) && which(install.tool);
                       });
  }

  bool installs_by_apt() const {
    return installs([](facts::Installer tool) { return tool == facts::Installer::apt; });
  }

  static bool has_tool(const ImageContents& contents, facts::Installer tool) {
    constexpr std::string_view zypper = "opensuse", apk = "alpine";
    switch (tool) {
      case facts::Installer::apt:
        return contents.apt;
      case facts::Installer::zypper:
        return contents.os == zypper;
      case facts::Installer::apk:
        return contents.os == apk;
      case facts::Installer::dnf:
        return !contents.apt && contents.os != zypper && contents.os != apk;
      default:
        return true;
    }
  }

  /// The parts that the smallest flavor that is enough has: they must not be lost.
  std::vector<std::string> missed(const ImageContents& contents) const {
    std::optional<ImageContents> enough = now;
    if (image.answer.row && floor != Flavor::none && floor != image.answer.row->flavor) {
      const auto tag = advise::reflavored(image, {.flavor = floor, .cudnn = keep_cudnn});
      if (tag) enough = matrix::contents(image.repository, tag->tag);
    }
    return enough ? lost(*enough, contents) : std::vector<std::string>();
  }

  void weigh(const ImageContents& contents, std::string_view os, Proposal& proposal) const {
    const std::vector<std::string> missing = missed(contents);
    if (!missing.empty()) {
      std::string words;
      for (const std::string& each : missing) words += (words.empty() ? "" : ", ") + each;
      proposal.check.push_back("nothing here uses its " + words);
    }
    if (code_decides && now->nvcc == Known::yes && contents.nvcc != Known::yes)
      proposal.check.emplace_back(calls_no_compiler);
    const bool has_cuda = now->cuda && contents.cuda;
    if (has_cuda && now->cuda.major() != contents.cuda.major() && !cuda_unused)
      proposal.check.push_back(
          fmt::format("what is built and loaded here works with CUDA {}", contents.cuda.major()));
    if (std::string doubt = graph::lower_cuda_doubt(graph, root, contents.cuda); !doubt.empty())
      proposal.check.push_back(std::move(doubt));
    if (!os.empty() && os != os_wanted())
      proposal.check.push_back("the packages of the system have other versions there");
    if (now->python == Known::yes && contents.python == Known::yes && contents.python_version &&
        !now->python_version.same_line(contents.python_version))
      proposal.check.push_back(fmt::format("its Python is {}", contents.python_version.text()));
  }

  void weigh_unknown(Proposal& proposal) const {
    if (wanted.flavor == Flavor::none) {
      proposal.check.push_back("this flavor has what your programs load");
    } else if (proposal.repository != image.repository) {
      proposal.check.push_back("nothing here needs what only the other image has");
    } else if (proposal.rank.major != 0) {
      proposal.check.push_back("what is built and loaded here works with that CUDA");
    } else if (proposal.rank.system != 0) {
      proposal.check.push_back("the packages of the system have other versions there");
    }
  }

  /// The newest patch release of each line, flavor and system; and the very release there is.
  void add_cuda_images(const std::string& repository) {
    const std::vector<matrix::Release> releases = matrix::releases(cuda_table);
    using Key = std::tuple<unsigned, unsigned, Flavor, bool, std::string_view>;
    std::map<Key, ImageTag> newest;
    std::vector<ImageTag> same;  // the release there is
    for (const ImageTag& tag : matrix::tags(cuda_table)) {
      if (tag.existence != matrix::Existence::published || tag.weak) continue;
      if (tag.flavor == Flavor::none || tag.os.empty() || tag.flavor < lowest) continue;
      if (keep_cudnn && lowest == floor && tag.cudnn.empty()) continue;
      if (installs_by_apt() && advise::system_family(tag.os) != "ubuntu") continue;
      const bool complete =
          std::any_of(releases.begin(), releases.end(), [&](const matrix::Release& each) {
            return each.complete && each.version == tag.release;
          });
      if (!complete) continue;
      const Key key{tag.cuda.major(), tag.cuda.minor(), tag.flavor, tag.cudnn.empty(), tag.os};
      const auto [at, added] = newest.try_emplace(key, tag);
      if (!added && at->second.cuda < tag.cuda) at->second = tag;
      if (now && now->cuda && tag.cuda == now->cuda) same.push_back(tag);
    }
    for (const ImageTag& tag : same) {
      const Key key{tag.cuda.major(), tag.cuda.minor(), tag.flavor, tag.cudnn.empty(), tag.os};
      if (newest.at(key).tag != tag.tag) add_tag(repository, tag);
    }
    for (const auto& [key, tag] : newest) add_tag(repository, tag);
  }

  void add_tag(const std::string& repository, const ImageTag& tag) {
    if (repository == image.repository && tag.tag == image.tag) return;
    Proposal proposal{.repository = repository,
                      .tag = std::string(tag.tag),
                      .kind = kind(repository, tag.cuda, tag.os)};
    const Version cuda = aim();
    Rank& rank = proposal.rank;
    // Going back to an older CUDA is no way out of one that ended.
    const bool older = cuda && tag.cuda < cuda && !tag.cuda.same_line(cuda);
    rank.ended = advise::release_ended(tag.cuda) || advise::system_ended(tag.os) || older;
    rank.repository = repository != image.repository;
    rank.major = cuda ? gap(tag.cuda.major(), cuda.major()) : 0;
    // What ran with an older minor release runs with a newer one.
    rank.line = !cuda ? 100 * (100 - tag.cuda.major()) + 100 - tag.cuda.minor()
                : rank.major == 0
                    ? 2 * gap(tag.cuda.minor(), cuda.minor()) + (tag.cuda.minor() < cuda.minor())
                : tag.cuda.major() > cuda.major() ? tag.cuda.minor()
                                                  : 100 - tag.cuda.minor();
    const std::string os = os_wanted();
    rank.system = os.empty()     ? (advise::system_family(tag.os) == "ubuntu" ? 0 : 2)
                  : tag.os == os ? 0
                  : advise::system_family(tag.os) == advise::system_family(os) ? 1
                                                                               : 2;
    rank.flavor = static_cast<unsigned>(tag.flavor);
    proposal.smaller =
        image.answer.row && tag.flavor < image.answer.row->flavor && proposal.kind == kind_of_tag();
    rank.cudnn = !tag.cudnn.empty();
    rank.patch = 1000 - tag.cuda.patch();
    rank.release = 1000 - os_release(tag.os);
    add(std::move(proposal), tag.os);
  }

  static unsigned os_release(std::string_view os) {
    const auto release =
        Version::parse(os.substr(std::min(advise::system_family(os).size(), os.size())));
    return release ? release->major() : 0;
  }

  /// The CUDA to stay near: the image's, else that of what is installed here.
  Version aim() const {
    if (now && now->cuda) return now->cuda;
    if (wanted.cuda) return wanted.cuda;
    for (const graph::Package& package : graph.packages) {
      if (here(package.at.stage) && package.cuda && package.gpu == Known::yes) return package.cuda;
    }
    return {};
  }

  /// Python's own image, for stages whose wheels bring all they use of CUDA.
  void add_python_images() {
    if (!now || lowest > Flavor::base) return;
    std::vector<std::string> versions;
    for (const facts::PipInstall& install : graph.facts.pip_installs) {
      if (!here(install.at.stage)) continue;
      const std::string tag = graph::python_tag(graph, install);
      if (tag.starts_with("cp3") && tag.size() > 3) versions.push_back("3." + tag.substr(3));
    }
    std::sort(versions.begin(), versions.end());
    versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
    if (versions.size() == 1) add_other("python", versions.front() + "-slim");
    if (!versions.empty()) return;
    // Nobody knows which Python there is: another is as good if it has wheels of everything.
    const std::vector<Version> pythons = wheel_pythons(graph, stages);
    if (pythons.empty()) return;
    const std::string python = pythons.back().text();
    add_other("python", python + "-slim", Flavor::none,
              {fmt::format("your code runs on Python {}, as what pip installs here does", python)});
  }

  /// The image of the very torch that is installed here.
  void add_torch_images() {
    for (const graph::Package& package : graph.packages) {
      if (!here(package.at.stage) || package.name != "torch" || !package.cuda) continue;
      for (const ImageTag& tag : matrix::tags("pytorch/pytorch")) {
        const auto torch = Version::parse(package.version);
        if (!torch || tag.release != *torch || !tag.cuda.same_line(package.cuda)) continue;
        if (tag.existence != matrix::Existence::published || tag.weak) continue;
        if (tag.flavor >= lowest) add_other("pytorch/pytorch", std::string(tag.tag), tag.flavor);
      }
      return;
    }
  }

  /// Other releases of the same image: other months, other versions of what it is named after.
  void add_sisters() {
    const std::vector<matrix::ImageRelease> releases = matrix::image_releases(image.repository);
    const auto present =
        std::find_if(releases.begin(), releases.end(),
                     [&](const matrix::ImageRelease& each) { return each.tag == image.tag; });
    if (present == releases.end()) return;
    for (auto each = releases.begin(); each != releases.end(); ++each) {
      if (each == present) continue;
      // With a toolkit that the present one does without.
      const matrix::TagAnswer answer = matrix::find_tag(image.repository, each->tag);
      if (image.answer.row && answer.row && image.answer.row->flavor < answer.row->flavor) continue;
      const auto contents = matrix::contents(image.repository, each->tag);
      // Of the same torch, for another CUDA.
      const bool same = now && contents && !now->torch.empty() && contents->torch == now->torch;
      const bool older = !same && each < present;
      const auto steps = static_cast<unsigned>(each < present ? present - each : each - present);
      Proposal proposal{.repository = image.repository,
                        .tag = each->tag,
                        .kind = image.repository + (same    ? " same"
                                                    : older ? " older"
                                                            : " newer")};
      proposal.rank.ended = older;
      proposal.rank.line = 100 + steps;  // behind those of the same torch
      if (image.answer.row && answer.row) {
        const Version cuda = image.answer.row->cuda;
        proposal.rank.major = gap(answer.row->cuda.major(), cuda.major());
        if (same) proposal.rank.line = gap(answer.row->cuda.minor(), cuda.minor());
      }
      add(std::move(proposal), {});
    }
  }

  void add_other(const std::string& repository, const std::string& tag,
                 Flavor flavor = Flavor::none, std::vector<std::string> check = {}) {
    if (repository == image.repository) return;
    Proposal proposal{
        .repository = repository, .tag = tag, .check = std::move(check), .kind = repository};
    proposal.rank.repository = 2;
    proposal.rank.flavor = static_cast<unsigned>(flavor);
    add(std::move(proposal), {});
  }

  void run() {
    settle_floor();
    add_present();
    if (image_of_cuda) {
      add_cuda_images(image.repository);
    } else {
      add_cuda_images(std::string(cuda_table));
      add_sisters();
    }
    add_python_images();
    add_torch_images();
    std::stable_sort(out.begin(), out.end(),
                     [](const Proposal& a, const Proposal& b) { return a.rank < b.rank; });
  }
};

}  // namespace

std::vector<Proposal> proposals(const graph::Graph& graph, int root) {
  Proposing all{graph, root};
  all.run();
  return std::move(all.out);
}

}  // namespace cudafit::recommend
