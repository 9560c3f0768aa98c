#include <fmt/format.h>

#include "advise/torch.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule torch_wheel_not_found;
const Rule torch_wheel_not_found{
    .info = {.id = "torch-wheel-not-found",
             .summary = "No wheel of torch was published for what is asked",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports a requirement for torch that no index of its command satisfies: a release that never existed, a build for a CUDA that
was never made, an index that does not have it, a Python or platform without a wheel. Also companions that were never
released (`torchaudio==2.12.0`). Indexes of other hosts, missing requirements files and an unknown base image keep it silent.

## Why it fails
The command ends with `ERROR: Could not find a version that satisfies the requirement torch==2.6.0` and
`ERROR: No matching distribution found for torch==2.6.0`; uv says `No solution found when resolving dependencies`. Each directory
of download.pytorch.org/whl has only the releases that were built for its CUDA, PyPI takes no version with a label
(`+cu118`), and each release has wheels for a few versions of Python.

## Bad
```dockerfile
FROM python:3.10-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu121
```

## Good
```dockerfile
FROM python:3.10-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
```

## How the fix works
The same release on the nearest index that has it, then the nearest release on the index that is written. Labels and the
companions pinned in the same command change with it. Suggested: another build or release is installed.

## Sources
The listing of PyTorch's own index and PyTorch's build tables; a finding shows which one it rests on.
)doc"},
    .check = check};

namespace {

/// "3.10" of "cp310".
std::string python_of(std::string_view tag) {
  if (tag.size() < 4) return std::string(tag);
  return std::string(tag.substr(2, 1)) + "." + std::string(tag.substr(3));
}

/// Where the release is, as far as the table has it for this Python and platform.
void add_places(const graph::WheelNeed& need, const graph::WheelChoice& choice,
                Diagnostic& finding) {
  if (need.missing == graph::Missing::release) {
    finding.notes.push_back(fact("by the releases of torch", need.evidence.text()));
    return;
  }
  std::string places;
  for (const std::string& place : need.places) places += (places.empty() ? "" : ", ") + place;
  if (!places.empty())
    finding.notes.push_back(
        fact("torch " + need.release + " is on " + places, need.evidence.text()));
  if (!need.pythons.empty())
    finding.notes.push_back(fact("torch " + need.release + " has wheels for Python " + need.pythons,
                                 need.evidence.text()));
  if (choice.python_known)
    finding.notes.push_back(fact("the Python of this command is " + python_of(choice.python)));
}

std::string because(const graph::Graph& graph, const graph::WheelNeed& need) {
  if (need.choice < 0) return need.need.object;
  const graph::WheelChoice& choice = graph.wheels[static_cast<std::size_t>(need.choice)];
  switch (need.missing) {
    case graph::Missing::release:
      return "there is no such release";
    case graph::Missing::build:
      return "that build was never published";
    case graph::Missing::python:
      return fmt::format("no wheel for Python {}", python_of(choice.python));
    case graph::Missing::platform:
      return fmt::format("no wheel for {}", choice.platform.name);
    default:
      break;
  }
  std::string names;
  for (const std::size_t i : choice.indexes.asked())
    names += (names.empty() ? "" : ", ") + choice.indexes.all[i].spelled;
  return "it is not on " + names;
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::WheelNeed& need : graph.torch.wheels) {
    Diagnostic finding =
        rules::finding(torch_wheel_not_found, graph, need.need.stage, need.need.span,
                       fmt::format("{} cannot be found: {}", need.wanted, because(graph, need)));
    if (need.need.weak) finding.severity = Severity::warning;
    finding.notes = need.need.chain;
    if (need.choice >= 0) {
      const graph::WheelChoice& choice = graph.wheels[static_cast<std::size_t>(need.choice)];
      add_places(need, choice, finding);
    }
    finding.notes.push_back(
        fact(need.uv ? fmt::format("uv shows \"No solution found when resolving dependencies\", "
                                   "\"there is no version of {}\"",
                                   need.wanted)
                     : fmt::format("pip shows \"ERROR: Could not find a version that satisfies the "
                                   "requirement {}\", \"No matching distribution found for {}\"",
                                   need.wanted, need.wanted)));
    finding.fixes = advise::published_wheel(graph, need);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
