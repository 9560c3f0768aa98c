#include "read/config.h"

#include <algorithm>
#include <array>

#include "read/toml.h"
#include "source/nearest.h"

namespace cudafit::read {
namespace {

using Names = std::vector<std::string_view>;

/// Reads tables into structs; what does not fit is an error at its place and the rest is still
/// read.
struct Reader {
  const TomlPlaces& places;
  const std::string& directory;
  const Names& rules;
  ParsedConfig& result;

  void error(Span span, std::string message) {
    result.errors.push_back({span, std::move(message)});
  }
  Span span(const toml::node& node) const { return places.span(node); }
  Span span(const toml::key& key) const { return places.span(key); }

  /// Of a key at the top.
  void refuse(const toml::key& key, const Names& known) {
    if (key.str() != "online") return unknown_key(key, known, "");
    error(span(key),
          "who is asked over the network is for each user to say, with --online and in "
          "~/.config/cudafit/config.toml, and not for a repository");
  }

  /// `what`: "a string", "a list of strings".
  void wrong_type(const toml::key& key, const toml::node& value, std::string_view what) {
    error(span(value), "\"" + std::string(key.str()) + "\" must be " + std::string(what));
  }

  void unknown_key(const toml::key& key, const Names& known, std::string_view where) {
    std::string message = "unknown key \"" + std::string(key.str()) + "\"" + std::string(where);
    if (nearest(key.str(), known).empty()) {
      message += "; known are ";
      for (std::size_t i = 0; i < known.size(); ++i)
        message += (i == 0 ? "" : ", ") + std::string(known[i]);
    }
    error(span(key), message + did_you_mean(key.str(), known));
  }

  bool string(const toml::key& key, const toml::node& value, ConfigString& into) {
    const auto* const text = value.as_string();
    if (text == nullptr) {
      wrong_type(key, value, "a string");
      return false;
    }
    into = {text->get(), span(value)};
    return true;
  }

  /// A list of strings; one string is a list of one where `one` allows it.
  bool strings(const toml::key& key, const toml::node& value, ConfigStrings& into,
               bool one = false) {
    if (const auto* const text = value.as_string(); one && text != nullptr) {
      into.push_back({text->get(), span(value)});
      return true;
    }
    const toml::array* const list = value.as_array();
    const bool fits =
        list != nullptr &&
        std::all_of(list->begin(), list->end(), [](const toml::node& n) { return n.is_string(); });
    if (!fits) {
      wrong_type(key, value, one ? "a string or a list of strings" : "a list of strings");
      return false;
    }
    for (const toml::node& item : *list) into.push_back({item.as_string()->get(), span(item)});
    return true;
  }

  bool boolean(const toml::key& key, const toml::node& value, std::optional<bool>& into) {
    if (const auto* const flag = value.as_boolean()) {
      into = flag->get();
      return true;
    }
    wrong_type(key, value, "true or false");
    return false;
  }

  /// Versions: a whole number means the same as its digits, but 535.10 would lose its zero.
  bool version(const toml::key& key, const toml::node& value, ConfigString& into) {
    if (const auto* const number = value.as_integer()) {
      into = {std::to_string(number->get()), span(value)};
      return true;
    }
    if (value.is_floating_point()) {
      wrong_type(key, value, "in quotes, or its last zeros are lost");
      return false;
    }
    return string(key, value, into);
  }

  bool pairs(const toml::key& key, const toml::node& value, ConfigPairs& into) {
    const toml::table* const table = value.as_table();
    if (table == nullptr) {
      wrong_type(key, value, "a table of names and values");
      return false;
    }
    for (const auto& [name, item] : *table) {
      ConfigString text;
      if (version(name, item, text)) into.push_back({{std::string(name.str()), span(name)}, text});
    }
    return true;
  }

  void check_rule(const ConfigString& rule) {
    if (std::find(rules.begin(), rules.end(), rule.value) != rules.end()) return;
    error(rule.span, "unknown rule \"" + rule.value + "\"" + did_you_mean(rule.value, rules));
  }

  std::optional<ConfigStrings> rule_names(const toml::key& key, const toml::node& value) {
    ConfigStrings names;
    if (!strings(key, value, names)) return std::nullopt;
    for (const ConfigString& name : names) check_rule(name);
    return names;
  }

  ConfigGlobs globs(ConfigStrings written) const {
    ConfigGlobs result_globs{directory, std::move(written), {}};
    for (const ConfigString& glob : result_globs.written) result_globs.patterns.add(glob.value);
    return result_globs;
  }

  void severity(const toml::key& key, const toml::node& value) {
    const toml::table* const table = value.as_table();
    if (table == nullptr) return wrong_type(key, value, "a table of rules and severities");
    for (const auto& [name, item] : *table) {
      ConfigString word;
      if (!string(name, item, word)) continue;
      SeverityRow row{{std::string(name.str()), span(name)}, std::nullopt};
      check_rule(row.rule);
      for (const Severity level : {Severity::hint, Severity::warning, Severity::error}) {
        if (word.value == cudafit::name(level)) row.severity = level;
      }
      if (!row.severity && word.value != "off") {
        error(word.span,
              "a severity is one of off, hint, warning, error, not \"" + word.value + "\"");
      }
      result.config.severity.push_back(std::move(row));
    }
  }

  void per_file_ignores(const toml::key& key, const toml::node& value) {
    const toml::table* const table = value.as_table();
    if (table == nullptr) return wrong_type(key, value, "a table of globs and lists of rules");
    for (const auto& [glob, item] : *table) {
      std::optional<ConfigStrings> names = rule_names(glob, item);
      if (!names) continue;
      ConfigGlobs pattern = globs({{std::string(glob.str()), span(glob)}});
      result.config.per_file_ignores.push_back({std::move(pattern), std::move(*names)});
    }
  }

  /// Calls `row` for every table of [[key]].
  template <typename Row>
  void tables(const toml::key& key, const toml::node& value, Row row) {
    const toml::array* const list = value.as_array();
    const bool fits =
        list != nullptr &&
        std::all_of(list->begin(), list->end(), [](const toml::node& n) { return n.is_table(); });
    if (!fits) return error(span(key), "write [[" + std::string(key.str()) + "]], once for each");
    for (const toml::node& item : *list) row(*item.as_table());
  }

  void host(const toml::table& table) {
    static const Names known = {"name",     "driver", "gpus",    "wsl2", "toolkit",
                                "platform", "cdi",    "jetpack", "l4t"};
    HostTable row;
    row.span = span(table);
    for (const auto& [key, value] : table) {
      if (key == "name")
        string(key, value, row.name);
      else if (key == "driver")
        version(key, value, row.driver);
      else if (key == "gpus")
        strings(key, value, row.gpus, true);
      else if (key == "wsl2")
        boolean(key, value, row.wsl2);
      else if (key == "toolkit")
        version(key, value, row.toolkit);
      else if (key == "platform")
        string(key, value, row.platform);
      else if (key == "jetpack")
        version(key, value, row.jetpack);
      else if (key == "l4t")
        version(key, value, row.l4t);
      else if (key == "cdi")
        boolean(key, value, row.cdi);
      else
        unknown_key(key, known, " in [[host]]");
    }
    result.config.hosts.push_back(std::move(row));
  }

  void build(const toml::table& table) {
    static const Names known = {"dockerfile", "context", "target", "args", "platform"};
    BuildTable row;
    row.span = span(table);
    for (const auto& [key, value] : table) {
      if (key == "dockerfile")
        string(key, value, row.dockerfile);
      else if (key == "context")
        string(key, value, row.context);
      else if (key == "target")
        string(key, value, row.target);
      else if (key == "args")
        pairs(key, value, row.args);
      else if (key == "platform")
        string(key, value, row.platform);
      else
        unknown_key(key, known, " in [[build]]");
    }
    if (row.dockerfile.value.empty() && !table.contains("dockerfile")) {
      error(row.span, "[[build]] needs \"dockerfile\": the file it builds");
    }
    result.config.builds.push_back(std::move(row));
  }

  void image(const toml::table& table) {
    static const Names known = {"name", "tags", "like", "brings"};
    ImageTable row;
    row.span = span(table);
    for (const auto& [key, value] : table) {
      if (key == "name")
        string(key, value, row.name);
      else if (key == "tags")
        strings(key, value, row.tags, true);
      else if (key == "like")
        string(key, value, row.like);
      else if (key == "brings")
        pairs(key, value, row.brings);
      else
        unknown_key(key, known, " in [[image]]");
    }
    for (const ConfigString& tag : row.tags) {
      if (tag.value.empty())
        error(tag.span, "an empty tag is none: leave \"tags\" out where every tag is meant");
    }
    if (row.name.value.empty())
      error(row.span, "[[image]] needs \"name\": the repository, without a tag");
    result.config.images.push_back(std::move(row));
  }

  void rule_set(const toml::key& key, const toml::node& value) {
    ConfigString set;
    if (value.is_floating_point())
      return wrong_type(key, value, "in quotes: rule-set = \"2026.11\"");
    if (!string(key, value, set)) return;
    const std::string_view text = set.value;
    const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
    const bool fits = text.size() == 7 && text[4] == '.' && digit(0) && digit(1) && digit(2) &&
                      digit(3) && digit(5) && digit(6) && text.substr(5) >= "01" &&
                      text.substr(5) <= "12";
    if (!fits) return error(set.span, "a rule set is a year and a month, as in \"2026.11\"");
    result.config.rule_set = std::move(set);
  }

  void fail_on(const toml::key& key, const toml::node& value) {
    ConfigString word;
    if (!string(key, value, word)) return;
    result.config.fail_on = fail_on_from(word.value);
    if (!result.config.fail_on) {
      error(word.span,
            R"("fail-on" is one of error, warning, hint, never, not ")" + word.value + "\"");
    }
  }

  void top(const toml::table& table) {
    static const Names known = {"extend",   "exclude", "select",   "ignore",           "preview",
                                "rule-set", "fail-on", "severity", "per-file-ignores", "host",
                                "build",    "image",   "matrix"};
    Config& config = result.config;
    for (const auto& [key, value] : table) {
      if (ConfigString text; key == "extend") {
        if (string(key, value, text)) config.extend = std::move(text);
      } else if (ConfigStrings list; key == "exclude") {
        if (strings(key, value, list)) config.exclude = globs(std::move(list));
      } else if (ConfigStrings paths; key == "matrix") {
        if (strings(key, value, paths, true)) config.matrix = std::move(paths);
      } else if (key == "select")
        config.select = rule_names(key, value);
      else if (key == "ignore")
        config.ignore = rule_names(key, value);
      else if (key == "preview")
        boolean(key, value, config.preview);
      else if (key == "rule-set")
        rule_set(key, value);
      else if (key == "fail-on")
        fail_on(key, value);
      else if (key == "severity")
        severity(key, value);
      else if (key == "per-file-ignores")
        per_file_ignores(key, value);
      else if (key == "host")
        tables(key, value, [&](const toml::table& row) { host(row); });
      else if (key == "build")
        tables(key, value, [&](const toml::table& row) { build(row); });
      else if (key == "image")
        tables(key, value, [&](const toml::table& row) { image(row); });
      else
        refuse(key, known);
    }
  }
};

}  // namespace

bool ConfigGlobs::match(std::string_view path, bool is_directory) const {
  const std::string below = path_within(directory, path);
  if (below.empty()) return false;
  const Verdict verdict =
      is_directory ? patterns.match(below, true) : patterns.match_with_parents(below);
  return verdict == Verdict::ignored;
}

ParsedConfig parse_config(FileId file, std::string_view bytes, const std::string& directory,
                          const std::vector<std::string_view>& rules) {
  ParsedConfig result;
  const TomlPlaces places{file, bytes};
  try {
    const toml::table table = toml::parse(bytes);
    Reader{places, directory, rules, result}.top(table);
  } catch (const toml::parse_error& error) {
    result.errors.push_back({places.span(error.source()), std::string(error.description())});
    return result;
  }
  // The library keeps keys in alphabetical order; people read errors from the top.
  std::stable_sort(
      result.errors.begin(), result.errors.end(),
      [](const ConfigError& a, const ConfigError& b) { return a.span.begin < b.span.begin; });
  return result;
}

std::optional<FailOn> fail_on_from(std::string_view word) {
  for (const FailOn level : {FailOn::never, FailOn::error, FailOn::warning, FailOn::hint}) {
    if (word == name(level)) return level;
  }
  return std::nullopt;
}

std::string_view name(FailOn level) {
  switch (level) {
    case FailOn::never:
      return "never";
    case FailOn::error:
      return "error";
    case FailOn::warning:
      return "warning";
    case FailOn::hint:
      return "hint";
  }
  return "warning";
}

}  // namespace cudafit::read
