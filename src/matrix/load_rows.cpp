// Tables that a Shape declares, from YAML.

#include <algorithm>
#include <compare>

#include "matrix/shapes_all.h"
#include "matrix/yaml_row.h"

namespace cudafit::matrix::load {
namespace {

/// Keys that stand on the rows of every table.
constexpr std::array<std::string_view, 3> common_keys = {"source", "as_of", "weak"};

void need_version(const Row& row, const char* key, Kind kind, const std::string& value) {
  if (value.empty()) return;
  const std::optional<Version> parsed = Version::parse(value);
  const bool driver = kind == Kind::driver;
  if (!parsed || (driver ? driver_text(*parsed) : parsed->text()) != value)
    row.fail(row.at(key), fmt::format("\"{}\" is not a {}version", value, driver ? "driver " : ""));
}

void need_number(const Row& row, const char* key, const std::string& value) {
  const bool digits =
      std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || value.size() > 9 || (value.size() > 1 && value[0] == '0'))
    row.fail(row.at(key), fmt::format("\"{}\" is not a whole number", value));
}

ShapedRow::Cell read_cell(const Row& row, const Column& column) {
  const std::string name(column.name);
  const char* const key = name.c_str();
  if (column.derived) return {};  // a row that writes it has an unknown key
  if (column.must && !row.has(key)) row.fail(fmt::format("this row has no \"{}\"", name));
  if (!row.has(key)) return {};
  ShapedRow::Cell cell;
  switch (column.kind) {
    case Kind::text:
      cell.text = row.text(key);
      break;
    case Kind::word:
      cell.text = row.text(key);
      row.choice(key, cell.text, column.words);
      break;
    case Kind::version:
    case Kind::driver:
      cell.text = row.text(key);
      need_version(row, key, column.kind, cell.text);
      break;
    case Kind::number:
      cell.text = row.text(key);
      need_number(row, key, cell.text);
      break;
    case Kind::date:
      cell.text = row.date(key);
      break;
    case Kind::flag:
      cell.text = row.flag(key) ? "true" : "";
      break;
    case Kind::known: {
      static constexpr std::array<std::string_view, 2> answers = {"yes", "no"};
      cell.text = row.text(key);
      row.choice(key, cell.text, answers);
      break;
    }
    case Kind::texts:
      cell.list = row.list(key);
      break;
    case Kind::versions:
      cell.list = row.list(key);
      for (const std::string& value : cell.list) need_version(row, key, column.kind, value);
      break;
  }
  return cell;
}

std::strong_ordering compare_cells(const Column& column, const std::string& a,
                                   const std::string& b) {
  if (column.kind == Kind::version || column.kind == Kind::driver)
    return Version::parse(a).value_or(Version{}) <=> Version::parse(b).value_or(Version{});
  if (column.kind == Kind::number && a.size() != b.size()) return a.size() <=> b.size();
  if (column.kind == Kind::word) {
    return std::find(column.words.begin(), column.words.end(), a) <=>
           std::find(column.words.begin(), column.words.end(), b);
  }
  return a.compare(b) <=> 0;
}

std::string key_text(const Shape& shape, const ShapedRow& row) {
  std::string out;
  for (std::size_t i = 0; i < shape.keys; ++i) {
    if (row.cells[i].text.empty()) continue;
    out += (out.empty() ? "" : " ") + row.cells[i].text;
  }
  return out;
}

}  // namespace

int compare_keys(const Shape& shape, const ShapedRow& a, const ShapedRow& b) {
  for (std::size_t i = 0; i < shape.keys; ++i) {
    const std::strong_ordering order =
        compare_cells(shape.columns[i], a.cells[i].text, b.cells[i].text);
    if (order != 0) return order < 0 ? -1 : 1;
  }
  return 0;
}

std::vector<std::string_view> shaped_tables() {
  std::vector<std::string_view> out;
  for (const Shape* const shape : shapes::all()) out.push_back(shape->table);
  return out;
}

bool read_shaped(Matrix& matrix, const std::string& name, const YAML::Node& root,
                 std::string_view table) {
  const std::vector<const Shape*> all = shapes::all();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Shape* shape) { return shape->table == table; });
  if (found == all.end()) return false;
  const Shape& shape = **found;
  auto place = std::find_if(matrix.shaped.begin(), matrix.shaped.end(),
                            [&](const ShapedTable& other) { return other.shape == &shape; });
  if (place == matrix.shaped.end()) place = matrix.shaped.insert(place, ShapedTable{&shape, {}});
  std::vector<ShapedRow>& rows = place->rows;
  const std::size_t first = rows.size();

  std::vector<std::string_view> keys(common_keys.begin(), common_keys.end());
  for (std::size_t i = 0; i < shape.count(); ++i) {
    if (!shape.columns[i].derived) keys.push_back(shape.columns[i].name);
  }
  const Row file(matrix, name, root, {"table", "source", "as_of", "rows"});
  const std::string source = file.text("source");
  const std::string as_of = file.date("as_of");
  if (!file.has("rows")) file.fail("this file has no \"rows\"");
  file.rows("rows", [&](const YAML::Node& node) {
    const bool mapping = node.IsMap();
    const Row row = file.child(node, keys);  // says so where it is none
    if (!mapping) return;
    ShapedRow out;
    out.place = row.place();
    for (std::size_t i = 0; i < shape.count(); ++i)
      out.cells.push_back(read_cell(row, shape.columns[i]));
    out.source = row.text("source", source);
    out.as_of = row.has("as_of") ? row.date("as_of") : as_of;
    out.weak = row.flag("weak");
    if (out.source.empty()) row.fail("this row has no source");
    if (rows.size() > first && compare_keys(shape, rows.back(), out) > 0)
      row.fail(fmt::format("\"{}\" is not sorted: keys rise", key_text(shape, out)));
    rows.push_back(std::move(out));
  });
  return true;
}

void check_shaped(Matrix& matrix) {
  for (const ShapedTable& table : matrix.shaped) {
    std::vector<const ShapedRow*> rows;
    for (const ShapedRow& row : table.rows) rows.push_back(&row);
    std::stable_sort(rows.begin(), rows.end(), [&](const ShapedRow* a, const ShapedRow* b) {
      return compare_keys(*table.shape, *a, *b) < 0;
    });
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const ShapedRow& row = *rows[i];
      if (compare_keys(*table.shape, *rows[i - 1], row) != 0) continue;
      const Place& other = rows[i - 1]->place;
      matrix.problems.push_back(
          {row.place,
           fmt::format("\"{}\" stands twice (also {}line {})", key_text(*table.shape, row),
                       other.file == row.place.file ? "" : other.file + ", ", other.line)});
    }
  }
}

}  // namespace cudafit::matrix::load
