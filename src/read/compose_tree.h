#pragma once
// Compose files as trees: merge keys, one file over another.

#include <vector>

#include "read/yaml.h"

namespace cudafit::read {

/// Puts what `<<` names into its maps, everywhere below; what is written there wins. Reports keys
/// that are written twice in one map, which Compose refuses. False: something was merged that is no
/// map, so not all is known.
bool follow_merge_keys(Yaml& tree, std::vector<YamlError>& errors);

/// `NAME=value` and `NAME` entries of a list as a map; other things as they are.
Yaml as_map(Yaml value);

/// `over` on top of `base`, both whole Compose files, as `-f base -f over` does: maps merge, lists
/// are joined, other values are replaced; `!reset` removes and `!override` replaces.
void merge_compose(Yaml& base, const Yaml& over);
/// The same for two services: `over` extends `base`.
void merge_service(Yaml& base, const Yaml& over);
/// Removes what `!reset` marks, where there is nothing below it.
void drop_reset(Yaml& tree);

}  // namespace cudafit::read
