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
#include <map>
#include <span>
#include <tuple>
#include <unordered_map>

#include "matrix/load.h"
#include "matrix/tables.h"

namespace cudafit::matrix {
namespace {

using load::Matrix;

/// The strings of the tables, each once, NUL-terminated; offset 0 is the empty string.
class Pool {
 public:
  std::uint32_t add(const std::string& text) {
    if (text.empty()) return 0;
    const auto [at, fresh] = offsets_.emplace(text, size_);
    if (fresh) {
      order_.push_back(text);
      size_ += static_cast<std::uint32_t>(text.size()) + 1;
    }
    return at->second;
  }
  std::uint32_t size() const { return size_; }
  std::string literal() const {
    std::string out = "const char pool[] =\n    \"\\0\"\n";
    for (const std::string& text : order_) {
      out += "    \"";
      for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\' || c == '?') {
          out += '\\';
          out += c;
        } else if (byte < 0x20 || byte >= 0x7f) {
          out += fmt::format("\\{:03o}", byte);
        } else {
          out += c;
        }
      }
      out += "\" \"\\0\"\n";
    }
    return out + "    ;\n";
  }

 private:
  std::unordered_map<std::string, std::uint32_t> offsets_;
  std::vector<std::string> order_;
  std::uint32_t size_ = 1;
};

/// One array of the output.
struct Array {
  std::string rows;
  std::size_t count = 0;

  template <typename... Cells>
  void add(fmt::format_string<Cells...> format, Cells&&... cells) {
    rows += "    {" + fmt::format(format, std::forward<Cells>(cells)...) + "},\n";
    ++count;
  }
  /// An array has at least one row, for the language; the count says how many are meant.
  std::string text(std::string_view type, std::string_view name, bool counted) const {
    std::string out =
        fmt::format("const {} {}[] = {{\n{}}};\n", type, name, count ? rows : "    {},\n");
    if (counted) out += fmt::format("const std::uint32_t {}_count = {};\n", name, count);
    return out;
  }
};

std::string join_pieces(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells) out += (out.empty() ? "" : ", ") + cell;
  return out;
}

struct Tables {
  Pool pool;
  std::map<std::string, std::size_t> source_index;
  std::map<std::string, std::size_t> version_index;
  Array sources, versions, repositories, aliases, tags, releases, systems, shorts, grammars,
      variables, images, layers, keys;
  std::string newest_date;
  std::string rotation;  ///< the one row, as C++

  std::size_t source(const std::string& id) const {
    const auto found = source_index.find(id);
    return found == source_index.end() ? 0 : found->second;
  }
  std::size_t version(const std::string& text) {
    const auto [at, fresh] = version_index.emplace(text, versions.count);
    if (!fresh) return at->second;
    const Version parsed = Version::parse(text).value_or(Version{});
    versions.add("{{{{{}, {}, {}, {}}}}}, {}", parsed.number[0], parsed.number[1], parsed.number[2],
                 parsed.number[3], parsed.parts);
    return at->second;
  }
};

void put_sources(Tables& out, const Matrix& matrix) {
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
  std::sort(matrix.problems.begin(), matrix.problems.end(),
            [](const load::Problem& a, const load::Problem& b) {
              return std::tie(a.place.file, a.place.line) < std::tie(b.place.file, b.place.line);
            });
  for (const load::Problem& problem : matrix.problems) std::cerr << problem.message() << '\n';
  if (!matrix.problems.empty()) return 1;

  Tables out;
  put_sources(out, matrix);
  put_repositories(out, matrix);
  put_environments(out, matrix);
  const std::string text = write(out);
  std::ofstream(output, std::ios::binary) << text;
  const std::size_t rows = out.tags.count + out.variables.count + out.layers.count +
                           out.images.count + out.grammars.count + out.keys.count +
                           out.releases.count + out.sources.count;
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
      out.keys.count * sizeof(tables::KeyRow);
  std::cout << fmt::format("matrix: {} files, {} rows ({} tags, {} sources), {} bytes\n",
                           files.size(), rows, out.tags.count, out.sources.count, bytes);
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
