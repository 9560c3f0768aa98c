#include "verify/directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace cudafit::verify {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view prefix = "cudafit-verify.";

fs::path temporary() {
  std::error_code error;
  const fs::path path = fs::temp_directory_path(error);
  return error ? fs::path("/tmp") : path;
}

bool write(const std::string& path, std::string_view bytes, bool program) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return false;
  // Whoever runs in the image has to be able to read it, and the mode goes along into it.
  bool whole = ::fchmod(file, program ? 0755 : 0644) == 0;
  while (whole && !bytes.empty()) {
    const ssize_t size = ::write(file, bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    whole = size > 0;
    if (whole) bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return ::close(file) == 0 && whole;
}

}  // namespace

std::string kit_directory(const std::string& id) {
  return (temporary() / (std::string(prefix) + id)).string();
}

Result<bool> write_kit(const Kit& kit) {
  const std::string directory = kit_directory(kit.id);
  if (::mkdir(directory.c_str(), 0700) != 0)
    return Failure{directory + " cannot be made: " + std::strerror(errno)};
  bool whole = write(directory + "/Dockerfile", kit.dockerfile, false);
  for (const CarriedFile& file : kit.files)
    whole = whole && write(directory + "/" + file.name, file.bytes, file.program);
  if (!whole) return Failure{directory + ": a file cannot be written: " + std::strerror(errno)};
  return true;
}

bool remove_directory(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);  // follows no link
  return !error;
}

std::vector<Leftover> left_directories() {
  std::vector<Leftover> out;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(temporary(), error)) {
    const std::string name = entry.path().filename().string();
    struct stat found {};
    if (!name.starts_with(prefix) || ::lstat(entry.path().c_str(), &found) != 0) continue;
    if (S_ISDIR(found.st_mode) && found.st_uid == ::geteuid())
      out.push_back({Leftover::What::directory, entry.path().string(), name.substr(prefix.size())});
  }
  return out;
}

}  // namespace cudafit::verify
