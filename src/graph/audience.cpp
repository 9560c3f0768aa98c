#include "graph/audience.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "graph/shipping.h"
#include "terms/ascii.h"
#include "terms/word_list.h"

namespace cudafit::graph {

namespace {

using facts::ProgramUse;

/// Stages and folders for developers, and for tests.
constexpr WordList people_names =
    "dev devel develop development developer developers devenv devcontainer devcontainers "
    "codespace codespaces gitpod test tests testing tester unittest unittests pytest ci debug "
    "debugger lint linter notebook notebooks jupyter jupyterlab jupyterhub playground sandbox";

/// What people start, as a program or a module of Python.
constexpr WordList people_programs =
    "jupyter jupyterlab jupyterhub notebook ipython pytest unittest tox nox tail sleep test tests";

/// Images that are made for them.
constexpr WordList people_images =
    "jupyter jupyterlab jupyterhub notebook notebooks devcontainer devcontainers codespaces gitpod";

constexpr std::array<std::string_view, 4> people_packages{"jupyter", "jupyterlab", "jupyterhub",
                                                          "notebook"};

constexpr WordList shells = "bash sh dash ash zsh fish";

constexpr WordList servers =
    "uvicorn gunicorn hypercorn flask fastapi streamlit celery vllm litserve bentoml ray torchrun "
    "accelerate gradio rq mlflow torchserve torch-model-archiver daphne waitress-serve";

/// One of the words between characters that are no letters is in the list, numbers behind it aside:
/// "docker/Dev2.Dockerfile" has "dev".
bool names_one(std::string_view text, const WordList& list) {
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : '/';
    if (ascii::letter(c)) {
      word += ascii::lower(c);
      continue;
    }
    if (listed(list, word)) return true;
    word.clear();
  }
  return false;
}

bool is_python(const ProgramUse& use) {
  return use.program == "python" || use.program.starts_with("python3");
}

/// A shell that is given nothing to run is a prompt.
bool is_prompt(const ProgramUse& use) {
  return listed(shells, use.program) &&
         std::all_of(use.words.begin(), use.words.end(), [](const Text& word) {
           return word.complete && word.value.starts_with('-') &&
                  word.value.find('c') == std::string::npos;
         });
}

Audience of_command(const StartCommand& command) {
  bool known_server = false;
  bool followed = true;
  for (const ProgramUse* use : {command.entrypoint, command.cmd}) {
    if (use == nullptr) continue;
    if (names_one(use->program, people_programs) || is_prompt(*use)) return Audience::people;
    bool argument = false;
    for (const Text& word : use->words) {
      if (names_one(word.value, people_programs)) return Audience::people;
      if (word.complete && !word.value.empty()) argument = true;
    }
    const bool server = listed(servers, use->program);
    if (is_python(*use) || server) {
      known_server = known_server || server || argument;
    } else if (use->entrypoint || command.entrypoint == nullptr) {
      followed = false;  // a script, or a program that nothing is known of
    }
  }
  // `python` alone is a prompt, unless the command gives it a script.
  const bool both = command.entrypoint != nullptr && command.cmd != nullptr;
  return followed && (known_server || both) ? Audience::service : Audience::unknown;
}

}  // namespace

Audience audience(const Graph& graph, int stage) {
  const facts::StageFact& fact = graph.facts.stages[static_cast<std::size_t>(stage)];
  if (names_one(fact.label, people_names) || names_one(graph.facts.file, people_names))
    return Audience::people;
  if (names_one(graph.facts.stages[fact.root].base, people_images)) return Audience::people;
  const Audience by_command = of_command(start_command(graph, stage));
  if (by_command != Audience::unknown) return by_command;
  const bool for_people =
      std::any_of(people_packages.begin(), people_packages.end(), [&](std::string_view name) {
        return graph.package(name, facts::end_of(stage)).package != nullptr;
      });
  return for_people ? Audience::people : Audience::unknown;
}

}  // namespace cudafit::graph
