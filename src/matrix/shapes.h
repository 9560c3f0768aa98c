#pragma once
// How a table of rows is declared. One Shape is all that a new table costs beside its YAML and its
// lookup: the compiler checks `matrix/*.yaml` against it (load_rows.cpp) and lays the cells out by
// it (emit_rows.cpp), and rows.h reads them by it. The shapes stand in shapes_*.h, one file per
// topic; shapes_all.h lists them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace cudafit::matrix {

/// What a cell holds. Every cell may be absent unless its column is required.
enum class Kind : std::uint8_t {
  text,      ///< a word or sentence; absent: empty
  word,      ///< one of the column's words
  version,   ///< 12.4.1; absent: no parts
  driver,    ///< a driver version as NVIDIA writes it, 535.104.05: a version otherwise
  number,    ///< a whole number
  date,      ///< YYYY-MM-DD; read like a text
  flag,      ///< true or false; absent: false
  known,     ///< yes or no; absent: unknown
  texts,     ///< a list of texts in the file's order; one text counts as a list of one
  versions,  ///< a list of versions in the file's order
};

inline constexpr bool required = true;
inline constexpr bool looked_up = true;

struct Column {
  std::string_view name;
  Kind kind = Kind::text;
  bool must = false;                             ///< `required`: every row has it
  std::span<const std::string_view> words = {};  ///< of Kind::word; rows order by this order
  bool derived = false;                          ///< `looked_up` by the build; no row writes it
};

inline constexpr std::size_t max_columns = 40;

/// A kind of table. Rows are sorted by the first `keys` columns, which tell them apart: versions by
/// their numbers (12.1 and 12.1.0 are one key), numbers as numbers, words in the order of their
/// list, texts by bytes. `source`, `as_of` and `weak` stand on every row and are not columns.
struct Shape {
  std::string_view table;
  std::size_t keys = 1;
  std::array<Column, max_columns> columns{};
  /// How many of the keys people's own rows share with the built-in rows they replace; 0: all.
  std::size_t own_keys = 0;

  constexpr std::size_t count() const {
    std::size_t n = 0;
    while (n < max_columns && !columns[n].name.empty()) ++n;
    return n;
  }
  /// max_columns where there is none of that name.
  constexpr std::size_t find(std::string_view name) const {
    for (std::size_t i = 0; i < count(); ++i) {
      if (columns[i].name == name) return i;
    }
    return max_columns;
  }
  /// Cells of a row: the columns, then the source with the weak bit, then as_of.
  constexpr std::size_t width() const { return count() + 2; }
};

/// Set in a row's source cell when the row is weak.
inline constexpr std::uint32_t weak_bit = 0x80000000U;
/// The cell of an absent number.
inline constexpr std::uint32_t no_number = 0xffffffffU;

}  // namespace cudafit::matrix
