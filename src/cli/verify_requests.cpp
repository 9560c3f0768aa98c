// From files to the images that are tried out.

#include <algorithm>
#include <optional>
#include <utility>

#include "analyze.h"
#include "cli/verify.h"
#include "document/run_lines.h"
#include "project/workshop.h"
#include "recommend/recommend.h"

namespace cudafit::cli {
namespace {

/// What packages of the stage open of the image's own libraries.
std::vector<verify::LibraryWish> wishes_of(const graph::Graph& graph, std::size_t stage,
                                           const std::optional<matrix::ImageContents>& image) {
  std::vector<verify::LibraryWish> out;
  if (!image || image->weak) return out;
  const auto add = [&](const std::string& name, const std::string& who) {
    const bool known = std::any_of(
        out.begin(), out.end(), [&](const verify::LibraryWish& each) { return each.name == name; });
    if (!known) out.push_back({name, who});
  };
  for (const graph::LibraryNeed& need : graph.libraries) {
    if (need.need.stage != static_cast<int>(stage)) continue;
    // What the image does not bring may be installed over it, anywhere.
    if (need.cudnn_major != 0 && image->cudnn == Known::yes &&
        image->cudnn_major == need.cudnn_major)
      add("libcudnn.so." + std::to_string(need.cudnn_major), need.need.subject);
    if (need.cuda_major != 0 && image->cuda_libraries == Known::yes &&
        image->cuda.major() == need.cuda_major)
      add("libcublas.so." + std::to_string(need.cuda_major), need.need.subject);
  }
  return out;
}

verify::ProjectBuild project_build(const Files& files, const Build& build) {
  verify::ProjectBuild out;
  out.dockerfile = files.real(build.dockerfile);
  out.context = build.context.empty() ? parent_path(out.dockerfile) : files.real(build.context);
  out.target = build.options.target;
  out.platform = build.options.platform;
  for (const auto& [name, value] : build.options.args) out.args.push_back(name + "=" + value);
  return out;
}

std::string about(const project::FileSettings& settings, const Build& build,
                  const std::string& stage) {
  return settings.path + (build.name.empty() ? "" : ", " + build.name) + ", stage " + stage;
}

/// From a recommendation for one build of a file.
std::vector<verify::Request> of_stages(const Files& files, const project::FileSettings& settings,
                                       const Build& build,
                                       const advise::Recommendation& recommended) {
  graph::Graph graph;
  analyze(files, build, settings.wanted, &graph);
  std::vector<verify::Request> out;
  for (const advise::StageAdvice& stage : recommended.stages) {
    if (!stage.product) continue;
    const bool offered = !stage.offers.empty();
    verify::Request request;
    request.image = offered ? stage.offers.front().image.name : stage.now.name;
    if (request.image.empty()) continue;
    request.about = about(settings, build, stage.label);
    request.wishes = wishes_of(graph, stage.stage, verify::expect(request.image, {}).contents);
    const bool known = std::any_of(out.begin(), out.end(), [&](const verify::Request& each) {
      return each.image == request.image;
    });
    if (!known) out.push_back(std::move(request));
  }
  return out;
}

}  // namespace

std::vector<verify::Request> requests_for(const Files& files, const project::FileSettings& settings,
                                          const VerifyOptions& options) {
  std::vector<verify::Request> out;
  for (std::size_t i = 0; i < settings.builds.size(); ++i) {
    const Build& build = settings.builds[i];
    if (options.build) {
      // A Dockerfile inside a Compose file has no file to be built from.
      if (!build.inline_of.empty() || build.dockerfile == build.compose) continue;
      verify::Request request;
      request.build = project_build(files, build);
      request.about = settings.path + (build.name.empty() ? "" : ", " + build.name);
      out.push_back(std::move(request));
      continue;
    }
    project::FileSettings turned = settings;
    std::rotate(turned.builds.begin(), turned.builds.begin() + static_cast<std::ptrdiff_t>(i),
                turned.builds.end());
    project::Workbench bench(files, turned);
    for (verify::Request& each :
         of_stages(files, settings, build, recommend::recommend(bench.workshop()))) {
      const bool known = std::any_of(out.begin(), out.end(), [&](const verify::Request& other) {
        return other.image == each.image;
      });
      if (!known) out.push_back(std::move(each));
    }
  }
  return out;
}

}  // namespace cudafit::cli
