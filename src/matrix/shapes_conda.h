#pragma once
// The shapes of the tables about conda's channels.

#include "matrix/shapes.h"

namespace cudafit::matrix::shapes {

/// Public channels, and the names they go by.
inline constexpr Shape conda_channels{
    .table = "conda-channels",
    .keys = 1,
    .columns = {{
        {"channel", Kind::text, required},
        {"also", Kind::texts},
    }},
};

/// Packages that a channel does not have, or not in these versions.
inline constexpr Shape conda_absent{
    .table = "conda-absent",
    .keys = 3,
    .columns = {{
        {"name", Kind::text, required},
        {"channel", Kind::text, required},
        {"from", Kind::version},   // absent: from the first version on
        {"below", Kind::version},  // absent: without an end
    }},
};

/// The channels that conda is configured with in public images.
inline constexpr Shape conda_images{
    .table = "conda-images",
    .keys = 1,
    .columns = {{
        {"repository", Kind::text, required},
        {"channels", Kind::texts, required},
    }},
};

inline constexpr std::array conda_topic = {&conda_channels, &conda_absent, &conda_images};

}  // namespace cudafit::matrix::shapes
