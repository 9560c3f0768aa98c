#pragma once
// The tables as they lie in memory: compiled in, as compile.cpp writes them, or made from people's
// own files (own_files.h). Arrays of plain numbers: a text is an offset into one pool of
// NUL-terminated strings (offset 0 is the empty string), a source an index into `sources`, so the
// arrays need no relocation and nothing runs at start-up. Only this room includes this header.

#include <cstdint>
#include <span>

#include "matrix/matrix.h"
#include "matrix/words.h"

namespace cudafit::matrix::tables {

using Text = std::uint32_t;
using Index = std::uint16_t;

struct SourceRow {
  Text id, title, url, date;  // sorted by id
};

struct RepositoryRow {
  Text name;  // sorted
  std::uint32_t tags_begin, tags_end;
  Index releases_begin, releases_end;  // sorted by version
  Index systems_begin, systems_end;  // families its listings include; none: absence proves nothing
  Index shorts_begin, shorts_end;    // versions that never stand in a tag by themselves
  Text sentence[absence_kinds];      // 0 where the table gives none
  Index system_source;  // proves that every tag names its system; meaningful with systems
};

struct AliasRow {
  Text name;  // sorted; another name of a repository
  Index repository;
};

struct TagRow {
  Text tag;  // sorted within the repository
  Text cudnn, os, arches, as_of, removed_between, reason;
  Index release, cuda, source;  // release and cuda: indices into `versions`
  std::uint8_t existence, flavor, weak;
};

struct ReleaseRow {
  Index version, source;
  Text as_of;
  bool complete;
};

struct SystemRow {
  Text family, newest;  // ("ubuntu", "24.04"): sorted by family
};

struct ShortRow {
  Text version;  // "12.1", sorted
  Text as_of;
  Index source;
};

struct GrammarRow {
  Text repository, pattern;  // sorted by repository, then in the order of the file
  Index source;
};

struct VariableRow {
  Text name, value;
  bool known;
};

/// A whole environment, for tags that match a glob.
struct ImageRow {
  Text repository,
      glob;  // sorted by repository, then in the order of the file: the first match wins
  std::uint32_t begin, end;
  Index source;
  bool complete;
};

/// What one Dockerfile of a family of images sets on top of the layer below.
struct LayerRow {
  Text repository, os;
  Index version;
  std::uint8_t layer;  // base, runtime, devel, cudnn-runtime, cudnn-devel
  bool complete;       // sorted by repository, version, os, layer
  std::uint32_t begin, end;
  Index source;
};

struct KeyRow {
  Text repository, tag, built;  // sorted by repository and tag
  Index source;
};

struct RotationRow {
  Text date, old_key, new_key, missing_key;
  Index source;
};

/// A table that a Shape declares: `rows` rows of its width from cells[first] on. A cell is a text,
/// an index into `versions`, a number, a word counted from 1, or where in `lists` a list stands:
/// its length, then its items.
struct ShapedRow {
  Text table;  // sorted
  std::uint32_t first, rows;
};

/// All tables. Lookups read them through `now` only.
struct Tables {
  const char* pool;
  std::span<const SourceRow> sources;
  std::span<const Version> versions;
  std::span<const RepositoryRow> repositories;
  std::span<const AliasRow> aliases;
  std::span<const TagRow> tags;
  std::span<const ReleaseRow> releases;
  std::span<const SystemRow> systems;
  std::span<const ShortRow> shorts;
  std::span<const GrammarRow> grammars;
  std::span<const VariableRow> variables;
  std::span<const ImageRow> images;
  std::span<const LayerRow> layers;
  std::span<const KeyRow> keys;
  std::span<const ShapedRow> shaped;
  std::span<const std::uint32_t> cells;
  std::span<const std::uint32_t> lists;  // lists[0] is the empty list
  RotationRow rotation;
  Text newest_date;
};

/// The tables in force: the compiled ones, until people's own files are added (own_files.h). Set
/// before anything is looked up, by one thread.
extern Tables now;

inline std::string_view view(Text text) { return now.pool + text; }
Citation cite(Index source);
/// The repository's row, by its own name or another one of its names; null when it has no tag
/// table.
const RepositoryRow* repository_row(std::string_view name);

}  // namespace cudafit::matrix::tables
