#include "document/paths.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "source/files.h"

namespace cudafit::document {

namespace {

/// No system opens longer ones.
constexpr std::size_t longest_path = 4096;

/// Components of a path below an unknown place; nothing when it climbs above that.
std::optional<std::string> from_unknown(std::string_view path) {
  std::string out = ".";
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      (out += '/') += part;
    } else if (out == ".") {
      return std::nullopt;
    } else {
      out.resize(out.rfind('/'));
    }
  }
  return out;
}

}  // namespace

std::string place_in(std::string_view directory, std::string_view path) {
  if (directory.size() + path.size() > longest_path) return "";
  if (path.starts_with('/')) return resolve_dots(path);
  if (directory.empty()) return "";
  const std::string whole = std::string(directory) + "/" + std::string(path);
  return directory.starts_with('/') ? resolve_dots(whole) : from_unknown(whole).value_or("");
}

bool comparable(std::string_view a, std::string_view b) {
  return !a.empty() && !b.empty() && a.front() == b.front();
}

bool apart(std::string_view a, std::string_view b) {
  static constexpr std::string_view system[] = {
      "/bin",           "/boot",           "/dev",     "/etc",         "/lib",
      "/lib64",         "/proc",           "/run",     "/sbin",        "/sys",
      "/tmp",           "/usr/bin",        "/usr/lib", "/usr/share",   "/usr/local/bin",
      "/usr/local/lib", "/usr/local/cuda", "/var",     "/root/.cache", "/opt/conda",
      "/opt/venv"};
  if (a.empty() || b.empty() || comparable(a, b)) return false;
  const std::string_view absolute = a.front() == '/' ? a : b;
  return std::any_of(std::begin(system), std::end(system), [&](std::string_view directory) {
    return below(directory, absolute).has_value();
  });
}

std::optional<std::string> below(std::string_view directory, std::string_view path) {
  std::string rest = path_within(directory, path);
  if (rest.empty()) return std::nullopt;
  return rest;
}

Text place_text(std::string_view directory, const Text& path) {
  if (!path.complete || path.empty()) return place_text(std::string());
  std::string place = place_in(directory, path.value);
  if (place == path.value && place.starts_with('/')) return path;
  Text out;
  out.complete = place.starts_with('/');
  out.append_derived(place, path.around());
  return out;
}

Text place_text(std::string place) {
  Text out(place, {});
  out.complete = place.starts_with('/');
  return out;
}

}  // namespace cudafit::document
