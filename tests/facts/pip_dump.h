#pragma once
// One line for each pip command of a Dockerfile.

#include <string>

#include "facts/facts.h"

namespace cudafit::facts {

inline std::string dump_environment(const Environment& environment) {
  if (!environment.known) return "@?";
  if (environment.path.empty()) return environment.conda ? "@conda" : "";
  return (environment.conda ? "@conda:" : "@") + environment.path;
}

inline std::string dump_value(const OptionValue& value) {
  return value.value.value + (value.value.complete ? "" : "...") +
         (value.from_variable ? "(var)" : "");
}

inline std::string dump_asked(const Asked& asked) {
  const read::Requirement& requirement = asked.requirement;
  using Kind = read::Requirement::Kind;
  std::string out = requirement.editable ? "-e " : "";
  out += requirement.text.value;
  if (!requirement.known) out += "...";
  if (requirement.kind != Kind::named && requirement.kind != Kind::unknown)
    out += requirement.name.empty() ? "(place)" : "(place:" + requirement.name + ")";
  if (requirement.kind == Kind::unknown) out += "(!" + requirement.name + ")";
  if (asked.listed) out += "(listed)";
  if (asked.index) out += "(from " + dump_value(*asked.index) + ")";
  if (asked.applies == Known::no) out += "(not here)";
  if (asked.applies == Known::unknown) out += "(maybe)";
  return out;
}

/// `pip3@/opt/venv torch==2.0.1 numpy | index=... extra=... | incomplete`
inline std::string dump(const PipInstall& install) {
  std::string out = install.program.empty() ? "?" : install.program;
  if (install.tool == Installer::uv && install.program != "uv") out += "(uv)";
  out += dump_environment(install.environment);
  if (!install.python.empty()) out += " py" + install.python;
  for (const Asked& asked : install.requirements) out += " " + dump_asked(asked);
  std::string more;
  const auto add = [&](const std::string& text) { more += (more.empty() ? "" : " ") + text; };
  for (const Asked& asked : install.constraints) add("-c " + dump_asked(asked));
  if (install.index) add("index=" + dump_value(*install.index));
  for (const OptionValue& each : install.extra_indexes) add("extra=" + dump_value(each));
  for (const OptionValue& each : install.find_links) add("links=" + dump_value(each));
  if (install.torch_backend) add("backend=" + dump_value(*install.torch_backend));
  if (!install.index_strategy.empty()) add("strategy=" + install.index_strategy);
  for (const std::string& each : install.no_binary) add("no-binary=" + each);
  for (const std::string& each : install.only_binary) add("only-binary=" + each);
  if (install.no_index) add("no-index");
  if (install.pre) add("pre");
  if (install.no_deps) add("no-deps");
  if (install.no_build_isolation) add("no-isolation");
  for (const std::string& each : install.unisolated) add("no-isolation=" + each);
  if (install.upgrade) add("upgrade");
  if (install.force_reinstall) add("reinstall");
  if (install.break_system_packages) add("break");
  if (install.elsewhere) add("elsewhere");
  if (install.dry_run) add("dry-run");
  if (install.certainty == Certainty::tolerated) add("tolerated");
  if (install.certainty == Certainty::possible) add("possible");
  if (!install.complete) add("incomplete");
  if (!install.options_known) add("options?");
  return more.empty() ? out : out + " | " + more;
}

inline std::string dump_installs(const Facts& facts) {
  std::string out;
  for (const PipInstall& each : facts.pip_installs) out += (out.empty() ? "" : "\n") + dump(each);
  for (const PipRemoval& each : facts.pip_removals) {
    out += out.empty() ? "" : "\n";
    out += "remove" + dump_environment(each.environment);
    for (const std::string& name : each.names) out += " " + name;
    if (!each.complete) out += " | incomplete";
  }
  return out;
}

}  // namespace cudafit::facts
