#include <fmt/format.h>

#include <algorithm>

#include "advise/tags.h"
#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule nvcc_arch_unsupported;
const Rule nvcc_arch_unsupported{
    .info = {.id = "nvcc-arch-unsupported",
             .summary = "An architecture list names one that the stage's nvcc does not know",
             .severity = Severity::error,
             .docs = R"doc(## What it does
Compares the architectures that a compile step asks for (`-arch`, `-gencode`, `CMAKE_CUDA_ARCHITECTURES`, and
`TORCH_CUDA_ARCH_LIST` where an extension of torch is built) with what the nvcc of the stage knows, including the forms
`8.0+PTX`, `80-real`, `sm_90a` and torch's names such as `Turing`. Silent where it is not certain that what is built uses the
list, and where the version of nvcc or the architecture is not known.

## Why it fails
`nvcc fatal : Unsupported gpu architecture 'compute_120'`. Toolkits learn new GPUs with each release and drop old ones with each
major: CUDA 13 compiles for nothing older than Turing.

## Bad
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -gencode arch=compute_120,code=sm_120 kernel.cu -o kernel
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /kernel /kernel
```

## Good
```dockerfile
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -gencode arch=compute_90,code=sm_90 kernel.cu -o kernel
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /kernel /kernel
```

## How the fix works
Suggested: the entry is taken out of a list that holds others. Otherwise shown: a toolkit that knows the architecture, or the
name newer toolkits have for it.

## Sources
NVIDIA's documentation of nvcc and the PTX instruction set, release by release.
)doc"},
    .check = check};

namespace {

using graph::TargetNeed;

std::string sentence(const TargetNeed& need) {
  const std::string as = need.entry == need.name || need.entry.find(need.name) != std::string::npos
                             ? need.name
                             : fmt::format("{} ({})", need.entry, need.name);
  const std::string nvcc = "nvcc of CUDA " + need.nvcc.text();
  if (need.too_new)
    return fmt::format("{} does not know {}, which came with CUDA {}", nvcc, as,
                       need.support.first.text());
  return fmt::format("{} does not know {} any more, which CUDA {} was the last to compile for",
                     nvcc, as, need.support.last.text());
}

/// The list without this entry and one separator.
std::vector<Edit> without_entry(const TargetNeed& need) {
  const Text& list = need.list;
  const std::string_view value = list.value;
  constexpr std::string_view separators = "; ,";
  for (std::size_t at = value.find(need.entry); at != std::string_view::npos;
       at = value.find(need.entry, at + 1)) {
    std::size_t end = at + need.entry.size();
    if (list.span(at, end) != need.entry_span) continue;
    std::size_t begin = at;
    if (end < value.size() && separators.find(value[end]) != std::string_view::npos) {
      ++end;
    } else if (begin > 0 && separators.find(value[begin - 1]) != std::string_view::npos) {
      --begin;
    } else {
      return {};  // it is all there is
    }
    const Span place = list.span(begin, end);
    if (!place) return {};
    return {{place, ""}};
  }
  return {};
}

bool is_list(const TargetNeed& need) { return need.written_as.find("ARCH") != std::string::npos; }

void add_fixes(const graph::Graph& graph, const TargetNeed& need, Diagnostic& finding) {
  if (is_list(need) && need.entry_span) {
    if (std::vector<Edit> edits = without_entry(need); !edits.empty())
      finding.fixes.push_back({fmt::format("take {} out of the list", need.entry),
                               Safety::suggested, std::move(edits)});
  }
  if (!need.support.renamed.empty() && !need.too_new) {
    finding.fixes.push_back(
        {fmt::format("use {}, its name since then", need.support.renamed), Safety::shown, {}});
  }
  const graph::ImageNeed* const image = graph.base_image(need.need.stage);
  std::string title =
      need.too_new ? fmt::format("use a toolkit of CUDA {} or newer", need.support.first.text())
                   : fmt::format("use a toolkit of CUDA {} or older", need.support.last.text());
  if (image != nullptr && image->answer.row) {
    const advise::Tags tags(image->repository);
    const auto knows = [&](const matrix::ImageTag& tag) {
      return matrix::nvcc_knows(tag.cuda, need.name) == Known::yes;
    };
    const auto nearest = tags.nearest(*image, 1, knows);
    if (!nearest.empty())
      title += fmt::format(", as in {}:{}", image->repository, nearest.front().row.tag);
  }
  finding.fixes.push_back({std::move(title), Safety::shown, {}});
}

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  for (const TargetNeed& need : graph.target_needs) {
    Diagnostic finding = rules::finding(nvcc_arch_unsupported, graph, need.need.stage,
                                        need.need.span, sentence(need));
    if (need.need.weak) finding.severity = Severity::warning;
    finding.notes = need.need.chain;
    finding.notes.push_back(fact(need.too_new ? "toolkits that know it" : "toolkits that knew it",
                                 need.support.source.text()));
    finding.notes.push_back(fact(fmt::format(
        "the build shows \"nvcc fatal : Unsupported gpu architecture '{}'\"", need.name)));
    add_fixes(graph, need, finding);
    out.push_back(std::move(finding));
  }
}

}  // namespace

}  // namespace cudafit::rules
