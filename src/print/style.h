#pragma once
// Colours and links of the terminal. Everything given to these functions is already escaped.

#include <cstdint>
#include <string>
#include <string_view>

#include "print/escape.h"
#include "print/print.h"

namespace cudafit::print {

enum class Ink : std::uint8_t { plain, bold, error, warning, hint, gutter, note, added, removed };

class Style {
 public:
  explicit Style(bool color) : color_(color) {}

  std::string operator()(Ink ink, std::string_view text) const {
    if (!color_ || ink == Ink::plain || text.empty()) return std::string(text);
    return std::string("\x1b[").append(code(ink)).append("m").append(text).append("\x1b[0m");
  }

 private:
  static std::string_view code(Ink ink) {
    switch (ink) {
      case Ink::plain:
        return "0";
      case Ink::bold:
        return "1";
      case Ink::error:
        return "1;31";
      case Ink::warning:
        return "1;33";
      case Ink::hint:
        return "1;36";
      case Ink::gutter:
        return "1;34";
      case Ink::note:
        return "1;36";
      case Ink::added:
        return "32";
      case Ink::removed:
        return "31";
    }
    return "0";
  }

  bool color_;
};

inline Ink ink(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Ink::error;
    case Severity::warning:
      return Ink::warning;
    case Severity::hint:
      return Ink::hint;
  }
  return Ink::error;
}

/// `text` as an OSC 8 hyperlink, where wanted. `url` must be percent-encoded.
inline std::string link(const PrintOptions& options, std::string_view url, std::string_view text) {
  if (!options.hyperlinks || url.empty()) return std::string(text);
  return std::string("\x1b]8;;").append(url).append("\x1b\\").append(text).append("\x1b]8;;\x1b\\");
}

/// The page of a rule; empty when the pages have no address.
inline std::string docs_page(const PrintOptions& options, std::string_view rule) {
  if (options.docs_url.empty()) return {};
  std::string url = options.docs_url;
  if (!url.ends_with('/')) url += '/';
  return url + percent_encode(rule);
}

/// A file as a link target; empty when the working directory is not known.
inline std::string file_url(const PrintOptions& options, std::string_view path) {
  if (path.starts_with('/')) return "file://" + percent_encode(path);
  if (options.root.empty()) return {};
  return "file://" + percent_encode(options.root) + "/" + percent_encode(path);
}

}  // namespace cudafit::print
