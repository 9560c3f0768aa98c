#include "source/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <unordered_map>

namespace cudafit {
namespace {

FileKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::regular;
  return S_ISDIR(mode) ? FileKind::directory : FileKind::other;
}

/// Words for errno that read well after "path: ".
Failure because(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return {"no such file or directory", FailureKind::missing};
    case EACCES:
    case EPERM:
      return {"permission denied"};
    case ELOOP:
      return {"symbolic links lead in a circle"};
    case EROFS:
      return {"the file system is read-only"};
    case ENOSPC:
      return {"no space left on the device"};
    default:
      return {std::strerror(error)};
  }
}

Failure not_regular(mode_t mode) {
  if (S_ISDIR(mode)) return {"is a directory"};
  if (S_ISFIFO(mode)) return {"is a FIFO, not a regular file"};
  if (S_ISSOCK(mode)) return {"is a socket, not a regular file"};
  return {"is a device, not a regular file"};
}

/// Closes the descriptor at the end of the scope.
struct Descriptor {
  int fd = -1;
  explicit Descriptor(int value) : fd(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

/// realpath(3); empty when nothing is there.
std::string resolve(const std::string& path) {
  char* const resolved = ::realpath(path.c_str(), nullptr);
  std::string result = resolved == nullptr ? "" : resolved;
  std::free(resolved);
  return result;
}

struct RealFiles final : Files {
  Result<std::string> read(const std::string& path) const override {
    // Looked at before it is opened: opening a device can have effects, and a FIFO would wait for a
    // writer.
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return because(errno);
    if (!S_ISREG(info.st_mode)) return not_regular(info.st_mode);
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (file.fd < 0 || ::fstat(file.fd, &info) != 0) return because(errno);
    if (!S_ISREG(info.st_mode)) return not_regular(info.st_mode);
    // Sizes are a hint only: files of /proc say 0, and a file may grow while it is read.
    std::string bytes;
    std::size_t wanted = std::min(static_cast<std::size_t>(info.st_size), max_file_size) + 1;
    while (true) {
      const std::size_t have = bytes.size();
      bytes.resize(wanted);
      const ssize_t got = ::read(file.fd, bytes.data() + have, wanted - have);
      if (got < 0 && errno != EINTR) return because(errno);
      bytes.resize(have + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
      if (got == 0) return bytes;
      if (bytes.size() > max_file_size)
        return Failure{"larger than 32 MiB", FailureKind::too_large};
      if (bytes.size() == wanted) wanted = std::min(wanted * 2, max_file_size + 1);
    }
  }

  FileKind kind(const std::string& path) const override {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 ? kind_of(info.st_mode) : FileKind::missing;
  }

  Result<std::vector<DirectoryEntry>> list(const std::string& path) const override {
    DIR* const directory = ::opendir(path.c_str());
    if (directory == nullptr) return because(errno);
    std::vector<DirectoryEntry> entries;
    while (const dirent* const entry = ::readdir(directory)) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      DirectoryEntry found{std::string(name), FileKind::other, entry->d_type == DT_LNK};
      if (entry->d_type == DT_REG) {
        found.kind = FileKind::regular;
      } else if (entry->d_type == DT_DIR) {
        found.kind = FileKind::directory;
      } else if (entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN) {
        // Some file systems do not tell the type; links are asked for their target's.
        struct stat info {};
        if (entry->d_type == DT_UNKNOWN &&
            ::fstatat(::dirfd(directory), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0) {
          found.symlink = S_ISLNK(info.st_mode);
        }
        found.kind = ::fstatat(::dirfd(directory), entry->d_name, &info, 0) == 0
                         ? kind_of(info.st_mode)
                         : FileKind::missing;
      }
      entries.push_back(std::move(found));
    }
    ::closedir(directory);
    std::sort(entries.begin(), entries.end(),
              [](const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; });
    return entries;
  }

  std::string real(const std::string& path) const override {
    const std::string_view name = file_name(path);
    if (name.empty() || name == "." || name == "..") return real_directory(path);
    std::string directory;
    {
      const std::lock_guard lock(mutex_);
      if (const auto known = directories_.find(path); known != directories_.end())
        return known->second;
      directory = known_directory(parent_path(path));
    }
    return in_directory(directory, path);
  }

  Result<bool> write(const std::string& path, std::string_view bytes) override {
    const std::string target = real(path);
    struct stat info {};
    if (target.empty() || ::stat(target.c_str(), &info) != 0) return because(errno);
    if (!S_ISREG(info.st_mode)) return not_regular(info.st_mode);
    // A rename replaces also what may not be written; a read-only file is the user's word that it
    // stays.
    if (::access(target.c_str(), W_OK) != 0) return because(errno);
    // Hidden and short: not taken for a Dockerfile should it ever be left behind, and no name is
    // too long for it.
    std::string temporary = join_path(parent_path(target), ".cudafit-XXXXXX");
    const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (file.fd < 0) return because(errno);
    // The owner is kept where that is allowed (root fixing a user's file); it is not worth failing
    // for. It comes before the mode because changing it clears set-id bits.
    const bool owned = ::fchown(file.fd, info.st_uid, info.st_gid) == 0;
    static_cast<void>(owned);
    if (::fchmod(file.fd, info.st_mode & 07777) == 0 && write_all(file.fd, bytes) &&
        ::fsync(file.fd) == 0 && ::rename(temporary.c_str(), target.c_str()) == 0) {
      return true;
    }
    const int error = errno;
    ::unlink(temporary.c_str());
    return because(error);
  }

 private:
  /// `path`, whose parent is `directory` in reality.
  static std::string in_directory(const std::string& directory, const std::string& path) {
    if (directory.empty()) return directory;
    std::string place = join_path(directory, file_name(path));
    char target = 0;
    if (::readlink(place.c_str(), &target, 1) >= 0) return resolve(path);
    return errno == EINVAL ? place : "";  // EINVAL: there, and no link
  }

  /// The kernel is asked about each directory of a path once, not for every file in it.
  std::string real_directory(const std::string& path) const {
    const std::lock_guard lock(mutex_);
    return known_directory(path);
  }
  std::string known_directory(const std::string& path) const {
    if (const auto known = directories_.find(path); known != directories_.end())
      return known->second;
    const std::string_view name = file_name(path);
    const bool plain = !name.empty() && name != "." && name != "..";
    std::string real =
        plain ? in_directory(known_directory(parent_path(path)), path) : resolve(path);
    if (!real.empty()) {  // what is missing may be made
      directories_.emplace(path, real);
      directories_.emplace(real, real);
    }
    return real;
  }

  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, std::string> directories_;  ///< real paths
};

}  // namespace

std::unique_ptr<Files> real_files() { return std::make_unique<RealFiles>(); }

}  // namespace cudafit
