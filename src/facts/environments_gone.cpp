#include "facts/environments_gone.h"

#include <algorithm>

#include "document/mounts.h"
#include "facts/paths.h"
#include "facts/runs.h"
#include "facts/words.h"
#include "read/dockerignore.h"
#include "source/files.h"

namespace cudafit::facts {

namespace {

/// An absolute path without an end that names all that is in a directory; empty when not known.
std::string place(std::string_view directory, const Text& word) {
  if (!word.complete || word.empty()) return {};
  std::string path = word.value;
  if (!path.starts_with('/')) {
    if (!directory.starts_with('/')) return {};
    path = join_path(directory, path);
  }
  if (path.ends_with("/*")) path.resize(path.size() - 2);
  path = resolve_dots(path);
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

/// Adds the removal of everything that was installed before `at` into an environment for which
/// `gone` says how surely it is gone; nothing: it stays.
template <typename Gone>
void remove(const Document& document, const Stage& stage, Position at, Span span, Gone gone,
            Facts& out) {
  const auto below = [&](int other) {
    for (int each = static_cast<int>(stage.index); each >= 0;
         each = document.stages[static_cast<std::size_t>(each)].parent)
      if (each == other) return true;
    return false;
  };
  for (const PipInstall& install : out.pip_installs) {
    if (!install.environment.known || !below(install.at.stage)) continue;
    const std::optional<Certainty> certainty = gone(install);
    if (!certainty) continue;
    PipRemoval removal{.at = at,
                       .span = span,
                       .certainty = *certainty,
                       .environment = install.environment,
                       .names = {},
                       .complete = false};
    for (const Asked& asked : install.requirements)
      if (!asked.requirement.name.empty()) removal.names.push_back(asked.requirement.name);
    if (!removal.names.empty()) out.pip_removals.push_back(std::move(removal));
  }
}

/// `find / -name '*env' -exec rm -rf {} +`
bool finds(const Command& command, const std::string& path) {
  bool deletes = false;
  bool named = false;
  for (std::size_t i = command.arguments(); i + 1 < command.words.size(); ++i) {
    const std::string& word = command.words[i].value;
    const std::string& next = command.words[i + 1].value;
    if (word == "-name") named = named || read::path_match(next, file_name(path));
    if (listed("-exec -execdir", word)) deletes = deletes || listed("rm mv", file_name(next));
  }
  return named && (deletes || command.words.back().value == "-delete");
}

}  // namespace

void remove_environments(const Document& document, const Stage& stage, const Step& step,
                         Position at, Facts& out) {
  const Command& command = step.commands[at.command];
  const std::string_view name = command.name();
  if (!listed("rm rmdir mv find", name)) return;
  std::vector<std::pair<std::string, std::string_view>> words;  // places; names as written
  for (std::size_t i = command.arguments(); i < command.words.size(); ++i) {
    const Text& word = command.words[i];
    if (!word.value.starts_with('-'))
      words.emplace_back(place(command.directory.value, word),
                         file_name(command.syntax.words[i].raw.value));
  }
  // Moved, the packages are still somewhere.
  const Certainty certainty = name == "rm" ? certainty_of(command) : Certainty::possible;
  remove(
      document, stage, at, command.syntax.span,
      [&](const PipInstall& install) -> std::optional<Certainty> {
        const std::string& path = install.environment.path;
        if (!path.starts_with('/')) return std::nullopt;
        if (name == "find") return finds(command, path) ? std::optional(certainty) : std::nullopt;
        for (const auto& [there, last] : words) {
          if (there.empty()) {
            // What is not known may lead there where the names agree.
            if (last.starts_with(file_name(path))) return Certainty::possible;
          } else if (within(path, there)) {
            return certainty;
          } else if (read::has_wildcard(there) && read::path_match(there, path)) {
            return Certainty::possible;
          }
        }
        return std::nullopt;
      },
      out);
}

void unmount_environments(const Document& document, const Stage& stage, const Step& step,
                          Facts& out) {
  if (step.commands.empty()) return;
  const Position end = position(stage, step, step.commands.size() - 1);
  for (const document::Mount& mount : document::mounts(document, stage.index, step)) {
    if (listed("secret ssh", mount.type)) continue;
    const std::string target = place(step.directory.value, mount.target);
    if (target.empty()) continue;
    remove(
        document, stage, end, mount.span,
        [&](const PipInstall& install) -> std::optional<Certainty> {
          if (install.at.stage != end.stage || install.at.step != end.step) return std::nullopt;
          const std::string& path = install.environment.path;
          if (!path.empty())
            return within(path, target) ? std::optional(Certainty::certain) : std::nullopt;
          // The system's packages.
          return holds_modules(target) ? std::optional(Certainty::possible) : std::nullopt;
        },
        out);
  }
}

}  // namespace cudafit::facts
