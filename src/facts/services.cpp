#include "facts/services.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <tuple>
#include <utility>

#include "facts/cpu_wish.h"
#include "facts/device_requests.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

using document::ComposeProject;
using read::ComposeService;

/// A text that says something about GPUs; names of rules do not.
bool names_gpus(std::string_view text) {
  const std::string small = ascii::lowered(text);
  if (small.find("nvidia") != std::string::npos) return true;
  for (std::size_t at = small.find("gpu"); at != std::string::npos;
       at = small.find("gpu", at + 1)) {
    const bool in_name =
        at > 0 && small[at - 1] == '-' && small[std::min(at + 3, small.size())] == '-';
    if (!in_name) return true;
  }
  return false;
}

/// In comments of the file: what is switched off there is known to who wrote it.
bool comments_name_gpus(std::string_view bytes) {
  for (std::size_t at = bytes.find('#'); at != std::string_view::npos; at = bytes.find('#', at)) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    if (names_gpus(bytes.substr(at, end - at))) return true;
    at = end;
  }
  return false;
}

bool says_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

/// The other Compose files beside this one: `-f compose.yaml -f compose.gpu.yaml`.
std::vector<std::string> others_beside(const ComposeProject& project, const Files& files,
                                       const Sources& sources) {
  std::vector<std::string> out;
  const std::string directory = parent_path(sources[project.file].path);
  const Result<std::vector<DirectoryEntry>> entries = files.list(directory);
  for (std::size_t i = 0; entries && i < entries->size(); ++i) {
    const DirectoryEntry& entry = (*entries)[i];
    if (entry.kind != FileKind::regular) continue;
    if (!entry.name.ends_with(".yml") && !entry.name.ends_with(".yaml")) continue;
    const std::string other = join_path(directory, entry.name);
    const bool ours = std::any_of(project.files.begin(), project.files.end(),
                                  [&](FileId file) { return sources[file].path == other; });
    if (ours) continue;
    Result<std::string> bytes = files.read(other);
    if (bytes && bytes->find("services:") != std::string::npos) out.push_back(std::move(*bytes));
  }
  return out;
}

/// Bytes of a size such as "8gb"; 0 when it is not understood.
double bytes_of(std::string_view text) {
  double number = 0;
  std::size_t at = 0;
  while (at < text.size() && ascii::digit(text[at])) number = number * 10 + (text[at++] - '0');
  if (at == 0) return 0;
  const std::string unit = ascii::lowered(text.substr(at));
  if (unit.empty() || unit == "b") return number;
  if (unit.front() == 'k') return number * 1024;
  if (unit.front() == 'm') return number * 1024 * 1024;
  if (unit.front() == 'g') return number * 1024 * 1024 * 1024;
  return unit.front() == 't' ? number * 1024 * 1024 * 1024 * 1024 : 0;
}

Known shared_memory(const ComposeService& service, const ComposeProject& project) {
  if (service.shm_size) {
    if (!service.shm_size->complete) return Known::unknown;
    const double bytes = bytes_of(service.shm_size->value);
    if (bytes > 64.0 * 1024 * 1024) return Known::yes;
    return bytes > 0 && !project.replaceable(*service.shm_size) ? Known::no : Known::unknown;
  }
  if (service.ipc) {
    const std::string& ipc = service.ipc->value;
    if (ipc != "private" && ipc != "shareable") return Known::yes;
    return project.replaceable(*service.ipc) ? Known::unknown : Known::no;
  }
  const auto there = [](const Text& text) {
    return !text.complete || text.value.find("/dev/shm") != std::string::npos;
  };
  if (std::any_of(service.tmpfs.begin(), service.tmpfs.end(), there)) return Known::yes;
  if (std::any_of(service.volumes.begin(), service.volumes.end(), there)) return Known::yes;
  return Known::no;
}

/// The driver's own libraries are mounted by hand, too.
bool mounts_driver(const ComposeService& service) {
  return std::any_of(service.volumes.begin(), service.volumes.end(), [](const Text& volume) {
    const std::string small = ascii::lowered(volume.value);
    return !volume.complete || small.find("nvidia") != std::string::npos ||
           small.find("libcuda") != std::string::npos ||
           small.find("/usr/lib") != std::string::npos;
  });
}

void read_devices(const ComposeService& service, const ComposeProject& project, Service& out,
                  bool& unclear) {
  for (const Text& device : service.devices) {
    const std::string& value = device.value;
    if (!device.complete && value.empty()) unclear = true;
    if (project.replaceable(device)) unclear = true;
    if (value.starts_with("nvidia.com/")) {
      out.requests.push_back(cdi_request(device, device.around()));
    } else if (value.starts_with("/dev/nvidia")) {
      out.nodes.push_back({value.substr(0, value.find(':')), device.around()});
    } else if (value.starts_with("/dev/dxg") || value.find('=') != std::string::npos) {
      unclear = true;
    }
  }
}

/// A command's words; those of a line are taken as if it had no quotes.
void add_words(const read::ComposeCommand& command, std::vector<Text>& out) {
  for (const Text& text : command.words) {
    if (command.list) {
      out.push_back(text);
      continue;
    }
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t begin = std::min(text.value.find_first_not_of(" \n", at), text.size());
      const std::size_t end = std::min(text.value.find_first_of(" \n", begin), text.size());
      if (begin < end) out.push_back(text.slice(begin, end));
      at = end;
    }
  }
}

/// GPUs may come by annotations, by mounts that stand for them, or with everything else.
bool gives_gpus_otherwise(const ComposeService& service) {
  return service.privileged || service.tree.find("annotations") != nullptr ||
         std::any_of(service.volumes.begin(), service.volumes.end(), [](const Text& volume) {
           return !volume.complete ||
                  volume.value.find("nvidia-container-devices") != std::string::npos;
         });
}

Service service_fact(const ComposeService& service, const ComposeProject& project,
                     const Sources& sources) {
  Service out;
  out.name = service.name.value;
  out.called = "service " + out.name;
  out.span = service.name.around();
  out.file = sources[out.span ? out.span.file : project.file].path;
  out.built = service.build.has_value();
  bool unclear = !project.known || !service.gpu_known || service.privileged || service.generic_gpu;
  for (const read::DeviceRequest& request : service.requests) {
    device_request(request, sources, out);
    const read::Yaml* const driver = request.tree.find("driver");
    unclear = unclear || !request.known || (driver != nullptr && project.replaceable(driver->text));
  }
  read_devices(service, project, out, unclear);
  if (service.runtime) {
    out.runtime = service.runtime->complete ? service.runtime->value : std::string();
    out.runtime_span = service.runtime->around();
    if (out.runtime == "nvidia") {
      out.requests.push_back({.syntax = GpuSyntax::runtime, .span = out.runtime_span});
    } else if (out.runtime != "runc" || project.replaceable(*service.runtime)) {
      unclear = true;
    }
  }
  const bool asks = std::any_of(out.requests.begin(), out.requests.end(),
                                [](const GpuRequest& each) { return each.nvidia; });
  out.asks = asks ? Known::yes : unclear || !out.nodes.empty() ? Known::unknown : Known::no;
  if (mounts_driver(service)) out.nodes.clear();
  for (const read::ComposePair& pair : service.environment) {
    Text value;
    value.complete = false;
    out.environment.emplace_back(pair.name.value, pair.value.value_or(value));
    if (!pair.name.complete) out.environment_known = false;
  }
  out.environment_known = out.environment_known && service.environment_known && project.known;
  if (gives_gpus_otherwise(service)) out.environment_known = false;
  out.shared_memory = project.known ? shared_memory(service, project) : Known::unknown;
  out.command_written = service.command.written || service.entrypoint.written;
  for (const read::ComposeCommand* const command : {&service.entrypoint, &service.command})
    add_words(*command, out.command);
  out.mounts = service.mounts;
  out.cpu = may_be_for_cpu(service);
  std::tie(out.cpu_wish, out.cpu_span) = cpu_wish(service, project);
  service_edits(service, sources, out);
  return out;
}

/// Before `at` the script gives `name` a value.
bool set_in_script(std::string_view script, std::string_view name, std::string_view use) {
  const std::size_t end = script.find(use);
  const std::string_view before = script.substr(0, end);
  const auto starts_command = [&](std::size_t at) {
    const std::size_t last = before.find_last_not_of(" \t", at == 0 ? 0 : at - 1);
    return at == 0 || last == std::string_view::npos ||
           std::string_view(";&|\n({").find(before[last]) != std::string_view::npos ||
           before.substr(0, last + 1).ends_with("do") ||
           before.substr(0, last + 1).ends_with("then");
  };
  const auto whole = [&](std::size_t at, std::size_t size) {
    const bool left = at == 0 || (!ascii::alnum(before[at - 1]) && before[at - 1] != '_');
    return left && (at + size >= before.size() || !ascii::alnum(before[at + size]));
  };
  for (std::size_t at = before.find(name); at != std::string_view::npos;
       at = before.find(name, at + 1)) {
    if (!whole(at, name.size())) continue;
    const std::string_view behind = before.substr(at + name.size());
    // `X=1; ... $X`, not `X=$X command`.
    const bool ended = behind.find_first_of(";\n") != std::string_view::npos ||
                       behind.find("&&") != std::string_view::npos;
    if (behind.starts_with("=") && ended && starts_command(at)) return true;
    if (before.substr(0, at).ends_with("for ") && behind.starts_with(" in ")) return true;
  }
  return false;
}

struct Earlier {
  bool operator()(Span a, Span b) const {
    return std::tuple(a.file, a.begin, a.end) < std::tuple(b.file, b.begin, b.end);
  }
};

/// Where a use in a block of lines, whose places are not known one by one, is written: the first
/// one from `seen` on, which is where the last one of the same value ended.
Span in_block(const read::ComposeUse& use, const Sources& sources,
              std::map<Span, std::uint32_t, Earlier>& seen) {
  if (!use.value) return {};
  const std::string_view bytes = sources[use.value.file].bytes;
  std::uint32_t& from = seen.try_emplace(use.value, use.value.begin).first->second;
  const bool braces = use.written.ends_with('}');
  for (std::size_t at = bytes.find(use.written, from); at != std::string_view::npos;
       at = bytes.find(use.written, at + 1)) {
    const std::size_t end = at + use.written.size();
    const bool more = end < bytes.size() && (ascii::alnum(bytes[end]) || bytes[end] == '_');
    if ((at > 0 && bytes[at - 1] == '$') || (!braces && more)) continue;
    from = static_cast<std::uint32_t>(end);
    return {use.value.file, static_cast<std::uint32_t>(at), from};
  }
  return {};
}

}  // namespace

std::vector<Service> services(const ComposeProject& project, const Files& files,
                              const Sources& sources) {
  std::vector<Service> out;
  bool asked = false;
  for (const ComposeService& service : project.services) {
    out.push_back(service_fact(service, project, sources));
    asked = asked || out.back().asks != Known::no;
  }
  const std::vector<std::string> others = others_beside(project, files, sources);
  const bool partial =
      asked ||
      std::any_of(project.files.begin(), project.files.end(),
                  [&](FileId file) { return comments_name_gpus(sources[file].bytes); }) ||
      std::any_of(others.begin(), others.end(), names_gpus);
  const bool overlay = document::may_be_overlay(files, sources[project.file].path);
  for (Service& service : out) {
    service.partial = partial;
    if (overlay) service.environment_known = false;
    for (const std::string& other : others) {
      if (!document::has_key(other, service.name)) continue;
      if (says_any(other, {"NVIDIA_VISIBLE_DEVICES", "env_file"}))
        service.environment_known = false;
      const bool memory = says_any(other, {"shm_size", "ipc:", "/dev/shm"});
      if (memory && service.shared_memory == Known::no) service.shared_memory = Known::unknown;
    }
  }
  return out;
}

std::vector<ReplaceableDefault> replaceable_defaults(const ComposeProject& project) {
  std::vector<ReplaceableDefault> out;
  for (const read::ComposeUse& use : project.uses) {
    if (use.fallback) out.push_back({use.name, use.fallback});
  }
  return out;
}

std::vector<ServiceDollar> service_dollars(const ComposeProject& project, const Sources& sources) {
  std::vector<ServiceDollar> out;
  std::map<Span, std::uint32_t, Earlier> seen;
  for (const read::ComposeUse& use : project.uses) {
    const bool local = !use.invalid && !use.has_operator && !use.script.empty() &&
                       set_in_script(use.script, use.name, use.written);
    if (!use.invalid && !local) continue;
    ServiceDollar dollar{use.span, use.written, local ? use.name : std::string(), {}};
    if (!dollar.span) dollar.span = in_block(use, sources, seen);
    if (dollar.span) {
      dollar.edits.push_back({{dollar.span.file, dollar.span.begin, dollar.span.begin}, "$"});
      out.push_back(std::move(dollar));
    }
  }
  return out;
}

}  // namespace cudafit::facts
