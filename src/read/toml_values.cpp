#include "read/toml_values.h"

#include "read/toml.h"

namespace cudafit::read {
namespace {

void collect(const toml::table& table, const std::string& prefix, TomlValues& out) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const toml::table* const inner = node.as_table()) collect(*inner, name + ".", out);
    if (const auto* const text = node.as_string()) out.values[name] = text->get();
    if (const auto* const flag = node.as_boolean())
      out.values[name] = flag->get() ? "true" : "false";
    if (const auto* const number = node.as_integer())
      out.values[name] = std::to_string(number->get());
  }
}

}  // namespace

TomlValues read_toml_values(std::string_view bytes) {
  TomlValues out;
  if (endless_key(bytes)) {
    out.known = false;
    return out;
  }
  try {
    collect(toml::parse(bytes), "", out);
  } catch (const toml::parse_error& error) {
    out.values.clear();
    out.broken_line = std::max<std::uint32_t>(error.source().begin.line, 1);
  }
  return out;
}

}  // namespace cudafit::read
