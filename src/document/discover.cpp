#include "document/discover.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "document/build_files.h"
#include "document/run_lines.h"
#include "read/ignorefile.h"
#include "source/inside_files.h"
#include "terms/ascii.h"

namespace cudafit::document {
namespace {

using read::IgnoreFile;
using read::Verdict;

constexpr std::array other_endings = std::to_array<std::string_view>({
    // Documentation.
    ".adoc",
    ".asciidoc",
    ".html",
    ".ipynb",
    ".markdown",
    ".md",
    ".pdf",
    ".rst",
    ".tex",
    ".txt",
    // Source code, data and what tools write.
    ".bash",
    ".bat",
    ".c",
    ".cc",
    ".cfg",
    ".cmd",
    ".conf",
    ".cpp",
    ".cs",
    ".csv",
    ".diff",
    ".go",
    ".groovy",
    ".h",
    ".hpp",
    ".ini",
    ".java",
    ".js",
    ".json",
    ".jsx",
    ".kt",
    ".lock",
    ".log",
    ".lua",
    ".mjs",
    ".patch",
    ".php",
    ".pl",
    ".png",
    ".ps1",
    ".py",
    ".pyc",
    ".pyi",
    ".rb",
    ".rs",
    ".scala",
    ".sh",
    ".snap",
    ".sql",
    ".svg",
    ".swift",
    ".toml",
    ".ts",
    ".tsx",
    ".vim",
    ".xml",
    ".yaml",
    ".yml",
    ".zip",
    ".gz",
    ".tar",
    // Backups.
    "~",
    ".backup",
    ".bak",
    ".old",
    ".orig",
    ".rej",
    ".save",
    ".swo",
    ".swp",
    ".tmp",
    // Templates.
    ".ejs",
    ".erb",
    ".gotmpl",
    ".hbs",
    ".in",
    ".j2",
    ".jinja",
    ".jinja2",
    ".mako",
    ".mustache",
    ".template",
    ".tmpl",
    ".tpl",
    ".dockerignore",
});

bool never_entered(std::string_view name) {
  return name == ".git" || name == "node_modules" || name == ".venv" || name == "venv" ||
         name == ".tox" || name == ".nox" || name == ".hg" || name == ".svn";
}

/// One .gitignore on the way down to the directory being walked.
struct Level {
  IgnoreFile patterns;
  std::string directory;  ///< real path the patterns are relative to
};

struct Walk {
  const Files& files;
  const DiscoverOptions& options;
  Discovery& result;
  std::map<std::string, std::size_t>&
      known;                        ///< directory's real path + name, to its place in `result`
  std::string root{};               ///< nothing outside is entered
  std::set<std::string> visited{};  ///< real paths of directories
  std::vector<Level> levels{};
  std::vector<std::pair<std::string, std::string>>
      links{};  ///< directories to walk last: as shown, and where they lead

  void skip(const std::string& path, std::string why) {
    result.skipped.push_back({path, std::move(why)});
  }

  void push_patterns(const std::string& file, const std::string& directory) {
    // As git, which follows no symbolic link there.
    const Result<std::string> bytes = InsideFiles(files, root).read(file);
    if (!bytes) return;
    IgnoreFile patterns(*bytes);
    if (!patterns.empty()) levels.push_back({std::move(patterns), directory});
  }

  /// What git would know before it enters `directory`: the files of the directories above, weakest
  /// first.
  void start_levels(const std::string& directory) {
    levels.clear();
    if (!options.gitignore) return;
    push_patterns(join_path(root, ".git/info/exclude"), root);
    const std::string below = path_within(root, directory);
    if (below.empty() || below == ".") return;
    push_patterns(join_path(root, ".gitignore"), root);
    for (std::size_t slash = below.find('/'); slash != std::string::npos;
         slash = below.find('/', slash + 1)) {
      const std::string parent = join_path(root, below.substr(0, slash));
      push_patterns(join_path(parent, ".gitignore"), parent);
    }
  }

  /// `first`: levels before it belong to an outer repository.
  bool ignored(const std::string& real, bool directory, std::size_t first) const {
    for (std::size_t i = levels.size(); i > first; --i) {
      const Level& level = levels[i - 1];
      const Verdict verdict = level.patterns.match(path_within(level.directory, real), directory);
      if (verdict != Verdict::none) return verdict == Verdict::ignored;
    }
    return false;
  }

  void file(const std::string& shown, const std::string& real, const DirectoryEntry& entry) {
    if (entry.kind == FileKind::other) return skip(shown, "is not a regular file");
    if (entry.symlink) {
      const std::string target = files.real(real);
      if (target.empty()) return skip(shown, "the symbolic link leads nowhere");
      if (path_within(root, target).empty())
        return skip(shown, "the symbolic link leads out of the repository");
    }
    if (known.emplace(real, result.dockerfiles.size()).second)
      result.dockerfiles.push_back({shown, false});
  }

  void link(const std::string& shown, const std::string& real) {
    const std::string target = files.real(real);
    if (target.empty()) return skip(shown, "the symbolic link leads nowhere");
    const std::string below = path_within(root, target);
    if (below.empty()) return skip(shown, "the symbolic link leads out of the repository");
    if (!path_within(target, real).empty())
      return skip(shown, "the symbolic link leads in a circle");
    links.emplace_back(shown, target);
  }

  void directory(const std::string& shown, const std::string& real, std::size_t first, bool named) {
    if (!visited.insert(real).second) return skip(shown, "already read under another name");
    const Result<std::vector<DirectoryEntry>> entries = files.list(real);
    if (!entries) {
      if (named) result.errors.push_back({shown, entries.error()});
      return named ? void() : skip(shown, entries.error());
    }
    const auto has = [&](std::string_view name) {
      return std::any_of(entries->begin(), entries->end(),
                         [&](const DirectoryEntry& e) { return e.name == name; });
    };
    if (!named && (has("pyvenv.cfg") || has("conda-meta")))
      return skip(shown, "is a virtual environment");
    const std::size_t before = levels.size();
    if (options.gitignore && !named && has(".git")) {  // another repository inside this one
      first = before;
      push_patterns(join_path(real, ".git/info/exclude"), real);
    }
    if (options.gitignore && has(".gitignore")) push_patterns(join_path(real, ".gitignore"), real);
    for (const DirectoryEntry& entry : *entries) {
      const bool is_directory = entry.kind == FileKind::directory;
      const std::string below = join_path(real, entry.name);
      if (is_directory ? never_entered(entry.name)
                       : !is_looked_for(entry.name) && run_file(below) == RunFile::none)
        continue;
      if (ignored(below, is_directory, first)) continue;
      if (options.excluded && options.excluded(below, is_directory)) continue;
      const std::string name = join_path(shown, entry.name);
      if (!is_directory) {
        file(name, below, entry);
      } else if (entry.symlink) {
        link(name, below);
      } else {
        directory(name, below, first, false);
      }
    }
    levels.resize(before);
  }

  /// Directories behind symbolic links come last, so that what has a plain path is shown under it.
  void run(const std::string& shown, const std::string& real) {
    root = git_root(files, real);
    if (root.empty()) root = files.real(".");
    if (path_within(root, real).empty()) root = real;
    start_levels(real);
    directory(shown, real, 0, true);
    while (!links.empty()) {
      std::vector<std::pair<std::string, std::string>> now = std::exchange(links, {});
      for (const auto& [name, target] : now) {
        start_levels(target);
        directory(name, target, 0, false);
      }
    }
  }
};

/// As people write it: relative when it lies below the working directory.
std::string shown_path(const std::string& path, const std::string& working) {
  std::string tidy = tidy_path(path);
  if (!tidy.starts_with('/')) return tidy;
  std::string below = path_within(working, tidy);
  return below.empty() ? tidy : below;
}

}  // namespace

bool is_dockerfile_name(std::string_view name) {
  constexpr std::string_view dockerfile = "dockerfile";
  if (name.size() < dockerfile.size()) return false;  // most names end here
  const std::string lower = ascii::lowered(name);
  if (!lower.starts_with(dockerfile) && !lower.starts_with("containerfile") &&
      !lower.ends_with(".dockerfile")) {
    return false;
  }
  return std::none_of(other_endings.begin(), other_endings.end(),
                      [&](std::string_view ending) { return lower.ends_with(ending); });
}

bool is_looked_for(std::string_view name) {
  return is_dockerfile_name(name) || is_project_name(name);
}

bool is_git_root(const Files& files, const std::string& directory) {
  return !directory.empty() && files.kind(join_path(directory, ".git")) != FileKind::missing;
}

std::string git_root(const Files& files, std::string directory) {
  while (!directory.empty()) {
    if (is_git_root(files, directory)) return directory;
    if (directory == "/") return "";
    directory = parent_path(directory);
  }
  return "";
}

Discovery discover(const Files& files, const std::vector<std::string>& paths,
                   const DiscoverOptions& options) {
  Discovery result;
  std::map<std::string, std::size_t> known;
  const std::string working = files.real(".");
  for (const std::string& path : paths) {
    const std::string shown = path.empty() ? path : shown_path(path, working);
    const FileKind kind = path.empty() ? FileKind::missing : files.kind(path);
    if (kind == FileKind::directory) {
      Walk{files, options, result, known}.run(shown, files.real(path));
    } else if (kind == FileKind::regular) {
      const std::string real = join_path(files.real(parent_path(shown)), file_name(shown));
      const auto [at, added] = known.emplace(real, result.dockerfiles.size());
      if (added) result.dockerfiles.push_back({shown, true});
      result.dockerfiles[at->second].named = true;
    } else {
      const Result<std::string> refused = files.read(path);
      result.errors.push_back({shown, refused ? "is not a regular file" : refused.error()});
    }
  }
  return result;
}

}  // namespace cudafit::document
