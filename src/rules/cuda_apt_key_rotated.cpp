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
Reports three things: a step that fetches the old key `7fa2af80` of NVIDIA's CUDA repository for Debian or Ubuntu in a stage
that never gets the new one, `apt-get update` in an image that was built before the rotation and lists that repository, and
`apt-get update` with NVIDIA's machine-learning repository in a list of the stage's own where nothing brings the old key.
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
Suggested: the key's name in the URL is replaced. Where the old key is needed still, as for the machine-learning repository, the
same commands are put in front with the new key. Shown where the key is checked, and for repositories of which nothing shows that
they have the new key. For an image that holds the old key, NVIDIA's list files are removed before
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

/// What to do, as far as it can be told exactly.
Fix mend(const graph::Graph& graph, const graph::FetchNeed& need, const facts::OldKeyFetch& fetch) {
  const std::string_view key = graph.rotation.new_key;
  const bool served = need.served && need.served->key == key;
  Fix fix{fmt::format("fetch the new key, {}.pub", key), Safety::suggested, fetch.replace};
  if (fetch.needed) {
    fix.title = fmt::format("fetch the new key too, {}.pub", key);
    fix.edits = fetch.add;
  }
  if (fetch.checked) {
    fix.title += ", and check its own checksum or fingerprint";
    fix.edits.clear();
  }
  if (!served) {
    fix.title = fetch.system.empty()
                    ? fmt::format(
                          "fetch the key of the repository that is used: {}.pub, where "
                          "that is there",
                          key)
                    : fmt::format(
                          "use the repository of another release: nothing shows {}.pub in "
                          "that of {}",
                          key, fetch.system);
    fix.edits.clear();
  }
  if (fix.edits.empty()) fix.safety = Safety::shown;
  return fix;
}

void fetches(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::FetchNeed& need : graph.key_fetches) {
    const facts::OldKeyFetch& fetch = graph.facts.old_key_fetches[need.fetch];
    Diagnostic finding = rules::finding(
        cuda_apt_key_rotated, graph, fetch.stage, fetch.span,
        fmt::format("{} is not the key of NVIDIA's CUDA repository any more; it is {} since {}",
                    graph.rotation.old_key, graph.rotation.new_key, graph.rotation.date));
    finding.label = "the old key";
    finding.notes.push_back(missing_key(graph));
    if (fetch.needed)
      finding.notes.push_back(fact("something else here may need the old key: it has to stay"));
    finding.fixes.push_back(mend(graph, need, fetch));
    out.push_back(std::move(finding));
  }
}

/// The new key was put in the place of the old one, which another repository still has.
void keyless(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const graph::KeylessNeed& need : graph.keyless_updates) {
    const facts::KeylessUpdate& update = graph.facts.keyless_updates[need.update];
    Diagnostic finding =
        rules::finding(cuda_apt_key_rotated, graph, update.stage, update.update,
                       fmt::format("NVIDIA's machine-learning repository is signed with the key "
                                   "{}, which nothing brings here",
                                   need.key.key));
    finding.label = "fails here";
    finding.notes.push_back({"the repository is listed here", update.list, {}});
    finding.notes.push_back(
        fact(fmt::format("apt-get update shows \"NO_PUBKEY {}\"", need.key.missing_key),
             need.key.source.text()));
    finding.fixes.push_back(
        {fmt::format("fetch {}.pub of that repository too, or do not list it", need.key.key),
         Safety::shown,
         {}});
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
  keyless(graph, out);
  old_images(graph, out);
}

}  // namespace

}  // namespace cudafit::rules
