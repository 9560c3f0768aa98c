// Text: every byte of a value knows where it was written.

#include "source/text.h"

#include <doctest/doctest.h>

#include <string>

using namespace cudafit;

namespace {

constexpr FileId a = 0;
constexpr FileId b = 1;

/// "abc" at a:10, "XY" in no file, "def" at a:13, a derived "\n" for a:16-18, "ghi" at b:0.
Text sample() {
  Text text("abc", {a, 10, 13});
  text.append("XY", Span{});
  text.append("def", {a, 13, 16});
  text.append_derived("\n", {a, 16, 18});
  text.append("ghi", {b, 0, 3});
  return text;
}

}  // namespace

TEST_CASE("an empty text has no place") {
  const Text text;
  CHECK(text.empty());
  CHECK(text.complete);
  CHECK_FALSE(text.span());
  CHECK_FALSE(text.around());
  CHECK(text.slice(0, 5).empty());
}

TEST_CASE("appending contiguous bytes makes one piece") {
  Text text("ab", {a, 5, 7});
  text.append("cd", {a, 7, 9});
  CHECK(text.pieces.size() == 1);
  CHECK(text.span(1, 3) == Span{a, 6, 8});
  text.append("", {b, 0, 0});
  CHECK(text.pieces.size() == 1);
}

TEST_CASE("bytes that do not continue each other stay apart") {
  for (const Span second : {Span{a, 8, 10}, Span{b, 7, 9}, Span{a, 0, 2}, Span{}}) {
    Text text("ab", {a, 5, 7});
    text.append("cd", second);
    CHECK(text.pieces.size() == 2);
    CHECK_FALSE(text.span(1, 3));
  }
}

TEST_CASE("span gives a place only where an edit is possible") {
  const Text text = sample();
  REQUIRE(text.value == "abcXYdef\nghi");
  struct Case {
    std::size_t begin;
    std::size_t end;
    Span expected;
  };
  for (const Case& each : {
           Case{0, 3, {a, 10, 13}}, Case{1, 2, {a, 11, 12}},
           Case{0, 4, {}},           // half of it stands in no file
           Case{3, 5, {}},           // no file at all
           Case{5, 8, {a, 13, 16}},  //
           Case{2, 6, {}},           // around the part from nowhere
           Case{8, 9, {a, 16, 18}},  // a derived piece, covered fully
           Case{7, 9, {}},           // an exact and a derived one
           Case{9, 12, {b, 0, 3}},   //
           Case{8, 12, {}},          // two files
           Case{0, 12, {}},          //
           Case{0, 0, {a, 10, 10}},  // empty at the start
           Case{2, 2, {a, 12, 12}},  // empty inside
           Case{3, 3, {a, 13, 13}},  // empty at a seam: behind what stands before it
           Case{5, 5, {}},           // ... which stands nowhere here
           Case{9, 9, {}},           // ... and is derived here
           Case{12, 12, {b, 3, 3}},  // empty at the end
           Case{5, 4, {}},           // upside down
           Case{9, 13, {}},          // beyond the end
       }) {
    CAPTURE(each.begin);
    CAPTURE(each.end);
    CHECK(text.span(each.begin, each.end) == each.expected);
  }
}

TEST_CASE("a derived piece of several bytes cannot be edited in part") {
  Text text;
  text.append_derived("value", {a, 3, 9});
  CHECK(text.span() == Span{a, 3, 9});
  CHECK_FALSE(text.span(0, 4));
  CHECK_FALSE(text.span(2, 2));
  text.append_derived("more", {a, 9, 12});
  CHECK(text.pieces.size() == 2);
  CHECK_FALSE(text.span());
}

TEST_CASE("slices keep their places") {
  const Text text = sample();
  struct Case {
    std::size_t begin;
    std::size_t end;
    std::string value;
    Span around;
  };
  for (const Case& each : {
           Case{0, 12, "abcXYdef\nghi", {a, 10, 18}},
           Case{1, 3, "bc", {a, 11, 13}},
           Case{2, 6, "cXYd", {a, 12, 14}},
           Case{3, 5, "XY", {}},
           Case{9, 99, "ghi", {b, 0, 3}},
           Case{4, 4, "", {}},
           Case{7, 3, "", {}},
           Case{50, 60, "", {}},
       }) {
    CAPTURE(each.value);
    const Text part = text.slice(each.begin, each.end);
    CHECK(part.value == each.value);
    CHECK(part.around() == each.around);
    std::size_t at = 0;
    for (const Piece& piece : part.pieces) {
      CHECK(piece.at == at);
      at += piece.size;
    }
    CHECK(at == part.size());
  }
  CHECK(text.slice(5, 8).slice(1, 2).span() == Span{a, 14, 15});
  CHECK(text.slice(8, 9).span() == Span{a, 16, 18});
}

TEST_CASE("a part of an incomplete text is incomplete, and so is what it is put into") {
  Text unknown("ab", {a, 0, 2});
  unknown.complete = false;
  CHECK_FALSE(unknown.slice(0, 1).complete);
  Text text("x", {a, 9, 10});
  text.append(unknown);
  CHECK(text.value == "xab");
  CHECK_FALSE(text.complete);
}

TEST_CASE("appending a text merges where it continues") {
  Text text("ab", {a, 0, 2});
  text.append(Text("cd", {a, 2, 4}));
  CHECK(text.pieces.size() == 1);
  Text derived;
  derived.append_derived("!", {a, 4, 6});
  text.append(derived);
  CHECK(text.span(4, 5) == Span{a, 4, 6});
  CHECK_FALSE(text.span(3, 5));
  CHECK(text.around() == Span{a, 0, 6});
}

TEST_CASE("around skips what stands in no file") {
  Text text("", {});
  text.append("given", Span{});
  CHECK_FALSE(text.around());
  text.append("x", {b, 4, 5});
  text.append("given", Span{});
  text.append("y", {b, 1, 2});
  CHECK(text.around() == Span{b, 1, 5});
}

TEST_CASE("cover") {
  CHECK(cover(Span{}, Span{a, 1, 2}) == Span{a, 1, 2});
  CHECK(cover(Span{a, 1, 2}, Span{}) == Span{a, 1, 2});
  CHECK(cover(Span{a, 4, 6}, Span{a, 1, 2}) == Span{a, 1, 6});
  CHECK_FALSE(cover(Span{a, 1, 2}, Span{b, 1, 2}));
  CHECK(Span{a, 1, 4}.contains({a, 1, 4}));
  CHECK_FALSE(Span{a, 1, 4}.contains({a, 3, 5}));
  CHECK_FALSE(Span{a, 1, 4}.contains({b, 2, 3}));
  CHECK_FALSE(Span{a, 1, 4}.contains({}));
}

TEST_CASE("a text of many pieces is looked up quickly") {
  Text text;
  for (std::uint32_t i = 0; i < 100'000; ++i) text.append("x", {a, 2 * i, 2 * i + 1});
  REQUIRE(text.pieces.size() == 100'000);
  std::uint32_t right = 0;
  for (std::uint32_t i = 0; i < 100'000; ++i) right += text.span(i, i + 1).begin == 2 * i;
  CHECK(right == 100'000);
  CHECK(text.slice(99'990, 100'000).pieces.size() == 10);
}
