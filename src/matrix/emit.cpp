#include "matrix/emit.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <tuple>
#include <utility>

namespace cudafit::matrix {
namespace {

using load::Matrix;
using tables::Index;

Index index(std::size_t value) {
  if (value > std::numeric_limits<Index>::max())
    throw std::length_error("these are more rows than the tables can count");
  return static_cast<Index>(value);
}

std::uint32_t rows(const auto& array) { return static_cast<std::uint32_t>(array.size()); }

void put_sources(Arrays& out, Matrix& matrix) {
  std::sort(matrix.sources.begin(), matrix.sources.end(),
            [](const load::Source& a, const load::Source& b) { return a.id < b.id; });
  // The date of the data is that of the compiled tables: people's own files say nothing of the
  // rest.
  const bool own = std::any_of(matrix.sources.begin(), matrix.sources.end(),
                               [](const load::Source& row) { return row.built_in; });
  std::string newest;
  for (const load::Source& row : matrix.sources) {
    out.source_index.emplace(row.id, index(out.sources.size()));
    out.sources.push_back({.id = out.pool.add(row.id),
                           .title = out.pool.add(row.title),
                           .url = out.pool.add(row.url),
                           .date = out.pool.add(row.date)});
    if (!own || row.built_in) newest = std::max(newest, row.date);
  }
  out.newest_date = out.pool.add(newest);
}

void put_tag(Arrays& out, const load::Tag& tag) {
  out.tags.push_back({.tag = out.pool.add(tag.tag),
                      .cudnn = out.pool.add(tag.cudnn),
                      .os = out.pool.add(tag.os),
                      .arches = out.pool.add(tag.arches),
                      .as_of = out.pool.add(tag.as_of),
                      .removed_between = out.pool.add(tag.removed_between),
                      .reason = out.pool.add(tag.reason),
                      .release = out.version(tag.release),
                      .cuda = out.version(tag.cuda),
                      .source = out.source(tag.source),
                      .existence = static_cast<std::uint8_t>(tag.existence),
                      .flavor = static_cast<std::uint8_t>(tag.flavor),
                      .weak = static_cast<std::uint8_t>(tag.weak ? 1 : 0)});
}

void put_repository(Arrays& out, load::Repository& repository,
                    std::vector<std::pair<std::string, Index>>& names) {
  names.emplace_back(repository.name, index(out.repositories.size()));
  for (const std::string& name : repository.same_as)
    names.emplace_back(name, index(out.repositories.size()));
  std::sort(repository.tags.begin(), repository.tags.end(),
            [](const load::Tag& a, const load::Tag& b) { return a.tag < b.tag; });
  tables::RepositoryRow row{};
  row.name = out.pool.add(repository.name);
  row.tags_begin = rows(out.tags);
  row.releases_begin = index(out.releases.size());
  row.systems_begin = index(out.systems.size());
  row.shorts_begin = index(out.shorts.size());
  for (const load::Tag& tag : repository.tags) put_tag(out, tag);
  // A release without a listing cites its newest tag.
  std::map<std::string_view, load::ReleaseListing*> open;
  for (load::ReleaseListing& release : repository.releases) {
    if (!release.complete) open[release.version] = &release;
  }
  for (const load::Tag& tag : repository.tags) {
    const auto release = open.find(tag.release);
    if (release == open.end() || tag.as_of < release->second->as_of) continue;
    release->second->as_of = tag.as_of;
    release->second->source = tag.source;
  }
  for (const load::ReleaseListing& release : repository.releases) {
    out.releases.push_back({.version = out.version(release.version),
                            .source = out.source(release.source),
                            .as_of = out.pool.add(release.as_of),
                            .complete = release.complete});
  }
  for (const auto& [family, newest] : repository.systems)
    out.systems.push_back({.family = out.pool.add(family), .newest = out.pool.add(newest)});
  for (const load::ShortVersion& each : repository.shorts) {
    out.shorts.push_back({.version = out.pool.add(each.version),
                          .as_of = out.pool.add(each.as_of),
                          .source = out.source(each.source)});
  }
  row.tags_end = rows(out.tags);
  row.releases_end = index(out.releases.size());
  row.systems_end = index(out.systems.size());
  row.shorts_end = index(out.shorts.size());
  for (std::size_t i = 0; i < absence_kinds; ++i)
    row.sentence[i] = out.pool.add(repository.sentences[i]);
  row.system_source = out.source(repository.system_source);
  out.repositories.push_back(row);
}

void put_repositories(Arrays& out, Matrix& matrix) {
  out.version("");  // no version
  std::sort(matrix.repositories.begin(), matrix.repositories.end(),
            [](const load::Repository& a, const load::Repository& b) { return a.name < b.name; });
  std::vector<std::pair<std::string, Index>> names;
  for (load::Repository& repository : matrix.repositories) put_repository(out, repository, names);
  std::sort(names.begin(), names.end());
  for (const auto& [name, repository] : names)
    out.aliases.push_back({.name = out.pool.add(name), .repository = repository});
  std::stable_sort(
      matrix.grammars.begin(), matrix.grammars.end(),
      [](const load::Grammar& a, const load::Grammar& b) { return a.repository < b.repository; });
  for (const load::Grammar& row : matrix.grammars) {
    for (const std::string& pattern : row.patterns) {
      out.grammars.push_back({.repository = out.pool.add(row.repository),
                              .pattern = out.pool.add(pattern),
                              .source = out.source(row.source)});
    }
  }
}

using Range = std::pair<std::uint32_t, std::uint32_t>;

Range put_variables(Arrays& out, const std::vector<load::Variable>& variables) {
  const std::uint32_t begin = rows(out.variables);
  for (const load::Variable& row : variables) {
    out.variables.push_back(
        {.name = out.pool.add(row.name), .value = out.pool.add(row.value), .known = row.known});
  }
  return {begin, rows(out.variables)};
}

void put_images(Arrays& out, Matrix& matrix) {
  std::stable_sort(
      matrix.images.begin(), matrix.images.end(),
      [](const load::Image& a, const load::Image& b) { return a.repository < b.repository; });
  for (const load::Image& row : matrix.images) {
    const auto [begin, end] = put_variables(out, row.variables);
    for (const std::string& glob : row.globs) {
      out.images.push_back({.repository = out.pool.add(row.repository),
                            .glob = out.pool.add(glob),
                            .begin = begin,
                            .end = end,
                            .source = out.source(row.source),
                            .complete = row.complete});
    }
  }
}

void put_layers(Arrays& out, const Matrix& matrix) {
  struct Cell {
    std::string_view repository, os;
    Version version;
    const load::Layer* row;
    Range range;
  };
  std::vector<Cell> cells;
  for (const load::Layer& row : matrix.layers) {
    const Range range = put_variables(out, row.variables);
    for (const std::string& os : row.systems) {
      cells.push_back(
          {row.repository, os, Version::parse(row.version).value_or(Version{}), &row, range});
    }
  }
  std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) {
    return std::tie(a.repository, a.version.number, a.os, a.row->layer) <
           std::tie(b.repository, b.version.number, b.os, b.row->layer);
  });
  for (const Cell& cell : cells) {
    out.layers.push_back({.repository = out.pool.add(std::string(cell.repository)),
                          .os = out.pool.add(std::string(cell.os)),
                          .version = out.version(cell.row->version),
                          .layer = cell.row->layer,
                          .complete = cell.row->complete,
                          .begin = cell.range.first,
                          .end = cell.range.second,
                          .source = out.source(cell.row->source)});
  }
}

void put_keys(Arrays& out, const Matrix& matrix) {
  std::vector<std::tuple<std::string, std::string, const load::OldKeys*>> keys;
  for (const load::OldKeys& row : matrix.old_keys) {
    for (const std::string& tag : row.tags) keys.emplace_back(row.repository, tag, &row);
  }
  std::sort(keys.begin(), keys.end());
  for (const auto& [repository, tag, row] : keys) {
    out.keys.push_back({.repository = out.pool.add(repository),
                        .tag = out.pool.add(tag),
                        .built = out.pool.add(row->built),
                        .source = out.source(row->source)});
  }
  const load::Rotation& rotation = matrix.rotation;
  out.rotation = {.date = out.pool.add(rotation.date),
                  .old_key = out.pool.add(rotation.old_key),
                  .new_key = out.pool.add(rotation.new_key),
                  .missing_key = out.pool.add(rotation.missing_key),
                  .source = out.source(rotation.source)};
}

}  // namespace

Index Arrays::source(const std::string& id) const {
  const auto found = source_index.find(id);
  return found == source_index.end() ? Index{0} : found->second;
}

Index Arrays::version(const std::string& text) {
  const auto [at, fresh] = version_index.emplace(text, index(versions.size()));
  if (fresh) versions.push_back(Version::parse(text).value_or(Version{}));
  return at->second;
}

std::uint32_t Arrays::list(const std::vector<std::uint32_t>& items) {
  if (lists.empty()) lists.push_back(0);
  if (items.empty()) return 0;
  const auto [at, fresh] = list_index.emplace(items, rows(lists));
  if (fresh) {
    lists.push_back(rows(items));
    lists.insert(lists.end(), items.begin(), items.end());
  }
  return at->second;
}

tables::Tables Arrays::view() const {
  return {.pool = pool.bytes().c_str(),
          .sources = sources,
          .versions = versions,
          .repositories = repositories,
          .aliases = aliases,
          .tags = tags,
          .releases = releases,
          .systems = systems,
          .shorts = shorts,
          .grammars = grammars,
          .variables = variables,
          .images = images,
          .layers = layers,
          .keys = keys,
          .shaped = shaped,
          .cells = cells,
          .lists = lists,
          .rotation = rotation,
          .newest_date = newest_date};
}

Arrays emit(Matrix& matrix) {
  Arrays out;
  put_sources(out, matrix);
  put_repositories(out, matrix);
  put_images(out, matrix);
  put_layers(out, matrix);
  put_keys(out, matrix);
  put_shaped(out, matrix);
  return out;
}

}  // namespace cudafit::matrix
