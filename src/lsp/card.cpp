#include "lsp/card.h"

#include <algorithm>
#include <vector>

#include "print/escape.h"
#include "terms/ascii.h"

namespace cudafit::lsp {
namespace {

/// Without the punctuation at its end.
std::string_view word_of(std::string_view text) {
  while (!text.empty() && std::string_view(".,;:!?").find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  return text;
}

/// What Markdown shows as it is, wherever it stands in a line but at its beginning.
bool harmless(std::string_view word) {
  const auto shown = [](char c) {
    return ascii::alnum(c) || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view("+-.,;/()%='\"?").find(c) != std::string_view::npos;
  };
  return std::all_of(word.begin(), word.end(), shown) && !ascii::lowered(word).starts_with("www.");
}

/// At the beginning of a line it would be a list, a heading or a rule.
bool begins_block(std::string_view word) {
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  return word.starts_with('-') || word.starts_with('+') || word.starts_with('=') ||
         (digits > 0 && digits + 1 == word.size() && (word.back() == '.' || word.back() == ')'));
}

/// A bar ends a cell of a table, also in a code span.
std::string in_cell(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (c == '|') {
      out += "\u00A6";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string code_span(std::string_view text) {
  const std::string shown = print::escape(text);
  if (shown.find_first_not_of(' ') == std::string::npos) return shown;
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : shown) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string ticks(longest + 1, '`');
  // One blank on both sides is taken away; more than that is shown.
  const bool padded =
      shown.front() == '`' || shown.back() == '`' || (shown.front() == ' ' && shown.back() == ' ');
  const std::string pad = padded ? " " : "";
  return ticks + pad + shown + pad + ticks;
}

std::string sentence(std::string_view text) {
  const std::string all = print::escape(text);
  std::string_view rest = all;
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  std::string out;
  while (!rest.empty()) {
    const std::string_view token = rest.substr(0, rest.find(' '));
    const std::string_view word = word_of(token);
    const bool shown = harmless(word) && !(out.empty() && begins_block(token));
    out += shown ? std::string(word) : code_span(word);
    out += token.substr(word.size());
    rest.remove_prefix(token.size());
    const std::size_t blanks = std::min(rest.find_first_not_of(' '), rest.size());
    if (blanks < rest.size()) out += ' ';
    rest.remove_prefix(blanks);
  }
  return out;
}

std::string Card::name(std::string_view words) const {
  return plain ? print::escape(words) : code_span(words);
}

std::string Card::safe(std::string_view words) const {
  return plain ? print::escape(words) : sentence(words);
}

void Card::table(const ask::Section& section, std::size_t most) {
  if (section.lines.empty()) return;
  if (!section.title.empty()) line(plain ? safe(section.title) : "*" + safe(section.title) + "*");
  const std::size_t columns =
      section.columns.empty() ? section.lines.front().cells.size() : section.columns.size();
  if (!plain) {
    text += "|";
    for (std::size_t i = 0; i < columns; ++i)
      text += " " + (section.columns.empty() ? "" : safe(in_cell(section.columns[i]))) + " |";
    text += "\n|";
    for (std::size_t i = 0; i < columns; ++i) text += "---|";
    text += "\n";
  }
  const std::vector<std::string> more = {"..."};
  for (std::size_t i = 0; i < section.lines.size() && i <= most; ++i) {
    const std::vector<std::string>& cells = i == most ? more : section.lines[i].cells;
    if (!plain) text += "|";
    for (const std::string& cell : cells) {
      if (plain) {
        text += (&cell == &cells.front() ? "" : "  ") + safe(cell);
      } else {
        text += " " + safe(in_cell(cell)) + " |";
      }
    }
    text += "\n";
  }
  text += "\n";
}

}  // namespace cudafit::lsp
