#pragma once
// What a registry said of an image, in the form in which people's own words about images come.

#include <optional>
#include <string>

#include "facts/declared_image.h"
#include "facts/registry_answer.h"
#include "registry/client.h"

namespace cudafit::registry {

/// Whether it is there; nothing where that was not found out. `day`: "2026-11-30".
std::optional<facts::RegistryAnswer> existence(const Asked& asked, const Answer& answer,
                                               const std::string& day);

/// What is in it, as far as its configuration proves it; nothing without one.
std::optional<facts::DeclaredImage> described(const Asked& asked, const Answer& answer,
                                              const std::string& day);

/// "1.9 GB"; empty for 0.
std::string size_words(std::uint64_t bytes);

}  // namespace cudafit::registry
