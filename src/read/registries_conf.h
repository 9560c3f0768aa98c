#pragma once
// containers-registries.conf, version 2, as Podman, Buildah and CRI-O read it. It is the machine's,
// and not ours to check: what is not understood is left out.

#include <string>
#include <string_view>
#include <vector>

namespace cudafit::read {

struct RegistriesConf {
  struct Mirror {
    std::string location;
    bool insecure = false;
    std::string pulls;  ///< "all", "digest-only", "tag-only"; empty: not said
  };
  struct Registry {
    std::string prefix;    ///< "docker.io/library", "*.corp"
    std::string location;  ///< what stands for the prefix; empty: itself
    bool insecure = false, blocked = false, mirrors_by_digest_only = false;
    std::vector<Mirror> mirrors{};
  };
  std::vector<Registry> registries;
  std::string error;  ///< why nothing of it can be used; else empty
};

RegistriesConf parse_registries_conf(std::string_view bytes);

}  // namespace cudafit::read
