// Compares what cudafit reads with what BuildKit reads, as written by main.go:
//   compare dumps LINES | compare words LINES     (both may be given several times)
// Prints every difference and, last, `N passed, N failed`.

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "read/dump.h"
#include "read/expand.h"
#include "read/go_text.h"

namespace {

using cudafit::Text;
using nlohmann::json;

struct Score {
  int passed = 0;
  int failed = 0;

  void add(bool same, const std::string& what, const std::string& expected,
           const std::string& got) {
    ++(same ? passed : failed);
    if (!same) fmt::print("DIFFERS {}\n  expected: {}\n  got:      {}\n", what, expected, got);
  }
};

/// The first line in which two dumps differ.
std::pair<std::string, std::string> first_difference(const std::string& a, const std::string& b) {
  std::istringstream left(a);
  std::istringstream right(b);
  std::string x;
  std::string y;
  for (;;) {
    const bool more_left = static_cast<bool>(std::getline(left, x));
    const bool more_right = static_cast<bool>(std::getline(right, y));
    if (!more_left) x = "(end)";
    if (!more_right) y = "(end)";
    if (x != y || (!more_left && !more_right)) return {x.substr(0, 300), y.substr(0, 300)};
  }
}

std::string go_quoted(std::string_view text) {
  std::string out;
  cudafit::read::append_quoted(out, text);
  return out;
}

std::string heredocs_of(const cudafit::read::Dockerfile& file) {
  std::string out;
  for (const cudafit::read::Instruction& outer : file.instructions) {
    const cudafit::read::Instruction& instruction = outer.nested ? *outer.nested : outer;
    for (const cudafit::read::Heredoc& heredoc : instruction.heredocs) {
      out += fmt::format("{} {} {} {} {}\n", go_quoted(heredoc.name), heredoc.descriptor,
                         heredoc.expand, heredoc.chomp, go_quoted(heredoc.content.value));
    }
  }
  return out;
}

void compare_dump(const json& line, Score& score) {
  const std::string path = line["path"];
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  const cudafit::read::Dockerfile parsed = cudafit::read::parse_dockerfile(0, bytes.str());
  if (line.contains("error")) {
    return score.add(!parsed.errors.empty(), path, line["error"], "no error");
  }
  if (!parsed.errors.empty())
    return score.add(false, path, "no error", parsed.errors.front().message);
  const std::string expected =
      fmt::format("{}\nsyntax {}\n{}", line["dump"].get<std::string>(),
                  line["syntax"].get<std::string>(), line["heredocs"].get<std::string>());
  const std::string got = fmt::format("{}\nsyntax {}\n{}", cudafit::read::dump_buildkit(parsed),
                                      go_quoted(parsed.syntax), heredocs_of(parsed));
  const auto [x, y] = first_difference(expected, got);
  score.add(expected == got, path, x, y);
}

void compare_words(const json& line, Score& score) {
  std::map<std::string, std::string, std::less<>> env;
  for (const std::string pair : line["env"]) {
    const std::size_t equals = pair.find('=');
    env[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  const cudafit::read::Lookup lookup = [&](std::string_view name) -> std::optional<Text> {
    const auto found = env.find(name);
    if (found == env.end()) return std::nullopt;
    Text value;
    value.append_derived(found->second, {});
    return value;
  };
  const std::string word = line["word"];
  const Text raw(word, {0, 0, static_cast<std::uint32_t>(word.size())});
  const char escape = line["escape"].get<std::string>().front();

  const cudafit::read::Expansion one = cudafit::read::expand_word(raw, escape, lookup);
  const bool refused = line.contains("error");
  const std::string expected = refused ? "error" : line["value"].get<std::string>();
  score.add(refused == !one.error.empty() && (refused || one.text.value == expected), word,
            expected, one.error.empty() ? one.text.value : one.error);

  if (!line.contains("words") || line["words"].is_null()) return;
  const cudafit::read::WordsExpansion many = cudafit::read::expand_words(raw, escape, lookup);
  json got = json::array();
  for (const Text& text : many.words) got.push_back(text.value);
  const bool words_refused = line.contains("words_error");
  score.add(words_refused == !many.error.empty() && (words_refused || got == line["words"]),
            word + " (words)", words_refused ? "error" : line["words"].dump(),
            many.error.empty() ? got.dump() : many.error);
}

}  // namespace

int main(int count, char** arguments) {
  Score score;
  for (int i = 1; i + 1 < count; i += 2) {
    const bool dumps = std::string_view(arguments[i]) == "dumps";
    std::ifstream lines(arguments[i + 1]);
    if (!lines) {
      fmt::print(stderr, "cannot read {}\n", arguments[i + 1]);
      return 3;
    }
    for (std::string line; std::getline(lines, line);) {
      (dumps ? compare_dump : compare_words)(json::parse(line), score);
    }
  }
  fmt::print("{} passed, {} failed\n", score.passed, score.failed);
  return score.failed == 0 ? 0 : 1;
}
