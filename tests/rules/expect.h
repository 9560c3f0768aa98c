#pragma once
// Reads what a test Dockerfile says must be found in it: comments whose carets point at the line
// above.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyze.h"

namespace cudafit::test {

/// One expected or actual finding, in a form that compares and prints. Lines and columns are
/// 1-based, columns in bytes.
struct Place {
  std::uint32_t line = 0, begin = 0,
                end = 0;  ///< end 0: not said (`#<rule`, or a span over several lines)
  std::string rule, words;
};

inline std::string print(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.begin) + "-" +
         std::to_string(place.end) + " " + place.rule + ": " + place.words;
}

inline std::vector<std::string_view> lines(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.push_back(line);
    at = end + 1;
  }
  return out;
}

inline std::vector<Place> expected(std::string_view text) {
  std::vector<Place> out;
  std::uint32_t number = 0;
  std::uint32_t above = 0;  // the last line that is no expectation
  for (const std::string_view line : lines(text)) {
    ++number;
    const std::size_t first = line.find_first_not_of("# ");
    const bool column_zero = line.starts_with("#<");
    const bool carets =
        line.starts_with("#") && first != std::string_view::npos && line[first] == '^';
    if (!column_zero && !carets) {
      above = number;
      continue;
    }
    Place place{.line = above, .begin = 1, .end = 0, .rule = {}, .words = {}};
    std::string_view rest = line.substr(2);
    if (carets) {
      const std::size_t behind = std::min(line.find_first_not_of('^', first), line.size());
      place.begin = static_cast<std::uint32_t>(first + 1);
      place.end = static_cast<std::uint32_t>(behind + 1);
      rest = line.substr(behind);
    }
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    place.rule = rest.substr(0, colon);
    rest.remove_prefix(std::min(colon + 1, rest.size()));
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    place.words = rest;
    out.push_back(std::move(place));
  }
  return out;
}

/// The findings in one file.
inline std::vector<Place> actual(const Report& report, FileId file) {
  std::vector<Place> out;
  const std::string_view bytes = (*report.sources)[file].bytes;
  const auto locate = [&](std::uint32_t offset) {
    const std::string_view before = bytes.substr(0, offset);
    const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t newline = before.rfind('\n');
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    return std::pair(line + 1, static_cast<std::uint32_t>(offset - begin + 1));
  };
  for (const Diagnostic& finding : report.findings) {
    if (finding.span.file != file) continue;
    const auto [line, begin] = locate(finding.span.begin);
    const auto [last, end] = locate(finding.span.end);
    out.push_back(
        {line, begin, last == line ? end : 0, std::string(finding.rule), finding.message});
  }
  return out;
}

/// The expectation says where, which rule, and some words of the message.
inline bool matches(const Place& wanted, const Place& found) {
  const bool end = wanted.end == 0 || found.end == 0 || wanted.end == found.end;
  return wanted.line == found.line && wanted.begin == found.begin && end &&
         wanted.rule == found.rule && found.words.find(wanted.words) != std::string::npos;
}

/// What differs between the two, in words; empty when every finding was expected and every
/// expectation found.
inline std::string difference(std::vector<Place> wanted, std::vector<Place> found) {
  std::string out;
  for (const Place& place : wanted) {
    const auto match =
        std::find_if(found.begin(), found.end(), [&](const Place& f) { return matches(place, f); });
    if (match == found.end()) {
      out += "\n  missing:    " + print(place);
    } else {
      found.erase(match);
    }
  }
  for (const Place& place : found) out += "\n  unexpected: " + print(place);
  return out;
}

}  // namespace cudafit::test
