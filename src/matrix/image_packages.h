#pragma once
// The images of nvidia/cuda one by one: the CUDA packages inside, for each architecture; how large
// images are; which releases NVIDIA supports. contents.h says what kinds of things an image holds,
// this says which versions.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// A package that the Dockerfiles of an image install by name. What it depends on is not listed:
/// nvcc comes with minimal-build, cuFFT with libraries.
struct ImagePackage {
  std::string_view name;       ///< as apt or dnf know it: "libcublas-12-4", "libnccl2"
  std::string_view version;    ///< as they know it: "12.4.5.8-1", "2.21.5-1+cuda12.4"; empty: not
                               ///< pinned, whatever was newest when the image was built
  std::string_view component;  ///< "cudart", "libraries", "cublas", "cusparse", "npp", "nvtx",
                               ///< "nccl", "cudnn", "compat", "minimal-build", "nvprof", "nvml",
                               ///< "nsight-compute", "command-line-tools" ...
  bool headers = false;        ///< the -dev, -devel or -headers package of it
  /// Images with apt hold it (`apt-mark hold`): upgrades leave it alone, and installing another
  /// version of it fails unless an option allows that.
  bool held = false;
  /// The CUDA it was built for, where the version says it: 12.4 of 2.21.5-1+cuda12.4.
  Version cuda() const;
  /// The version without what the packaging adds: 2.21.5. No parts when not pinned.
  Version upstream() const;
};

/// One architecture of an image, by the newest Dockerfile of its tag. Tags were rebuilt: an image
/// pulled earlier may hold older cuDNN and NCCL.
struct ImagePackages {
  std::string_view arch;               ///< "amd64", "arm64" (servers, not Jetson), "ppc64le"
  std::vector<ImagePackage> packages;  ///< base first, then what each flavor adds
  Version cudnn;                       ///< also where it comes from an archive; no parts: none
  Version nccl;                        ///< the same
  bool entrypoint = false;             ///< starts through /opt/nvidia/nvidia_entrypoint.sh
  Citation source;                     ///< of the last flavor
  bool weak = false;                   ///< inferred or from memory: no error may rest on it alone

  /// The libraries of a component, or its headers; null when the image installs none by name.
  const ImagePackage* find(std::string_view component, bool headers = false) const;
};

/// All architectures of a tag of nvidia/cuda, in the order amd64, arm64, ppc64le. `repository`
/// canonical, other names of it are resolved. Empty for other repositories and for tags without a
/// known Dockerfile: releases from 2026 on, tags that name no system, release candidates.
const std::vector<ImagePackages>& image_packages(std::string_view repository, std::string_view tag);

/// A package in an image of one system: NVIDIA's repository for that system has this version.
struct SystemVersion {
  ImagePackage package;
  Version image;  ///< the release of nvidia/cuda that has it
  Citation source;
};
/// Of all images of the system (`os` as in tags: "ubuntu22.04"), without those that are not
/// certain.
std::vector<SystemVersion> system_versions(std::string_view name, std::string_view os,
                                           std::string_view arch);
/// The newest of them; the repository may have newer. Null where there is none.
const SystemVersion* newest_of(const std::vector<SystemVersion>& all);
const SystemVersion* newest_of(std::vector<SystemVersion>&&) = delete;  // it would be gone
/// The CUDA behind the version of a package: 12.4 of 2.21.5-1+cuda12.4; no parts without one.
Version package_cuda(std::string_view version);
/// What apt takes of two versions with a CUDA behind them: the later upstream version, then the
/// later CUDA.
bool package_before(std::string_view a, std::string_view b);

/// Sizes in megabytes (10^6 bytes), as somebody printed or stated them. Hosts print different
/// numbers for one image: these are orders of magnitude. Each is 0 when not known.
struct ImageSize {
  unsigned unpacked_mb = 0;    ///< on disk
  unsigned compressed_mb = 0;  ///< in the registry: what a pull transfers
  unsigned stated_mb = 0;      ///< the source does not say which of the two
  std::string_view arch;       ///< empty when the source does not say; mostly amd64 then
  Citation source;             ///< of the first that is known
  bool weak = false;           ///< some number or the architecture is inferred
};
/// Of exactly this tag; nothing when nobody said it.
std::optional<ImageSize> image_size(std::string_view repository, std::string_view tag);

/// Sizes on disk of images of the same kind: same repository, flavor and major of CUDA, both with
/// or both without cuDNN.
struct SizeClass {
  unsigned from_mb = 0, to_mb = 0;
  std::string_view example;  ///< a tag with such a size
  Citation source;           ///< of the example's
};
/// Nothing where none of that kind is known.
std::optional<SizeClass> size_class(std::string_view repository, std::string_view tag);

/// NVIDIA's support of a release of the nvidia/cuda images. It says nothing about whether tags
/// still exist: find_tag does.
struct Support {
  Version cuda;
  bool supported = false;         ///< on the day `as_of`
  std::string_view ended;         ///< day support ended; empty when it did not or is not known
  bool ended_or_earlier = false;  ///< it ended on `ended` or before
  std::string_view deletion;      ///< day NVIDIA planned to delete the tags; mostly not kept
  std::string_view as_of;         ///< day of the source's word
  Citation source;
  bool weak = false;
};
/// `cuda` as in tags, with its patch number; nothing when the data do not say.
std::optional<Support> cuda_support(Version cuda);

}  // namespace cudafit::matrix
