#include "facts/provides.h"

#include <algorithm>

#include "facts/conda.h"
#include "facts/harmless.h"
#include "facts/paths.h"
#include "facts/words.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

/// "3.10" in `python3.10`, `/usr/bin/python3.10`, `cpython-3.10.4`, `3.10`; empty without a dot.
std::string python_version(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '3' || (at > 0 && ascii::digit(text[at - 1])) ||
        (at > 0 && text[at - 1] == '.'))
      continue;
    std::size_t end = at + 1;
    if (end >= text.size() || text[end] != '.') continue;
    std::size_t digits = end + 1;
    while (digits < text.size() && ascii::digit(text[digits])) ++digits;
    if (digits == end + 1) continue;
    return std::string(text.substr(at, digits - at));
  }
  return {};
}

/// Programs whose words say what they put in place.
bool looks_at_words(std::string_view program) {
  static constexpr WordList names =
      "ln cp mv install update-alternatives alternatives alias echo printf virtualenv uv pyenv "
      "make gmake add-apt-repository apt-add-repository pipx tar bsdtar tee";
  return listed(names, program) || versioned(program, "python") || versioned(program, "pip");
}

/// Collects what one command puts in place.
class Collector {
 public:
  Collector(const Run& run, const Downloads& downloads, const Command* feeding, Facts& out)
      : run_(run),
        call_(call_of(run.command)),
        downloads_(downloads),
        feeding_(feeding),
        out_(out),
        words_(looks_at_words(call_.name)
                   ? arguments(run.command, std::min(call_.arguments(), run.command.words.size()))
                   : std::vector<Argument>()) {}

  void collect() {
    redirections();
    const std::string_view name = call_.name;
    if (name == "ln" || name == "cp" || name == "mv" || name == "install") {
      link();
    } else if (name == "update-alternatives" || name == "alternatives") {
      alternatives();
    } else if (name == "alias" || name == "echo" || name == "printf") {
      alias();
    } else if (versioned(name, "python")) {
      python();
    } else if (name == "virtualenv") {
      virtual_environment(0, true);
    } else if (name == "uv") {
      uv();
    } else if (name == "pyenv") {
      pyenv();
    } else if (name == "make" || name == "gmake") {
      built_python();
    } else if (name == "add-apt-repository" || name == "apt-add-repository") {
      repository();
    } else if (name == "pipx" || versioned(name, "pip")) {
      pip();
    } else if (name == "tar" || name == "bsdtar") {
      unpacked();
    }
    if (const std::optional<CondaSetup> setup = conda_setup(run_.command, downloads_)) {
      for (const std::string_view program : {"conda", "python", "python3", "pip", "pip3"})
        add(program, "installed with conda", {}, setup->prefix);
      if (setup->distribution != "miniconda" && setup->distribution != "anaconda")
        add("mamba", "installed with conda", {}, setup->prefix);
    }
    installer();
  }

 private:
  void add(std::string_view program, std::string_view how, std::string version = {},
           std::string environment = {}) {
    out_.provides.push_back({.at = run_.at,
                             .program = std::string(program),
                             .version = std::move(version),
                             .environment = std::move(environment),
                             .span = run_.command.syntax.span,
                             .how = std::string(how)});
  }

  /// `program` where its absence is judged.
  void add_judged(std::string_view program, std::string_view how, std::string_view from) {
    if (judged_program(program))
      add(program, how, python_version(contains(from, "python") ? from : program));
  }

  /// cat > /usr/local/bin/python <<EOF
  void redirections() {
    for (const Text& target : run_.command.redirects) {
      if (target.complete) add_judged(file_name(target.value), "written here", {});
    }
    if (call_.name != "tee") return;
    for (const Argument& word : words_) add_judged(file_name(word.value()), "written here", {});
  }

  /// ln -s /usr/bin/python3.10 /usr/bin/python; cp of one file
  void link() {
    const bool links = call_.name == "ln";
    std::vector<const Argument*> paths;
    std::vector<Item> parts = items(words_, {.valued = "-S --suffix -m -o -g", .flags = ""});
    bool into = false;
    for (const Item& item : parts) {
      if (!item.option()) {
        paths.push_back(&item.argument);
      } else if (item.name == "-t" || item.name == "--target-directory") {
        into = true;
      }
    }
    const std::string_view how = links ? "linked here" : "copied here";
    if (paths.size() == 1 && links)
      add_judged(file_name(paths[0]->value()), how, paths[0]->value());
    if (paths.size() < 2) return;
    const Argument& target = into ? *paths.front() : *paths.back();
    const std::string_view name = file_name(target.value());
    const bool directory = target.value().ends_with('/') || directory_name(name) ||
                           system_directory(target.value()) || into || paths.size() > 2;
    if (!directory) {
      // The end of the name may be written although its directory is not known.
      const std::string_view program = target.known() ? name : file_name(target.raw);
      add_judged(program, how, paths.front()->value());
      return;
    }
    for (const Argument* path : paths) {
      if (path == &target) continue;
      add_judged(file_name(path->value()), how, path->value());
      // Everything in a directory of programs.
      if (path->pattern && contains(path->value(), "bin/")) {
        for (const std::string_view program : {"python", "python3", "pip", "pip3"})
          add(program, how);
      }
    }
  }

  /// update-alternatives --install LINK NAME PATH PRIORITY [--slave LINK NAME PATH]
  void alternatives() {
    for (std::size_t i = 0; i + 2 < words_.size(); ++i) {
      const std::string_view word = words_[i].value();
      const bool installs = (word == "--install" || word == "--slave") && i + 3 < words_.size();
      if (!installs && word != "--set") continue;
      const std::string_view path = words_[i + (installs ? 3 : 2)].value();
      const std::string_view link =
          installs ? file_name(words_[i + 1].value()) : std::string_view{};
      const std::string_view name = words_[i + (installs ? 2 : 1)].value();
      add_judged(name, "an alternative", path);
      if (link != name) add_judged(link, "an alternative", path);
    }
  }

  /// alias python=python3, also written into a shell's start file
  void alias() {
    for (const Argument& word : words_) {
      std::string_view text = word.value();
      if (call_.name != "alias") {
        const std::size_t at = text.find("alias ");
        if (at == std::string_view::npos) continue;
        text.remove_prefix(at + 6);
      }
      const std::size_t equals = text.find('=');
      if (equals == std::string_view::npos) continue;
      add_judged(text.substr(0, equals), "an alias", text.substr(equals));
    }
  }

  void python() {
    std::size_t at = 0;
    while (at < words_.size() && words_[at].value().starts_with('-') && words_[at].value() != "-m")
      ++at;
    const auto word = [&](std::size_t i) {
      return i < words_.size() ? words_[i].value() : std::string_view{};
    };
    if (word(at) == "-m") {
      const std::string_view module = word(at + 1);
      if (module == "venv" || module == "virtualenv") {
        virtual_environment(at + 2, module == "virtualenv");
      } else if (module == "ensurepip") {
        add("pip3", "installed by ensurepip");
        add("pip", "installed by ensurepip");
      } else if (module == "pip") {
        pip();
      }
      return;
    }
    const bool pip_script = downloads_.file(word(at)) == "get-pip.py";
    if (!pip_script &&
        !(feeding_ != nullptr && contains(downloaded(*feeding_).value, "get-pip.py")))
      return;
    add("pip", "installed by get-pip.py");
    add("pip3", "installed by get-pip.py");
  }

  /// The path of an environment as the command means it.
  std::string place(std::string_view path) const {
    const Text& directory = run_.command.directory;
    if (path.starts_with('/')) return absolute("/", path);
    return directory.complete ? absolute(directory.value, path) : std::string(path);
  }

  void virtual_environment(std::size_t first, bool virtualenv) {
    const std::vector<Argument> rest(words_.begin() + static_cast<std::ptrdiff_t>(first),
                                     words_.end());
    std::string version = python_version(call_.name);
    std::string path;
    bool known = true;
    bool with_pip = true;
    static constexpr OptionNames of_virtualenv{
        .valued =
            "-p --python --prompt --app-data --seeder --pip --setuptools --wheel "
            "--extra-search-dir",
        .flags = ""};
    static constexpr OptionNames of_venv{.valued = "--prompt --without-scm-ignore-files",
                                         .flags = ""};
    const OptionNames& names = virtualenv ? of_virtualenv : of_venv;
    for (const Item& item : items(rest, names)) {
      if (item.name == "-p" || item.name == "--python")
        version = python_version(item.argument.value());
      if (item.name == "--without-pip" || item.name == "--no-pip") with_pip = false;
      if (item.option() || !path.empty()) continue;
      path = item.argument.value();
      known = item.argument.known();
    }
    environment(known ? place(path) : std::string(), version, with_pip);
  }

  void environment(const std::string& path, const std::string& version, bool with_pip) {
    for (const std::string_view program : {"python", "python3"})
      add(program, "in a virtual environment", version, path);
    if (!with_pip) return;
    for (const std::string_view program : {"pip", "pip3"})
      add(program, "in a virtual environment", version, path);
  }

  void uv() {
    static constexpr OptionNames names{
        .valued =
            "-p --python --prompt --index-url --default-index --extra-index-url --index "
            "--find-links --cache-dir --directory --project --config-file --python-preference "
            "-i --mirror --exclude-newer --link-mode --extra --group --package --color",
        .flags = ""};
    std::vector<std::string> plain;
    std::string version;
    bool seed = false;
    bool is_default = false;
    bool active = false;
    for (const Item& item : items(words_, names)) {
      if (!item.option()) plain.emplace_back(item.argument.known() ? item.argument.value() : "");
      if (item.name == "-p" || item.name == "--python")
        version = python_version(item.argument.value());
      if (item.name == "--seed") seed = true;
      if (item.name == "--active") active = true;
      if (item.name == "--default" || item.name == "--preview") is_default = true;
    }
    if (plain.empty()) return;
    if (plain[0] == "venv") {
      environment(place(plain.size() > 1 && !plain[1].empty() ? plain[1] : ".venv"), version, seed);
    } else if (plain[0] == "sync" || plain[0] == "run") {
      project(active ? "VIRTUAL_ENV" : "UV_PROJECT_ENVIRONMENT", version);
    } else if (plain[0] == "python" && plain.size() > 1 && plain[1] == "install") {
      for (std::size_t i = 2; i < plain.size(); ++i) {
        version = python_version(plain[i]);
        if (!version.empty()) add("python" + version, "installed by uv", version);
      }
      if (plain.size() == 2) add("python3", "installed by uv");
      if (!is_default) return;
      add("python", "installed by uv", version);
      add("python3", "installed by uv", version);
    } else if (plain[0] == "tool" && plain.size() > 2 && plain[1] == "install") {
      add_judged(plain[2], "installed by uv", {});
    }
  }

  /// uv sync makes the environment of a project, where the variable does not name another.
  void project(std::string_view variable, const std::string& version) {
    const VariableAnswer answer = out_.variable(run_.at, variable);
    if (answer.set == Known::no) {
      environment(place(".venv"), version, false);
    } else if (answer.setting != nullptr && answer.setting->value.complete &&
               answer.set == Known::yes) {
      environment(place(answer.setting->value.value), version, false);
    } else {
      environment({}, version, false);
    }
  }

  /// pyenv install 3.10.4
  void pyenv() {
    if (words_.empty() || words_[0].value() != "install") return;
    for (const Argument& word : words_) {
      if (word.value() == "install" || word.value().starts_with('-')) continue;
      const std::string version = python_version(word.value());
      for (const std::string_view program : {"python", "python3", "pip", "pip3"})
        add(program, "installed by pyenv", version);
      if (!version.empty()) add("python" + version, "installed by pyenv", version);
    }
  }

  /// make install of Python's own sources
  void built_python() {
    const bool altinstall = std::any_of(words_.begin(), words_.end(), [](const Argument& word) {
      return word.value() == "altinstall";
    });
    const bool installs = std::any_of(words_.begin(), words_.end(), [](const Argument& word) {
      return word.value() == "install";
    });
    std::string directory = ascii::lowered(file_name(tidy_path(run_.command.directory.value)));
    for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
      if (words_[i].value() == "-C")
        directory = ascii::lowered(file_name(tidy_path(words_[i + 1].value())));
    }
    const bool python = directory.starts_with("python") || directory == "cpython";
    if (!altinstall && !(installs && python)) return;
    const std::string version = python_version(directory);
    if (!version.empty()) add("python" + version, "built here", version);
    add("python3", "built here", version);
    add("pip3", "built here", version);
  }

  void repository() {
    for (const Argument& word : words_) {
      if (contains(word.value(), "deadsnakes")) add(word.value(), "adds this repository");
    }
  }

  /// pip install uv
  void pip() {
    bool installs = false;
    for (const Argument& word : words_) {
      if (word.value() == "install") installs = true;
      const std::string_view name = word.value().substr(0, word.value().find_first_of("=<>~![@ "));
      if (installs && (name == "uv" || name == "pip")) add(name, "installed by pip");
    }
  }

  /// tar -xj bin/micromamba
  void unpacked() {
    for (const Argument& word : words_) {
      const std::string_view name = file_name(word.value());
      if (name == "micromamba" || name == "uv") add(name, "unpacked here");
    }
  }

  /// curl ... | sh
  void installer() {
    const bool fed = feeding_ != nullptr;
    const Text piped = fed ? downloaded(*feeding_) : Text();
    const Text& script = fed ? piped : script_of(run_.command);
    // What is fed is the address itself; the address of a file may be the file's own name.
    const std::string_view address =
        fed || script.empty() ? std::string_view(script.value) : downloads_.address(script.value);
    const std::string_view program = installer_of(address);
    if (program == "uv") {
      add("uv", "installed by its script");
      add("uvx", "installed by its script");
    } else if (program == "micromamba") {
      add("micromamba", "installed by its script");
    }
  }

  const Run& run_;
  Call call_;
  const Downloads& downloads_;
  const Command* feeding_;
  Facts& out_;
  std::vector<Argument> words_;
};

}  // namespace

void provided(const Run& run, const Downloads& downloads, const Command* feeding, Facts& out) {
  Collector(run, downloads, feeding, out).collect();
}

void provided(const StageCopy& copy, Facts& out) {
  const auto add = [&](std::string_view program) {
    if (!judged_program(program)) return;
    out.provides.push_back({.at = copy.at,
                            .program = std::string(program),
                            .version = python_version(program),
                            .environment = {},
                            .span = copy.span,
                            .how = copy.mount ? "mounted here" : "copied here"});
  };
  for (const std::string& source : copy.sources) add(file_name(source));
  const std::string_view target = file_name(copy.destination);
  if (copy.sources.size() == 1 && file_name(copy.sources.front()) != target) add(target);
}

}  // namespace cudafit::facts
