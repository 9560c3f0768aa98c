#include "host/seen.h"

#include <algorithm>

namespace cudafit::host {

std::string text_of(const Machine& machine, const std::string& path) {
  Result<std::string> bytes = machine.files.read(path);
  return bytes ? std::move(*bytes) : std::string();
}

bool is_there(const Machine& machine, const std::string& path) {
  return machine.files.kind(path) != FileKind::missing;
}

bool Seen::family(std::string_view name) const {
  return std::find(os_family.begin(), os_family.end(), name) != os_family.end();
}

Seen look(const Machine& machine, Scope scope) {
  Seen seen{.machine = machine, .scope = scope};
  look_at_system(seen);
  seen.answers = ask(machine, scope, seen.wsl(), !seen.inside());
  look_at_driver(seen);
  look_at_engines(seen);
  return seen;
}

}  // namespace cudafit::host
