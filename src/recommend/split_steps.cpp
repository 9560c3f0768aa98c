#include "recommend/split_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "recommend/split_builds.h"
#include "recommend/split_command.h"
#include "recommend/split_parts.h"
#include "source/files.h"
#include "terms/ascii.h"
#include "terms/word_list.h"

namespace cudafit::recommend {

namespace {

using document::Command;
using facts::Position;

/// They leave nothing behind, redirections aside.
constexpr WordList quiet =
    ": true false test [ [[ echo printf cat cd pushd popd pwd exit return set unset export local "
    "declare shopt trap sleep ulimit umask which type command hash date env id whoami hostname "
    "uname arch nproc getconf ls stat du df file head tail wc grep sort nvidia-smi for if "
    "ldconfig sync git-lfs";

/// They change the system or its accounts, and do nothing else.
constexpr WordList settles =
    "useradd adduser usermod userdel groupadd addgroup groupmod passwd chpasswd gpasswd visudo "
    "update-alternatives alternatives ln locale-gen update-locale localedef add-apt-repository "
    "apt-add-repository apt-key gpg dpkg-reconfigure debconf-set-selections "
    "update-ca-certificates tee";

constexpr WordList package_managers =
    "apt-get apt apt-mark aptitude dpkg dnf yum microdnf tdnf apk zypper rpm";

constexpr WordList file_tools = "mkdir chmod chown chgrp touch truncate";

bool versioned(std::string_view name, std::string_view stem) {
  if (!name.starts_with(stem)) return false;
  name.remove_prefix(stem.size());
  return std::all_of(name.begin(), name.end(), [](char c) { return ascii::digit(c) || c == '.'; });
}

bool is_shell(std::string_view name) { return name == "sh" || name == "bash" || name == "dash"; }

/// The directory that `git clone` makes of an address.
std::string_view repository_name(std::string_view address) {
  std::string_view out = last_component(address);
  if (out.ends_with(".git")) out.remove_suffix(4);
  return out;
}

class Reader {
 public:
  Reader(const graph::Graph& graph, const document::Stage& stage, const document::Step& step,
         Made& made)
      : graph_(graph), stage_(stage), step_(step), made_(made) {}

  RunStep read() {
    out_.packages_only = true;
    if (!step_.understood) refuse("a RUN is not understood as a shell script");
    for (std::size_t i = 0; i < step_.commands.size(); ++i) {
      at_ = {static_cast<int>(stage_.index), static_cast<std::size_t>(&step_ - stage_.steps.data()),
             i};
      command_ = words_.command = &step_.commands[i];
      one(i);
    }
    if (!builds_ && !clones_) return std::move(out_);
    judge_unpacked();
    out_.clones_only = !builds_;
    out_.kind = RunStep::Kind::build;
    out_.packages_only = false;
    if (!fetched_.empty())
      write("a RUN downloads files and builds, too: its parts belong in two stages");
    if (out_.refusal.empty() && !settling_.empty())
      refuse(
          fmt::format("a RUN calls {} and builds, too: its parts belong in two stages", settling_));
    if (out_.refusal.empty() && !writing_.empty()) refuse(writing_);
    return std::move(out_);
  }

 private:
  void refuse(std::string why) {
    if (out_.refusal.empty()) out_.refusal = std::move(why);
  }

  template <typename Fact>
  const Fact* here(const std::vector<Fact>& facts) const {
    const auto found =
        std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.at == at_; });
    return found == facts.end() ? nullptr : &*found;
  }

  void one(std::size_t index) {
    const std::string_view name = command_->name();
    if (command_->words.empty()) return;
    if (name.empty()) return refuse("a program's name is not known");
    out_.programs.emplace_back(name);
    redirections();
    // What a shell in it runs comes next.
    if (is_shell(name) && index + 1 < step_.commands.size() &&
        step_.commands[index + 1].nesting > command_->nesting)
      return;
    if (here(graph_.facts.system_installs) != nullptr) out_.installs_system = true;
    if (listed(package_managers, name)) return;
    if (const auto* set = conda_setup()) return conda(*set);
    if (python(name)) return;
    if (name == "rm" || name == "rmdir") return remove();
    if (listed(quiet, name)) return;
    out_.packages_only = false;
    if (listed(file_tools, name)) return file_tool();
    if (name == "git") return git();
    if (builds(name) && command_->followed == document::Followed::no) return build();
    if (name == "cp" || name == "mv" || name == "install") return copy();
    if (listed(settles, name)) {
      if (settling_.empty()) settling_ = name;
      return;
    }
    if (name == "curl" || name == "wget") return fetch(name);
    if (name == "sed" || name == "patch" || name == "tar" || name == "unzip") return change(name);
    unknown(name);
  }

  void unknown(std::string_view name) {
    if (out_.unknown.empty()) out_.unknown = name;
  }

  /// The installer of a conda, which says where it is put.
  const facts::Provides* conda_setup() const {
    for (const facts::Provides& each : graph_.facts.provides) {
      if (each.at == at_ && each.program == "conda" && each.environment.starts_with('/'))
        return &each;
    }
    return nullptr;
  }

  void conda(const facts::Provides& set) {
    builds_ = out_.python = true;
    Made::add(made_.outputs, set.environment);
    // The installer is not needed any more.
    for (const Text& each : command_->words) std::erase(fetched_, place(each));
  }

  /// A path, or what there is of it.
  std::string place(const Text& path) const {
    return words_.absolute(path).value_or("?/" + path.value);
  }

  bool python(std::string_view name) {
    const facts::PipInstall* const pip = here(graph_.facts.pip_installs);
    const facts::CondaInstall* const by_conda = here(graph_.facts.conda_installs);
    if (pip != nullptr || by_conda != nullptr) {
      builds_ = out_.python = true;
      if (pip != nullptr) check_pip(*pip);
      return true;
    }
    if (here(graph_.facts.pip_removals) != nullptr) return builds_ = out_.python = true;
    if (name == "conda" || name == "mamba" || name == "micromamba") {
      builds_ = out_.python = true;
      return true;
    }
    const bool pip_program = versioned(name, "pip");
    const bool interpreter = versioned(name, "python");
    if (!pip_program && !interpreter && name != "uv" && name != "virtualenv") return false;
    const facts::Compile* const compile = here(graph_.facts.compiles);
    if (compile != nullptr) {
      setup();
      return true;
    }
    std::size_t verb = words_.first();
    if (interpreter && words_.word(verb) == "-m") ++verb;
    const bool venv = name == "virtualenv" || (name == "uv" && words_.word(verb) == "venv") ||
                      (interpreter && words_.word(verb) == "venv");
    if (venv || pip_program || name == "uv" || (interpreter && words_.word(verb) == "pip")) {
      // Of pip, what installs nothing.
      builds_ = out_.python = true;
      return true;
    }
    if (interpreter && (words_.word(verb) == "-V" || words_.word(verb) == "--version")) return true;
    unknown(name);
    return true;
  }

  void check_pip(const facts::PipInstall& pip) {
    if (pip.tool != facts::Installer::pip && pip.tool != facts::Installer::uv &&
        pip.tool != facts::Installer::conda && pip.tool != facts::Installer::mamba &&
        pip.tool != facts::Installer::poetry && pip.tool != facts::Installer::pipenv)
      refuse(fmt::format("where {} installs is not known", pip.program));
    if (pip.elsewhere) refuse("pip installs outside of an environment");
    if (!pip.complete) refuse("not all that pip installs is known");
    for (const facts::Asked& asked : pip.requirements) {
      if (asked.requirement.kind == read::Requirement::Kind::vcs) out_.programs.emplace_back("git");
      if (asked.requirement.editable && !asked.listed)
        refuse("a package is installed in editable form: it stays where its sources are");
    }
    for (std::size_t i = words_.first(); i < command_->words.size(); ++i) {
      if (words_.word(i) == "--user") refuse("pip installs for one user");
      if (words_.word(i) == "-e" || words_.word(i) == "--editable")
        refuse("a package is installed in editable form: it stays where its sources are");
    }
  }

  /// python setup.py
  void setup() {
    builds_ = out_.python = true;
    for (std::size_t i = words_.first(); i < command_->words.size(); ++i) {
      if (words_.word(i) == "install") return;
      if (words_.word(i) == "develop" || words_.word(i) == "--inplace" ||
          words_.word(i) == "build_ext")
        refuse("setup.py compiles in place: what it makes stays where the sources are");
    }
    refuse("what setup.py makes is not installed");
  }

  void git() {
    std::vector<const Text*> words;
    bool cloning = false;
    for (std::size_t i = words_.first(); i < command_->words.size(); ++i) {
      const Text& each = command_->words[i];
      if (each.value == "clone" && !cloning) {
        cloning = true;
      } else if (cloning &&
                 (each.value == "-b" || each.value == "--branch" || each.value == "--depth" ||
                  each.value == "-c" || each.value == "-j" || each.value == "--jobs")) {
        ++i;
      } else if (cloning && !each.value.starts_with('-')) {
        words.push_back(&each);
      }
    }
    if (!cloning) return;
    clones_ = true;
    if (words.empty() || words.size() > 2) return refuse("where git clones to is not known");
    Text target;
    if (words.size() == 2) {
      target = *words[1];
    } else {
      target = *words[0];
      target.value = std::string(repository_name(words[0]->value));
    }
    const auto path = words_.absolute(target);
    if (!path) return refuse("where git clones to is not known");
    Made::add(made_.clones, *path);
  }

  /// A compiler or build system.
  void build() {
    const auto environment = [&](std::string_view variable) {
      const Text* const value = graph_.facts.variable(at_, variable).value();
      return value == nullptr ? std::string() : value->value;
    };
    const BuildCommand found = read_build(words_, made_, environment);
    builds_ = builds_ || found.builds;
    if (!found.refusal.empty()) refuse(found.refusal);
    if (found.tree.empty()) return;
    trees_.push_back(found.tree);
    out_.trees.emplace_back(at_, found.tree);
  }

  void copy() {
    out_.changes = true;
    std::vector<const Text*> words;
    for (std::size_t i = words_.first(); i < command_->words.size(); ++i) {
      const std::string_view each = words_.word(i);
      if (command_->name() == "install" && (each == "-m" || each == "-o" || each == "-g")) {
        ++i;
      } else if (each == "-t" || each == "--target-directory") {
        words.clear();
        break;
      } else if (!each.starts_with('-')) {
        words.push_back(&command_->words[i]);
      }
    }
    const auto to = words.size() == 2 ? words_.absolute(*words[1]) : std::nullopt;
    if (to) taken(*words[0]);
    if (!to || !words[0]->complete)
      return write(fmt::format("what {} copies is not known", command_->name()));
    const bool into = words[1]->value.ends_with('/') || words[1]->value == "." ||
                      last_component(*to) == "bin" || last_component(*to) == "lib" ||
                      *to == stage_.directory.value;
    const std::string_view name = last_component(words[0]->value);
    const bool many = name.find_first_of("*?[") != std::string_view::npos;
    Made::add(made_.outputs, into && !many ? resolve_dots(*to + "/" + std::string(name)) : *to);
  }

  /// A file that is copied out of a directory of which only named files are.
  void taken(Text source) {
    source.value = source.value.substr(0, source.value.find_first_of("*?["));
    const auto path = words_.absolute(source);
    if (!path) return;
    for (Made::Picked& each : made_.picked)
      each.taken = each.taken || within(*path, each.directory);
    for (const std::string& tree : made_.trees) {
      if (within(*path, tree)) Made::add(made_.emptied, tree);
    }
  }

  /// What is downloaded into a file.
  void fetch(std::string_view name) {
    std::optional<Text> to;
    for (const std::string_view each : {"-O", "-o", "--output", "--output-document"}) {
      // curl -O takes the name from the address.
      if (each == "-O" && name == "curl") continue;
      if (const auto value = words_.option(each)) to = value;
    }
    if (to && to->value == "-") return;
    // wget -qO- address
    for (std::size_t i = words_.first(); i < command_->words.size(); ++i) {
      if (words_.word(i).starts_with('-') && words_.word(i).ends_with("O-")) return;
    }
    std::string path = "?";
    if (to) {
      path = place(*to);
    } else {
      if (name == "curl" && !words_.says_short('O') && !words_.says("--remote-name")) return;
      for (std::size_t i = words_.first(); i < command_->words.size(); ++i) {
        if (words_.word(i).find("://") == std::string_view::npos) continue;
        Text file = command_->words[i];
        file.value = std::string(last_component(file.value));
        path = place(file);
      }
    }
    if (!inside(path)) fetched_.push_back(path);
  }

  /// In a repository or a directory in which something is compiled.
  bool inside(std::string_view path) const {
    const auto holds = [&](const std::vector<std::string>& all) {
      return std::any_of(all.begin(), all.end(),
                         [&](const std::string& each) { return within(path, each); });
    };
    return holds(made_.clones) || holds(made_.trees) || holds(made_.outputs);
  }

  void change(std::string_view name) {
    out_.changes = true;
    // What it changes is looked at where it is known which files are copied.
    if (name == "sed" || inside(words_.directory()) || unpacks(name)) return;
    write(fmt::format("a RUN calls {} and builds, too: its parts belong in two stages", name));
  }

  /// tar and unzip, as far as it is known where to; whether that is what is compiled then shows
  /// later.
  bool unpacks(std::string_view name) {
    const std::string_view option = words_.word(words_.first());
    if (name == "tar") {
      const bool extracts = option.find('x') != std::string_view::npos && !option.starts_with("--");
      if (!extracts && !words_.says("--extract")) return false;
    } else if (name != "unzip") {
      return false;
    }
    std::optional<Text> to = words_.option(name == "tar" ? "-C" : "-d");
    if (!to && name == "tar") to = words_.option("--directory");
    const auto path = words_.absolute(to ? *to : command_->directory);
    if (!path) return false;
    unpacked_.emplace_back(*path, name);
    for (std::size_t i = words_.first(); i < command_->words.size(); ++i) {
      const auto archive = words_.absolute(command_->words[i]);
      if (archive) std::erase(fetched_, *archive);
    }
    return true;
  }

  /// Nothing is compiled in what was unpacked: it is there for something else.
  void judge_unpacked() {
    for (const auto& [directory, name] : unpacked_) {
      const auto& to = directory;
      const bool compiled = std::any_of(trees_.begin(), trees_.end(), [&](const std::string& tree) {
        return tree != to && within(tree, to);
      });
      if (!compiled || (shared_directory(to) && to != "/tmp"))
        write(fmt::format("a RUN calls {} and builds, too: its parts belong in two stages", name));
    }
  }

  void remove() {
    if (!words_.says_short('f') && !words_.says("--force")) out_.changes = true;
    for (std::size_t i = words_.first(); i < command_->words.size(); ++i) {
      if (words_.word(i).starts_with('-')) continue;
      const auto path = words_.absolute(command_->words[i]);
      std::erase(fetched_, place(command_->words[i]));
      if (!path) continue;
      made_.removed(*path);
      std::erase_if(fetched_, [&](const std::string& each) { return within(each, *path); });
    }
  }

  /// A directory or right that only matters in what is copied, or that is wanted elsewhere, too.
  void file_tool() {
    for (std::size_t i = words_.first(); i < command_->words.size(); ++i) {
      if (words_.word(i).starts_with('-')) continue;
      const auto path = words_.absolute(command_->words[i]);
      if ((command_->name() == "mkdir" || command_->name() == "touch") && path)
        out_.directories.push_back(*path);
    }
  }

  void redirections() {
    for (std::size_t i = 0; i < command_->redirects.size(); ++i) {
      const std::string& op = command_->syntax.redirects[i].op;
      if (op.find('>') == std::string::npos || op == ">&") continue;
      const Text& target = command_->redirects[i];
      if (target.value.starts_with("/dev/")) continue;
      out_.packages_only = false;
      write("a RUN writes a file and builds, too: its parts belong in two stages");
    }
  }

  /// Matters where the RUN builds.
  void write(std::string why) {
    if (writing_.empty()) writing_ = std::move(why);
  }

  const graph::Graph& graph_;
  const document::Stage& stage_;
  const document::Step& step_;
  Made& made_;
  Position at_;
  const Command* command_ = nullptr;
  CommandWords words_;  ///< of it
  RunStep out_;
  bool builds_ = false, clones_ = false;
  std::string settling_, writing_;
  std::vector<std::string> fetched_;
  std::vector<std::string> trees_;                                  ///< in which the RUN compiles
  std::vector<std::pair<std::string, std::string_view>> unpacked_;  ///< where to, and by what
};

}  // namespace

bool within(std::string_view path, std::string_view directory) {
  return path.starts_with(directory) && (path.size() == directory.size() ||
                                         directory.ends_with('/') || path[directory.size()] == '/');
}

void Made::add(std::vector<std::string>& paths, const std::string& path) {
  for (const std::string& each : paths) {
    if (within(path, each)) return;
  }
  std::erase_if(paths, [&](const std::string& each) { return within(each, path); });
  paths.push_back(path);
}

void Made::removed(std::string_view path) {
  std::erase_if(picked, [&](const Picked& each) { return within(each.directory, path); });
  for (std::vector<std::string>* paths : {&outputs, &trees, &clones})
    std::erase_if(*paths, [&](const std::string& each) { return within(each, path); });
}

RunStep read_step(const graph::Graph& graph, const document::Stage& stage,
                  const document::Step& step, Made& made) {
  return Reader(graph, stage, step, made).read();
}

}  // namespace cudafit::recommend
