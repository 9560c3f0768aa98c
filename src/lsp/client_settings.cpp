#include "lsp/client_settings.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "project/settings.h"
#include "source/nearest.h"

namespace cudafit::lsp {
namespace {

constexpr auto keys = std::to_array<std::string_view>(
    {"config", "driver", "gpus", "host", "ignore", "matrix", "platform", "preview", "select"});

struct Reading {
  const Json& settings;
  ClientSettings out{};

  void problem(std::string_view key, std::string_view what) {
    out.problems.push_back("cudafit: the setting " + in_quotes(key) + " " + std::string(what));
  }

  std::string word(std::string_view key) {
    const Json& value = member(settings, key);
    if (!value.is_null() && !value.is_string()) problem(key, "is not a text");
    return text(value);
  }

  /// One text counts as a list of one.
  std::vector<std::string> words(std::string_view key) {
    const Json& value = member(settings, key);
    std::vector<std::string> list;
    if (value.is_string() && !text(value).empty()) list.push_back(text(value));
    if (value.is_array()) {
      for (const Json& each : value) {
        if (each.is_string()) {
          list.push_back(text(each));
        } else {
          problem(key, "holds something that is not a text");
        }
      }
    } else if (!value.is_string() && !value.is_null()) {
      problem(key, "is not a list of texts");
    }
    return list;
  }

  std::vector<std::string> rules(std::string_view key) {
    const std::vector<std::string_view> known = project::rule_names();
    std::vector<std::string> named = words(key);
    std::erase_if(named, [&](const std::string& rule) {
      if (std::find(known.begin(), known.end(), rule) != known.end()) return false;
      problem(key, "names no rule: " + in_quotes(rule) + did_you_mean(rule, known));
      return true;
    });
    return named;
  }

  void read() {
    project::Choices& choices = out.choices;
    choices.select = rules("select");
    choices.ignore = rules("ignore");
    const Json& preview = member(settings, "preview");
    if (!preview.is_null() && !preview.is_boolean()) problem("preview", "is not true or false");
    choices.preview = truth(preview);
    choices.config = word("config");
    choices.matrix = words("matrix");
    choices.host.driver = word("driver");
    choices.host.gpus = words("gpus");
    const std::string host = word("host");
    if (!host.empty() && host != "linux" && host != "wsl2")
      problem("host", "is linux or wsl2, not " + in_quotes(host));
    choices.host.wsl2 = host == "wsl2";
    choices.host.given = !choices.host.driver.empty() || !choices.host.gpus.empty() ||
                         host == "wsl2" || host == "linux";
    const std::string platform = word("platform");
    if (!platform.empty()) choices.build.platform = platform;
  }
};

}  // namespace

ClientSettings read_settings(const Json& settings) {
  Reading reading{settings};
  if (!settings.is_object()) return std::move(reading.out);
  for (const auto& [key, value] : settings.items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      reading.problem(key, "does not exist" + did_you_mean(key, keys));
  }
  reading.read();
  return std::move(reading.out);
}

}  // namespace cudafit::lsp
