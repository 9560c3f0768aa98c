#pragma once
// Where an ignore comment has to stand.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "source/diagnostic.h"

namespace cudafit::lsp {

enum class Reach : std::uint8_t { instruction, stage, file };

/// The edit that silences `rule` at `place`. Nothing where no comment can stand there.
/// `dockerfile`: the file is one, and has stages.
std::optional<Edit> ignore_comment(std::string_view path, std::string_view text, bool dockerfile,
                                   Span place, std::string_view rule, Reach reach);

}  // namespace cudafit::lsp
