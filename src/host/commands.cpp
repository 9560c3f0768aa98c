#include "host/commands.h"

#include <algorithm>

#include "terms/ascii.h"

namespace cudafit::host {
namespace {

std::string install(const Seen& seen, const std::string& package) {
  if (seen.family("debian") || seen.family("ubuntu"))
    return "sudo apt-get update && sudo apt-get install -y " + package;
  if (seen.family("fedora") || seen.family("rhel")) return "sudo dnf install -y " + package;
  if (seen.family("suse") || seen.family("opensuse")) return "sudo zypper install -y " + package;
  return "install or update " + package;
}

std::string install_driver(const Seen& seen) {
  if (seen.wsl()) return "update NVIDIA's driver in Windows";
  if (seen.os == "ubuntu") return "sudo ubuntu-drivers install && sudo reboot";
  return "install a driver as https://docs.nvidia.com/datacenter/tesla/driver-installation-guide/ "
         "says for this system";
}

std::string install_headers(const Seen& seen) {
  if (seen.family("debian") || seen.family("ubuntu"))
    return install(seen, "linux-headers-$(uname -r)");
  if (seen.family("fedora") || seen.family("rhel"))
    return install(seen, "kernel-devel-$(uname -r)");
  return "install the headers of kernel " + seen.kernel;
}

std::string initramfs(const Seen& seen) {
  if (seen.family("debian") || seen.family("ubuntu")) return "sudo update-initramfs -u";
  return "sudo dracut --force";
}

std::string docker_service(const Seen& seen, const std::string& verb) {
  const Docker& docker = seen.docker;
  if (docker.desktop) return verb + " Docker Desktop";
  if (docker.snap) return "sudo snap " + verb + " docker";
  if (docker.rootless) return "systemctl --user " + verb + " docker";
  // Under WSL2 it depends on the distribution's settings whether systemd runs.
  if (seen.wsl() && !is_there(seen.machine, "/run/systemd/system"))
    return "sudo service docker " + verb;
  return "sudo systemctl " + verb + " docker";
}

std::string value(const std::string& field, const Seen& seen, const Fields& fields) {
  if (const auto given = fields.find(field); given != fields.end()) return given->second;
  const std::size_t blank = field.find(' ');
  const std::string verb = field.substr(0, blank);
  const std::string what = blank == std::string::npos ? "" : field.substr(blank + 1);
  if (field == "install driver") return install_driver(seen);
  if (field == "install headers") return install_headers(seen);
  if (field == "update initramfs") return initramfs(seen);
  if (verb == "install") return install(seen, what);
  if (what == "docker") return docker_service(seen, verb);
  if (field == "daemon.json") return seen.docker.config;
  return field;
}

}  // namespace

std::string filled(std::string_view command, const Seen& seen, const Fields& fields) {
  std::string out;
  while (!command.empty()) {
    const std::size_t open = command.find('{');
    const std::size_t close = command.find('}', open);
    out += command.substr(0, open);
    if (open == std::string_view::npos || close == std::string_view::npos) return out;
    out += value(std::string(command.substr(open + 1, close - open - 1)), seen, fields);
    command.remove_prefix(close + 1);
  }
  return out;
}

std::string shell_word(std::string_view text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return ascii::alnum(c) || std::string_view("/._-+:@,=").find(c) != std::string_view::npos;
  });
  if (plain) return std::string(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace cudafit::host
