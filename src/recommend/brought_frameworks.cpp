#include "recommend/brought_frameworks.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace cudafit::recommend {

namespace {

using matrix::ImageContents;

constexpr std::pair<std::string_view, std::string ImageContents::*> frameworks[] = {
    {"torch", &ImageContents::torch}, {"tensorflow", &ImageContents::tensorflow}};

/// What the stages install of it.
std::vector<const graph::Package*> asked_for(const graph::Graph& graph,
                                             const std::vector<int>& stages,
                                             std::string_view name) {
  std::vector<const graph::Package*> out;
  for (const graph::Package& package : graph.packages) {
    if (package.place != Place::image && package.name.starts_with(name) &&
        std::find(stages.begin(), stages.end(), package.at.stage) != stages.end() &&
        (package.name == name || package.name == std::string(name) + "-gpu"))
      out.push_back(&package);
  }
  return out;
}

/// "2.7.0a0+7c8ec84dab" is a 2.7.0.
bool same_release(std::string_view a, std::string_view b) {
  const auto number = [](std::string_view version) {
    return Version::parse(version.substr(0, version.find_first_not_of("0123456789.")));
  };
  const auto one = number(a), other = number(b);
  return !one || !other || *one == *other;
}

}  // namespace

bool loses_framework(const graph::Graph& graph, const std::vector<int>& stages,
                     const ImageContents& now, const ImageContents& other) {
  return std::any_of(std::begin(frameworks), std::end(frameworks), [&](const auto& framework) {
    const std::string& has = now.*framework.second;
    return !has.empty() && (other.*framework.second).empty() &&
           asked_for(graph, stages, framework.first).empty();
  });
}

bool brings_another(const graph::Graph& graph, const std::vector<int>& stages,
                    const ImageContents& image) {
  return std::any_of(std::begin(frameworks), std::end(frameworks), [&](const auto& framework) {
    const std::string& has = image.*framework.second;
    if (has.empty()) return false;
    const auto asked = asked_for(graph, stages, framework.first);
    return std::any_of(asked.begin(), asked.end(), [&](const graph::Package* package) {
      return !package->assumed && !package->version.empty() && !same_release(package->version, has);
    });
  });
}

}  // namespace cudafit::recommend
