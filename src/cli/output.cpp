#include "cli/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "print/escape.h"

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

}  // namespace

bool write_out(std::string_view bytes) { return write_all(STDOUT_FILENO, bytes); }

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
  return write_file(path, O_TRUNC, bytes);
}

}  // namespace cudafit::cli
