#include "cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "print/escape.h"
#include "source/files.h"

namespace cudafit::cli {
namespace {

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(descriptor, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

bool write_file(const std::string& path, int flags, std::string_view bytes) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
  if (descriptor < 0) return false;
  const bool written = write_all(descriptor, bytes);
  return ::close(descriptor) == 0 && written;
}

/// Makes a file where there is none: nobody sees half of it.
bool make_file(const std::string& path, std::string_view bytes) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) == 0) return false;
  const std::string other =
      join_path(parent_path(path), ".cudafit-" + std::to_string(::getpid()) + ".tmp");
  if (write_file(other, O_EXCL, bytes) && ::rename(other.c_str(), path.c_str()) == 0) return true;
  ::unlink(other.c_str());
  return false;
}

}  // namespace

bool write_out(std::string_view bytes) {
  if (write_all(STDOUT_FILENO, bytes)) return true;
  say("standard output: cannot be written");
  return false;
}

void say(std::string_view line) { say_raw("cudafit: " + print::escape(line) + "\n"); }

void say_raw(std::string_view bytes) { write_all(STDERR_FILENO, bytes); }

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

bool wants_color(When when, bool terminal) {
  if (when != When::automatic) return when == When::always;
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string_view(value == nullptr ? "" : value);
  };
  return terminal && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
}

bool append_file(const std::string& path, std::string_view bytes) {
  return write_file(path, O_APPEND, bytes);
}

bool replace_file(const std::string& path, std::string_view bytes) {
  const std::unique_ptr<Files> files = real_files();
  const bool regular = files->kind(path) == FileKind::regular;
  // What is written again as it is need not make anybody look again who watches it.
  if (regular) {
    const Result<std::string> before = files->read(path);
    if ((before && *before == bytes) || files->write(path, bytes)) return true;
  }
  if (!regular && make_file(path, bytes)) return true;
  // A pipe or a device, a link to nowhere, a directory that takes no new files.
  return write_file(path, O_TRUNC, bytes);
}

}  // namespace cudafit::cli
