#include "read/registries_conf.h"

#include "read/toml.h"

namespace cudafit::read {
namespace {

std::string text(const toml::table& table, std::string_view key) {
  const toml::node* const node = table.get(key);
  const auto* const value = node == nullptr ? nullptr : node->as_string();
  return value == nullptr ? std::string() : value->get();
}

bool yes(const toml::table& table, std::string_view key) {
  const toml::node* const node = table.get(key);
  const auto* const value = node == nullptr ? nullptr : node->as_boolean();
  return value != nullptr && value->get();
}

/// Calls it with each table of an array of them.
template <typename Take>
void tables(const toml::table& of, std::string_view key, const Take& take) {
  const toml::node* const node = of.get(key);
  const toml::array* const list = node == nullptr ? nullptr : node->as_array();
  if (list == nullptr) return;
  for (const toml::node& each : *list) {
    if (const toml::table* const table = each.as_table(); table != nullptr) take(*table);
  }
}

RegistriesConf::Registry registry(const toml::table& table) {
  RegistriesConf::Registry out;
  out.prefix = text(table, "prefix");
  out.location = text(table, "location");
  if (out.prefix.empty()) out.prefix = out.location;
  out.insecure = yes(table, "insecure");
  out.blocked = yes(table, "blocked");
  out.mirrors_by_digest_only = yes(table, "mirror-by-digest-only");
  tables(table, "mirror", [&](const toml::table& mirror) {
    out.mirrors.push_back(
        {text(mirror, "location"), yes(mirror, "insecure"), text(mirror, "pull-from-mirror")});
  });
  return out;
}

}  // namespace

RegistriesConf parse_registries_conf(std::string_view bytes) {
  RegistriesConf out;
  if (endless_key(bytes)) {
    out.error = "a key has more parts than anybody writes";
    return out;
  }
  try {
    tables(toml::parse(bytes), "registry", [&](const toml::table& table) {
      RegistriesConf::Registry each = registry(table);
      if (!each.prefix.empty()) out.registries.push_back(std::move(each));
    });
  } catch (const toml::parse_error& error) {
    out.registries.clear();
    out.error = "line " + std::to_string(error.source().begin.line) + ": " +
                std::string(error.description());
  }
  return out;
}

}  // namespace cudafit::read
