#pragma once
// How answers word what the tables hold.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "matrix/matrix.h"
#include "matrix/version_prefix.h"
#include "terms/ascii.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::ask {

inline std::string text(std::string_view word) { return std::string(word); }
inline std::string text(const std::string& word) { return word; }
inline std::string text(const Version& version) { return version.text(); }

/// "12.1, 12.4"
template <typename List>
std::string join(const List& list, std::string_view between = ", ") {
  std::string out;
  for (const auto& each : list) {
    if (!out.empty()) out += between;
    out += text(each);
  }
  return out;
}

inline std::string yes_no(Known known) {
  return known == Known::yes ? "yes" : known == Known::no ? "no" : "";
}

/// "3 tags", "1 tag"
inline std::string count(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

/// 7370 as "7.4 GB", 88 as "88 MB".
inline std::string megabytes(unsigned mb) {
  if (mb < 1000) return fmt::format("{} MB", mb);
  return fmt::format("{}.{} GB", (mb + 50) / 1000, (mb + 50) % 1000 / 100);
}

using matrix::starts_with;

/// "3.10" of "cp310", "3.13t" of "cp313t"; other tags as they are.
inline std::string python_tag(std::string_view tag) {
  if (tag.size() < 4 || !tag.starts_with("cp")) return std::string(tag);
  return std::string(tag.substr(2, 1)) + "." + std::string(tag.substr(3));
}

template <typename List>
std::string pythons(const List& tags) {
  std::string out;
  for (const auto& tag : tags) out += (out.empty() ? "" : " ") + python_tag(tag);
  return out;
}

inline std::string_view trim(std::string_view written) {
  while (!written.empty() && ascii::blank(written.front())) written.remove_prefix(1);
  while (!written.empty() && ascii::blank(written.back())) written.remove_suffix(1);
  return written;
}

inline std::string quoted(std::string_view written) { return "\"" + std::string(written) + "\""; }

}  // namespace cudafit::ask
