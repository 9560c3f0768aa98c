#include <fmt/format.h>

#include "advise/conda_edit.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule conda_wrong_channel;
const Rule conda_wrong_channel{
    .info = {.id = "conda-wrong-channel",
             .summary = "conda is asked for a CUDA package that its channels do not have",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports the packages by which conda is told which CUDA it is to install (`pytorch-cuda`, `cudatoolkit`, `cuda-version`) where none of
the channels has them, where what they depend on is in none of the channels, and where they select nothing: `cudatoolkit` beside
torch 1.13 and later from the channel `pytorch`, a CUDA that this torch was never built for. In commands, `environment.yml` and files
of specifications. Silent where a channel is not known, also one that conda may be configured with; with `cudatoolkit` and torch from
conda-forge, which go together up to torch 2.5.1.

## Why it fails
The command ends with `PackagesNotFoundError: The following packages are not available from current channels`, or with `nothing
provides ... needed by pytorch-cuda`. Where the package is there and only selects nothing, the solver takes the CPU build without a
word: `torch.cuda.is_available()` is `False`.

## Bad
```dockerfile
FROM continuumio/miniconda3
RUN conda install -y -c pytorch -c nvidia pytorch==2.0.1 pytorch-cuda=12.1
```

## Good
```dockerfile
FROM continuumio/miniconda3
RUN conda install -y -c pytorch -c nvidia pytorch==2.0.1 pytorch-cuda=11.8
```

## How the fix works
Adds the channel that has the package, or names a CUDA that this torch is built for. Safe only where the command cannot have worked
and there is one channel.

## Sources
PyTorch's install commands of previous versions, the recipes of pytorch-cuda and of conda-forge; every finding names them.
)doc"},
    .check = check};

namespace {

std::string listed(const std::vector<Version>& versions) {
  std::string out;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    if (i > 0) out += i + 1 == versions.size() ? " and " : ", ";
    out += versions[i].text();
  }
  return out;
}

std::string words(const graph::Graph& graph, const graph::CondaBuildNeed& need) {
  using Kind = graph::CondaBuildNeed::Kind;
  const auto& specs = graph.facts.conda_installs[need.install].specs;
  const std::string torch =
      need.torch < 0 ? std::string() : specs[static_cast<std::size_t>(need.torch)].text.value;
  switch (need.kind) {
    case Kind::absent:
      if (const facts::CondaSpec& spec = specs[need.spec];
          !spec.channel.empty() && !need.channel.empty())
        return fmt::format("{} is not in the channel {}; {} has it", spec.name, spec.channel,
                           need.channel);
      if (!need.channel.empty())
        return fmt::format("{} is in none of the command's channels; {} has it", need.need.subject,
                           need.channel);
      if (need.instead.empty()) return fmt::format("{} never existed", need.need.subject);
      return fmt::format("{} never existed; {} {}", need.need.subject,
                         need.ended ? "the last is" : "there is", listed(need.instead));
    case Kind::parts:
      return fmt::format("what {} depends on is in the channel {}, which the command does not ask",
                         need.need.subject, need.channel);
    case Kind::unselected:
      return fmt::format("{} does not select the CUDA of {}: {} does", need.need.subject, torch,
                         need.selector);
    case Kind::unbuilt:
      return fmt::format("{} of the channel {} has no build for CUDA {}, only for {}", torch,
                         need.torch_channel, need.cuda.text(), listed(need.instead));
  }
  return {};
}

std::string_view error_text(graph::CondaBuildNeed::Kind kind) {
  using Kind = graph::CondaBuildNeed::Kind;
  if (kind == Kind::absent) {
    return "the build shows \"PackagesNotFoundError: The following packages are not available from "
           "current channels\"";
  }
  if (kind == Kind::parts) return "the build shows \"nothing provides cuda ... needed by\"";
  return "the solver takes the CPU build, or ends with \"UnsatisfiableError\"; at run time "
         "\"torch.cuda.is_available()\" is False";
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::CondaBuildNeed& need : graph.conda_builds) {
    Diagnostic found = finding(conda_wrong_channel, graph, need.need, words(graph, need));
    if (need.need.weak) found.severity = Severity::warning;
    if (need.torch >= 0) {
      const auto& specs = graph.facts.conda_installs[need.install].specs;
      const facts::CondaSpec& torch = specs[static_cast<std::size_t>(need.torch)];
      found.notes.push_back({"torch is asked for here", torch.span, {}});
    }
    found.notes.push_back(fact(std::string(error_text(need.kind))));
    found.fixes = advise::conda_builds(graph, need);
    out.push_back(std::move(found));
  }
}

}  // namespace

}  // namespace cudafit::rules
