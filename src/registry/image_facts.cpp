#include "registry/image_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "matrix/matrix.h"
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

class Describing {
 public:
  Describing(const Configuration& configuration, std::string origin)
      : has_(configuration), origin_(std::move(origin)) {}

  std::vector<Brought> run() {
    cuda();
    python();
    return std::move(out_);
  }

 private:
  void put(Brought::Kind kind, std::string_view name, const Version& version,
           std::string_view because) {
    if (!version) return;
    out_.push_back({kind, std::string(name), version.text(),
                    fmt::format("{}={}, {}", because, has_.value(because), origin_)});
  }

  /// NVIDIA's Dockerfiles set a variable for each thing that they install. CUDA_VERSION alone is
  /// what many set, and one that contradicts the others was set by somebody else.
  void cuda() {
    const Version cuda = has_.version("CUDA_VERSION");
    if (!same_release(cuda, has_.version("NV_CUDA_CUDART_VERSION"))) return;
    put(Brought::Kind::cuda, "cuda", cuda, "CUDA_VERSION");
    if (same_release(cuda, has_.version("NV_CUDA_LIB_VERSION")))
      put(Brought::Kind::libraries, "CUDA's libraries", cuda, "NV_CUDA_LIB_VERSION");
    if (same_release(cuda, has_.version("NV_CUDA_CUDART_DEV_VERSION")))
      put(Brought::Kind::nvcc, "nvcc", cuda, "NV_CUDA_CUDART_DEV_VERSION");
    put(Brought::Kind::cudnn, "cudnn", has_.version("NV_CUDNN_VERSION"), "NV_CUDNN_VERSION");
    put(Brought::Kind::nccl, "nccl", has_.version("NV_LIBNCCL_PACKAGE_VERSION"),
        "NV_LIBNCCL_PACKAGE_VERSION");
  }

  /// The official images of Python set where it comes from, too, and put it first. PYTHON_VERSION
  /// alone is what people choose an interpreter by.
  void python() {
    const Version python = has_.version("PYTHON_VERSION");
    const bool official = !has_.value("PYTHON_SHA256").empty() || !has_.value("GPG_KEY").empty();
    if (python.parts == 3 && official && has_.value("PATH").starts_with("/usr/local/bin:"))
      put(Brought::Kind::python, "python", python, "PYTHON_VERSION");
  }

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
