// Directories of toolkits: whoever names one means it.

#include "facts/extract.h"
#include "facts/runs.h"
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
  });
}

}  // namespace cudafit::facts
