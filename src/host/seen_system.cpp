// Which system this is, and whether it is one in a container.

#include <algorithm>

#include "host/seen.h"
#include "host/words.h"
#include "terms/ascii.h"

namespace cudafit::host {
namespace {

std::string unquoted(std::string_view value) {
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
      value.back() == value.front())
    value = value.substr(1, value.size() - 2);
  return shortened(trimmed(value));
}

void look_at_release(Seen& seen) {
  std::string text = text_of(seen.machine, "/etc/os-release");
  if (text.empty()) text = text_of(seen.machine, "/usr/lib/os-release");
  seen.system = unquoted(behind(text, "PRETTY_NAME="));
  seen.os = unquoted(behind(text, "ID="));
  seen.os_version = unquoted(behind(text, "VERSION_ID="));
  seen.os_family = {seen.os};
  const std::string like = unquoted(behind(text, "ID_LIKE="));
  for (const std::string_view name : split(like, ' ')) seen.os_family.emplace_back(name);
}

/// The signs by which the tools that make containers let one know.
Said container_of(const Machine& machine) {
  if (is_there(machine, "/.dockerenv")) return {"Docker", "/.dockerenv"};
  if (is_there(machine, "/run/.containerenv")) return {"Podman", "/run/.containerenv"};
  if (is_there(machine, "/var/run/secrets/kubernetes.io"))
    return {"Kubernetes", "/var/run/secrets/kubernetes.io"};
  if (const std::string word = machine.variable("container"); !word.empty())
    return {shortened(word), "the variable container"};
  const std::string groups = text_of(machine, "/proc/1/cgroup");
  for (const auto& [word, name] :
       {std::pair("kubepods", "Kubernetes"), std::pair("docker", "Docker"),
        std::pair("libpod", "Podman"), std::pair("lxc", "LXC")}) {
    if (groups.find(std::string("/") + word) != std::string::npos) return {name, "/proc/1/cgroup"};
  }
  return {};
}

/// "36.4.3" of "# R36 (release), REVISION: 4.3, GCID: ...".
std::string l4t_of(std::string_view text) {
  const std::string_view line = first_line(text);
  if (!line.starts_with("# R")) return "";
  std::size_t end = 3;
  while (end < line.size() && ascii::digit(line[end])) ++end;
  const std::size_t revision = line.find("REVISION:");
  if (end == 3 || revision == std::string_view::npos) return "";
  const std::string written =
      std::string(line.substr(3, end - 3)) + "." + std::string(version_in(line.substr(revision)));
  return Version::parse(written) ? written : "";
}

void look_at_wsl(Seen& seen) {
  const Machine& machine = seen.machine;
  const std::string version = ascii::lowered(text_of(machine, "/proc/version"));
  const bool named = version.find("microsoft") != std::string::npos;
  const bool libraries = machine.files.kind("/usr/lib/wsl/lib") == FileKind::directory;
  // A kernel of one's own need not have the name.
  if (!named && !(libraries && machine.node("/dev/dxg").there)) return;
  // What stands in for a kernel in WSL1 is "4.4.0-19041-Microsoft"; the real one says more.
  const bool one = named && version.find("wsl2") == std::string::npos &&
                   version.find("microsoft-standard") == std::string::npos && !libraries &&
                   !machine.node("/dev/dxg").there;
  seen.kind = one ? Kind::wsl1 : Kind::wsl2;
}

}  // namespace

void look_at_system(Seen& seen) {
  const Machine& machine = seen.machine;
  look_at_release(seen);
  seen.kernel = shortened(first_line(text_of(machine, "/proc/sys/kernel/osrelease")));
  seen.container = container_of(machine);
  seen.l4t = l4t_of(text_of(machine, "/etc/nv_tegra_release"));
  if (!seen.l4t.empty()) {
    seen.kind = Kind::jetson;
    std::string model = text_of(machine, "/proc/device-tree/model");
    std::erase(model, '\0');
    seen.board = shortened(first_line(model));
    return;
  }
  look_at_wsl(seen);
}

}  // namespace cudafit::host
