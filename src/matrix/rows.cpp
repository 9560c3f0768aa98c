#include "matrix/rows.h"

#include <algorithm>

namespace cudafit::matrix::cells {
namespace {

/// Before, equal to or behind the key.
std::strong_ordering compare(std::uint32_t cell, const Key& key) {
  if (key.kind == Kind::text) return tables::view(cell).compare(key.text) <=> 0;
  if (key.kind == Kind::version) return tables::now.versions[cell] <=> key.version;
  return cell <=> key.number;
}

}  // namespace

Block block(std::string_view table) {
  const tables::ShapedRow* const end = tables::now.shaped.data() + tables::now.shaped.size();
  const tables::ShapedRow* const row = std::lower_bound(
      tables::now.shaped.data(), end, table,
      [](const tables::ShapedRow& a, auto b) { return tables::view(a.table) < b; });
  if (row == end || tables::view(row->table) != table) return {};
  return {tables::now.cells.data() + row->first, row->rows};
}

Block narrow(Block block, std::size_t width, std::size_t column, const Key& key) {
  const auto first_not = [&](auto before) {
    std::size_t low = 0;
    std::size_t high = block.rows;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (before(compare(block.first[middle * width + column], key))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  const std::size_t begin = first_not([](std::strong_ordering order) { return order < 0; });
  const std::size_t end = first_not([](std::strong_ordering order) { return order <= 0; });
  return {block.first + begin * width, end - begin};
}

std::vector<std::string_view> texts(std::uint32_t cell) {
  std::vector<std::string_view> out;
  const std::uint32_t* const list = tables::now.lists.data() + cell;
  out.reserve(list[0]);
  for (std::uint32_t i = 1; i <= list[0]; ++i) out.push_back(tables::view(list[i]));
  return out;
}

bool lists(std::uint32_t cell, std::string_view text) {
  const std::uint32_t* const list = tables::now.lists.data() + cell;
  return std::any_of(list + 1, list + 1 + list[0],
                     [&](std::uint32_t each) { return tables::view(each) == text; });
}

std::vector<Version> versions(std::uint32_t cell) {
  std::vector<Version> out;
  const std::uint32_t* const list = tables::now.lists.data() + cell;
  out.reserve(list[0]);
  for (std::uint32_t i = 1; i <= list[0]; ++i) out.push_back(tables::now.versions[list[i]]);
  return out;
}

}  // namespace cudafit::matrix::cells
