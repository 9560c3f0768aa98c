// What kind of text a file is: a Dockerfile, a piece of one, or something that another program
// makes a Dockerfile of.

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "document/scope.h"
#include "terms/ascii.h"

namespace cudafit::document {

namespace {

using read::Instruction;
using read::Keyword;

bool name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

/// `open` name `close` anywhere in the text.
bool bracketed(std::string_view text, std::string_view open, std::string_view close) {
  for (std::size_t at = text.find(open); at != std::string_view::npos;
       at = text.find(open, at + 1)) {
    std::size_t end = at + open.size();
    while (end < text.size() && (name_character(text[end]) || text[end] == ' ')) ++end;
    if (end > at + open.size() && text.substr(end).starts_with(close)) return true;
  }
  return false;
}

/// Marks of template languages, in text that is not a script.
bool template_mark(std::string_view text) {
  struct Mark {
    std::string_view open, close;
  };
  for (const Mark& mark : {Mark{"{{", "}}"}, {"{%", "%}"}, {"{#", "#}"}, {"<%", "%>"}}) {
    const std::size_t open = text.find(mark.open);
    if (open != std::string_view::npos && text.find(mark.close, open + 2) != std::string_view::npos)
      return true;
  }
  return bracketed(text, "%%", "%%") || bracketed(text, "@@", "@@") || bracketed(text, "<<", ">>");
}

/// @NAME@ or #NAME# and nothing else, quotes aside.
bool marked_name(std::string_view text) {
  while (!text.empty() && (text.front() == '"' || text.front() == '\'')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == '"' || text.back() == '\'')) text.remove_suffix(1);
  if (text.size() < 3 || text.front() != text.back() ||
      (text.front() != '@' && text.front() != '#'))
    return false;
  const std::string_view name = text.substr(1, text.size() - 2);
  return std::all_of(name.begin(), name.end(), name_character);
}

/// A line that is no instruction because something else is to be put in its place.
bool placeholder(const Instruction& instruction) {
  const std::string_view line = instruction.line.value;
  const std::string_view word = instruction.word.value;
  const std::string_view text = line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
  for (const std::string_view mark : {"{{", "{%", "{#", "<%", "${{", "@@"}) {
    if (text.starts_with(mark)) return true;
  }
  if (template_mark(word) || (text.starts_with("<<") && template_mark(text))) return true;
  if (text != word) return word.starts_with("%%") && word.ends_with("%%") && word.size() > 4;
  if (marked_name(word) || (word.starts_with("%%") && word.ends_with("%%"))) return true;
  if (word.starts_with("$")) {
    std::string_view name = word.substr(1);
    if (name.starts_with("{") && name.ends_with("}")) name = name.substr(1, name.size() - 2);
    return !name.empty() && name.find_first_of("-.") == std::string_view::npos &&
           std::all_of(name.begin(), name.end(), name_character);
  }
  return false;
}

/// m4 and its like: include(`common')
bool macro(std::string_view word) {
  const std::size_t open = word.find('(');
  if (word == "dnl") return true;
  if (open == std::string_view::npos || open == 0) return false;
  static constexpr std::array<std::string_view, 12> names{
      "include", "sinclude",    "define",    "undefine", "ifdef",   "ifelse",
      "divert",  "changequote", "changecom", "syscmd",   "esyscmd", "pushdef"};
  std::string_view name = word.substr(0, open);
  if (name.starts_with("m4_")) name.remove_prefix(3);
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Something in the instruction waits for another program. Scripts are full of braces of their own
/// (`docker inspect --format '{{.Id}}'`), so they say nothing.
bool templated(const Instruction& instruction) {
  switch (instruction.keyword) {
    case Keyword::unknown:
      return placeholder(instruction) || macro(instruction.word.value);
    case Keyword::run:
    case Keyword::cmd:
    case Keyword::entrypoint:
    case Keyword::healthcheck:
    case Keyword::onbuild:
    case Keyword::shell:
    case Keyword::maintainer:
      return false;
    case Keyword::add:
    case Keyword::copy:
      return instruction.heredocs.empty() && template_mark(instruction.line.value);
    case Keyword::from:
    case Keyword::arg:
    case Keyword::env:
      for (const Text& argument : instruction.arguments) {
        const std::string_view value = argument.value;
        const std::size_t equals =
            instruction.keyword == Keyword::arg ? value.find('=') + 1 : std::size_t{0};
        if (marked_name(value.substr(equals))) return true;
      }
      return template_mark(instruction.line.value);
    default:
      return template_mark(instruction.line.value);
  }
}

/// FROM BASEIMAGE, where no stage and no argument (whose `$` was forgotten) has that name: it is
/// filled in before the build.
bool waits_for_image(const read::Dockerfile& dockerfile) {
  const auto capital = [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; };
  std::set<std::string> asked, named;
  for (const Instruction& instruction : dockerfile.instructions) {
    if (instruction.keyword != Keyword::from || instruction.arguments.empty()) continue;
    const std::string& image = instruction.arguments.front().value;
    if (image.size() > 2 && std::all_of(image.begin(), image.end(), capital))
      asked.insert(ascii::lowered(image));
  }
  if (asked.empty()) return false;
  for (const Instruction& instruction : dockerfile.instructions) {
    const std::vector<Text>& words = instruction.arguments;
    if (instruction.keyword == Keyword::from && words.size() == 3)
      named.insert(ascii::lowered(words[2].value));
    if (instruction.keyword != Keyword::arg) continue;
    for (const Text& word : words)
      named.insert(ascii::lowered(word.value.substr(0, word.value.find('='))));
  }
  return !std::includes(named.begin(), named.end(), asked.begin(), asked.end());
}

/// Our frontend's language; another frontend may know other instructions.
bool standard_syntax(std::string_view syntax) {
  if (syntax.empty()) return true;
  const std::size_t tag = syntax.find_first_of(":@");
  std::string_view name = syntax.substr(0, tag);
  if (name.starts_with("docker.io/")) name.remove_prefix(10);
  return name == "docker/dockerfile" || name == "docker/dockerfile-upstream";
}

}  // namespace

Shape shape_of(const read::Dockerfile& dockerfile) {
  if (!standard_syntax(dockerfile.syntax)) return Shape::templated;
  bool from = false;
  std::size_t unknown = 0;
  if (waits_for_image(dockerfile)) return Shape::templated;
  for (const Instruction& instruction : dockerfile.instructions) {
    if (templated(instruction)) return Shape::templated;
    if (instruction.keyword == Keyword::from) from = true;
    if (instruction.keyword == Keyword::unknown) ++unknown;
  }
  const std::size_t known = dockerfile.instructions.size() - unknown;
  if (unknown > known) return Shape::foreign;
  if (!from && !dockerfile.instructions.empty())
    return unknown > 0 ? Shape::foreign : Shape::fragment;
  return Shape::dockerfile;
}

}  // namespace cudafit::document
