#include "lsp/completion.h"
namespace cudafit::lsp {
Answer complete(Session&, const Json&) { return Json(); }
Json completion_triggers() { return {":", "-", "=", ",", "/", "\"", " "}; }
}  // namespace cudafit::lsp
