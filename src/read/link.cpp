#include "read/link.h"

#include <algorithm>
#include <array>

#include "terms/ascii.h"

namespace cudafit::read {

namespace {

bool equal_folded(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return ascii::lower(x) == ascii::lower(y);
         });
}

template <std::size_t n>
bool one_of(std::string_view text, const std::array<std::string_view, n>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return equal_folded(text, word); });
}

int hex(char c) {
  if (ascii::digit(c)) return c - '0';
  const char low = ascii::lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

}  // namespace

Link split_link(std::string_view text) {
  Link out;
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos && colon > 0 && ascii::letter(text[0])) {
    const std::string_view scheme = text.substr(0, colon);
    const bool plain = std::all_of(scheme.begin(), scheme.end(), [](char c) {
      return ascii::alnum(c) || c == '+' || c == '-' || c == '.';
    });
    if (plain) {
      out.scheme = scheme;
      text.remove_prefix(colon + 1);
    }
  }
  // In a path, `#` and `?` are characters like any other.
  if (!out.scheme.empty()) {
    if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
      out.fragment = text.substr(hash + 1);
      text = text.substr(0, hash);
    }
    text = text.substr(0, text.find('?'));
    if (text.starts_with("//")) {
      const std::size_t slash = std::min(text.find('/', 2), text.size());
      out.host = text.substr(2, slash - 2);
      text.remove_prefix(slash);
    }
  }
  out.path = text;
  return out;
}

bool local_scheme(std::string_view scheme) { return equal_folded(scheme, "file"); }

bool repository_scheme(std::string_view scheme) {
  static constexpr std::array<std::string_view, 23> schemes{
      "git+https", "git+ssh", "git+http", "git+git",        "git+file",  "hg+https",
      "hg+http",   "hg+ssh",  "hg+file",  "hg+static-http", "svn+https", "svn+http",
      "svn+ssh",   "svn+svn", "svn+file", "bzr+https",      "bzr+http",  "bzr+ssh",
      "bzr+sftp",  "bzr+ftp", "bzr+lp",   "bzr+file",       "git"};
  return one_of(scheme, schemes);
}

bool installable_scheme(std::string_view scheme) {
  static constexpr std::array<std::string_view, 9> schemes{"https", "http", "file", "ftp", "ssh",
                                                           "hg",    "bzr",  "sftp", "svn"};
  return !scheme.empty() && (one_of(scheme, schemes) || repository_scheme(scheme));
}

std::optional<std::string_view> fragment_value(std::string_view fragment, std::string_view key) {
  while (!fragment.empty()) {
    const std::string_view pair = fragment.substr(0, fragment.find('&'));
    if (pair.starts_with(key) && pair.substr(key.size()).starts_with('=')) {
      return pair.substr(key.size() + 1);
    }
    fragment.remove_prefix(std::min(fragment.size(), pair.size() + 1));
  }
  return std::nullopt;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex(text[i + 1]);
      const int low = hex(text[i + 2]);
      if (high >= 0 && low >= 0) {
        out += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

std::string_view base_name(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool archive_name(std::string_view name) {
  static constexpr std::array<std::string_view, 12> endings{
      ".whl", ".zip",    ".tar.gz", ".tgz", ".tar",    ".tar.bz2",
      ".tbz", ".tar.xz", ".txz",    ".tlz", ".tar.lz", ".tar.lzma"};
  name = base_name(name);
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return name.size() > ending.size() &&
           equal_folded(name.substr(name.size() - ending.size()), ending);
  });
}

}  // namespace cudafit::read
