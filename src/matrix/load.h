#pragma once
// The YAML side of the matrix: one file in, checked rows out. Used by the build-time program, and
// for people's own files. The schema in words is matrix/README.md. Nothing here throws.

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "matrix/shapes.h"
#include "matrix/words.h"

namespace cudafit::matrix::load {

/// Where a row stands, for messages.
struct Place {
  std::string file;
  int line = 0;  ///< 1-based; 0: the file as a whole
};

struct Problem {
  Place place;
  std::string text;
  std::string message() const;  ///< "file:line: text"
};

struct Source {
  std::string id, title, url, date;
  Place place;
  bool built_in = false;  ///< compiled in: may be left without rows by those that replace them
};

struct Tag {
  std::string tag, release, cuda, cudnn, os, arches, as_of, removed_between, reason, source;
  Existence existence = Existence::published;
  Flavor flavor = Flavor::none;
  bool weak = false;
  Place place;
};

struct ReleaseListing {
  std::string version, as_of, source;
  bool complete = false;
  Place place;
};

struct ShortVersion {
  std::string version, as_of, source;
  Place place;
};

/// A tag table.
struct Repository {
  std::string name;
  std::vector<std::string> same_as;
  std::map<std::string, std::string> systems;  ///< family to newest version its listings could know
  std::string system_source;
  std::vector<ShortVersion> shorts;
  std::array<std::string, absence_kinds> sentences;
  std::vector<ReleaseListing> releases;
  std::vector<Tag> tags;
  Place place;
};

struct Grammar {
  std::string repository, source;
  std::vector<std::string> patterns;
  Place place;
};

struct Variable {
  std::string name, value;
  bool known = true;
};

struct Image {
  std::string repository, source;
  std::vector<std::string> globs;
  std::vector<Variable> variables;
  bool complete = false;
  Place place;
};

struct Layer {
  std::string repository, version, source;
  std::vector<std::string> systems;
  std::uint8_t layer = 0;  ///< index into layer_words
  std::vector<Variable> variables;
  bool complete = false;  ///< of base rows; the others are whole Dockerfiles
  Place place;
};

/// The change of the signing key of NVIDIA's apt repositories.
struct Rotation {
  std::string date, old_key, new_key, missing_key, source;
  Place place;
};

struct OldKeys {
  std::string repository, built, source;
  std::vector<std::string> tags;
  Place place;
};

/// A row of a table that a Shape declares: one cell per column, as written. A list stands in
/// `list`, everything else in `text`; both empty where the row leaves the column out.
struct ShapedRow {
  struct Cell {
    std::string text;
    std::vector<std::string> list;
  };
  std::vector<Cell> cells;
  std::string source, as_of;
  bool weak = false;
  Place place;
};

/// All rows of one table, from all its files, in the order read.
struct ShapedTable {
  const Shape* shape = nullptr;
  std::vector<ShapedRow> rows;
};

struct Matrix {
  std::vector<Source> sources;
  std::vector<Repository> repositories;
  std::vector<Grammar> grammars;
  std::vector<Image> images;
  std::vector<Layer> layers;
  std::vector<OldKeys> old_keys;
  Rotation rotation;
  std::vector<ShapedTable> shaped;
  std::set<std::string> files;  ///< names without directories
  std::vector<Problem> problems;
};

/// Adds the tables of one file, `name` in messages; each stands in a YAML document of its own. What
/// is wrong goes to `matrix.problems`, the rest is still read.
void add(Matrix& matrix, const std::string& name, const std::string& yaml);
/// What only the whole can tell: dangling citations, duplicates, rows about tables that do not
/// exist.
void check(Matrix& matrix);
/// Looks up what the built-in tables know of each watched thing (load_watch.cpp), and whether its
/// `next` is above that. Only the build asks: people's own rows may well know something newer.
void check_watches(Matrix& matrix);

/// Below zero, zero or above: how the keys of two rows of one table compare (see Shape).
int compare_keys(const Shape& shape, const ShapedRow& a, const ShapedRow& b);

}  // namespace cudafit::matrix::load
