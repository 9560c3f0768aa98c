#include <fmt/format.h>

#include <set>

#include "rules/finding.h"

namespace cudafit::rules {

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out);

}  // namespace

extern const Rule pip_option_after_requirement;
const Rule pip_option_after_requirement{
    .info = {.id = "pip-option-after-requirement",
             .summary = "pip ignores an index option behind a requirement",
             .severity = Severity::warning,
             .docs = R"doc(## What it does
Reports `--index-url`, `--extra-index-url`, `--find-links`, `--no-index` and `--pre` behind a requirement on the same line of a
requirements file that a build installs with pip.

## Why it fails
In a requirements file these options count for the whole file, and only on lines of their own. Behind a requirement pip reads
them and forgets them without a word. The package then comes from PyPI, as a build for another CUDA, or not at all:
`ERROR: No matching distribution found for torch==2.4.1+cu121`.

## Bad
```dockerfile
FROM python:3.11-slim
COPY <<EOF requirements.txt
torch==2.4.1 --extra-index-url https://download.pytorch.org/whl/cu121
EOF
RUN pip install -r requirements.txt
```

## Good
```dockerfile
FROM python:3.11-slim
COPY <<EOF requirements.txt
--extra-index-url https://download.pytorch.org/whl/cu121
torch==2.4.1
EOF
RUN pip install -r requirements.txt
```

## How the fix works
Puts the option on a line of its own, before the requirement. Safe for `--extra-index-url`, `--find-links` and `--pre`, which add
places; `--index-url` and `--no-index` would then hold for every requirement of the command, so that move is suggested.

## Sources
pip's documentation of the requirements file format.
)doc"},
    .check = check};

namespace {

void check(const graph::Graph& graph, std::vector<Diagnostic>& out) {
  std::set<std::pair<FileId, std::uint32_t>> said;  // a file may be read by several commands
  for (std::size_t i = 0; i < graph.facts.pip_installs.size(); ++i) {
    const facts::PipInstall& install = graph.facts.pip_installs[i];
    for (const facts::Asked& asked : install.requirements) {
      for (const facts::IgnoredOption& option : asked.ignored) {
        if (!said.insert({option.span.file, option.span.begin}).second) continue;
        const std::string& name = asked.requirement.written_name;
        Diagnostic finding = rules::finding(
            pip_option_after_requirement, graph, install.at.stage, option.span,
            fmt::format("pip ignores {} behind {}: it counts only on a line of its own",
                        option.name, name.empty() ? "a requirement" : name));
        add_chain(asked.how, finding);
        if (option.index) {
          finding.notes.push_back(fact(fmt::format("{} comes from the other indexes of the command",
                                                   name.empty() ? "it" : name)));
        }
        finding.fixes.push_back({"put it on a line of its own",
                                 option.edits.empty() ? Safety::shown
                                 : option.replaces    ? Safety::suggested
                                                      : Safety::safe,
                                 option.edits});
        out.push_back(std::move(finding));
      }
    }
  }
}

}  // namespace

}  // namespace cudafit::rules
