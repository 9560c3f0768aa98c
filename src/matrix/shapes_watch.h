#pragma once
// What goes on moving, and where to look for newer versions of it.

#include "matrix/shapes.h"

namespace cudafit::matrix::shapes {

/// One thing that other tables follow. What they know of it is looked up by the build
/// (load_watch.cpp), so that nobody types it twice.
inline constexpr Shape watch{
    .table = "watch",
    .keys = 1,
    .columns = {{
        {"subject", Kind::text, required},
        {"table", Kind::text, required},  // a table of rows, or tags
        {"column", Kind::text},           // of versions; absent: the rows are counted
        {"where", Kind::texts},           // COLUMN=VALUE: only those rows
        {"next", Kind::text},             // above everything those rows hold
        {"look", Kind::text},             // absent: the address of the source
        {"edit", Kind::texts, required},  // files of the matrix
        {"known", Kind::text, false, {}, looked_up},
    }},
};

inline constexpr std::array watch_topic = {&watch};

}  // namespace cudafit::matrix::shapes
