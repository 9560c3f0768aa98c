#include "cli/new_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace cudafit::cli {

namespace {

/// An open directory.
class Directory {
 public:
  explicit Directory(const std::string& path)
      : descriptor_(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}
  ~Directory() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  explicit operator bool() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

bool there(const Directory& directory, const std::string& name) {
  struct stat found {};
  return fstatat(directory.get(), name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = write(descriptor, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

/// Makes a file that was not there. False, with errno, when it was or cannot be made; nothing is
/// left behind then.
bool make_whole(const Directory& directory, const std::string& name, const std::string& bytes) {
  constexpr mode_t mode = 0666;
  const int descriptor = openat(directory.get(), name.c_str(),
                                O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  if (descriptor < 0) return false;
  const bool wrote = write_all(descriptor, bytes) && fsync(descriptor) == 0;
  const int error = errno;
  const bool closed = close(descriptor) == 0;
  if (wrote && closed) return true;
  unlinkat(directory.get(), name.c_str(), 0);
  errno = wrote ? errno : error;
  return false;
}

/// The same, and nobody sees half of it: written under another name, which then gets its own. A
/// link takes no place that is taken.
bool make_at_once(const Directory& directory, const NewFile& file) {
  const std::string other = "." + file.name + ".cudafit-" + std::to_string(getpid());
  if (!make_whole(directory, other, file.bytes)) return false;
  const bool linked =
      linkat(directory.get(), other.c_str(), directory.get(), file.name.c_str(), 0) == 0;
  const int error = errno;
  unlinkat(directory.get(), other.c_str(), 0);
  if (linked) return true;
  // Some file systems have no links.
  if (error != EEXIST) return make_whole(directory, file.name, file.bytes);
  errno = error;
  return false;
}

std::string path_of(const std::string& directory, const std::string& name) {
  return directory == "." ? name : directory + (directory.ends_with('/') ? "" : "/") + name;
}

}  // namespace

std::string make_files(const std::string& path, const std::vector<NewFile>& files,
                       std::vector<std::string>& made) {
  const Directory directory(path);
  if (!directory) return path + ": " + std::strerror(errno);
  for (const NewFile& file : files) {
    if (!file.optional && there(directory, file.name))
      return path_of(path, file.name) + " is there already; nothing was written";
  }
  std::string problem;
  for (const NewFile& file : files) {
    if (make_at_once(directory, file)) {
      made.push_back(path_of(path, file.name));
      continue;
    }
    if (errno == EEXIST && file.optional) continue;
    problem = path_of(path, file.name) + ": " + std::strerror(errno) + "; nothing was written";
    break;
  }
  if (problem.empty()) return {};
  for (const std::string& name : made) unlink(name.c_str());
  made.clear();
  return problem;
}

}  // namespace cudafit::cli
