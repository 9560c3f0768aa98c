// The table of things that go on moving. What the other tables know of each is looked up here, when
// all of them are read.

#include <algorithm>

#include "matrix/shapes_all.h"
#include "matrix/yaml_row.h"
#include "terms/pep440.h"

namespace cudafit::matrix::load {
namespace {

constexpr const Shape& shape = shapes::watch;
constexpr std::size_t at_subject = shape.find("subject"), at_table = shape.find("table"),
                      at_column = shape.find("column"), at_where = shape.find("where"),
                      at_next = shape.find("next"), at_look = shape.find("look"),
                      at_edit = shape.find("edit"), at_known = shape.find("known");

/// Where programs can look (tools/watch); anything else is an address for people.
constexpr std::array<std::string_view, 4> look_words = {"pypi", "registry", "conda", "index"};

/// A version that a cell names, as it is written there.
struct Written {
  std::string text;
  PyVersion version;
  Place place;
};

/// The newest version in a text: a version, a tag that starts with one, or a specifier, of which
/// only the versions it lets in are taken.
void take(const std::string& text, const Place& place, std::optional<Written>& newest) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    std::string_view part = rest.substr(0, comma);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    for (const std::string_view op : {">=", "<=", "==", "~="}) {
      if (part.starts_with(op)) part.remove_prefix(op.size());
    }
    if (part.ends_with(".*")) part.remove_suffix(2);
    part = part.substr(0, part.find_first_of("-+"));
    if (part.empty() || part.front() < '0' || part.front() > '9') continue;
    const std::optional<PyVersion> version = PyVersion::parse(part);
    if (version && (!newest || newest->version < *version))
      newest = Written{std::string(part), *version, place};
  }
}

/// One watched thing and the rows that tell of it.
class Watched {
 public:
  Watched(Matrix& matrix, ShapedRow& row) : matrix_(matrix), row_(row) {}

  void look_up() {
    if (cell(at_table) == "tags") {
      from_tags();
    } else {
      from_rows();
    }
    if (failed_) return;
    check_next();
    check_look();
    for (const std::string& file : row_.cells[at_edit].list) {
      if (!matrix_.files.contains(file)) fail(fmt::format("there is no file \"{}\"", file));
    }
  }

 private:
  const std::string& cell(std::size_t column) const { return row_.cells[column].text; }
  void fail(std::string text) {
    matrix_.problems.push_back({row_.place, std::move(text)});
    failed_ = true;
  }
  /// COLUMN and VALUE of each condition.
  std::vector<std::pair<std::string, std::string>> conditions() {
    std::vector<std::pair<std::string, std::string>> out;
    for (const std::string& condition : row_.cells[at_where].list) {
      const std::size_t equals = condition.find('=');
      if (equals == std::string::npos || equals == 0) {
        fail(fmt::format("\"{}\" is not COLUMN=VALUE", condition));
      } else {
        out.emplace_back(condition.substr(0, equals), condition.substr(equals + 1));
      }
    }
    return out;
  }

  void from_tags() {
    const auto where = conditions();
    if (failed_) return;
    if (where.size() != 1 || where[0].first != "repository" || !cell(at_column).empty())
      return fail("of tags the releases are watched: \"where\" is repository=NAME alone");
    for (const Repository& repository : matrix_.repositories) {
      if (repository.name != where[0].second) continue;
      for (const ReleaseListing& release : repository.releases)
        take(release.version, release.place, newest_);
    }
    settle_newest();
  }

  void from_rows() {
    const auto table = std::find_if(
        matrix_.shaped.begin(), matrix_.shaped.end(),
        [&](const ShapedTable& other) { return other.shape->table == cell(at_table); });
    if (table == matrix_.shaped.end()) {
      std::vector<std::string_view> tables = {"tags"};
      for (const ShapedTable& other : matrix_.shaped) tables.push_back(other.shape->table);
      return fail(fmt::format("there is no table \"{}\"{}", cell(at_table),
                              nearest(cell(at_table), tables)));
    }
    const auto where = conditions();
    std::vector<std::pair<std::size_t, std::string>> wanted;
    for (const auto& [name, value] : where) wanted.emplace_back(column(*table, name), value);
    const bool counted = cell(at_column).empty();
    const std::size_t versions = counted ? 0 : column(*table, cell(at_column));
    if (failed_) return;
    std::size_t rows = 0;
    for (const ShapedRow& row : table->rows) {
      const bool fits = std::all_of(wanted.begin(), wanted.end(), [&](const auto& condition) {
        return row.cells[condition.first].text == condition.second;
      });
      if (!fits) continue;
      ++rows;
      if (counted) continue;
      take(row.cells[versions].text, row.place, newest_);
      for (const std::string& item : row.cells[versions].list) take(item, row.place, newest_);
    }
    if (!counted) return settle_newest();
    if (rows == 0) return fail("no row fits this");
    row_.cells[at_known].text = fmt::format("{} rows", rows);
  }

  std::size_t column(const ShapedTable& table, const std::string& name) {
    const std::size_t found = table.shape->find(name);
    if (found != max_columns) return found;
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < table.shape->count(); ++i)
      names.push_back(table.shape->columns[i].name);
    fail(fmt::format("the table \"{}\" has no column \"{}\"{}", table.shape->table, name,
                     nearest(name, names)));
    return 0;
  }

  void settle_newest() {
    if (!newest_) return fail("no row that fits this has a version");
    row_.cells[at_known].text = newest_->text;
  }

  void check_next() {
    if (cell(at_next).empty()) return;
    if (!newest_) return fail("\"next\" needs a column of versions");
    const std::optional<PyVersion> next = PyVersion::parse(cell(at_next));
    if (!next) return fail(fmt::format("\"{}\" is not a version", cell(at_next)));
    if (*next > newest_->version) return;
    const std::string& file = newest_->place.file;
    fail(fmt::format("{}: the next version to watch for is {}, and {}:{} has {}; raise \"next\"",
                     cell(at_subject), cell(at_next), file.substr(file.rfind('/') + 1),
                     newest_->place.line, newest_->text));
  }

  /// Fills in what the source says: the day, and where there is no place to look, the address.
  void check_look() {
    const auto source = std::find_if(matrix_.sources.begin(), matrix_.sources.end(),
                                     [&](const Source& other) { return other.id == row_.source; });
    if (source == matrix_.sources.end()) return;  // said elsewhere
    if (row_.as_of.empty()) row_.as_of = source->date;
    if (row_.as_of.empty())
      fail(
          fmt::format("neither this row (\"as_of\") nor the source \"{}\" says when", row_.source));
    std::string& look = row_.cells[at_look].text;
    if (look.empty()) look = source->url;
    if (look.empty())
      return fail(
          fmt::format("\"look\" is missing, and the source \"{}\" has no address", row_.source));
    const std::size_t colon = look.find(':');
    if (look.starts_with("https://") || look == source->url) return;
    const std::string_view word = std::string_view(look).substr(0, colon);
    if (std::find(look_words.begin(), look_words.end(), word) == look_words.end())
      return fail(
          fmt::format("\"look\" is an address or {}:NAME{}", "pypi", nearest(word, look_words)));
    if (!newest_) return fail("programs look for versions: \"look\" needs a column of them");
    const std::string_view name = std::string_view(look).substr(word.size());
    const bool two = word == "conda" || word == "index";
    if (name.size() < 2 || (two && name.find('/') == std::string_view::npos))
      fail(fmt::format("\"{}\" names nothing: {}:{}", look, word, two ? "PLACE/NAME" : "NAME"));
  }

  Matrix& matrix_;
  ShapedRow& row_;
  std::optional<Written> newest_;
  bool failed_ = false;
};

}  // namespace

void check_watches(Matrix& matrix) {
  for (ShapedTable& table : matrix.shaped) {
    if (table.shape != &shape) continue;
    for (ShapedRow& row : table.rows) Watched(matrix, row).look_up();
  }
}

}  // namespace cudafit::matrix::load
