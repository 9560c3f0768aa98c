#pragma once
// Releases of cuDNN, NCCL and TensorRT, and the GPUs they hold code for. The driver such a library
// needs is that of its CUDA: driver_floor (matrix/driver.h) of the major it was built for.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/version.h"

namespace cudafit::matrix {

enum class Library : std::uint8_t { cudnn, nccl, tensorrt };

struct LibraryRelease {
  Version version;                    ///< as far as known: 9.10.2.21, or 9.15.0
  std::string_view date;              ///< "2025-06-06"; empty when not known
  std::vector<unsigned> cuda_majors;  ///< it was built for, rising; empty: not known (NCCL: all)
  Citation source;
  bool weak = false;  ///< only heard of
};

/// A release, or the newest whose version starts so: "9.10.2" and "9.10" are answered too. Nothing
/// when none is known; the tables of old releases have gaps.
std::optional<LibraryRelease> cudnn_release(Version version);
std::optional<LibraryRelease> nccl_release(Version version);
std::optional<LibraryRelease> tensorrt_release(Version version);
/// All releases known, rising.
std::vector<LibraryRelease> library_releases(Library library);

/// The GPUs a release holds code for.
struct LibraryGpus {
  Version since;              ///< the release from which on that holds
  Version min_cc;             ///< older GPUs it does not run on
  Version deprecated_below;   ///< GPUs below are about to go; no parts: none is known to be
  std::vector<Version> sass;  ///< machine code; empty: not known. 8.0 runs on 8.6 as well
  std::vector<Version> ptx;   ///< compiled by the driver on newer GPUs
  Citation source;
  bool weak = false;
};
/// Of a build for `cuda` ("12", "12.8"). NCCL: as its makefile builds it, which whoever builds it
/// may change. Nothing for releases or toolkits older than the table.
std::optional<LibraryGpus> library_gpus(Library library, Version release, Version cuda);

}  // namespace cudafit::matrix
