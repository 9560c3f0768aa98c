#pragma once
// The words of a command as its program gets them, and its options. Private to the facts room.

#include <string>
#include <string_view>
#include <vector>

#include "facts/extract.h"
#include "terms/word_list.h"

namespace cudafit::facts {

/// One word behind a program. A variable outside quotes may have made several.
struct Argument {
  Text text;
  Span span;  ///< where it is written; for a part of a variable's value, there
  std::string_view
      raw;  ///< as written, quotes and `$` included; of the command, which must outlive it
  bool pattern = false;  ///< holds `*`, `?`, `[` or `{` outside quotes: files may take its place

  std::string_view value() const { return text.value; }
  bool known() const { return text.complete; }
  /// What the word certainly starts with: all of it when known, else what stands before its first
  /// expansion.
  std::string_view start() const;
};

/// The words from index `first` of the command on.
std::vector<Argument> arguments(const Command& command, std::size_t first);

/// The options of a program.
struct OptionNames {
  WordList valued;  ///< followed by a value, in the same word or the next one
  WordList flags;   ///< without a value
};

/// One option or one other word of a command line.
struct Item {
  std::string name;     ///< of an option, with its dashes; empty for another word
  Argument argument;    ///< the option's value, or the word
  Span span;            ///< of the option with its value, or the word
  bool valued = false;  ///< the option has a value
  bool known = true;    ///< false: an option not listed, or a word that may be an option

  bool option() const { return !name.empty(); }
};

/// Reads options as getopt and its relatives do: `--name=value`, `--name value`, `-nvalue`,
/// `-n value`, `-abc`, `--` before words that are no options.
std::vector<Item> items(const std::vector<Argument>& words, const OptionNames& names);

/// Last component of a path or address, without `?query` and `#fragment` of the latter.
std::string_view file_name(std::string_view path);

/// `stem` with nothing but digits and dots behind it: python, python3, python3.11.
bool versioned(std::string_view name, std::string_view stem);

bool contains(std::string_view text, std::string_view part);

}  // namespace cudafit::facts
