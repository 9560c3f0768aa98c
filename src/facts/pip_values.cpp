// Values of pip's options, taken apart.

#include <algorithm>

#include "facts/pip_request.h"
#include "terms/ascii.h"

namespace cudafit::facts {

std::vector<Text> parts(const Text& text, std::string_view separators) {
  std::vector<Text> out;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end = std::min(text.value.find_first_of(separators, at), text.size());
    if (end > at) out.push_back(text.slice(at, end));
    at = end + 1;
  }
  return out;
}

bool apply_names(PipOption meaning, const Text& names, PipInstall& install) {
  if (!names.complete) return false;
  const bool binary = meaning == PipOption::only_binary;
  std::vector<std::string>& list = binary ? install.only_binary : install.no_binary;
  std::vector<std::string>& opposite = binary ? install.no_binary : install.only_binary;
  for (const Text& part : parts(names, ", ")) {
    if (part.value == ":none:") {
      list.clear();
      continue;
    }
    // As pip does: the last one to name a package counts.
    if (part.value == ":all:") {
      list.clear();
      opposite.clear();
      list.push_back(part.value);
      continue;
    }
    std::string name = read::normalized_name(part.value);
    std::erase(opposite, name);
    if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(std::move(name));
  }
  return true;
}

std::vector<Link> links_of(const PipScene& scene, const Text& raw) {
  std::vector<Link> out;
  std::string_view text = raw.value;
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at)) {
    ++at;
    if (at < text.size() && text[at] == '{') ++at;
    std::size_t end = at;
    while (end < text.size() && (ascii::alnum(text[end]) || text[end] == '_')) ++end;
    if (end == at || ascii::digit(text[at])) continue;
    const VariableAnswer answer = scene.facts.variable(scene.at, text.substr(at, end - at));
    if (answer.setting != nullptr) out.push_back(answer.setting->how);
    at = end;
  }
  return out;
}

}  // namespace cudafit::facts
