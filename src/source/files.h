#pragma once
// The door to the file system. One real implementation, one in memory for tests and editors'
// unsaved text.

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

/// All paths use `/`. Relative paths are relative to the working directory.
struct Files {
  virtual ~Files() = default;
  /// The whole file. Fails for anything but a regular file, and above 32 MiB, with words for the
  /// user.
  virtual Result<std::string> read(const std::string& path) const = 0;
  virtual FileKind kind(const std::string& path) const = 0;
  /// Entries sorted by name; empty when it cannot be listed.
  virtual std::vector<DirectoryEntry> list(const std::string& path) const = 0;
  /// Absolute path with symbolic links resolved; empty when nothing is there.
  virtual std::string real(const std::string& path) const = 0;
  /// Replaces the file's bytes: written beside it and renamed, mode kept, symbolic links resolved
  /// first. Returns why not.
  virtual Result<bool> write(const std::string& path, std::string_view bytes) = 0;
};

inline constexpr std::size_t max_file_size = 32u << 20;

std::unique_ptr<Files> real_files();

/// Files that exist only in memory, under an absolute or relative path; directories are implied by
/// names.
class MemoryFiles : public Files {
 public:
  void add(std::string path, std::string bytes) { files_[std::move(path)] = std::move(bytes); }
  Result<std::string> read(const std::string& path) const override;
  FileKind kind(const std::string& path) const override;
  std::vector<DirectoryEntry> list(const std::string& path) const override;
  std::string real(const std::string& path) const override;
  Result<bool> write(const std::string& path, std::string_view bytes) override;

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace cudafit
