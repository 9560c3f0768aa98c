#pragma once
// What is wrong with a base image besides its name: its support, its platforms, the C library or
// the system it brings.

#include <cstddef>
#include <string>
#include <vector>

#include "graph/need.h"

namespace cudafit::graph {

/// A base image that gets no updates any more; unmet ones only.
struct SupportNeed {
  Need need;
  std::size_t image = 0;  ///< index into Graph::images
  bool release = false;   ///< the release of CUDA is out of support; else its distribution
  std::string what;       ///< "CUDA 12.4.0", "ubuntu 20.04"
  std::string ended;      ///< "2024-05-31"
  bool or_earlier = false;
};

/// An image that there is not for the platform it is wanted for; unmet ones only.
struct PlatformNeed {
  Need need;
  std::size_t image = 0;     ///< index into Graph::images
  std::string architecture;  ///< "arm64"
  std::string has;           ///< "amd64"
};

/// A Python package without wheels for musl in an image of Alpine; unmet ones only.
struct MuslNeed {
  Need need;
  int image = -1;         ///< index into Graph::images
  std::string package;    ///< "torch"
  std::string pip_shows;  ///< the error text
  /// The stages on that image call what other systems lack (apk, `adduser -D`, su-exec), or
  /// exchange files with other stages.
  bool alpine_only = false;
};

/// CUDA in a Windows container; unmet ones only.
struct WindowsNeed {
  Need need;
  bool no_directx = false;  ///< Server Core or Nano Server, which get no GPU at all
};

/// An image for other boards than a declared Jetson; unmet ones only.
struct JetsonNeed {
  Need need;
  std::string gpu;                       ///< "Jetson AGX Xavier"
  bool servers = false;                  ///< made for Arm servers, not for Jetson
  std::string l4t;                       ///< the line the image is for: "36"
  std::string boards_l4t, boards_image;  ///< what the board runs: "35.4.1" and its image
  /// "JetPack 6.2": what a host is declared to run decides, not what its board could run; else
  /// empty.
  std::string system;
};

struct BaseNeeds {
  std::vector<SupportNeed> support;
  std::vector<PlatformNeed> platforms;
  std::vector<MuslNeed> musl;
  std::vector<WindowsNeed> windows;
  std::vector<JetsonNeed> jetson;
};

}  // namespace cudafit::graph
