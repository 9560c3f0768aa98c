// [tool.uv]

#include <algorithm>
#include <array>

#include "read/pyproject_tables.h"
#include "read/uv_tables.h"
#include "read/wheel_name.h"

namespace cudafit::read {

namespace {

/// Keys that are read here, or that change neither what is installed nor where from.
constexpr std::array<std::string_view, 56> plain_keys{
    "add-bounds",
    "allow-insecure-host",
    "annotation-style",
    "build-backend",
    "build-constraint-dependencies",
    "cache-dir",
    "cache-keys",
    "check-url",
    "compile-bytecode",
    "concurrent-builds",
    "concurrent-downloads",
    "concurrent-installs",
    "config-settings",
    "config-settings-package",
    "conflicts",
    "constraint-dependencies",
    "default-groups",
    "dependency-groups",
    "dependency-metadata",
    "dev-dependencies",
    "emit-build-options",
    "emit-find-links",
    "emit-index-annotation",
    "emit-index-url",
    "emit-marker-expression",
    "environments",
    "extra-build-dependencies",
    "extra-build-variables",
    "extra-index-url",
    "find-links",
    "fork-strategy",
    "generate-hashes",
    "index",
    "index-strategy",
    "index-url",
    "keyring-provider",
    "link-mode",
    "managed",
    "native-tls",
    "no-binary",
    "no-binary-package",
    "no-build",
    "no-build-isolation",
    "no-build-isolation-package",
    "no-build-package",
    "no-index",
    "override-dependencies",
    "package",
    "pip",
    "prerelease",
    "python-downloads",
    "python-preference",
    "required-environments",
    "required-version",
    "sources",
    "torch-backend",
};

/// Further ones of the same kind.
constexpr std::array<std::string_view, 15> more_plain_keys{
    "workspace",  "preview",      "publish-url",    "trusted-publishing",  "verify-hashes",
    "strict",     "only-binary",  "require-hashes", "preview-features",    "python-install-mirror",
    "no-sources", "http-timeout", "offline",        "pypy-install-mirror", "system-certs",
};

/// Keys with which a lock is made, besides those that are read here.
constexpr std::array<std::string_view, 5> lock_keys{"build-constraint-dependencies",
                                                    "dependency-metadata", "fork-strategy",
                                                    "managed", "required-environments"};

bool plain(std::string_view key) {
  const auto among = [&](const auto& keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  return among(plain_keys) || among(more_plain_keys);
}

UvOptions read_options(const TomlReader& reader, const toml::table& table) {
  UvOptions out;
  bool known = true;
  out.index_url = reader.string(table, "index-url");
  out.extra_index_urls = reader.strings(table, "extra-index-url", known);
  out.find_links = reader.strings(table, "find-links", known);
  out.index_strategy = reader.string(table, "index-strategy");
  out.torch_backend = reader.string(table, "torch-backend");
  out.prerelease = reader.string(table, "prerelease");
  out.no_index = reader.boolean(table, "no-index");
  out.no_build_isolation = reader.boolean(table, "no-build-isolation");
  out.no_build_isolation_packages = reader.names(table, "no-build-isolation-package");
  for (const std::string_view key : {"extra-build-dependencies", "extra-build-variables"}) {
    const toml::table* const builds = table[key].as_table();
    if (builds == nullptr) continue;
    for (const auto& [name, value] : reader.entries(*builds))
      out.tuned_packages.push_back(normalized_name(name->str()));
  }
  out.no_binary_packages = reader.names(table, "no-binary-package");
  out.no_build_packages = reader.names(table, "no-build-package");
  if (reader.truth(table, "no-binary")) out.no_binary_packages = {":all:"};
  if (reader.truth(table, "no-build")) out.no_build_packages = {":all:"};
  // [tool.uv.pip] has lists under these names.
  for (const std::string& name : reader.names(table, "no-binary"))
    out.no_binary_packages.push_back(name);
  for (const std::string& name : reader.names(table, "only-binary"))
    out.no_build_packages.push_back(name);
  for (const auto& [key, value] : reader.entries(table)) {
    const bool no_sources = key->str() == "no-sources" && reader.truth(table, "no-sources");
    if (!plain(key->str()) || no_sources) out.unread.push_back(reader.places().text(*key));
  }
  return out;
}

PackageIndex read_index(const TomlReader& reader, const toml::table& table) {
  PackageIndex out;
  out.name = reader.text(table, "name");
  out.url = reader.text(table, "url");
  out.span = reader.span(table);
  out.only_explicit = reader.truth(table, "explicit");
  out.is_default = reader.truth(table, "default");
  out.find_links = reader.text(table, "format").value == "flat";
  return out;
}

PackageSource read_source(const TomlReader& reader, const toml::key& name,
                          const toml::table& table) {
  using Kind = PackageSource::Kind;
  PackageSource out;
  out.written_name = reader.places().text(name);
  out.name = normalized_name(name.str());
  out.span = reader.span(table);
  constexpr std::array<std::pair<std::string_view, Kind>, 4> kinds{
      {{"index", Kind::index}, {"url", Kind::url}, {"git", Kind::git}, {"path", Kind::path}}};
  for (const auto& [key, kind] : kinds) {
    std::optional<Text> value = reader.string(table, key);
    if (!value) continue;
    out.kind = kind;
    out.value = std::move(*value);
  }
  if (reader.truth(table, "workspace")) out.kind = Kind::workspace;
  out.editable = reader.truth(table, "editable");
  for (const std::string_view part : {"branch", "rev", "subdirectory", "tag"}) {
    if (const std::optional<Text> value = reader.string(table, part))
      out.git_parts.push_back(std::string(part) + "=" + value->value);
  }
  out.extra = reader.text(table, "extra");
  out.group = reader.text(table, "group");
  if (const std::optional<Text> marker = reader.string(table, "marker")) {
    std::optional<Marker> parsed = Marker::parse(marker->value);
    out.known = parsed.has_value();
    if (parsed) out.marker = std::move(*parsed);
  }
  out.known = out.known && out.kind != Kind::unknown;
  return out;
}

void read_sources(const TomlReader& reader, const toml::table& table, UvTable& out) {
  for (const auto& [name, value] : reader.entries(table)) {
    const std::vector<const toml::table*> all = TomlReader::tables(table, name->str());
    for (const toml::table* each : all) out.sources.push_back(read_source(reader, *name, *each));
    if (!all.empty()) continue;
    PackageSource unread;
    unread.written_name = reader.places().text(*name);
    unread.name = normalized_name(name->str());
    unread.span = reader.span(*value);
    unread.known = false;
    out.sources.push_back(std::move(unread));
  }
}

}  // namespace

UvTable read_uv(const TomlReader& reader, const toml::table& table) {
  UvTable out;
  bool known = true;
  out.span = reader.span(table);
  out.options = read_options(reader, table);
  if (const toml::table* const pip = TomlReader::table(table, "pip"))
    out.pip = read_options(reader, *pip);
  for (const toml::table* each : TomlReader::tables(table, "index"))
    out.indexes.push_back(read_index(reader, *each));
  if (const toml::table* const sources = TomlReader::table(table, "sources"))
    read_sources(reader, *sources, out);
  out.constraints = reader.dependencies(table, "constraint-dependencies", known);
  out.overrides = reader.dependencies(table, "override-dependencies", known);
  out.dev = reader.dependencies(table, "dev-dependencies", known);
  out.environments = reader.strings(table, "environments");
  if (const std::optional<Text> all = reader.string(table, "default-groups")) {
    out.all_groups = all->value == "all";
  } else if (table.contains("default-groups")) {
    out.default_groups = reader.strings(table, "default-groups");
  }
  out.package = reader.boolean(table, "package");
  if (const toml::table* const workspace = TomlReader::table(table, "workspace")) {
    out.workspace = true;
    out.members = reader.strings(*workspace, "members");
    out.members_exclude = reader.strings(*workspace, "exclude");
  }
  out.conflicts = uv_conflicts(table);
  for (const auto& [key, value] : reader.entries(table)) {
    if (std::find(lock_keys.begin(), lock_keys.end(), key->str()) != lock_keys.end())
      out.unread_by_locks.push_back(reader.places().text(*key));
  }
  if (!known) out.unread_by_locks.emplace_back().append_derived("dependencies", out.span);
  return out;
}

}  // namespace cudafit::read
