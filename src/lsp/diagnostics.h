#pragma once
// Findings as diagnostics: asked for or sent.

#include <functional>
#include <optional>
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

/// What can be said of all files.
struct Everything {
  Json answer;
  bool news = false;  ///< something in it is not what the client has
};
/// Nothing where `stop` has said so before it was done. What has been analysed until then is kept.
std::optional<Everything> look_at_everything(Session& session, const Json& params,
                                             const std::function<bool()>& stop);

/// Sends what is new about the open files and those they have to do with.
void push(Session& session);
/// Something may be said otherwise than before: the client asks again, or it is sent.
void renew(Session& session);

}  // namespace cudafit::lsp
