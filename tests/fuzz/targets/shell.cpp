// Any bytes as a script of a POSIX shell, of cmd and PowerShell, of CMake, and as the words of
// `docker run`.

#include <optional>
#include <vector>

#include "places.h"
#include "read/cmake.h"
#include "read/docker_run.h"
#include "read/shell.h"
#include "read/windows_shell.h"

namespace cudafit::fuzz {
namespace {

void word(const read::Word& each, std::string_view bytes) {
  inside(each.raw, bytes);
  inside(read::literal(each), bytes);
  const read::Expansion value =
      read::expand_shell(each, [](std::string_view name) -> std::optional<Text> {
        if (name.size() % 2 == 0) return std::nullopt;
        Text out;
        out.append_derived("a b", {});
        return out;
      });
  inside(value.text, bytes);
  for (const read::Use& use : value.uses) inside(use.span, bytes);
}

void posix(const Text& text, std::string_view bytes, read::ShellOptions options) {
  const read::Script script = read::split_shell(text, options);
  hold(!script.parents.empty() && script.parents[0] == 0, "a script without its own shell");
  for (std::size_t i = 1; i < script.parents.size(); ++i)
    hold(script.parents[i] < i, "a subshell that starts from a later one");
  std::vector<Text> words;
  for (const read::Command& command : script.commands) {
    inside(command.span, bytes);
    hold(command.subshell < script.parents.size(), "a subshell that there is not");
    for (const read::Word& each : command.words) {
      word(each, bytes);
      words.push_back(read::literal(each));
    }
    for (const read::Assignment& each : command.assignments) {
      word(each.value, bytes);
      inside(each.span, bytes);
    }
    for (const read::Redirect& each : command.redirects) {
      word(each.target, bytes);
      inside(each.body, bytes);
      inside(each.op_span, bytes);
    }
  }
  for (const bool image : {true, false}) {
    const read::DockerRun run = read::read_docker_run(words, image);
    for (const read::DockerOption& option : run.options) {
      inside(option.value, bytes);
      inside(option.span, bytes);
    }
  }
}

void windows(std::string_view bytes, read::WindowsShell shell) {
  for (const read::WindowsCommand& command : read::windows_commands(bytes, shell)) {
    hold(!command.words.empty(), "a command without words");
    for (const read::WindowsWord& each : command.words)
      hold(each.begin <= each.end && each.end <= bytes.size(), "a word outside the script");
  }
}

}  // namespace

void shell(std::string_view bytes) {
  const Text text(bytes, {0, 0, static_cast<std::uint32_t>(bytes.size())});
  posix(text, bytes, {});
  posix(text, bytes, {.errexit = true, .pipefail = true});
  const std::size_t comment = read::shell_comment(bytes);
  hold(comment == std::string_view::npos || bytes[comment] == '#', "a comment that is none");
  windows(bytes, read::WindowsShell::cmd);
  windows(bytes, read::WindowsShell::powershell);
  for (const read::CMakeCommand& command : read::parse_cmake(0, bytes).commands) {
    inside(command.span, bytes);
    for (const Text& argument : command.arguments) inside(argument, bytes);
  }
}

}  // namespace cudafit::fuzz
