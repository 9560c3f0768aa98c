#pragma once
// What the readers of pyproject.toml's tables share. Private to the read room.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/pyproject.h"
#include "read/toml.h"

namespace cudafit::read {

/// Values of one file as Texts. What is of another type than it should be counts as not written,
/// and clears the flag that is handed in.
class TomlReader {
 public:
  explicit TomlReader(const TomlPlaces& places) : places_(places) {}

  const TomlPlaces& places() const { return places_; }
  Span span(const toml::node& node) const { return places_.span(node); }

  /// The string under the key; empty Text where there is none.
  Text text(const toml::table& table, std::string_view key) const;
  std::optional<Text> string(const toml::table& table, std::string_view key) const;
  std::optional<bool> boolean(const toml::table& table, std::string_view key) const;
  bool truth(const toml::table& table, std::string_view key) const {
    return boolean(table, key).value_or(false);
  }
  /// A list of strings, or one string.
  std::vector<Text> strings(const toml::table& table, std::string_view key, bool& known) const;
  std::vector<Text> strings(const toml::table& table, std::string_view key) const {
    bool known = true;
    return strings(table, key, known);
  }
  /// The same as normalized names of packages.
  std::vector<std::string> names(const toml::table& table, std::string_view key) const;

  Dependency dependency(const toml::value<std::string>& written) const;
  /// A list of requirements.
  std::vector<Dependency> dependencies(const toml::node& list, bool& known) const;
  std::vector<Dependency> dependencies(const toml::table& table, std::string_view key,
                                       bool& known) const;
  DependencyGroup group(const toml::key& name, const toml::node& list) const;
  /// A table of named lists of requirements.
  std::vector<DependencyGroup> groups(const toml::table& table, std::string_view key) const;

  /// The keys and values of a table in the order of the file.
  std::vector<std::pair<const toml::key*, const toml::node*>> entries(
      const toml::table& table) const;
  /// The tables of `[[key]]`, or of a list of tables; the one table of `[key]`.
  static std::vector<const toml::table*> tables(const toml::table& table, std::string_view key);
  static const toml::table* table(const toml::table& table, std::string_view key);

 private:
  const TomlPlaces& places_;
};

UvTable read_uv(const TomlReader& reader, const toml::table& table);
PoetryTable read_poetry(const TomlReader& reader, const toml::table& table);
PdmTable read_pdm(const TomlReader& reader, const toml::table& table);

}  // namespace cudafit::read
