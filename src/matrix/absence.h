#pragma once
// What a tag that no table lists tells: proven absent, newer than the table, or nothing.

#include "matrix/tables.h"

namespace cudafit::matrix {

/// `tag` is not listed in `repository`. Fills everything but `row`.
TagAnswer judge_unlisted(const tables::RepositoryRow& repository, std::string_view tag);

}  // namespace cudafit::matrix
