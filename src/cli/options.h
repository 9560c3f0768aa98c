#pragma once
// The options that several commands share, and how one is described. Private to reading the command
// line.

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "project/choices.h"

namespace cudafit::cli {

using Values = std::vector<std::string>;

/// What the library fills; words become enums afterwards.
struct Words {
  std::string format, color, fail_on;
  Values build_args, gpus;
  std::string driver, host, host_name;
  std::string target, platform, context;
  std::string registry_timeout, top;
  bool no_color = false, exit_zero = false;
};

/// The options of a command.
struct App : CLI::App {
  using CLI::App::App;
  /// The command line to read; null: any. Options that no word of it can mean are left out: putting
  /// all of them together takes longer than linting a small Dockerfile.
  const Values* line = nullptr;

  /// `names`: "-q,--quiet"
  bool may_have(std::string_view names) const;
};

/// An option that takes one value each time and never eats a path after it. Null where it is left
/// out, as for the others.
CLI::Option* option(App& app, std::string_view name, std::string& into, std::string_view type,
                    std::string_view summary, std::string_view group);
/// The same, repeatable.
CLI::Option* option(App& app, std::string_view name, Values& into, std::string_view type,
                    std::string_view summary, std::string_view group);
/// One of a few words. The words are the type's name, so that help and completion know them.
CLI::Option* choice(App& app, std::string_view name, std::string& into,
                    const std::vector<std::string_view>& values, std::string_view summary,
                    std::string_view group);
void flag(App& app, std::string_view name, bool& into, std::string_view summary,
          std::string_view group);

void add_build(App& app, Words& words);
void add_host(App& app, Words& words);
void add_context(App& app, Words& words);
void add_tables(App& app, Values& matrix);
/// Which configuration holds, and what walking a directory enters.
void add_configuration(App& app, project::Choices& choices, bool& no_gitignore);

}  // namespace cudafit::cli
