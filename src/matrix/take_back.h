#pragma once
// The tables in force as the rows they were made of.

#include "matrix/load.h"
#include "matrix/tables.h"

namespace cudafit::matrix {

/// Rows that emit() would lay out as the same tables. Their places are empty: they stand in no file
/// of the user's. A row that named several tags, systems or patterns may come back as several rows.
load::Matrix take_back(const tables::Tables& from);

}  // namespace cudafit::matrix
