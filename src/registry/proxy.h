#pragma once
// Which proxy the environment names for a server, as curl and Docker read it.

#include <functional>
#include <string>
#include <string_view>

#include "registry/url.h"

namespace cudafit::registry {

/// A variable of the environment; empty where it is not set.
using Environment = std::function<std::string(const char* name)>;
Environment process_environment();

/// $XDG_CONFIG_HOME, else ~/.config; empty: neither is known.
std::string configuration_folder(const Environment& environment);

/// Whether a list as in NO_PROXY names the host: "corp.example" and ".corp.example" with all below,
/// "10.0.0.0/8", "registry:5000", "*".
bool in_no_proxy(std::string_view list, const Url& url);

/// As curl takes it: "http://proxy:3128"; empty: none. For http only the variable in small letters
/// counts: a server that runs us as CGI sets HTTP_PROXY from a stranger's header.
std::string proxy_for(const Url& url, const Environment& environment);

}  // namespace cudafit::registry
