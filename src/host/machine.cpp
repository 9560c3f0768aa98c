#include "host/machine.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <ctime>

namespace cudafit::host {
namespace {

Node node(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return {};
  return {.there = true,
          .usable = access(path.c_str(), R_OK | W_OK) == 0,
          .mode = info.st_mode & 07777U,
          .user = info.st_uid,
          .group = info.st_gid};
}

std::optional<Space> space(const std::string& path) {
  struct statvfs info {};
  if (statvfs(path.c_str(), &info) != 0) return std::nullopt;
  return Space{.size = std::uint64_t{info.f_blocks} * info.f_frsize,
               .free = std::uint64_t{info.f_bavail} * info.f_frsize};
}

std::string variable(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

std::vector<unsigned> groups() {
  std::vector<gid_t> listed(static_cast<std::size_t>(std::max(getgroups(0, nullptr), 0)));
  const int count = getgroups(static_cast<int>(listed.size()), listed.data());
  std::vector<unsigned> out{getegid()};
  for (int i = 0; i < count; ++i) out.push_back(listed[static_cast<std::size_t>(i)]);
  return out;
}

std::string architecture() {
  utsname info{};
  return uname(&info) == 0 ? info.machine : "";
}

std::string today() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  if (gmtime_r(&now, &parts) == nullptr) return "";
  char text[sizeof "2026-11-30"] = {};
  return std::strftime(text, sizeof text, "%Y-%m-%d", &parts) > 0 ? text : "";
}

}  // namespace

Machine this_machine(const Files& files, const std::string& root) {
  Machine machine{.files = files,
                  .run = programs::run,
                  .find = [](const std::string& name) { return programs::find(name); },
                  .node = node,
                  .space = space,
                  .variable = variable,
                  .groups = groups(),
                  .superuser = geteuid() == 0,
                  .architecture = architecture(),
                  .today = today()};
  if (root.empty()) return machine;
  machine.elsewhere = true;
  machine.run = [](const programs::Command&) {
    programs::Ended none;
    none.error = "it would tell of another machine";
    return none;
  };
  machine.find = [](const std::string&) { return std::string(); };
  machine.node = [root](const std::string& path) { return node(root + path); };
  machine.space = [root](const std::string& path) { return space(root + path); };
  machine.variable = [](const std::string&) { return std::string(); };
  return machine;
}

}  // namespace cudafit::host
