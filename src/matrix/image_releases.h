#pragma once
// Images by tag, with the versions they hold: those of NGC by month, of TensorFlow, of PyTorch, of
// Jetson. What contents.h and the tables of tags say is put together with what only image-release
// knows (drivers, sizes, TensorRT). What a person can be shown; rules ask contents().

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// One image. Empty members are not known.
struct ImageRelease {
  std::string repository;  ///< canonical
  std::string tag;
  Existence existence = Existence::unknown;  ///< where its repository has a table of tags
  std::string month;                         ///< of images named by their month: "2024-04"
  Version cuda;                              ///< "12.4.1", "12.4"
  std::string_view cuda_build;               ///< the same with more digits: "12.4.1.003"
  Version cudnn;
  unsigned cudnn_major = 0;
  Version nccl;
  Version python;
  std::string_view os, os_release;  ///< "ubuntu", "22.04"
  std::string torch, tensorflow;    ///< "2.2.0a0+81ea7a4"
  std::string_view tensorrt, tensorrt_llm, vllm;
  bool tensorrt_weak = false;
  Version driver;                            ///< the oldest its publisher names
  std::vector<Version> data_center_drivers;  ///< older ones that do with data center GPUs
  Version cuda_driver;                       ///< the driver its CUDA came out with
  std::optional<std::uint32_t> size_mb, compressed_mb;  ///< unpacked; as it is downloaded
  std::vector<std::string_view> architectures;
  std::string_view note;
  Citation source;
  bool weak = false;  ///< inferred or from memory
  /// Of the exact CUDA, TensorRT, vLLM, drivers and sizes, where there are any.
  Citation details_source;
  bool details_weak = false;
};

/// Every image of a repository that is named with its whole tag somewhere in the tables, rising;
/// without those that never were. `repository` as in find_tag.
std::vector<ImageRelease> image_releases(std::string_view repository);
/// Also for tags that only a pattern describes. Nothing where no table knows the image.
std::optional<ImageRelease> image_release(std::string_view repository, std::string_view tag);
/// The repositories image_releases() has images with CUDA of. Sorted.
std::vector<std::string_view> image_repositories();

/// A release of L4T, the system of Jetson boards.
struct JetsonRelease {
  Version l4t;
  std::string_view jetpack;  ///< "6.2", "7.2 GA"
  Version cuda;
  std::string_view ubuntu;              ///< "22.04"
  std::vector<std::string_view> archs;  ///< compute capabilities of the boards it runs on: "8.7"
  std::string_view image;               ///< empty: images for servers with Arm processors run on it
  Citation source;
  bool weak = false;  ///< its CUDA is from memory
};
/// Rising.
std::vector<JetsonRelease> jetson_releases();
/// Those that a JetPack ("6.2", "6") and a version of L4T ("36.4.3", "36.4") name; an empty text
/// stands for any.
std::vector<JetsonRelease> jetson_releases(std::string_view jetpack, std::string_view l4t);

}  // namespace cudafit::matrix
