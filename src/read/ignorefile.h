#pragma once
// Globs as .gitignore has them. The configuration's `exclude` and `per-file-ignores` use the same
// language, so that there is one to learn.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cudafit::read {

enum class Verdict : std::uint8_t { none, ignored, kept };  // kept: a `!` pattern took it back

/// The patterns of one .gitignore, .git/info/exclude or list of globs.
class IgnoreFile {
 public:
  IgnoreFile() = default;
  /// One pattern per line. Lines that git ignores (comments, blank lines, broken brackets) are
  /// dropped.
  explicit IgnoreFile(std::string_view bytes);
  void add(std::string_view line);

  /// What the last matching pattern says about `path`, which is relative to the directory the
  /// patterns stand in. Parents are not looked at: whoever walks does not enter an ignored
  /// directory.
  Verdict match(std::string_view path, bool directory) const;
  /// As `match` for a file or, without an answer, for the nearest directory above it that has one.
  Verdict match_with_parents(std::string_view path) const;
  bool empty() const { return patterns_.empty(); }

 private:
  struct Pattern {
    std::string
        glob;  ///< matches the whole relative path; a pattern for any depth starts with "**/"
    std::string_view basename() const { return std::string_view(glob).substr(3); }
    bool plain = false;  ///< "**/" and then no wildcard: compare with the last component
    bool negated = false;
    bool directories_only = false;
  };
  std::vector<Pattern> patterns_;
};

/// `*` and `?` and sets do not match `/`; `**/` matches any number of directories, a final `/**`
/// everything below.
bool glob_match(std::string_view glob, std::string_view path);

}  // namespace cudafit::read
