#pragma once
// People's own base images: as [[image]] tables declare them, or as their registry describes them.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cudafit::facts {

/// One entry of `brings`: something that is in the image on its owner's word.
struct Brought {
  enum class Kind : std::uint8_t {
    python,
    cuda,
    cudart,
    libraries,  ///< cuBLAS, cuFFT and the others of CUDA; nobody declares them by themselves
    nvcc,
    cudnn,
    nccl,
    c_compiler,
    package
  };
  Kind kind = Kind::package;
  std::string name;     ///< the key; of a package as indexes compare it: "flash-attn"
  std::string version;  ///< as written: "2.4.1+cu124"
  std::string origin;   ///< where it is written: ".cudafit.toml:13"
};

/// What the configuration of an image says, as its registry has it.
struct ImageConfiguration {
  std::vector<std::pair<std::string, std::string>> variables;  ///< all that it sets
  std::string directory;                                       ///< WORKDIR; empty: not known
};

/// One table, with everything that the tables it is like bring.
struct DeclaredImage {
  std::string name;               ///< as written
  std::string repository;         ///< the same as references are compared
  std::vector<std::string> tags;  ///< globs; empty: every tag
  std::string digest;             ///< not empty: it is the image with this digest alone
  /// The image it is like in the end; empty where only `brings` is known.
  std::string like_repository, like_tag;
  /// "corp/base is declared like nvidia/cuda:12.4.1-base-ubuntu22.04 (.cudafit.toml:12)", one for
  /// each table on the way.
  std::vector<std::string> because;
  std::vector<Brought> brings;
  /// Where the registry was asked; null: it was not.
  std::shared_ptr<const ImageConfiguration> configuration;

  /// Of several with one name the first counts.
  const Brought* brought(Brought::Kind kind) const;
};

/// Index of the first that means `repository`:`tag`; -1 when none does, or when it cannot be told.
/// Without a tag (a digest, or it is not known) only a table for every tag does, or the one of that
/// digest.
int declared_image(const std::vector<DeclaredImage>& all, std::string_view repository,
                   std::optional<std::string_view> tag, std::string_view digest = {});

}  // namespace cudafit::facts
