// The doors that are not the disk, and how paths are put together.

#include <vector>

#include "source/files.h"

namespace cudafit {
namespace {

Failure no_such_file() { return {"no such file or directory", FailureKind::missing}; }
Failure too_large() { return {"larger than 32 MiB", FailureKind::too_large}; }

std::string absolute(std::string_view path) { return resolve_dots(join_path("/", path)); }

}  // namespace

void MemoryFiles::add(const std::string& path, std::string bytes) {
  files_[absolute(path)] = std::move(bytes);
}

Result<std::string> MemoryFiles::read(const std::string& path) const {
  const auto found = files_.find(absolute(path));
  if (found == files_.end()) {
    if (kind(path) == FileKind::directory) return Failure{"is a directory"};
    return no_such_file();
  }
  if (found->second.size() > max_file_size) return too_large();
  return found->second;
}

FileKind MemoryFiles::kind(const std::string& path) const {
  const std::string place = absolute(path);
  if (place == "/") return FileKind::directory;
  if (files_.contains(place)) return FileKind::regular;
  const auto below = files_.lower_bound(place + "/");
  return below != files_.end() && below->first.starts_with(place + "/") ? FileKind::directory
                                                                        : FileKind::missing;
}

Result<std::vector<DirectoryEntry>> MemoryFiles::list(const std::string& path) const {
  if (kind(path) != FileKind::directory) return no_such_file();
  const std::string prefix = absolute(path) == "/" ? "/" : absolute(path) + "/";
  std::map<std::string, FileKind> entries;
  for (auto file = files_.lower_bound(prefix);
       file != files_.end() && file->first.starts_with(prefix); ++file) {
    const std::string_view rest = std::string_view(file->first).substr(prefix.size());
    const std::size_t slash = rest.find('/');
    entries[std::string(rest.substr(0, slash))] =
        slash == std::string_view::npos ? FileKind::regular : FileKind::directory;
  }
  std::vector<DirectoryEntry> sorted;
  sorted.reserve(entries.size());
  for (const auto& [name, entry_kind] : entries) sorted.push_back({name, entry_kind, false});
  return sorted;
}

std::string MemoryFiles::real(const std::string& path) const {
  return kind(path) == FileKind::missing ? "" : absolute(path);
}

Result<bool> MemoryFiles::write(const std::string& path, std::string_view bytes) {
  const auto found = files_.find(absolute(path));
  if (found == files_.end()) return no_such_file();
  found->second = bytes;
  return true;
}

const std::string* OverlayFiles::find(const std::string& path) const {
  if (replaced_.empty()) return nullptr;
  const std::string place = below_.real(path);
  const auto found = replaced_.find(place.empty() ? tidy_path(path) : place);
  return found == replaced_.end() ? nullptr : &found->second;
}

Result<std::string> OverlayFiles::read(const std::string& path) const {
  const std::string* const replaced = find(path);
  if (replaced == nullptr) return below_.read(path);
  if (replaced->size() > max_file_size) return too_large();
  return *replaced;
}

FileKind OverlayFiles::kind(const std::string& path) const {
  return find(path) != nullptr ? FileKind::regular : below_.kind(path);
}

std::string OverlayFiles::real(const std::string& path) const {
  std::string place = below_.real(path);
  if (!place.empty() || !replaced_.contains(tidy_path(path))) return place;
  // A name that only the overlay has stands where it would stand.
  const std::string directory = below_.real(parent_path(path));
  return directory.empty()
             ? ""
             : join_path(directory, tidy_path(path).substr(tidy_path(path).rfind('/') + 1));
}

Result<bool> OverlayFiles::write(const std::string& path, std::string_view bytes) {
  const std::string place = below_.real(path);
  replaced_[place.empty() ? tidy_path(path) : place] = bytes;
  return true;
}

std::string join_path(std::string_view directory, std::string_view name) {
  if (name.starts_with('/') || directory.empty() || directory == ".") return std::string(name);
  if (name.empty() || name == ".") return std::string(directory);
  std::string joined(directory);
  if (!joined.ends_with('/')) joined += '/';
  return joined += name;
}

std::string parent_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return slash == 0 ? "/" : std::string(path.substr(0, slash));
}

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

std::string tidy_path(std::string_view path) {
  std::string tidy = path.starts_with('/') ? "/" : "";
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (!part.empty() && part != ".") {
      if (!tidy.empty() && !tidy.ends_with('/')) tidy += '/';
      tidy += part;
    }
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  return tidy.empty() ? "." : tidy;
}

std::string resolve_dots(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  std::string result;
  for (const std::string_view part : parts) (result += '/') += part;
  return result.empty() ? "/" : result;
}

std::string path_within(std::string_view directory, std::string_view path) {
  if (directory.empty() || path.empty()) return "";
  if (path == directory) return ".";
  if (directory == "/") return path.starts_with('/') ? std::string(path.substr(1)) : "";
  if (!path.starts_with(directory) || path.size() <= directory.size() ||
      path[directory.size()] != '/')
    return "";
  return std::string(path.substr(directory.size() + 1));
}

std::string path_from(std::string_view directory, std::string_view path) {
  std::string up;
  std::string above(directory);
  while (true) {
    const std::string below = path_within(above, path);
    if (!below.empty()) return up + (below == "." && !up.empty() ? "" : below);
    if (above == "/" || !above.starts_with('/')) return std::string(path);
    above = parent_path(above);
    up += "../";
  }
}

}  // namespace cudafit
