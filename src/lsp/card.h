#pragma once
// What a hover shows, in Markdown that reads well even where an editor shows it as it is: words
// that Markdown could obey stand in code spans, and nothing is written as a character reference.

#include <string>
#include <string_view>

#include "ask/ask.h"

namespace cudafit::lsp {

/// A code span that shows the text and obeys nothing in it; empty where that is.
std::string code_span(std::string_view text);
/// A sentence, with the words in code spans that Markdown would not show as they are.
std::string sentence(std::string_view text);

struct Card {
  bool plain = false;  ///< the client shows no Markdown
  std::string text = {};

  /// A name out of a file.
  std::string name(std::string_view words) const;
  /// Words with names in them.
  std::string safe(std::string_view words) const;
  /// Adds a paragraph, of Markdown.
  void line(std::string_view words) { (text += words) += "\n\n"; }
  void heading(std::string_view words) { line(name(words)); }
  /// `most`: lines of it; the others are three dots.
  void table(const ask::Section& section, std::size_t most);
};

}  // namespace cudafit::lsp
