// A rule is one file, one line in the list and one folder of tests, all of one name.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "rules/rules.h"

namespace fs = std::filesystem;
using namespace cudafit;

namespace {

const fs::path root = CUDAFIT_SOURCE_DIR;

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// "torch_index_ended" for "torch-index-ended".
std::string source_name(std::string_view id) {
  std::string out(id);
  for (char& c : out) c = c == '-' ? '_' : c;
  return out;
}

/// Under which carets what must be found is written.
bool expects(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#<")) return true;
    const std::size_t mark = line.find_first_not_of("# ");
    if (line.starts_with('#') && mark != std::string::npos && line[mark] == '^') return true;
  }
  return false;
}

/// What the docs say under "How the fix works".
std::string_view fix_docs(const RuleInfo& info) {
  const std::string_view heading = "## How the fix works\n";
  const std::size_t at = info.docs.find(heading);
  return at == std::string_view::npos ? std::string_view() : info.docs.substr(at + heading.size());
}

}  // namespace

TEST_CASE("each file of a rule is in the list, and each rule of the list has its file") {
  std::set<std::string> listed;
  for (const rules::Rule* rule : rules::all()) listed.insert(source_name(rule->info.id));
  CHECK(listed.size() == rules::all().size());
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(root / "src/rules")) {
    if (entry.path().extension() != ".cpp") continue;
    if (slurp(entry.path()).find("extern const Rule " + entry.path().stem().string() + ";") !=
        std::string::npos)
      files.insert(entry.path().stem().string());
  }
  CHECK(files == listed);
}

TEST_CASE(
    "each rule has Dockerfiles it finds something in, one it must not, and a fix or why not") {
  for (const rules::Rule* rule : rules::all()) {
    const RuleInfo& info = rule->info;
    INFO(info.id);
    const fs::path folder = root / "tests/rules" / std::string(info.id);
    REQUIRE(fs::is_directory(folder));
    bool positive = false;
    bool negative = false;
    bool fixed = false;
    for (const auto& entry : fs::directory_iterator(folder)) {
      fixed = fixed || entry.path().extension() == ".fixed";
      const std::string kind = entry.path().extension().string();
      if (kind != ".Dockerfile" && kind != ".yaml") continue;
      const std::string text = slurp(entry.path());
      positive = positive || text.find(std::string(info.id) + ":") != std::string::npos;
      negative = negative || !expects(text);
    }
    CHECK(positive);
    CHECK(negative);
    const std::string_view docs = fix_docs(info);
    CHECK_MESSAGE((fixed || docs.starts_with("Shown") || docs.starts_with("There is no")),
                  "no *.fixed, and the docs do not say that nothing is applied");
  }
}

TEST_CASE("no folder of tests without a rule") {
  for (const auto& entry : fs::directory_iterator(root / "tests/rules")) {
    if (!entry.is_directory()) continue;
    const std::string name = entry.path().filename().string();
    CHECK_MESSAGE(rules::find(name) != nullptr, name, " is the folder of no rule");
  }
}
