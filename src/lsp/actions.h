#pragma once
// What can be done about findings: fixes, ignore comments, one stage as two, all safe fixes.

#include "lsp/session.h"

namespace cudafit::lsp {

Answer code_actions(Session& session, const Json& params);
Answer resolve_action(Session& session, const Json& params);
/// The kinds that the server offers.
Json action_kinds();

}  // namespace cudafit::lsp
