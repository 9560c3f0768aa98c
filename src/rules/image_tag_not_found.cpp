#include <fmt/format.h>

#include <map>

#include <algorithm>

#include "advise/tags.h"
#include "rules/finding.h"
#include "source/nearest.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule image_tag_not_found;
const Rule image_tag_not_found{.info = {.id = "image-tag-not-found",
                                        .summary = "The image tag never existed or was deleted",
                                        .severity = Severity::error,
                                        .docs = R"doc(## What it does
Reports a tag of `nvidia/cuda` that never existed, or that was deleted from Docker Hub. A warning where the name is on
NVIDIA's own registry, which may still hold what Docker Hub has lost; a hint where the release is newer than the data.
Tags of releases whose listing is not complete, digests, placeholders and private names are never reported.

With `--online` the registry itself is asked, and its word counts: for any image whose repository it shows and whose tag or
digest it says it does not have. A warning where the image may as well have been built on the machine that builds on it.

## Why it fails
The image cannot be pulled: `docker.io/nvidia/cuda:11.1-devel-ubuntu20.04: not found`, or
`manifest for nvidia/cuda:... not found: manifest unknown: manifest unknown`. NVIDIA deletes tags of releases that are out of
support, and names are easy to get wrong: every tag since CUDA 11.2 carries a patch number, and cuDNN is spelt differently
from release to release (`-cudnn8-`, `-cudnn9-`, `-cudnn-`).

## Bad
```dockerfile
ARG CUDA=11.7.0
FROM nvidia/cuda:${CUDA}-devel-ubuntu22.04
```

## Good
```dockerfile
ARG CUDA=11.7.1
FROM nvidia/cuda:${CUDA}-devel-ubuntu22.04
```

## How the fix works
The nearest published tag: same CUDA line, flavor, cuDNN and system first. Safe when only the patch release or the spelling
changes and no other tag would do as well; suggested when the CUDA minor, the system or cuDNN's major changes; shown when the
CUDA major or the flavor would be a guess. Each part is edited where it is written, be it an ARG default or the FROM line.

## Sources
Dated lists of Docker Hub's tags; every answer names the list it rests on. `cudafit explain` shows the rule, a finding shows
the source.
)doc"},
                               .look = Look::outdated,  // most were deleted
                               .check = check};

namespace {

using matrix::Existence;

/// The registry a name begins with; empty: Docker Hub's.
std::string_view registry(const graph::ImageNeed& need) {
  const std::string_view name = need.repository;
  const std::string_view host = name.substr(0, std::min(name.find('/'), name.size()));
  const bool named = host.size() < name.size() &&
                     (host.find_first_of(".:") != std::string_view::npos || host == "localhost");
  return named ? host : std::string_view();
}

std::string sentence(const graph::ImageNeed& need, const std::string& image) {
  const matrix::TagAnswer& answer = need.answer;
  // The listings of nvidia/cuda, which stand for NVIDIA's own registry too, are Docker Hub's.
  const std::string_view own = need.from_mirror ? std::string_view() : registry(need);
  const std::string_view from = own.empty() ? "Docker Hub" : own;
  if (answer.existence == Existence::removed) {
    return fmt::format("{} was deleted from {}{}", image, from,
                       need.from_mirror ? " and may be gone here too" : "");
  }
  if (answer.existence == Existence::never)
    return fmt::format("{} is not on {}: {}", image, from, answer.reason);
  return fmt::format("{}: {}; not checked", image, answer.reason);
}

void add_evidence(const graph::ImageNeed& need, const std::string& image, Diagnostic& finding) {
  const matrix::TagAnswer& answer = need.answer;
  std::string evidence;
  if (answer.row && !answer.row->removed_between.empty()) {
    const std::string_view window = answer.row->removed_between;
    const std::size_t dots = window.find("..");
    evidence = window.starts_with("unknown..")
                   ? fmt::format("it is in no listing since {}", window.substr(dots + 2))
                   : fmt::format("it vanished between {} and {}", window.substr(0, dots),
                                 window.substr(dots + 2));
  } else if (!answer.as_of.empty()) {
    evidence = fmt::format("by the listing of {}", answer.as_of);
  } else {
    evidence = "by the listings of its tags";
  }
  finding.notes.push_back(fact(std::move(evidence), answer.source.text()));
  if (answer.existence == Existence::newer) return;
  finding.notes.push_back(
      fact(fmt::format("the build shows \"{}{}: not found\" (\"manifest unknown\")",
                       registry(need).empty() ? "docker.io/" : "", image)));
}

/// Nobody builds an image of this name but its publisher: the official ones and those that the
/// matrix lists.
bool published_by_one(const graph::ImageNeed& need) {
  return need.repository.find('/') == std::string::npos ||
         !matrix::releases(need.repository).empty();
}

/// What the registry has not got, by its own word.
Diagnostic not_in_registry(const graph::Graph& graph, const graph::ImageNeed& need) {
  const facts::Fact& fact = graph.fact_of(need);
  const facts::RegistryAnswer& said = *need.registry;
  const std::string what =
      said.digest.empty() ? need.repository + ":" + need.tag : need.repository + "@" + said.digest;
  Diagnostic out = rules::finding(
      image_tag_not_found, graph, fact.stage, fact.span,
      fmt::format("{} has no {} {} of {}", said.registry, said.digest.empty() ? "tag" : "digest",
                  said.digest.empty() ? need.tag : said.digest, need.repository));
  if (!published_by_one(need)) out.severity = Severity::warning;
  if (!fact.how.empty()) out.label = fmt::format("resolves to {}", what);
  add_chain(fact.how, out);
  out.notes.push_back(rules::fact(fmt::format("asked on {}", said.day), said.registry));
  out.notes.push_back(
      rules::fact(fmt::format("the build shows \"{}{}: not found\" (\"manifest unknown\")",
                              registry(need).empty() ? "docker.io/" : "", what)));
  if (out.severity == Severity::warning) {
    out.notes.push_back(
        rules::fact("a machine that has built an image of this name itself does not ask"));
  }
  const std::vector<std::string_view> tags(said.tags.begin(), said.tags.end());
  if (const std::string_view near = nearest(need.tag, tags); !near.empty() && said.digest.empty()) {
    out.fixes.push_back({fmt::format("use {}:{}", need.repository, near), Safety::shown,
                         advise::retag(fact, near)});
  }
  return out;
}

/// Of each variable before the first FROM: something uses it besides images that cannot be pulled.
std::vector<bool> used_by_others(const graph::Graph& graph) {
  std::vector<bool> unmet(graph.facts.stages.size());
  for (const graph::ImageNeed& need : graph.images) {
    const facts::Fact& fact = graph.fact_of(need);
    if (fact.base && need.verdict == graph::Verdict::unmet)
      unmet[static_cast<std::size_t>(fact.stage)] = true;
  }
  std::vector<bool> out;
  for (const facts::Global& global : graph.facts.globals) {
    out.push_back(global.elsewhere ||
                  !std::all_of(global.stages.begin(), global.stages.end(),
                               [&](std::size_t stage) { return unmet[stage]; }));
  }
  return out;
}

/// The edit reaches something besides images that cannot be pulled either.
bool changes_others(const std::vector<bool>& by_others, const facts::Fact& fact,
                    const std::vector<Edit>& edits) {
  const bool in_place = std::all_of(
      edits.begin(), edits.end(), [&](const Edit& edit) { return fact.span.contains(edit.span); });
  return !in_place && std::any_of(fact.globals.begin(), fact.globals.end(),
                                  [&](std::size_t global) { return by_others[global]; });
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  std::map<std::string, advise::Tags> tables;  // by repository
  const std::vector<bool> by_others = used_by_others(graph);
  for (const graph::ImageNeed& need : graph.images) {
    const Existence existence = need.answer.existence;
    const bool newer = existence == Existence::newer;
    if (need.verdict != graph::Verdict::unmet && !newer) continue;
    if (need.tag == "latest" && need.repository == "nvidia/cuda") continue;  // image-tag-latest
    const bool asked = need.registry && !need.registry->there;
    if (asked && existence != Existence::removed && existence != Existence::never) {
      out.push_back(not_in_registry(graph, need));
      continue;
    }
    const facts::Fact& fact = graph.fact_of(need);
    const std::string image = need.repository + ":" + need.tag;
    Diagnostic finding =
        rules::finding(image_tag_not_found, graph, fact.stage, fact.span, sentence(need, image));
    if (need.from_mirror && existence == Existence::removed && !asked)
      finding.severity = Severity::warning;
    if (newer) finding.severity = Severity::hint;
    if (!fact.how.empty()) finding.label = fmt::format("resolves to {}", image);
    add_chain(fact.how, finding);
    add_evidence(need, image, finding);
    if (asked) {
      finding.notes.push_back(rules::fact(
          fmt::format("it said so itself on {}", need.registry->day), need.registry->registry));
    }
    if (!newer) {
      const advise::Tags& tags = tables.try_emplace(need.repository, need.repository).first->second;
      for (const advise::Candidate& candidate : tags.nearest(need, 3)) {
        std::vector<Edit> edits = advise::retag(fact, candidate.row.tag);
        std::string title = fmt::format("use {}:{}", need.repository, candidate.row.tag);
        if (!candidate.difference.empty()) title += fmt::format(" ({})", candidate.difference);
        Safety safety = edits.empty() ? Safety::shown : candidate.safety;
        if (safety == Safety::safe && changes_others(by_others, fact, edits))
          safety = Safety::suggested;
        finding.fixes.push_back({std::move(title), safety, std::move(edits)});
      }
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
