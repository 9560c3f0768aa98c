#pragma once
// What the parts of one printed finding share: the gutter of line numbers, the colours, the room.

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "print/print.h"
#include "print/style.h"

namespace cudafit::print {

class Frame {
 public:
  /// `digits`: of the largest line number in the finding.
  Frame(const PrintOptions& options, std::size_t digits)
      : style(options.color), width(options.width), digits_(digits) {}

  /// ` 3 | text`; `sign` is `|`, or `-` and `+` in diffs.
  std::string numbered(std::size_t line, char sign, std::string_view text) const {
    const std::string gutter = fmt::format("{:>{}} {}", line, digits_, sign);
    const Ink ink = sign == '-' ? Ink::removed : sign == '+' ? Ink::added : Ink::gutter;
    return text.empty() ? style(ink, gutter) + "\n"
                        : fmt::format("{} {}\n", style(ink, gutter), text);
  }
  /// `   | text`
  std::string bar(std::string_view text = {}) const { return after_gutter("|", text); }
  /// `   = kind: text`
  std::string equals(std::string_view kind, std::string_view text) const {
    return fmt::format("{} {} {}: {}\n", std::string(digits_, ' '), style(Ink::gutter, "="),
                       style(Ink::bold, kind), text);
  }
  /// `   ...`: lines are left out; `text` may say how many.
  std::string gap(std::string_view text = {}) const { return after_gutter("...", text); }
  /// `  --> place`, `  ::: place` for a place in another file
  std::string arrow(std::string_view sign, std::string_view place) const {
    return fmt::format("{}{} {}\n", std::string(digits_, ' '), style(Ink::gutter, sign), place);
  }

  Style style;
  std::size_t width;

 private:
  std::string after_gutter(std::string_view sign, std::string_view text) const {
    const std::string start = std::string(digits_ + 1, ' ') + style(Ink::gutter, sign);
    return text.empty() ? start + "\n" : fmt::format("{} {}\n", start, text);
  }

  std::size_t digits_;
};

}  // namespace cudafit::print
