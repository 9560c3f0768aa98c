#include "read/lock.h"

#include <algorithm>

#include "read/lock_toml.h"

namespace cudafit::read {

std::span<const LockedPackage> LockFile::named(std::string_view name) const {
  const auto begin =
      std::partition_point(packages.begin(), packages.end(),
                           [&](const LockedPackage& package) { return package.name < name; });
  const auto end = std::partition_point(
      begin, packages.end(), [&](const LockedPackage& package) { return package.name == name; });
  return std::span(packages).subspan(static_cast<std::size_t>(begin - packages.begin()),
                                     static_cast<std::size_t>(end - begin));
}

std::optional<LockFormat> lock_format(std::string_view file_name) {
  if (file_name == "uv.lock") return LockFormat::uv;
  if (file_name == "poetry.lock") return LockFormat::poetry;
  if (file_name == "pdm.lock") return LockFormat::pdm;
  if (file_name == "Pipfile.lock") return LockFormat::pipfile;
  if (file_name == "pylock.toml") return LockFormat::pylock;
  const std::string_view start = "pylock.";
  const std::string_view end = ".toml";
  if (!file_name.starts_with(start) || !file_name.ends_with(end)) return std::nullopt;
  if (file_name.size() <= start.size() + end.size()) return std::nullopt;
  const std::string_view name =
      file_name.substr(start.size(), file_name.size() - start.size() - end.size());
  if (name.find('.') != std::string_view::npos) return std::nullopt;
  return LockFormat::pylock;
}

LockMarker lock_marker(std::string_view text) {
  LockMarker out;
  if (text.empty()) return out;
  std::optional<Marker> parsed = Marker::parse(text);
  out.known = parsed.has_value();
  if (parsed) out.marker = std::move(*parsed);
  return out;
}

LockFile read_lock(LockFormat format, FileId file, std::string_view bytes) {
  LockFile out;
  out.file = file;
  out.format = format;
  if (format == LockFormat::pipfile) {
    read_pipfile_lock(bytes, out);
  } else {
    read_toml_lock(bytes, out);
  }
  std::stable_sort(out.packages.begin(), out.packages.end(),
                   [](const LockedPackage& a, const LockedPackage& b) { return a.name < b.name; });
  return out;
}

}  // namespace cudafit::read
