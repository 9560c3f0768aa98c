#pragma once
// Tables about Python packages that get in each other's way, about what was given up, and about
// the names of wheels.

#include "matrix/shapes.h"

namespace cudafit::matrix::shapes {

/// Two packages that install the same files.
inline constexpr Shape package_overlaps{
    .table = "package-overlaps",
    .keys = 2,
    .columns = {{
        {"package", Kind::text, required},
        {"other", Kind::text, required},  // without GPU code
        {"effect", Kind::text, required},
        {"error", Kind::text},
        {"brought_by", Kind::texts},  // requirements of packages that require `other`
    }},
};

/// Repositories of images that get no releases any more.
inline constexpr Shape retired_images{
    .table = "retired-images",
    .keys = 1,
    .columns = {{
        {"repository", Kind::text, required},
        {"why", Kind::text, required},
        {"successor", Kind::text, required},
    }},
};

/// What a package compares with torch when it is imported.
inline constexpr Shape build_checks{
    .table = "build-checks",
    .keys = 2,
    .columns = {{
        {"package", Kind::text, required},
        {"n", Kind::number, required},
        {"range", Kind::text},
        {"minor", Kind::flag},
        {"text", Kind::text, required},
    }},
};

/// How wheels and pages of wheels are named after what they were built for.
inline constexpr Shape wheel_labels{
    .table = "wheel-labels",
    .keys = 2,
    .columns = {{
        {"name", Kind::text, required},  // of the grammar
        {"n", Kind::number, required},
        {"packages", Kind::texts, required},
        {"label", Kind::text},  // of a local version; absent: `page`
        {"page", Kind::text},
    }},
};

inline constexpr std::array<std::string_view, 3> numpy_words = {"none", "any", "capped"};
/// What the metadata of a package asks of NumPy.
inline constexpr Shape numpy_wishes{
    .table = "numpy-wishes",
    .keys = 2,
    .columns = {{
        {"package", Kind::text, required},
        {"n", Kind::number, required},
        {"range", Kind::text},
        {"wish", Kind::word, required, numpy_words},
    }},
};

/// Which Python the releases of a package ask for, where a rule wants to know it.
inline constexpr Shape python_floors{
    .table = "python-floors",
    .keys = 2,
    .columns = {{
        {"package", Kind::text, required},
        {"from", Kind::version, required},  // the first release that asks for it
        {"python", Kind::version, required},
    }},
};

/// Images in which packages were built to go together.
inline constexpr Shape curated_images{
    .table = "curated-images",
    .keys = 1,
    .columns = {{
        {"repository", Kind::text, required},
        {"packages", Kind::texts, required},
        {"constrained_from", Kind::text},  // of the number its tags start with: "25.03"
        {"constraint", Kind::text},
    }},
};

inline constexpr std::array<std::string_view, 1> limit_times = {"build"};
/// A package that a release cannot work with, though its metadata lets pip take it.
inline constexpr Shape missing_limits{
    .table = "missing-limits",
    .keys = 2,
    .columns = {{
        {"package", Kind::text, required},
        {"n", Kind::number, required},
        {"range", Kind::text, required},
        {"limit", Kind::text, required},           // a requirement: "numpy<2"
        {"when", Kind::word, false, limit_times},  // absent: whenever it is installed
        {"why", Kind::text, required},
        {"text", Kind::text},  // what is said where it fails
    }},
};

/// For which Pythons a package has wheels with CUDA, from a release on.
inline constexpr Shape wheel_pythons{
    .table = "wheel-pythons",
    .keys = 4,
    .columns = {{
        {"package", Kind::text, required},
        {"extra", Kind::text},
        {"platform", Kind::text, required},
        {"from", Kind::version, required},
        {"python_min", Kind::version},
        {"python_max", Kind::version},
        {"cpu_only", Kind::flag},
    }},
};

inline constexpr std::array pairing_topic = {&package_overlaps, &retired_images, &build_checks,
                                             &wheel_labels,     &numpy_wishes,   &python_floors,
                                             &curated_images,   &missing_limits, &wheel_pythons};

}  // namespace cudafit::matrix::shapes
