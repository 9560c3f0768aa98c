#include "document/reference.h"

#include <algorithm>
#include <utility>

namespace cudafit::document {

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool small(char c) { return c >= 'a' && c <= 'z'; }
bool capital(char c) { return c >= 'A' && c <= 'Z'; }
bool alphanumeric(char c) { return digit(c) || small(c) || capital(c); }
bool hexadecimal(char c) { return digit(c) || (c >= 'a' && c <= 'f'); }

/// Small letters and digits, separated by `.`, `_`, `__` or dashes.
bool component(std::string_view text) {
  std::size_t at = 0;
  const auto word = [&] {
    const std::size_t start = at;
    while (at < text.size() && (small(text[at]) || digit(text[at]))) ++at;
    return at > start;
  };
  if (!word()) return false;
  while (at < text.size()) {
    if (text[at] == '-') {
      while (at < text.size() && text[at] == '-') ++at;
    } else if (text.substr(at, 2) == "__") {
      at += 2;
    } else if (text[at] == '.' || text[at] == '_') {
      ++at;
    } else {
      return false;
    }
    if (!word()) return false;
  }
  return true;
}

bool host(std::string_view text) {
  if (text.starts_with("[")) {
    const std::string_view inside = text.substr(1, text.size() - 2);
    return text.size() > 2 && text.ends_with("]") &&
           std::all_of(inside.begin(), inside.end(),
                       [](char c) { return hexadecimal(c) || (c >= 'A' && c <= 'F') || c == ':'; });
  }
  while (true) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::string_view label = text.substr(0, dot);
    if (label.empty() || !alphanumeric(label.front()) || !alphanumeric(label.back()) ||
        !std::all_of(label.begin(), label.end(),
                     [](char c) { return alphanumeric(c) || c == '-'; }))
      return false;
    if (dot == text.size()) return true;
    text.remove_prefix(dot + 1);
  }
}

bool domain(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos && !text.ends_with("]")) {
    const std::string_view port = text.substr(colon + 1);
    if (port.empty() || !std::all_of(port.begin(), port.end(), digit)) return false;
    text = text.substr(0, colon);
  }
  return host(text);
}

bool path(std::string_view text) {
  while (true) {
    const std::size_t slash = std::min(text.find('/'), text.size());
    if (!component(text.substr(0, slash))) return false;
    if (slash == text.size()) return true;
    text.remove_prefix(slash + 1);
  }
}

bool tag(std::string_view text) {
  return !text.empty() && text.size() <= 128 && (alphanumeric(text[0]) || text[0] == '_') &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return alphanumeric(c) || c == '_' || c == '.' || c == '-'; });
}

bool digest(std::string_view text) {
  for (const auto& [name, digits] : {std::pair<std::string_view, std::size_t>{"sha256:", 64},
                                     {"sha384:", 96},
                                     {"sha512:", 128}}) {
    if (text.starts_with(name)) {
      text.remove_prefix(name.size());
      return text.size() == digits && std::all_of(text.begin(), text.end(), hexadecimal);
    }
  }
  return false;
}

}  // namespace

std::size_t host_size(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return 0;
  const std::string_view first = name.substr(0, slash);
  const bool registry = first == "localhost" ||
                        first.find_first_of(".:") != std::string_view::npos ||
                        std::any_of(first.begin(), first.end(), capital);
  return registry ? slash + 1 : 0;
}

std::string reference_error(std::string_view reference) {
  if (reference.empty()) return "the name of the image is empty";
  if (reference.size() == 64 && std::all_of(reference.begin(), reference.end(), hexadecimal))
    return "this is the ID of an image; the build takes names only";
  const std::size_t front = host_size(reference);
  const std::string_view rest = reference.substr(front);
  const std::string_view named = rest.substr(0, rest.find_first_of(":@"));
  if (std::any_of(named.begin(), named.end(), capital))
    return "the name of an image is written in small letters";
  const std::string invalid = std::string(reference) + " is no name of an image";
  if (front > 0 && !domain(reference.substr(0, front - 1))) return invalid;
  const std::size_t at = rest.find('@');
  if (at != std::string_view::npos && !digest(rest.substr(at + 1))) {
    return "the digest behind `@` is not complete: sha256: and 64 hexadecimal digits";
  }
  const std::string_view tagged = rest.substr(0, at);
  const std::size_t colon = tagged.find(':');
  if (!path(tagged.substr(0, colon)) || named.size() > 255) return invalid;
  if (colon != std::string_view::npos && !tag(tagged.substr(colon + 1))) {
    return "the tag behind `:` is " + (colon + 1 == tagged.size()
                                           ? std::string("empty")
                                           : "no tag: " + std::string(tagged.substr(colon + 1)));
  }
  return {};
}

}  // namespace cudafit::document
