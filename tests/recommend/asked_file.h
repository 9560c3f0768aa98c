#pragma once
// What is recommended for a Dockerfile, and the Dockerfile with it.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "project/workshop.h"
#include "recommend/recommend.h"

namespace cudafit::test {

struct Asked {
  std::string dockerfile;
  std::vector<facts::Host> hosts = {};
  std::string platform = {};
};

struct Answer {
  advise::Recommendation recommendation;
  std::string rewritten;  ///< the Dockerfile after the first offers
  Report after;

  const advise::StageAdvice& stage(std::size_t index) const {
    return recommendation.stages.at(index);
  }
  /// "use X", "keep X", "check X", best first.
  std::vector<std::string> offers(std::size_t index) const {
    std::vector<std::string> out;
    for (const advise::Offer& each : stage(index).offers) {
      out.push_back((each.present ? "keep " : each.sure ? "use " : "check ") + each.image.name);
    }
    return out;
  }
};

inline constexpr const char* path = "/project/Dockerfile";

inline project::FileSettings settings_of(const Asked& asked) {
  project::FileSettings out;
  out.path = path;
  out.root = "/project";
  Build build{"", path, {}, "/project", "/project"};
  build.hosts = asked.hosts;
  build.options.platform = asked.platform;
  out.builds.push_back(std::move(build));
  return out;
}

inline Answer ask(const Asked& asked) {
  MemoryFiles files;
  files.add(path, asked.dockerfile);
  const project::FileSettings settings = settings_of(asked);
  project::Workbench bench(files, settings);
  Answer out{recommend::recommend(bench.workshop()), asked.dockerfile, {}};
  for (const advise::Rewritten& file : out.recommendation.files) {
    if (file.path == path) out.rewritten = file.after;
  }
  MemoryFiles written;
  written.add(path, out.rewritten);
  out.after = analyze(written, settings.builds.front(), settings.wanted);
  return out;
}

inline facts::Host host(const std::string& driver, const std::string& gpu) {
  facts::Host out;
  out.driver = driver;
  if (!gpu.empty()) out.gpus.push_back({gpu, {}});
  out.origin = "--driver";
  return out;
}

inline bool any_with(const std::vector<std::string>& texts, std::string_view word) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& each) { return each.find(word) != std::string::npos; });
}

}  // namespace cudafit::test
