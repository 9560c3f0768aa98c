// Index options, read as the installer reads them.

#include <algorithm>
#include <array>

#include "graph/graph.h"

namespace cudafit::graph {

namespace {

struct Address {
  std::string host;       ///< lower case, without user and port
  std::string_view path;  ///< without slashes at its end, in the text that was split
  std::size_t path_at = 0;
};

Address split(std::string_view url) {
  Address out;
  const std::size_t scheme = url.find("://");
  std::size_t at = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t slash = std::min(url.find('/', at), url.size());
  std::string_view host = url.substr(at, slash - at);
  if (const std::size_t user = host.rfind('@'); user != std::string_view::npos)
    host.remove_prefix(user + 1);
  host = host.substr(0, host.find(':'));
  for (const char c : host) out.host += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  std::size_t end = std::min(url.find_first_of("?#", slash), url.size());
  while (end > slash && url[end - 1] == '/') --end;
  out.path = url.substr(slash, end - slash);
  out.path_at = slash;
  return out;
}

/// For people: who logs in with which password is nobody's business.
std::string without_credentials(const std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) return url;
  const std::size_t slash = std::min(url.find('/', scheme + 3), url.size());
  const std::size_t user = url.rfind('@', slash);
  if (user == std::string::npos || user < scheme + 3) return url;
  return url.substr(0, scheme + 3) + "***" + url.substr(user);
}

/// Indexes that publish other packages and never torch.
bool unrelated(std::string_view host) {
  static constexpr std::array<std::string_view, 6> hosts{
      "pypi.nvidia.com", "pypi.ngc.nvidia.com", "data.pyg.org",
      "data.dgl.ai",     "flashinfer.ai",       "storage.googleapis.com"};
  return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
}

/// A directory of download.pytorch.org, from what follows /whl.
void read_torch_path(const facts::OptionValue& option, std::string_view rest, std::size_t at,
                     Index& out) {
  constexpr std::string_view page = "torch_stable.html";
  while (rest.starts_with('/')) {
    rest.remove_prefix(1);
    ++at;
  }
  if (rest == page || rest.empty() || rest == "torch") {
    out.kind = Index::Kind::torch_flat;
    out.stable_html = rest == page;
    return;
  }
  for (const std::string_view tail : {page, std::string_view("torch")}) {
    if (rest.ends_with(tail) && rest.size() > tail.size() + 1 &&
        rest[rest.size() - tail.size() - 1] == '/') {
      rest.remove_suffix(tail.size() + 1);
    }
  }
  out.kind = Index::Kind::torch;
  out.directory = rest;
  out.directory_at = at;
  out.span = option.value.span(at, at + rest.size());
}

Index read_index(const facts::OptionValue& option, bool link, bool extra) {
  Index out;
  out.option = &option;
  out.link = link;
  out.extra = extra;
  out.spelled = without_credentials(option.value.value);
  if (!option.value.complete) return out;
  const Address address = split(option.value.value);
  if (address.host == "pypi.org" || address.host == "pypi.python.org") {
    out.kind = Index::Kind::pypi;
  } else if (address.host == "download.pytorch.org" || address.host == "download-r2.pytorch.org") {
    if (address.path.starts_with("/whl"))
      read_torch_path(option, address.path.substr(4), address.path_at + 4, out);
  } else if (unrelated(address.host)) {
    out.kind = Index::Kind::unrelated;
  }
  return out;
}

}  // namespace

std::vector<std::size_t> IndexList::asked() const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind == Index::Kind::unrelated) continue;
    out.push_back(i);
    if (first_wins) break;
  }
  return out;
}

IndexList index_list(const facts::PipInstall& install) {
  IndexList out;
  out.complete = install.options_known;
  const bool uv = install.tool == facts::Installer::uv;
  if (uv && install.torch_backend) {
    Index backend;
    backend.option = &*install.torch_backend;
    backend.spelled = install.torch_backend->value.value;
    // `auto` depends on the machine that builds.
    if (install.torch_backend->value.complete && backend.spelled != "auto") {
      backend.kind = Index::Kind::torch;
      backend.directory = backend.spelled;
      backend.span = install.torch_backend->value.span();
    }
    out.all.push_back(std::move(backend));
    out.first_wins = true;
    return out;
  }
  out.first_wins = uv && install.index_strategy != "unsafe-best-match";
  // A strategy between the two takes versions from several indexes by rules of its own.
  if (uv && install.index_strategy == "unsafe-first-match") out.complete = false;
  if (!install.no_index) {
    for (const facts::OptionValue& option : install.extra_indexes)
      out.all.push_back(read_index(option, false, true));
    if (install.index) {
      out.all.push_back(read_index(*install.index, false, false));
    } else {
      Index pypi;
      pypi.kind = Index::Kind::pypi;
      pypi.spelled = "PyPI";
      out.all.push_back(std::move(pypi));
    }
  }
  for (const facts::OptionValue& option : install.find_links)
    out.all.push_back(read_index(option, true, false));
  if (uv && !install.find_links.empty()) out.complete = out.complete && install.no_index;
  return out;
}

IndexList index_list(const facts::PipInstall& install, const facts::Asked& asked) {
  if (!asked.index) return index_list(install);
  IndexList out;
  out.all.push_back(read_index(*asked.index, false, false));
  out.first_wins = true;
  out.complete = !install.no_index;
  return out;
}

}  // namespace cudafit::graph
