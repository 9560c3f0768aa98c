#include "facts/device_requests.h"

#include <algorithm>
#include <string_view>

#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

using read::Yaml;
using read::YamlEntry;
using Kind = Yaml::Kind;

/// The text around a place of a file.
struct Around {
  std::string_view bytes;
  Span at;

  /// The entry stands between braces, not on a line of its own.
  bool in_flow() const {
    const std::size_t line = line_begin();
    const std::string_view before = bytes.substr(line, at.begin - line);
    return before.find_first_not_of(" -") != std::string_view::npos ||
           before.find('\t') != std::string_view::npos;
  }
  /// What is before it is the `-` of a list.
  bool behind_dash() const {
    const std::size_t line = line_begin();
    return bytes.substr(line, at.begin - line).find('-') != std::string_view::npos;
  }
  std::size_t line_begin() const {
    const std::size_t end = bytes.substr(0, at.begin).rfind('\n');
    return end == std::string_view::npos ? 0 : end + 1;
  }
  std::size_t line_end() const {
    return std::min(bytes.find_first_of("\r\n", at.end), bytes.size());
  }
  std::string indentation() const { return std::string(at.begin - line_begin(), ' '); }
};

Around around(const Sources& sources, Span at) { return {sources[at.file].bytes, at}; }

Edit insert(FileId file, std::size_t at, std::string text) {
  const auto place = static_cast<std::uint32_t>(at);
  return {{file, place, place}, std::move(text)};
}

const YamlEntry* entry_of(const Yaml& map, std::string_view key) {
  const auto found = std::find_if(map.entries.begin(), map.entries.end(),
                                  [&](const YamlEntry& e) { return e.key.text.value == key; });
  return found == map.entries.end() ? nullptr : &*found;
}

/// Adds `line` to a mapping.
std::vector<Edit> added(const Yaml& map, const std::string& line, const Sources& sources) {
  const YamlEntry& first = map.entries.front();
  if (!first.key.span) return {};
  const Around key = around(sources, first.key.span);
  const bool plain = first.value.kind == Kind::scalar && first.value.span &&
                     first.value.span.file == first.key.span.file &&
                     first.value.span.begin < key.line_end();
  if (key.in_flow()) return {insert(key.at.file, key.at.begin, line + ", ")};
  const std::string again = "\n" + key.indentation() + line;
  if (plain) return {insert(key.at.file, key.line_end(), again)};
  return {insert(key.at.file, key.at.begin, line + "\n" + key.indentation())};
}

/// Takes one of several entries away.
std::vector<Edit> removed(const Yaml& map, const YamlEntry& entry, const Sources& sources) {
  if (entry.value.kind != Kind::scalar || !entry.key.span || !entry.value.span) return {};
  if (entry.key.span.file != entry.value.span.file || map.entries.size() < 2) return {};
  const Around key = around(sources, entry.key.span);
  const Around value = around(sources, entry.value.span);
  const bool first = &entry == &map.entries.front();
  const auto edit = [&](std::size_t begin, std::size_t end) {
    return std::vector<Edit>{
        {{key.at.file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, ""}};
  };
  if (!key.in_flow() && !key.behind_dash()) {
    const std::size_t end = key.bytes.find('\n', value.at.end);
    return edit(key.line_begin(), end == std::string_view::npos ? key.bytes.size() : end + 1);
  }
  const auto next = std::find_if(map.entries.begin(), map.entries.end(), [&](const YamlEntry& e) {
    return e.key.span.file == key.at.file && e.key.span.begin > value.at.begin;
  });
  if (first && next != map.entries.end()) return edit(key.at.begin, next->key.span.begin);
  if (key.behind_dash()) return {};
  const std::size_t comma = key.bytes.substr(0, key.at.begin).rfind(',');
  return comma == std::string_view::npos ? std::vector<Edit>{} : edit(comma, value.at.end);
}

bool number(const Yaml& value) {
  if (value.kind != Kind::scalar || value.quoted || value.text.empty()) return false;
  return std::all_of(value.text.value.begin(), value.text.value.end(), ascii::digit);
}

bool holds(const Yaml* list, std::string_view word) {
  return list != nullptr && std::any_of(list->items.begin(), list->items.end(),
                                        [&](const Yaml& e) { return e.text.value == word; });
}

void check_ids(const YamlEntry& ids, Service& out) {
  FlawedRequest flaw;
  if (ids.value.kind == Kind::scalar) {
    flaw.flaw = RequestFlaw::ids_no_list;
    flaw.span = ids.value.span;
    flaw.written = ids.value.text.value;
    Fix fix{"write a list of texts", Safety::suggested, {}};
    const std::string& value = ids.value.text.value;
    const bool simple = std::all_of(value.begin(), value.end(),
                                    [](char c) { return ascii::alnum(c) || c == ',' || c == '-'; });
    if (simple && ids.value.text.complete && ids.value.text.span()) {
      std::string list;
      for (std::size_t at = 0; at <= value.size();) {
        const std::size_t comma = std::min(value.find(',', at), value.size());
        list += (list.empty() ? "\"" : ", \"") + value.substr(at, comma - at) + "\"";
        at = comma + 1;
      }
      fix.edits.push_back({ids.value.span, "[" + list + "]"});
      flaw.fixes.push_back(std::move(fix));
    }
    out.flaws.push_back(std::move(flaw));
    return;
  }
  Fix fix{"put the numbers in quotes", Safety::safe, {}};
  for (const Yaml& item : ids.value.items) {
    if (!number(item)) continue;
    if (!flaw.span) {
      flaw.span = item.span;
      flaw.written = item.text.value;
    }
    fix.edits.push_back({item.span, "\"" + item.text.value + "\""});
  }
  if (fix.edits.empty()) return;
  flaw.flaw = RequestFlaw::id_no_text;
  flaw.fixes.push_back(std::move(fix));
  out.flaws.push_back(std::move(flaw));
}

/// `device_ids: ["0", "1"]`, where all of it is known. The first GPU alone is on most hosts the
/// only one, and names of CDI may be those of other devices.
void name_devices(const YamlEntry& ids, GpuRequest& out) {
  const std::vector<Yaml>& items = ids.value.items;
  if (items.empty() || (items.size() == 1 && items[0].text.value == "0")) return;
  std::string names;
  for (const Yaml& item : items) {
    const std::string& name = item.text.value;
    const bool other = name.find('=') != std::string::npos && !name.starts_with("nvidia.com/");
    if (item.kind != Kind::scalar || !item.text.complete || other || name.ends_with("all")) return;
    names += (names.empty() ? "device_ids: " : ", ") + name;
  }
  out.chosen = std::move(names);
  out.chosen_span = ids.key.span;
}

/// How many GPUs the container gets.
void count_devices(const YamlEntry* count, const YamlEntry* ids, GpuRequest& out) {
  // Compose refuses both together.
  if ((count == nullptr) == (ids == nullptr)) return;
  if (count != nullptr) {
    const Text& text = count->value.text;
    if (!text.complete || text.empty() || text.size() > 3) return;
    if (!std::all_of(text.value.begin(), text.value.end(), ascii::digit)) return;
    for (const char c : text.value) out.gives = out.gives * 10 + static_cast<std::size_t>(c - '0');
    out.gives_span = count->value.span;
    return;
  }
  const std::vector<Yaml>& items = ids->value.items;
  const bool single = std::all_of(items.begin(), items.end(), [](const Yaml& item) {
    const std::string& name = item.text.value;
    const bool index = !name.empty() && std::all_of(name.begin(), name.end(), ascii::digit);
    return item.kind == Kind::scalar && item.text.complete && (index || name.starts_with("GPU-"));
  });
  if (!single || items.empty()) return;
  out.gives = items.size();
  out.gives_span = items.front().span;
}

void check_capabilities(const read::DeviceRequest& request, const Sources& sources, Service& out) {
  const YamlEntry* const entry = entry_of(request.tree, "capabilities");
  FlawedRequest flaw;
  if (entry == nullptr) {
    // `gpus:` implies them.
    if (request.written == read::DeviceRequest::Written::gpus) return;
    flaw.flaw = RequestFlaw::no_capabilities;
    flaw.span = request.span;
    std::vector<Edit> edits = added(request.tree, "capabilities: [gpu]", sources);
    if (!edits.empty())
      flaw.fixes.push_back({"add `capabilities: [gpu]`", Safety::safe, std::move(edits)});
  } else if (entry->value.kind == Kind::scalar) {
    flaw.flaw = RequestFlaw::bad_capabilities;
    flaw.span = entry->value.span;
    flaw.written = entry->value.text.value;
    if (entry->value.text.complete && entry->value.text.span())
      flaw.fixes.push_back({"write a list",
                            Safety::safe,
                            {{entry->value.span, "[" + entry->value.text.value + "]"}}});
  } else if (entry->value.kind == Kind::list && !entry->value.items.empty() &&
             entry->value.items.front().kind == Kind::list) {
    flaw.flaw = RequestFlaw::bad_capabilities;
    flaw.span = entry->key.span;
    flaw.written = "[[...]]";
  } else {
    return;
  }
  out.flaws.push_back(std::move(flaw));
}

}  // namespace

void device_request(const read::DeviceRequest& request, const Sources& sources, Service& out) {
  using Written = read::DeviceRequest::Written;
  GpuRequest ask{
      .syntax = request.written == Written::gpus ? GpuSyntax::gpus : GpuSyntax::reservation,
      .span = request.span};
  if (request.all || !request.known) {
    if (request.known) out.requests.push_back(std::move(ask));
    return;
  }
  const Yaml* const driver = request.tree.find("driver");
  if (driver != nullptr && driver->text.complete) ask.driver = driver->text.value;
  // Without a driver Docker takes the first that has the capabilities.
  ask.nvidia = ask.driver.empty() ? request.written == Written::gpus ||
                                        holds(request.tree.find("capabilities"), "gpu") ||
                                        holds(request.tree.find("capabilities"), "nvidia")
                                  : ask.driver == "nvidia" || ask.driver == "cdi";
  const YamlEntry* const count = entry_of(request.tree, "count");
  const YamlEntry* const ids = entry_of(request.tree, "device_ids");
  if (ids != nullptr) name_devices(*ids, ask);
  count_devices(count, ids, ask);
  if (const Yaml* const parts = request.tree.find("capabilities")) {
    ask.names_parts = std::any_of(parts->items.begin(), parts->items.end(), [](const Yaml& part) {
      return part.text.value != "gpu" && part.text.value != "nvidia";
    });
  }
  out.requests.push_back(std::move(ask));
  check_capabilities(request, sources, out);
  if (ids != nullptr) check_ids(*ids, out);
  if (count == nullptr || ids == nullptr) return;
  FlawedRequest both;
  both.flaw = RequestFlaw::count_and_ids;
  both.span = count->key.span;
  both.how.push_back({"the devices are named here", ids->key.span});
  std::vector<Edit> edits = removed(request.tree, *count, sources);
  if (!edits.empty())
    both.fixes.push_back({"keep device_ids alone", Safety::suggested, std::move(edits)});
  out.flaws.push_back(std::move(both));
}

GpuRequest cdi_request(const Text& device, Span span) {
  GpuRequest out{.syntax = GpuSyntax::cdi, .span = span};
  const std::size_t equals = device.value.find('=');
  if (device.complete && equals != std::string::npos && device.value.substr(equals + 1) != "all") {
    out.chosen = device.value;
    out.chosen_span = span;
  }
  return out;
}

void service_edits(const read::ComposeService& service, const Sources& sources, Service& out) {
  if (service.tree.entries.empty()) return;
  const YamlEntry& first = service.tree.entries.front();
  if (!first.key.span || !service.name.span() || first.key.span.file != service.name.span().file)
    return;
  const Around key = around(sources, first.key.span);
  const Around name = around(sources, service.name.span());
  if (key.in_flow() || name.in_flow() || key.line_begin() == name.line_begin()) return;
  const std::string left = key.indentation();
  if (left.size() <= name.indentation().size()) return;
  const std::string step(left.size() - name.indentation().size(), ' ');
  const auto add = [&](std::string lines) {
    return std::vector<Edit>{insert(key.at.file, key.at.begin, std::move(lines) + "\n" + left)};
  };
  out.more_memory = add("shm_size: 8gb");
  const Yaml* const environment = service.tree.find("environment");
  if (environment == nullptr) {
    out.set_visible = add("environment:\n" + left + step + "NVIDIA_VISIBLE_DEVICES: all");
  } else if (environment->kind == Kind::map && !environment->entries.empty()) {
    out.set_visible = added(*environment, "NVIDIA_VISIBLE_DEVICES: all", sources);
  }
  if (service.tree.find("deploy") != nullptr) return;
  const std::string item = "\n" + left + step + step + step + step;
  out.ask = add("deploy:\n" + left + step + "resources:\n" + left + step + step +
                "reservations:\n" + left + step + step + step + "devices:" + item +
                "- driver: nvidia" + item + "  count: all" + item + "  capabilities: [gpu]");
}

}  // namespace cudafit::facts
