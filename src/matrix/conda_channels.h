#pragma once
// conda's channels: what they are called, what they do not have, which of them images use.

#include <optional>
#include <string_view>
#include <vector>

#include "matrix/matrix.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::matrix {

/// The public channel that is meant by what stands behind `-c`: "defaults" for "main",
/// "conda-forge" for its address at conda.anaconda.org, "nvidia" for its labels of one release.
/// Empty for any other channel.
std::string_view conda_channel(std::string_view written);

/// Says that a channel has no such package.
struct CondaAbsence {
  Known present = Known::unknown;  ///< `yes` where a version of the channel fits
  Citation source;                 ///< of `no`
  bool weak = false;
};

/// Whether `channel` (as conda_channel gives it) has the package in a version that fits `version`
/// (11.1 is fitted by 11.1.1); no parts: any version.
CondaAbsence conda_has(std::string_view name, std::string_view channel, const Version& version);

/// The channels that conda of a public image uses by itself.
struct CondaImage {
  std::vector<std::string_view> channels;
  Citation source;
};
/// `repository` as canonical_repository gives it.
std::optional<CondaImage> conda_image(std::string_view repository);

}  // namespace cudafit::matrix
