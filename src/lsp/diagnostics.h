#pragma once
// Findings as diagnostics: asked for or sent.

#include <string>

#include "lsp/pages.h"
#include "lsp/session.h"

namespace cudafit::lsp {

/// One finding. `pages` are of its report.
Json diagnostic(const Session& session, Pages& pages, const Report& report,
                const Diagnostic& finding);
/// All of one file, an array. Nothing is analysed for it that is not known yet.
Json diagnostics_of(Session& session, const std::string& path);

Answer pull_document(Session& session, const Json& params);
Answer pull_workspace(Session& session, const Json& params);
/// Sends what is new about the open files and those they have to do with.
void push(Session& session);
/// Something may be said otherwise than before: the client asks again, or it is sent.
void renew(Session& session);

}  // namespace cudafit::lsp
