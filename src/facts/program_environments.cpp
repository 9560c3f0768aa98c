// Where the programs that a build or a container starts are found.

#include <algorithm>

#include "facts/python_environment.h"
#include "facts/runs.h"
#include "facts/words.h"

namespace cudafit::facts {

void program_environments(const Document& document, const PythonEnvironments& environments,
                          Facts& out) {
  for (ProgramUse& use : out.programs) {
    const Step& step = document.stages[static_cast<std::size_t>(use.at.stage)].steps[use.at.step];
    const Command& command = step.commands[use.at.command];
    // These choose an environment of their own.
    if (listed("uv uvx pipx poetry pipenv pdm hatch rye pixi", use.program)) {
      use.environment.known = false;
      continue;
    }
    const std::size_t word = call_of(command).word;
    const std::vector<CallWord> words = call_words(command, step.whole(command));
    const auto program = std::find_if(words.begin(), words.end(),
                                      [&](const CallWord& each) { return each.index == word; });
    if (program != words.end())
      use.environment = environments.of_program(use.at, *program).environment;
  }
}

}  // namespace cudafit::facts
