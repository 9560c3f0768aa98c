#include "registry/cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <system_error>
#include <tuple>
#include <vector>

#include "registry/documents.h"
#include "source/sha256.h"

namespace cudafit::registry {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t most_bytes = 64u << 20;
constexpr std::size_t most_document = 4u << 20;
constexpr std::int64_t tag_seconds = 600;
constexpr std::string_view unfinished = ".new-";

/// A regular file of ours that is not too long; nothing else.
std::optional<std::string> read_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return std::nullopt;
  struct stat is {};
  std::optional<std::string> out;
  if (fstat(file, &is) == 0 && S_ISREG(is.st_mode) && is.st_uid == geteuid() &&
      is.st_size <= static_cast<off_t>(most_document)) {
    std::string bytes(static_cast<std::size_t>(is.st_size), '\0');
    if (::read(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()))
      out = std::move(bytes);
  }
  close(file);
  return out;
}

/// Written beside it and renamed, so that nobody ever reads a half.
void write_file(const std::string& path, std::string_view bytes) {
  const std::size_t slash = path.rfind('/') + 1;
  std::string beside = path.substr(0, slash) + std::string(unfinished) + "XXXXXX";
  const int file = mkostemp(beside.data(), O_CLOEXEC);
  if (file < 0) return;
  const bool whole = write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  close(file);
  if (!whole || rename(beside.c_str(), path.c_str()) != 0) unlink(beside.c_str());
}

/// Private configurations are nobody else's business.
bool make_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return false;
  struct stat is {};
  return lstat(path.c_str(), &is) == 0 && S_ISDIR(is.st_mode) && is.st_uid == geteuid();
}

std::string document_name(std::string_view digest) {
  return "document-" + std::string(digest.substr(digest.find(':') + 1));
}

}  // namespace

Cache::Cache(const Environment& environment, std::function<std::int64_t()> now)
    : now_(std::move(now)) {
  std::string base = environment("XDG_CACHE_HOME");
  // As its specification has it, a relative one does not count.
  if (!base.starts_with('/')) {
    const std::string home = environment("HOME");
    if (!home.starts_with('/')) return;
    base = home + "/.cache";
  }
  const std::string own = base + "/cudafit";
  if (make_folder(own) && make_folder(own + "/registry")) folder_ = own + "/registry/";
}

std::optional<std::string> Cache::document(std::string_view digest) const {
  if (folder_.empty() || !good_digest(digest)) return std::nullopt;
  std::optional<std::string> bytes = read_file(folder_ + document_name(digest));
  if (bytes && !fits_digest(*bytes, digest)) return std::nullopt;
  return bytes;
}

void Cache::keep_document(std::string_view digest, std::string_view bytes) const {
  if (!folder_.empty() && good_digest(digest) && bytes.size() <= most_document)
    write_file(folder_ + document_name(digest), bytes);
}

std::optional<std::string> Cache::tag(std::string_view name) const {
  if (folder_.empty()) return std::nullopt;
  const std::optional<std::string> line = read_file(folder_ + "tag-" + sha256_hex(name));
  // "1764470194 sha256:... name"
  if (!line) return std::nullopt;
  std::int64_t at = 0;
  const auto read = std::from_chars(line->data(), line->data() + line->size(), at);
  const std::int64_t age = now_() - at;
  if (read.ec != std::errc() || age < 0 || age > tag_seconds) return std::nullopt;
  const auto behind = static_cast<std::size_t>(read.ptr - line->data()) + 1;
  const std::size_t end = line->find(' ', std::min(behind, line->size()));
  if (end == std::string::npos || std::string_view(*line).substr(end + 1) != name)
    return std::nullopt;
  std::string digest = line->substr(behind, end - behind);
  return good_digest(digest) ? std::optional(std::move(digest)) : std::nullopt;
}

void Cache::keep_tag(std::string_view name, std::string_view digest) const {
  if (folder_.empty()) return;
  write_file(folder_ + "tag-" + sha256_hex(name),
             std::to_string(now_()) + " " + std::string(digest) + " " + std::string(name));
}

void Cache::tidy() const {
  if (folder_.empty()) return;
  struct Kept {
    fs::file_time_type written;
    std::uint64_t size;
    fs::path path;
  };
  std::vector<Kept> all;
  std::uint64_t bytes = 0;
  std::error_code error;
  const fs::file_time_type hour_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
  for (fs::directory_iterator each(folder_, error), end; !error && each != end;
       each.increment(error)) {
    std::error_code gone;
    const Kept file{each->last_write_time(gone),
                    each->is_regular_file(gone) ? each->file_size(gone) : 0, each->path()};
    if (gone) continue;
    if (file.path.filename().string().starts_with(unfinished) && file.written < hour_ago) {
      fs::remove(file.path, gone);
      continue;
    }
    bytes += file.size + 4096;  // what a small file takes
    all.push_back(file);
  }
  if (bytes <= most_bytes) return;
  std::sort(all.begin(), all.end(),
            [](const Kept& a, const Kept& b) { return a.written < b.written; });
  for (const Kept& file : all) {
    if (bytes <= most_bytes / 2) return;
    fs::remove(file.path, error);
    bytes -= file.size + 4096;
  }
}

}  // namespace cudafit::registry
