#include "read/pyproject.h"

#include <algorithm>

#include "read/pyproject_tables.h"
#include "read/wheel_name.h"

namespace cudafit::read {

// ---- values

Text TomlReader::text(const toml::table& table, std::string_view key) const {
  return string(table, key).value_or(Text());
}

std::optional<Text> TomlReader::string(const toml::table& table, std::string_view key) const {
  const toml::node* const node = table.get(key);
  if (node == nullptr || !node->is_string()) return std::nullopt;
  return places_.text(*node->as_string());
}

std::optional<bool> TomlReader::boolean(const toml::table& table, std::string_view key) const {
  const toml::node* const node = table.get(key);
  if (node == nullptr || !node->is_boolean()) return std::nullopt;
  return node->as_boolean()->get();
}

std::vector<Text> TomlReader::strings(const toml::table& table, std::string_view key,
                                      bool& known) const {
  std::vector<Text> out;
  const toml::node* const node = table.get(key);
  if (node == nullptr) return out;
  if (node->is_string()) {
    out.push_back(places_.text(*node->as_string()));
    return out;
  }
  if (!node->is_array()) {
    known = false;
    return out;
  }
  for (const toml::node& item : *node->as_array()) {
    if (item.is_string()) {
      out.push_back(places_.text(*item.as_string()));
    } else {
      known = false;
    }
  }
  return out;
}

std::vector<std::string> TomlReader::names(const toml::table& table, std::string_view key) const {
  std::vector<std::string> out;
  for (const Text& each : strings(table, key)) out.push_back(normalized_name(each.value));
  return out;
}

Dependency TomlReader::dependency(const toml::value<std::string>& written) const {
  const Text text = places_.text(written);
  return {.requirement = read_requirement(text), .span = text.around()};
}

std::vector<Dependency> TomlReader::dependencies(const toml::node& list, bool& known) const {
  std::vector<Dependency> out;
  if (!list.is_array()) {
    known = false;
    return out;
  }
  for (const toml::node& item : *list.as_array()) {
    if (item.is_string()) {
      out.push_back(dependency(*item.as_string()));
    } else {
      known = false;
    }
  }
  return out;
}

std::vector<Dependency> TomlReader::dependencies(const toml::table& table, std::string_view key,
                                                 bool& known) const {
  const toml::node* const node = table.get(key);
  return node == nullptr ? std::vector<Dependency>() : dependencies(*node, known);
}

DependencyGroup TomlReader::group(const toml::key& name, const toml::node& list) const {
  DependencyGroup out;
  out.name = places_.text(name);
  out.normalized = normalized_name(out.name.value);
  if (!list.is_array()) {
    out.known = false;
    return out;
  }
  for (const toml::node& item : *list.as_array()) {
    if (item.is_string()) {
      out.dependencies.push_back(dependency(*item.as_string()));
      continue;
    }
    const toml::table* const entry = item.as_table();
    std::optional<Text> other = entry == nullptr ? std::nullopt : string(*entry, "include-group");
    if (other) {
      out.includes.push_back(std::move(*other));
    } else {
      out.known = false;
    }
  }
  return out;
}

std::vector<DependencyGroup> TomlReader::groups(const toml::table& parent,
                                                std::string_view key) const {
  std::vector<DependencyGroup> out;
  const toml::table* const named = table(parent, key);
  if (named == nullptr) return out;
  for (const auto& [name, list] : entries(*named)) out.push_back(group(*name, *list));
  return out;
}

std::vector<std::pair<const toml::key*, const toml::node*>> TomlReader::entries(
    const toml::table& table) const {
  std::vector<std::pair<const toml::key*, const toml::node*>> out;
  for (const auto& [key, value] : table) out.emplace_back(&key, &value);
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    const toml::source_position left = a.first->source().begin;
    const toml::source_position right = b.first->source().begin;
    return left.line != right.line ? left.line < right.line : left.column < right.column;
  });
  return out;
}

std::vector<const toml::table*> TomlReader::tables(const toml::table& parent,
                                                   std::string_view key) {
  std::vector<const toml::table*> out;
  const toml::node* const node = parent.get(key);
  if (node == nullptr) return out;
  if (node->is_table()) out.push_back(node->as_table());
  if (!node->is_array()) return out;
  for (const toml::node& item : *node->as_array())
    if (item.is_table()) out.push_back(item.as_table());
  return out;
}

const toml::table* TomlReader::table(const toml::table& parent, std::string_view key) {
  const toml::node* const node = parent.get(key);
  return node == nullptr ? nullptr : node->as_table();
}

// ---- tables

namespace {

ProjectTable read_project(const TomlReader& reader, const toml::table& table) {
  ProjectTable out;
  out.name = reader.text(table, "name");
  out.version = reader.text(table, "version");
  out.requires_python = reader.text(table, "requires-python");
  out.dependencies = reader.dependencies(table, "dependencies", out.known);
  out.extras = reader.groups(table, "optional-dependencies");
  out.dynamic = reader.strings(table, "dynamic", out.known);
  return out;
}

/// `dependencies = {file = ["requirements.txt"]}`
std::vector<Text> files_of(const TomlReader& reader, const toml::table& table,
                           std::string_view key) {
  const toml::table* const directive = TomlReader::table(table, key);
  return directive == nullptr ? std::vector<Text>() : reader.strings(*directive, "file");
}

SetuptoolsDynamic read_setuptools(const TomlReader& reader, const toml::table& tool) {
  SetuptoolsDynamic out;
  const toml::table* const setuptools = TomlReader::table(tool, "setuptools");
  const toml::table* const dynamic =
      setuptools == nullptr ? nullptr : TomlReader::table(*setuptools, "dynamic");
  if (dynamic == nullptr) return out;
  out.dependencies = files_of(reader, *dynamic, "dependencies");
  if (const toml::table* const extras = TomlReader::table(*dynamic, "optional-dependencies")) {
    for (const auto& [name, value] : reader.entries(*extras))
      out.extras.push_back({normalized_name(name->str()), files_of(reader, *extras, name->str())});
  }
  return out;
}

void read_tools(const TomlReader& reader, const toml::table& tool, Pyproject& out) {
  if (const toml::table* const uv = TomlReader::table(tool, "uv")) out.uv = read_uv(reader, *uv);
  if (const toml::table* const poetry = TomlReader::table(tool, "poetry"))
    out.poetry = read_poetry(reader, *poetry);
  if (const toml::table* const pdm = TomlReader::table(tool, "pdm"))
    out.pdm = read_pdm(reader, *pdm);
  out.setuptools_dynamic = read_setuptools(reader, tool);
}

}  // namespace

bool ProjectTable::is_dynamic(std::string_view field) const {
  return std::any_of(dynamic.begin(), dynamic.end(),
                     [&](const Text& each) { return each.value == field; });
}

Pyproject read_pyproject(FileId file, std::string_view bytes) {
  Pyproject out;
  out.file = file;
  if (endless_key(bytes)) {
    out.error = TomlError{{file, 0, 1}, "a key has more than 1000 parts"};
    return out;
  }
  const TomlPlaces places{file, bytes};
  try {
    const toml::table root = toml::parse(bytes);
    const TomlReader reader(places);
    if (const toml::table* const project = TomlReader::table(root, "project"))
      out.project = read_project(reader, *project);
    out.groups = reader.groups(root, "dependency-groups");
    if (const toml::table* const build = TomlReader::table(root, "build-system")) {
      bool known = true;
      out.build_system = true;
      out.build_backend = reader.text(*build, "build-backend");
      out.build_requires = reader.dependencies(*build, "requires", known);
    }
    if (const toml::table* const tool = TomlReader::table(root, "tool"))
      read_tools(reader, *tool, out);
  } catch (const toml::parse_error& error) {
    Span span = places.span(error.source());
    // The library points between two characters.
    if (span.size() == 0 && span.begin < bytes.size() && bytes[span.begin] != '\n')
      span.end += static_cast<std::uint32_t>(decode(bytes, span.begin).size);
    out.error = TomlError{span, std::string(error.description())};
  }
  return out;
}

}  // namespace cudafit::read
