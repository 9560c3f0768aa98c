// Any bytes as a machine that `cudafit doctor` looks at. A line `@ file PATH` begins a file,
// `@ program COMMAND` what a program says, `@ node PATH` is a device.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "host/doctor.h"
#include "places.h"

namespace cudafit::fuzz {
namespace {

struct Played {
  MemoryFiles files;
  std::vector<std::pair<std::string, std::string>> programs;  ///< by the beginning of a command
  std::set<std::string> nodes;
};

void take(Played& machine, std::string_view head, std::string_view body) {
  const std::size_t blank = head.find(' ');
  if (blank == std::string_view::npos) return;
  const std::string_view kind = head.substr(0, blank);
  const std::string name(head.substr(blank + 1));
  if (kind == "file" && name.starts_with('/') && name.find('\0') == std::string::npos)
    machine.files.add(resolve_dots(name), std::string(body));
  else if (kind == "program")
    machine.programs.emplace_back(name, body);
  else if (kind == "node")
    machine.nodes.insert(name);
}

void read(Played& machine, std::string_view bytes) {
  constexpr std::string_view mark = "\n@ ";
  if (!bytes.starts_with(mark.substr(1))) return;
  bytes.remove_prefix(2);
  while (true) {
    const std::size_t end = bytes.find(mark);
    const std::string_view section = bytes.substr(0, end);
    const std::size_t line = section.find('\n');
    take(machine, section.substr(0, line),
         line == std::string_view::npos ? std::string_view() : section.substr(line + 1));
    if (end == std::string_view::npos) return;
    bytes.remove_prefix(end + mark.size());
  }
}

}  // namespace

void host(std::string_view bytes) {
  Played played;
  read(played, bytes);
  const host::Machine machine{
      .files = played.files,
      .run =
          [&](const programs::Command& command) {
            std::string line(file_name(command.program));
            for (const std::string& word : command.words) line += " " + word;
            programs::Ended out;
            for (const auto& [key, said] : played.programs) {
              if (!line.starts_with(key)) continue;
              out.started = true;
              out.status = said.starts_with('!') ? 1 : 0;
              (out.status == 0 ? out.out : out.error) = said;
              break;
            }
            return out;
          },
      .find = [&](const std::string& name) -> std::string {
        for (const auto& [key, said] : played.programs) {
          if (key.substr(0, key.find(' ')) == name) return "/usr/bin/" + name;
        }
        return "";
      },
      .node =
          [&](const std::string& path) {
            return host::Node{.there = played.nodes.contains(path), .usable = true};
          },
      .space = [](const std::string&) -> std::optional<host::Space> { return std::nullopt; },
      .variable = [](const std::string&) { return std::string(); },
      .architecture = "x86_64",
      .today = "2026-11-30"};
  const host::Report report = host::examine(machine);
  std::set<std::string_view> ids;
  for (const host::Check& each : report.checks)
    hold(ids.insert(each.id).second, "a check that is made twice");
  // Nothing a stranger wrote reaches the terminal as it is.
  for (const char c : host::report_text(report)) {
    const auto byte = static_cast<unsigned char>(c);
    hold(c == '\n' || (byte >= 0x20 && byte != 0x7f), "a control character in the report");
  }
  host::report_json(report);
  if (report.host)
    hold(report.host->driver.empty() || Version::parse(report.host->driver).has_value(),
         "a driver that is no version");
}

}  // namespace cudafit::fuzz
