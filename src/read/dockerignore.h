#pragma once
// .dockerignore files as BuildKit reads them, and the wildcards of COPY. Both are Go's: neither the
// language of .gitignore nor that of a shell.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cudafit::read {

/// A path of slashes in its shortest form, as Go's filepath.Clean: "." when nothing is left, ".."
/// stays only in front.
std::string clean_path(std::string_view path);

/// Go's filepath.Match: `*` and `?` do not match `/`. A broken pattern matches nothing.
bool path_match(std::string_view pattern, std::string_view path);

/// The pattern holds a wildcard that is not escaped, so that COPY takes it for more than a name.
bool has_wildcard(std::string_view pattern);

/// One part of a compiled pattern.
struct GlobPart {
  enum class Kind : std::uint8_t {
    literal,      ///< these bytes
    any,          ///< `?`: one character, no slash
    star,         ///< `*`: any number of them
    directories,  ///< `**`: nothing, or anything that ends with a slash
    rest,         ///< `**` at the end: anything
    set,          ///< `[...]`: one character
  };
  struct Range {
    char32_t first = 0, last = 0;
  };
  Kind kind = Kind::literal;
  std::string bytes = {};
  bool negated = false;            ///< of a set
  std::vector<Range> ranges = {};  ///< of a set
};

class DockerIgnore {
 public:
  DockerIgnore() = default;
  explicit DockerIgnore(std::string_view bytes);

  /// False: the build refuses the file, or a pattern is of a kind that is not followed here.
  /// Nothing may then be concluded from it.
  bool known() const { return known_; }
  bool empty() const { return patterns_.empty(); }
  /// A `!` pattern takes something back, so that an ignored directory may hold what is not ignored.
  bool has_exceptions() const { return has_exceptions_; }
  /// Whether the build context lacks `path`, which is clean and relative to the context.
  bool ignored(std::string_view path) const;

 private:
  /// How BuildKit compares; the first three are shortcuts of its that differ from the fourth.
  enum class Match : std::uint8_t { exact, prefix, suffix, glob };
  struct Pattern {
    std::string text;  ///< of exact; prefix and suffix without their `**`
    Match match = Match::exact;
    std::vector<GlobPart> parts;  ///< of glob
    bool exception = false;       ///< written with `!`
  };

  bool add(std::string_view line);
  static bool matches(const Pattern& pattern, std::string_view path);

  std::vector<Pattern> patterns_;
  bool known_ = true;
  bool has_exceptions_ = false;
};

}  // namespace cudafit::read
