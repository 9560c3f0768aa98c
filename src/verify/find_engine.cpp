// Which engine there is.

#include <array>

#include "verify/container_engine.h"
#include "verify/local_engine.h"

namespace cudafit::verify {

std::unique_ptr<Engine> make_engine(std::string_view name, const World& world) {
  if (name == "local") return std::make_unique<LocalEngine>(world);
  return std::make_unique<ContainerEngine>(std::string(name), world);
}

Result<std::unique_ptr<Engine>> find_engine(const World& world) {
  std::string why;
  for (const std::string_view name : {"docker", "podman", "nerdctl"}) {
    std::unique_ptr<Engine> engine = make_engine(name, world);
    const Result<Abilities> answer = engine->abilities();
    if (answer) return engine;
    why += (why.empty() ? "" : "; ") + answer.error();
  }
  return Failure{"no container engine answers: " + why};
}

std::string command_line(const programs::Command& command) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-";
  std::string out;
  const auto add = [&](std::string_view word) {
    if (!out.empty()) out += ' ';
    if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) {
      out += word;
      return;
    }
    out += '\'';
    for (const char c : word) {
      if (c == '\'') {
        out += "'\\''";
      } else {
        out += c;
      }
    }
    out += '\'';
  };
  add(command.program);
  for (const std::string& word : command.words) add(word);
  return out;
}

}  // namespace cudafit::verify
