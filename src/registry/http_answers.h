#pragma once
// What both ways to the network make of what they get, so that it reads the same.

#include <string_view>

#include "registry/http.h"

namespace cudafit::registry {

constexpr std::size_t most_headers = 128u << 10;  ///< bytes of an answer's head

/// Puts a line of an answer's head to the others. Of several answers (100 Continue, a proxy's) the
/// last counts.
void take_header(std::string_view line, Headers& headers);

Response too_large(const Request& request);
/// The address that the name leads to is none that may be connected to.
Response refused(const Request& request);

/// Makes a failure of an answer that came in part or not at all. `code`: one of curl's, which its
/// exit statuses are, too; `said`: its own words.
void explain(int code, std::string_view said, const Request& request, bool proxied, Response& out);
/// It took longer than the request's limit.
void explain_timeout(const Request& request, Response& out);

}  // namespace cudafit::registry
