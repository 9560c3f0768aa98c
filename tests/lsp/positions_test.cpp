#include "lsp/positions.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "lsp/documents.h"
#include "lsp/uri.h"

namespace cudafit::lsp {
namespace {

constexpr std::string_view smile = "\xF0\x9F\x98\x80";  // two units of UTF-16
constexpr std::string_view umlaut = "\xC3\xA4";

Json change(Point start, Point end, std::string_view text) {
  return {{"range",
           {{"start", {{"line", start.line}, {"character", start.character}}},
            {"end", {{"line", end.line}, {"character", end.character}}}}},
          {"text", text}};
}

TEST_CASE("the encoding is agreed on") {
  CHECK(agreed_encoding(Json()) == Encoding::utf16);
  CHECK(agreed_encoding({"utf-16", "utf-8"}) == Encoding::utf8);
  CHECK(agreed_encoding({"utf-32"}) == Encoding::utf32);
  CHECK(agreed_encoding({"utf-32", "utf-16"}) == Encoding::utf16);
  CHECK(agreed_encoding({"utf-7", 5}) == Encoding::utf16);
}

TEST_CASE("characters are counted in the encoding") {
  const std::string text = "a" + std::string(umlaut) + std::string(smile) + "b\nc";
  const std::vector<std::pair<Encoding, std::vector<std::uint32_t>>> expected = {
      {Encoding::utf8, {0, 1, 3, 7, 8}},
      {Encoding::utf16, {0, 1, 2, 4, 5}},
      {Encoding::utf32, {0, 1, 2, 3, 4}},
  };
  const std::vector<std::uint32_t> offsets = {0, 1, 3, 7, 8};
  for (const auto& [encoding, columns] : expected) {
    const Lines lines(text, encoding);
    for (std::size_t i = 0; i < offsets.size(); ++i) {
      CHECK(lines.point(offsets[i]) == Point{0, columns[i]});
      CHECK(lines.offset({0, columns[i]}) == offsets[i]);
    }
    CHECK(lines.point(9) == Point{1, 0});
  }
}

TEST_CASE("places inside characters are before them") {
  const std::string text = "x" + std::string(smile) + "y";
  CHECK(Lines(text, Encoding::utf16).offset({0, 2}) == 1);
  CHECK(Lines(text, Encoding::utf8).offset({0, 3}) == 1);
  CHECK(Lines(text, Encoding::utf16).point(3) == Point{0, 1});
  CHECK(Lines(text, Encoding::utf8).point(3) == Point{0, 1});
  CHECK(Lines("\xFF\xFEz", Encoding::utf16).point(2) == Point{0, 2});
}

TEST_CASE("line endings") {
  const Lines lines("a\r\nb\rc\n\nd", Encoding::utf16);
  CHECK(lines.count() == 5);
  CHECK(lines.line(0) == "a");
  CHECK(lines.line(1) == "b");
  CHECK(lines.line(2) == "c");
  CHECK(lines.line(3).empty());
  CHECK(lines.line(4) == "d");
  CHECK(lines.line(5).empty());
  CHECK(lines.point(2) == Point{0, 1});  // between CR and LF
  CHECK(lines.point(3) == Point{1, 0});
  CHECK(Lines("", Encoding::utf16).point(0) == Point{0, 0});
}

TEST_CASE("places past the end are the end") {
  for (const Encoding encoding : {Encoding::utf8, Encoding::utf16, Encoding::utf32}) {
    const Lines lines("ab\r\ncd", encoding);
    CHECK(lines.offset({0, 99}) == 2);
    CHECK(lines.offset({1, 99}) == 6);
    CHECK(lines.offset({7, 0}) == 6);
    CHECK(lines.offset({UINT32_MAX, UINT32_MAX}) == 6);
    CHECK(lines.point(999) == Point{1, 2});
  }
}

TEST_CASE("long lines") {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += i % 3 == 0 ? smile : i % 3 == 1 ? umlaut : "x";
  text += "\n" + text;
  const Lines lines(text, Encoding::utf16);
  std::uint32_t units = 0, at = 0;
  for (int i = 0; i < 5000; ++i) {
    if (i % 37 == 0) {
      REQUIRE(lines.point(at) == Point{0, units});
      REQUIRE(lines.offset({0, units}) == at);
    }
    at += i % 3 == 0 ? 4 : i % 3 == 1 ? 2 : 1;
    units += i % 3 == 0 ? 2 : 1;
  }
  CHECK(lines.point(at) == Point{0, units});
  CHECK(lines.offset({1, 4}) == at + 1 + 7);
}

TEST_CASE("positions of clients") {
  CHECK(read_point({{"line", 1}, {"character", 2}}) == Point{1, 2});
  CHECK(!read_point({{"line", -1}, {"character", 2}}));
  CHECK(!read_point({{"line", 1.5}, {"character", 2}}));
  CHECK(!read_point(Json()));
  CHECK(read_point({{"line", std::int64_t{1} << 40}, {"character", 0}}) == Point{UINT32_MAX, 0});
}

TEST_CASE("edits are made one after the other") {
  const auto after = [](std::string text, const Json& changes,
                        Encoding encoding = Encoding::utf16) {
    return changed(std::move(text), changes, encoding).value_or("malformed");
  };
  CHECK(after("abc", Json::array({change({0, 1}, {0, 2}, "X"), change({0, 2}, {0, 2}, "Y")})) ==
        "aXYc");
  CHECK(after("abc", Json::array({{{"text", "new"}}, change({0, 3}, {0, 3}, "er")})) == "newer");
  CHECK(after("a\nb", Json::array({change({0, 1}, {1, 0}, "")})) == "ab");
  CHECK(after("ab", Json::array({change({0, 2}, {0, 0}, "")})).empty());  // the wrong way round
  CHECK(after("ab", Json::array({change({5, 5}, {9, 9}, "c")})) == "abc");
  const std::string text = std::string(smile) + "x";
  CHECK(after(text, Json::array({change({0, 2}, {0, 3}, "")})) == smile);
  CHECK(after(text, Json::array({change({0, 4}, {0, 5}, "")}), Encoding::utf8) == smile);
  CHECK(after(text, Json::array({change({0, 1}, {0, 2}, "")}), Encoding::utf32) == smile);
  CHECK(after("ab", Json::array()) == "ab");
  CHECK(after("ab", Json()) == "malformed");
  CHECK(after("ab", Json::array({{{"text", 5}}})) == "malformed");
  CHECK(after("ab", Json::array({{{"text", ""}, {"range", 5}}})) == "malformed");
}

TEST_CASE("addresses of files") {
  const Addresses files;
  CHECK(files.path("file:///a/b%20c") == "/a/b c");
  CHECK(files.path("FILE://localhost/a/%C3%A4?x#y") == "/a/" + std::string(umlaut));
  CHECK(files.path("file:/a/../b/./c") == "/b/c");
  CHECK(files.path("file:///a%zz%2") == "/a%zz%2");
  CHECK(files.path("file://host/a").empty());
  CHECK(files.path("untitled:x").empty());
  CHECK(files.path("file:///a%00b").empty());
  CHECK(files.path("").empty());
  CHECK(files.uri("/a b/#%\xC3\xA4:x") == "file:///a%20b/%23%25%C3%A4%3Ax");
  CHECK(files.path(files.uri("/a b/#%:x")) == "/a b/#%:x");
}

TEST_CASE("addresses of files that have drive letters") {
  const Addresses files{.drives = true};
  CHECK(files.path("file:///c%3A/Users/me/Dockerfile") == "/c/Users/me/Dockerfile");
  CHECK(files.path("file:///C:/Users") == "/c/Users");
  CHECK(files.path("file:///d:/") == "/d");
  CHECK(files.path("file:///cc/x") == "/cc/x");
  CHECK(files.uri("/c/Users/a b") == "file:///c%3A/Users/a%20b");
  CHECK(files.uri("/d") == "file:///d%3A/");
  CHECK(files.uri("/tmp/x") == "file:///tmp/x");
  CHECK(files.path(files.uri("/c/a:b/%")) == "/c/a:b/%");
  // Elsewhere it is a name like others.
  CHECK(Addresses{}.path("file:///c%3A/x") == "/c:/x");
  CHECK(Addresses{}.uri("/c/x") == "file:///c/x");
}

}  // namespace
}  // namespace cudafit::lsp
