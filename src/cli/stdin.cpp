#include "cli/stdin.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace cudafit::cli {

namespace {

Result<std::string> read_all(int descriptor, std::size_t most) {
  std::string bytes;
  char block[1 << 16];
  while (bytes.size() <= most) {
    const ssize_t got = ::read(descriptor, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failure{std::strerror(errno)};
    if (got == 0) break;
    bytes.append(block, static_cast<std::size_t>(got));
  }
  return bytes;
}

}  // namespace

Result<std::string> read_standard_input(std::size_t most) { return read_all(STDIN_FILENO, most); }

Result<std::string> read_file(const std::string& path, std::size_t most) {
  // A FIFO would be waited for.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    const bool missing = errno == ENOENT || errno == ENOTDIR;
    return Failure{missing ? "no such file or directory" : std::strerror(errno),
                   missing ? FailureKind::missing : FailureKind::other};
  }
  struct stat status {};
  Result<std::string> out = Failure{"is no regular file"};
  if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    out = static_cast<std::size_t>(status.st_size) > most
              ? Failure{"is too large to be read", FailureKind::too_large}
              : read_all(descriptor, most);
  }
  ::close(descriptor);
  return out;
}

}  // namespace cudafit::cli
