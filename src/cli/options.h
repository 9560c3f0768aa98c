#pragma once
// The options that several commands share, and how one is described. Private to reading the command
// line.

#include <CLI/CLI.hpp>
#include <string>
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

/// An option that takes one value each time and never eats a path after it.
CLI::Option* option(CLI::App& app, const std::string& name, std::string& into,
                    const std::string& type, const std::string& summary, const std::string& group);
/// The same, repeatable.
CLI::Option* option(CLI::App& app, const std::string& name, Values& into, const std::string& type,
                    const std::string& summary, const std::string& group);
/// One of a few words. The words are the type's name, so that help and completion know them.
CLI::Option* choice(CLI::App& app, const std::string& name, std::string& into, const Values& values,
                    const std::string& summary, const std::string& group);
void flag(CLI::App& app, const std::string& name, bool& into, const std::string& summary,
          const std::string& group);

void add_build(CLI::App& app, Words& words);
void add_host(CLI::App& app, Words& words);
void add_context(CLI::App& app, Words& words);
void add_tables(CLI::App& app, Values& matrix);
/// Which configuration holds, and what walking a directory enters.
void add_configuration(CLI::App& app, project::Choices& choices, bool& no_gitignore);

}  // namespace cudafit::cli
