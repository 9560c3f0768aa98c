// Which commands install packages named by requirement words.

#include <algorithm>
#include <array>

#include "facts/extract.h"

namespace cudafit::facts {

namespace {

/// pip, pip3, pip3.11, ...; python, python3, ...
bool versioned(std::string_view name, std::string_view stem) {
  return name.starts_with(stem) &&
         name.substr(stem.size()).find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string_view word(const Command& command, std::size_t at) {
  return at < command.words.size() ? std::string_view(command.words[at].value) : std::string_view{};
}

bool subcommand(std::string_view text) {
  static constexpr std::array<std::string_view, 8> names{"install", "download", "wheel", "create",
                                                         "add",     "pip",      "tool",  "run"};
  return std::find(names.begin(), names.end(), text) != names.end();
}

/// Steps over options that stand before a subcommand; `--option value` may take a word of its own,
/// which is told by the subcommand not being there yet.
std::size_t skip_options(const Command& command, std::size_t at) {
  while (word(command, at).starts_with("-")) {
    const bool may_take_word = word(command, at).starts_with("--") &&
                               word(command, at).find('=') == std::string_view::npos;
    ++at;
    if (may_take_word && !word(command, at).starts_with("-") && !subcommand(word(command, at)))
      ++at;
  }
  return at;
}

}  // namespace

std::size_t install_arguments(const Command& command) {
  const std::string_view name = command.name();
  std::size_t at = command.arguments();
  // python -m pip install; wrappers such as python.sh pass the words on.
  while (word(command, at).starts_with("-") && word(command, at) != "-m") ++at;
  if (word(command, at) == "-m" && word(command, at + 1) == "pip") {
    at = skip_options(command, at + 2);
    const std::string_view action = word(command, at);
    return action == "install" || action == "download" || action == "wheel" ? at + 1 : 0;
  }
  at = command.arguments();
  const bool pip = versioned(name, "pip");
  if (pip || name == "pipx" || name == "pipenv" || name == "conda" || name == "mamba" ||
      name == "micromamba") {
    at = skip_options(command, at);
    const std::string_view action = word(command, at);
    const bool installs = action == "install" ||
                          (pip && (action == "download" || action == "wheel")) ||
                          (!pip && action == "create");
    return installs ? at + 1 : 0;
  }
  if (name == "uv") {
    at = skip_options(command, at);
    if (word(command, at) == "add") return at + 1;
    if (word(command, at) != "pip" && word(command, at) != "tool") return 0;
    at = skip_options(command, at + 1);
    return word(command, at) == "install" ? at + 1 : 0;
  }
  if (name == "poetry") {
    at = skip_options(command, at);
    return word(command, at) == "add" ? at + 1 : 0;
  }
  return 0;
}

}  // namespace cudafit::facts
