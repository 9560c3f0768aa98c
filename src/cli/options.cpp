#include "cli/options.h"

#include <algorithm>
#include <string_view>

#include "cli/output.h"
#include "source/nearest.h"

namespace cudafit::cli {
namespace {

template <typename Into>
CLI::Option* one(CLI::App& app, const std::string& name, Into& into, const std::string& type,
                 const std::string& summary, const std::string& group) {
  return app.add_option(name, into, summary)
      ->type_name(type)
      ->allow_extra_args(false)
      ->group(group);
}

}  // namespace

CLI::Option* option(CLI::App& app, const std::string& name, std::string& into,
                    const std::string& type, const std::string& summary, const std::string& group) {
  return one(app, name, into, type, summary, group);
}

CLI::Option* option(CLI::App& app, const std::string& name, Values& into, const std::string& type,
                    const std::string& summary, const std::string& group) {
  return one(app, name, into, type, summary, group);
}

CLI::Option* choice(CLI::App& app, const std::string& name, std::string& into, const Values& values,
                    const std::string& summary, const std::string& group) {
  std::string type;
  for (const std::string& value : values) type += (type.empty() ? "" : "|") + value;
  const auto check = [values](const std::string& word) -> std::string {
    if (std::find(values.begin(), values.end(), word) != values.end()) return "";
    const std::vector<std::string_view> names(values.begin(), values.end());
    std::string message = in_quotes(word) + " is not one of ";
    for (const std::string& value : values)
      message += (value == values.front() ? "" : ", ") + value;
    return message + did_you_mean(word, names);
  };
  return option(app, name, into, type, summary, group)->check(CLI::Validator(check, ""));
}

void flag(CLI::App& app, const std::string& name, bool& into, const std::string& summary,
          const std::string& group) {
  app.add_flag(name, into, summary)->group(group);
}

void add_build(CLI::App& app, Words& words) {
  const std::string group = "How the image is built";
  option(app, "--build-arg", words.build_args, "NAME[=VALUE]",
         "A build argument; without a value, the environment's. Repeatable", group);
  option(app, "--target", words.target, "STAGE",
         "The stage that is built; default: every stage nobody builds on", group);
  option(app, "--platform", words.platform, "OS/ARCH", "The platform built for, as in linux/arm64",
         group);
}

void add_host(CLI::App& app, Words& words) {
  const std::string group = "Where the image runs";
  option(app, "--driver", words.driver, "VERSION",
         "The NVIDIA driver of the host: 535.104.05, or a branch such as 535", group);
  option(app, "--gpu", words.gpus, "NAME|sm_XX",
         "A GPU it must run on: A100, \"RTX 2080 Ti\", sm_86. Repeatable", group);
  choice(app, "--host", words.host, {"auto", "linux", "wsl2"},
         "The kind of host; wsl2 reads Windows driver numbers, auto is this machine", group);
}

void add_context(CLI::App& app, Words& words) {
  option(app, "--context", words.context, "DIR",
         "The build context; default: found from the COPY sources", "How the image is built");
}

void add_tables(CLI::App& app, Values& matrix) {
  option(app, "--matrix", matrix, "FILE",
         "Versions, images, GPUs of your own, as in matrix/README.md. Repeatable",
         "Files and configuration");
}

void add_configuration(CLI::App& app, project::Choices& choices, bool& no_gitignore) {
  const std::string files = "Files and configuration";
  option(app, "--config", choices.config, "FILE",
         "This configuration instead of the nearest .cudafit.toml", files);
  flag(app, "--isolated", choices.isolated, "Read no configuration", files);
  flag(app, "--no-gitignore", no_gitignore, "Walk into what .gitignore names", files);
}

}  // namespace cudafit::cli
