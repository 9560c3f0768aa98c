#include <fmt/format.h>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule cuda_apt_key_rotated;
const Rule cuda_apt_key_rotated{
    .info = {.id = "cuda-apt-key-rotated",
             .summary = "NVIDIA's apt repository is used with the signing key it no longer has",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Reports two things: a step that fetches the old key `7fa2af80` of NVIDIA's CUDA repository for Debian or Ubuntu in a stage
that never gets the new one, and `apt-get update` in an image that was built before the rotation and lists that repository.
`apt-key del 7fa2af80`, the new key `3bf863cc`, `cuda-keyring`, and the machine-learning repository (which still uses the old
key) are fine.

## Why it fails
NVIDIA replaced the key on 2022-04-28. Since then `apt-get update` ends with
`The following signatures couldn't be verified because the public key is not available: NO_PUBKEY A4B469963BF863CC`.

## Bad
```dockerfile
FROM ubuntu:20.04
RUN apt-key adv --fetch-keys https://developer.download.nvidia.com/compute/cuda/repos/ubuntu2004/x86_64/7fa2af80.pub
```

## Good
```dockerfile
FROM ubuntu:20.04
RUN apt-key adv --fetch-keys https://developer.download.nvidia.com/compute/cuda/repos/ubuntu2004/x86_64/3bf863cc.pub
```

## How the fix works
Suggested: the key's name in the URL is replaced. For an image that holds the old key, NVIDIA's list files are removed before
the first `apt-get update`; keep them and install `cuda-keyring` instead if you need packages from that repository.

## Sources
NVIDIA's notice of the rotation; the finding shows the citation and, for images, the date they were built.
)doc"},
    .check = check};

namespace {

Note missing_key(const graph::Graph& graph) {
  return fact(fmt::format("apt-get update shows \"NO_PUBKEY {}\"", graph.rotation.missing_key),
              graph.rotation.source.text());
}

void fetches(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const facts::Slip& slip : graph.facts.slips) {
    if (slip.kind != facts::SlipKind::old_key_fetch) continue;
    Diagnostic finding = rules::finding(
        cuda_apt_key_rotated, graph, slip.stage, slip.span,
        fmt::format("{} is not the key of NVIDIA's CUDA repository any more; it is {} since {}",
                    graph.rotation.old_key, graph.rotation.new_key, graph.rotation.date));
    finding.label = "the old key";
    finding.notes.push_back(missing_key(graph));
    if (!slip.edits.empty())
      finding.fixes.push_back({fmt::format("fetch the new key, {}.pub", graph.rotation.new_key),
                               Safety::suggested, slip.edits});
    out.push_back(std::move(finding));
  }
}

void old_images(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::KeyNeed& need : graph.keys) {
    const facts::Fact& update = graph.facts.facts[need.fact];
    Diagnostic finding = rules::finding(
        cuda_apt_key_rotated, graph, update.stage, update.span,
        fmt::format("{} lists NVIDIA's apt repository with the key that was replaced on {}",
                    need.image, graph.rotation.date));
    finding.label = "fails here";
    finding.notes.push_back(fact(fmt::format("{} was built by {}", need.image, need.key.built),
                                 need.key.source.text()));
    finding.notes.push_back(missing_key(graph));
    Fix fix{"remove NVIDIA's list files first", Safety::shown, {}};
    if (const Span line = update.line) {
      fix.safety = Safety::suggested;
      fix.edits.push_back({{line.file, line.begin, line.begin},
                           "RUN rm -f /etc/apt/sources.list.d/cuda.list "
                           "/etc/apt/sources.list.d/nvidia-ml.list\n"});
    }
    finding.fixes.push_back(std::move(fix));
    out.push_back(std::move(finding));
  }
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  fetches(graph, out);
  old_images(graph, out);
}

}  // namespace

}  // namespace cudafit::rules
