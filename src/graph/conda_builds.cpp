#include "graph/conda_builds.h"

#include <algorithm>
#include <array>
#include <optional>

#include "graph/build.h"
#include "graph/conda_channels.h"
#include "matrix/conda_packages.h"
#include "matrix/conda_torch.h"
#include "matrix/torch.h"

namespace cudafit::graph {

namespace {

using facts::CondaInstall;
using facts::CondaSpec;
using matrix::CondaSelector;
using Kind = CondaBuildNeed::Kind;

/// All public channels, in the order in which they are proposed.
constexpr std::array<std::string_view, 4> proposed{"conda-forge", "nvidia", "pytorch", "defaults"};

Version parsed(std::string_view version) { return Version::parse(version).value_or(Version{}); }

/// `asked` as far as it is written: 1.13 covers 1.13.1.
bool covers(const Version& asked, const Version& version) {
  for (std::size_t i = 0; i < asked.parts; ++i)
    if (asked.number[i] != version.number[i]) return false;
  return asked.parts > 0;
}

/// The selector is the one of that release.
bool selects(const CondaSelector& row, const Version& torch) {
  const Version first = parsed(row.first_torch);
  const Version last = parsed(row.last_torch);
  return (!first || !(torch < first)) && (!last || !(last < torch));
}

/// One command.
class Judge {
 public:
  Judge(Graph& graph, std::size_t index)
      : graph_(graph),
        index_(index),
        install_(graph.facts.conda_installs[index]),
        channels_(conda_channels(graph, install_)) {}

  void run() {
    find_torch();
    for (std::size_t i = 0; i < install_.specs.size(); ++i) {
      const CondaSpec& spec = install_.specs[i];
      if (!spec.known || !spec.version_known) continue;
      if (!selector(i) && !absent(i)) parts(i);
    }
    frozen();
  }

 private:
  // ---- torch

  void find_torch() {
    for (std::size_t i = 0; i < install_.specs.size(); ++i) {
      if (!install_.specs[i].known || install_.specs[i].name != "pytorch") continue;
      torch_ = static_cast<int>(i);
      origin_ = conda_origin(channels_, install_.specs[i]);
      pin_ = conda_pin(install_.specs[i]);
    }
  }
  const CondaSpec& torch() const { return install_.specs[static_cast<std::size_t>(torch_)]; }

  /// A build string, or the name of another package, says which build is meant.
  bool build_named() const {
    if (!torch().build.empty()) return true;
    return std::any_of(install_.specs.begin(), install_.specs.end(), [&](const CondaSpec& spec) {
      if (!spec.known || !spec.version_known) return true;
      const auto name = matrix::conda_gpu_name(spec.name, origin_.channel);
      return name && name->meaning == matrix::CondaGpuName::Meaning::forces_cpu;
    });
  }

  CondaBuildNeed need(std::size_t spec, Kind kind, std::string object) const {
    const CondaSpec& asked = install_.specs[spec];
    CondaBuildNeed out;
    out.install = index_;
    out.spec = spec;
    out.kind = kind;
    out.cuda = conda_pin(asked);
    out.need.kind = "a conda package for that CUDA";
    out.need.verdict = Verdict::unmet;
    out.need.stage = install_.at.stage;
    out.need.subject = asked.text.value;
    out.need.object = std::move(object);
    out.need.span = asked.span;
    for (const facts::Link& link : asked.how)
      out.need.chain.push_back(shows(link.words, link.span));
    return out;
  }

  void keep(CondaBuildNeed found) { graph_.conda_builds.push_back(std::move(found)); }

  // ---- packages that are not there

  /// None of the channels has it; reported, or met.
  bool absent(std::size_t i) {
    const CondaSpec& spec = install_.specs[i];
    const bool named = !spec.channel.empty();
    if (!named && (!channels_.complete || channels_.all.empty())) return false;
    const Version version = conda_pin(spec);
    if (!version && !spec.version.empty() && spec.version != "*") return false;
    CondaBuildNeed found = need(i, Kind::absent, "a channel that has it");
    const auto lacks = [&](std::string_view channel) {
      if (channel.empty()) return false;
      const matrix::CondaAbsence answer = matrix::conda_has(spec.name, channel, version);
      if (answer.present != Known::no) return false;
      found.need.weak = found.need.weak || answer.weak;
      found.need.chain.push_back(says(std::string(channel) + " does not have it", answer.source));
      return true;
    };
    if (named) {
      if (!lacks(matrix::conda_channel(spec.channel))) return false;
    } else if (!std::all_of(channels_.all.begin(), channels_.all.end(),
                            [&](const CondaChannels::One& one) { return lacks(one.name); })) {
      return false;
    }
    add(channels_.because, found);
    place(spec, version, found);
    keep(std::move(found));
    return true;
  }

  static void add(const std::vector<Note>& notes, CondaBuildNeed& found) {
    found.need.chain.insert(found.need.chain.end(), notes.begin(), notes.end());
  }

  /// Where it is, or which versions there are.
  static void place(const CondaSpec& spec, const Version& version, CondaBuildNeed& found) {
    std::size_t having = 0;
    for (const std::string_view channel : proposed) {
      if (matrix::conda_has(spec.name, channel, version).present != Known::yes) continue;
      if (having++ == 0) found.channel = channel;
    }
    found.only_channel = having == 1;
    if (having > 0 || !version) return;
    Version below, above;
    for (const matrix::CondaVersion& row : matrix::conda_versions(spec.name)) {
      Version line = row.version;
      line.parts = std::min<std::uint8_t>(line.parts, 2);
      line.number[2] = line.number[3] = 0;
      if (row.version < version) below = line;
      if (version < row.version && !above) above = line;
    }
    for (const Version& near : {below, above})
      if (near) found.instead.push_back(near);
    found.ended = !above;
    const auto package = matrix::conda_package(spec.name);
    if (found.ended && package && !package->note.empty())
      found.need.chain.push_back(
          says(spec.name + ": " + std::string(package->note), package->source));
  }

  // ---- packages that select the build of torch

  /// The row of a package that selects the CUDA of torch in the channel it comes from.
  std::optional<CondaSelector> row_of(std::size_t i) const {
    if (torch_ < 0 || origin_.channel.empty()) return std::nullopt;
    for (const CondaSelector& row : matrix::conda_selectors(origin_.channel))
      if (row.selector == install_.specs[i].name && !row.weak) return row;
    return std::nullopt;
  }

  /// It selects nothing of this torch; reported, or not.
  bool selector(std::size_t i) {
    const std::optional<CondaSelector> row = row_of(i);
    if (!row || pin_.parts < 2) return false;
    const std::size_t before = graph_.conda_builds.size();
    judge(i, *row);
    return graph_.conda_builds.size() > before;
  }

  bool asks(std::string_view channel) const {
    return std::any_of(channels_.all.begin(), channels_.all.end(),
                       [&](const CondaChannels::One& one) { return one.name == channel; });
  }

  /// The parts of the toolkit that the selector depends on come from a channel that is not asked.
  void parts(std::size_t i) {
    const std::optional<CondaSelector> row = row_of(i);
    const Version cuda = conda_pin(install_.specs[i]);
    if (!row || row->channels.empty() || !cuda || !channels_.complete) return;
    CondaBuildNeed found = need(i, Kind::parts, std::string(row->channels.front()));
    for (const CondaChannels::One& one : channels_.all) {
      const bool its =
          std::find(row->channels.begin(), row->channels.end(), one.name) != row->channels.end();
      if (its || one.name.empty()) return;
      const matrix::CondaAbsence answer = matrix::conda_has("cuda", one.name, cuda);
      if (answer.present != Known::no) return;
      found.need.weak = found.need.weak || answer.weak;
    }
    found.channel = row->channels.front();
    found.only_channel = true;
    found.torch = torch_;
    found.need.chain.push_back(says(
        "what it depends on is in the channel " + std::string(row->channels.front()), row->source));
    add(channels_.because, found);
    keep(std::move(found));
  }

  void judge(std::size_t i, const CondaSelector& row) {
    // What is not read may hold the right one.
    if (!install_.complete) return;
    const auto channel = matrix::conda_torch_channel(origin_.channel);
    const Version complete = channel ? parsed(channel->complete_from) : Version{};
    if (!complete || pin_ < complete || build_named()) return;
    if (platform_of(graph_, install_.at.stage).name != "linux_x86_64") return;
    const std::vector<CondaSelector> rows = matrix::conda_selectors(origin_.channel);
    const auto right = std::find_if(rows.begin(), rows.end(),
                                    [&](const CondaSelector& each) { return selects(each, pin_); });
    if (right == rows.end()) return;
    if (right->selector == row.selector) {
      unbuilt(i, *right);
    } else if (std::none_of(install_.specs.begin(), install_.specs.end(),
                            [&](const CondaSpec& spec) { return spec.name == right->selector; })) {
      unselected(i, row, *right);
    }
  }

  /// What the releases that the pin covers are built for; false where that is not known.
  bool builds(CondaBuildNeed& found) const {
    bool any = false;
    for (const matrix::TorchRelease& release : matrix::torch_releases()) {
      if (!covers(pin_, parsed(release.version))) continue;
      for (const matrix::CondaTorch& build :
           matrix::conda_torch(release.version, origin_.channel)) {
        any = true;
        if (!build.cuda || build.platform != "linux-64") continue;
        if (std::find(found.instead.begin(), found.instead.end(), build.cuda) !=
            found.instead.end())
          continue;
        found.instead.push_back(build.cuda);
        found.missing.push_back(missing(build));
        if (found.need.chain.empty() || found.need.chain.back().source != build.source.text())
          found.need.chain.push_back(says(
              "builds of pytorch " + std::string(build.torch) + " of " + std::string(build.channel),
              build.source));
      }
    }
    return any && !found.instead.empty();
  }

  /// A channel that the build needs and the command does not name.
  std::string_view missing(const matrix::CondaTorch& build) const {
    for (const std::string_view channel : build.channels)
      if (!asks(channel)) return channel;
    const bool one = build.one_of.empty() || std::any_of(build.one_of.begin(), build.one_of.end(),
                                                         [&](auto each) { return asks(each); });
    return one ? std::string_view() : build.one_of.front();
  }

  void unbuilt(std::size_t i, const CondaSelector& row) {
    CondaBuildNeed found = need(i, Kind::unbuilt, "a build of torch " + pin_.text());
    if (found.cuda.parts < 2 || !builds(found)) return;
    for (const Version& cuda : found.instead)
      if (cuda.same_line(found.cuda)) return;
    finish(row, found);
  }

  void unselected(std::size_t i, const CondaSelector& row, const CondaSelector& right) {
    CondaBuildNeed found = need(i, Kind::unselected, std::string(right.selector));
    if (!builds(found)) return;
    found.need.chain.push_back(says(
        std::string(row.selector) + " selects the build up to torch " + std::string(row.last_torch),
        row.source));
    // Where builds for CUDA can be installed, the solver takes the newest of them.
    if (!gpu_builds_missing(right, found)) {
      if (found.cuda.parts < 2 || found.cuda.same_line(found.instead.back())) return;
      found.need.weak = true;
    }
    finish(right, found);
  }

  /// No channel has what the builds for CUDA depend on.
  bool gpu_builds_missing(const CondaSelector& row, const CondaBuildNeed& found) const {
    return channels_.complete &&
           std::all_of(
               channels_.all.begin(), channels_.all.end(), [&](const CondaChannels::One& one) {
                 const bool its = std::find(row.channels.begin(), row.channels.end(), one.name) !=
                                  row.channels.end();
                 return !its &&
                        std::all_of(
                            found.instead.begin(), found.instead.end(), [&](const Version& cuda) {
                              return matrix::conda_has("cuda", one.name, cuda).present == Known::no;
                            });
               });
  }

  void finish(const CondaSelector& row, CondaBuildNeed& found) {
    found.torch = torch_;
    found.torch_channel = origin_.channel;
    found.selector = row.selector;
    found.need.weak = found.need.weak || origin_.weak;
    keep(std::move(found));
  }

  // ---- a channel that has ended

  void frozen() {
    if (torch_ < 0 || origin_.channel.empty()) return;
    const auto channel = matrix::conda_torch_channel(origin_.channel);
    if (!channel || !channel->ended || channel->weak) return;
    const CondaSpec& spec = torch();
    if (!spec.version_known) return;
    const Version last = parsed(channel->last_torch);
    const bool open =
        spec.version.empty() || spec.version == "*" ||
        (spec.version.starts_with(">") && spec.version.find_first_of(",|*") == std::string::npos);
    const bool newer = pin_ && last < pin_;
    if (!open && !newer) return;
    if (newer && others_may_have_it()) return;
    CondaFrozen out;
    out.install = index_;
    out.spec = static_cast<std::size_t>(torch_);
    out.channel = channel->channel;
    out.last_torch = channel->last_torch;
    out.newer = newer;
    out.need.kind = "a channel that gets new releases";
    out.need.verdict = Verdict::unmet;
    out.need.stage = install_.at.stage;
    out.need.subject = spec.text.value;
    out.need.object = "a channel that gets new releases of torch";
    out.need.span = spec.span;
    for (const facts::Link& link : spec.how) out.need.chain.push_back(shows(link.words, link.span));
    out.need.chain.push_back(says("the last torch in the channel " + std::string(channel->channel) +
                                      " is " + std::string(channel->last_torch),
                                  channel->source));
    look_at_selectors(last, out);
    if (!newer) out.pin = newest(out.idle_selector >= 0);
    graph_.conda_frozen.push_back(std::move(out));
  }

  /// A channel that the command names besides has newer releases, or may.
  bool others_may_have_it() const {
    if (!torch().channel.empty()) return false;
    return std::any_of(channels_.all.begin(), channels_.all.end(),
                       [&](const CondaChannels::One& one) {
                         if (!one.written || one.name == origin_.channel) return false;
                         return one.name.empty() ||
                                matrix::conda_has("pytorch", one.name, pin_).present != Known::no;
                       });
  }

  bool named(std::string_view package) const {
    return std::any_of(install_.specs.begin(), install_.specs.end(),
                       [&](const CondaSpec& spec) { return spec.known && spec.name == package; });
  }

  /// Those that select nothing, where none does.
  void look_at_selectors(const Version& last, CondaFrozen& out) const {
    const std::vector<CondaSelector> rows = matrix::conda_selectors(origin_.channel);
    if (std::any_of(rows.begin(), rows.end(), [&](const CondaSelector& row) {
          return selects(row, last) && named(row.selector);
        }))
      return;
    for (const CondaSelector& row : rows) {
      if (selects(row, last)) continue;
      for (std::size_t i = 0; i < install_.specs.size(); ++i) {
        if (install_.specs[i].known && install_.specs[i].name == row.selector) {
          out.idle_selector = static_cast<int>(i);
          out.need.chain.push_back(says(std::string(row.selector) +
                                            " selects the build up to torch " +
                                            std::string(row.last_torch) + " only",
                                        row.source));
          out.need.chain.back().span = install_.specs[i].span;
        }
      }
    }
  }

  /// The newest release of the channel for the CUDA and the Python that the command names.
  std::string newest(bool idle_selector) const {
    Version cuda, python;
    std::string_view selector;
    for (const CondaSpec& spec : install_.specs) {
      if (!spec.known || !spec.version_known) return {};
      if (spec.name == "python") {
        python = conda_pin(spec);
        if (!python) return {};
      }
      // A companion's pin decides on torch, too.
      if (spec.name.starts_with("torch") && !spec.version.empty()) return {};
      for (const CondaSelector& row : matrix::conda_selectors(origin_.channel)) {
        if (row.selector != spec.name) continue;
        cuda = conda_pin(spec);
        selector = row.selector;
      }
    }
    if (idle_selector && !cuda) return {};
    const std::vector<matrix::TorchRelease>& releases = matrix::torch_releases();
    for (auto release = releases.rbegin(); release != releases.rend(); ++release) {
      for (const matrix::CondaTorch& build :
           matrix::conda_torch(release->version, origin_.channel)) {
        if (build.weak || (!selector.empty() && build.selector != selector)) continue;
        if (cuda.parts > 1 && !cuda.same_line(build.cuda)) continue;
        if (python && (!build.python_min || python < build.python_min ||
                       (build.python_max < python && !build.python_max.same_line(python))))
          continue;
        return std::string(release->version);
      }
    }
    return {};
  }

  Graph& graph_;
  std::size_t index_;
  const CondaInstall& install_;
  CondaChannels channels_;
  int torch_ = -1;
  CondaOrigin origin_;  ///< of torch
  Version pin_;         ///< of torch
};

}  // namespace

void judge_conda_builds(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.conda_installs.size(); ++i) {
    const CondaInstall& install = graph.facts.conda_installs[i];
    if (install.solves && install.certainty == facts::Certainty::certain) Judge(graph, i).run();
  }
}

}  // namespace cudafit::graph
