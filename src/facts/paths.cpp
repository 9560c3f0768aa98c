#include "facts/paths.h"

#include <algorithm>
#include <array>

#include "facts/words.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

std::string_view plain(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

template <std::size_t size>
bool mentions(std::string_view text, const std::array<std::string_view, size>& words) {
  const std::string folded = ascii::lowered(text);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return contains(folded, word); });
}

}  // namespace

std::string absolute(std::string_view directory, std::string_view path) {
  std::string out = resolve_dots(join_path(directory, path));
  if (path.ends_with('/') && !out.ends_with('/')) out += '/';
  return out;
}

bool within(std::string_view path, std::string_view directory) {
  path = plain(path);
  directory = plain(directory);
  if (directory == "/") return path.starts_with('/');
  return path.starts_with(directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

bool system_directory(std::string_view path) {
  path = plain(path);
  if (listed(
          "/ /usr /usr/local /opt /bin /sbin /lib /lib64 /usr/bin /usr/sbin /usr/local/bin "
          "/usr/local/sbin /usr/local/lib64 /usr/local/include /usr/lib /usr/lib64 /usr/local/lib "
          "/usr/include /etc /etc/alternatives /root /root/.local /root/.local/bin /home",
          path))
    return true;
  return path.starts_with("/usr/local/cuda") ||
         (path.starts_with("/usr/lib/") && contains(path, "-linux-gnu"));
}

bool names_a_thing(std::string_view path) {
  static constexpr std::array<std::string_view, 18> words{
      "libcu", "libnv", "libnpp",

      "cuda",  "cudnn", "nccl",   "nvidia",  "python",  "conda",     "mamba", "gcc",
      "clang", "llvm",  "pyenv",  "toolkit", "toolset", "toolchain", "nvcc"};
  return mentions(path, words);
}

bool names_packages(std::string_view path) {
  static constexpr std::array<std::string_view, 7> words{
      "site-packages", "dist-packages", "venv", "virtualenv", "conda", "mamba", "python"};
  return mentions(path, words) || within(path, "/root/.local");
}

bool holds_modules(std::string_view path) {
  return contains(path, "site-packages") || contains(path, "dist-packages") ||
         contains(path, "/lib/python3") || contains(path, "/lib64/python3");
}

bool directory_name(std::string_view name) {
  name = plain(name);
  return name.empty() ||
         listed(
             ". .. / bin sbin lib lib64 usr local opt include share etc root home build dist out "
             "output install target release app src deps rootfs overlay files docker root_fs "
             "prefix staging export artifacts binaries tools",
             name);
}

bool judged_program(std::string_view name) {
  if (versioned(name, "python") || versioned(name, "pip") || versioned(name, "gcc-") ||
      versioned(name, "g++-") || versioned(name, "clang-"))
    return true;
  return listed("nvcc gcc g++ cc c++ clang clang++ uv uvx conda mamba micromamba", name);
}

}  // namespace cudafit::facts
