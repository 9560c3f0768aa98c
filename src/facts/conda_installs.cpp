// conda, mamba and micromamba: what they install, from which channels, into which environment.

#include <algorithm>
#include <map>

#include "facts/conda.h"
#include "facts/downloads.h"
#include "facts/environments.h"
#include "facts/runs.h"

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

/// What the commands so far have told conda.
struct Configuration {
  std::vector<OptionValue> channels;  ///< in order of priority
  bool known = true;
  bool prioritized = true;            ///< see CondaInstall
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
  Reader(const Document& document, const Fetches& fetches, const PythonEnvironments& environments,
         Facts& out)
      : document_(document),
        fetches_(fetches),
        out_(out),
        environments_(environments),
        configurations_(document.stages.size()) {}

  void read() {
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
  }

 private:
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
    install.complete = !of_environment && !call.more;
    if (of_environment) install.environment = {.path = {}, .conda = true, .known = false};
    install.prioritized = configuration.prioritized;
    install.channel_glue = " -c ";
    options(words, root, install);
    install.distribution = configuration.distribution;
    channels(configuration, tool, install);
    if (!dry_run_) out_.conda_installs.push_back(std::move(install));
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
    dry_run_ = false;
    for (const Item& item : items(words, install_options)) {
      const std::string& name = item.name;
      if (!item.option()) {
        if (!item.known) install.complete = false;
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
      } else if (name == "--file" || name == "-f" || name == "--clone" || name == "--revision" ||
                 name == "--category" || name == "--environment-specifier") {
        // conda install -f was --force once.
        if (name != "-f" || item.valued) install.complete = false;
      } else if (name == "--dry-run" || name == "-d" || name == "--download-only") {
        dry_run_ = true;
      }
    }
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
  const Fetches& fetches_;
  Facts& out_;
  const PythonEnvironments& environments_;
  std::vector<Configuration>
      configurations_;  ///< of each stage entered, as it is at its end so far
  StageDownloads downloads_;
  bool dry_run_ = false;
};

}  // namespace

void conda_installs(const Document& document, const Fetches& fetches,
                    const PythonEnvironments& environments, Facts& out) {
  Reader(document, fetches, environments, out).read();
}

}  // namespace cudafit::facts
