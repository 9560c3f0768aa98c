// [tool.poetry] and [tool.pdm]

#include <fmt/format.h>

#include <algorithm>

#include "read/pyproject_tables.h"
#include "read/wheel_name.h"
#include "terms/ascii.h"

namespace cudafit::read {

namespace {

using Op = Specifier::Op;

/// The version that ends the range of `^` or `~`: the number at `index` goes up by one.
std::string next_version(const PyVersion& version, std::size_t index) {
  std::string out = version.epoch == 0 ? "" : std::to_string(version.epoch) + "!";
  for (std::size_t i = 0; i <= index; ++i)
    out += (i == 0 ? "" : ".") + std::to_string(version.number(i) + (i == index ? 1 : 0));
  return out;
}

/// Which number of `^1.2.3` may not change: the first that is not zero, else the last written.
std::size_t caret_number(const PyVersion& version) {
  for (std::size_t i = 0; i < version.parts; ++i)
    if (version.number(i) != 0) return i;
  return version.parts == 0 ? 0 : version.parts - 1U;
}

/// One clause of a constraint in PEP 440's words; nothing where it is none.
std::optional<std::string> clause_of(std::string_view text) {
  if (text == "*") return std::string();
  if (text.starts_with('^') || (text.starts_with('~') && !text.starts_with("~="))) {
    std::string_view rest = text.substr(1);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    const std::optional<PyVersion> version = PyVersion::parse(rest);
    if (!version) return std::nullopt;
    const std::size_t number =
        text[0] == '^' ? caret_number(*version) : (version->parts > 1 ? 1U : 0U);
    return fmt::format(">={},<{}", rest, next_version(*version, number));
  }
  if (text.starts_with("<>")) return std::nullopt;
  if (text.find_first_of("<>=!~") == 0) {
    // One `=` is poetry's own.
    if (text.starts_with('=') && !text.starts_with("==")) return "=" + std::string(text);
    return std::string(text);
  }
  return "==" + std::string(text);
}

/// The clauses of a constraint: separated by commas or blanks, but `>= 1.2` is one.
std::vector<std::string_view> clauses_in(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && (ascii::blank(text[at]) || text[at] == ',')) ++at;
    std::size_t end = at;
    while (end < text.size() &&
           std::string_view("<>=!~^").find(text[end]) != std::string_view::npos)
      ++end;
    while (end < text.size() && ascii::blank(text[end])) ++end;
    while (end < text.size() && !ascii::blank(text[end]) && text[end] != ',') ++end;
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

/// The whole constraint in PEP 440's words.
std::optional<std::string> pep440_of(std::string_view text) {
  if (text.find('|') != std::string_view::npos) return std::nullopt;
  std::string out;
  for (const std::string_view each : clauses_in(text)) {
    const std::optional<std::string> clause = clause_of(each);
    if (!clause) return std::nullopt;
    if (!clause->empty()) out += (out.empty() ? "" : ",") + *clause;
  }
  return Specifiers::parse(out) ? std::optional(out) : std::nullopt;
}

/// `python = "^3.9"` of a dependency, as a marker; empty where it says nothing.
std::optional<std::string> python_marker(std::string_view constraint) {
  const std::optional<std::string> text = pep440_of(constraint);
  if (!text) return std::nullopt;
  std::string out;
  const std::optional<Specifiers> specifiers = Specifiers::parse(*text);
  for (const Specifier& clause : specifiers->all) {
    if (clause.op == Op::arbitrary) return std::nullopt;
    const bool full = clause.version.parts > 2;
    out += fmt::format("{}{} {} \"{}\"", out.empty() ? "" : " and ",
                       full ? "python_full_version" : "python_version", spelling(clause.op),
                       clause.text);
  }
  return out;
}

/// One entry of poetry's tables of dependencies.
class EntryReader {
 public:
  EntryReader(const TomlReader& reader, const toml::key& key) : reader_(reader), key_(key) {
    name_ = reader.places().text(key);
  }

  Dependency constraint(const toml::value<std::string>& value) {
    Dependency out;
    out.span = cover(reader_.places().span(key_), reader_.span(value));
    out.requirement = requirement(reader_.places().text(value), "", std::nullopt);
    return out;
  }

  Dependency table(const toml::table& table) {
    Dependency out;
    out.span = cover(reader_.places().span(key_), reader_.span(table));
    out.source = reader_.text(table, "source");
    out.optional = reader_.truth(table, "optional");
    std::string extras;
    for (const Text& each : reader_.strings(table, "extras"))
      extras += (extras.empty() ? "[" : ",") + each.value;
    if (!extras.empty()) extras += "]";
    const std::optional<std::string> marker = marker_of(table);
    if (const std::optional<Text> path = any_of(table, {"path", "file"})) {
      out.requirement = place(*path, marker.value_or(""));
      out.requirement.editable = reader_.truth(table, "develop");
    } else if (const std::optional<Text> url = reader_.string(table, "url")) {
      out.requirement = address(*url, "", "", extras, marker);
    } else if (const std::optional<Text> git = reader_.string(table, "git")) {
      const std::optional<Text> ref = any_of(table, {"rev", "tag", "branch"});
      out.requirement = address(*git, "git+", ref ? "@" + ref->value : "", extras, marker);
      out.requirement.subdirectory = reader_.text(table, "subdirectory").value;
    } else {
      out.requirement = requirement(reader_.text(table, "version"), extras, marker);
    }
    if (!marker) out.requirement.known = false;
    return out;
  }

 private:
  std::optional<Text> any_of(const toml::table& table,
                             std::initializer_list<std::string_view> keys) const {
    for (const std::string_view key : keys)
      if (std::optional<Text> text = reader_.string(table, key)) return text;
    return std::nullopt;
  }

  /// The conditions of an entry together; nothing when one of them cannot be put so.
  std::optional<std::string> marker_of(const toml::table& table) const {
    std::string out;
    const auto add = [&](const std::string& text) {
      if (!text.empty()) out += (out.empty() ? "(" : " and (") + text + ")";
    };
    if (const std::optional<Text> python = reader_.string(table, "python")) {
      const std::optional<std::string> marker = python_marker(python->value);
      if (!marker) return std::nullopt;
      add(*marker);
    }
    if (const std::optional<Text> platform = reader_.string(table, "platform"))
      add("sys_platform == \"" + platform->value + "\"");
    add(reader_.text(table, "markers").value);
    return out;
  }

  void finish(Text& text, const std::string& marker) const {
    if (!marker.empty()) text.append_derived(" ; " + marker, reader_.places().span(key_));
  }

  Requirement read(const Text& text) const {
    Requirement out = read_requirement(text);
    // A key of the table: no version can be written behind it.
    out.name_span = {};
    return out;
  }

  Requirement requirement(const Text& version, const std::string& extras,
                          const std::optional<std::string>& marker) const {
    Text text = name_;
    const Span place = version.around();
    if (!extras.empty()) text.append_derived(extras, place);
    const std::optional<std::string> clauses = pep440_of(version.value);
    if (clauses) {
      if (*clauses == version.value) {
        text.append(version);
      } else if (*clauses == "==" + version.value) {
        text.append_derived("==", place);
        text.append(version);
      } else if (!clauses->empty()) {
        text.append_derived(*clauses, place);
      }
    }
    finish(text, marker.value_or(""));
    Requirement out = read(text);
    if (!clauses) out.known = false;
    return out;
  }

  Requirement address(const Text& url, std::string_view before, const std::string& behind,
                      const std::string& extras, const std::optional<std::string>& marker) const {
    Text text = name_;
    const Span place = url.around();
    text.append_derived(extras + " @ " + std::string(before), place);
    text.append(url);
    if (!behind.empty()) text.append_derived(behind, place);
    finish(text, marker.value_or(""));
    return read(text);
  }

  Requirement place(const Text& path, const std::string& marker) const {
    Requirement out;
    out.text = name_;
    out.text.append_derived(" @ ", path.around());
    out.text.append(path);
    out.written_name = name_.value;
    out.name = normalized_name(name_.value);
    out.url = path;
    out.kind = Requirement::Kind::directory;
    const std::size_t slash = path.value.rfind('/');
    const std::string_view file =
        std::string_view(path.value).substr(slash == std::string::npos ? 0 : slash + 1);
    for (const std::string_view ending : {".whl", ".tar.gz", ".zip"})
      if (file.ends_with(ending)) out.kind = Requirement::Kind::archive_or_wheel_path;
    if (file.ends_with(".whl")) out.wheel = wheel_name(file);
    if (std::optional<Marker> parsed = Marker::parse(marker)) out.marker = std::move(*parsed);
    return out;
  }

  const TomlReader& reader_;
  const toml::key& key_;
  Text name_;
};

std::vector<Dependency> read_entries(const TomlReader& reader, const toml::table& table,
                                     bool& known) {
  std::vector<Dependency> out;
  for (const auto& [key, value] : reader.entries(table)) {
    if (key->str() == "python") continue;
    EntryReader entry(reader, *key);
    if (value->is_string()) {
      out.push_back(entry.constraint(*value->as_string()));
      continue;
    }
    const std::vector<const toml::table*> all = TomlReader::tables(table, key->str());
    for (const toml::table* each : all) out.push_back(entry.table(*each));
    if (all.empty()) known = false;
  }
  return out;
}

DependencyGroup read_group(const TomlReader& reader, const toml::key& name,
                           const toml::table& entries) {
  DependencyGroup out;
  out.name = reader.places().text(name);
  out.normalized = normalized_name(name.str());
  out.dependencies = read_entries(reader, entries, out.known);
  return out;
}

/// The extras: names of optional dependencies.
std::vector<DependencyGroup> read_extras(const TomlReader& reader, const toml::table& table,
                                         const std::vector<Dependency>& all) {
  std::vector<DependencyGroup> out;
  const toml::table* const extras = TomlReader::table(table, "extras");
  if (extras == nullptr) return out;
  for (const auto& [name, value] : reader.entries(*extras)) {
    DependencyGroup& group = out.emplace_back();
    group.name = reader.places().text(*name);
    group.normalized = normalized_name(name->str());
    for (const std::string& package : reader.names(*extras, name->str())) {
      for (const Dependency& each : all)
        if (each.requirement.name == package) group.dependencies.push_back(each);
    }
  }
  return out;
}

PackageIndex poetry_source(const TomlReader& reader, const toml::table& table) {
  PackageIndex out;
  out.name = reader.text(table, "name");
  out.url = reader.text(table, "url");
  out.span = reader.span(table);
  out.priority = reader.text(table, "priority").value;
  if (reader.truth(table, "default")) out.priority = "default";
  if (reader.truth(table, "secondary")) out.priority = "secondary";
  if (out.priority.empty()) out.priority = "primary";
  out.only_explicit = out.priority == "explicit";
  out.is_default = out.priority == "primary" || out.priority == "default";
  return out;
}

}  // namespace

std::optional<Specifiers> poetry_specifiers(std::string_view text) {
  const std::optional<std::string> clauses = pep440_of(text);
  return clauses ? Specifiers::parse(*clauses) : std::nullopt;
}

PoetryTable read_poetry(const TomlReader& reader, const toml::table& table) {
  PoetryTable out;
  out.name = reader.text(table, "name");
  out.version = reader.text(table, "version");
  out.package_mode = reader.boolean(table, "package-mode").value_or(true);
  if (const toml::table* const main = TomlReader::table(table, "dependencies")) {
    out.has_dependencies = true;
    out.python = reader.text(*main, "python");
    out.dependencies = read_entries(reader, *main, out.known);
  }
  if (const toml::table* const groups = TomlReader::table(table, "group")) {
    for (const auto& [name, value] : reader.entries(*groups)) {
      const toml::table* const group = value->as_table();
      const toml::table* const entries =
          group == nullptr ? nullptr : TomlReader::table(*group, "dependencies");
      if (entries == nullptr) continue;
      out.groups.push_back(read_group(reader, *name, *entries));
      out.groups.back().optional = reader.truth(*group, "optional");
    }
  }
  if (const toml::table* const dev = TomlReader::table(table, "dev-dependencies")) {
    DependencyGroup& group = out.groups.emplace_back();
    group.name.append_derived("dev", reader.span(*dev));
    group.normalized = "dev";
    group.dependencies = read_entries(reader, *dev, group.known);
  }
  out.extras = read_extras(reader, table, out.dependencies);
  for (const toml::table* each : TomlReader::tables(table, "source"))
    out.sources.push_back(poetry_source(reader, *each));
  return out;
}

PdmTable read_pdm(const TomlReader& reader, const toml::table& table) {
  PdmTable out;
  for (const toml::table* each : TomlReader::tables(table, "source")) {
    PackageIndex& index = out.sources.emplace_back();
    index.name = reader.text(*each, "name");
    index.url = reader.text(*each, "url");
    index.span = reader.span(*each);
    index.is_default = index.name.value == "pypi";
    index.find_links = reader.text(*each, "type").value == "find_links";
  }
  out.dev = reader.groups(table, "dev-dependencies");
  out.distribution = reader.boolean(table, "distribution").value_or(true);
  const toml::table* const resolution = TomlReader::table(table, "resolution");
  if (resolution == nullptr) return out;
  out.respect_source_order = reader.truth(*resolution, "respect-source-order");
  out.excludes = reader.strings(*resolution, "excludes");
  if (const toml::table* const overrides = TomlReader::table(*resolution, "overrides")) {
    for (const auto& [name, value] : reader.entries(*overrides)) {
      if (value->is_string())
        out.overrides.push_back(EntryReader(reader, *name).constraint(*value->as_string()));
    }
  }
  return out;
}

}  // namespace cudafit::read
