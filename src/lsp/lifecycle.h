#pragma once
// How a client comes, what it is told that there is, and what it tells of itself.

#include "lsp/session.h"

namespace cudafit::lsp {

/// The answer to initialize. What the client is and where its folders are is known from now on.
Json initialize(Session& session, const Json& params);
/// Registers and asks for what can only be asked for now.
void initialized(Session& session);

// Notifications.
void did_open(Session& session, const Json& params);
void did_change(Session& session, const Json& params);
void did_close(Session& session, const Json& params);
void did_save(Session& session, const Json& params);
void did_change_watched_files(Session& session, const Json& params);
void did_change_configuration(Session& session, const Json& params);
void did_change_folders(Session& session, const Json& params);

}  // namespace cudafit::lsp
