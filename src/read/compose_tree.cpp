#include "read/compose_tree.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace cudafit::read {

namespace {

using Kind = Yaml::Kind;
using Path = std::vector<std::string_view>;

YamlEntry* entry_of(Yaml& map, std::string_view key) {
  const auto found =
      std::find_if(map.entries.begin(), map.entries.end(), [&](const YamlEntry& entry) {
        return entry.key.kind == Kind::scalar && entry.key.text.value == key;
      });
  return found == map.entries.end() ? nullptr : &*found;
}

bool is_merge(const YamlEntry& entry) {
  return entry.key.kind == Kind::scalar && !entry.key.quoted && entry.key.text.value == "<<";
}

/// Adds what is not there yet.
bool add_missing(Yaml& map, const Yaml& from) {
  if (from.kind == Kind::null) return true;
  if (from.kind == Kind::list) {
    bool all = true;
    for (const Yaml& item : from.items) all = add_missing(map, item) && all;
    return all;
  }
  if (from.kind != Kind::map) return false;
  for (const YamlEntry& entry : from.entries) {
    if (entry_of(map, entry.key.text.value) == nullptr) map.entries.push_back(entry);
  }
  return true;
}

void report_twice(const Yaml& map, std::vector<YamlError>& errors) {
  std::vector<std::pair<std::string_view, const YamlEntry*>> keys;
  for (const YamlEntry& entry : map.entries) {
    if (entry.key.kind == Kind::scalar && !is_merge(entry))
      keys.emplace_back(entry.key.text.value, &entry);
  }
  std::stable_sort(keys.begin(), keys.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (keys[i].first != keys[i - 1].first) continue;
    const Span place = keys[i].second->key.span;
    const bool said = std::any_of(errors.begin(), errors.end(),
                                  [&](const YamlError& each) { return each.span == place; });
    // Once, however many aliases repeat it.
    if (!said) {
      errors.push_back(
          {place, "the key " + std::string(keys[i].first) + " is already in this mapping"});
    }
  }
}

/// Below a service: what is no plain merge of maps, lists and values.
enum class How { plain, replace, pairs, build, joined };

How how_of(const Path& path) {
  static constexpr std::array<std::string_view, 5> pairs{"environment", "labels", "annotations",
                                                         "sysctls", "depends_on"};
  static constexpr std::array<std::string_view, 5> joined{"env_file", "tmpfs", "dns", "dns_search",
                                                          "label_file"};
  const auto in = [](const auto& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  if (path.size() == 1) {
    if (path[0] == "command" || path[0] == "entrypoint") return How::replace;
    if (path[0] == "build") return How::build;
    if (path[0] == "networks" || in(pairs, path[0])) return How::pairs;
    if (in(joined, path[0])) return How::joined;
  }
  if (path.size() == 2) {
    if (path[0] == "healthcheck" && path[1] == "test") return How::replace;
    if (path[0] == "build" &&
        (path[1] == "args" || path[1] == "additional_contexts" || path[1] == "labels"))
      return How::pairs;
  }
  return How::plain;
}

Yaml as_build(Yaml value) {
  if (value.kind != Kind::scalar) return value;
  Yaml map;
  map.kind = Kind::map;
  map.span = value.span;
  Yaml key;
  key.kind = Kind::scalar;
  key.text = Text("context", {});
  key.span = value.span;
  map.entries.push_back({std::move(key), std::move(value)});
  return map;
}

Yaml as_list(Yaml value) {
  if (value.kind != Kind::scalar) return value;
  Yaml list;
  list.kind = Kind::list;
  list.span = value.span;
  list.items.push_back(std::move(value));
  return list;
}

bool same(const Yaml& a, const Yaml& b) {
  return a.kind == b.kind && a.text.value == b.text.value &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same) &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    [](const YamlEntry& x, const YamlEntry& y) {
                      return same(x.key, y.key) && same(x.value, y.value);
                    });
}

/// `path` begins below a service; empty: above.
void merge(Yaml& base, const Yaml& over, Path& path, bool in_service);

void merge_maps(Yaml& base, const Yaml& over, Path& path, bool in_service) {
  for (const YamlEntry& entry : over.entries) {
    YamlEntry* const known = entry_of(base, entry.key.text.value);
    if (entry.value.tag == "!reset") {
      if (known != nullptr) base.entries.erase(base.entries.begin() + (known - &base.entries[0]));
    } else if (known == nullptr) {
      base.entries.push_back(entry);
    } else if (entry.value.tag == "!override") {
      *known = entry;
    } else {
      path.push_back(entry.key.text.value);
      merge(known->value, entry.value, path, in_service);
      path.pop_back();
    }
  }
}

void merge(Yaml& base, const Yaml& over, Path& path, bool in_service) {
  if (over.kind == Kind::null) return;
  const How how = in_service ? how_of(path) : How::plain;
  if (how == How::replace || base.kind == Kind::null) {
    base = over;
    return;
  }
  Yaml other = over;
  if (how == How::build) {
    base = as_build(std::move(base));
    other = as_build(std::move(other));
  } else if (how == How::pairs) {
    base = as_map(std::move(base));
    other = as_map(std::move(other));
  } else if (how == How::joined) {
    base = as_list(std::move(base));
    other = as_list(std::move(other));
  }
  if (base.kind == Kind::map && other.kind == Kind::map) {
    merge_maps(base, other, path, in_service);
  } else if (base.kind == Kind::list && other.kind == Kind::list) {
    for (Yaml& item : other.items) {
      const bool known = std::any_of(base.items.begin(), base.items.end(),
                                     [&](const Yaml& each) { return same(each, item); });
      if (!known) base.items.push_back(std::move(item));
    }
  } else {
    base = std::move(other);
  }
}

}  // namespace

bool follow_merge_keys(Yaml& tree, std::vector<YamlError>& errors) {
  bool known = true;
  for (Yaml& item : tree.items) known = follow_merge_keys(item, errors) && known;
  for (YamlEntry& entry : tree.entries) known = follow_merge_keys(entry.value, errors) && known;
  if (tree.kind != Kind::map) return known;
  report_twice(tree, errors);
  std::vector<Yaml> merged;
  std::erase_if(tree.entries, [&](YamlEntry& entry) {
    if (!is_merge(entry)) return false;
    merged.push_back(std::move(entry.value));
    return true;
  });
  for (const Yaml& from : merged) known = add_missing(tree, from) && known;
  return known;
}

Yaml as_map(Yaml value) {
  if (value.kind != Kind::list) return value;
  Yaml map;
  map.kind = Kind::map;
  map.span = value.span;
  map.tag = value.tag;
  for (Yaml& item : value.items) {
    if (item.kind != Kind::scalar) continue;
    const std::size_t equals = item.text.value.find('=');
    YamlEntry entry;
    entry.key.kind = Kind::scalar;
    entry.key.span = item.span;
    entry.key.text = item.text.slice(0, std::min(equals, item.text.size()));
    // What is not known may hold the name, too.
    if (!item.text.complete && equals == std::string::npos) continue;
    entry.key.text.complete = true;
    if (equals != std::string::npos) {
      entry.value.kind = Kind::scalar;
      entry.value.quoted = true;
      entry.value.text = item.text.slice(equals + 1, item.text.size());
      entry.value.text.complete = item.text.complete;
      entry.value.span = item.span;
    }
    std::erase_if(map.entries, [&](const YamlEntry& known) {
      return known.key.text.value == entry.key.text.value;
    });
    map.entries.push_back(std::move(entry));
  }
  return map;
}

void merge_compose(Yaml& base, const Yaml& over) {
  if (base.kind != Kind::map || over.kind != Kind::map) return;
  for (const YamlEntry& entry : over.entries) {
    YamlEntry* const known = entry_of(base, entry.key.text.value);
    if (known == nullptr) {
      base.entries.push_back(entry);
      continue;
    }
    Path path;
    if (entry.key.text.value != "services" || known->value.kind != Kind::map) {
      merge(known->value, entry.value, path, false);
      continue;
    }
    for (const YamlEntry& service : entry.value.entries) {
      YamlEntry* const below = entry_of(known->value, service.key.text.value);
      if (service.value.tag == "!reset") {
        if (below != nullptr) below->value = {};
      } else if (below == nullptr) {
        known->value.entries.push_back(service);
      } else if (service.value.tag == "!override") {
        below->value = service.value;
      } else {
        merge_service(below->value, service.value);
      }
    }
  }
}

void merge_service(Yaml& base, const Yaml& over) {
  if (base.kind != Kind::map) {
    base = over;
    return;
  }
  Path path;
  merge_maps(base, over, path, true);
}

void drop_reset(Yaml& tree) {
  std::erase_if(tree.entries, [](const YamlEntry& entry) { return entry.value.tag == "!reset"; });
  std::erase_if(tree.items, [](const Yaml& item) { return item.tag == "!reset"; });
  for (Yaml& item : tree.items) drop_reset(item);
  for (YamlEntry& entry : tree.entries) drop_reset(entry.value);
}

}  // namespace cudafit::read
