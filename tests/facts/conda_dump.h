#pragma once
// One line for the conda commands of a Dockerfile.

#include <string>

#include "gathered.h"

namespace cudafit::facts {

/// channel::name version (exact) build
inline std::string spec_line(const CondaSpec& spec) {
  std::string out = spec.channel.empty() ? "" : spec.channel + "::";
  out += spec.name.empty() ? "?" : spec.name;
  if (!spec.version.empty()) out += (spec.exact ? "==" : " ") + spec.version;
  if (!spec.build.empty()) out += "(" + spec.build + ")";
  if (!spec.known) out += "?";
  if (!spec.version_known) out += "=?";
  return out;
}

/// The base environment is not shown.
inline std::string conda_lines(const Facts& facts) {
  Line out("; ");
  for (const CondaInstall& install : facts.conda_installs) {
    Line line;
    line.add_if(install.creates, "create");
    for (const CondaSpec& spec : install.specs) line.add(spec_line(spec));
    for (const OptionValue& channel : install.channels) line.add("-c " + channel.value.value);
    line.add_if(install.override_channels, "only");
    line.add_if(!install.prioritized, "no-priority");
    line.add_if(!install.solves, "exactly");
    line.add_if(!install.channels_known, "channels?");
    line.add_if(!install.complete, "more");
    const Environment& environment = install.environment;
    line.add_if(environment.known && !environment.path.empty(), "in " + environment.path);
    line.add_if(!environment.known, "in ?");
    line.add_if(!install.distribution.empty(), "by " + install.distribution);
    if (install.certainty != Certainty::certain) line.add(words_of(install.certainty));
    out.add(line.take());
  }
  return out.take();
}

inline std::string conda_lines(const Gathered& all) { return conda_lines(all.facts); }

}  // namespace cudafit::facts
