#include "registry/history.h"

#include <algorithm>
#include <array>

namespace cudafit::registry {
namespace {

constexpr std::string_view no_operation = "/bin/sh -c #(nop)";
constexpr std::string_view shell = "/bin/sh -c ";

/// Folders in which programs and libraries lie that all may find.
constexpr std::array<std::string_view, 7> of_the_system = {"usr",  "lib", "lib64", "bin",
                                                           "sbin", "etc", ""};

std::string_view trimmed(std::string_view text) {
  const std::size_t from = std::min(text.find_first_not_of(" \t"), text.size());
  const std::size_t to = text.find_last_not_of(" \t");
  return to == std::string_view::npos ? std::string_view() : text.substr(from, to + 1 - from);
}

/// As the instruction that it was: Docker's older builder notes all by the shell that ran.
std::string_view instruction(std::string_view text) {
  constexpr std::string_view mark = "# buildkit";
  text = trimmed(text);
  if (text.ends_with(mark)) text.remove_suffix(mark.size());
  if (text.starts_with(no_operation)) text.remove_prefix(no_operation.size());
  return trimmed(text);
}

/// The name that an ENV sets first; empty for other steps.
std::string_view variable_of(std::string_view step) {
  step = instruction(step);
  if (!step.starts_with("ENV ")) return {};
  step = trimmed(step.substr(4));
  return step.substr(0, step.find_first_of("= "));
}

/// The script of a RUN; nothing where it is none, or is spread over lines.
std::optional<std::string> script_of(std::string_view step) {
  const bool run = step.starts_with("RUN ") || step.starts_with(shell) || step.starts_with('|');
  const std::size_t at = step.find(shell);
  if (!run || at == std::string_view::npos) return std::nullopt;
  // Nothing but arguments of the build stands before it.
  const std::string_view before = step.substr(0, at);
  if (before.find_first_of(";&<>\"'`(") != std::string_view::npos) return std::nullopt;
  const std::string_view script = trimmed(step.substr(at + shell.size()));
  if (script.empty() || script.find_first_of("\r\n\\") != std::string_view::npos ||
      script.find("<<") != std::string_view::npos)
    return std::nullopt;
  return std::string(script);
}

/// A copy goes to a folder in which only the image's own program looks.
bool copies_aside(std::string_view step, std::string_view directory) {
  std::string target(step.substr(step.rfind(' ') + 1));
  if (!target.starts_with('/')) {
    if (!directory.starts_with('/')) return false;
    target = std::string(directory) + "/" + target;
  }
  if (target.find("..") != std::string::npos || target.find('$') != std::string::npos) return false;
  const std::size_t from = std::min(target.find_first_not_of("/."), target.size());
  const std::string top = target.substr(from, target.find('/', from) - from);
  return std::find(of_the_system.begin(), of_the_system.end(), top) == of_the_system.end();
}

}  // namespace

std::optional<std::string> later_steps(
    const Configuration& configuration,
    const std::function<bool(std::string_view variable)>& variables,
    const std::function<bool(std::string_view step)>& own) {
  const std::vector<Step>& all = configuration.history;
  const auto layers = static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const Step& step) { return !step.empty; }));
  const auto last = std::find_if(all.rbegin(), all.rend(), [&](const Step& step) {
    return variables(variable_of(step.text));
  });
  if (last == all.rend() || layers != configuration.layers) return std::nullopt;
  std::string out = "FROM base\n";
  std::string directory;
  for (const Step& step : all) {
    const std::string_view text = instruction(step.text);
    if (text.starts_with("WORKDIR ")) directory = trimmed(text.substr(8));
    if (&step <= &*last || step.empty || own(text)) continue;
    if (text.starts_with("WORKDIR ")) continue;  // it makes a folder
    if (text.starts_with("COPY ") || text.starts_with("ADD ")) {
      if (!copies_aside(text, directory)) return std::nullopt;
      continue;
    }
    const std::optional<std::string> script = script_of(text);
    if (!script) return std::nullopt;
    out += "RUN " + *script + "\n";
  }
  return out;
}

}  // namespace cudafit::registry
