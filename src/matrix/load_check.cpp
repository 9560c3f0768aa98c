// What only the whole matrix can tell.

#include <algorithm>
#include <map>
#include <set>

#include "matrix/yaml_row.h"

namespace cudafit::matrix::load {
namespace {

/// The citations a matrix has, and who asks for one it has not.
struct Citations {
  /// With more problems than this, nobody asks what was meant.
  static constexpr std::size_t enough = 100;

  Matrix& matrix;
  std::set<std::string_view> known, used;
  std::set<std::string> reported;

  void need(const std::string& id, const Place& place) {
    used.insert(id);
    if (id.empty() || known.contains(id))
      return;  // a row without a source was reported where it stands
    if (!reported.insert(place.file + ":" + id).second) return;
    std::string_view near;
    std::size_t least = 4;
    for (const std::string_view word : known) {
      if (matrix.problems.size() > enough) break;
      if (const std::size_t d = distance(id, word); d < least) {
        least = d;
        near = word;
      }
    }
    matrix.problems.push_back(
        {place, fmt::format("no table of sources holds \"{}\"{}", id,
                            near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near))});
  }
};

void check_repository(Matrix& matrix, const Repository& repository, Citations& citations) {
  if (!repository.system_source.empty()) citations.need(repository.system_source, repository.place);
  for (const ShortVersion& row : repository.shorts) citations.need(row.source, row.place);
  for (const ReleaseListing& row : repository.releases) {
    if (!row.source.empty()) citations.need(row.source, row.place);
  }
  std::map<std::string_view, const Tag*> seen;
  for (const Tag& tag : repository.tags) {
    citations.need(tag.source, tag.place);
    const auto [other, fresh] = seen.emplace(tag.tag, &tag);
    if (fresh) continue;
    matrix.problems.push_back({tag.place, fmt::format("the tag {} stands twice (also line {})",
                                                      tag.tag, other->second->place.line)});
  }
}

/// A product of an architecture nobody described would be known and not be known.
void check_gpus(Matrix& matrix) {
  const auto table = [&](std::string_view name) {
    return std::find_if(matrix.shaped.begin(), matrix.shaped.end(),
                        [&](const ShapedTable& each) { return each.shape->table == name; });
  };
  const auto gpus = table("gpu");
  const auto ccs = table("compute-capability");
  if (gpus == matrix.shaped.end()) return;
  std::set<std::array<std::uint32_t, Version::max_parts>> known;
  if (ccs != matrix.shaped.end()) {
    for (const ShapedRow& row : ccs->rows)
      known.insert(
          Version::parse(row.cells[ccs->shape->find("cc")].text).value_or(Version{}).number);
  }
  for (const ShapedRow& row : gpus->rows) {
    const std::string& cc = row.cells[gpus->shape->find("cc")].text;
    if (!known.contains(Version::parse(cc).value_or(Version{}).number))
      matrix.problems.push_back(
          {row.place, fmt::format("no row of compute-capability has {}", cc)});
  }
}

}  // namespace

void check(Matrix& matrix) {
  Citations citations{matrix, {}, {}, {}};
  for (const Source& source : matrix.sources) {
    if (!citations.known.insert(source.id).second)
      matrix.problems.push_back({source.place, fmt::format("\"{}\" stands twice", source.id)});
  }
  std::set<std::string_view> names;
  for (const Repository& repository : matrix.repositories) {
    std::vector<std::string_view> own = {repository.name};
    own.insert(own.end(), repository.same_as.begin(), repository.same_as.end());
    for (const std::string_view name : own) {
      if (names.insert(name).second) continue;
      matrix.problems.push_back({repository.place, fmt::format("two tables are about {}", name)});
    }
    check_repository(matrix, repository, citations);
  }
  std::set<std::string_view> grammars;
  for (const Grammar& row : matrix.grammars) {
    citations.need(row.source, row.place);
    if (!grammars.insert(row.repository).second)
      matrix.problems.push_back({row.place, fmt::format("\"{}\" stands twice", row.repository)});
  }
  for (const Image& row : matrix.images) citations.need(row.source, row.place);
  std::set<std::string> layers;
  for (const Layer& row : matrix.layers) {
    citations.need(row.source, row.place);
    for (const std::string& os : row.systems) {
      const std::string name =
          fmt::format("{} {} {} {}", row.repository, row.version, layer_words[row.layer], os);
      if (!layers.insert(name).second)
        matrix.problems.push_back({row.place, fmt::format("{} stands twice", name)});
    }
  }
  if (!matrix.rotation.source.empty())
    citations.need(matrix.rotation.source, matrix.rotation.place);
  std::set<std::string> keys;
  for (const OldKeys& row : matrix.old_keys) {
    citations.need(row.source, row.place);
    for (const std::string& tag : row.tags) {
      const std::string name = row.repository + ":" + tag;
      if (!keys.insert(name).second)
        matrix.problems.push_back({row.place, fmt::format("{} stands twice", name)});
    }
  }
  check_shaped(matrix);
  check_gpus(matrix);
  for (const ShapedTable& table : matrix.shaped) {
    for (const ShapedRow& row : table.rows) citations.need(row.source, row.place);
  }
  for (const Source& source : matrix.sources) {
    if (!source.built_in && !citations.used.contains(source.id)) {
      matrix.problems.push_back({source.place, fmt::format("no row cites \"{}\"", source.id)});
    }
  }
}

}  // namespace cudafit::matrix::load
