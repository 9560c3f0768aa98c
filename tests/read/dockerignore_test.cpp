// .dockerignore, as moby's ignorefile and patternmatcher packages have it.

#include <doctest/doctest.h>

#include "read/dockerignore.h"

using namespace cudafit::read;

namespace {

struct Case {
  std::string ignore;
  std::string path;
  bool ignored;
};

template <std::size_t size>
void check(const Case (&cases)[size]) {
  for (const Case& each : cases) {
    CAPTURE(each.ignore);
    CAPTURE(each.path);
    const DockerIgnore ignore(each.ignore);
    CHECK(ignore.known());
    CHECK(ignore.ignored(each.path) == each.ignored);
  }
}

}  // namespace

TEST_CASE("patterns are rooted at the context") {
  check({
      {"a.txt", "a.txt", true},
      {"a.txt", "d/a.txt", false},
      {"/a.txt", "a.txt", true},
      {"./a.txt", "a.txt", true},
      {"d//./a.txt", "d/a.txt", true},
      {"d/../a.txt", "a.txt", true},
      {"../a.txt", "a.txt", false},
      {"d/", "d", true},
      {"d/", "d/a.txt", true},
      {"d", "d/e/f", true},
      {"d/e", "d/a.txt", false},
      {".", "a.txt", false},
      {"/", "a.txt", false},
      {"A.txt", "a.txt", false},
  });
}

TEST_CASE("wildcards") {
  check({
      {"*", "a", true},
      {"*", "d/a", true},
      {"*.txt", "a.txt", true},
      {"*.txt", "d/a.txt", false},
      {"*/*.txt", "d/a.txt", true},
      {"*/*.txt", "d/e/a.txt", false},
      {"*/*/a*", "d/e/abc", true},
      {"d*", "dir/a", true},
      {"?.txt", "a.txt", true},
      {"?.txt", "ab.txt", false},
      {"?.txt", "\xC3\xA9.txt", true},
      {"d?a", "d/a", false},
      {"[ab].txt", "b.txt", true},
      {"[^ab].txt", "b.txt", false},
      {"[!a]", "!", true},  // no negation in Go
      {"[a-c]x", "bx", true},
      {"[a-c]x", "dx", false},
      {"a.b", "axb", false},
      {"a+b(c)|{d}$", "a+b(c)|{d}$", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"\\#a", "#a", true},
  });
}

TEST_CASE("two stars") {
  check({
      {"**", "a", true},
      {"**/a", "a", true},
      {"**/a", "d/e/a", true},
      {"**/a", "d/ba", false},
      {"**/d/a", "e/d/a", true},
      {"**/*.txt", "d/e/a.txt", true},
      {"**/*.txt", "a.txt", true},
      {"d/**", "d/e/a", true},
      {"d/**", "d", false},
      {"d/**/a", "d/a", true},
      {"d/**/a", "d/e/f/a", true},
      {"d/**/a", "d/ea", false},
      {"**/d/**", "e/d/a", true},
      {"**a", "d/ba", true},     // a shortcut of moby's: ends with "a"
      {"d**", "dir/e/a", true},  // and begins with "d"
      {"**/d", "e/d/a", true},
  });
}

TEST_CASE("exceptions") {
  check({
      {"*\n!a.txt", "a.txt", false},
      {"*\n!a.txt", "b.txt", true},
      {"!a.txt\n*", "a.txt", true},
      {"*.md\n!README*.md\nREADME-secret.md", "README-secret.md", true},
      {"*.md\nREADME-secret.md\n!README*.md", "README-secret.md", false},
      {"d\n!d/a", "d/a", false},  // unlike in .gitignore
      {"d\n!d/a", "d/b", true},
      {"*\n!d/**", "d/e/a", false},
      {"*\n!d", "d/e/a", false},
      {"*\n!d\nd/e", "d/e/a", true},
      {"**\n!**/*.txt", "d/a.txt", false},
      {"**\n!**/*.txt", "d/a.md", true},
      {"*\n! a.txt ", "a.txt", false},
      {"*\n!/a.txt", "a.txt", false},
      {"!a", "b", false},
  });
  CHECK(DockerIgnore("*\n!a").has_exceptions());
  CHECK_FALSE(DockerIgnore("*").has_exceptions());
}

TEST_CASE("lines") {
  check({
      {"# a\na", "a", true},
      {"#a", "#a", false},
      {" #a", "#a", true},  // a comment begins at the very first byte
      {"\xEF\xBB\xBF"
       "a",
       "a", true},
      {"  a\t\n", "a", true},
      {"\n\n \na", "a", true},
      {"a\r\nb\r\n", "a", true},
      {"a b", "a b", true},
      {"", "a", false},
  });
  CHECK(DockerIgnore("# a\n\n").empty());
}

TEST_CASE("what the build refuses or Go reads in its own way is not known") {
  for (const char* const text : {"!", "a\n!\n", "[", "[]", "[a", "[a-]", "[z-a]", "a\\", "!!a",
                                 "\\d", "^a", "a]", "[[:digit:]]", "[\\]]", "! /"}) {
    CAPTURE(text);
    CHECK_FALSE(DockerIgnore(text).known());
  }
  CHECK_FALSE(DockerIgnore(std::string(70000, 'a')).known());
}

TEST_CASE("matching takes time in proportion") {
  std::string stars, path;
  for (int i = 0; i < 200; ++i) stars += "*a", path += "ab";
  CHECK_FALSE(DockerIgnore(stars + "c").ignored(path));
  stars.clear();
  for (int i = 0; i < 200; ++i) stars += "**/";
  CHECK_FALSE(DockerIgnore("x/" + stars + "c").ignored("x/" + path));
}

TEST_CASE("wildcards of COPY") {
  CHECK(path_match("req*.txt", "requirements.txt"));
  CHECK_FALSE(path_match("*.txt", "d/a.txt"));
  CHECK(path_match("*/a?", "d/ab"));
  CHECK(path_match("[^a]", "b"));
  CHECK(path_match("[\\]]", "]"));
  CHECK(path_match("a\\*", "a*"));
  CHECK_FALSE(path_match("[a", "a"));
  CHECK(has_wildcard("a*"));
  CHECK(has_wildcard("[a]"));
  CHECK_FALSE(has_wildcard("a\\*"));
}

TEST_CASE("clean paths") {
  for (const auto& [first, clean] : {std::pair{"", "."},
                                     {".", "."},
                                     {"/", "/"},
                                     {"//a//b/", "/a/b"},
                                     {"./a/./b", "a/b"},
                                     {"a/..", "."},
                                     {"../a", "../a"},
                                     {"a/../../b", "../b"},
                                     {"/../a", "/a"}}) {
    const auto& path = first;
    CAPTURE(path);
    CHECK(clean_path(path) == clean);
  }
}
