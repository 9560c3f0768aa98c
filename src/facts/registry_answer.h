#pragma once
// Whether a registry has an image, and for which platforms.

#include <string>
#include <string_view>
#include <vector>

namespace cudafit::facts {

struct RegistryAnswer {
  std::string repository;  ///< as references are compared
  std::string tag;
  std::string digest;    ///< asked for by it; empty: by the tag
  bool there = false;    ///< false: the registry has no such tag or digest in this repository
  std::string registry;  ///< whose word it is: "registry.example"
  std::string day;       ///< when it said so: "2026-11-30"
  /// "linux/amd64": all that there is an image for; empty: it is not a list of several.
  std::vector<std::string> platforms;
  std::vector<std::string> tags;  ///< of a missing one: those that there are
};

/// Null without one.
const RegistryAnswer* registry_answer(const std::vector<RegistryAnswer>& all,
                                      std::string_view repository, std::string_view tag,
                                      std::string_view digest);

/// A build for "linux/arm64" takes one of the list: of its own architecture, or of the older one
/// that its processors run.
bool serves_platform(const RegistryAnswer& answer, std::string_view platform);

}  // namespace cudafit::facts
