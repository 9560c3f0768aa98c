#include "matrix/take_back.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "matrix/shapes_all.h"

namespace cudafit::matrix {
namespace {

using tables::Tables;
using tables::Text;

struct Reader {
  const Tables& from;

  std::string text(Text at) const { return from.pool + at; }
  std::string version(std::size_t at) const { return from.versions[at].text(); }
  std::string source(std::size_t at) const {
    return at < from.sources.size() ? text(from.sources[at].id) : std::string();
  }

  load::Tag tag(const tables::TagRow& row) const {
    load::Tag out;
    out.tag = text(row.tag);
    out.release = version(row.release);
    out.cuda = version(row.cuda);
    out.cudnn = text(row.cudnn);
    out.os = text(row.os);
    out.arches = text(row.arches);
    out.as_of = text(row.as_of);
    out.removed_between = text(row.removed_between);
    out.reason = text(row.reason);
    out.source = source(row.source);
    out.existence = static_cast<Existence>(row.existence);
    out.flavor = static_cast<Flavor>(row.flavor);
    out.weak = row.weak != 0;
    return out;
  }

  load::Repository repository(std::size_t index) const {
    const tables::RepositoryRow& row = from.repositories[index];
    load::Repository out;
    out.name = text(row.name);
    for (const tables::AliasRow& alias : from.aliases) {
      if (alias.repository == index && alias.name != row.name)
        out.same_as.push_back(text(alias.name));
    }
    for (std::size_t i = row.systems_begin; i < row.systems_end; ++i)
      out.systems[text(from.systems[i].family)] = text(from.systems[i].newest);
    if (!out.systems.empty()) out.system_source = source(row.system_source);
    for (std::size_t i = row.shorts_begin; i < row.shorts_end; ++i) {
      const tables::ShortRow& each = from.shorts[i];
      out.shorts.push_back({text(each.version), text(each.as_of), source(each.source), {}});
    }
    for (std::size_t i = 0; i < absence_kinds; ++i) out.sentences[i] = text(row.sentence[i]);
    for (std::size_t i = row.releases_begin; i < row.releases_end; ++i) {
      const tables::ReleaseRow& each = from.releases[i];
      out.releases.push_back(
          {version(each.version), text(each.as_of), source(each.source), each.complete, {}});
    }
    for (std::size_t i = row.tags_begin; i < row.tags_end; ++i)
      out.tags.push_back(tag(from.tags[i]));
    return out;
  }

  std::vector<load::Variable> variables(std::uint32_t begin, std::uint32_t end) const {
    std::vector<load::Variable> out;
    for (std::uint32_t i = begin; i < end; ++i) {
      const tables::VariableRow& row = from.variables[i];
      out.push_back({text(row.name), text(row.value), row.known});
    }
    return out;
  }

  load::ShapedRow::Cell cell(const Column& column, std::uint32_t number) const {
    load::ShapedRow::Cell out;
    switch (column.kind) {
      case Kind::text:
      case Kind::date:
        out.text = text(number);
        break;
      case Kind::word:
        if (number) out.text = column.words[number - 1];
        break;
      case Kind::version:
        out.text = version(number);
        break;
      case Kind::driver:
        out.text = driver_text(from.versions[number]);
        break;
      case Kind::number:
        if (number != no_number) out.text = std::to_string(number);
        break;
      case Kind::flag:
        if (number) out.text = "true";
        break;
      case Kind::known:
        if (static_cast<Known>(number) != Known::unknown)
          out.text = static_cast<Known>(number) == Known::yes ? "yes" : "no";
        break;
      case Kind::texts:
      case Kind::versions:
        for (std::uint32_t i = 1; i <= from.lists[number]; ++i) {
          const std::uint32_t item = from.lists[number + i];
          out.list.push_back(column.kind == Kind::texts ? text(item) : version(item));
        }
        break;
    }
    return out;
  }

  load::ShapedTable shaped(const Shape& shape, const tables::ShapedRow& table) const {
    load::ShapedTable out{&shape, {}};
    for (std::uint32_t i = 0; i < table.rows; ++i) {
      const std::uint32_t* const cells = &from.cells[table.first + i * shape.width()];
      load::ShapedRow& row = out.rows.emplace_back();
      for (std::size_t c = 0; c < shape.count(); ++c)
        row.cells.push_back(cell(shape.columns[c], cells[c]));
      row.source = source(cells[shape.count()] & ~weak_bit);
      row.weak = (cells[shape.count()] & weak_bit) != 0;
      row.as_of = text(cells[shape.count() + 1]);
    }
    return out;
  }
};

void put_environments(const Reader& read, load::Matrix& out) {
  const Tables& from = read.from;
  for (const tables::ImageRow& row : from.images) {
    load::Image& image = out.images.emplace_back();
    image.repository = read.text(row.repository);
    image.source = read.source(row.source);
    image.globs = {read.text(row.glob)};
    image.variables = read.variables(row.begin, row.end);
    image.complete = row.complete;
  }
  for (const tables::LayerRow& row : from.layers) {
    load::Layer& layer = out.layers.emplace_back();
    layer.repository = read.text(row.repository);
    layer.version = read.version(row.version);
    layer.source = read.source(row.source);
    layer.systems = {read.text(row.os)};
    layer.layer = row.layer;
    layer.variables = read.variables(row.begin, row.end);
    layer.complete = row.complete;
  }
  for (const tables::KeyRow& row : from.keys) {
    load::OldKeys& keys = out.old_keys.emplace_back();
    keys.repository = read.text(row.repository);
    keys.built = read.text(row.built);
    keys.source = read.source(row.source);
    keys.tags = {read.text(row.tag)};
  }
  out.rotation.date = read.text(from.rotation.date);
  out.rotation.old_key = read.text(from.rotation.old_key);
  out.rotation.new_key = read.text(from.rotation.new_key);
  out.rotation.missing_key = read.text(from.rotation.missing_key);
  out.rotation.source = read.source(from.rotation.source);
}

}  // namespace

load::Matrix take_back(const Tables& from) {
  const Reader read{from};
  load::Matrix out;
  for (const tables::SourceRow& row : from.sources) {
    out.sources.push_back({read.text(row.id),
                           read.text(row.title),
                           read.text(row.url),
                           read.text(row.date),
                           {},
                           true});
  }
  for (std::size_t i = 0; i < from.repositories.size(); ++i)
    out.repositories.push_back(read.repository(i));
  for (const tables::GrammarRow& row : from.grammars) {
    std::string repository = read.text(row.repository);
    if (out.grammars.empty() || out.grammars.back().repository != repository)
      out.grammars.push_back({std::move(repository), read.source(row.source), {}, {}});
    out.grammars.back().patterns.push_back(read.text(row.pattern));
  }
  put_environments(read, out);
  const std::vector<const Shape*> shapes = shapes::all();
  for (const tables::ShapedRow& table : from.shaped) {
    const auto shape = std::find_if(shapes.begin(), shapes.end(), [&](const Shape* each) {
      return each->table == read.text(table.table);
    });
    if (shape != shapes.end()) out.shaped.push_back(read.shaped(**shape, table));
  }
  return out;
}

}  // namespace cudafit::matrix
