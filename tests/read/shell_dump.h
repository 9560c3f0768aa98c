#pragma once
// A script in one line, for tables of expectations.

#include <string>
#include <string_view>

#include "read/shell.h"

namespace cudafit::read {

inline Text script_text(std::string_view script) {
  return {script, {0, 0, static_cast<std::uint32_t>(script.size())}};
}

/// Commands separated by ` ; `, each behind one `>` per level of nesting. Words are as written,
/// assignments `NAME:=value`, redirections `{2 > file}`; then ` |` into a pipe and ` &` in the
/// background. `?` at the end: not understood.
inline std::string dump(const Script& script) {
  std::string out;
  for (const Command& command : script.commands) {
    if (!out.empty()) out += " ; ";
    std::string line(command.depth, '>');
    const auto add = [&](const std::string& part) {
      if (!line.empty() && line.back() != '>') line += ' ';
      line += part;
    };
    for (const Assignment& each : command.assignments) add(each.name + ":=" + each.value.raw.value);
    for (const Word& word : command.words) add(word.raw.value);
    for (const Redirect& each : command.redirects) {
      const std::string number = each.descriptor < 0 ? "" : std::to_string(each.descriptor) + " ";
      add("{" + number + each.op + " " + each.target.raw.value +
          (each.body.empty() ? "" : ": " + each.body.value) + "}");
    }
    if (command.piped_into_next) add("|");
    if (command.background) add("&");
    out += line;
  }
  return out + (script.understood ? "" : " ?");
}

inline std::string dump_shell(std::string_view script) {
  return dump(split_shell(script_text(script)));
}

}  // namespace cudafit::read
