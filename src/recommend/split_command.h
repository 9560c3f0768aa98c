#pragma once
// The words of one command of a build, as questions about it. Private to the recommend room.

#include <optional>
#include <string>
#include <string_view>

#include "document/document.h"

namespace cudafit::recommend {

/// The last part of a path or address.
std::string_view last_component(std::string_view path);

struct CommandWords {
  const document::Command* command = nullptr;

  std::size_t size() const { return command->words.size(); }
  std::size_t first() const { return command->arguments(); }  ///< behind the program
  /// Empty behind the last one.
  std::string_view word(std::size_t i) const;
  /// Where the command works; empty: not known.
  std::string directory() const;
  /// Of a path that it names; nothing where it is not known, or a pattern.
  std::optional<std::string> absolute(const Text& path) const;
  /// The value of an option, in the same word or the next one.
  std::optional<Text> option(std::string_view name) const;
  bool says(std::string_view word) const;
  /// One of its options is this letter: `-qO`.
  bool says_short(char letter) const;
};

}  // namespace cudafit::recommend
