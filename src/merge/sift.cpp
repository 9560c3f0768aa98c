#include "merge/sift.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace cudafit::merge {

namespace {

/// Some of what is done with JSON calls itself. Reports nest a dozen times.
constexpr int most_depth = 100;

/// PowerShell's `>` writes this.
bool is_utf16(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

/// What the parser says of the bytes, in our words.
std::string broken(std::string_view bytes, std::size_t at) {
  if (at > bytes.size()) return "it ends in the middle, at byte " + std::to_string(bytes.size());
  return "it is broken at byte " + std::to_string(at) + ": that is no JSON";
}

}  // namespace

Sifted sift(std::string_view bytes, const std::vector<Place>& places,
            const std::function<void(const Place& place, Json& object)>& take) {
  Sifted out;
  if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    out.error = "it is empty";
    return out;
  }
  if (is_utf16(bytes)) {
    out.error = "it is UTF-16, as PowerShell redirects: write it with --output";
    return out;
  }
  // The names on the way to what is read; empty ones are the elements of lists.
  std::vector<std::string> path;
  std::string name;
  bool deep = false;
  const auto place = [&]() {
    Place out_of_lists;
    for (const std::string& each : path) {
      if (!each.empty()) out_of_lists.push_back(each);
    }
    return out_of_lists;
  };
  const auto begin = [&](int depth) {
    deep = deep || depth > most_depth;
    path.push_back(std::exchange(name, {}));
    return !deep;
  };
  const Json::parser_callback_t callback = [&](int depth, Json::parse_event_t event, Json& value) {
    switch (event) {
      case Json::parse_event_t::key:
        name = value.get_ref<const std::string&>();
        return true;
      case Json::parse_event_t::object_start:
      case Json::parse_event_t::array_start:
        return begin(depth);
      case Json::parse_event_t::array_end:
        path.pop_back();
        return true;
      case Json::parse_event_t::object_end: {
        // An element of a list: what has a name of its own is a part of something.
        const bool element = path.size() > 1 && path.back().empty();
        const Place here = element ? place() : Place();
        path.pop_back();
        const auto wanted = std::find(places.begin(), places.end(), here);
        if (!element || wanted == places.end()) return true;
        take(*wanted, value);
        return false;
      }
      case Json::parse_event_t::value:
        name.clear();
        return true;
    }
    return true;
  };
  try {
    out.rest = Json::parse(bytes, callback);
  } catch (const Json::parse_error& error) {
    out.error = broken(bytes, error.byte);
  } catch (const std::exception& error) {
    out.error = std::string("it cannot be read: ") + error.what();
  }
  if (deep) out.error = "it nests too deep for a report";
  return out;
}

const Json& member(const Json& value, std::string_view name) {
  static const Json none;
  if (!value.is_object()) return none;
  const auto found = value.find(name);
  return found == value.end() ? none : *found;
}

std::string text(const Json& value, std::string_view name) {
  const Json& found = member(value, name);
  return found.is_string() ? found.get<std::string>() : std::string();
}

std::vector<std::string> texts(const Json& value) {
  std::vector<std::string> out;
  if (!value.is_array()) return out;
  for (const Json& each : value) {
    if (each.is_string()) out.push_back(each.get<std::string>());
  }
  return out;
}

}  // namespace cudafit::merge
