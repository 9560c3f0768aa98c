#pragma once
// Tables about drivers, GPUs and what each toolkit's compiler can target.

#include "matrix/shapes.h"

namespace cudafit::matrix::shapes {

inline constexpr std::array<std::string_view, 2> host_os_words = {"linux", "windows"};

/// Oldest driver that runs a family of toolkits.
inline constexpr Shape driver_floor{
    .table = "driver-floor",
    .keys = 2,
    .columns = {{
        {"os", Kind::word, required, host_os_words},
        {"cuda", Kind::version, required},   // the first toolkit of the family
        {"below", Kind::version},            // the family ends before this one
        {"driver", Kind::driver, required},  // the floor
        {"lowest_said", Kind::driver},       // where a source names a lower one
        {"minor_version_compatibility", Kind::flag},
    }},
};

inline constexpr std::array driver_topic = {&driver_floor};

}  // namespace cudafit::matrix::shapes
