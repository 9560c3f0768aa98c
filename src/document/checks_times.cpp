// Numbers as Go reads them, and the times of HEALTHCHECK.

#include <fmt/format.h>

#include <algorithm>

#include "document/checks.h"
#include "read/go_text.h"

namespace cudafit::document {

namespace {

/// Nanoseconds of a Go duration such as 1m30s; nothing when it is none.
std::optional<long double> duration(std::string_view text) {
  const bool negative = text.starts_with("-");
  if (negative || text.starts_with("+")) text.remove_prefix(1);
  if (text == "0") return 0.0L;
  if (text.empty()) return std::nullopt;
  static constexpr std::pair<std::string_view, long double> units[] = {
      {"ns", 1},    {"us", 1e3L}, {"\xC2\xB5s", 1e3L}, {"\xCE\xBCs", 1e3L},
      {"ms", 1e6L}, {"s", 1e9L},  {"m", 60e9L},        {"h", 3600e9L}};
  long double sum = 0;
  while (!text.empty()) {
    long double value = 0;
    long double place = 0;
    bool digits = false;
    for (; !text.empty() && ((text[0] >= '0' && text[0] <= '9') || (text[0] == '.' && place == 0));
         text.remove_prefix(1)) {
      if (text[0] == '.') {
        place = 1;
        continue;
      }
      digits = true;
      value = value * 10 + (text[0] - '0');
      place *= 10;
    }
    const std::string_view unit =
        text.substr(0, std::min(text.find_first_of(".0123456789"), text.size()));
    const auto* known = std::find_if(std::begin(units), std::end(units),
                                     [&](const auto& each) { return each.first == unit; });
    if (!digits || known == std::end(units)) return std::nullopt;
    sum += value / (place > 0 ? place : 1) * known->second;
    text.remove_prefix(unit.size());
  }
  return negative ? -sum : sum;
}

}  // namespace

std::optional<long> integer(std::string_view text) {
  const bool sign = text.starts_with("+") || text.starts_with("-");
  const std::string_view digits = text.substr(sign ? 1 : 0);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
  if (digits.size() - zeros > 15) return std::nullopt;
  long value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return text.starts_with("-") ? -value : value;
}

std::optional<BuildError> timing_error(const read::Instruction& instruction) {
  if (read::to_lower(instruction.arguments.front().value) == "none") return std::nullopt;
  for (const read::Flag& flag : instruction.flags) {
    const Text value = flag.value();
    if (value.empty()) continue;
    if (flag.name() == "retries") {
      const std::optional<long> count = integer(value.value);
      if (count && *count >= 0 && *count <= 0x7FFFFFFF) continue;
      return BuildError{flag.span, "--retries is a number, 0 or more"};
    }
    const std::optional<long double> time = duration(value.value);
    if (!time) {
      return BuildError{flag.span,
                        fmt::format("{} is no duration; write it like 30s or 1m30s", value.value)};
    }
    if (*time <= -1 || (*time >= 1 && *time < 1e6L))
      return BuildError{flag.span, fmt::format("--{} is at least 1ms", flag.name())};
  }
  return std::nullopt;
}

}  // namespace cudafit::document
