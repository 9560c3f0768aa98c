#include "cli/stdin.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "source/files.h"

namespace cudafit::cli {

Result<std::string> read_standard_input() {
  std::string bytes;
  char block[1 << 16];
  while (bytes.size() <= max_file_size) {
    const ssize_t got = ::read(STDIN_FILENO, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failure{std::strerror(errno)};
    if (got == 0) break;
    bytes.append(block, static_cast<std::size_t>(got));
  }
  return bytes;
}

}  // namespace cudafit::cli
