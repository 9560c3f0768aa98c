#pragma once
// The machine that is looked at, and how. Tests answer in its place.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "programs/program.h"
#include "source/files.h"

namespace cudafit::host {

/// What stands in /dev.
struct Node {
  bool there = false;
  bool usable = false;  ///< we may read and write it
  unsigned mode = 0;    ///< 0660
  unsigned user = 0, group = 0;
};

/// Of a file system, in bytes.
struct Space {
  std::uint64_t size = 0, free = 0;
};

struct Machine {
  const Files& files;
  programs::Run run;
  /// The absolute path of a program; empty: it is not installed.
  std::function<std::string(const std::string&)> find;
  std::function<Node(const std::string&)> node;
  /// Nothing where it cannot be told.
  std::function<std::optional<Space>(const std::string&)> space;
  /// Of the environment; empty: not set.
  std::function<std::string(const std::string&)> variable;
  std::vector<unsigned> groups{};  ///< that we belong to
  bool superuser = false;
  std::string architecture{};  ///< "x86_64"
  std::string today{};         ///< "2026-11-30"
  /// The machine's root lies below a directory of ours: programs would tell of another one.
  bool elsewhere = false;
};

/// The one we run on, or the one whose root is mounted at `root`. `files` is what reads there.
Machine this_machine(const Files& files, const std::string& root = {});

}  // namespace cudafit::host
