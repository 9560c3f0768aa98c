// Tables that a Shape declares, as flat arrays of numbers.

#include <algorithm>
#include <string>

#include "matrix/emit.h"

namespace cudafit::matrix {
namespace {

/// Lists of equal items share one place in `lists`; the empty list is at 0.
class Lists {
 public:
  explicit Lists(Numbers& out) : out_(out) {
    if (out_.values.empty()) out_.values.push_back(0);
  }
  std::uint32_t add(const std::vector<std::uint32_t>& items) {
    if (items.empty()) return 0;
    const auto [at, fresh] = places_.emplace(items, static_cast<std::uint32_t>(out_.values.size()));
    if (fresh) {
      out_.values.push_back(static_cast<std::uint32_t>(items.size()));
      out_.values.insert(out_.values.end(), items.begin(), items.end());
    }
    return at->second;
  }

 private:
  Numbers& out_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> places_;
};

std::uint32_t cell_number(Tables& out, Lists& lists, const Column& column,
                          const load::ShapedRow::Cell& cell) {
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
      return static_cast<std::uint32_t>(out.version(cell.text));
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
    items.push_back(column.kind == Kind::texts ? out.pool.add(item)
                                               : static_cast<std::uint32_t>(out.version(item)));
  }
  return lists.add(items);
}

}  // namespace

void put_shaped(Tables& out, load::Matrix& matrix) {
  std::sort(matrix.shaped.begin(), matrix.shaped.end(),
            [](const load::ShapedTable& a, const load::ShapedTable& b) {
              return a.shape->table < b.shape->table;
            });
  Lists lists(out.lists);
  for (load::ShapedTable& table : matrix.shaped) {
    const Shape& shape = *table.shape;
    std::stable_sort(table.rows.begin(), table.rows.end(),
                     [&](const load::ShapedRow& a, const load::ShapedRow& b) {
                       return load::compare_keys(shape, a, b) < 0;
                     });
    out.shaped.add("{}, {}, {}", out.pool.add(std::string(shape.table)), out.cells.values.size(),
                   table.rows.size());
    for (const load::ShapedRow& row : table.rows) {
      for (std::size_t i = 0; i < shape.count(); ++i)
        out.cells.values.push_back(cell_number(out, lists, shape.columns[i], row.cells[i]));
      out.cells.values.push_back(static_cast<std::uint32_t>(out.source(row.source)) |
                                 (row.weak ? weak_bit : 0));
      out.cells.values.push_back(out.pool.add(row.as_of));
    }
    out.sizes.push_back(fmt::format("{} {} rows, {} bytes of cells", shape.table, table.rows.size(),
                                    table.rows.size() * shape.width() * sizeof(std::uint32_t)));
  }
}

}  // namespace cudafit::matrix
