#include "document/mounts.h"

#include <algorithm>

namespace cudafit::document {

namespace {

/// What a variable is where the step begins.
read::Lookup lookup_at(const Document& document, std::size_t stage, const Step& step) {
  return [&document, stage, &step](std::string_view name) -> std::optional<Text> {
    Text unknown;
    unknown.complete = false;
    const VariableRef ref = document.lookup(stage, name, step.variables_before);
    if (!ref) return document.base_known(stage) ? std::nullopt : std::optional(unknown);
    const Variable& variable = document.at(ref);
    return variable.set ? variable.value : unknown;
  };
}

Mount read_mount(const read::Flag& flag, const read::Lookup& lookup, char escape) {
  Mount mount;
  mount.span = flag.span;
  const Text options = flag.value();
  // Quotes make commas part of a value; nobody writes that, and nothing is said of it.
  const bool quoted = options.value.find('"') != std::string::npos;
  mount.source.complete = mount.target.complete = !quoted;
  for (std::size_t at = 0; at <= options.size();) {
    const std::size_t comma = std::min(options.value.find(',', at), options.size());
    const Text option = options.slice(at, comma);
    at = comma + 1;
    const std::size_t equals = std::min(option.value.find('='), option.size());
    std::string key = option.value.substr(0, equals);
    for (char& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    Text value = option.slice(equals + 1, option.size());
    if (key == "type") mount.type = value.value;
    Text* const into = key == "from"                                             ? &mount.from
                       : key == "source" || key == "src"                         ? &mount.source
                       : key == "target" || key == "dst" || key == "destination" ? &mount.target
                                                                                 : nullptr;
    if (into == nullptr) continue;
    read::Expansion expansion = read::expand_word(value, escape, lookup);
    *into = std::move(expansion.text);
    into->complete = into->complete && expansion.error.empty() && !quoted;
  }
  return mount;
}

}  // namespace

std::vector<Mount> mounts(const Document& document, std::size_t stage, const Step& step) {
  std::vector<Mount> out;
  if (step.instruction->keyword != read::Keyword::run) return out;
  for (const read::Flag& flag : step.instruction->flags) {
    if (flag.name() == "mount")
      out.push_back(read_mount(flag, lookup_at(document, stage, step), document.escape));
  }
  return out;
}

}  // namespace cudafit::document
