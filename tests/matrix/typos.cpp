// A typo in any of the files the build compiles is refused, with its line and the word that was
// meant. All files get one at once, so that the program runs twice only.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "compiler.h"

namespace {

namespace fs = std::filesystem;

struct Key {
  std::size_t at = std::string::npos;
  std::string name;
};

/// Keys in the order of the file: "name:" at the start of a line, behind "- ", "{" or ", ".
std::vector<Key> keys(const std::string& yaml) {
  std::vector<Key> out;
  bool comment = false;
  bool quoted = false;
  bool value = false;  // plain text of a block runs to the end of its line
  for (std::size_t i = 0; i < yaml.size(); ++i) {
    const char c = yaml[i];
    if (c == '\n') comment = quoted = value = false;
    if (c == '#' && (i == 0 || yaml[i - 1] == ' ' || yaml[i - 1] == '\n') && !quoted)
      comment = true;
    if (c == '"') quoted = !quoted;
    if (comment || quoted || value || !std::islower(static_cast<unsigned char>(c))) continue;
    if (i > 0 && std::string_view("\n {").find(yaml[i - 1]) == std::string_view::npos) continue;
    std::size_t end = i;
    while (end < yaml.size() &&
           (std::isalnum(static_cast<unsigned char>(yaml[end])) || yaml[end] == '_'))
      ++end;
    if (end + 1 >= yaml.size() || yaml[end] != ':' ||
        (yaml[end + 1] != ' ' && yaml[end + 1] != '\n'))
      continue;
    out.push_back({i, yaml.substr(i, end - i)});
    i = end;
  }
  return out;
}

/// Compiles the build's files, each with the key that `choose` finds spelt as `spell` has it.
void check_all(const std::function<Key(const std::vector<Key>&)>& choose,
               const std::function<std::string(const std::string&)>& spell) {
  matrix_tests::Yaml files;
  std::vector<std::string> expected;
  for (const auto& entry : fs::directory_iterator(fs::path(CUDAFIT_SOURCE_DIR) / "matrix")) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream in(entry.path());
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::string name = entry.path().filename().string();
    const Key key = choose(keys(text));
    REQUIRE_MESSAGE(key.at != std::string::npos, name);
    const std::string wrong = spell(key.name);
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(key.at), '\n');
    text.replace(key.at, key.name.size(), wrong);
    expected.push_back(name + ":" + std::to_string(line) + ": unknown key \"" + wrong +
                       "\"; did you mean \"" + key.name + "\"?\n");
    files[name] = std::move(text);
  }
  CHECK(files.size() >= 75);
  const matrix_tests::Result result = matrix_tests::compile(files);
  CHECK(result.status == 1);
  for (const std::string& message : expected)
    CHECK_MESSAGE(result.text.find(message) != std::string::npos, message);
}

}  // namespace

TEST_CASE("a misspelt source, or title of a source, in any file") {
  check_all(
      [](const std::vector<Key>& all) {
        for (const Key& key : all) {
          if (key.name == "source" || key.name == "title") return key;
        }
        return Key{};
      },
      [](std::string word) {
        std::swap(word[2], word[3]);  // soruce
        return word;
      });
}

TEST_CASE("a misspelt column, in any file") {
  check_all(
      [](const std::vector<Key>& all) {
        for (std::size_t i = all.size(); i-- > 0;) {  // of the last row
          if (all[i].name.size() > 2 && all[i].name != "source" && all[i].name != "weak")
            return all[i];
        }
        return all.empty() ? Key{} : all.back();
      },
      [](std::string word) { return word + word.back(); });
}
