#include "host/rooted_files.h"

#include <deque>
#include <filesystem>
#include <system_error>

namespace cudafit::host {

namespace fs = std::filesystem;

std::string RootedFiles::below(const std::string& path) const {
  constexpr int most_links = 40;  // as the kernel
  const auto parts_of = [](const std::string& text) {
    const fs::path whole(text);
    return std::deque<std::string>(whole.begin(), whole.end());
  };
  std::deque<std::string> ahead = parts_of(path);
  fs::path done = "/";
  for (int links = 0; !ahead.empty();) {
    const std::string part = ahead.front();
    ahead.pop_front();
    if (part.empty() || part == "." || part == "/") continue;
    if (part == "..") {
      done = done.parent_path();
      continue;
    }
    const fs::path next = done / part;
    std::error_code failed;
    const fs::path target = fs::read_symlink(root_ + next.string(), failed);
    if (failed) {
      done = next;
      continue;
    }
    if (++links > most_links) return "";
    if (target.is_absolute()) done = "/";
    std::deque<std::string> more = parts_of(target.string());
    ahead.insert(ahead.begin(), more.begin(), more.end());
  }
  return root_ + done.string();
}

Result<std::string> RootedFiles::read(const std::string& path) const {
  const std::string place = below(path);
  if (place.empty()) return Failure{"symbolic links lead in a circle"};
  return below_.read(place);
}

FileKind RootedFiles::kind(const std::string& path) const {
  const std::string place = below(path);
  return place.empty() ? FileKind::missing : below_.kind(place);
}

Result<std::vector<DirectoryEntry>> RootedFiles::list(const std::string& path) const {
  Result<std::vector<DirectoryEntry>> entries = below_.list(below(path));
  if (!entries) return entries;
  for (DirectoryEntry& entry : *entries) {
    if (entry.symlink) entry.kind = kind(join_path(path, entry.name));
  }
  return entries;
}

std::string RootedFiles::real(const std::string& path) const {
  const std::string place = below(path);
  if (place.empty() || below_.kind(place) == FileKind::missing) return "";
  return place.substr(root_.size());
}

}  // namespace cudafit::host
