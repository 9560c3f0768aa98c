#include "matrix/own_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <exception>
#include <map>
#include <set>
#include <tuple>

#include "matrix/emit.h"
#include "matrix/shapes_watch.h"
#include "matrix/take_back.h"

namespace cudafit::matrix {
namespace {

using load::Matrix;

/// Puts `own` behind `built_in`, and drops the built-in rows that have a key of `own`.
template <typename Row, typename Key>
void replace(std::vector<Row>& built_in, std::vector<Row>& own, Key key) {
  std::set<decltype(key(own.front()))> keys;
  for (const Row& row : own) keys.insert(key(row));
  std::erase_if(built_in, [&](const Row& row) { return keys.contains(key(row)); });
  built_in.insert(built_in.end(), std::make_move_iterator(own.begin()),
                  std::make_move_iterator(own.end()));
}

/// Rows that name several systems or tags as rows that name one, which may be replaced one by one.
std::vector<load::Layer> single(std::vector<load::Layer>& rows) {
  std::vector<load::Layer> out;
  for (const load::Layer& row : rows) {
    for (const std::string& os : row.systems) out.emplace_back(row).systems = {os};
  }
  return out;
}
std::vector<load::OldKeys> single(std::vector<load::OldKeys>& rows) {
  std::vector<load::OldKeys> out;
  for (const load::OldKeys& row : rows) {
    for (const std::string& tag : row.tags) out.emplace_back(row).tags = {tag};
  }
  return out;
}

/// Today in UTC, as the tables write dates.
std::string today() {
  const std::chrono::year_month_day day(
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

/// An id is taken once: rows compiled in would cite something else otherwise.
void add_sources(Matrix& built_in, Matrix& own) {
  std::set<std::string> ids;
  for (const load::Source& source : built_in.sources) ids.insert(source.id);
  const std::string now = today();
  for (load::Source& source : own.sources) {
    if (source.date > now)
      built_in.problems.push_back(
          {source.place, fmt::format("the date {} has not come yet", source.date)});
    if (ids.contains(source.id)) {
      built_in.problems.push_back(
          {source.place,
           fmt::format("\"{}\" is the id of a built-in source: cite that one, or take another id",
                       source.id)});
      continue;
    }
    built_in.sources.push_back(std::move(source));
  }
}

/// Adds what a table of tags says to what is known of its repository: tag by tag, release by
/// release. A listing that is not complete takes nothing back.
void merge(load::Repository& into, load::Repository& own) {
  into.place = own.place;
  for (std::string& name : own.same_as) {
    if (name != into.name &&
        std::find(into.same_as.begin(), into.same_as.end(), name) == into.same_as.end())
      into.same_as.push_back(std::move(name));
  }
  for (const auto& [family, newest] : own.systems) into.systems[family] = newest;
  if (!own.systems.empty()) into.system_source = own.system_source;
  replace(into.shorts, own.shorts, [](const load::ShortVersion& row) { return row.version; });
  for (std::size_t i = 0; i < absence_kinds; ++i) {
    if (!own.sentences[i].empty()) into.sentences[i] = own.sentences[i];
  }
  for (load::ReleaseListing& release : own.releases) {
    const auto known = std::find_if(
        into.releases.begin(), into.releases.end(),
        [&](const load::ReleaseListing& other) { return other.version == release.version; });
    if (known == into.releases.end()) {
      into.releases.push_back(std::move(release));
    } else if (release.complete) {
      *known = std::move(release);
    }
  }
  std::stable_sort(into.releases.begin(), into.releases.end(),
                   [](const load::ReleaseListing& a, const load::ReleaseListing& b) {
                     const Version left = Version::parse(a.version).value_or(Version{});
                     const Version right = Version::parse(b.version).value_or(Version{});
                     return std::tie(left.number, left.parts) < std::tie(right.number, right.parts);
                   });
  replace(into.tags, own.tags, [](const load::Tag& row) { return row.tag; });
}

void add_repositories(Matrix& built_in, Matrix& own) {
  for (load::Repository& repository : own.repositories) {
    const auto known = std::find_if(built_in.repositories.begin(), built_in.repositories.end(),
                                    [&](const load::Repository& other) {
                                      return other.name == repository.name ||
                                             std::find(other.same_as.begin(), other.same_as.end(),
                                                       repository.name) != other.same_as.end();
                                    });
    if (known == built_in.repositories.end()) {
      built_in.repositories.push_back(std::move(repository));
    } else if (known->place.line > 0) {
      built_in.problems.push_back(
          {repository.place,
           fmt::format("two tables are about {} (also {}line {})", known->name,
                       known->place.file == repository.place.file ? "" : known->place.file + ", ",
                       known->place.line)});
    } else {
      merge(*known, repository);
    }
  }
}

void add_shaped(Matrix& built_in, Matrix& own) {
  for (load::ShapedTable& table : own.shaped) {
    if (table.shape == &shapes::watch && !table.rows.empty()) {
      built_in.problems.push_back(
          {table.rows.front().place, "the table \"watch\" follows the built-in files only"});
      continue;
    }
    const auto known =
        std::find_if(built_in.shaped.begin(), built_in.shaped.end(),
                     [&](const load::ShapedTable& other) { return other.shape == table.shape; });
    if (known == built_in.shaped.end()) {
      built_in.shaped.push_back(std::move(table));
      continue;
    }
    Shape shape = *table.shape;
    if (shape.own_keys != 0) shape.keys = shape.own_keys;
    const auto before = [&](const load::ShapedRow& a, const load::ShapedRow& b) {
      return load::compare_keys(shape, a, b) < 0;
    };
    std::stable_sort(table.rows.begin(), table.rows.end(), before);
    std::erase_if(known->rows, [&](const load::ShapedRow& row) {
      return std::binary_search(table.rows.begin(), table.rows.end(), row, before);
    });
    known->rows.insert(known->rows.end(), std::make_move_iterator(table.rows.begin()),
                       std::make_move_iterator(table.rows.end()));
  }
}

/// Rows of `own` over those of `built_in`, as matrix/README.md says for each kind of table.
void add(Matrix& built_in, Matrix& own) {
  add_sources(built_in, own);
  add_repositories(built_in, own);
  replace(built_in.grammars, own.grammars, [](const load::Grammar& row) { return row.repository; });
  // The first that fits a tag counts, so they only have to stand in front.
  built_in.images.insert(built_in.images.begin(), std::make_move_iterator(own.images.begin()),
                         std::make_move_iterator(own.images.end()));
  std::vector<load::Layer> layers = single(own.layers);
  replace(built_in.layers, layers, [](const load::Layer& row) {
    return std::tuple(row.repository, Version::parse(row.version).value_or(Version{}), row.layer,
                      row.systems.front());
  });
  std::vector<load::OldKeys> keys = single(own.old_keys);
  replace(built_in.old_keys, keys,
          [](const load::OldKeys& row) { return std::pair(row.repository, row.tags.front()); });
  if (!own.rotation.date.empty()) built_in.rotation = std::move(own.rotation);
  add_shaped(built_in, own);
}

std::vector<std::string> messages(std::vector<load::Problem>& problems) {
  std::stable_sort(
      problems.begin(), problems.end(), [](const load::Problem& a, const load::Problem& b) {
        return std::tie(a.place.file, a.place.line) < std::tie(b.place.file, b.place.line);
      });
  std::vector<std::string> out;
  for (const load::Problem& problem : problems) out.push_back(problem.message());
  return out;
}

}  // namespace

std::vector<std::string> add_own_files(const std::vector<OwnFile>& files) {
  if (files.empty()) return {};
  Matrix own;
  for (const OwnFile& file : files) load::add(own, file.name, file.yaml);
  if (!own.problems.empty()) return messages(own.problems);
  Matrix whole = take_back(tables::now);
  add(whole, own);
  load::check(whole);
  if (!whole.problems.empty()) return messages(whole.problems);
  // Earlier ones stay where they are: citations and names point into them.
  static std::deque<Arrays> kept;
  try {
    tables::now = kept.emplace_back(emit(whole)).view();
  } catch (const std::exception& error) {
    return {files.front().name + ":1: " + error.what()};
  }
  return {};
}

}  // namespace cudafit::matrix
