#include "programs/program.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <utility>

using namespace cudafit::programs;
using std::chrono::milliseconds;

namespace {

Ended shell(const std::string& script, Command command = {}) {
  command.program = "/bin/sh";
  command.words = {"-c", script};
  return run(command);
}

}  // namespace

TEST_CASE("both streams, the status and what it was given") {
  const Ended ended = shell("cat; echo no >&2; exit 3", {.input = "some words"});
  CHECK(ended.started);
  CHECK(ended.status == 3);
  CHECK(ended.out == "some words");
  CHECK(ended.error == "no\n");
}

TEST_CASE("words reach a program as they are") {
  const Ended ended = run({.program = "printf", .words = {"[%s]", "$(id) `id` ; '", "a b"}});
  CHECK(ended.out == "[$(id) `id` ; '][a b]");
}

TEST_CASE("a program that is not there, and one that cannot be started") {
  const Ended none = run({.program = "no-such-program-as-this"});
  CHECK_FALSE(none.started);
  CHECK(none.error == "no-such-program-as-this is not installed");
  const Ended wrong = run({.program = "/etc/passwd"});
  CHECK_FALSE(wrong.started);
  CHECK(wrong.error == "/etc/passwd cannot be started: Permission denied");
}

TEST_CASE("its environment is the one that is given") {
  const Ended ended = run({.program = "env", .environment = {{"ONE=1", "TWO=two words"}}});
  CHECK(ended.out == "ONE=1\nTWO=two words\n");
}

TEST_CASE("more input than a pipe holds, to one that reads and to one that does not") {
  const std::string much(3u << 20, 'x');
  CHECK(shell("wc -c", {.input = much}).out == "3145728\n");
  const Ended ended = shell("exit 0", {.input = much});
  CHECK(ended.status == 0);
}

TEST_CASE("what is too much of the output is dropped") {
  const Ended ended = shell("head -c 1000000 /dev/zero", {.most_output = 1000});
  CHECK(ended.status == 0);
  CHECK(ended.out.size() == 1000);
}

TEST_CASE("what takes too long is ended, and what it has started with it") {
  // A grandchild that keeps the output open, and would for a long time.
  const Ended ended =
      shell("sleep 300 & sleep 300", {.own_group = true, .limit = milliseconds{100}});
  CHECK(ended.timed_out);
  CHECK(ended.status == -1);
}

TEST_CASE("the limit also holds for one that has closed its output") {
  const Ended ended =
      shell("exec >&- 2>&-; sleep 300", {.own_group = true, .limit = milliseconds{100}});
  CHECK(ended.timed_out);
}

TEST_CASE("one that does not want to end is killed") {
  const Ended ended = shell("trap '' TERM; echo up; while :; do sleep 300; done",
                            {.own_group = true, .limit = milliseconds{300}});
  CHECK(ended.timed_out);
  CHECK(ended.out == "up\n");
}

TEST_CASE("stopped from another thread") {
  std::atomic<bool> stop = false;
  const Ended ended =
      shell("echo up; sleep 300",
            {.own_group = true, .stop = &stop, .hear_out = [&](std::string_view) { stop = true; }});
  CHECK(ended.stopped);
  CHECK_FALSE(ended.timed_out);
}

TEST_CASE("standard input is held open as long as it runs") {
  // 124: it had to be ended, since its input never did.
  CHECK(shell("timeout 0.2 cat; echo $?", {.hold_input = true}).out == "124\n");
  const Ended closed = shell("cat; echo over", {});
  CHECK(closed.out == "over\n");
}

TEST_CASE("a program is found by PATH, never where we are") {
  CHECK(find("sh").starts_with("/"));
  CHECK(find("no-such-program-as-this").empty());
}

TEST_CASE("a function of ours in a process of its own") {
  const auto inside = [](std::function<int()> what) {
    return run({.program = "ours",
                .instead = std::move(what),
                .own_group = true,
                .limit = milliseconds{200}});
  };
  const Ended said = inside([] {
    return write(STDOUT_FILENO, "out", 3) == 3 && write(STDERR_FILENO, "no", 2) == 2 ? 7 : 1;
  });
  CHECK(said.started);
  CHECK(said.status == 7);
  CHECK(said.out == "out");
  CHECK(said.error == "no");
  CHECK(inside([] {
          std::abort();
          return 0;
        }).signal == SIGABRT);
  CHECK(inside([] {
          while (true) pause();
          return 0;
        }).timed_out);
}
