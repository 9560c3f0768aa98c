#include "advise/conda_edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace cudafit::advise {

namespace {

using graph::CondaBuildNeed;
using Kind = CondaBuildNeed::Kind;

/// `12.1` in the spelling of the specification it replaces: `name=12.1`, `name==12.1`.
std::string spelled(const facts::CondaSpec& spec, std::string_view name, const Version& version) {
  const std::string_view written = spec.text.value;
  const std::size_t equals = written.find('=');
  const bool twice = equals != std::string_view::npos && written.substr(equals).starts_with("==");
  const bool patch = version.parts > 2;
  return fmt::format("{}{}{}", name, twice && patch ? "==" : "=", version.text());
}

Fix fix_of(std::string title, Safety safety, std::vector<Edit> edits) {
  if (edits.empty()) safety = Safety::shown;
  return {std::move(title), safety, std::move(edits)};
}

}  // namespace

std::vector<Edit> add_channels(const facts::CondaInstall& install,
                               const std::vector<std::string_view>& channels) {
  std::string text;
  for (const std::string_view channel : channels) {
    if (!channel.empty()) text.append(install.channel_glue).append(channel);
  }
  const auto last = std::find_if(install.channels.rbegin(), install.channels.rend(),
                                 [](const auto& each) { return static_cast<bool>(each.span); });
  if (last == install.channels.rend() || install.channel_glue.empty() || text.empty()) return {};
  return {{{last->span.file, last->span.end, last->span.end}, text}};
}

std::vector<Edit> respecify(const facts::CondaInstall& install, std::size_t spec,
                            std::string_view written,
                            const std::vector<std::string_view>& channels) {
  const Span place = install.specs[spec].text.span();
  if (!place) return {};
  std::vector<Edit> out{{place, std::string(written)}};
  const bool wanted =
      std::any_of(channels.begin(), channels.end(), [](auto each) { return !each.empty(); });
  if (!wanted) return out;
  std::vector<Edit> more = add_channels(install, channels);
  if (more.empty() || more.front().span.file != place.file) return {};
  out.insert(out.end(), more.begin(), more.end());
  std::sort(out.begin(), out.end(),
            [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
  return out;
}

std::vector<Fix> conda_builds(const graph::Graph& graph, const CondaBuildNeed& need) {
  const facts::CondaInstall& install = graph.facts.conda_installs[need.install];
  const facts::CondaSpec& spec = install.specs[need.spec];
  std::vector<Fix> out;
  if (!need.channel.empty()) {
    out.push_back(
        fix_of(fmt::format("add the channel {}", need.channel),
               need.only_channel && !need.need.weak ? Safety::safe : Safety::suggested,
               spec.channel.empty() ? add_channels(install, {need.channel}) : std::vector<Edit>{}));
    return out;
  }
  if (need.kind == Kind::absent && need.ended) {
    out.push_back({fmt::format("use {}={}, or what took its place", spec.name,
                               need.instead.empty() ? "*" : need.instead.back().text()),
                   Safety::shown,
                   {}});
    return out;
  }
  if (need.kind == Kind::absent) {
    for (const Version& version : need.instead) {
      const std::string written = spelled(spec, spec.name, version);
      out.push_back(fix_of(
          "use " + written, Safety::suggested,
          spec.channel.empty() ? respecify(install, need.spec, written, {}) : std::vector<Edit>{}));
    }
    return out;
  }
  // Of torch: the asked CUDA first where there is one, then those next to it.
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < need.instead.size(); ++i) order.push_back(i);
  const auto distance = [&](std::size_t i) {
    const Version& cuda = need.instead[i];
    const bool lower = cuda < need.cuda;
    return std::tuple(!cuda.same_line(need.cuda), cuda.major() != need.cuda.major(), lower,
                      lower ? need.instead.size() - i : i);
  };
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return distance(a) < distance(b); });
  constexpr std::size_t most = 3;
  for (const std::size_t i : order) {
    if (out.size() == most) break;
    const std::string written = spelled(spec, need.selector, need.instead[i]);
    out.push_back(fix_of("use " + written, Safety::suggested,
                         respecify(install, need.spec, written, {need.missing[i]})));
  }
  return out;
}

}  // namespace cudafit::advise
