#pragma once
// What installers are asked for: pip and uv, conda and its relatives, the system's package
// managers, NVIDIA's installers.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/position.h"
#include "read/requirement.h"
#include "source/diagnostic.h"
#include "source/text.h"

namespace cudafit::facts {

/// A place with a few words: how a value was reached, or what it has to do with the finding.
struct Link {
  std::string words;
  Span span;
};

/// How surely a command of a RUN takes effect.
enum class Certainty : std::uint8_t {
  certain,    ///< it runs in every build of the stage, and the build ends when it fails
  tolerated,  ///< it runs, its failure is swallowed
  possible,   ///< inside a condition, a loop, a function, or behind `||`
};

enum class Installer : std::uint8_t {
  pip,
  uv,
  poetry,
  pdm,
  pipenv,
  conda,
  mamba,
  micromamba,
  apt,
  dnf,
  apk,
  zypper,
};

/// A set of installed Python packages: the system's, a virtual or a conda environment.
struct Environment {
  /// Absolute path of the virtual or conda environment; empty for the interpreter that is on PATH
  /// without one, and for conda's base environment. Where conda's directory is not known,
  /// `envs/name` stands for one of its environments.
  std::string path;
  bool conda = false;
  bool known = true;  ///< false: which one it is cannot be told
  friend bool operator==(const Environment&, const Environment&) = default;
};

/// One option's value: `--index-url URL`, a line of a requirements file, PIP_INDEX_URL.
struct OptionValue {
  Text value = {};
  Span span = {};              ///< what to point at
  std::vector<Link> how = {};  ///< ARG or ENV lines and files it came through
  bool from_variable = false;  ///< an environment variable or a configuration file set it
};

/// An option of a requirements file that pip reads and ignores: it stands behind a requirement.
struct IgnoredOption {
  std::string name;  ///< as written, without its value: "--extra-index-url"
  std::string value;
  Span span;              ///< option and value
  bool index = true;      ///< it names a place to take packages from; false: --pre and the like
  bool replaces = false;  ///< on a line of its own it would replace the index of the whole command
  std::vector<Edit> edits;  ///< put it on a line of its own, before the requirement; may be empty
};

/// A requirement where an installer met it.
struct Asked {
  read::Requirement requirement;
  Span span;  ///< of the requirement as written, in the Dockerfile or in a dependency file
  std::vector<Link> how;  ///< the -r that read the file, the ARG that gave the version, ...
  /// Written with a marker that does not hold here; known only where the marker's values are.
  Known applies = Known::yes;
  /// The only index that it is taken from: what [tool.uv.sources] names.
  std::optional<OptionValue> index = {};
  /// Written in a project's manifest (pyproject.toml, a lock file), where no option of a command
  /// can stand beside it.
  bool manifest = false;
  /// A lock file decides what is installed, and its tool writes that: no edit goes there, and no
  /// index is asked for something newer.
  bool locked = false;
  /// A project's directory, all of whose requirements are listed too; they stand behind it.
  bool listed = false;
  std::vector<IgnoredOption> ignored = {};  ///< pip only
};

/// A file that the command reads, and that no tool can.
struct BrokenFile {
  Span span;            ///< of what is wrong
  std::string message;  ///< one sentence without a full stop
  std::vector<Link> how;
  int stage = -1;
};

/// One `pip install` or `uv pip install`.
struct PipInstall {
  Position at;
  Installer tool = Installer::pip;
  Span span;  ///< of the whole command
  Certainty certainty = Certainty::certain;
  Environment environment;
  std::vector<Asked> requirements;   ///< in order; those of files behind the `-r` that read them
  std::vector<Asked> constraints;    ///< -c files, PIP_CONSTRAINT, UV_CONSTRAINT
  std::optional<OptionValue> index;  ///< the last --index-url/-i/--default-index, or its variable
  std::vector<OptionValue> extra_indexes;  ///< --extra-index-url, uv --index
  std::vector<OptionValue> find_links;
  std::optional<OptionValue> torch_backend;  ///< uv --torch-backend, UV_TORCH_BACKEND
  std::string index_strategy;                ///< uv; empty: its default
  std::string python;   ///< "3.10" where the command or its interpreter names one; else empty
  std::string program;  ///< the program word's last component: "pip3.10", "python", "uv"
  std::vector<std::string> no_binary, only_binary;  ///< normalized names, ":all:"
  bool no_index = false;
  bool pre = false;
  bool no_deps = false;
  bool no_build_isolation = false;
  std::vector<std::string> unisolated = {};  ///< normalized: of --no-build-isolation-package
  /// Normalized: packages that uv is told more about than is followed here, what their builds need
  /// (extra-build-dependencies) or see (extra-build-variables).
  std::vector<std::string> tuned = {};
  bool upgrade = false;
  bool force_reinstall = false;  ///< --force-reinstall, --ignore-installed, uv --reinstall
  /// It may install into the distribution's own packages: by option, or since the marker that
  /// forbids it (EXTERNALLY-MANAGED) was touched before.
  bool break_system_packages = false;
  bool elsewhere = false;  ///< --target, --prefix, --root, `pip download`, `pip wheel`: nothing is
                           ///< installed into the environment
  bool dry_run = false;
  /// Every requirement and constraint is listed above. False where a file is missing or unknown, a
  /// word is not known, a substitution makes words.
  bool complete = true;
  /// No index, link or option may be missing above (a pip.conf, an unknown word, an image of which
  /// it is not known whether it sets PIP_INDEX_URL).
  bool options_known = true;

  /// Whether a package (normalized) that has to be built is built in an environment of its own.
  bool isolates(std::string_view package) const {
    return !no_build_isolation &&
           std::find(unisolated.begin(), unisolated.end(), package) == unisolated.end();
  }
};

/// One `pip uninstall` or `uv pip uninstall`.
struct PipRemoval {
  Position at;
  Span span;  ///< of the whole command
  Certainty certainty = Certainty::certain;
  Environment environment;
  std::vector<std::string> names;  ///< normalized
  bool complete = true;            ///< false: it may remove more
};

/// One specification of a conda command: `pytorch=1.4.0=py3.6_cuda10.1*`, `nvidia::cuda-nvcc>=12`.
struct CondaSpec {
  Text text;
  Span span;
  std::string channel;  ///< before `::`; empty
  std::string name;     ///< lower case
  /// As written behind the name, operators included for bracket or `>=` forms.
  std::string version;
  std::string build;           ///< third part; may hold `*`
  bool exact = false;          ///< `=` twice, or `==`: no longer version matches
  bool known = true;           ///< false: the name is not, or only in part
  bool version_known = true;   ///< false: what stands behind the name is not known
  std::vector<Link> how = {};  ///< the command that read the file it is written in
};

struct CondaInstall {
  Position at = {};
  Installer tool = Installer::conda;
  Span span = {};
  Certainty certainty = Certainty::certain;
  Environment environment = {};
  bool creates = false;  ///< `create`, `env create`
  std::vector<CondaSpec> specs = {};
  /// -c in order, then those configured before, then what the `distribution` uses by itself.
  std::vector<OptionValue> channels = {};
  bool channels_known = true;  ///< false: a .condarc may add channels
  /// Where this build installs conda itself: "miniconda", "anaconda", "miniforge", "mambaforge".
  /// Empty: the base image brings it, and its own channels are not in the list.
  std::string distribution = {};
  bool override_channels = false;
  /// The first channel that has a package is the one it is taken from. False: channel priority is
  /// switched off, the newest version over all channels counts.
  bool prioritized = true;
  /// False: just the packages that a lock or an @EXPLICIT file lists are installed, nothing is
  /// chosen.
  bool solves = true;
  /// What to write behind a channel of the list to add another one: ` -c `, a line of YAML. Empty
  /// where the list cannot be edited so.
  std::string channel_glue = {};
  bool complete = true;  ///< false: a file that is not read or an unknown word asks for more
};

struct SystemPackageName {
  Text text = {};
  Span span = {};
  std::string name = {};  ///< without version, architecture, release
  /// Behind `=` (apt, apk, zypper); with dnf what follows the name when it has the form of a
  /// version.
  std::string version = {};
  /// False: files and patterns decide (`libcudnn8*`), or `name` is only how it starts (empty: not
  /// even that).
  bool known = true;
  bool version_known = true;  ///< false: what stands behind the name is not known
};

/// One command of the system's package manager that installs.
struct SystemInstall {
  Position at = {};
  Installer tool = Installer::apt;
  Span span = {};
  Certainty certainty = Certainty::certain;
  std::vector<SystemPackageName> packages = {};
  bool upgrades = false;       ///< upgrade, dist-upgrade, update of dnf: every installed package
  bool no_recommends = false;  ///< --no-install-recommends, --no-recommends
  /// False: dpkg or rpm, which ask no repository and heed no hold.
  bool resolves = true;
  Span action = {};                       ///< the word `install`, behind which options may stand
  bool sudo = false;                      ///< `sudo apt-get ...`
  std::vector<std::string> options = {};  ///< names as written, of flags and of options with values
  /// False: a file, a substitution, a group or the dependencies of a source ask for more.
  bool complete = true;
};

/// One that removes: `apt-get purge build-essential`.
struct SystemRemoval {
  Position at = {};
  Installer tool = Installer::apt;
  Span span = {};
  Certainty certainty = Certainty::certain;
  std::vector<SystemPackageName> packages = {};
  /// Packages that nothing needs any more may go with them (--auto-remove, autoremove, dnf always).
  bool automatic = false;
  bool resolves = true;                   ///< as of SystemInstall
  Span action = {};                       ///< the same: the word `remove`
  std::vector<std::string> options = {};  ///< the same
  bool complete = true;
};

/// `apt-mark hold`, `apt-mark unhold`: packages that apt must leave as they are.
struct PackageHold {
  Position at = {};
  Certainty certainty = Certainty::certain;
  /// no: they are let go; unknown: `dpkg --set-selections` reads which of the two from elsewhere.
  Known holds = Known::yes;
  std::vector<std::string> names = {};  ///< those that are known
  bool complete = true;                 ///< false: more of them may be named
};

/// A step may change from where apt takes packages, or which of them it prefers.
struct SourceChange {
  Position at = {};
  /// `apt-get update`: the lists of the same sources are read again.
  bool refresh = false;
};

/// pip installs a CUDA build of torch by a command of cmd or PowerShell. Nothing else is known of
/// what the steps of Windows images do.
struct WindowsCuda {
  Position at = {};
  Span span = {};              ///< of the command
  std::string directory = {};  ///< "cu124"
  /// The stage, or one below it, has to do with compilers: torch may be there to be built against.
  bool compiles = false;
};

/// One of NVIDIA's own installers is run: `sh cuda_12.4.1_550.54.15_linux.run --silent --toolkit`,
/// `cuda_12.4.1_551.78_windows.exe -s`, or an archive of cuDNN is unpacked.
struct Runfile {
  Position at = {};
  Span span = {};       ///< of the command
  Span name_span = {};  ///< of the file's name
  Certainty certainty = Certainty::certain;
  std::string file = {};                ///< last component of its path
  std::vector<std::string> words = {};  ///< the options
  bool options_known = true;
};

/// A script from the network is run: `curl -fsSL https://ollama.com/install.sh | sh`.
struct FetchedScript {
  Position at = {};
  Span span = {};  ///< of the command that runs it, and the one it comes from by a pipe
  Certainty certainty = Certainty::certain;
  std::string address = {};  ///< without the scheme: "ollama.com/install.sh"
};

}  // namespace cudafit::facts
