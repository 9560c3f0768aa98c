// What Python scripts, modules and code may install.

#include <algorithm>

#include "facts/effects.h"
#include "facts/harmless.h"
#include "facts/words.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

bool installs_by_itself(std::string_view code) {
  return contains(code, "pip") || contains(code, "subprocess") || contains(code, "os.system") ||
         contains(code, "conda");
}

Effect of_code(std::string_view code) {
  if (!installs_by_itself(code)) return {};
  return {touches_packages, "runs Python code that may install packages"};
}

Effect of_module(const Run& run, std::string_view module, std::string_view verb,
                 const Surroundings& around) {
  if (module == "pip" || module == "uv") {
    const bool project = module == "uv" && listed("add run tool", verb);
    if (verb != "install" && verb != "sync" && verb != "pip" && !project) return {};
    const auto here =
        std::partition_point(around.facts.pip_installs.begin(), around.facts.pip_installs.end(),
                             [&](const PipInstall& each) { return each.at < run.at; });
    if (here != around.facts.pip_installs.end() && here->at == run.at && here->complete) return {};
    return {touches_packages, "installs Python packages that are not known"};
  }
  if (module == "pipx") return pipx_effect(run, verb);
  if (listed("poetry pdm pipenv conda_lock easy_install mim", module) ||
      contains(module, "install"))
    return {touches_packages, "runs python -m " + std::string(module)};
  return {};
}

Effect of_script(const Text& script, std::string_view verb, const Surroundings& around) {
  const std::string name = ascii::lowered(around.downloads.file(script.value));
  const std::string_view address = around.downloads.address(script.value);
  if (!address.empty() && !installer_of(address).empty()) return {};
  if (name == "get-pip.py" || name == "get-poetry.py") return {};
  const std::string what = script.complete ? "runs " + script.value : "runs a Python script";
  if (name == "setup.py") {
    // Its dependencies come along.
    const bool installs = listed("install develop easy_install", verb);
    return installs ? Effect{touches_packages, what} : Effect{};
  }
  const bool unknown = !script.complete && name.empty();
  bool packages = unknown;
  for (const std::string_view word : {"install", "setup", "launch", "bootstrap", "depend",
                                      "require", "prepare", "deps", "provision"}) {
    packages = packages || contains(name, word);
  }
  if (!packages) return {};
  const bool system = unknown || contains(name, "install") || contains(name, "dep") ||
                      contains(name, "bootstrap") || contains(name, "provision");
  return {system ? touches_files : touches_packages, what};
}

}  // namespace

Effect tools_effect(const Run& run, std::string_view verb) {
  static constexpr WordList plain =
      "ansible awscli basedpyright black build bump2version cmake coverage cookiecutter copier "
      "cython dvc flake8 gdown glances gpustat gunicorn hatch hf httpie huggingface-hub "
      "huggingface_hub invoke isort just keyring maturin meson mkdocs mypy ninja nox nvitop pdm "
      "pip-tools pipdeptree pipenv poethepoet poetry pre-commit pylint pyright pytest rust-just "
      "ruff tox twine uv uvicorn virtualenv wandb yq yt-dlp";
  static constexpr WordList valued =
      "-p --python -i --index-url --index --default-index --extra-index-url --pip-args --suffix";
  const std::vector<Text>& words = run.command.words;
  std::size_t at = call_of(run.command).arguments();
  while (at < words.size() && words[at].value != verb) ++at;
  const Effect unknown{touches_packages,
                       "runs " + std::string(call_of(run.command).name) + " " + std::string(verb)};
  for (++at; at < words.size(); ++at) {
    const std::string_view word = words[at].value;
    if (listed(valued, word)) {
      ++at;
    } else if (word.starts_with("--with") || word.starts_with("--preinstall")) {
      return unknown;
    } else if (!word.starts_with('-') &&
               !(words[at].complete &&
                 listed(plain, word.substr(0, word.find_first_of("[=<>~@!"))))) {
      return unknown;
    }
  }
  return {};
}

Effect pipx_effect(const Run& run, std::string_view verb) {
  if (verb == "install") return tools_effect(run, verb);
  if (!listed("inject install-all runpip upgrade upgrade-all", verb)) return {};
  return {touches_packages, "runs pipx " + std::string(verb)};
}

Effect python_effect(const Run& run, const Call& call, const Surroundings& around) {
  const std::vector<Text>& words = run.command.words;
  const auto word = [&](std::size_t i) {
    return i < words.size() ? std::string_view(words[i].value) : std::string_view{};
  };
  for (std::size_t i = call.arguments(); i < words.size(); ++i) {
    const std::string_view value = word(i);
    if (value == "-m") {
      std::size_t verb = i + 2;
      while (word(verb).starts_with('-')) ++verb;
      return of_module(run, word(i + 1), word(verb), around);
    }
    if (value == "-c") return of_code(word(i + 1));
    if (value == "-W" || value == "-X") {
      ++i;
    } else if (value == "-") {
      break;
    } else if (!value.starts_with('-')) {
      std::size_t verb = i + 1;
      while (word(verb).starts_with('-')) ++verb;
      return of_script(words[i], word(verb), around);
    }
  }
  for (const read::Redirect& redirect : run.command.syntax.redirects) {
    if (!redirect.body.empty()) return of_code(redirect.body.value);
  }
  if (around.feeding == nullptr) return {};
  const Text address = downloaded(*around.feeding);
  if (!address.empty()) return address_effect(address);
  return {touches_packages, "runs Python code from a pipe"};
}

}  // namespace cudafit::facts
