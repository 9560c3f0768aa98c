#include "facts/effects.h"

#include <algorithm>

#include "facts/harmless.h"
#include "facts/paths.h"
#include "facts/words.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

bool is_shell(std::string_view name) { return listed("sh bash ash dash zsh ksh", name); }

/// The facts of a list that are at the position.
template <typename Fact>
std::pair<typename std::vector<Fact>::const_iterator, typename std::vector<Fact>::const_iterator>
at_position(const std::vector<Fact>& facts, Position at) {
  const auto first = std::partition_point(facts.begin(), facts.end(),
                                          [&](const Fact& fact) { return fact.at < at; });
  const auto last =
      std::partition_point(first, facts.end(), [&](const Fact& fact) { return fact.at == at; });
  return {first, last};
}

std::string runs(const Call& call, std::string_view word = {}) {
  std::string out = "runs ";
  out += call.name;
  if (!word.empty()) out.append(" ").append(word);
  return out;
}

std::string_view first_word(const Run& run, const Call& call) {
  for (std::size_t i = call.arguments(); i < run.command.words.size(); ++i) {
    const std::string_view word = run.command.words[i].value;
    if (!word.starts_with('-')) return word;
  }
  return {};
}

Effect system_install(const Run& run, const Surroundings& around) {
  const auto [first, last] = at_position(around.facts.system_installs, run.at);
  for (auto each = first; each != last; ++each) {
    const bool unknown =
        std::any_of(each->packages.begin(), each->packages.end(),
                    [](const SystemPackageName& package) { return !package.known; });
    if (!each->complete || unknown)
      return {touches_system, "installs system packages that are not known"};
  }
  return {};
}

Effect conda(const Run& run, const Surroundings& around) {
  const auto [first, last] = at_position(around.facts.conda_installs, run.at);
  for (auto each = first; each != last; ++each) {
    const bool unknown = std::any_of(each->specs.begin(), each->specs.end(),
                                     [](const CondaSpec& spec) { return spec.name.empty(); });
    if (!each->complete || unknown)
      return {touches_files, "installs conda packages that are not known"};
  }
  const auto [pip, end] = at_position(around.facts.pip_installs, run.at);
  if (!std::all_of(pip, end, [](const PipInstall& each) { return each.complete; }))
    return {touches_packages, "installs Python packages that are not known"};
  return {};
}

/// There are facts of all that the command installs.
bool installs_known(const Run& run, const Surroundings& around) {
  const auto [first, last] = at_position(around.facts.pip_installs, run.at);
  return first != last &&
         std::all_of(first, last, [](const PipInstall& each) { return each.complete; });
}

/// pip and uv, for which there are facts where they were understood.
Effect pip(const Run& run, const Surroundings& around, std::string_view verb) {
  if (verb != "install" && verb != "sync") return {};
  if (installs_known(run, around)) return {};
  return {touches_packages, "installs Python packages that are not known"};
}

Effect uv(const Run& run, const Call& call, const Surroundings& around) {
  const std::string_view verb = first_word(run, call);
  if (verb == "tool") {
    const bool install = std::any_of(run.command.words.begin(), run.command.words.end(),
                                     [](const Text& word) { return word.value == "install"; });
    return install ? tools_effect(run, "install") : Effect{};
  }
  if (verb == "pip") {
    std::string_view action;
    for (std::size_t i = call.arguments(); i + 1 < run.command.words.size(); ++i) {
      if (run.command.words[i].value == "pip") action = run.command.words[i + 1].value;
    }
    return pip(run, around, action);
  }
  if (verb == "sync" && installs_known(run, around)) return {};
  if (verb == "sync" || verb == "add" || verb == "run") return {touches_packages, runs(call, verb)};
  return {};
}

/// Project managers: what a lock file asks for.
Effect project(const Run& run, const Call& call, const Surroundings& around) {
  const std::string_view verb = first_word(run, call);
  if (installs_known(run, around)) return {};
  const bool system = call.name == "pixi" || call.name == "spack";
  const bool installs = listed(
      "install add sync update upgrade run i require env create dev shell global import reinstall",
      verb);
  if (!installs) return {};
  return {system ? touches_files : touches_packages, runs(call, verb)};
}

Effect sourced(const Run& run, const Call& call) {
  if (call.arguments() >= run.command.words.size()) return {};
  const Text& file = run.command.words[call.arguments()];
  const std::string name = ascii::lowered(file_name(file.value));
  if (name == "activate" || name == "conda.sh" || name == "mamba.sh") return {};
  const bool script = contains(name, "install") || contains(name, "build") || name == "setup.sh" ||
                      (!file.complete && name.empty());
  return {script ? touches_all : touches_variables, "sources " + file.value};
}

Effect evaluated(const Run& run) {
  for (const read::Word& word : run.command.syntax.words) {
    if (contains(word.raw.value, "curl") || contains(word.raw.value, "wget"))
      return {touches_all, "evaluates what it downloads"};
  }
  return {touches_variables, "evaluates text"};
}

/// find -exec program
Effect find(const Run& run, const Call& call) {
  const std::vector<Text>& words = run.command.words;
  for (std::size_t i = call.arguments(); i + 1 < words.size(); ++i) {
    if (!listed("-exec -execdir -ok -okdir", words[i].value)) continue;
    const std::string_view program = file_name(words[i + 1].value);
    if (!harmless_program(program) || is_shell(program))
      return {touches_files, "runs programs that find calls"};
  }
  return {};
}

Effect unknown_program(const Run& run, const Call& call) {
  const std::string raw = ascii::lowered(run.command.syntax.words[call.word].raw.value);
  const bool python = contains(raw, "pip") || contains(raw, "python");
  return {python ? touches_packages : touches_all, "runs a program whose name is not known"};
}

bool package_manager(std::string_view name) {
  return listed(
      "apt-get apt aptitude apt-fast nala install_packages clean-install dnf dnf5 yum microdnf "
      "tdnf apk zypper dpkg gdebi rpm",
      name);
}

}  // namespace

Effect address_effect(const Text& address) {
  // What is not known stands behind the host.
  if (harmless_address(address.value) || !installer_of(address.value).empty()) return {};
  if (!address.complete) return {touches_all, "runs a script that it downloads"};
  return {touches_all, "runs a script from " + address.value};
}

Effect script_effect(const Run& run, const Call& call, const Surroundings& around) {
  const bool shell = is_shell(call.name);
  const Text& script = script_of(run.command);
  if (script.empty()) {
    const bool heredoc =
        std::any_of(run.command.syntax.redirects.begin(), run.command.syntax.redirects.end(),
                    [](const read::Redirect& each) { return !each.body.empty(); });
    if (!shell || heredoc) return {};
    for (std::size_t i = call.arguments(); i < run.command.words.size(); ++i) {
      // -c: the script is followed, unless it is not known; then the step says so.
      if (run.command.words[i].value == "-c") return {};
    }
    if (around.feeding == nullptr) return {};
    const Text address = downloaded(*around.feeding);
    if (!address.empty()) return address_effect(address);
    return {touches_all, "runs what " + std::string(around.feeding->name()) + " writes"};
  }
  const std::string_view file = around.downloads.file(script.value);
  if (conda_setup(run.command, around.downloads)) return {};
  // NVIDIA's own installers are facts of their own.
  const bool versioned_name = file.starts_with("cuda_") || file.starts_with("NVIDIA-Linux");
  if (file.ends_with(".run") && versioned_name) return {};
  if (harmless_script(file)) return {};
  const std::string_view address = around.downloads.address(script.value);
  if (!address.empty()) {
    if (harmless_address(address) || !installer_of(address).empty()) return {};
    return {touches_all, "runs a script from " + std::string(address)};
  }
  return {touches_all,
          script.complete ? "runs " + script.value : "runs a script that is not known"};
}

/// `./install`, `/src/install`: a program of somebody's own, whatever its name.
bool own_program(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view directory = file_name(path.substr(0, slash));
  return !directory.ends_with("bin") && directory != "libexec";
}

/// Targets that say that they bring something along.
Effect make(const Run& run, const Call& call) {
  for (std::size_t i = call.arguments(); i < run.command.words.size(); ++i) {
    const std::string target = ascii::lowered(run.command.words[i].value);
    if (target.starts_with('-') || contains(target, "=")) continue;
    bool brings = names_a_thing(target);
    for (const std::string_view word :
         {"install-", "-install", "install_", "setup", "deps", "depend", "require", "env", "init",
          "bootstrap", "prepare", "dev"})
      brings = brings || contains(target, word);
    if (brings) return {touches_all, "runs make " + target};
  }
  return {};
}

Effect effect_of(const Run& run, const Surroundings& around) {
  const Call call = call_of(run.command);
  const std::string_view name = call.name;
  if (run.command.words.empty()) return {};
  if (name.empty()) return unknown_program(run, call);
  if (package_manager(name)) return system_install(run, around);
  if (listed("conda mamba micromamba conda-lock", name)) return conda(run, around);
  if (versioned(name, "pip")) return pip(run, around, first_word(run, call));
  if (name == "uv") return uv(run, call, around);
  if (listed("poetry pdm pipenv hatch rye pixi spack", name)) return project(run, call, around);
  if (versioned(name, "python") || versioned(name, "pypy")) return python_effect(run, call, around);
  if (name == "." || name == "source") return sourced(run, call);
  if (name == "eval") return evaluated(run);
  if (name == "pipx") return pipx_effect(run, first_word(run, call));
  if (name == "find") return find(run, call);
  if (own_program(call.path) && listed("cp mv install rsync tar bsdtar unzip 7z ln tee", name))
    return script_effect(run, call, around);
  if (name == "make" || name == "gmake") return make(run, call);
  if (listed("cp mv install rsync", name)) return copy_effect(run, call);
  if (listed("tar bsdtar unzip 7z", name)) return unpack_effect(run, call, around);
  if (listed(
          "ln update-alternatives alternatives alias unalias tee pyenv virtualenv xargs uvx spacy",
          name))
    return {};
  if (name == "easy_install" || name == "mim") return {touches_packages, runs(call)};
  if (is_shell(name)) return script_effect(run, call, around);
  if (harmless_program(name)) return {};
  if (contains(call.path, "/") || name.ends_with(".sh") || name.ends_with(".run"))
    return script_effect(run, call, around);
  return {touches_files, runs(call)};
}

Effect effect_at_start(const Run& run, const Surroundings& around, bool app) {
  const Call call = call_of(run.command);
  const std::string_view name = call.name;
  const auto says = [&](const WordList& verbs) {
    return std::any_of(run.command.words.begin(), run.command.words.end(),
                       [&](const Text& word) { return listed(verbs, word.value); });
  };
  if (package_manager(name)) {
    if (!says("install add in upgrade dist-upgrade full-upgrade reinstall -i -U")) return {};
    return {touches_files, "installs system packages when the container starts"};
  }
  if (listed("conda mamba micromamba", name)) {
    if (!says("install create update env")) return {};
    return {touches_files, "installs conda packages when the container starts"};
  }
  // An environment that the build made is what these start programs in.
  if (listed("uv poetry pdm pipenv hatch rye pixi", name))
    return first_word(run, call) == "run" ? Effect{} : effect_of(run, around);
  const bool python = versioned(name, "python") || versioned(name, "pypy");
  if (versioned(name, "pip") || (python && (!app || says("-m -c")))) return effect_of(run, around);
  if (is_shell(name) && around.feeding != nullptr) return script_effect(run, call, around);
  // Of other scripts nobody knows whether they install anything.
  const std::string script = ascii::lowered(file_name(script_of(run.command).value));
  for (const std::string_view word : {"install", "setup", "bootstrap", "provision", "deps"}) {
    if (!app && contains(script, word)) return script_effect(run, call, around);
  }
  return {};
}

}  // namespace cudafit::facts
