#include "read/ignorefile.h"

#include <optional>
#include <utility>

#include "source/files.h"

namespace cudafit::read {
namespace {

constexpr std::size_t npos = std::string_view::npos;

/// ASCII only, whatever the locale.
bool in_class(std::string_view name, char c) {
  const bool upper = c >= 'A' && c <= 'Z';
  const bool lower = c >= 'a' && c <= 'z';
  const bool digit = c >= '0' && c <= '9';
  const bool graph = c > ' ' && c < '\x7f';
  if (name == "alpha") return upper || lower;
  if (name == "digit") return digit;
  if (name == "alnum") return upper || lower || digit;
  if (name == "upper") return upper;
  if (name == "lower") return lower;
  if (name == "space") return c == ' ' || (c >= '\t' && c <= '\r');
  if (name == "blank") return c == ' ' || c == '\t';
  if (name == "graph") return graph;
  if (name == "print") return graph || c == ' ';
  if (name == "punct") return graph && !upper && !lower && !digit;
  if (name == "cntrl") return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
  if (name == "xdigit") return digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  return false;
}

struct Set {
  bool matches = false;
  std::size_t end = 0;  ///< after the `]`
};

/// The set that begins with the `[` at `at`; nothing when it is not closed.
std::optional<Set> match_set(std::string_view glob, std::size_t at, char c) {
  std::size_t i = at + 1;
  const bool negated = i < glob.size() && (glob[i] == '!' || glob[i] == '^');
  if (negated) ++i;
  bool matches = false;
  for (const std::size_t first = i; i < glob.size(); ++i) {
    if (glob[i] == ']' && i != first) return Set{matches != negated, i + 1};
    if (glob.substr(i).starts_with("[:")) {
      const std::size_t close = glob.find(":]", i + 2);
      if (close != npos) {
        matches |= in_class(glob.substr(i + 2, close - i - 2), c);
        i = close + 1;
        continue;
      }
    }
    if (glob[i] == '\\' && ++i == glob.size()) break;
    const char low = glob[i];
    char high = low;
    if (i + 2 < glob.size() && glob[i + 1] == '-' && glob[i + 2] != ']') {
      i += 2;
      if (glob[i] == '\\' && ++i == glob.size()) break;
      high = glob[i];
    }
    const auto byte = [](char value) { return static_cast<unsigned char>(value); };
    matches |= byte(low) <= byte(c) && byte(c) <= byte(high);
  }
  return std::nullopt;
}

/// False for what git never matches: a set that is not closed, a backslash at the end.
bool well_formed(std::string_view glob) {
  for (std::size_t i = 0; i < glob.size();) {
    if (glob[i] == '[') {
      const std::optional<Set> set = match_set(glob, i, 'x');
      if (!set) return false;
      i = set->end;
    } else {
      i += glob[i] == '\\' ? 2 : 1;
      if (i > glob.size()) return false;
    }
  }
  return true;
}

/// Whether the `*` at `at` begins a `**` that stands for directories: between slashes or ends.
bool spans_directories(std::string_view glob, std::size_t at) {
  return glob.substr(at).starts_with("**") && (at == 0 || glob[at - 1] == '/') &&
         (at + 2 == glob.size() || glob[at + 2] == '/');
}

/// Where the pattern is after one byte of text, or npos when it does not take it.
std::size_t step(std::string_view glob, std::size_t at, char c) {
  if (at == glob.size()) return npos;
  switch (glob[at]) {
    case '?':
      return c == '/' ? npos : at + 1;
    case '[': {
      const std::optional<Set> set = match_set(glob, at, c);
      return set && set->matches && c != '/' ? set->end : npos;
    }
    case '\\':
      return at + 1 < glob.size() && glob[at + 1] == c ? at + 2 : npos;
    default:
      return glob[at] == c ? at + 1 : npos;
  }
}

}  // namespace

bool glob_match(std::string_view glob, std::string_view path) {
  // Two places to come back to are enough: the last `*` of this component and the last `**/`. What
  // stands before a `**/` is best matched as early as possible, so earlier ones never need another
  // try: no exponential patterns.
  std::size_t g = 0, p = 0;
  std::size_t star_glob = npos, star_path = 0;
  std::size_t deep_glob = npos, deep_path = 0;
  while (p < path.size()) {
    if (g < glob.size() && glob[g] == '*') {
      if (spans_directories(glob, g)) {
        if (g + 2 == glob.size()) return true;
        g += 3;
        deep_glob = g;
        deep_path = p;
        star_glob = npos;
      } else {
        while (g < glob.size() && glob[g] == '*') ++g;
        star_glob = g;
        star_path = p;
      }
      continue;
    }
    const std::size_t next = step(glob, g, path[p]);
    if (next != npos) {
      g = next;
      ++p;
    } else if (star_glob != npos && path[star_path] != '/') {
      g = star_glob;
      p = ++star_path;
    } else if (deep_glob != npos && path.find('/', deep_path) != npos) {
      g = deep_glob;
      p = deep_path = path.find('/', deep_path) + 1;
      star_glob = npos;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*' && !spans_directories(glob, g)) ++g;
  return g == glob.size();
}

IgnoreFile::IgnoreFile(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    std::string_view line = bytes.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.starts_with('#')) add(line);
    bytes = end == npos ? std::string_view{} : bytes.substr(end + 1);
  }
}

void IgnoreFile::add(std::string_view line) {
  // Blanks at the end count only after a backslash.
  while (line.ends_with(' ') && !line.ends_with("\\ ")) line.remove_suffix(1);
  Pattern pattern;
  pattern.negated = line.starts_with('!');
  if (pattern.negated) line.remove_prefix(1);
  pattern.directories_only = line.ends_with('/');
  if (pattern.directories_only) line.remove_suffix(1);
  if (line.empty() || !well_formed(line)) return;
  const bool anywhere = line.find('/') == npos;
  if (line.starts_with('/')) line.remove_prefix(1);
  pattern.plain = anywhere && line.find_first_of("*?[\\") == npos;
  pattern.glob = (anywhere ? "**/" : "") + std::string(line);
  patterns_.push_back(std::move(pattern));
}

Verdict IgnoreFile::match(std::string_view path, bool directory) const {
  const std::string_view name = file_name(path);
  for (auto it = patterns_.rbegin(); it != patterns_.rend(); ++it) {
    const Pattern& pattern = *it;
    if (pattern.directories_only && !directory) continue;
    if (pattern.plain ? pattern.basename() == name : glob_match(pattern.glob, path)) {
      return pattern.negated ? Verdict::kept : Verdict::ignored;
    }
  }
  return Verdict::none;
}

Verdict IgnoreFile::match_with_parents(std::string_view path) const {
  Verdict verdict = match(path, false);
  for (std::size_t slash = path.rfind('/'); verdict == Verdict::none && slash != npos && slash > 0;
       slash = path.rfind('/', slash - 1)) {
    verdict = match(path.substr(0, slash), true);
  }
  return verdict;
}

}  // namespace cudafit::read
