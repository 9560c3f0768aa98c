#include "read/online_config.h"

#include <algorithm>

#include "read/toml.h"
#include "source/nearest.h"

namespace cudafit::read {
namespace {

using Names = std::vector<std::string_view>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Reader {
  const TomlPlaces& places;
  ParsedOnlineConfig& result;

  void error(const toml::node& node, std::string message) {
    result.errors.push_back({places.span(node), std::move(message)});
  }

  void unknown(const toml::key& key, const Names& known, const char* where) {
    std::string message = "unknown key " + in_quotes(key.str()) + where;
    const std::string meant = did_you_mean(key.str(), known);
    if (meant.empty()) {
      message += "; known are ";
      for (const std::string_view name : known)
        message += (name == known.front() ? "" : ", ") + std::string(name);
    }
    result.errors.push_back({places.span(key), message + meant});
  }

  void strings(const toml::key& key, const toml::node& value, std::vector<std::string>& into) {
    const toml::array* const list = value.as_array();
    const bool fits =
        list != nullptr &&
        std::all_of(list->begin(), list->end(), [](const toml::node& n) { return n.is_string(); });
    if (!fits) return error(value, in_quotes(key.str()) + " must be a list of strings");
    for (const toml::node& item : *list) into.push_back(item.as_string()->get());
  }

  void pairs(const toml::key& key, const toml::node& value, Pairs& into) {
    const toml::table* const table = value.as_table();
    if (table == nullptr) return error(value, in_quotes(key.str()) + " must be a table");
    for (const auto& [name, target] : *table) {
      const auto* const text = target.as_string();
      if (text == nullptr) {
        error(target, in_quotes(name.str()) + " must be a string");
      } else {
        into.emplace_back(name.str(), text->get());
      }
    }
  }

  void online(const toml::table& table) {
    static const Names known = {"insecure-registries", "private-registries", "timeout", "mirrors",
                                "tokens"};
    OnlineConfig& config = result.config;
    for (const auto& [key, value] : table) {
      if (key.str() == "insecure-registries") {
        strings(key, value, config.insecure_registries);
      } else if (key.str() == "private-registries") {
        strings(key, value, config.private_registries);
      } else if (key.str() == "mirrors") {
        pairs(key, value, config.mirrors);
      } else if (key.str() == "tokens") {
        pairs(key, value, config.tokens);
      } else if (key.str() == "timeout") {
        const auto* const seconds = value.as_integer();
        if (seconds == nullptr || seconds->get() < 1 || seconds->get() > 600) {
          error(value, "\"timeout\" must be a number of seconds, from 1 to 600");
        } else {
          config.timeout = static_cast<int>(seconds->get());
        }
      } else {
        unknown(key, known, " in [online]");
      }
    }
  }

  void top(const toml::table& table) {
    static const Names known = {"online"};
    for (const auto& [key, value] : table) {
      if (key.str() != "online") {
        unknown(key, known, " in your own configuration");
      } else if (const toml::table* const inner = value.as_table(); inner != nullptr) {
        online(*inner);
      } else {
        error(value, "\"online\" must be a table");
      }
    }
  }
};

}  // namespace

ParsedOnlineConfig parse_online_config(FileId file, std::string_view bytes) {
  ParsedOnlineConfig result;
  const TomlPlaces places{file, bytes};
  if (endless_key(bytes)) {
    result.errors.push_back({{file, 0, 0}, "a key has more parts than anybody writes"});
    return result;
  }
  try {
    const toml::table table = toml::parse(bytes);
    Reader{places, result}.top(table);
  } catch (const toml::parse_error& error) {
    result.errors.push_back({places.span(error.source()), std::string(error.description())});
  }
  std::stable_sort(
      result.errors.begin(), result.errors.end(),
      [](const ConfigError& a, const ConfigError& b) { return a.span.begin < b.span.begin; });
  return result;
}

}  // namespace cudafit::read
