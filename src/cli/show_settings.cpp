// `cudafit check --show-settings FILE`: the settled settings, as a configuration that would say the
// same.

#include "cli/show_settings.h"

namespace cudafit::cli {
namespace {

using read::Config;
using read::ConfigString;

std::vector<std::string> values(const read::ConfigStrings& strings) {
  std::vector<std::string> result;
  for (const ConfigString& string : strings) result.push_back(string.value);
  return result;
}

/// A TOML string that holds anything.
std::string toml(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (result += '\\') += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      ((result += "\\u00") += digits[byte >> 4]) += digits[byte & 15];
    } else {
      result += c;
    }
  }
  return result += '"';
}

std::string toml(const std::vector<std::string>& list) {
  std::string result = "[";
  for (const std::string& item : list) result += (result.size() == 1 ? "" : ", ") + toml(item);
  return result + "]";
}

}  // namespace

std::string show_settings(const project::FileSettings& settings) {
  const Config& config = *settings.config;
  std::string text = "# Settings for " + settings.path + "\n";
  text += "# Repository: " + settings.root + "\n";
  text += "# Configuration: ";
  for (const std::string& file : config.files)
    text += (&file == &config.files.front() ? "" : ", extending ") + file;
  text += config.files.empty() ? "none, the defaults\n" : "\n";
  const auto line = [&](std::string_view key, const std::string& value) {
    (text += key) += " = " + value + "\n";
  };
  if (config.exclude) line("exclude", toml(values(config.exclude->written)));
  line("select", settings.wanted.select.empty() ? "[] # all rules" : toml(settings.wanted.select));
  line("ignore", toml(settings.wanted.ignore));
  line("preview", settings.wanted.preview ? "true" : "false");
  if (!settings.matrix.empty()) line("matrix", toml(settings.matrix));
  if (config.rule_set) line("rule-set", toml(config.rule_set->value));
  line("fail-on", toml(read::name(settings.fail_on)));
  if (!settings.wanted.severity.empty()) text += "\n[severity]\n";
  for (const auto& [rule, severity] : settings.wanted.severity) line(rule, toml(name(severity)));
  if (!config.per_file_ignores.empty()) text += "\n[per-file-ignores]\n";
  for (const read::PerFileIgnores& row : config.per_file_ignores)
    line(toml(row.glob.written.front().value), toml(values(row.rules)));
  for (const Build& build : settings.builds) {
    text += "\n[[build]]\n";
    line("dockerfile", toml(build.dockerfile));
    if (!build.context.empty()) line("context", toml(build.context));
    if (!build.options.target.empty()) line("target", toml(build.options.target));
    if (!build.options.platform.empty()) line("platform", toml(build.options.platform));
    std::string args;
    for (const auto& [name, value] : build.options.args)
      args += (args.empty() ? "" : ", ") + toml(name) + " = " + toml(value);
    if (!args.empty()) line("args", "{ " + args + " }");
  }
  for (const read::HostTable& host : config.hosts) {
    text += "\n[[host]]\n";
    const auto given = [&](std::string_view key, const ConfigString& value) {
      if (!value.value.empty()) line(key, toml(value.value));
    };
    given("name", host.name);
    given("driver", host.driver);
    if (!host.gpus.empty()) line("gpus", toml(values(host.gpus)));
    if (host.wsl2) line("wsl2", *host.wsl2 ? "true" : "false");
    given("toolkit", host.toolkit);
    given("platform", host.platform);
    given("jetpack", host.jetpack);
    given("l4t", host.l4t);
    if (host.cdi) line("cdi", *host.cdi ? "true" : "false");
  }
  for (const read::ImageTable& image : config.images) {
    text += "\n[[image]]\n";
    line("name", toml(image.name.value));
    if (!image.tags.empty()) line("tags", toml(values(image.tags)));
    if (!image.like.value.empty()) line("like", toml(image.like.value));
    std::string brings;
    for (const auto& [key, value] : image.brings)
      brings += (brings.empty() ? "" : ", ") + toml(key.value) + " = " + toml(value.value);
    if (!brings.empty()) line("brings", "{ " + brings + " }");
  }
  return text;
}

}  // namespace cudafit::cli
