#pragma once
// Which commands are pip's or uv's, and the words they get. Private to the facts room.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/extract.h"
#include "facts/pip_options.h"

namespace cudafit::facts {

/// One word as the program gets it.
struct CallWord {
  Text text;              ///< expanded; incomplete when it is not known
  Text raw;               ///< the word of the command that it comes from, as written
  Span line;              ///< the instruction or script; nowhere when that does not matter
  std::size_t index = 0;  ///< of that word
  /// A part of what a variable without quotes around holds, so that `raw` holds more.
  bool split = false;
  bool open = false;  ///< any number of words: what it expands to is not known, or braces make more
  bool glob = false;  ///< `*` or `?` without quotes around

  std::string_view value() const { return text.value; }
  /// The place to point at for its bytes from `begin` on.
  Span span(std::size_t begin = 0) const;
};

/// The command's words after the shell has split what variables hold; `line`: the instruction or
/// script that it stands in.
std::vector<CallWord> call_words(const Command& command, Span line = {});

/// Where a text is written in an instruction: scripts in scripts may hold values of variables,
/// which are written elsewhere. Nowhere when none of it is written there.
Span written_in(Span line, const Text& text);

enum class PipAction : std::uint8_t { install, download, wheel, sync, uninstall, configure, other };

struct PipCall {
  Installer tool = Installer::pip;
  PipAction action = PipAction::other;
  CallWord program;             ///< pip, python or uv
  std::string program_name;     ///< its last path component; empty when it is not known
  std::vector<CallWord> words;  ///< options and arguments, without subcommands
  bool wrapped = false;  ///< `poetry run pip`: in an environment that another program chooses
  bool partial = false;  ///< `xargs pip install`: more words come from elsewhere
};
std::optional<PipCall> pip_call(const Command& command, Span line);

/// "3.10" of "python3.10", "pip3.10", "pip-3.10"; empty without a minor version, and for any other
/// name.
std::string version_in_name(std::string_view program);
/// pip, pip3, pip3.11; python, python3, ...
bool versioned_name(std::string_view name, std::string_view stem);
std::string_view last_component(std::string_view path);

/// Where `module` stands when python's options run it (`-m venv`, `-Im pip`, `-mpip`): the index
/// of the word behind it; 0 when they do not.
std::size_t behind_module(const std::vector<CallWord>& words, std::size_t first,
                          std::string_view module);

}  // namespace cudafit::facts
