// uv.lock, poetry.lock, pdm.lock and pylock.toml.

#include "read/lock_toml.h"

#include "read/pyproject.h"
#include "read/requirement_syntax.h"
#include "read/toml.h"
#include "read/wheel_name.h"

namespace cudafit::read {

namespace {

/// Nine tenths of a lock file are the lines of its archives and their hashes, which nothing asks
/// for. Without what they hold, so that all else stays on its line.
std::string without_archives(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() / 2);
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    const std::size_t first = line.find_first_not_of(" \t");
    const std::size_t last = line.find_last_not_of(" \t\r,");
    const bool table = first != std::string_view::npos && line[first] == '{' && line[last] == '}';
    const bool archive = table && (line.find("hash = \"") != std::string_view::npos ||
                                   line.find("hashes = {") != std::string_view::npos);
    if (!archive) out += line;
    if (end < bytes.size()) out += '\n';
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return out;
}

class Reader {
 public:
  Reader(const TomlPlaces& places, LockFile& out) : places_(places), out_(out) {}

  void run(const toml::table& top) {
    const toml::table* const metadata = top["metadata"].as_table();
    switch (out_.format) {
      case LockFormat::uv:
        // Not value<int>(): for a number too large for an integer toml++ casts it all the same,
        // which is undefined.
        if (const auto* const version = top["version"].as_integer();
            version == nullptr || version->get() != 1)
          out_.known = false;
        out_.requires_python = string(top, "requires-python");
        if (const toml::table* manifest = top["manifest"].as_table()) {
          groups(*manifest, "dependency-groups", out_.groups);
          out_.members = names(*manifest, "members");
        }
        read_lock_record(top, out_);
        break;
      case LockFormat::poetry:
        if (metadata == nullptr) return unknown();
        if (!string(*metadata, "lock-version").starts_with("2.") &&
            !string(*metadata, "lock-version").starts_with("1."))
          out_.known = false;
        out_.requires_python = string(*metadata, "python-versions");
        poetry_extras(top["extras"].as_table(), out_.extras);
        break;
      case LockFormat::pdm:
        if (metadata == nullptr) return unknown();
        if (!string(*metadata, "lock_version").starts_with("4.")) out_.known = false;
        out_.group_names = names(*metadata, "groups");
        break;
      default:
        if (string(top, "lock-version") != "1.0") out_.known = false;
        out_.requires_python = string(top, "requires-python");
        for (std::string& name : names(top, "extras"))
          out_.extras.push_back({.name = std::move(name), .dependencies = {}});
        out_.group_names = names(top, "dependency-groups");
        out_.default_groups = names(top, "default-groups");
        break;
    }
    const std::string_view list = out_.format == LockFormat::pylock ? "packages" : "package";
    if (!top.contains(list)) return;
    const toml::array* const all = top[list].as_array();
    if (all == nullptr) return unknown();
    out_.packages.reserve(all->size());
    for (const toml::node& each : *all) {
      if (const toml::table* one = each.as_table()) {
        package(*one);
      } else {
        unknown();
      }
    }
  }

 private:
  void unknown() { out_.known = false; }

  /// A string; empty without one.
  static std::string string(const toml::table& table, std::string_view key) {
    return table[key].value_or(std::string());
  }
  Text text(const toml::table& table, std::string_view key) const {
    const toml::value<std::string>* const value = table[key].as_string();
    return value == nullptr ? Text() : places_.text(*value);
  }
  /// A list of names, normalized.
  static std::vector<std::string> names(const toml::table& table, std::string_view key) {
    std::vector<std::string> out;
    if (const toml::array* list = table[key].as_array()) {
      for (const toml::node& each : *list) {
        if (const toml::value<std::string>* name = each.as_string())
          out.push_back(normalized_name(name->get()));
      }
    }
    return out;
  }

  void package(const toml::table& table) {
    LockedPackage one;
    one.written_name = text(table, "name");
    if (one.written_name.empty()) return unknown();
    one.name = normalized_name(one.written_name.value);
    one.version = text(table, "version");
    switch (out_.format) {
      case LockFormat::uv:
        uv(table, one);
        break;
      case LockFormat::poetry:
        poetry(table, one);
        break;
      case LockFormat::pdm:
        pdm(table, one);
        break;
      default:
        pylock(table, one);
        break;
    }
    out_.packages.push_back(std::move(one));
  }

  // ---- uv

  /// `source = { registry = "https://..." }`; the text by which two packages of one name differ.
  std::string uv_source(const toml::table& table, LockedPackage* out) const {
    const toml::table* const source = table["source"].as_table();
    if (source == nullptr) return {};
    using Source = LockedPackage::Source;
    struct Row {
      std::string_view key;
      Source kind;
    };
    static constexpr Row rows[] = {
        {"registry", Source::index},
        {"url", Source::url},
        {"git", Source::git},
        {"path", Source::archive},
        {"directory", Source::directory},
        {"editable", Source::directory},
        {"virtual", Source::directory},
    };
    for (const Row& row : rows) {
      const toml::value<std::string>* const value = (*source)[row.key].as_string();
      if (value == nullptr) continue;
      if (out != nullptr) {
        out->kind = row.kind;
        out->source = places_.text(*value);
        out->nothing_to_install = row.key == "virtual";
        out->editable = row.key == "editable";
      }
      return value->get();
    }
    return {};
  }

  void uv(const toml::table& table, LockedPackage& out) {
    uv_source(table, &out);
    if (out.kind == LockedPackage::Source::index && out.source.value == "https://pypi.org/simple")
      out.source = {};
    if (const toml::array* forks = table["resolution-markers"].as_array()) {
      for (const toml::node& each : *forks) {
        if (const toml::value<std::string>* marker = each.as_string())
          out.forks.push_back(lock_marker(marker->get()));
      }
    }
    dependencies(table["dependencies"].as_array(), out.dependencies);
    groups(table, "optional-dependencies", out.optional);
    groups(table, "dev-dependencies", out.development);
    if (out.kind == LockedPackage::Source::directory) read_project_record(table, out);
  }

  void dependencies(const toml::array* list, std::vector<LockedDependency>& out) {
    if (list == nullptr) return;
    out.reserve(list->size());
    for (const toml::node& each : *list) {
      const toml::table* const table = each.as_table();
      if (table == nullptr) {
        unknown();
        continue;
      }
      LockedDependency one;
      one.name = normalized_name(string(*table, "name"));
      one.version = string(*table, "version");
      one.source = uv_source(*table, nullptr);
      if (one.source == "https://pypi.org/simple") one.source.clear();
      one.extras = names(*table, "extra");
      one.marker = lock_marker(string(*table, "marker"));
      out.push_back(std::move(one));
    }
  }

  /// `[package.optional-dependencies]`: name = [dependencies]
  void groups(const toml::table& table, std::string_view key, std::vector<LockedGroup>& out) {
    const toml::table* const all = table[key].as_table();
    if (all == nullptr) return;
    for (const auto& [name, list] : *all) {
      LockedGroup& group = out.emplace_back();
      group.name = normalized_name(name.str());
      dependencies(list.as_array(), group.dependencies);
    }
  }

  // ---- poetry

  void poetry(const toml::table& table, LockedPackage& out) {
    if (const toml::table* source = table["source"].as_table()) {
      const std::string type = string(*source, "type");
      out.source = text(*source, "url");
      out.kind = type == "git"         ? LockedPackage::Source::git
                 : type == "url"       ? LockedPackage::Source::url
                 : type == "file"      ? LockedPackage::Source::archive
                 : type == "directory" ? LockedPackage::Source::directory
                                       : LockedPackage::Source::index;
    }
    poetry_groups(table, out);
    if (const toml::table* all = table["dependencies"].as_table()) {
      for (const auto& [name, value] : *all) {
        if (const toml::array* several = value.as_array()) {
          for (const toml::node& each : *several) poetry_dependency(name.str(), each, out);
        } else {
          poetry_dependency(name.str(), value, out);
        }
      }
    }
    poetry_extras(table["extras"].as_table(), out.optional);
  }

  void poetry_groups(const toml::table& table, LockedPackage& out) {
    for (std::string& group : names(table, "groups")) {
      LockedIn in{.group = std::move(group), .marker = {}};
      if (const toml::table* each = table["markers"].as_table()) {
        for (const auto& [name, value] : *each) {
          if (normalized_name(name.str()) == in.group)
            in.marker = lock_marker(value.value_or(std::string()));
        }
      } else {
        in.marker = lock_marker(string(table, "markers"));
      }
      out.in.push_back(std::move(in));
    }
  }

  /// `name = ">=1"`, `name = {version = ">=1", optional = true, markers = "...", extras = [...]}`
  void poetry_dependency(std::string_view name, const toml::node& value, LockedPackage& out) {
    LockedDependency one;
    one.name = normalized_name(name);
    if (const toml::value<std::string>* clauses = value.as_string()) {
      one.clauses = poetry_specifiers(clauses->get());
    } else if (const toml::table* table = value.as_table()) {
      one.clauses = poetry_specifiers(string(*table, "version"));
      one.extras = names(*table, "extras");
      one.marker = lock_marker(string(*table, "markers"));
      // Of some extra.
      if ((*table)["optional"].value_or(false) && one.marker.marker.empty())
        one.marker.known = false;
    }
    out.dependencies.push_back(std::move(one));
  }

  /// `name = ["package", "other (>=1)"]`
  void poetry_extras(const toml::table* all, std::vector<LockedGroup>& out) {
    if (all == nullptr) return;
    for (const auto& [name, list] : *all) {
      LockedGroup& group = out.emplace_back();
      group.name = normalized_name(name.str());
      const toml::array* const members = list.as_array();
      if (members == nullptr) continue;
      for (const toml::node& each : *members) {
        const std::string member = each.value_or(std::string());
        LockedDependency& one = group.dependencies.emplace_back();
        one.name = normalized_name(member.substr(0, member.find_first_of(" [(<>=!~;")));
      }
    }
  }

  // ---- pdm

  void pdm(const toml::table& table, LockedPackage& out) {
    using Source = LockedPackage::Source;
    for (const auto& [key, kind] : {std::pair("git", Source::git), std::pair("url", Source::url),
                                    std::pair("path", Source::directory)}) {
      if (Text value = text(table, key); !value.empty()) {
        out.source = std::move(value);
        out.kind = kind;
      }
    }
    if (out.kind == Source::directory && out.source.value.ends_with(".whl"))
      out.kind = Source::archive;
    out.extras = names(table, "extras");
    const LockMarker marker = lock_marker(string(table, "marker"));
    for (std::string& group : names(table, "groups"))
      out.in.push_back({.group = std::move(group), .marker = marker});
    // Without groups in the packages there is only one.
    if (out.in.empty() && out_.group_names.size() <= 1)
      out.in.push_back({.group = "default", .marker = marker});
    if (out.in.empty()) unknown();
  }

  // ---- pylock.toml

  void pylock(const toml::table& table, LockedPackage& out) {
    using Source = LockedPackage::Source;
    if (const Text index = text(table, "index");
        index.value != "https://pypi.org/simple" && index.value != "https://pypi.org/simple/")
      out.source = index;
    for (const auto& [key, kind] :
         {std::pair("vcs", Source::git), std::pair("archive", Source::url),
          std::pair("directory", Source::directory)}) {
      const toml::table* const source = table[key].as_table();
      if (source == nullptr) continue;
      out.kind = kind;
      out.source = text(*source, "url");
      if (out.source.empty()) out.source = text(*source, "path");
    }
    out.in.push_back({.group = {}, .marker = lock_marker(string(table, "marker"))});
  }

  const TomlPlaces& places_;
  LockFile& out_;
};

}  // namespace

void read_toml_lock(std::string_view bytes, LockFile& out) {
  if (endless_key(bytes)) {
    out.known = false;
    out.error = {{out.file, 0, 1}, "a key has more than 1000 parts"};
    return;
  }
  const TomlPlaces places{out.file, bytes};
  try {
    const toml::table table = toml::parse(without_archives(bytes));
    Reader(places, out).run(table);
  } catch (const toml::parse_error& failure) {
    out.known = false;
    out.packages.clear();
    out.error = {places.span(failure.source()), std::string(failure.description())};
  }
}

}  // namespace cudafit::read
