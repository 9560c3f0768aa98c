// claims.txt: what is widely said about CUDA in containers. Each line names the test that shows
// what is found, or says why nothing in a project's files does.

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <sstream>
#include <vector>

#include "lint.h"
#include "rules/rules.h"

namespace cudafit {
namespace {

namespace fs = std::filesystem;

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

std::vector<std::string> fields(std::string_view line) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t bar = line.find('|');
    out.push_back(trimmed(line.substr(0, bar)));
    if (bar == std::string_view::npos) return out;
    line.remove_prefix(bar + 1);
  }
}

bool silent(const std::string& name) {
  return name.starts_with("good") || name.starts_with("silent") || name.starts_with("clean");
}

TEST_CASE("every claim has a test, or a reason why it has none") {
  const fs::path folder = fs::path(CUDAFIT_TESTS_DIR) / "rules";
  std::istringstream lines(test::slurp(folder / "claims.txt"));
  std::set<std::string> numbers;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    INFO(line);
    const std::vector<std::string> claim = fields(line);
    REQUIRE(claim.size() == 4);
    CHECK(numbers.insert(claim[0]).second);
    CHECK_FALSE(claim[1].empty());
    CHECK_FALSE(claim[3].empty());
    const std::string& rule = claim[2];
    if (rule == "-") continue;
    REQUIRE(rules::find(rule) != nullptr);
    CHECK(claim[3].starts_with(rule + "/"));
    const fs::path test = folder / claim[3];
    REQUIRE_MESSAGE(fs::is_regular_file(test), "no such test");
    const bool expects = test::slurp(test).find(rule + ":") != std::string::npos;
    CHECK(expects != silent(test.filename().string()));
  }
  CHECK(numbers.size() == 75);
}

}  // namespace
}  // namespace cudafit
