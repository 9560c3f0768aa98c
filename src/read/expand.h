#pragma once
// Variable expansion as BuildKit does it in FROM, ENV, ARG, COPY, ... (not what the shell inside
// RUN does).

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/text.h"

namespace cudafit::read {

/// One `$name` or `${name...}` met while expanding.
struct Use {
  std::string name;
  Span span;       ///< from `$` to the end of the reference; nowhere when it straddles places
  std::string op;  ///< the operator after the name: "", "-", ":-", "+", ":+", "?", ":?", "#", "##",
                   ///< "%", "%%", "/", "//"
  bool set = false;  ///< the lookup found it
};

/// The value of a variable, or nothing when it is unset. A Text with `complete == false` is a value
/// that exists but is not known; what depends on it becomes incomplete.
using Lookup = std::function<std::optional<Text>(std::string_view name)>;

struct Expansion {
  Text text;
  std::vector<Use> uses;
  std::string error;  ///< BuildKit's reason for refusing the word; empty when it is fine
};

/// One word: quotes and escapes removed, variables replaced; blanks stay. Literal bytes keep their
/// exact places; a replaced reference takes the places of the variable's value (so an edit lands
/// where the value was written).
Expansion expand_word(const Text& raw, char escape, const Lookup& lookup);

struct WordsExpansion {
  std::vector<Text> words;
  std::vector<Use> uses;
  std::string error;
};

/// Several words: as expand_word, then split at unquoted blanks, after expansion.
WordsExpansion expand_words(const Text& raw, char escape, const Lookup& lookup);

}  // namespace cudafit::read
