#include "recommend/split_runtime.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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
  // -fopenmp-simd loads nothing.
  for (std::size_t at = text.find("-fopenmp"); at != std::string_view::npos;
       at = text.find("-fopenmp", at + 1)) {
    if (!text.substr(at + 8).starts_with('-')) return "-fopenmp";
  }
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

/// What `look` finds in a RUN of the first stage or a build file, and where.
template <typename Look>
std::string found_in(const Sources& sources, const std::vector<SourceFile>& more,
                     const std::vector<Part>& parts, const Look& look) {
  for (const Part& part : parts) {
    if (part.where == Where::final_) continue;
    if (std::string word = look(text(part)); !word.empty()) return word;
  }
  const auto in_file = [&](const SourceFile& file) {
    const std::string word = look(without_comments(file.bytes));
    return word.empty() ? word : fmt::format("{} in {}", word, file.path);
  };
  for (FileId file = 0; file < sources.size(); ++file) {
    if (!build_file(sources[file].path)) continue;
    if (std::string found = in_file(sources[file]); !found.empty()) return found;
  }
  for (const SourceFile& file : more) {
    if (std::string found = in_file(file); !found.empty()) return found;
  }
  return {};
}

/// The first library that a compiler links for which `is` holds, and who it is.
template <typename Is>
const facts::ProgramLink* linked(const graph::Graph& graph, int stage, const Is& is) {
  const auto& all = graph.facts.program_links;
  const auto found = std::find_if(all.begin(), all.end(), [&](const facts::ProgramLink& link) {
    return link.at.stage == stage && std::any_of(link.libraries.begin(), link.libraries.end(), is);
  });
  return found == all.end() ? nullptr : &*found;
}

/// They come with cuda-command-line-tools, nvprof and nvcc: the packages that images for running
/// install are of other parts of a toolkit, and depend on none of these.
constexpr std::array<std::string_view, 8> of_tools{"cupti",          "nvperf_host", "nvperf_target",
                                                   "pcsamplingutil", "checkpoint",  "cuinj64",
                                                   "accinj64",       "nvvm"};

}  // namespace

std::string library_of_tools(const graph::Graph& graph, int stage, const Sources& sources,
                             const std::vector<SourceFile>& more, const std::vector<Part>& parts,
                             const std::vector<std::string>& kept) {
  const auto installed = [&](std::string_view library) {
    return std::any_of(kept.begin(), kept.end(), [&](const std::string& name) {
      return name.find(library) != std::string::npos || name.starts_with("cuda-command-line-tools");
    });
  };
  const auto lost = [&](const facts::ProgramLink::Library& each) {
    return std::find(of_tools.begin(), of_tools.end(), each.name) != of_tools.end() &&
           !installed(each.name);
  };
  if (const facts::ProgramLink* link = linked(graph, stage, lost)) {
    const auto& all = link->libraries;
    return "lib" + std::find_if(all.begin(), all.end(), lost)->name;
  }
  return found_in(sources, more, parts, [&](std::string_view text) {
    for (const std::string_view library : of_tools) {
      const bool named = names_word(text, fmt::format("-l{}", library)) ||
                         names_word(text, fmt::format("CUDA::{}", library));
      if (named && !installed(library)) return fmt::format("lib{}", library);
    }
    return std::string();
  });
}

OpenMp openmp(const graph::Graph& graph, int stage, const Sources& sources,
              const std::vector<SourceFile>& more, const std::vector<Part>& parts,
              const std::vector<std::string>& kept, std::string_view end_of_line) {
  OpenMp out;
  const bool there = std::any_of(kept.begin(), kept.end(), [](const std::string& name) {
    return name.starts_with("libgomp");
  });
  if (const auto* link = linked(graph, stage, [](const auto& each) { return each.name == "gomp"; }))
    out.shown_by = link->program + " -fopenmp";
  if (out.shown_by.empty()) out.shown_by = found_in(sources, more, parts, openmp_in);
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
