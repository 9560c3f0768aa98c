#include "document/changing_programs.h"

#include <algorithm>
#include <span>

#include "document/paths.h"
#include "read/dockerignore.h"
#include "source/files.h"
#include "terms/ascii.h"

namespace cudafit::document {

namespace {

bool has_any(std::string_view text, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

/// What changes files, in any language.
constexpr std::string_view writing[] = {
    "write",      "'w",        "\"w",    "'a'",    "\"a\"",     "'r+",        "\"r+",
    "truncate",   "unlink",    "rename", "shutil", "os.remove", "os.replace", "fileinput",
    "subprocess", "os.system", "popen",  "sed -i", "'>",        "\">",        "inplace",
    "in_place",   "> ",        "dump(",  "'x'",    "\"x\"",     "exec("};

/// The same, where a name is used: there `>` compares and calls have other files' names.
constexpr std::string_view writing_here[] = {
    "write",  "'w",    "\"w",  "'a'",       "\"a\"",      "'r+",       "\"r+",       "unlink",
    "rename", "move",  "copy", "os.remove", "os.replace", "fileinput", "subprocess", "system",
    "run(",   "call(", "sed ", "> ",        ">>",         "'>",        "\">"};

constexpr std::string_view reading[] = {"open",   "read",   "parse",  "load",   "include",
                                        "import", "exists", "isfile", "is_file"};

std::size_t line_begin(std::string_view text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

std::string_view line_at(std::string_view text, std::size_t at) {
  const std::size_t begin = line_begin(text, at);
  return text.substr(begin, std::min(text.find('\n', at), text.size()) - begin);
}

/// Where the name stands in the text and is no part of a longer one, from `at` on.
std::size_t find_name(std::string_view text, std::string_view name, std::size_t at) {
  const auto joins = [](char c) { return ascii::alnum(c) || c == '_' || c == '-' || c == '.'; };
  for (at = text.find(name, at); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    // `-orequirements.txt` is one word; what is in front counts only where it makes another name.
    const bool before = at > 0 && joins(text[at - 1]) && !text.starts_with('-');
    // A full stop may end a sentence.
    const std::size_t next = end + (end < text.size() && text[end] == '.' ? 1 : 0);
    const bool after = next < text.size() && joins(text[next]);
    if (!before && !after) return at;
  }
  return std::string_view::npos;
}

/// `open('requirements.txt').read()`, a comment.
bool only_reads(std::string_view line, std::string_view name) {
  const std::size_t first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos || line[first] == '#' || line.substr(first).starts_with("//"))
    return true;
  if (has_any(line, writing_here)) return false;
  const std::string_view before = line.substr(0, find_name(line, name, 0));
  return before.ends_with("-r ") || has_any(before, reading);
}

/// A pattern in quotes fits the name: `glob("*.txt")`.
bool pattern_fits(std::string_view text, std::string_view name) {
  constexpr std::size_t longest = 80;
  for (std::size_t at = 0; (at = text.find_first_of("'\"", at)) != std::string_view::npos;) {
    const std::size_t end = text.find_first_of("'\"\n", at + 1);
    if (end == std::string_view::npos) return false;
    const std::string_view inside = text.substr(at + 1, end - at - 1);
    at = end + (text[end] == '\n' ? 1 : 0);
    if (inside.size() > longest || inside.find('*') == std::string_view::npos) continue;
    const std::string_view last = file_name(inside);
    // A star alone is more often another thing.
    if (last.find_first_not_of('*') != std::string_view::npos && read::path_match(last, name))
      return true;
  }
  return false;
}

/// The name's parts stand in it, each by itself: `Path("requirements").with_suffix(".txt")`.
bool puts_together(std::string_view text, std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot < 4) return false;
  const std::string_view stem = name.substr(0, dot);
  const std::string_view ending = name.substr(dot);
  bool alone = false;
  for (const char* const quote : {"'", "\""}) {
    // As the beginning of a text, or as an end of one.
    alone = alone || text.find(std::string(quote).append(stem)) != std::string_view::npos ||
            text.find(std::string(stem).append(quote)) != std::string_view::npos;
    alone =
        alone || text.find(std::string("/").append(stem).append(quote)) != std::string_view::npos;
  }
  if (!alone) return false;
  for (std::size_t at = 0; (at = text.find(ending, at)) != std::string_view::npos; ++at) {
    const char before = at == 0 ? ' ' : text[at - 1];
    if (!ascii::alnum(before) && before != '_' && before != '-') return true;
  }
  return false;
}

/// What the shell replaces starts at `at`: where it ends.
std::size_t expansion_end(std::string_view raw, std::size_t at) {
  const char next = at + 1 < raw.size() ? raw[at + 1] : ' ';
  if (raw[at] == '`') return std::min(raw.find('`', at + 1), raw.size() - 1) + 1;
  if (next == '{' || next == '(') {
    int depth = 0;
    for (std::size_t i = at + 1; i < raw.size(); ++i) {
      if (raw[i] == next) ++depth;
      if (raw[i] == (next == '{' ? '}' : ')') && --depth == 0) return i + 1;
    }
    return raw.size();
  }
  std::size_t end = at + 1;
  while (end < raw.size() && (ascii::alnum(raw[end]) || raw[end] == '_')) ++end;
  // `$@`, `$*`
  return end == at + 1 && end < raw.size() ? end + 1 : end;
}

}  // namespace

bool names_file(std::string_view text, std::string_view name) {
  return find_name(text, name, 0) != std::string_view::npos;
}

bool program_may_write(std::string_view text, std::string_view name, bool given) {
  if (!has_any(text, writing)) return false;
  for (std::size_t at = find_name(text, name, 0); at != std::string_view::npos;
       at = find_name(text, name, at + 1)) {
    if (!only_reads(line_at(text, at), name)) return true;
  }
  static constexpr std::string_view takes[] = {"argv", "argparse", "ARGV", "click", "stdin"};
  if (given && has_any(text, takes)) return true;
  return puts_together(text, name) || pattern_fits(text, name);
}

std::string name_pattern(std::string_view raw) {
  std::string out;
  for (std::size_t i = 0; i < raw.size();) {
    const char c = raw[i];
    if ((c == '$' && i + 1 < raw.size()) || c == '`') {
      if (!out.ends_with('*')) out += '*';
      i = expansion_end(raw, i);
      continue;
    }
    ++i;
    if (c == '/') {
      if (i < raw.size() && raw.find_first_not_of("'\"", i) != std::string_view::npos) out.clear();
    } else if (c != '"' && c != '\'') {
      out += c;
    }
  }
  return out;
}

bool substitution_may_name(std::string_view script, std::string_view name) {
  static constexpr std::string_view separators = " \t\n\"'();|&$`=";
  bool others = false;
  for (std::size_t at = 0; at < script.size();) {
    at = std::min(script.find_first_not_of(separators, at), script.size());
    const std::size_t end = std::min(script.find_first_of(separators, at), script.size());
    const std::string_view word = script.substr(at, end - at);
    at = end;
    const std::string_view last = file_name(word);
    if (word.starts_with('-') || last.find('.') == std::string_view::npos || last == "." ||
        last == "..")
      continue;
    if (read::path_match(last, name)) return true;
    others = true;
  }
  // What grep looks for is no name.
  return !others || script.find("grep") != std::string_view::npos;
}

}  // namespace cudafit::document
