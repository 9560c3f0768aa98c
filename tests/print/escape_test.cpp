#include "print/escape.h"

#include <doctest/doctest.h>

#include <string>

using namespace cudafit::print;

TEST_CASE("what acts is shown, what is text stays") {
  const struct {
    std::string text;
    std::string shown;
  } rows[] = {
      {"", ""},
      {"nvidia/cuda:12.4 \\ 100%", "nvidia/cuda:12.4 \\ 100%"},
      {"a\x1b[31mb", "a\\u{1b}[31mb"},
      {"a\r\n\tb", "a\\u{d}\\u{a}\\u{9}b"},
      {std::string("a\0b", 3), "a\\u{0}b"},
      {"\x7f", "\\u{7f}"},
      {"\xC2\x9B", "\\u{9b}"},
      {"\xD8\x9C", "\\u{61c}"},
      {"\xE2\x80\x8B\xE2\x80\x8F\xE2\x80\xA8\xE2\x80\xA9", "\\u{200b}\\u{200f}\\u{2028}\\u{2029}"},
      {"\xE2\x80\xAA\xE2\x80\xAE\xE2\x81\xA6\xE2\x81\xA9", "\\u{202a}\\u{202e}\\u{2066}\\u{2069}"},
      {"\xEF\xBB\xBF", "\\u{feff}"},
      {"\xF3\xA0\x81\x81", "\\u{e0041}"},
      {"caf\xC3\xA9 \xE4\xB8\xAD \xF0\x9F\x98\x80", "caf\xC3\xA9 \xE4\xB8\xAD \xF0\x9F\x98\x80"},
      {"\xFF\xC3", "\\x{ff}\\x{c3}"},
      {"\xC0\xAF", "\\x{c0}\\x{af}"},
      {"\xED\xA0\x80", "\\x{ed}\\x{a0}\\x{80}"},
      {"\xF4\x90\x80\x80", "\\x{f4}\\x{90}\\x{80}\\x{80}"},
      {"a ##[error]b", "a ##\\u{5b}error]b"},
      {"##vso[task.x]", "##vso\\u{5b}task.x]"},
      {"#[x] ## [y]", "#[x] ## [y]"},
      {"::error::x", "\\u{3a}:error::x"},
      {" \xC2\xA0\xE3\x80\x80::x", " \xC2\xA0\xE3\x80\x80\\u{3a}:x"},
      {"a::b", "a::b"},
      {" \xA0::x", " \\x{a0}::x"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.shown);
    CHECK(escape(row.text) == row.shown);
  }
}

TEST_CASE("columns") {
  CHECK(glyph("a", 0).columns == 1);
  CHECK(glyph("\xC3\xA9", 0).columns == 1);
  CHECK(glyph("\xE4\xB8\xAD", 0).columns == 2);
  CHECK(glyph("\xEF\xBC\xA1", 0).columns == 2);
  CHECK(glyph("e\xCC\x81", 1).columns == 0);
  CHECK(glyph("\x1b", 0).columns == 6);
  CHECK(glyph("\xFF", 0).columns == 6);
}

TEST_CASE("percent encoding") {
  CHECK(percent_encode("a b/c%d\xC3\xA9?#") == "a%20b/c%25d%C3%A9%3F%23");
}
