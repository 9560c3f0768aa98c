#pragma once
// pyproject.toml: what a project asks for, and where uv, poetry and pdm are to take it from. What
// is written, with its places; nothing is concluded, no other file is opened.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/requirement.h"
#include "source/text.h"
#include "terms/marker.h"

namespace cudafit::read {

/// One requirement in a TOML file: a string of PEP 508, or an entry of poetry's tables.
struct Dependency {
  /// Poetry's constraints are given as ranges: `^2.1` is `>=2.1,<3`; where they are not written as
  /// a requirement, its `text` straddles places.
  Requirement requirement;
  Span span;              ///< what to point at: without quotes; poetry: key and value
  Text source = {};       ///< poetry: the name of the source it is to come from; empty without one
  bool optional = false;  ///< poetry: only with an extra that names it
};

/// An extra, or a group of dependencies.
struct DependencyGroup {
  Text name;               ///< as written
  std::string normalized;  ///< PEP 503: how names of extras and groups are compared
  std::vector<Dependency> dependencies;
  std::vector<Text> includes;  ///< [dependency-groups]: the groups of its `include-group`
  bool optional = false;       ///< poetry: installed only when asked for
  bool known = true;           ///< false: an entry could not be read
};

/// Where one package is to be taken from: [tool.uv.sources].
struct PackageSource {
  enum class Kind : std::uint8_t {
    index,      ///< `value`: the name of an index
    url,        ///< `value`: the address of an archive or wheel
    git,        ///< `value`: the address of a repository
    path,       ///< `value`: a file or directory
    workspace,  ///< a member of the workspace
    unknown,
  };
  Text written_name;
  std::string name;  ///< normalized
  Kind kind = Kind::unknown;
  Text value;
  Marker marker;  ///< counts only where it holds
  /// git: "rev=x", "tag=x", "branch=x", "subdirectory=x", in the order of the alphabet.
  std::vector<std::string> git_parts;
  Text extra, group;  ///< counts only for requirements of this extra, of this group; empty: all
  bool editable = false;
  Span span;          ///< of the table
  bool known = true;  ///< false: the marker or a key could not be read
};

/// [[tool.uv.index]], [[tool.poetry.source]], [[tool.pdm.source]]
struct PackageIndex {
  Text name;  ///< empty without one
  Text url;
  Span span;                   ///< of the table
  bool only_explicit = false;  ///< only for packages whose source names it (uv `explicit`, poetry
                               ///< priority `explicit`)
  bool is_default = false;     ///< instead of PyPI (uv `default`, poetry `primary`/`default`)
  bool find_links = false;     ///< a page of links, not an index (uv `format = "flat"`, pdm)
  std::string priority;        ///< poetry: "primary", "supplemental", "explicit", ... as it counts
};

/// Settings of [tool.uv] that [tool.uv.pip] has, too.
struct UvOptions {
  std::optional<Text> index_url;
  std::vector<Text> extra_index_urls;
  std::vector<Text> find_links;
  std::optional<Text> index_strategy;
  std::optional<Text> torch_backend;
  std::optional<Text> prerelease;
  std::optional<bool> no_index;
  std::optional<bool> no_build_isolation;  ///< [tool.uv.pip], and lists of packages below
  std::vector<std::string> no_build_isolation_packages;  ///< normalized
  /// Normalized: the keys of extra-build-dependencies and extra-build-variables.
  std::vector<std::string> tuned_packages;
  std::vector<std::string> no_binary_packages, no_build_packages;  ///< normalized, ":all:"
  /// Keys that change what is installed, or from where, in a way that is not read here
  /// (`exclude-newer`, `resolution`, `override`, ...).
  std::vector<Text> unread;
};

struct UvTable {
  UvOptions options;
  UvOptions pip;                        ///< [tool.uv.pip]: over `options` for `uv pip`
  std::vector<PackageIndex> indexes;    ///< in the order in which they count
  std::vector<PackageSource> sources;   ///< several with one name where it is a list
  std::vector<Dependency> constraints;  ///< constraint-dependencies
  std::vector<Dependency> overrides;    ///< override-dependencies
  std::vector<Dependency> dev;          ///< dev-dependencies: of the group "dev"
  std::vector<Text> environments;       ///< markers it is resolved for
  std::optional<std::vector<Text>> default_groups;
  bool all_groups = false;            ///< default-groups = "all"
  std::optional<bool> package;        ///< whether the project itself is installed
  std::vector<Text> members;          ///< [tool.uv.workspace]
  std::vector<Text> members_exclude;  ///< the same
  bool workspace = false;             ///< the table is there: a root of a workspace
  /// Sets of extras and groups that never go together: "app extra gpu", "app group dev", "app",
  /// without a package "* extra gpu". Sorted.
  std::vector<std::vector<std::string>> conflicts;
  /// Keys that change what a lock holds and that are not read here (`fork-strategy`, ...), and
  /// lists of requirements that could not be read.
  std::vector<Text> unread_by_locks;
  Span span;  ///< of the table; nowhere when it is only implied
};

struct PoetryTable {
  Text name, version;
  Text python;  ///< the constraint on Python, as written; empty without one
  std::vector<Dependency> dependencies;
  /// `group`, and `dev-dependencies` as "dev".
  std::vector<DependencyGroup> groups;
  std::vector<DependencyGroup> extras;  ///< the optional dependencies they name
  std::vector<PackageIndex> sources;
  bool package_mode = true;
  bool has_dependencies = false;  ///< a table `dependencies` is there
  bool known = true;              ///< false: an entry of `dependencies` could not be read
};

struct PdmTable {
  std::vector<PackageIndex> sources;
  std::vector<DependencyGroup> dev;   ///< dev-dependencies
  std::vector<Dependency> overrides;  ///< resolution.overrides: name = version or URL
  std::vector<Text> excludes;         ///< resolution.excludes
  bool respect_source_order = false;  ///< resolution.respect-source-order
  bool distribution = true;           ///< whether the project itself is installed
};

/// [project] of PEP 621.
struct ProjectTable {
  Text name, version, requires_python;
  std::vector<Dependency> dependencies;
  std::vector<DependencyGroup> extras;  ///< optional-dependencies
  std::vector<Text> dynamic;            ///< what the build backend fills in
  /// False where `dependencies` could not be read, or are of another type.
  bool known = true;
  bool is_dynamic(std::string_view field) const;
};

/// [tool.setuptools.dynamic]: requirements files that setuptools reads, line by line.
struct SetuptoolsDynamic {
  std::vector<Text> dependencies;
  struct Extra {
    std::string normalized;
    std::vector<Text> files;
  };
  std::vector<Extra> extras;
};

struct TomlError {
  Span span;
  std::string message;  ///< one sentence without a full stop
};

struct Pyproject {
  FileId file = no_file;
  std::optional<ProjectTable> project;
  std::vector<DependencyGroup> groups;  ///< [dependency-groups]
  std::vector<Dependency> build_requires;
  bool build_system = false;  ///< the table is there
  Text build_backend;         ///< empty without one: setuptools as of old
  std::optional<UvTable> uv;
  std::optional<PoetryTable> poetry;
  std::optional<PdmTable> pdm;
  SetuptoolsDynamic setuptools_dynamic;
  /// Why it is no TOML: nothing above is filled in then, and every tool refuses it.
  std::optional<TomlError> error;
};

/// Reads the bytes of a pyproject.toml. Values of another type than they should have count as not
/// written, and make what holds them not known.
Pyproject read_pyproject(FileId file, std::string_view bytes);

/// A constraint of poetry as clauses of PEP 440: `^1.2`, `~1.2`, `1.2.*`, `1.2` (which is exact),
/// `>=1.2,<2`, `*`. Nothing for unions (`||`), and for what is none.
std::optional<Specifiers> poetry_specifiers(std::string_view text);

}  // namespace cudafit::read
