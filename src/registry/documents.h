#pragma once
// What registries hold of an image besides its layers: manifests, lists of them, configurations.
// Of the OCI's and of Docker's schema 2. They come from strangers, so each part is checked.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/json.h"

namespace cudafit::registry {

/// A member that is a string; empty where there is none.
std::string text(const read::JsonValue& value, std::string_view key);

/// Points to something else in the same repository.
struct Descriptor {
  std::string digest;      ///< "sha256:...", always well-formed
  std::uint64_t size = 0;  ///< in bytes
  std::string platform;    ///< "linux/amd64", "linux/arm/v7"; empty where none is said
};

struct Manifest {
  bool list = false;              ///< of one manifest for each platform, which are `parts`
  std::vector<Descriptor> parts;  ///< else the layers
  Descriptor config;              ///< not of a list
};

/// A step by which an image was made.
struct Step {
  std::string text;    ///< as builders note it: "RUN /bin/sh -c make # buildkit"
  bool empty = false;  ///< it made no layer: ENV, LABEL, CMD
};

struct Configuration {
  std::string platform;  ///< "linux/amd64"
  std::string created;   ///< as written
  std::string directory;
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<Step> history;  ///< oldest first; may not tell all
  std::size_t layers = 0;
};

/// What is asked for in an Accept header: exactly what can be read here.
extern const std::string_view manifest_types;

/// Nothing where it is none that can be used.
std::optional<Manifest> parse_manifest(std::string_view json);
std::optional<Configuration> parse_configuration(std::string_view json);
/// The codes of an error document: "MANIFEST_UNKNOWN".
std::vector<std::string> parse_errors(std::string_view json);
/// The tags of a repository.
std::optional<std::vector<std::string>> parse_tags(std::string_view json);
/// Of an answer of a token server; empty without one that could be sent.
std::string parse_token(std::string_view json);

/// "sha256:" and 64 hexadecimal digits.
bool good_digest(std::string_view text);
std::string digest_of(std::string_view bytes);
/// The bytes have this digest.
bool fits_digest(std::string_view bytes, std::string_view digest);

}  // namespace cudafit::registry
