// The build-time program: matrix/*.yaml in, tables.cpp out.
//   cudafit_matrix_compile DIRECTORY OUTPUT
// Prints one line about size; what is wrong in the YAML as file:line: sentence, exit 1.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <tuple>

#include "matrix/emit.h"
#include "matrix/load.h"
#include "matrix/tables.h"

namespace cudafit::matrix {
namespace {

using load::Matrix;

std::string join_pieces(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells) out += (out.empty() ? "" : ", ") + cell;
  return out;
}

void put_sources(Tables& out, Matrix& matrix) {
  std::sort(matrix.sources.begin(), matrix.sources.end(),
            [](const load::Source& a, const load::Source& b) { return a.id < b.id; });
  for (const load::Source& row : matrix.sources) {
    out.source_index.emplace(row.id, out.sources.count);
    out.sources.add("{}, {}, {}, {}", out.pool.add(row.id), out.pool.add(row.title),
                    out.pool.add(row.url), out.pool.add(row.date));
    out.newest_date = std::max(out.newest_date, row.date);
  }
}

void put_repository(Tables& out, load::Repository& repository,
                    std::vector<std::pair<std::string, std::size_t>>& names) {
  names.emplace_back(repository.name, out.repositories.count);
  for (const std::string& name : repository.same_as)
    names.emplace_back(name, out.repositories.count);
  std::sort(repository.tags.begin(), repository.tags.end(),
            [](const load::Tag& a, const load::Tag& b) { return a.tag < b.tag; });
  const std::array<std::size_t, 4> begin = {out.tags.count, out.releases.count, out.systems.count,
                                            out.shorts.count};
  for (const load::Tag& tag : repository.tags) {
    out.tags.add("{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}", out.pool.add(tag.tag),
                 out.pool.add(tag.cudnn), out.pool.add(tag.os), out.pool.add(tag.arches),
                 out.pool.add(tag.as_of), out.pool.add(tag.removed_between),
                 out.pool.add(tag.reason), out.version(tag.release), out.version(tag.cuda),
                 out.source(tag.source), static_cast<int>(tag.existence),
                 static_cast<int>(tag.flavor), tag.weak ? 1 : 0);
  }
  for (load::ReleaseListing& row : repository.releases) {
    for (const load::Tag& tag :
         repository.tags) {  // a release without a listing cites its newest tag
      if (row.complete || tag.release != row.version || tag.as_of < row.as_of) continue;
      row.as_of = tag.as_of;
      row.source = tag.source;
    }
    out.releases.add("{}, {}, {}, {}", out.version(row.version), out.source(row.source),
                     out.pool.add(row.as_of), row.complete);
  }
  for (const auto& [family, newest] : repository.systems) {
    out.systems.add("{}, {}", out.pool.add(family), out.pool.add(newest));
  }
  for (const load::ShortVersion& row : repository.shorts) {
    out.shorts.add("{}, {}, {}", out.pool.add(row.version), out.pool.add(row.as_of),
                   out.source(row.source));
  }
  std::vector<std::string> sentences;
  for (const std::string& sentence : repository.sentences) {
    sentences.push_back(std::to_string(out.pool.add(sentence)));
  }
  out.repositories.add("{}, {}, {}, {}, {}, {}, {}, {}, {}, {{{}}}, {}",
                       out.pool.add(repository.name), begin[0], out.tags.count, begin[1],
                       out.releases.count, begin[2], out.systems.count, begin[3], out.shorts.count,
                       join_pieces(sentences), out.source(repository.system_source));
}

void put_repositories(Tables& out, Matrix& matrix) {
  out.version("");  // no version
  std::sort(matrix.repositories.begin(), matrix.repositories.end(),
            [](const load::Repository& a, const load::Repository& b) { return a.name < b.name; });
  std::vector<std::pair<std::string, std::size_t>> names;
  for (load::Repository& repository : matrix.repositories) put_repository(out, repository, names);
  std::sort(names.begin(), names.end());
  for (const auto& [name, index] : names) out.aliases.add("{}, {}", out.pool.add(name), index);
  for (const load::Grammar& row : matrix.grammars) {
    for (const std::string& pattern : row.patterns) {
      out.grammars.add("{}, {}, {}", out.pool.add(row.repository), out.pool.add(pattern),
                       out.source(row.source));
    }
  }
}

std::pair<std::size_t, std::size_t> put_variables(Tables& out,
                                                  const std::vector<load::Variable>& variables) {
  const std::size_t begin = out.variables.count;
  for (const load::Variable& row : variables) {
    out.variables.add("{}, {}, {}", out.pool.add(row.name), out.pool.add(row.value), row.known);
  }
  return {begin, out.variables.count};
}

void put_environments(Tables& out, Matrix& matrix) {
  for (const load::Image& row : matrix.images) {
    const auto [begin, end] = put_variables(out, row.variables);
    for (const std::string& glob : row.globs) {
      out.images.add("{}, {}, {}, {}, {}, {}", out.pool.add(row.repository), out.pool.add(glob),
                     begin, end, out.source(row.source), row.complete);
    }
  }
  struct Cell {
    std::string repository, os;
    Version version;
    const load::Layer* row;
    std::pair<std::size_t, std::size_t> range;
  };
  std::vector<Cell> cells;
  for (const load::Layer& row : matrix.layers) {
    const std::pair<std::size_t, std::size_t> range = put_variables(out, row.variables);
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
    out.layers.add("{}, {}, {}, {}, {}, {}, {}, {}", out.pool.add(cell.repository),
                   out.pool.add(cell.os), out.version(cell.row->version), cell.row->layer,
                   cell.row->complete, cell.range.first, cell.range.second,
                   out.source(cell.row->source));
  }
  std::vector<std::tuple<std::string, std::string, const load::OldKeys*>> keys;
  for (const load::OldKeys& row : matrix.old_keys) {
    for (const std::string& tag : row.tags) keys.emplace_back(row.repository, tag, &row);
  }
  std::sort(keys.begin(), keys.end());
  for (const auto& [repository, tag, row] : keys) {
    out.keys.add("{}, {}, {}, {}", out.pool.add(repository), out.pool.add(tag),
                 out.pool.add(row->built), out.source(row->source));
  }
  const load::Rotation& rotation = matrix.rotation;
  out.rotation = fmt::format("const RotationRow rotation = {{{}, {}, {}, {}, {}}};\n",
                             out.pool.add(rotation.date), out.pool.add(rotation.old_key),
                             out.pool.add(rotation.new_key), out.pool.add(rotation.missing_key),
                             out.source(rotation.source));
}

std::string write(Tables& out) {
  const std::uint32_t newest = out.pool.add(out.newest_date);
  std::string text =
      "// Written by cudafit_matrix_compile from matrix/*.yaml; change those.\n"
      "#include \"matrix/tables.h\"\n\nnamespace cudafit::matrix::tables {\n\n";
  text += out.pool.literal();
  text += out.sources.text("SourceRow", "sources", true);
  text += out.versions.text("Version", "versions", false);
  text += out.repositories.text("RepositoryRow", "repositories", true);
  text += out.aliases.text("AliasRow", "aliases", true);
  text += out.tags.text("TagRow", "tags", false);
  text += out.releases.text("ReleaseRow", "releases", false);
  text += out.systems.text("SystemRow", "systems", false);
  text += out.shorts.text("ShortRow", "shorts", false);
  text += out.grammars.text("GrammarRow", "grammars", true);
  text += out.variables.text("VariableRow", "variables", false);
  text += out.images.text("ImageRow", "images", true);
  text += out.layers.text("LayerRow", "layers", true);
  text += out.keys.text("KeyRow", "keys", true);
  text += out.shaped.text("ShapedRow", "shaped", true);
  text += out.cells.text("cells");
  text += out.lists.text("lists");
  return text + out.rotation +
         fmt::format("const Text newest_date = {};\n\n}}  // namespace cudafit::matrix::tables\n",
                     newest);
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

int run(const std::filesystem::path& directory, const std::filesystem::path& output) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  Matrix matrix;
  for (const std::filesystem::path& file : files) load::add(matrix, file.string(), read(file));
  if (matrix.problems.empty()) load::check(matrix);
  std::stable_sort(matrix.problems.begin(), matrix.problems.end(),
                   [](const load::Problem& a, const load::Problem& b) {
                     return std::tie(a.place.file, a.place.line) <
                            std::tie(b.place.file, b.place.line);
                   });
  for (const load::Problem& problem : matrix.problems) std::cerr << problem.message() << '\n';
  if (!matrix.problems.empty()) return 1;

  Tables out;
  put_sources(out, matrix);
  put_repositories(out, matrix);
  put_environments(out, matrix);
  put_shaped(out, matrix);
  const std::string text = write(out);
  std::ofstream(output, std::ios::binary) << text;
  std::size_t shaped_rows = 0;
  for (const load::ShapedTable& table : matrix.shaped) shaped_rows += table.rows.size();
  const std::size_t rows = out.tags.count + out.variables.count + out.layers.count +
                           out.images.count + out.grammars.count + out.keys.count +
                           out.releases.count + out.sources.count + shaped_rows;
  const std::size_t bytes =
      out.pool.size() + out.sources.count * sizeof(tables::SourceRow) +
      out.versions.count * sizeof(Version) +
      out.repositories.count * sizeof(tables::RepositoryRow) +
      out.aliases.count * sizeof(tables::AliasRow) + out.tags.count * sizeof(tables::TagRow) +
      out.releases.count * sizeof(tables::ReleaseRow) +
      out.systems.count * sizeof(tables::SystemRow) + out.shorts.count * sizeof(tables::ShortRow) +
      out.grammars.count * sizeof(tables::GrammarRow) +
      out.variables.count * sizeof(tables::VariableRow) +
      out.images.count * sizeof(tables::ImageRow) + out.layers.count * sizeof(tables::LayerRow) +
      out.keys.count * sizeof(tables::KeyRow) + out.shaped.count * sizeof(tables::ShapedRow) +
      (out.cells.values.size() + out.lists.values.size()) * sizeof(std::uint32_t);
  std::cout << fmt::format("matrix: {} files, {} rows ({} tags, {} sources), {} bytes\n",
                           files.size(), rows, out.tags.count, out.sources.count, bytes);
  for (const std::string& size : out.sizes) std::cout << "matrix:   " << size << '\n';
  return 0;
}

}  // namespace
}  // namespace cudafit::matrix

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: cudafit_matrix_compile DIRECTORY OUTPUT\n";
    return 2;
  }
  try {
    return cudafit::matrix::run(argv[1], argv[2]);
  } catch (const std::exception& error) {
    std::cerr << argv[1] << ": " << error.what() << '\n';
    return 3;
  }
}
