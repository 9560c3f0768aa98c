#include "cli/options.h"

#include <algorithm>
#include <string_view>

#include "cli/output.h"
#include "source/nearest.h"

namespace cudafit::cli {
namespace {

/// Whether a word of the command line can be the option of this one name.
bool can_mean(std::string_view word, std::string_view name) {
  if (name.starts_with("--")) return word.starts_with(name);
  // Short ones stand together: -qv.
  return word.starts_with('-') && !word.starts_with("--") &&
         word.find(name.back()) != std::string_view::npos;
}

template <typename Into>
CLI::Option* one(App& app, std::string_view name, Into& into, std::string_view type,
                 std::string_view summary, std::string_view group) {
  if (!app.may_have(name)) return nullptr;
  return app.add_option(std::string(name), into, std::string(summary))
      ->type_name(std::string(type))
      ->allow_extra_args(false)
      ->group(std::string(group));
}

}  // namespace

bool App::may_have(std::string_view names) const {
  if (line == nullptr || !names.starts_with('-')) return true;
  const std::size_t comma = names.find(',');
  const std::string_view first = names.substr(0, comma);
  const std::string_view second = comma == std::string_view::npos ? first : names.substr(comma + 1);
  return std::any_of(line->begin(), line->end(), [&](const std::string& word) {
    return can_mean(word, first) || can_mean(word, second);
  });
}

CLI::Option* option(App& app, std::string_view name, std::string& into, std::string_view type,
                    std::string_view summary, std::string_view group) {
  return one(app, name, into, type, summary, group);
}

CLI::Option* option(App& app, std::string_view name, Values& into, std::string_view type,
                    std::string_view summary, std::string_view group) {
  return one(app, name, into, type, summary, group);
}

CLI::Option* choice(App& app, std::string_view name, std::string& into,
                    const std::vector<std::string_view>& values, std::string_view summary,
                    std::string_view group) {
  if (!app.may_have(name)) return nullptr;
  std::string type;
  for (const std::string_view value : values) (type += type.empty() ? "" : "|") += value;
  const auto check = [values](const std::string& word) -> std::string {
    if (std::find(values.begin(), values.end(), word) != values.end()) return "";
    std::string message = in_quotes(word) + " is not one of ";
    for (const std::string_view value : values)
      (message += value == values.front() ? "" : ", ") += value;
    return message + did_you_mean(word, values);
  };
  return option(app, name, into, type, summary, group)->check(CLI::Validator(check, ""));
}

void flag(App& app, std::string_view name, bool& into, std::string_view summary,
          std::string_view group) {
  if (app.may_have(name))
    app.add_flag(std::string(name), into, std::string(summary))->group(std::string(group));
}

void add_build(App& app, Words& words) {
  const std::string_view group = "How the image is built";
  option(app, "--build-arg", words.build_args, "NAME[=VALUE]",
         "A build argument; without a value, the environment's. Repeatable", group);
  option(app, "--target", words.target, "STAGE",
         "The stage that is built; default: every stage nobody builds on", group);
  option(app, "--platform", words.platform, "OS/ARCH", "The platform built for, as in linux/arm64",
         group);
}

void add_host(App& app, Words& words) {
  const std::string_view group = "Where the image runs";
  option(app, "--driver", words.driver, "VERSION",
         "The NVIDIA driver of the host: 535.104.05, or a branch such as 535", group);
  option(app, "--gpu", words.gpus, "NAME|sm_XX",
         "A GPU it must run on: A100, \"RTX 2080 Ti\", sm_86. Repeatable", group);
  choice(app, "--host", words.host, {"auto", "linux", "wsl2"},
         "The kind of host; wsl2 reads Windows driver numbers, auto is this machine", group);
}

void add_context(App& app, Words& words) {
  option(app, "--context", words.context, "DIR",
         "The build context; default: found from the COPY sources", "How the image is built");
}

void add_tables(App& app, Values& matrix) {
  option(app, "--matrix", matrix, "FILE",
         "Versions, images, GPUs of your own, as in matrix/README.md. Repeatable",
         "Files and configuration");
}

void add_configuration(App& app, project::Choices& choices, bool& no_gitignore) {
  const std::string_view files = "Files and configuration";
  option(app, "--config", choices.config, "FILE",
         "This configuration instead of the nearest .cudafit.toml", files);
  flag(app, "--isolated", choices.isolated, "Read no configuration", files);
  flag(app, "--no-gitignore", no_gitignore, "Walk into what .gitignore names", files);
}

}  // namespace cudafit::cli
