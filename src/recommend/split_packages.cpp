#include "recommend/split_packages.h"

#include <fmt/format.h>

#include <algorithm>

#include "terms/word_list.h"

namespace cudafit::recommend {

namespace {

/// Tools that nothing but a build starts, under names that their programs do not have, or by other
/// tools.
constexpr WordList build_tools =
    "ninja-build pkg-config pkgconf autoconf automake libtool m4 bison flex ccache meson nasm yasm "
    "swig";

bool for_builds(const matrix::SystemPackage& package) {
  return package.brings_cc == Known::yes || package.brings_headers == Known::yes ||
         package.brings_python_headers == Known::yes || package.brings_pip == Known::yes;
}

}  // namespace

std::vector<std::string> StagePackages::names(bool kept) const {
  std::vector<std::string> out;
  for (const One& each : all) {
    if (each.kept == kept && std::find(out.begin(), out.end(), each.name->name) == out.end())
      out.push_back(each.name->name);
  }
  return out;
}

StagePackages stage_packages(const graph::Graph& graph, int stage, std::size_t last,
                             std::string_view interpreter,
                             const std::function<bool(std::string_view)>& only_builds) {
  StagePackages out;
  bool python = interpreter.empty();
  StagePackages::One* brings_python = nullptr;
  std::vector<std::size_t> candidates;
  const auto& installs = graph.facts.system_installs;
  for (std::size_t i = 0; i < installs.size(); ++i) {
    if (installs[i].at.stage != stage || installs[i].at.step > last) continue;
    if (!installs[i].complete) {
      out.refusal = "not all packages that are installed are known";
      return out;
    }
    for (std::size_t j = 0; j < installs[i].packages.size(); ++j) {
      const facts::SystemPackageName& name = installs[i].packages[j];
      if (!name.known) {
        out.refusal = "not all packages that are installed are known";
        return out;
      }
      StagePackages::One one{&name, i, true, {}};
      const std::optional<matrix::SystemPackage>& package = graph.system_packages[i][j];
      if (package && package->brings_nvcc == Known::yes) {
        out.refusal = fmt::format("{} brings another toolkit", name.name);
        return out;
      }
      const bool same =
          package && package->brings_python == Known::yes && package->python_program == interpreter;
      // A library that only pulls a compiler in is one for what runs all the same.
      const bool library = name.name.starts_with("lib");
      const bool left = (package && for_builds(*package) && !library) || build_tools.has(name.name);
      one.kept = !left && (same || !only_builds(name.name));
      if (same && one.kept) python = true;
      if (same && !one.kept) candidates.push_back(out.all.size());
      out.all.push_back(std::move(one));
    }
  }
  if (!python && !candidates.empty()) {
    brings_python = &out.all[candidates.front()];
    brings_python->instead = interpreter;
    python = true;
  }
  if (!python) out.refusal = "where Python comes from is not known";
  return out;
}

std::string wants_left_out(const std::vector<Part>& parts, const std::vector<std::string>& left_out,
                           const std::vector<std::string>& kept) {
  const auto has = [](const std::vector<std::string>& all, std::string_view name) {
    return std::find(all.begin(), all.end(), name) != all.end();
  };
  constexpr WordList removing = "remove purge autopurge erase";
  constexpr WordList managers = "apt-get apt dnf yum microdnf";
  for (const Part& part : parts) {
    if (part.where == Where::builder || part.step->instruction->keyword != read::Keyword::run)
      continue;
    for (const document::Command& command : part.step->commands) {
      bool removes = false;
      for (std::size_t i = command.arguments(); i < command.words.size(); ++i) {
        const std::string& word = command.words[i].value;
        removes = removes || (managers.has(command.name()) && removing.has(word));
        if (removes && has(left_out, word) && !has(kept, word))
          return fmt::format("a RUN removes {}, which the second stage would not have", word);
        // `tar -xJf`, and `tar xJf`.
        const bool letters =
            !word.starts_with("--") && (word.starts_with('-') || i == command.arguments());
        const bool packed = word.ends_with(".tar.xz") || word.ends_with(".txz") || word == "--xz" ||
                            (letters && word.find('J') != std::string::npos);
        if (command.name() == "tar" && packed && !has(kept, "xz-utils"))
          return "a RUN unpacks with xz, which comes with a compiler's packages";
      }
      // Both come with dpkg-dev, as build-essential does that images with a compiler have.
      if ((command.name() == "patch" || command.name() == "xz") &&
          !has(kept, command.name() == "xz" ? "xz-utils" : "patch"))
        return fmt::format("a RUN calls {}, which comes with a compiler's packages",
                           command.name());
    }
  }
  return {};
}

}  // namespace cudafit::recommend
