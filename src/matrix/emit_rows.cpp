// Tables that a Shape declares, as flat arrays of numbers.

#include <algorithm>
#include <string>

#include "matrix/emit.h"

namespace cudafit::matrix {
namespace {

std::uint32_t cell_number(Arrays& out, const Column& column, const load::ShapedRow::Cell& cell) {
  switch (column.kind) {
    case Kind::text:
    case Kind::date:
      return out.pool.add(cell.text);
    case Kind::word: {
      const auto word = std::find(column.words.begin(), column.words.end(), cell.text);
      return word == column.words.end()
                 ? 0
                 : static_cast<std::uint32_t>(word - column.words.begin()) + 1;
    }
    case Kind::version:
    case Kind::driver:
      return out.version(cell.text);
    case Kind::number:
      return cell.text.empty() ? no_number : static_cast<std::uint32_t>(std::stoul(cell.text));
    case Kind::flag:
      return cell.text.empty() ? 0 : 1;
    case Kind::known:
      return static_cast<std::uint32_t>(cell.text == "yes"  ? Known::yes
                                        : cell.text == "no" ? Known::no
                                                            : Known::unknown);
    case Kind::texts:
    case Kind::versions:
      break;
  }
  std::vector<std::uint32_t> items;
  for (const std::string& item : cell.list) {
    items.push_back(column.kind == Kind::texts ? out.pool.add(item) : out.version(item));
  }
  return out.list(items);
}

}  // namespace

void put_shaped(Arrays& out, load::Matrix& matrix) {
  std::sort(matrix.shaped.begin(), matrix.shaped.end(),
            [](const load::ShapedTable& a, const load::ShapedTable& b) {
              return a.shape->table < b.shape->table;
            });
  out.list({});  // the empty one is at 0
  for (load::ShapedTable& table : matrix.shaped) {
    const Shape& shape = *table.shape;
    std::stable_sort(table.rows.begin(), table.rows.end(),
                     [&](const load::ShapedRow& a, const load::ShapedRow& b) {
                       return load::compare_keys(shape, a, b) < 0;
                     });
    out.shaped.push_back({.table = out.pool.add(std::string(shape.table)),
                          .first = static_cast<std::uint32_t>(out.cells.size()),
                          .rows = static_cast<std::uint32_t>(table.rows.size())});
    for (const load::ShapedRow& row : table.rows) {
      for (std::size_t i = 0; i < shape.count(); ++i)
        out.cells.push_back(cell_number(out, shape.columns[i], row.cells[i]));
      out.cells.push_back(static_cast<std::uint32_t>(out.source(row.source)) |
                          (row.weak ? weak_bit : 0));
      out.cells.push_back(out.pool.add(row.as_of));
    }
  }
}

}  // namespace cudafit::matrix
