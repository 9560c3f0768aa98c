#include "read/ignorefile.h"

#include <doctest/doctest.h>

#include <string>

using cudafit::read::glob_match;
using cudafit::read::IgnoreFile;
using cudafit::read::Verdict;

namespace {

struct Row {
  const char* pattern;
  const char* path;
  bool ignored;
};

bool ignored(const std::string& patterns, const std::string& path, bool directory = false) {
  return IgnoreFile(patterns).match(path, directory) == Verdict::ignored;
}

}  // namespace

// Each row was checked against git 2.39.
TEST_CASE("gitignore patterns") {
  const Row rows[] = {
      {"a", "a", true},
      {"a", "x/y/a", true},
      {"a", "ab", false},
      {"/a", "a", true},
      {"/a", "x/a", false},
      {"a/b", "a/b", true},
      {"a/b", "x/a/b", false},
      {"*.o", "x/y.o", true},
      {"*.o", ".o", true},
      {"*", "a/b", true},
      {"a*c", "abbbc", true},
      {"a*c", "ab/c", false},
      {"/a*c", "ab/c", false},
      {"a?c", "abc", true},
      {"a/?", "a/b", true},
      {"a?b", "a/b", false},
      {"[ab]", "a", true},
      {"[!ab]", "a", false},
      {"[^ab]", "c", true},
      {"[a-c]x", "bx", true},
      {"[]a]", "]", true},
      {"[a-]", "-", true},
      {"[\\]]", "]", true},
      {"[[:upper:]]", "Q", true},
      {"[[:upper:]]", "q", false},
      {"[[:nonsense:]]", "q", false},
      {"[", "[", false},
      {"a[", "a[", false},
      {"[a", "a", false},
      {"a\\", "a\\", false},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"\\#a", "#a", true},
      {"#a", "#a", false},
      {"\\!a", "!a", true},
      {"**/a", "a", true},
      {"**/a", "x/y/a", true},
      {"a/**", "a", false},
      {"a/**", "a/b/c", true},
      {"a/**/b", "a/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "a/xb", false},
      {"a/**/b/*c", "a/b/x/b/ccc", true},
      {"a**b", "axb", true},
      {"a**b", "a/b", false},
      {"/a**/b", "ax/b", true},
      {"**", "a/b", true},
      {"a ", "a", true},
      {"a\\ ", "a ", true},
      {"", "a", false},
      {"/", "a", false},
      {"!", "a", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.pattern);
    CAPTURE(row.path);
    CHECK(ignored(row.pattern, row.path) == row.ignored);
  }
}

TEST_CASE("a final slash means directories only") {
  CHECK(ignored("a/", "x/a", true));
  CHECK_FALSE(ignored("a/", "x/a", false));
}

TEST_CASE("the last matching pattern decides") {
  const IgnoreFile file("*.log\n!keep.log\n/out/keep.log\n");
  CHECK(file.match("x.log", false) == Verdict::ignored);
  CHECK(file.match("keep.log", false) == Verdict::kept);
  CHECK(file.match("out/keep.log", false) == Verdict::ignored);
  CHECK(file.match("other", false) == Verdict::none);
}

TEST_CASE("line endings and a byte order mark are no part of a pattern") {
  CHECK(ignored("\xEF\xBB\xBF# x\r\na\r\nb", "a"));
  CHECK(
      ignored("\xEF\xBB\xBF"
              "a",
              "a"));
  CHECK(ignored("a\r\nb", "b"));
}

TEST_CASE("match_with_parents asks the directories above") {
  IgnoreFile file;
  file.add("old/");
  file.add("!old/kept");
  CHECK(file.match_with_parents("old/a/b") == Verdict::ignored);
  CHECK(file.match_with_parents("old/kept/b") == Verdict::kept);
  CHECK(file.match_with_parents("old") == Verdict::none);
}

TEST_CASE("no pattern takes exponential time") {
  std::string stars, deep;
  for (int i = 0; i < 60; ++i) {
    stars += "*a";
    deep += "**/a*/";
  }
  std::string path(2000, 'a');
  std::string directories;
  for (int i = 0; i < 1000; ++i) directories += "a/";
  CHECK_FALSE(glob_match(stars + "b", path));
  CHECK_FALSE(glob_match(deep + "b", directories + "c"));
}
