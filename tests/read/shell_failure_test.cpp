// Which commands of a script fail it when they fail. Every claim is also put to the real shells.

#include <doctest/doctest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "shell_dump.h"

using namespace cudafit;
using namespace cudafit::read;

namespace {

constexpr ShellOptions plain{};
constexpr ShellOptions errexit{.errexit = true, .pipefail = false};
constexpr ShellOptions pipefail{.errexit = false, .pipefail = true};
constexpr ShellOptions both{.errexit = true, .pipefail = true};

/// First words of the commands that are fatal.
std::string fatal(std::string_view script, ShellOptions options) {
  std::string out;
  for (const Command& command : split_shell(script_text(script), options).commands) {
    if (command.failure != Failure::fatal || command.words.empty()) continue;
    out += (out.empty() ? "" : " ") + command.words[0].raw.value;
  }
  return out;
}

struct Case {
  std::string script;
  std::string expected;
};

template <std::size_t size>
void check(ShellOptions options, const Case (&cases)[size]) {
  for (const Case& each : cases) {
    CAPTURE(each.script);
    CHECK(fatal(each.script, options) == each.expected);
  }
}

}  // namespace

TEST_CASE("without options the last command decides") {
  check(plain, {
                   {"a", "a"},
                   {"a; b", "b"},
                   {"a\nb\n", "b"},
                   {"a && b", "a b"},
                   {"a && b && c", "a b c"},
                   {"a; b && c", "b c"},
                   {"a || b", ""},
                   {"a || true", ""},
                   {"a && b || c", ""},
                   {"a || b && c", ""},
                   {"a || b; c", "c"},
                   {"! a", ""},
                   {"! a && b", ""},
                   {"a | b", "b"},
                   {"a | b; c | d", "d"},
                   {"! a | b", ""},
                   {"a & b", "b"},
                   {"a &", ""},
                   {"a && b &", ""},
                   {"(a; b)", "b"},
                   {"(a; b) && c", "b c"},
                   {"(a && b); c", "c"},
                   {"{ a; b; } && c", "b c"},
                   {"{ a && b; } || c", ""},
                   {"{ a; b; } | c", "c"},
                   {"c | (a; b)", "b"},
               });
}

TEST_CASE("conditions, loops, functions") {
  check(plain, {
                   {"if a; then b; fi", ""},
                   {"if a; then b; else c; fi", ""},
                   {"while a; do b; done", ""},
                   {"for x in 1; do b; done", ""},
                   {"case x in x) b;; esac", ""},
                   {"f() { a; }; f", "f"},
                   {"if a; then b; fi; c", "c"},
                   {"if a; then b; fi && c", "c"},
               });
  check(errexit, {
                     {"if a; then b; fi; c", "c"},
                     {"if a; b; then c; fi; d", "d"},
                     {"while a; do b; done; c", "c"},
                     {"until a; do b; done; c", "c"},
                     {"f() { a; b; }; f; c", "f c"},
                 });
}

TEST_CASE("a question in front makes the rest conditional") {
  check(plain, {
                   {"command -v a && b", "command"},
                   {"which a > /dev/null && b", "which"},
                   {"[ -x a ] && b", "["},
                   {"[[ -x a ]] && b && c", "[["},
                   {"test -x a && b", "test"},
                   {"(( x )) && b", ""},
                   {"lspci | grep -i nvidia && b", "grep"},
                   {"! a && b", ""},
                   {"{ a; [ x ]; } && b", "["},
                   {"(case x in a) ! a;; b) c;; esac) && b", ""},
                   {"command -v a || b; c", "c"},
                   {"command -v a && b || c", ""},
                   {"command -v a && b; c", "c"},
                   {"(command -v a || b) && c", "c"},
               });
}

TEST_CASE("errexit: every command that nothing guards") {
  for (const std::string_view on :
       {"set -e; ", "set -ex\n", "set -euo nounset; ", "set -o errexit; ", "set -x -e && true\n"}) {
    CAPTURE(on);
    CHECK(fatal(std::string(on) + "a; b", plain).ends_with("a b"));
  }
  check(errexit,
        {
            {"a; b", "a b"},
            {"a && b; c", "c"},  // a is followed by &&, so its failure is swallowed, and b with it
            {"a || b; c", "c"},
            {"! a; b", "b"},
            {"a | b; c", "b c"},
            {"a & b; c", "b c"},
            {"(a; b); c", "a b c"},
            {"(a; b) || c", ""},
            {"(a; b) && c; d", "d"},
            {"{ a; b; }; c", "a b c"},
            {"{ a; b; } && c", "b c"},
            {"a | { b; c; }; d", "b c d"},
            {"a; set +e; b; c", "a set c"},
            {"set +e; a; set -e; b; c", "set b c"},
            {"set +o errexit; a; b", "set b"},
            {"set -- -e; a; b", "set a b"},
            {"set - +e; a; b", "set a b"},
        });
  check(plain, {
                   {"set -- -e; a; b", "b"},
                   {"a; set -e; b; c", "b c"},
                   {"if x; then set -e; fi; a; b", "b"},
                   {"x || set -e; a; b", "b"},
                   {"f() { set -e; }; a; b", "b"},
                   {"set -e | x; a; b", "b"},
                   {"set -e & a; b", "b"},
                   {"(set -e; a; b); c; d", "d"},
                   {"(set -e; a; b); (c; d)", "d"},
                   {"(set -e; a; b)", "a b"},
                   {"(set -e; a; b) && c", "b c"},
                   {"f() { set +e; }; set -e; f; a; b", "b"},
               });
}

TEST_CASE("pipefail") {
  check(pipefail, {
                      {"a | b", "a b"},
                      {"a | b; c", "c"},
                      {"a | b || c", ""},
                      {"! a | b", ""},
                      {"{ a; b; } | c", "b c"},
                      {"set +o pipefail; a | b", "b"},
                  });
  check(both, {{"a | b; c", "a b c"}, {"{ a; b; } | c; d", "a b c d"}});
  check(plain, {{"set -eo pipefail; a | b; c", "a b c"},
                {"set -euxo pipefail && a | b", "set a b"},
                {"set -e -o pipefail; a | b; c", "a b c"},
                {"if x; then set -o pipefail; fi; a | b", "b"}});
}

TEST_CASE("behind what may leave the script nothing is certain") {
  check(errexit, {
                     {"a; exit 0; b", "a exit"},
                     {"a; exit; b", "a exit"},
                     {"exit $x; b", "exit"},
                     {"a || exit 0; b", ""},
                     {"if a; then exit 0; fi; b", ""},
                     {"f() { exit 0; }; b; c", ""},
                     {"f() { return 0; }; b; c", "b c"},
                     {"a || exit 1; b", "b"},  // leaves, but fails
                     {"a || { echo no; exit 2; }; b", "b"},
                     {"(exit 0); b", "exit b"},
                     {"exit 0 | a; b", "a b"},
                     {"exec a; b", "exec"},
                     {"exec > log; b", "exec b"},
                     {"trap 'exit 0' EXIT; b", "trap"},
                     {"trap 'rm -f x' EXIT; b", "trap b"},
                 });
}

TEST_CASE("conditional, background and depth are said of each command") {
  const Script script =
      split_shell(script_text("a; if b; then c; fi; d & command -v e && f; { g; }; exit 0; h"));
  struct Each {
    std::string name;
    bool conditional;
    bool background;
    std::uint32_t depth;
  };
  for (const Each& each :
       {Each{"a", false, false, 0}, Each{"b", false, false, 2}, Each{"c", true, false, 2},
        Each{"d", false, true, 0}, Each{"f", true, false, 0}, Each{"g", false, false, 1},
        Each{"h", true, false, 0}}) {
    CAPTURE(each.name);
    bool found = false;
    for (const Command& command : script.commands) {
      if (command.words[0].raw.value != each.name) continue;
      found = true;
      CHECK(command.conditional == each.conditional);
      CHECK(command.background == each.background);
      CHECK(command.depth == each.depth);
    }
    CHECK(found);
  }
}

namespace {

/// Random scripts of commands c0x, c1x, ...
class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  std::string list(int depth) {
    std::string out = and_or(depth);
    for (int more = pick(3); more > 0; --more) {
      static constexpr std::string_view separators[] = {"; ", "\n", " & ", "; "};
      out.append(separators[pick(4)]).append(and_or(depth));
    }
    return out;
  }

 private:
  unsigned pick(unsigned n) { return static_cast<unsigned>(random_() % n); }
  std::string name() { return "c" + std::to_string(next_++) + "x"; }

  std::string and_or(int depth) {
    std::string out = pipeline(depth);
    for (unsigned more = pick(3); more > 1; --more)
      out.append(pick(3) == 0 ? " || " : " && ").append(pipeline(depth));
    return out;
  }
  std::string pipeline(int depth) {
    std::string out = (pick(10) == 0 ? "! " : "") + command(depth);
    if (pick(4) == 0) out.append(" | ").append(command(depth));
    return out;
  }
  std::string command(int depth) {
    if (depth == 0 || pick(2) == 0) {
      static constexpr std::string_view others[] = {"set -e", "set +e", "set -o errexit",
                                                    "exit 0", "x=1",    "exec true"};
      const unsigned which = pick(24);
      if (which < 6) return std::string(others[which]);
      return which == 6 ? "command -v " + name() : name();
    }
    switch (pick(7)) {
      case 0:
        return "( " + list(depth - 1) + " )";
      case 1:
        return "{ " + list(depth - 1) + "\n}";
      case 2:
        return "if " + list(depth - 1) + "\nthen " + list(depth - 1) + "\nfi";
      case 3:
        return "if " + list(depth - 1) + "\nthen " + list(depth - 1) + "\nelse " + list(depth - 1) +
               "\nfi";
      case 4:
        return "while " + list(depth - 1) + "\ndo " + list(depth - 1) + "\nbreak\ndone";
      case 5:
        return "for i in 1 2\ndo " + list(depth - 1) + "\ndone";
      default:
        return "case a in a) " + list(depth - 1) + "\n;; b) " + list(depth - 1) + "\n;; esac";
    }
  }

  std::mt19937 random_;
  int next_ = 0;
};

}  // namespace

namespace {

/// The script with `true` for its commands, or `false` for some of them.
std::string stand_ins(const std::string& script, std::mt19937* random) {
  static const std::regex command("(command -v )?c[0-9]+x");
  std::string out;
  std::size_t at = 0;
  for (std::sregex_iterator each(script.begin(), script.end(), command), end; each != end; ++each) {
    const auto begin = static_cast<std::size_t>(each->position());
    out.append(script, at, begin - at);
    out += random != nullptr && (*random)() % 3 == 0 ? "false" : "true";
    at = begin + static_cast<std::size_t>(each->length());
  }
  return out.append(script, at);
}

}  // namespace

TEST_CASE("what is called fatal does fail /bin/sh, whatever the other commands do") {
  // One shell runs them all: each script in a process of its own, with one command failing.
  std::string all = "exec 2> /dev/null\n";
  std::vector<std::string> tried;
  std::mt19937 random(1);
  for (unsigned seed = 1; tried.size() < 250; ++seed) {
    const bool with_errexit = seed % 2 == 0;
    const std::string script = Writer(seed).list(2);
    if (script.size() > 300) continue;
    const Script split = split_shell(script_text(script), with_errexit ? errexit : plain);
    CHECK_MESSAGE(split.understood, script);
    for (const Command& command : split.commands) {
      if (command.failure != Failure::fatal || command.words.empty()) continue;
      const std::string& name = command.words[0].raw.value;
      if (name[0] != 'c' || name.back() != 'x') continue;
      for (const bool all_true : {true, false}) {
        std::string run = script;
        run.replace(command.span.begin, name.size(), "false");
        run = stand_ins(run, all_true ? nullptr : &random);
        all += "if sh " + std::string(with_errexit ? "-e " : "") + "-c '" + run + "'\nthen echo " +
               std::to_string(tried.size()) + "\nfi\n";
        tried.push_back((with_errexit ? "sh -e: " : "sh: ") + script + "\nbut this succeeds:\n" +
                        run);
      }
    }
  }
  std::string folder = "/tmp/cudafit-shell-XXXXXX";
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  const std::string path = folder + "/all.sh";
  FILE* file = std::fopen(path.c_str(), "w");
  REQUIRE(file != nullptr);
  std::fputs(all.c_str(), file);
  std::fclose(file);
  FILE* shell = popen(("sh " + path).c_str(), "r");
  REQUIRE(shell != nullptr);
  char line[32];
  while (std::fgets(line, sizeof line, shell) != nullptr) {
    FAIL_CHECK(tried[static_cast<std::size_t>(std::atoi(line))]);
  }
  pclose(shell);
  std::remove(path.c_str());
  rmdir(folder.c_str());
}
