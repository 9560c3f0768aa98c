#include "registry/image_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "analyze.h"
#include "graph/graph.h"
#include "matrix/matrix.h"
#include "registry/history.h"
#include "source/files.h"
#include "terms/version.h"

namespace cudafit::registry {
namespace {

using facts::Brought;

/// The variables of a configuration. Who builds on an image inherits them with what they stand for.
class Variables {
 public:
  explicit Variables(const Configuration& configuration) : all_(configuration.environment) {}

  std::string_view value(std::string_view name) const {
    const auto found = std::find_if(all_.begin(), all_.end(),
                                    [&](const auto& each) { return each.first == name; });
    return found == all_.end() ? std::string_view() : std::string_view(found->second);
  }

  /// Without what packagers write behind it: 12.4.127 of "12.4.127-1".
  Version version(std::string_view name) const {
    const std::string_view text = value(name);
    return Version::parse(text.substr(0, text.find_first_of("-+"))).value_or(Version{});
  }

 private:
  const std::vector<std::pair<std::string, std::string>>& all_;
};

bool same_release(const Version& a, const Version& b) {
  return a.parts >= 2 && b.parts >= 2 && a.major() == b.major() && a.minor() == b.minor();
}

bool contains(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

/// NVIDIA's Dockerfiles name what they install by such variables; the rest of what they do is the
/// same in all.
bool of_nvidia(std::string_view variable) { return variable.starts_with("NV_"); }
bool step_of_nvidia(std::string_view step) {
  return contains(step, {"NV_", "NGC-DL-CONTAINER-LICENSE", "nvidia_entrypoint", "entrypoint.d",
                         "echo \"/usr/local/nvidia/lib"});
}

bool of_python(std::string_view variable) { return variable.starts_with("PYTHON_"); }
bool step_of_python(std::string_view step) { return contains(step, {"PYTHON_", "idle3"}); }

class Describing {
 public:
  Describing(const Configuration& configuration, std::string origin)
      : configuration_(configuration), has_(configuration), origin_(std::move(origin)) {}

  std::vector<Brought> run() {
    keep(cuda(), later_steps(configuration_, of_nvidia, step_of_nvidia));
    keep(python(), later_steps(configuration_, of_python, step_of_python));
    return std::move(out_);
  }

 private:
  void put(Brought::Kind kind, std::string_view name, const Version& version,
           std::string_view because, std::vector<Brought>& into) {
    if (!version) return;
    into.push_back({kind, std::string(name), version.text(),
                    fmt::format("{}={}, {}", because, has_.value(because), origin_)});
  }

  /// NVIDIA's Dockerfiles set a variable for each thing that they install. CUDA_VERSION alone is
  /// what many set, and one that contradicts the others was set by somebody else.
  std::vector<Brought> cuda() {
    std::vector<Brought> out;
    const Version cuda = has_.version("CUDA_VERSION");
    if (!same_release(cuda, has_.version("NV_CUDA_CUDART_VERSION"))) return out;
    put(Brought::Kind::cuda, "cuda", cuda, "CUDA_VERSION", out);
    if (same_release(cuda, has_.version("NV_CUDA_LIB_VERSION")))
      put(Brought::Kind::libraries, "CUDA's libraries", cuda, "NV_CUDA_LIB_VERSION", out);
    if (same_release(cuda, has_.version("NV_CUDA_CUDART_DEV_VERSION")) &&
        !contains(has_.value("PATH"), {"cuda-"}))
      put(Brought::Kind::nvcc, "nvcc", cuda, "NV_CUDA_CUDART_DEV_VERSION", out);
    put(Brought::Kind::cudnn, "cudnn", has_.version("NV_CUDNN_VERSION"), "NV_CUDNN_VERSION", out);
    put(Brought::Kind::nccl, "nccl", has_.version("NV_LIBNCCL_PACKAGE_VERSION"),
        "NV_LIBNCCL_PACKAGE_VERSION", out);
    return out;
  }

  /// The official images of Python set where it comes from, too, and put it first. PYTHON_VERSION
  /// alone is what people choose an interpreter by.
  std::vector<Brought> python() {
    std::vector<Brought> out;
    const Version python = has_.version("PYTHON_VERSION");
    const bool official = !has_.value("PYTHON_SHA256").empty() || !has_.value("GPG_KEY").empty();
    if (python.parts == 3 && official && has_.value("PATH").starts_with("/usr/local/bin:"))
      put(Brought::Kind::python, "python", python, "PYTHON_VERSION", out);
    return out;
  }

  /// What is still as it was behind the steps that came later, by the same analysis that a
  /// Dockerfile gets.
  void keep(std::vector<Brought> brings, const std::optional<std::string>& later) {
    if (brings.empty() || !later) return;
    MemoryFiles files;
    files.add("Dockerfile", *later);
    Build build{.name = {}, .dockerfile = "Dockerfile", .options = {}, .context = {}};
    facts::DeclaredImage base;
    base.repository = "base";
    base.brings = brings;
    build.images = {base};
    graph::Graph graph;
    const Report report = analyze(files, build, {}, &graph);
    if (graph.facts.stages.size() != 1) return;
    const facts::Position end = facts::end_of(0);
    if (graph.opaque_between(facts::start_of(0), end, true) != nullptr) return;
    for (Brought& said : brings) {
      const graph::Presence* const there = presence(graph, said.kind, end);
      const auto version = Version::parse(said.version);
      const bool same = there != nullptr && there->present == Known::yes && version &&
                        there->version == *version && there->since.stage < 0;
      if (same) out_.push_back(std::move(said));
    }
  }

  static const graph::Presence* presence(const graph::Graph& graph, Brought::Kind kind,
                                         facts::Position at) {
    using graph::Thing;
    switch (kind) {
      case Brought::Kind::cuda:
        return &graph.at(Thing::cuda_runtime, at);
      case Brought::Kind::libraries:
        return &graph.at(Thing::cuda_libraries, at);
      case Brought::Kind::nvcc:
        return &graph.at(Thing::nvcc, at);
      case Brought::Kind::cudnn:
        return &graph.at(Thing::cudnn, at);
      case Brought::Kind::nccl:
        return &graph.at(Thing::nccl, at);
      case Brought::Kind::python:
        return &graph.at("python3", at);
      case Brought::Kind::cudart:
      case Brought::Kind::c_compiler:
      case Brought::Kind::package:
        break;
    }
    return nullptr;
  }

  const Configuration& configuration_;
  Variables has_;
  std::string origin_;
  std::vector<Brought> out_;
};

}  // namespace

std::optional<facts::RegistryAnswer> existence(const Asked& asked, const Answer& answer,
                                               const std::string& day) {
  if (answer.state == Answer::State::unknown) return std::nullopt;
  facts::RegistryAnswer out;
  out.repository = matrix::canonical_repository(asked.image.repository());
  out.tag = asked.image.tag.empty() ? "latest" : asked.image.tag;
  out.digest = asked.image.digest;
  out.there = answer.state == Answer::State::there;
  out.registry = answer.registry;
  out.day = day;
  out.platforms = answer.platforms;
  out.tags = answer.tags;
  return out;
}

std::optional<facts::DeclaredImage> described(const Asked& asked, const Answer& answer,
                                              const std::string& day) {
  if (!answer.configuration) return std::nullopt;
  facts::DeclaredImage out;
  out.name = asked.image.text();
  out.repository = matrix::canonical_repository(asked.image.repository());
  if (asked.image.digest.empty()) {
    out.tags = {asked.image.tag};
  } else {
    out.digest = asked.image.digest;
  }
  out.because = {fmt::format("so {} describes {} ({})", answer.registry, asked.image.text(), day)};
  out.brings = Describing(*answer.configuration, answer.registry + ", " + day).run();
  facts::ImageConfiguration configuration{answer.configuration->environment,
                                          answer.configuration->directory};
  out.configuration = std::make_shared<const facts::ImageConfiguration>(std::move(configuration));
  return out;
}

std::string size_words(std::uint64_t bytes) {
  if (bytes == 0) return {};
  const double megabytes = static_cast<double>(bytes) / 1e6;
  if (megabytes < 1) return "under 1 MB";
  return megabytes < 999.5 ? fmt::format("{:.0f} MB", megabytes)
                           : fmt::format("{:.1f} GB", megabytes / 1000);
}

}  // namespace cudafit::registry
