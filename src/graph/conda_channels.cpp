#include "graph/conda_channels.h"

#include <algorithm>
#include <array>

#include "graph/build.h"
#include "matrix/conda_torch.h"

namespace cudafit::graph {

namespace {

using facts::CondaInstall;
using facts::CondaSpec;

/// A home directory, or one that holds conda's configuration.
bool configures(std::string_view directory, std::string_view home) {
  while (directory.size() > 1 && directory.ends_with('/')) directory.remove_suffix(1);
  if (directory.empty() || directory == "/" || directory == "/root" || directory == home)
    return true;
  constexpr std::string_view homes = "/home/";
  if (directory.starts_with(homes) && directory.find('/', homes.size()) == directory.npos)
    return true;
  return directory == "/home" || directory == "/etc" || directory.find("conda") != directory.npos;
}

/// The name of a directory, a pattern or a hidden file rather than of a file that is seen to be
/// something else.
bool may_hold_condarc(std::string_view source) {
  while (source.ends_with('/')) source.remove_suffix(1);
  const std::string_view name = source.substr(source.rfind('/') + 1);
  return name.find_first_of("*?[") != name.npos || name.starts_with('.') ||
         name.find('.') == name.npos;
}

/// Variables that change where conda looks.
bool configured_by_variable(const Graph& graph, facts::Position at) {
  static constexpr std::array<std::string_view, 7> names{
      "CONDA_CHANNELS", "CONDA_DEFAULT_CHANNELS", "CONDA_CHANNEL_ALIAS", "CONDARC",
      "MAMBARC",        "CONDA_CHANNEL_PRIORITY", "MAMBA_CHANNELS"};
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return graph.facts.variable(at, name).setting != nullptr;
  });
}

/// The image that the stage starts from, as the matrix calls it; empty when not known.
std::string base_repository(const Graph& graph, int stage) {
  const auto root = static_cast<int>(graph.facts.stages[static_cast<std::size_t>(stage)].root);
  for (const facts::Fact& fact : graph.facts.facts) {
    if (fact.what == Component::image && fact.base && fact.stage == root)
      return fact.known && !fact.placeholder ? matrix::canonical_repository(fact.key)
                                             : std::string();
  }
  return {};
}

}  // namespace

bool perhaps_configured(const Graph& graph, facts::Position at) {
  if (configured_by_variable(graph, at)) return true;
  const facts::VariableAnswer variable = graph.facts.variable(at, "HOME");
  const Text* const value = variable.value();
  const std::string home = value == nullptr ? std::string("/root") : value->value;
  const auto configured = [&](const auto& copied) {
    bool below = false;
    for (int stage = at.stage; stage >= 0 && !below;
         stage = graph.facts.stages[static_cast<std::size_t>(stage)].parent)
      below = copied.at.stage == stage;
    if (!below || (copied.at.stage == at.stage && copied.at > at)) return false;
    return configures(copied.destination, home) &&
           (copied.sources.empty() ||
            std::any_of(copied.sources.begin(), copied.sources.end(), may_hold_condarc));
  };
  return std::any_of(graph.facts.context_copies.begin(), graph.facts.context_copies.end(),
                     configured);
}

CondaChannels conda_channels(const Graph& graph, const CondaInstall& install) {
  CondaChannels out;
  out.complete = install.channels_known && !perhaps_configured(graph, install.at);
  out.prioritized = install.prioritized && install.channels_known &&
                    graph.facts.variable(install.at, "CONDA_CHANNEL_PRIORITY").setting == nullptr;
  for (const facts::OptionValue& channel : install.channels) {
    out.all.push_back(
        {channel.value.complete ? matrix::conda_channel(channel.value.value) : std::string_view(),
         static_cast<bool>(channel.span)});
  }
  if (install.override_channels) return out;
  // What micromamba looks in by itself depends on how it was installed.
  if (install.tool == facts::Installer::micromamba) out.complete = false;
  if (!out.complete || !install.distribution.empty()) return out;
  // The conda of the image: its own channels come last.
  const auto image = matrix::conda_image(base_repository(graph, install.at.stage));
  if (!image) {
    out.complete = false;
    return out;
  }
  for (const std::string_view channel : image->channels) {
    out.all.push_back({channel, false});
    out.because.push_back(
        says("conda of this image looks in " + std::string(channel) + " too", image->source));
  }
  return out;
}

CondaOrigin conda_origin(const CondaChannels& channels, const CondaSpec& spec) {
  if (!spec.channel.empty()) return {matrix::conda_channel(spec.channel), false};
  if (!channels.prioritized) return {};
  CondaOrigin out;
  for (const CondaChannels::One& one : channels.all) {
    if (one.name.empty()) return {};
    const matrix::CondaAbsence answer = matrix::conda_has(spec.name, one.name, Version{});
    if (answer.present != Known::no) {
      out.channel = one.name;
      return out;
    }
    out.weak = out.weak || answer.weak;
  }
  return {};
}

Version conda_pin(const CondaSpec& spec) {
  if (!spec.known || !spec.version_known) return {};
  std::string_view written = spec.version;
  while (written.starts_with('=')) written.remove_prefix(1);
  if (written.ends_with(".*")) written.remove_suffix(2);
  if (written.ends_with('*')) written.remove_suffix(1);
  return Version::parse(written).value_or(Version{});
}

}  // namespace cudafit::graph
