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
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "matrix/emit.h"
#include "matrix/load.h"
#include "matrix/tables.h"

namespace cudafit::matrix {
namespace {

using load::Matrix;

/// Bytes as C++ string literals, one for each string of the pool.
std::string literal(const std::string& pool) {
  std::string out = "const char pool[] =\n    \"";
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const char c = pool[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\0') {
      out += i + 1 == pool.size() ? "\" \"\\0\"\n" : "\" \"\\0\"\n    \"";
    } else if (c == '"' || c == '\\' || c == '?') {
      (out += '\\') += c;
    } else if (byte < 0x20 || byte >= 0x7f) {
      out += fmt::format("\\{:03o}", byte);
    } else {
      out += c;
    }
  }
  return out + "    ;\n";
}

// One row of each array, as C++ writes it: the fields in their order.
std::string cpp(const tables::SourceRow& row) {
  return fmt::format("{}, {}, {}, {}", row.id, row.title, row.url, row.date);
}
std::string cpp(const Version& row) {
  return fmt::format("{{{{{}, {}, {}, {}}}}}, {}", row.number[0], row.number[1], row.number[2],
                     row.number[3], row.parts);
}
std::string cpp(const tables::RepositoryRow& row) {
  return fmt::format("{}, {}, {}, {}, {}, {}, {}, {}, {}, {{{}}}, {}", row.name, row.tags_begin,
                     row.tags_end, row.releases_begin, row.releases_end, row.systems_begin,
                     row.systems_end, row.shorts_begin, row.shorts_end,
                     fmt::join(row.sentence, ", "), row.system_source);
}
std::string cpp(const tables::AliasRow& row) {
  return fmt::format("{}, {}", row.name, row.repository);
}
std::string cpp(const tables::TagRow& row) {
  return fmt::format("{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}", row.tag, row.cudnn,
                     row.os, row.arches, row.as_of, row.removed_between, row.reason, row.release,
                     row.cuda, row.source, row.existence, row.flavor, row.weak);
}
std::string cpp(const tables::ReleaseRow& row) {
  return fmt::format("{}, {}, {}, {}", row.version, row.source, row.as_of, row.complete);
}
std::string cpp(const tables::SystemRow& row) {
  return fmt::format("{}, {}", row.family, row.newest);
}
std::string cpp(const tables::ShortRow& row) {
  return fmt::format("{}, {}, {}", row.version, row.as_of, row.source);
}
std::string cpp(const tables::GrammarRow& row) {
  return fmt::format("{}, {}, {}", row.repository, row.pattern, row.source);
}
std::string cpp(const tables::VariableRow& row) {
  return fmt::format("{}, {}, {}", row.name, row.value, row.known);
}
std::string cpp(const tables::ImageRow& row) {
  return fmt::format("{}, {}, {}, {}, {}, {}", row.repository, row.glob, row.begin, row.end,
                     row.source, row.complete);
}
std::string cpp(const tables::LayerRow& row) {
  return fmt::format("{}, {}, {}, {}, {}, {}, {}, {}", row.repository, row.os, row.version,
                     row.layer, row.complete, row.begin, row.end, row.source);
}
std::string cpp(const tables::KeyRow& row) {
  return fmt::format("{}, {}, {}, {}", row.repository, row.tag, row.built, row.source);
}
std::string cpp(const tables::ShapedRow& row) {
  return fmt::format("{}, {}, {}", row.table, row.first, row.rows);
}
std::string cpp(const tables::RotationRow& row) {
  return fmt::format("{}, {}, {}, {}, {}", row.date, row.old_key, row.new_key, row.missing_key,
                     row.source);
}

/// Writes one array after the other, and adds up what they weigh.
struct Writer {
  std::string arrays, fields;
  std::size_t bytes = 0;

  template <typename Row>
  void add(std::string_view type, std::string_view name, const std::vector<Row>& rows) {
    bytes += rows.size() * sizeof(Row);
    fields +=
        rows.empty() ? "    {},\n" : fmt::format("    {},\n", name);  // C++ has no empty arrays
    if (rows.empty()) return;
    arrays += fmt::format("const {} {}[] = {{\n", type, name);
    for (const Row& row : rows) arrays += "    {" + cpp(row) + "},\n";
    arrays += "};\n";
  }
  void add(std::string_view name, const std::vector<std::uint32_t>& numbers) {
    bytes += numbers.size() * sizeof(std::uint32_t);
    fields += numbers.empty() ? "    {},\n" : fmt::format("    {},\n", name);
    if (numbers.empty()) return;
    arrays += fmt::format("const std::uint32_t {}[] = {{", name);
    for (std::size_t i = 0; i < numbers.size(); ++i)
      arrays += fmt::format("{}{},", i % 16 ? "" : "\n    ", numbers[i]);
    arrays += "\n};\n";
  }
};

/// In the order of the fields of tables::Tables.
Writer write(const Arrays& from) {
  Writer out;
  out.bytes = from.pool.bytes().size();
  out.add("SourceRow", "sources", from.sources);
  out.add("Version", "versions", from.versions);
  out.add("RepositoryRow", "repositories", from.repositories);
  out.add("AliasRow", "aliases", from.aliases);
  out.add("TagRow", "tags", from.tags);
  out.add("ReleaseRow", "releases", from.releases);
  out.add("SystemRow", "systems", from.systems);
  out.add("ShortRow", "shorts", from.shorts);
  out.add("GrammarRow", "grammars", from.grammars);
  out.add("VariableRow", "variables", from.variables);
  out.add("ImageRow", "images", from.images);
  out.add("LayerRow", "layers", from.layers);
  out.add("KeyRow", "keys", from.keys);
  out.add("ShapedRow", "shaped", from.shaped);
  out.add("cells", from.cells);
  out.add("lists", from.lists);
  return out;
}

std::string text(const Arrays& from, const Writer& written) {
  return "// Written by cudafit_matrix_compile from matrix/*.yaml; change those.\n"
         "#include \"matrix/tables.h\"\n\nnamespace cudafit::matrix::tables {\nnamespace {\n\n" +
         literal(from.pool.bytes()) + written.arrays +
         "\n}  // namespace\n\nconstinit Tables now = {\n    pool,\n" + written.fields +
         fmt::format("    {{{}}},\n    {}}};\n\n}}  // namespace cudafit::matrix::tables\n",
                     cpp(from.rotation), from.newest_date);
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
  if (matrix.problems.empty()) load::check_watches(matrix);
  std::stable_sort(matrix.problems.begin(), matrix.problems.end(),
                   [](const load::Problem& a, const load::Problem& b) {
                     return std::tie(a.place.file, a.place.line) <
                            std::tie(b.place.file, b.place.line);
                   });
  for (const load::Problem& problem : matrix.problems) std::cerr << problem.message() << '\n';
  if (!matrix.problems.empty()) return 1;

  const Arrays arrays = emit(matrix);
  const Writer written = write(arrays);
  std::ofstream(output, std::ios::binary) << text(arrays, written);
  std::size_t rows = arrays.tags.size() + arrays.variables.size() + arrays.layers.size() +
                     arrays.images.size() + arrays.grammars.size() + arrays.keys.size() +
                     arrays.releases.size() + arrays.sources.size();
  for (const load::ShapedTable& table : matrix.shaped) rows += table.rows.size();
  std::cout << fmt::format("matrix: {} files, {} rows ({} tags, {} sources), {} bytes\n",
                           files.size(), rows, arrays.tags.size(), arrays.sources.size(),
                           written.bytes);
  for (const load::ShapedTable& table : matrix.shaped) {
    std::cout << fmt::format("matrix:   {} {} rows, {} bytes of cells\n", table.shape->table,
                             table.rows.size(),
                             table.rows.size() * table.shape->width() * sizeof(std::uint32_t));
  }
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
