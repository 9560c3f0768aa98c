#pragma once
// The door to the file system. One real implementation, one in memory for tests, one that lays
// unsaved text over another.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/result.h"

namespace cudafit {

enum class FileKind : std::uint8_t {
  missing,
  regular,
  directory,
  other
};  // other: FIFO, socket, device

struct DirectoryEntry {
  std::string name;
  FileKind kind = FileKind::missing;  ///< of the link's target when it is a symbolic link
  bool symlink = false;
};

/// All paths use `/`. Relative paths are relative to the working directory. Reading is safe from
/// several threads.
struct Files {
  virtual ~Files() = default;
  /// The whole file. Fails, with words for the user, for anything but a regular file, and as
  /// `too_large` above max_file_size.
  virtual Result<std::string> read(const std::string& path) const = 0;
  virtual FileKind kind(const std::string& path) const = 0;
  /// Entries sorted by name.
  virtual Result<std::vector<DirectoryEntry>> list(const std::string& path) const = 0;
  /// Absolute path with symbolic links resolved; empty when nothing is there.
  virtual std::string real(const std::string& path) const = 0;
  /// Replaces the file's bytes: written beside it and renamed, mode kept, symbolic links resolved
  /// first. Only files that exist. Returns why not.
  virtual Result<bool> write(const std::string& path, std::string_view bytes) = 0;
};

inline constexpr std::size_t max_file_size = 32u << 20;

std::unique_ptr<Files> real_files();

/// Files that exist only in memory. Directories are implied by names; the working directory is "/".
class MemoryFiles : public Files {
 public:
  void add(const std::string& path, std::string bytes);
  Result<std::string> read(const std::string& path) const override;
  FileKind kind(const std::string& path) const override;
  Result<std::vector<DirectoryEntry>> list(const std::string& path) const override;
  std::string real(const std::string& path) const override;
  Result<bool> write(const std::string& path, std::string_view bytes) override;

 private:
  std::map<std::string, std::string> files_;  ///< by absolute path
};

/// Another door with the bytes of some files replaced or added: standard input under a name, edits
/// not yet written. The door below is never written. A file reached through several paths is one
/// file.
class OverlayFiles : public Files {
 public:
  explicit OverlayFiles(const Files& below) : below_(below) {}
  Result<std::string> read(const std::string& path) const override;
  FileKind kind(const std::string& path) const override;
  /// As below: files that only the overlay has are not listed.
  Result<std::vector<DirectoryEntry>> list(const std::string& path) const override {
    return below_.list(path);
  }
  std::string real(const std::string& path) const override;
  /// Also adds files that are not there.
  Result<bool> write(const std::string& path, std::string_view bytes) override;

 private:
  const std::string* find(const std::string& path) const;

  const Files& below_;
  std::map<std::string, std::string>
      replaced_;  ///< by real path; by the path as given where nothing exists
};

/// `name` seen from `directory`: an absolute name stays, "" and "." as directory add nothing.
std::string join_path(std::string_view directory, std::string_view name);
/// The directory part: "." for a plain name, "/" at the top.
std::string parent_path(std::string_view path);
/// The part behind the last `/`.
std::string_view file_name(std::string_view path);
/// Without "./" and doubled slashes. ".." stays, since what it means depends on symbolic links.
std::string tidy_path(std::string_view path);
/// An absolute path without "." and "..", as if there were no symbolic links.
std::string resolve_dots(std::string_view path);
/// `path` seen from `directory`, both absolute and free of symbolic links; nothing when it lies
/// elsewhere, "." for itself.
std::string path_within(std::string_view directory, std::string_view path);
/// The same with `../` where it lies elsewhere.
std::string path_from(std::string_view directory, std::string_view path);

}  // namespace cudafit
