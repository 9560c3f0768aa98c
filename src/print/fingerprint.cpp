#include "print/fingerprint.h"

#include <fmt/format.h>

#include <algorithm>

#include "print/repository.h"

namespace cudafit::print {

namespace {

constexpr std::uint64_t seed = 14695981039346656037u;

/// A longer finding is known by its first lines.
constexpr std::uint32_t max_lines = 16;

std::uint64_t fnv1a(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  // A separator, so that "ab" + "c" and "a" + "bc" differ.
  return (hash ^ 0xFFu) * 1099511628211u;
}

std::string_view trimmed(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(" \t") + 1 - begin);
}

}  // namespace

std::string Fingerprints::operator()(Places& places, const Diagnostic& finding) {
  const Places::Where where = places.where(finding);
  std::uint64_t hash = fnv1a(fnv1a(seed, finding.rule), repository_path(*options_, where.path));
  if (where.span) {
    const std::uint32_t first = where.range.start.line;
    const std::uint32_t last = std::min(places.last_line(where.span), first + max_lines - 1);
    for (std::uint32_t number = first; number <= last; ++number) {
      const auto [line, fresh] =
          lines_.try_emplace({places.bytes(where.span.file).data(), number}, 0);
      if (fresh) line->second = fnv1a(seed, trimmed(places.lines(where.span.file).line(number)));
      hash = (hash ^ line->second) * 1099511628211u;
    }
  }
  const std::uint32_t occurrence = seen_[hash]++;
  return fmt::format("{:016x}", occurrence == 0 ? hash : fnv1a(hash, std::to_string(occurrence)));
}

}  // namespace cudafit::print
