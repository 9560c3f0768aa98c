#pragma once
// Reading the tables that shapes.h declares. Only this room includes this header.
//
//   for (const auto row : rows<shapes::driver_floor>().find(os, cuda)) use(row.driver("driver"));
//
// Names and kinds of columns are checked when this program is compiled; nothing is looked up by
// name when it runs.

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "matrix/shapes.h"
#include "matrix/tables.h"

namespace cudafit::matrix {

/// A column of S that holds K, by its name.
template <const Shape& S, Kind... K>
struct ColumnOf {
  std::size_t index;
  consteval ColumnOf(const char* name) : index(S.find(name)) {
    if (index == max_columns) throw "the table has no such column";
    if (((S.columns[index].kind != K) && ...)) throw "the column is of another kind";
  }
};

namespace cells {

/// Rows of one table, as numbers.
struct Block {
  const std::uint32_t* first = nullptr;
  std::size_t rows = 0;
};

/// One value to look for.
struct Key {
  Kind kind = Kind::text;
  std::string_view text = {};
  Version version = {};
  std::uint32_t number = 0;
};

/// All rows of a table; none where no file holds it.
Block block(std::string_view table);
/// The rows of `block` whose cell in `column` is `key`. The rows are sorted by that column.
Block narrow(Block block, std::size_t width, std::size_t column, const Key& key);
std::vector<std::string_view> texts(std::uint32_t cell);
bool lists(std::uint32_t cell, std::string_view text);
std::vector<Version> versions(std::uint32_t cell);

/// Where a value of this type may be looked for.
template <typename Value>
constexpr bool fits(Kind column) {
  if constexpr (std::is_same_v<Value, Version>)
    return column == Kind::version || column == Kind::driver;
  if constexpr (std::is_integral_v<Value>) return column == Kind::number || column == Kind::word;
  return std::is_convertible_v<Value, std::string_view> && column == Kind::text;
}

template <typename Value>
Key key(const Value& value) {
  if constexpr (std::is_same_v<Value, Version>) {
    return {.kind = Kind::version, .version = value};
  } else if constexpr (std::is_integral_v<Value>) {
    return {.kind = Kind::number, .number = static_cast<std::uint32_t>(value)};
  } else {
    return {.kind = Kind::text, .text = value};
  }
}

}  // namespace cells

/// One row. Cheap to copy; valid as long as the program.
template <const Shape& S>
class Row {
 public:
  explicit Row(const std::uint32_t* first) : cells_(first) {}

  std::string_view text(ColumnOf<S, Kind::text, Kind::date> column) const {
    return tables::view(cells_[column.index]);
  }
  /// A word of a closed list, as written; empty when absent.
  std::string_view word(ColumnOf<S, Kind::word> column) const {
    const std::uint32_t cell = cells_[column.index];
    return cell ? S.columns[column.index].words[cell - 1] : std::string_view();
  }
  /// The same as a number: 0 absent, then the words from 1.
  std::uint32_t choice(ColumnOf<S, Kind::word> column) const { return cells_[column.index]; }
  /// No parts when absent.
  Version version(ColumnOf<S, Kind::version, Kind::driver> column) const {
    return tables::now.versions[cells_[column.index]];
  }
  std::optional<std::uint32_t> number(ColumnOf<S, Kind::number> column) const {
    const std::uint32_t cell = cells_[column.index];
    return cell == no_number ? std::nullopt : std::optional(cell);
  }
  bool flag(ColumnOf<S, Kind::flag> column) const { return cells_[column.index] != 0; }
  Known known(ColumnOf<S, Kind::known> column) const {
    return static_cast<Known>(cells_[column.index]);
  }
  std::vector<std::string_view> texts(ColumnOf<S, Kind::texts> column) const {
    return cells::texts(cells_[column.index]);
  }
  /// `text` is one of them.
  bool lists(ColumnOf<S, Kind::texts> column, std::string_view text) const {
    return cells::lists(cells_[column.index], text);
  }
  std::vector<Version> versions(ColumnOf<S, Kind::versions> column) const {
    return cells::versions(cells_[column.index]);
  }

  Citation source() const {
    return tables::cite(static_cast<tables::Index>(cells_[S.count()] & ~weak_bit));
  }
  /// Inferred or from memory: no error may rest on this row alone.
  bool weak() const { return (cells_[S.count()] & weak_bit) != 0; }
  /// Day of the source's word; empty where the file does not say.
  std::string_view as_of() const { return tables::view(cells_[S.count() + 1]); }

 private:
  const std::uint32_t* cells_;
};

/// Sorted rows of one table.
template <const Shape& S>
class Rows {
 public:
  class Iterator {
   public:
    explicit Iterator(const std::uint32_t* at) : at_(at) {}
    Row<S> operator*() const { return Row<S>(at_); }
    Iterator& operator++() {
      at_ += S.width();
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const std::uint32_t* at_;
  };

  explicit Rows(cells::Block block) : block_(block) {}
  std::size_t size() const { return block_.rows; }
  bool empty() const { return block_.rows == 0; }
  Row<S> operator[](std::size_t i) const { return Row<S>(block_.first + i * S.width()); }
  Row<S> front() const { return (*this)[0]; }
  Row<S> back() const { return (*this)[block_.rows - 1]; }
  Iterator begin() const { return Iterator(block_.first); }
  Iterator end() const { return Iterator(block_.first + block_.rows * S.width()); }

  /// The rows whose first key columns are these; fewer keys than the table has are allowed. A text
  /// is looked for among texts, a Version among versions and drivers, a number among numbers and
  /// words (counted from 1, as Row::choice does).
  template <typename... Keys>
  Rows find(const Keys&... keys) const {
    static_assert(sizeof...(Keys) <= S.keys, "the table has fewer key columns");
    static_assert(all_fit<Keys...>(), "a key is of another kind than its column");
    cells::Block found = block_;
    std::size_t column = 0;
    ((found = cells::narrow(found, S.width(), column++, cells::key(keys))), ...);
    return Rows(found);
  }

 private:
  template <typename... Keys>
  static consteval bool all_fit() {
    std::size_t column = 0;
    return (cells::fits<Keys>(S.columns[column++].kind) && ...);
  }

  cells::Block block_;
};

/// All rows of the table, sorted by its keys.
template <const Shape& S>
Rows<S> rows() {
  return Rows<S>(cells::block(S.table));
}

}  // namespace cudafit::matrix
