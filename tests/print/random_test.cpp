// Any bytes, any spans, any edits: the printers stay on their feet, and what they print is
// printable UTF-8.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <random>

#include "print/escape.h"
#include "sample.h"

using namespace cudafit;
using namespace cudafit::print;

namespace {

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  std::uint32_t below(std::uint32_t n) {
    return n == 0 ? 0 : static_cast<std::uint32_t>(random_() % n);
  }

  std::string bytes(std::uint32_t most) {
    static const std::string alphabet[] = {
        "a",        "B ",           "\n",           "\r\n", "\t",       "\\\n",
        "\xC3\xA9", "\xE4\xB8\xAD", "\xE2\x80\xAE", "\xFF", "\xE2\x80", "\x1b[",
        "::",       "##[",          "`````",        "|",    "%",        "\xF0\x9F\x98\x80"};
    std::string out;
    for (std::uint32_t n = below(most); n > 0; --n) out += alphabet[below(std::size(alphabet))];
    if (below(8) == 0) out += std::string(3000, 'x') + "\xC3\xA9";
    return out;
  }

  Span span(const Sources& sources) {
    if (below(10) == 0) return {};
    const FileId file = below(static_cast<std::uint32_t>(sources.size()));
    const auto size = static_cast<std::uint32_t>(sources[file].bytes.size());
    const std::uint32_t begin = below(size + 3);
    return {file, begin, begin + below(below(4) == 0 ? size : 9)};
  }

  Diagnostic diagnostic(const Sources& sources) {
    Diagnostic d = finding(span(sources), bytes(4));
    d.severity = static_cast<Severity>(below(3));
    d.message = bytes(10);
    for (std::uint32_t n = below(7); n > 0; --n)
      d.notes.push_back({bytes(4), span(sources), bytes(3)});
    for (std::uint32_t n = below(5); n > 0; --n) {
      Fix fix{bytes(4), static_cast<Safety>(below(3)), {}};
      for (std::uint32_t e = below(4); e > 0; --e) fix.edits.push_back({span(sources), bytes(5)});
      std::sort(fix.edits.begin(), fix.edits.end(), [](const Edit& a, const Edit& b) {
        return std::pair(a.span.file, a.span.begin) < std::pair(b.span.file, b.span.begin);
      });
      d.fixes.push_back(std::move(fix));
    }
    return d;
  }

 private:
  std::mt19937 random_;
};

bool printable(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\n') {
      ++at;
      continue;
    }
    const Glyph g = glyph(text, at);
    if (g.text != text.substr(at, g.bytes)) return false;
    at += g.bytes;
  }
  return true;
}

}  // namespace

TEST_CASE("anything") {
  for (unsigned seed = 0; seed < 500; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    std::vector<Report> reports;
    for (std::uint32_t n = dice.below(3); n > 0; --n) {
      Report report = report_of(dice.bytes(5), dice.bytes(60));
      report.sources->add(dice.bytes(3), dice.bytes(20));
      for (std::uint32_t f = dice.below(4); f > 0; --f)
        report.findings.push_back(dice.diagnostic(*report.sources));
      if (dice.below(3) == 0) report.stages.push_back({0, dice.bytes(3), "", true, dice.bytes(5)});
      if (dice.below(3) == 0) report.errors.push_back({dice.bytes(3), dice.bytes(5)});
      reports.push_back(std::move(report));
    }
    PrintOptions options = plain();
    options.width = dice.below(2) == 0 ? 200 : 20;
    CHECK(printable(full(reports, options)));
    CHECK(printable(concise(reports, options)));
    CHECK(printable(github(reports, options)));
    CHECK(printable(github_summary(reports, options)));
    CHECK(printable(failures(reports, options)));
    CHECK(nlohmann::json::accept(json(reports, options)));
  }
}
