#pragma once
// The rows of a checked load::Matrix as the arrays of tables.h, in memory. The build-time program
// writes them down as C++ (compile.cpp); with people's own files they are used as they are
// (own_files.h).

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "matrix/load.h"
#include "matrix/tables.h"

namespace cudafit::matrix {

/// The strings of the tables, each once, NUL-terminated; offset 0 is the empty string.
class Pool {
 public:
  tables::Text add(const std::string& text) {
    if (text.empty()) return 0;
    const auto [at, fresh] = offsets_.emplace(text, static_cast<tables::Text>(bytes_.size()));
    if (fresh) bytes_.append(text).push_back('\0');
    return at->second;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::unordered_map<std::string, tables::Text> offsets_;
  std::string bytes_ = std::string(1, '\0');
};

/// The arrays, and what is needed while they grow.
struct Arrays {
  Pool pool;
  std::vector<tables::SourceRow> sources;
  std::vector<Version> versions;
  std::vector<tables::RepositoryRow> repositories;
  std::vector<tables::AliasRow> aliases;
  std::vector<tables::TagRow> tags;
  std::vector<tables::ReleaseRow> releases;
  std::vector<tables::SystemRow> systems;
  std::vector<tables::ShortRow> shorts;
  std::vector<tables::GrammarRow> grammars;
  std::vector<tables::VariableRow> variables;
  std::vector<tables::ImageRow> images;
  std::vector<tables::LayerRow> layers;
  std::vector<tables::KeyRow> keys;
  std::vector<tables::ShapedRow> shaped;
  std::vector<std::uint32_t> cells, lists;
  tables::RotationRow rotation{};
  tables::Text newest_date = 0;

  std::map<std::string, tables::Index> source_index, version_index;
  std::map<std::vector<std::uint32_t>, std::uint32_t> list_index;  ///< equal lists share one place

  /// The index of a source by its id; 0 where there is none, which check() has refused.
  tables::Index source(const std::string& id) const;
  /// The index of a version, added where it is new. What is no version has no parts.
  tables::Index version(const std::string& text);
  /// Where a list lies in `lists`.
  std::uint32_t list(const std::vector<std::uint32_t>& items);
  /// As lookups read them; valid as long as this stays where it is, unchanged.
  tables::Tables view() const;
};

/// Sorts the rows and lays them out. Throws std::length_error where there are more than an index
/// can count.
Arrays emit(load::Matrix& matrix);

/// The tables that shapes declare (emit_rows.cpp).
void put_shaped(Arrays& out, load::Matrix& matrix);

}  // namespace cudafit::matrix
