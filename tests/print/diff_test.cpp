// Unified diffs, given to the real `git apply`.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>

#include "print/print.h"
#include "sample.h"

using namespace cudafit;
using namespace cudafit::print;

namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "cudafit-diff-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
};

/// `before` after `git apply` of the diff to `after`.
std::string applied(const std::string& name, const std::string& before, const std::string& after) {
  const Folder folder;
  fs::create_directories((folder.path / name).parent_path());
  std::ofstream(folder.path / name, std::ios::binary) << before;
  std::ofstream(folder.path / "patch", std::ios::binary) << unified_diff(name, before, after);
  // Outside any repository, so that nothing but the patch counts.
  const std::string command =
      "cd '" + folder.path.string() +
      "' && GIT_CEILING_DIRECTORIES=/ git apply --whitespace=nowarn patch 2>error";
  if (std::system(command.c_str()) != 0) {
    std::ifstream error(folder.path / "error");
    std::ostringstream text;
    text << "git apply failed: " << error.rdbuf();
    return text.str();
  }
  std::ifstream in(folder.path / name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string numbers(int from, int to) {
  std::string out;
  for (int i = from; i <= to; ++i) out += std::to_string(i) + "\n";
  return out;
}

}  // namespace

TEST_CASE("the text of a diff") {
  CHECK(unified_diff("D", "a\n", "a\n").empty());
  CHECK(unified_diff("d/D", numbers(1, 9), numbers(1, 4) + "x\n" + numbers(6, 9)) ==
        "--- a/d/D\n+++ b/d/D\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
  CHECK(unified_diff("D", "", "a\n") == "--- a/D\n+++ b/D\n@@ -0,0 +1 @@\n+a\n");
  CHECK(unified_diff("D", "a", "a\n") ==
        "--- a/D\n+++ b/D\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
  CHECK(unified_diff("a \"b\"\\\t\xC3\xA9", "a\n", "b\n")
            .starts_with("--- \"a/a \\\"b\\\"\\\\\\011\\303\\251\"\n"));
  CHECK(unified_diff("a b", "a\n", "b\n").starts_with("--- a/a b\t\n+++ b/a b\t\n"));
}

TEST_CASE("hunks meet only when their context would") {
  const std::string before = numbers(1, 20);
  const auto hunks = [&](std::string after) {
    const std::string diff = unified_diff("D", before, after);
    std::size_t count = 0;
    for (std::size_t at = diff.find("\n@@"); at != std::string::npos;
         at = diff.find("\n@@", at + 1))
      ++count;
    return count;
  };
  CHECK(hunks(numbers(1, 4) + numbers(6, 11) + numbers(13, 20)) == 1);
  CHECK(hunks(numbers(1, 4) + numbers(6, 12) + numbers(14, 20)) == 2);
}

TEST_CASE("git apply") {
  const struct {
    const char* name;
    std::string before;
    std::string after;
  } rows[] = {
      {"D", "a\nb\nc\n", "a\nx\nc\n"},
      {"D", "a\nb", "a\nc"},
      {"D", "a\nb", "a\nb\n"},
      {"D", "a\nb\n", "a\nb"},
      {"D", "a\r\nb\r\nc", "a\r\nx\r\nc"},
      {"D", "a\n", "x\na\n"},
      {"D", "a\n", "a\nx\n"},
      {"D", "a\nb\n", "b\n"},
      {"D", numbers(1, 40), numbers(2, 9) + "x\ny\n" + numbers(10, 30) + numbers(32, 40) + "z"},
      {"D", "\n\n\n\n", "\n\nx\n\n\n"},
      {"d e/my file", "a\n", "b\n"},
      {"d/\"q\"\\u\xC3\xA9", "a\n", "b\n"},
      {"d/new\nline\x1b", "a\n", "b\n"},
      {"D", "a\x1b\xFF\xE2\x80\xAE\n\\ No newline at end of file\n",
       "--- a\n+++ b\n@@ -1 +1 @@\n\x01"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CAPTURE(row.before);
    CHECK(applied(row.name, row.before, row.after) == row.after);
  }
}

TEST_CASE("git apply, random edits") {
  std::mt19937 random(7);
  const auto some = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 20; ++round) {
    std::string before;
    std::string after;
    // Few different lines, so that many alignments are possible; in the last rounds more edits than
    // one search allows.
    const int rate = round < 15 ? 10 : 2;
    for (int i = 0; i < 500; ++i) {
      const std::string line = std::to_string(some(6)) + "\n";
      if (some(rate) != 0) after += line;
      if (some(rate) == 0) after += std::to_string(some(6)) + "\n";
      before += line;
    }
    CHECK(applied("D", before, after) == after);
  }
}

TEST_CASE("size does not hurt") {
  std::string before;
  for (int i = 0; before.size() < (2u << 20); ++i)
    before += "RUN echo line " + std::to_string(i % 1000) + "\n";
  // That it ends is the test: what grows with the square of the lines would take hours.
  const std::string one = unified_diff("D", before, before + "END\n");
  CHECK(one.size() < 300);
  std::string changed = before;
  for (std::size_t at = 0; at < changed.size(); at += 1000) changed[at] = '#';
  const std::string many = unified_diff("D", before, changed);
  CHECK(many.size() < before.size());
  CHECK(!unified_diff("D", before, std::string(before.rbegin(), before.rend())).empty());
}

TEST_CASE("a diff for the terminal") {
  const std::string diff = unified_diff("D", "a\x1b[2J\n::error::x\n", "b\n::error::x\n");
  CHECK(printable_diff(diff, plain()) ==
        "--- a/D\n+++ b/D\n@@ -1,2 +1,2 @@\n-a\\u{1b}[2J\n+b\n \\u{3a}:error::x\n");
  PrintOptions options = plain();
  options.color = true;
  CHECK(printable_diff("-a\n", options) == "\x1b[31m-a\x1b[0m\n");
}
