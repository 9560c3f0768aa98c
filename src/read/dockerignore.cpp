#include "read/dockerignore.h"

#include <algorithm>
#include <optional>

#include "read/go_text.h"

namespace cudafit::read {

namespace {

using Kind = GlobPart::Kind;

/// Longer lines end Go's line scanner with an error, and with it the build.
constexpr std::size_t longest_line = 64 * 1024;

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    const Rune rune = rune_at(text, 0);
    if (!is_space(rune.value)) break;
    text.remove_prefix(rune.size);
  }
  while (!text.empty()) {
    std::size_t begin = text.size() - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
    if (!is_space(rune_at(text, begin).value)) break;
    text = text.substr(0, begin);
  }
  return text;
}

void add_literal(std::vector<GlobPart>& parts, std::string_view bytes) {
  if (parts.empty() || parts.back().kind != Kind::literal) parts.push_back({});
  parts.back().bytes += bytes;
}

/// Reads `[...]` at `at` and moves behind it; nothing when the set is broken. `plain`: no
/// escapes and no brackets inside, whose meaning differs between Go's two matchers.
std::optional<GlobPart> read_set(std::string_view pattern, std::size_t& at, bool plain) {
  GlobPart part{.kind = Kind::set};
  std::size_t i = at + 1;
  if (i < pattern.size() && pattern[i] == '^') {
    part.negated = true;
    ++i;
  }
  const auto character = [&]() -> std::optional<char32_t> {
    if (i >= pattern.size() || pattern[i] == '-' || pattern[i] == ']') return std::nullopt;
    if (plain && std::string_view("[\\*?").find(pattern[i]) != std::string_view::npos)
      return std::nullopt;
    if (pattern[i] == '\\' && ++i >= pattern.size()) return std::nullopt;
    const Rune rune = rune_at(pattern, i);
    if (!rune.valid()) return std::nullopt;
    i += rune.size;
    if (i >= pattern.size()) return std::nullopt;
    return rune.value;
  };
  while (true) {
    if (i < pattern.size() && pattern[i] == ']' && !part.ranges.empty()) break;
    const std::optional<char32_t> first = character();
    if (!first) return std::nullopt;
    std::optional<char32_t> last = first;
    if (pattern[i] == '-') {
      ++i;
      last = character();
      if (!last || (plain && *last < *first)) return std::nullopt;
    }
    part.ranges.push_back({*first, *last});
  }
  at = i + 1;
  return part;
}

bool in_set(const GlobPart& part, char32_t c) {
  const bool found =
      std::any_of(part.ranges.begin(), part.ranges.end(),
                  [&](const GlobPart::Range& r) { return r.first <= c && c <= r.last; });
  return found != part.negated;
}

/// Marks the offsets of `path` at which the parts up to here may end; one pass for each part.
bool glob(const std::vector<GlobPart>& parts, std::string_view path) {
  std::vector<bool> ends(path.size() + 1);
  ends[0] = true;
  for (const GlobPart& part : parts) {
    std::vector<bool> next(path.size() + 1);
    bool open = false;  // a wildcard that began further left reaches here
    for (std::size_t at = 0; at <= path.size(); ++at) {
      const bool here = ends[at];
      const bool slash_before = at > 0 && path[at - 1] == '/';
      switch (part.kind) {
        case Kind::literal:
          if (here && path.substr(at).starts_with(part.bytes)) next[at + part.bytes.size()] = true;
          break;
        case Kind::any:
        case Kind::set:
          if (here && at < path.size()) {
            const Rune rune = rune_at(path, at);
            const bool fits = part.kind == Kind::any ? rune.value != '/' : in_set(part, rune.value);
            if (fits) next[at + rune.size] = true;
          }
          break;
        case Kind::star:
          open = here || (open && !slash_before);
          next[at] = next[at] || open;
          break;
        case Kind::directories:
          next[at] = next[at] || here || (open && slash_before);
          open = open || here;
          break;
        case Kind::rest:
          open = open || here;
          next[at] = next[at] || open;
          break;
      }
    }
    ends = std::move(next);
  }
  return ends[path.size()];
}

/// The parts of a pattern of filepath.Match; nothing when it is broken.
std::optional<std::vector<GlobPart>> match_parts(std::string_view pattern) {
  std::vector<GlobPart> parts;
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (c == '*' || c == '?') {
      parts.push_back({.kind = c == '*' ? Kind::star : Kind::any});
      ++at;
    } else if (c == '[') {
      std::optional<GlobPart> set = read_set(pattern, at, false);
      if (!set) return std::nullopt;
      parts.push_back(std::move(*set));
    } else {
      if (c == '\\' && ++at >= pattern.size()) return std::nullopt;
      add_literal(parts, pattern.substr(at++, 1));
    }
  }
  return parts;
}

}  // namespace

std::string clean_path(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (!parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (!rooted) {
      parts.push_back(part);
    }
  }
  std::string out = rooted ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) (out += i > 0 ? "/" : "") += parts[i];
  return out.empty() ? "." : out;
}

bool path_match(std::string_view pattern, std::string_view path) {
  const std::optional<std::vector<GlobPart>> parts = match_parts(pattern);
  return parts && glob(*parts, path);
}

bool has_wildcard(std::string_view pattern) {
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '\\') {
      ++at;
    } else if (pattern[at] == '*' || pattern[at] == '?' || pattern[at] == '[') {
      return true;
    }
  }
  return false;
}

DockerIgnore::DockerIgnore(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  while (!bytes.empty() && known_) {
    const std::size_t end = bytes.find('\n');
    std::string_view line = bytes.substr(0, end);
    bytes = end == std::string_view::npos ? std::string_view{} : bytes.substr(end + 1);
    known_ = line.size() < longest_line && add(line);
  }
}

/// Normalizes a line as moby's ignorefile package does, then compiles it as its patternmatcher.
bool DockerIgnore::add(std::string_view line) {
  if (line.starts_with('#')) return true;
  line = trim(line);
  if (line.empty()) return true;
  Pattern pattern;
  pattern.exception = line.front() == '!';
  if (pattern.exception) line = trim(line.substr(1));
  if (line.empty()) return false;
  std::string clean = clean_path(line);
  if (clean.size() > 1 && clean.front() == '/') clean.erase(0, 1);
  // Without its slash it is trimmed once more, with the mark in front.
  const std::string marked = (pattern.exception ? "!" : "") + clean;
  line = trim(marked);
  if (line.empty()) return true;
  clean = clean_path(line.substr(pattern.exception ? 1 : 0));
  if (pattern.exception && (line.size() == 1 || clean == "/")) return false;
  // A second `!` in front is a letter to one of them and a mark to the other.
  if (clean.front() == '!' || !match_parts(clean)) return false;
  pattern.text = clean;
  has_exceptions_ = has_exceptions_ || pattern.exception;

  for (std::size_t at = 0; at < clean.size();) {
    const char c = clean[at];
    const bool first = at == 0;
    if (c == '*' && at + 1 < clean.size() && clean[at + 1] == '*') {
      at += 2;
      if (at < clean.size() && clean[at] == '/') ++at;
      const bool last = at == clean.size();
      if (!last) {
        pattern.parts.push_back({.kind = Kind::directories});
        pattern.match = Match::glob;
      } else if (pattern.match == Match::exact) {
        pattern.match = Match::prefix;
      } else {
        pattern.parts.push_back({.kind = Kind::rest});
        pattern.match = Match::glob;
      }
      if (first) pattern.match = Match::suffix;
    } else if (c == '*' || c == '?') {
      pattern.parts.push_back({.kind = c == '*' ? Kind::star : Kind::any});
      pattern.match = Match::glob;
      ++at;
    } else if (c == '[') {
      std::optional<GlobPart> set = read_set(clean, at, true);
      if (!set) return false;
      pattern.parts.push_back(std::move(*set));
      pattern.match = Match::glob;
    } else if (c == ']' || c == '^') {
      return false;  // means something else to a regular expression
    } else if (c == '\\') {
      // There an escaped letter is a class of characters.
      const char next = clean[at + 1];
      const bool letter = (next >= '0' && next <= '9') || (next >= 'a' && next <= 'z') ||
                          (next >= 'A' && next <= 'Z') || static_cast<unsigned char>(next) >= 0x80;
      if (letter) return false;
      add_literal(pattern.parts, clean.substr(at + 1, 1));
      pattern.match = Match::glob;
      at += 2;
    } else {
      add_literal(pattern.parts, clean.substr(at++, 1));
    }
  }
  if (pattern.match == Match::prefix) {
    pattern.text.resize(pattern.text.size() - 2);
  } else if (pattern.match == Match::suffix) {
    pattern.text.erase(0, 2);
  }
  patterns_.push_back(std::move(pattern));
  return true;
}

bool DockerIgnore::matches(const Pattern& pattern, std::string_view path) {
  switch (pattern.match) {
    case Match::exact:
      return path == pattern.text;
    case Match::prefix:
      return path.starts_with(pattern.text);
    case Match::suffix:
      return path.ends_with(pattern.text) ||
             (pattern.text.starts_with('/') && path == std::string_view(pattern.text).substr(1));
    case Match::glob:
      return glob(pattern.parts, path);
  }
  return false;
}

/// As a walk from the top does it: what matched a directory matches everything below it. A pattern
/// is asked only where it could change the answer, and only then remembered for what is below.
bool DockerIgnore::ignored(std::string_view path) const {
  std::vector<bool> above(patterns_.size());
  bool ignored = false;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = path.find('/', end + 1);
    const std::string_view part = path.substr(0, end);
    ignored = false;
    for (std::size_t i = 0; i < patterns_.size(); ++i) {
      const Pattern& pattern = patterns_[i];
      if (!above[i] && pattern.exception == ignored) above[i] = matches(pattern, part);
      if (above[i]) ignored = !pattern.exception;
    }
  }
  return ignored;
}

}  // namespace cudafit::read
