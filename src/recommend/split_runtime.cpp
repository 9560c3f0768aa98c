#include "recommend/split_runtime.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "terms/ascii.h"
#include "terms/word_list.h"

namespace cudafit::recommend {

namespace {

/// Without what `#` begins.
std::string without_comments(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line = bytes.substr(at, end - at);
    out += line.substr(0, line.find('#'));
    out += '\n';
    at = end + 1;
  }
  return out;
}

/// A switch for OpenMP in a command or a build file that is on, as it is written.
std::string openmp_in(std::string_view text) {
  if (text.find("-fopenmp") != std::string_view::npos) return "-fopenmp";
  const std::string folded = ascii::lowered(text);
  const std::size_t package = folded.find("find_package");
  for (std::size_t at = package; at != std::string::npos;
       at = folded.find("find_package", at + 1)) {
    const std::size_t open = folded.find('(', at);
    if (open == std::string::npos) break;
    const std::size_t word = folded.find_first_not_of(" \t\r\n", open + 1);
    if (word != std::string::npos && folded.compare(word, 6, "openmp") == 0)
      return "find_package(OpenMP)";
  }
  // -DGGML_OPENMP=ON, USE_OPENMP=1
  for (std::size_t at = folded.find("openmp="); at != std::string::npos;
       at = folded.find("openmp=", at + 1)) {
    const std::string_view value = std::string_view(folded).substr(at + 7);
    const std::string_view word = value.substr(0, value.find_first_of(" \t\r\n;\"'&|)\\"));
    constexpr WordList on = "on 1 yes true y";
    if (!on.has(word)) continue;
    std::size_t begin = at;
    while (begin > 0 && (ascii::alnum(folded[begin - 1]) || folded[begin - 1] == '_')) --begin;
    return std::string(text.substr(begin, at + 7 + word.size() - begin));
  }
  return {};
}

bool build_file(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  constexpr WordList names = "CMakeLists.txt Makefile makefile GNUmakefile setup.py";
  return names.has(name) || name.ends_with(".cmake");
}

std::string shown_by(const graph::Graph& graph, int stage, const Sources& sources,
                     const std::vector<Part>& parts) {
  for (const facts::ProgramLink& link : graph.facts.program_links) {
    const bool gomp =
        std::any_of(link.libraries.begin(), link.libraries.end(),
                    [](const facts::ProgramLink::Library& each) { return each.name == "gomp"; });
    if (gomp && link.at.stage == stage) return link.program + " -fopenmp";
  }
  for (const Part& part : parts) {
    if (part.where == Where::final_) continue;
    if (std::string word = openmp_in(text(part)); !word.empty()) return word;
  }
  for (FileId file = 0; file < sources.size(); ++file) {
    if (!build_file(sources[file].path)) continue;
    const std::string word = openmp_in(without_comments(sources[file].bytes));
    if (!word.empty()) return fmt::format("{} in {}", word, sources[file].path);
  }
  return {};
}

}  // namespace

OpenMp openmp(const graph::Graph& graph, int stage, const Sources& sources,
              const std::vector<SourceFile>& more, const std::vector<Part>& parts,
              const std::vector<std::string>& kept, std::string_view end_of_line) {
  OpenMp out;
  const bool there = std::any_of(kept.begin(), kept.end(), [](const std::string& name) {
    return name.starts_with("libgomp");
  });
  out.shown_by = shown_by(graph, stage, sources, parts);
  for (std::size_t i = 0; i < more.size() && out.shown_by.empty(); ++i) {
    const std::string word = openmp_in(without_comments(more[i].bytes));
    if (!word.empty()) out.shown_by = fmt::format("{} in {}", word, more[i].path);
  }
  if (there || out.shown_by.empty()) return out;
  const std::optional<matrix::ImageContents>& image =
      graph.bases[static_cast<std::size_t>(stage)].contents;
  constexpr WordList dnf = "rockylinux ubi";
  if (image && image->apt) {
    out.by_apt = AptRun{.packages = " libgomp1", .no_recommends = true};
  } else if (image && dnf.has(image->os)) {
    out.install = fmt::format("RUN dnf install -y libgomp && dnf clean all{}", end_of_line);
  }
  out.check =
      out.install.empty() && !out.by_apt
          ? fmt::format("the second stage has libgomp, which comes with gcc ({})", out.shown_by)
          : fmt::format("libgomp is all that runs needs of gcc's own libraries ({})", out.shown_by);
  return out;
}

}  // namespace cudafit::recommend
