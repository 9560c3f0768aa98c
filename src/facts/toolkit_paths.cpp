// Directories of toolkits and of their libdevice: whoever names one means it.

#include <algorithm>

#include "facts/extract.h"
#include "facts/paths.h"
#include "facts/runs.h"
#include "facts/words.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

/// `11.8` at the start of `text`; empty for anything else (`11-8` is a package).
std::string release_at(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && ascii::digit(text[end])) ++end;
  if (end == 0 || end + 1 >= text.size() || text[end] != '.' || !ascii::digit(text[end + 1]))
    return {};
  ++end;
  while (end < text.size() && ascii::digit(text[end])) ++end;
  return std::string(text.substr(0, end));
}

void look_at(const Text& text, Position at, Facts& out) {
  static constexpr std::string_view directory = "cuda-";
  const std::string_view value = text.value;
  if (contains(value, "libdevice") || contains(value, "nvvm")) out.libdevice_names.push_back(at);
  for (std::size_t found = value.find(directory); found != std::string_view::npos;
       found = value.find(directory, found + 1)) {
    const char before = found == 0 ? '/' : value[found - 1];
    if (ascii::alnum(before) || before == '-' || before == '_') continue;
    const std::string_view rest = value.substr(found + directory.size());
    std::string version = release_at(rest);
    if (version.empty() && text.complete && !rest.starts_with('$')) continue;
    out.toolkit_paths.push_back({.at = at, .version = std::move(version)});
  }
}

/// All of a toolkit: `/usr/local/cuda*`, `/usr/local/cuda-12.4/`, not what lies in it.
bool whole_toolkit(std::string_view path) {
  constexpr std::string_view parent = "/usr/local/";
  if (!path.starts_with(parent)) return false;
  std::string_view name = path.substr(parent.size());
  if (name.ends_with("/*")) name.remove_suffix(2);
  if (name.ends_with('/')) name.remove_suffix(1);
  return (name == "*" || name.starts_with("cuda")) && !contains(name, "/");
}

void removal(const Run& run, Facts& out) {
  const Call call = call_of(run.command);
  if (!listed("rm mv unlink", call.name)) return;
  const std::vector<Argument> words = arguments(run.command, call.arguments());
  const bool removes = std::any_of(words.begin(), words.end(), [&](const Argument& word) {
    return whole_toolkit(absolute(run.command.directory.value, word.start()));
  });
  if (removes) out.toolkit_removals.push_back({.at = run.at, .span = run.command.syntax.span});
}

}  // namespace

void toolkit_paths(const Document& document, Facts& out) {
  each_step(document, [&](const Stage& stage, const Step& step) {
    // Names of packages and images are no directories.
    if (step.instruction->keyword != read::Keyword::from) {
      for (const Text& argument : step.arguments) look_at(argument, position(stage, step), out);
    }
    for (std::size_t i = 0; i < step.commands.size(); ++i) {
      const Command& command = step.commands[i];
      const Position at = position(stage, step, i);
      for (const Text& word : command.words) look_at(word, at, out);
      for (const Text& target : command.redirects) look_at(target, at, out);
      for (const read::Assignment& each : command.syntax.assignments)
        look_at(each.value.raw, at, out);
    }
    each_run(stage, step, [&](const Run& run) { removal(run, out); });
  });
}

}  // namespace cudafit::facts
