// pip and uv: what each command installs, from where, into which environment.

#include <algorithm>
#include <set>
#include <unordered_map>

#include "facts/conda_files.h"
#include "facts/environments_gone.h"
#include "facts/project_installs.h"
#include "facts/python_environment.h"
#include "facts/runs.h"
#include "read/dockerignore.h"
#include "source/files.h"
#include "terms/ascii.h"
#include "terms/text_marks.h"
#include "terms/word_list.h"

namespace cudafit::facts {

namespace {

/// Where a command works: the directory of --directory, else its own.
std::string working_directory(const Command& command, const PipRequest& request) {
  if (!request.directory) return command.directory.value;
  if (!request.directory->complete) return {};
  if (command.directory.empty()) return {};
  return join_path(command.directory.value, request.directory->value);
}

/// The command; in a script that holds values from elsewhere, the command that runs the script.
Span command_span(const PipScene& scene) {
  const Span line = scene.step.whole(scene.command);
  int nesting = scene.command.nesting;
  for (std::size_t i = scene.at.command + 1; i-- > 0;) {
    const Command& each = scene.step.commands[i];
    if (i != scene.at.command && each.nesting >= nesting) continue;
    nesting = each.nesting;
    if (line.contains(each.syntax.span)) return each.syntax.span;
  }
  return line;
}

/// Requirements of one name in one installation. Nobody writes more.
constexpr std::size_t most_of_one_name = 200;

class Finder {
 public:
  Finder(const Document& document, const document::Context& context,
         const PythonEnvironments& environments, const std::vector<CondaPip>& sections, Facts& out)
      : document_(document),
        context_(context),
        sections_(sections),
        out_(out),
        environments_(environments),
        projects_(environments),
        configurations_(document.stages.size()),
        marker_touched_(document.stages.size()) {}

  void run() {
    for (const Stage& stage : document_.stages) {
      if (!stage.built) continue;
      if (stage.parent >= 0) {
        const auto parent = static_cast<std::size_t>(stage.parent);
        configurations_[stage.index] = configurations_[parent];
        marker_touched_[stage.index] = marker_touched_[parent];
      }
      for (std::size_t s = 0; s < stage.steps.size(); ++s) {
        const Step& step = stage.steps[s];
        aliases_.clear();
        if (step.instruction->keyword == read::Keyword::run) {
          for (std::size_t c = 0; c < step.commands.size(); ++c)
            look_at(stage, step, {static_cast<int>(stage.index), s, c});
          unmount_environments(document_, stage, step, out_);
        } else {
          copied_configuration(stage, step);
        }
      }
    }
    tell_interpreters_apart();
  }

 private:
  PipConfiguration& configuration(const Stage& stage) { return configurations_[stage.index]; }

  void look_at(const Stage& stage, const Step& step, Position at) {
    const Command& command = step.commands[at.command];
    for (const CondaPip& each : sections_)
      if (each.at == at) section(stage, step, each);
    std::optional<PipCall> call = pip_call(command, step.whole(command));
    const PipScene scene{document_, context_, out_, stage, step, command, at};
    if (!call) {
      if (std::optional<ProjectInstall> project = projects_.install(scene)) {
        project->install.span = command_span(scene);
        if (uv_configured_elsewhere(scene, configuration(stage)))
          project->install.tuned = {":all:"};
        if (project->broken) out_.broken_files.push_back(std::move(*project->broken));
        if (project->exact) leaves(project->install);
        out_.pip_installs.push_back(std::move(project->install));
        return;
      }
      if (command.name() == "alias") names_alias(command);
      touches_marker(stage, command);
      writes_configuration(stage, command.words);
      writes_configuration(stage, command.redirects);
      remove_environments(document_, stage, step, at, out_);
      return;
    }
    if (call->action == PipAction::configure) {
      configure(scene, *call);
      return;
    }
    PipRequest request = pip_request(scene, *call, configuration(stage));
    if (request.nothing) return;
    if (is_another(step, command, call->program_name)) {
      call->wrapped = true;
      request.install.options_known = false;
    }
    settle(scene, *call, request);
  }

  /// The shell has a function or an alias of the program's name, which may add options, or call
  /// another program.
  bool is_another(const Step& step, const Command& command, std::string_view program) const {
    // Behind `command` and the like it is the program.
    if (command.program > 0 || command.words[0].value.find('/') != std::string::npos) return false;
    return is_function(step, program) || aliases_.contains(program);
  }

  void names_alias(const Command& command) {
    for (const Text& word : command.words)
      aliases_.insert(word.value.substr(0, word.value.find('=')));
  }

  /// In capitals or not.
  static bool holds(std::string_view text, std::string_view part) {
    return std::search(text.begin(), text.end(), part.begin(), part.end(),
                       [](char a, char b) { return ascii::lower(a) == b; }) != text.end();
  }

  /// `rm /usr/lib/python3.12/EXTERNALLY-MANAGED`, or whatever else is done with it.
  void touches_marker(const Stage& stage, const Command& command) {
    const auto named = [](std::string_view text) {
      // In programs the name may be put together.
      constexpr std::string_view shortest = "extern";
      return text.size() >= shortest.size() &&
             (holds(text, shortest) || holds(text.substr(0, 8), "-managed"));
    };
    // Patterns name it by its beginning, or all that is beside it.
    const bool deletes = listed("rm mv find unlink", command.name());
    const auto fits = [&](std::string_view text) {
      if (!deletes) return false;
      const std::string_view last = last_component(text);
      return (text.find("/lib/python") != std::string_view::npos ||
              (last.find_first_not_of("*") != std::string_view::npos &&
               last.find('*') != std::string_view::npos &&
               read::path_match(last, "EXTERNALLY-MANAGED")));
    };
    bool touched = deletes && command.directory.value.find("/lib/python") != std::string::npos;
    for (std::size_t i = 0; i < command.words.size(); ++i) {
      const std::string& word = command.words[i].value;
      const std::string& raw = command.syntax.words[i].raw.value;
      touched = touched || named(word) || (raw != word && named(raw)) || fits(word);
    }
    for (const read::Redirect& redirect : command.syntax.redirects)
      touched = touched || named(redirect.body.value) || named(redirect.target.raw.value);
    if (touched) marker_touched_[stage.index] = true;
  }

  /// What conda asks pip for.
  void section(const Stage& stage, const Step& step, const CondaPip& section) {
    const PipScene scene{document_, context_, out_, stage, step, step.commands[section.at.command],
                         section.at};
    PipCall call;
    call.action = PipAction::install;
    call.program_name = std::string(call_of(step.commands[section.at.command]).name);
    PipRequest request = pip_request(scene, call, configuration(stage));
    PipInstall& install = request.install;
    install.environment = section.environment;
    install.python = section.python;
    install.span = command_span(scene);
    install.upgrade = install.upgrade || section.upgrades;
    if (!section.complete) install.complete = install.options_known = false;
    read_pip_section(scene, section, install);
    if (pip_configured_elsewhere(scene)) install.options_known = false;
    const MarkerEnvironment values = marker_environment(scene, install.python);
    // Projects are named as seen from the file.
    const std::string beside = parent_path(section.path);
    const std::string directory =
        beside.starts_with('/') ? beside : join_path(scene.command.directory.value, beside);
    read_pip_projects(scene, directory, values, request, out_.broken_files);
    for (std::vector<Asked>* list : {&install.requirements, &install.constraints}) {
      for (Asked& asked : *list) asked.applies = asked.requirement.marker.evaluate(values);
    }
    out_.pip_installs.push_back(std::move(install));
  }

  /// Nothing but what the project asks for stays in its environment.
  void leaves(const PipInstall& project) {
    PipRemoval gone{.at = project.at,
                    .span = project.span,
                    .certainty = project.complete ? project.certainty : Certainty::possible,
                    .environment = project.environment,
                    .names = {}};
    const auto stays = [&](const std::string& name) {
      return std::any_of(project.requirements.begin(), project.requirements.end(),
                         [&](const Asked& asked) {
                           return asked.requirement.name == name && asked.applies != Known::no;
                         });
    };
    for (const PipInstall& before : out_.pip_installs) {
      if (before.at.stage != project.at.stage || before.environment != project.environment ||
          !before.environment.known)
        continue;
      for (const Asked& asked : before.requirements) {
        const std::string& name = asked.requirement.name;
        if (!name.empty() && !stays(name)) gone.names.push_back(name);
      }
    }
    if (!gone.names.empty()) out_.pip_removals.push_back(std::move(gone));
  }

  /// `python3 -m pip` and `python3.11 -m pip`, without a virtual environment: whether they are the
  /// same interpreter is not known.
  void tell_interpreters_apart() {
    std::set<std::string> versions;
    const auto of_system = [](const PipInstall& install) {
      return install.environment.path.empty() && !install.environment.conda;
    };
    for (const PipInstall& install : out_.pip_installs)
      if (of_system(install)) versions.insert(version_in_name(install.program));
    if (versions.size() < 2) return;
    for (PipInstall& install : out_.pip_installs)
      if (of_system(install) && !version_in_name(install.program).empty())
        install.environment.known = false;
  }

  void settle(const PipScene& scene, const PipCall& call, PipRequest& request) {
    PipInstall& install = request.install;
    const std::string directory = working_directory(scene.command, request);
    PythonPlace place;
    if (call.wrapped) {
      place.environment.known = false;
    } else if (call.tool == Installer::uv) {
      place = environments_.of_uv(scene.at, request);
    } else if (request.interpreter) {
      PipRequest as_uv;
      as_uv.interpreter = request.interpreter;
      place = environments_.of_uv(scene.at, as_uv);
    } else {
      place = environments_.of_program(scene.at, call.program);
    }
    install.environment = place.environment;
    install.span = command_span(scene);
    if (marker_touched_[scene.stage.index]) install.break_system_packages = true;
    if (install.python.empty()) install.python = place.python;

    const bool uninstalls = call.action == PipAction::uninstall;
    read_pip_files(scene, directory, projects_, request, out_.broken_files);
    if (uninstalls) {
      remove(install);
      return;
    }
    const MarkerEnvironment values = marker_environment(scene, install.python);
    if (request.reads_configuration) {
      if (call.tool == Installer::uv) {
        configure_uv(scene, directory, install);
        if (uv_configured_elsewhere(scene, configuration(scene.stage))) {
          install.options_known = false;
          install.tuned = {":all:"};
        }
      } else if (pip_configured_elsewhere(scene)) {
        install.options_known = false;
      }
    }
    read_pip_projects(scene, directory, values, request, out_.broken_files);
    for (std::vector<Asked>* list : {&install.requirements, &install.constraints}) {
      for (Asked& asked : *list) {
        if (!asked.locked) asked.applies = asked.requirement.marker.evaluate(values);
      }
      if (drop_repeated(*list)) install.complete = false;
    }
    out_.pip_installs.push_back(std::move(install));
  }

  /// Those of a name are compared with each other: the time grows with the square of their number.
  /// True when some were dropped.
  static bool drop_repeated(std::vector<Asked>& list) {
    if (list.size() <= most_of_one_name) return false;
    std::unordered_map<std::string, std::size_t> seen;
    return std::erase_if(list, [&](const Asked& asked) {
             return !asked.requirement.name.empty() &&
                    ++seen[asked.requirement.name] > most_of_one_name;
           }) > 0;
  }

  void remove(PipInstall& install) {
    PipRemoval out{.at = install.at,
                   .span = install.span,
                   .certainty = install.certainty,
                   .environment = std::move(install.environment),
                   .names = {},
                   .complete = install.complete};
    for (const Asked& asked : install.requirements) {
      if (!asked.requirement.known || asked.requirement.name.empty()) out.complete = false;
      if (!asked.requirement.name.empty()) out.names.push_back(asked.requirement.name);
    }
    out_.pip_removals.push_back(std::move(out));
  }

  // ---- configuration

  /// pip config set global.index-url URL
  void configure(const PipScene& scene, const PipCall& call) {
    PipConfiguration& known = configuration(scene.stage);
    std::vector<const CallWord*> words;
    for (const CallWord& word : call.words) {
      if (word.open) known.known = false;
      if (!word.value().starts_with("-") || !word.text.complete) words.push_back(&word);
    }
    if (words.empty() || words[0]->value() == "list" || words[0]->value() == "get" ||
        words[0]->value() == "debug")
      return;
    const bool certain = !scene.command.syntax.conditional;
    const std::size_t dot = words.size() > 1 ? words[1]->text.value.find('.') : std::string::npos;
    if (!certain || dot == std::string::npos || !words[1]->text.complete) {
      known.known = false;
      return;
    }
    const std::string section = words[1]->text.value.substr(0, dot);
    std::string key = words[1]->text.value.substr(dot + 1);
    std::replace(key.begin(), key.end(), '_', '-');
    if (section != "global" && section != "install") return;
    auto& values = section == "global" ? known.global : known.install;
    if (words[0]->value() == "unset") {
      values.erase(key);
    } else if (words[0]->value() == "set" && words.size() == 3) {
      std::vector<Link> how = links_of(scene, words[2]->raw);
      how.push_back({"pip is configured here", scene.command.syntax.span});
      values.insert_or_assign(key, OptionValue{.value = words[2]->text,
                                               .span = words[2]->span(),
                                               .how = std::move(how),
                                               .from_variable = true});
    } else {
      known.known = false;
    }
  }

  static bool names_pip_conf(const Text& word) {
    static constexpr PartList parts = "pip.conf pip.ini .config/pip";
    return parts.in(word.value) || word.value.ends_with("/.pip");
  }
  static bool names_uv_toml(const Text& word) {
    static constexpr PartList parts = "uv.toml .config/uv /etc/uv";
    return parts.in(word.value);
  }
  void writes_configuration(const Stage& stage, const std::vector<Text>& words) {
    PipConfiguration& known = configuration(stage);
    if (std::any_of(words.begin(), words.end(), names_pip_conf)) known.known = false;
    if (std::any_of(words.begin(), words.end(), names_uv_toml)) known.uv = false;
  }

  /// COPY pip.conf /somewhere: where pip looks, the context is asked; elsewhere it may be moved.
  void copied_configuration(const Stage& stage, const Step& step) {
    const read::Keyword keyword = step.instruction->keyword;
    if (keyword == read::Keyword::copy || keyword == read::Keyword::add)
      writes_configuration(stage, step.arguments);
  }

  const Document& document_;
  const document::Context& context_;
  const std::vector<CondaPip>& sections_;
  Facts& out_;
  const PythonEnvironments& environments_;
  ProjectInstalls projects_;
  std::vector<PipConfiguration> configurations_;  ///< of each stage, as far as it has been read
  std::vector<bool> marker_touched_;              ///< the same
  std::set<std::string, std::less<>> aliases_;    ///< of the step that is read
};

}  // namespace

MarkerEnvironment marker_environment(const PipScene& scene, const std::string& python) {
  MarkerEnvironment out;
  const Document& document = scene.document;
  const Stage& stage = scene.stage;
  const std::string& base = document.stages[stage.root].base.value;
  const bool windows = base.find("windows") != std::string::npos ||
                       base.find("nanoserver") != std::string::npos ||
                       base.find("servercore") != std::string::npos;
  if (!windows && document.stages[stage.root].base.complete) {
    out.values["sys_platform"] = "linux";
    out.values["platform_system"] = "Linux";
    out.values["os_name"] = "posix";
  }
  Text platform = document.stages[stage.root].platform;
  if (platform.empty() && platform.complete) {
    const document::VariableRef target = document.lookup_global("TARGETPLATFORM");
    if (target) platform = document.at(target).value;
  }
  if (platform.complete) {
    if (platform.value.starts_with("linux/amd64")) out.values["platform_machine"] = "x86_64";
    if (platform.value.starts_with("linux/arm64")) out.values["platform_machine"] = "aarch64";
  }
  if (!python.empty()) out.values["python_version"] = python;
  return out;
}

void pip_installs(const Document& document, const document::Context& context,
                  const PythonEnvironments& environments, const std::vector<CondaPip>& sections,
                  Facts& out) {
  Finder(document, context, environments, sections, out).run();
}

}  // namespace cudafit::facts
