#pragma once
// What could be written next.

#include "lsp/session.h"

namespace cudafit::lsp {

Answer complete(Session& session, const Json& params);
/// Characters behind which an editor asks by itself.
Json completion_triggers();

}  // namespace cudafit::lsp
