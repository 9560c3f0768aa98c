#pragma once
// What a place in a file is about: hover, definition, inlay hints, links.

#include "lsp/session.h"

namespace cudafit::lsp {

Answer hover(Session& session, const Json& params);
Answer definition(Session& session, const Json& params);
Answer inlay_hints(Session& session, const Json& params);
/// Rules in ignore comments, where their pages have an address.
Answer document_links(Session& session, const Json& params);

}  // namespace cudafit::lsp
