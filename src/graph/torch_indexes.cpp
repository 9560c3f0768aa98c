// Directories of download.pytorch.org that do not exist, and those that get no releases any more.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>

#include "graph/build.h"
#include "matrix/torch_name.h"

namespace cudafit::graph {

namespace {

using facts::PipInstall;

bool wants_torch(const PipInstall& install) {
  return std::any_of(
      install.requirements.begin(), install.requirements.end(), [](const facts::Asked& asked) {
        return asked.applies == Known::yes && is_torch_family(asked.requirement.name);
      });
}

void judge_index(Graph& graph, std::size_t at, const IndexList& list, const Index& index) {
  const PipInstall& install = graph.facts.pip_installs[at];
  IndexNeed out;
  out.answer = matrix::find_torch_index(index.directory);
  if (out.answer.existence != matrix::Existence::never) return;
  out.uv = install.tool == facts::Installer::uv;
  out.falls_back = list.all.size() > 1 || !list.complete;
  // Besides other packages an index that is not there changes nothing.
  if (out.falls_back && !wants_torch(install)) return;
  if (!out.falls_back && (install.requirements.empty() || may_be_satisfied(graph, at))) return;
  out.install = at;
  out.index = index;
  out.torch = pinned_torch(install);
  out.nearest = nearest_indexes(index.directory, out.torch, python_tag(graph, install),
                                platform_of(graph, install.at.stage).name);
  out.need.kind = "an index of torch that exists";
  out.need.verdict = Verdict::unmet;
  out.need.stage = install.at.stage;
  out.need.subject = index.spelled;
  out.need.span = index.option != nullptr ? index.option->span : install.span;
  out.need.weak = out.answer.weak;
  if (index.option != nullptr) {
    for (const facts::Link& link : index.option->how)
      out.need.chain.push_back(shows(link.words, link.span));
  }
  const bool known = std::any_of(
      graph.torch.indexes.begin(), graph.torch.indexes.end(), [&](const IndexNeed& other) {
        return other.need.span == out.need.span && other.index.directory == index.directory;
      });
  if (!known) graph.torch.indexes.push_back(std::move(out));
}

/// The index that --torch-backend stands for; null without one.
const facts::OptionValue* backend(const PipInstall& install) {
  return install.torch_backend ? &*install.torch_backend : nullptr;
}

void judge_ended(Graph& graph, std::size_t at) {
  const WheelChoice& choice = graph.wheels[at];
  const PipInstall& install = graph.facts.pip_installs[choice.install];
  if (choice.package != "torch" || choice.outcome != WheelChoice::Outcome::found) return;
  if (!choice.assumed || !choice.wheel || !choice.wheel->pypi || !choice.wheel->cuda) return;
  if (install.certainty != facts::Certainty::certain) return;
  for (const Index& index : choice.indexes.all) {
    if (index.kind != Index::Kind::torch) continue;
    const auto row = matrix::torch_index(index.directory);
    // That it ended must be seen in the table, and it must have been for CUDA.
    if (!row || row->live || row->last_torch.empty() || !matrix::variant_cuda(index.directory))
      continue;
    if (matrix::variant_cuda(index.directory) == choice.wheel->cuda) continue;
    EndedNeed out;
    out.choice = at;
    out.index = index;
    out.row = *row;
    const facts::Asked& asked = install.requirements[choice.requirement];
    out.need.kind = "an index that has the newest torch";
    out.need.verdict = Verdict::unmet;
    out.need.stage = install.at.stage;
    out.need.subject = index.spelled;
    out.need.object = choice.version;
    out.need.span = asked.span;
    out.need.chain = choice.chain;
    out.need.weak = choice.weak || row->weak;
    graph.torch.ended.push_back(std::move(out));
    return;
  }
}

}  // namespace

std::string pinned_torch(const PipInstall& install) {
  for (const facts::Asked& asked : install.requirements) {
    if (asked.requirement.name != "torch" || !asked.requirement.known) continue;
    if (const auto exact = asked.requirement.specifiers.exact())
      return exact->public_version().text();
  }
  return {};
}

bool is_torch_family(std::string_view package) {
  static constexpr std::array<std::string_view, 6> names{"torch",     "torchvision", "torchaudio",
                                                         "torchtext", "torchdata",   "torchcodec"};
  return std::find(names.begin(), names.end(), package) != names.end();
}

std::vector<std::string> nearest_indexes(std::string_view wanted, std::string_view torch,
                                         std::string_view python, std::string_view platform) {
  const Version cuda = matrix::variant_cuda(wanted);
  struct Near {
    std::string directory;
    bool other_major;
    int distance;
    bool newer;
  };
  std::vector<Near> found;
  for (const matrix::TorchIndex& row : matrix::torch_indexes()) {
    const Version its = matrix::variant_cuda(row.directory);
    if (!its || row.directory == wanted) continue;
    bool serves = false;
    if (torch.empty()) {
      serves = row.live || !row.last_torch.empty();
    } else {
      for (const matrix::TorchWheel& wheel : matrix::torch_wheels(torch)) {
        serves = serves ||
                 (wheel.directory == row.directory && wheel.platform == platform && !wheel.weak &&
                  (python.empty() || std::find(wheel.pythons.begin(), wheel.pythons.end(),
                                               python) != wheel.pythons.end()));
      }
    }
    if (!serves) continue;
    const int distance = std::abs(static_cast<int>(its.major() * 100 + its.minor()) -
                                  static_cast<int>(cuda.major() * 100 + cuda.minor()));
    found.push_back(
        {std::string(row.directory), its.major() != cuda.major(), distance, its > cuda});
  }
  std::sort(found.begin(), found.end(), [](const Near& a, const Near& b) {
    return std::tuple(a.other_major, a.distance, a.newer) <
           std::tuple(b.other_major, b.distance, b.newer);
  });
  std::vector<std::string> out;
  for (Near& each : found) out.push_back(std::move(each.directory));
  return out;
}

void judge_torch_indexes(Graph& graph) {
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    const PipInstall& install = graph.facts.pip_installs[i];
    if (install.certainty != facts::Certainty::certain || install.no_index) continue;
    const auto judge = [&](const IndexList& list) {
      for (const Index& index : list.all) {
        if (index.kind == Index::Kind::torch && !index.link && index.option != backend(install))
          judge_index(graph, i, list, index);
      }
    };
    judge(index_list(install));
    for (const facts::Asked& asked : install.requirements) {
      if (asked.index && asked.applies == Known::yes && is_torch_family(asked.requirement.name))
        judge(index_list(install, asked));
    }
  }
  for (std::size_t i = 0; i < graph.wheels.size(); ++i) judge_ended(graph, i);
}

}  // namespace cudafit::graph
