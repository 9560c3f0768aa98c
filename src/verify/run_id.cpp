#include "verify/run_id.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <ctime>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>
#include <vector>

namespace cudafit::verify {
namespace {

/// The machine since it was started, and who counts its processes.
std::string machine() {
  std::ifstream in("/proc/sys/kernel/random/boot_id");
  std::string boot;
  std::getline(in, boot);
  struct stat space {};
  if (stat("/proc/self/ns/pid", &space) == 0) boot += std::to_string(space.st_ino);
  std::uint32_t hash = 2166136261u;  // FNV-1a: the same in every build
  for (const char c : boot) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return fmt::format("{:08x}", hash);
}

/// When a process began, in ticks since the machine did; empty when there is none.
std::string beginning_of(long process) {
  std::ifstream in(fmt::format("/proc/{}/stat", process));
  std::string text;
  std::getline(in, text);
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream rest(text.substr(name_end + 1));
  std::string word;
  for (int field = 3; field <= 22; ++field) rest >> word;
  return word;
}

struct Parts {
  std::string_view machine, process, began, time;
};

std::optional<Parts> parts_of(std::string_view id) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t end = id.find('-');
    words.push_back(id.substr(0, end));
    if (end == std::string_view::npos) break;
    id.remove_prefix(end + 1);
  }
  if (words.size() != 4) return std::nullopt;
  return Parts{words[0], words[1], words[2], words[3]};
}

long number(std::string_view text) {
  long value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : -1;
}

}  // namespace

std::string own_run_id() {
  const long process = ::getpid();
  return fmt::format("{}-{}-{}-{}", machine(), process, beginning_of(process),
                     static_cast<long>(std::time(nullptr)));
}

Owner owner_of(std::string_view id) {
  const std::optional<Parts> parts = parts_of(id);
  if (!parts || parts->machine != machine()) return Owner::unknown;
  const long process = number(parts->process);
  if (process <= 0) return Owner::unknown;
  return beginning_of(process) == parts->began ? Owner::alive : Owner::dead;
}

long age_of(std::string_view id) {
  const std::optional<Parts> parts = parts_of(id);
  const long made = parts ? number(parts->time) : -1;
  return made < 0 ? -1 : static_cast<long>(std::time(nullptr)) - made;
}

}  // namespace cudafit::verify
