#include "recommend/split_lists.h"

#include <fmt/format.h>

#include <algorithm>

#include "recommend/split_parts.h"

namespace cudafit::recommend {

namespace {

enum class Touch : std::uint8_t { none, reads, removes, installs };

Touch touch(const graph::Graph& graph, facts::Position at, const document::Command& command) {
  const auto here = [&](const auto& each) { return each.at == at; };
  for (const facts::SystemInstall& each : graph.facts.system_installs) {
    if (here(each) && each.tool == facts::Installer::apt && each.resolves) return Touch::installs;
  }
  for (const facts::SourceChange& each : graph.facts.source_changes) {
    if (here(each) && each.refresh) return Touch::reads;
  }
  if (command.name() != "rm") return Touch::none;
  const bool lists = std::any_of(command.words.begin(), command.words.end(), [](const Text& word) {
    return word.value.starts_with("/var/lib/apt/lists");
  });
  return lists ? Touch::removes : Touch::none;
}

std::vector<Touch> touches(const graph::Graph& graph, int stage, const std::vector<Part>& parts,
                           std::size_t step) {
  std::vector<Touch> out;
  const auto& commands = parts[step].step->commands;
  if (parts[step].step->instruction->keyword != read::Keyword::run) return out;
  for (std::size_t i = 0; i < commands.size(); ++i)
    out.push_back(touch(graph, {stage, step, i}, commands[i]));
  return out;
}

}  // namespace

std::string AptRun::written(std::string_view end_of_line) const {
  if (packages.empty()) return fmt::format("RUN apt-get update{}", end_of_line);
  return fmt::format("RUN apt-get update && {}apt-get install -y{}{}{}{}",
                     quiet ? "DEBIAN_FRONTEND=noninteractive " : "",
                     no_recommends ? " --no-install-recommends" : "", packages,
                     keeps_lists ? "" : " && rm -rf /var/lib/apt/lists/*", end_of_line);
}

bool lists_wanted(const graph::Graph& graph, int stage, const std::vector<Part>& parts,
                  std::size_t from, std::size_t last, bool final_) {
  for (std::size_t i = from; i <= last && i < parts.size(); ++i) {
    if (parts[i].where == (final_ ? Where::builder : Where::final_)) continue;
    for (const Touch each : touches(graph, stage, parts, i)) {
      if (each != Touch::none) return each == Touch::installs;
    }
  }
  return false;
}

void keep_lists(const graph::Graph& graph, int stage, std::vector<Part>& parts, std::size_t last,
                std::optional<AptRun>& own) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::vector<Touch> all = touches(graph, stage, parts, i);
    const bool only_reads = !all.empty() && std::all_of(all.begin(), all.end(), [](Touch each) {
      return each == Touch::reads;
    });
    if (only_reads && i < last && !lists_wanted(graph, stage, parts, i + 1, parts.size(), true))
      parts[i].where = Where::builder;
  }
  bool now = false, then = false;  // the lists are there in the one stage, and in the second of two
  std::size_t read_by = 0;         // the part that has read them
  AptRun* remover = nullptr;       // the RUN of our own that has removed them since
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Part& part = parts[i];
    const bool stays = part.where != Where::builder;
    for (const Touch each : touches(graph, stage, parts, i)) {
      if (each == Touch::reads) {
        now = true;
        read_by = i;
        then = then || stays;
        remover = nullptr;
      } else if (each == Touch::removes) {
        now = false;
        then = then && !stays;
      } else if (each == Touch::installs && stays && now && !then) {
        if (remover != nullptr) {
          remover->keeps_lists = true;
        } else if (parts[read_by].where == Where::builder && !parts[read_by].instead) {
          parts[read_by].instead = AptRun{};
        }
        then = true;
      }
    }
    for (std::optional<AptRun>* each : {&part.instead, i == last ? &own : nullptr}) {
      if (each == nullptr || !*each) continue;
      then = false;
      remover = &**each;
    }
  }
}

}  // namespace cudafit::recommend
