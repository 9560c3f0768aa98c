// conda, mamba and micromamba: what they install, from which channels, into which environment.

#include <algorithm>
#include <map>

#include "facts/conda.h"
#include "facts/conda_files.h"
#include "facts/downloads.h"
#include "facts/environments.h"
#include "facts/runs.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

constexpr OptionNames global_options{
    .valued = "--root-prefix --rc-file --log-level --solver --cacert",
    .flags =
        "-v -q -y --verbose --quiet --yes --json --no-plugins --debug --trace --no-rc --no-env"};

constexpr OptionNames install_options{
    .valued =
        "-n --name -p --prefix -c --channel --file -f --solver --experimental-solver "
        "--repodata-fn --revision --clone --platform --subdir --environment-specifier --env-spec "
        "--format --root-prefix -r --rc-file --channel-priority --category --category-only "
        "--download-threads --extract-threads --connect-timeout-secs --read-timeout-secs "
        "--retries --console --cacert --log-level --ssl-verify --safety-checks --verify-artifacts",
    .flags =
        "-y --yes -q --quiet -v --verbose --json -d --dry-run --override-channels --use-local -k "
        "--insecure -C --use-index-cache --offline --force-reinstall --force --freeze-installed "
        "--update-deps --no-update-deps --no-update-dependencies --update-all --all --update-specs "
        "-S --satisfied-skip-solve --no-deps --only-deps -m --mkdir --copy --no-copy --always-copy "
        "--always-softlink --softlink --no-shortcuts --shortcuts --shortcuts-only --no-pin "
        "--no-py-pin "
        "--no-pyc --pyc --allow-uninstall --no-allow-uninstall --allow-downgrade "
        "--no-allow-downgrade --clobber --unlink-index-cache --no-default-packages --dev "
        "--strict-channel-priority --no-channel-priority --download-only --show-channel-urls "
        "--no-show-channel-urls --prune --no-rc --no-env --debug --trace --no-plugins --notices "
        "--no-notices --relocate-prefix --allow-softlinks --no-allow-softlinks"};

constexpr OptionNames lock_options{
    .valued = "-n --name -p --prefix -E --extras --conda --log-level --auth --auth-file",
    .flags =
        "--mamba --no-mamba --micromamba --no-micromamba --validate-platform "
        "--no-validate-platform --dev --no-dev --copy --force-platform"};

/// What the commands so far have told conda.
struct Configuration {
  std::vector<OptionValue> channels;  ///< in order of priority
  bool known = true;
  bool prioritized = true;   ///< see CondaInstall
  std::string distribution;  ///< see conda_distribution, or "micromamba"
  ActiveEnvironment active;
};

OptionValue option_value(const Argument& argument, Span span) {
  return {.value = argument.text, .span = span};
}

/// A value of conda's channel_priority that switches it off.
bool switches_off(std::string_view priority) {
  return priority == "disabled" || priority == "false" || priority == "no" || priority == "off";
}

/// `pytorch/label/test`, `https://conda.anaconda.org/pytorch/`, `defaults`.
OptionValue channel_value(const Item& item) { return option_value(item.argument, item.span); }

/// conda config --add channels X, --append, --prepend, --remove; micromamba config append channels
/// X.
void configure(const Run& run, const std::vector<Argument>& words, Configuration& configuration) {
  enum class Change : std::uint8_t { none, first, last, remove };
  Change change = Change::none;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i].value();
    if (!words[i].known()) configuration.known = false;
    while (word.starts_with('-')) word.remove_prefix(1);
    if (word == "add" || word == "prepend") change = Change::first;
    if (word == "append") change = Change::last;
    if (word == "remove" || word == "remove-key" || word == "set") change = Change::remove;
    if (word == "channel_priority" && i + 1 < words.size()) {
      const Argument& priority = words[++i];
      if (run.certainty == Certainty::possible || !priority.known()) configuration.known = false;
      configuration.prioritized = !switches_off(priority.value());
    }
    if (word != "channels" || change == Change::none || i + 1 >= words.size()) {
      if (word == "channels" && change == Change::remove) configuration.channels.clear();
      continue;
    }
    const Argument& channel = words[++i];
    if (run.certainty == Certainty::possible) configuration.known = false;
    std::vector<OptionValue>& channels = configuration.channels;
    std::erase_if(channels,
                  [&](const OptionValue& each) { return each.value.value == channel.text.value; });
    constexpr std::size_t most_channels = 64;
    if (channels.size() >= most_channels) {
      configuration.known = false;
      return;
    }
    OptionValue value = option_value(channel, channel.span);
    if (change == Change::first) channels.insert(channels.begin(), std::move(value));
    if (change == Change::last) channels.push_back(std::move(value));
  }
}

bool writes_condarc(const Run& run) {
  const std::vector<read::Redirect>& redirects = run.command.syntax.redirects;
  const bool redirected =
      std::any_of(redirects.begin(), redirects.end(), [](const read::Redirect& redirect) {
        return redirect.op.starts_with('>') && contains(redirect.target.raw.value, "condarc");
      });
  if (redirected) return true;
  const std::string_view name = run.program();
  if (name != "cp" && name != "mv" && name != "sed" && name != "tee" && name != "ln") return false;
  return std::any_of(run.command.words.begin(), run.command.words.end(),
                     [](const Text& word) { return contains(word.value, "condarc"); });
}

/// Walks the stages in order; a stage starts with what those below it configured.
class Reader {
 public:
  Reader(const Document& document, const document::Context& context, const Fetches& fetches,
         const PythonEnvironments& environments, Facts& out)
      : document_(document),
        context_(context),
        fetches_(fetches),
        out_(out),
        environments_(environments),
        configurations_(document.stages.size()) {}

  std::vector<CondaPip> read() {
    for (const Stage& stage : document_.stages) {
      if (!stage.built) continue;
      Configuration& configuration = configurations_[stage.index];
      if (stage.parent >= 0)
        configuration = configurations_[static_cast<std::size_t>(stage.parent)];
      for (const Step& step : stage.steps) {
        look_at_copy(step, configuration);
        configuration.active.enter(environments_, document_, stage, step);
        Downloads& downloads = downloads_.of(stage);
        downloads.follow(step);
        each_run(stage, step, [&](const Run& run) {
          downloads.follow(run.command, fetches_);
          if (!configuration.active.follow(environments_, run)) command(run, configuration);
        });
      }
    }
    return std::move(sections_);
  }

 private:
  /// A file that the command names.
  struct NamedFile {
    Text path;
    Span span;
  };

  static void look_at_copy(const Step& step, Configuration& configuration) {
    const read::Keyword keyword = step.instruction->keyword;
    if (keyword != read::Keyword::copy && keyword != read::Keyword::add) return;
    if (contains(step.instruction->line.value, "condarc")) configuration.known = false;
  }

  void command(const Run& run, Configuration& configuration) {
    if (writes_condarc(run)) configuration.known = false;
    install_of_conda(run, configuration);
    const Call call = call_of(run.command);
    Installer tool = Installer::conda;
    if (call.name == "mamba") tool = Installer::mamba;
    if (call.name == "micromamba") tool = Installer::micromamba;
    if (call.name == "conda-lock") return lock(run, call, configuration);
    if (call.name != "conda" && tool == Installer::conda) return;
    std::vector<Argument> words = facts::arguments(run.command, call.arguments());
    std::size_t at = action(words);
    if (at >= words.size()) return;
    std::string name(words[at].value());
    const bool of_environment = name == "env";
    if (of_environment) {
      ++at;
      if (at >= words.size()) return;
      name = words[at].value();
    }
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
    if (of_environment) words.erase(words.begin() + static_cast<std::ptrdiff_t>(at) - 1);
    if (name == "config" && !of_environment) {
      configure(run, words, configuration);
      return;
    }
    const bool creates = name == "create";
    const std::string root = root_of(call, tool);
    if (!creates && name != "install" && name != "update" && name != "upgrade") return;
    CondaInstall install{.at = run.at,
                         .tool = tool,
                         .span = run.command.syntax.span,
                         .certainty = run.certainty,
                         .environment = configuration.active.of(environments_, root, run),
                         .creates = creates};
    install.complete = !call.more;
    of_environment_ = of_environment;
    install.prioritized = configuration.prioritized;
    install.channel_glue = " -c ";
    options(words, root, install);
    if (of_environment && files_.empty())
      files_.push_back({Text("environment.yml", {}), install.span});
    files(run, root, install);
    install.distribution = configuration.distribution;
    channels(configuration, tool, install);
    if (!dry_run_) out_.conda_installs.push_back(std::move(install));
  }

  /// conda-lock install [-n name] [conda-lock.yml]
  void lock(const Run& run, const Call& call, const Configuration& configuration) {
    std::vector<Argument> words = facts::arguments(run.command, call.arguments());
    if (words.empty() || words.front().value() != "install") return;
    words.erase(words.begin());
    CondaInstall install{.at = run.at,
                         .tool = Installer::conda,
                         .span = run.command.syntax.span,
                         .certainty = run.certainty,
                         .environment = configuration.active.of(environments_, {}, run),
                         .creates = true};
    install.channels_known = install.solves = false;
    files_.clear();
    for (const Item& item : items(words, lock_options)) {
      if (!item.known) install.complete = false;
      if (item.name == "-n" || item.name == "--name" || item.name == "-p" ||
          item.name == "--prefix") {
        install.environment = conda_environment(environments_, {}, run.at, item.argument.text);
      } else if (!item.option()) {
        files_.push_back({item.argument.text, item.span});
      }
    }
    if (files_.empty()) files_.push_back({Text("conda-lock.yml", {}), install.span});
    for (const NamedFile& file : files_) read_file(run, CondaFileKind::lock, file, install);
    out_.conda_installs.push_back(std::move(install));
  }

  /// Index of the word that says what to do.
  static std::size_t action(const std::vector<Argument>& words) {
    std::size_t at = 0;
    while (at < words.size() && words[at].value().starts_with('-')) {
      const std::string_view word = words[at].value();
      const bool valued =
          word == "-r" || word == "-n" || word == "-p" || listed(global_options.valued, word);
      at += valued ? 2 : 1;
    }
    return at;
  }

  /// Where the conda is that is called by its path; else empty.
  static std::string root_of(const Call& call, Installer tool) {
    const std::string_view path = call.path;
    for (const std::string_view directory : {"/bin/", "/condabin/"}) {
      const std::size_t at = path.find(directory);
      if (path.starts_with('/') && at != std::string_view::npos && at > 0 &&
          tool != Installer::micromamba && !path.starts_with("/usr"))
        return std::string(path.substr(0, at));
    }
    return {};
  }

  void options(const std::vector<Argument>& words, const std::string& root, CondaInstall& install) {
    dry_run_ = environment_named_ = false;
    files_.clear();
    for (const Item& item : items(words, install_options)) {
      const std::string& name = item.name;
      if (!item.option()) {
        // `conda env create user/name`: a definition on a server.
        if (!item.known || of_environment_) install.complete = false;
        if (of_environment_) continue;
        CondaSpec spec = read_conda_spec(item.argument);
        // Without a name nothing is left but that something is asked for.
        if (spec.name.empty()) {
          install.complete = false;
        } else {
          install.specs.push_back(std::move(spec));
        }
      } else if (!item.known) {
        install.complete = false;
      } else if (name == "-n" || name == "--name" || name == "-p" || name == "--prefix") {
        install.environment =
            conda_environment(environments_, root, install.at, item.argument.text);
        environment_named_ = true;
      } else if (name == "-c" || name == "--channel") {
        install.channels.push_back(channel_value(item));
        if (!item.argument.known()) install.channels_known = false;
      } else if (name == "--override-channels") {
        install.override_channels = true;
      } else if (name == "--no-channel-priority") {
        install.prioritized = false;
      } else if (name == "--channel-priority") {
        install.prioritized = !switches_off(item.argument.value());
      } else if (name == "--use-local" || name == "--rc-file") {
        install.channels_known = false;
      } else if (name == "--file" || name == "-f") {
        // conda install -f was --force once.
        if (name == "-f" && install.tool == Installer::conda && !of_environment_) {
          if (item.valued) install.complete = false;
        } else {
          files_.push_back({item.argument.text, item.span});
        }
      } else if (name == "--clone" || name == "--revision" || name == "--category" ||
                 name == "--environment-specifier" || name == "--prune") {
        install.complete = false;
      } else if (name == "--dry-run" || name == "-d" || name == "--download-only") {
        dry_run_ = true;
      }
    }
  }

  /// How conda takes a file of that name; nothing where it depends on conda's version.
  std::optional<CondaFileKind> kind_of(std::string_view path, Installer tool) const {
    const std::string name = ascii::lowered(file_name(path));
    if (!name.ends_with(".yml") && !name.ends_with(".yaml")) return CondaFileKind::list;
    if (name.ends_with("-lock.yml") || name.ends_with("-lock.yaml"))
      return tool == Installer::micromamba ? std::optional(CondaFileKind::lock) : std::nullopt;
    if (tool == Installer::conda && !of_environment_) return std::nullopt;
    return CondaFileKind::environment;
  }

  void files(const Run& run, const std::string& root, CondaInstall& install) {
    for (const NamedFile& file : files_) {
      const auto kind = file.path.complete ? kind_of(file.path.value, install.tool) : std::nullopt;
      if (!kind) {
        install.complete = install.channels_known = false;
        if (of_environment_ && !environment_named_) install.environment.known = false;
        continue;
      }
      read_file(run, *kind, file, install);
      const bool environment = *kind == CondaFileKind::environment;
      if (!environment || environment_named_) continue;
      name_environment(root, install);
    }
    for (CondaPip& section : found_) {
      section.environment = install.environment;
      if (!dry_run_) sections_.push_back(std::move(section));
    }
    found_.clear();
  }

  void read_file(const Run& run, CondaFileKind kind, const NamedFile& file, CondaInstall& install) {
    const PipScene scene{document_, context_, out_, run.stage, run.step, run.command, run.at};
    CondaFileAnswer answer =
        read_conda_file(scene, kind, file.path, file.span, install, out_.broken_files);
    named_by_file_ = std::move(answer.environment);
    if (answer.pip) found_.push_back(std::move(*answer.pip));
  }

  /// The file's name counts where the command gives none. micromamba installs into the active
  /// environment, whatever the file says.
  void name_environment(const std::string& root, CondaInstall& install) const {
    if (named_by_file_) {
      const Environment named = conda_environment(environments_, root, install.at, *named_by_file_);
      if (install.creates || of_environment_ || install.environment == named) {
        install.environment = named;
        return;
      }
    } else if (!install.creates) {
      return;
    }
    install.environment = {.path = {}, .conda = true, .known = false};
  }

  static void channels(const Configuration& configuration, Installer tool, CondaInstall& install) {
    if (install.override_channels) return;
    install.channels_known = install.channels_known && configuration.known;
    const auto add = [&](const OptionValue& channel) {
      const bool there = std::any_of(
          install.channels.begin(), install.channels.end(),
          [&](const OptionValue& each) { return each.value.value == channel.value.value; });
      if (!there) install.channels.push_back(channel);
    };
    for (const OptionValue& channel : configuration.channels) add(channel);
    // micromamba has no channels of its own.
    if (tool == Installer::micromamba || configuration.distribution.empty()) return;
    const bool forge =
        configuration.distribution == "miniforge" || configuration.distribution == "mambaforge";
    add({.value = Text(forge ? "conda-forge" : "defaults", {}), .span = {}});
  }

  void install_of_conda(const Run& run, Configuration& configuration) {
    const std::optional<CondaSetup> setup = conda_setup(run.command, downloads_.of(run.stage));
    if (!setup) return;
    configuration.distribution = setup->distribution;
    configuration.channels.clear();
    configuration.known = run.certainty != Certainty::possible;
  }

  const Document& document_;
  const document::Context& context_;
  const Fetches& fetches_;
  Facts& out_;
  const PythonEnvironments& environments_;
  std::vector<Configuration>
      configurations_;  ///< of each stage entered, as it is at its end so far
  StageDownloads downloads_;
  std::vector<CondaPip> sections_;
  // Of the command that is read.
  bool dry_run_ = false;
  bool of_environment_ = false;     ///< conda env create, conda env update
  bool environment_named_ = false;  ///< by -n or -p
  std::vector<NamedFile> files_;
  std::optional<Text> named_by_file_;
  std::vector<CondaPip> found_;
};

}  // namespace

std::vector<CondaPip> conda_installs(const Document& document, const document::Context& context,
                                     const Fetches& fetches, const PythonEnvironments& environments,
                                     Facts& out) {
  return Reader(document, context, fetches, environments, out).read();
}

}  // namespace cudafit::facts
