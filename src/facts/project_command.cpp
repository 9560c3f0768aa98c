#include "facts/project_command.h"

#include <algorithm>

#include "facts/runs.h"
#include "facts/words.h"
#include "read/wheel_name.h"

namespace cudafit::facts {

namespace {

constexpr OptionNames uv_options{
    .valued =
        "--extra --no-extra --group --no-group --only-group --no-editable-package "
        "--no-install-package --package --script --python-platform --index --default-index -i "
        "--index-url --extra-index-url -f --find-links --index-strategy --keyring-provider -P "
        "--upgrade-package --upgrade-group --resolution --prerelease --prerelease-package "
        "--fork-strategy --exclude-newer --exclude-newer-package --no-sources-package "
        "--reinstall-package --link-mode -C --config-setting --config-settings "
        "--config-settings-package --no-build-isolation-package --no-build-package "
        "--no-binary-package --cache-dir --refresh-package -p --python --color "
        "--allow-insecure-host --trusted-host --directory --project --config-file "
        "--output-format --env-file -w --with --with-editable --with-requirements -o "
        "--output-file --format --prune --no-emit-package --python-preference --python-fetch",
    .flags =
        "--all-extras --no-dev --dev --only-dev --no-default-groups --all-groups --no-editable "
        "--inexact --exact --active --no-active --no-install-project --no-install-workspace "
        "--no-install-local --locked --frozen --no-frozen --no-locked --dry-run --all-packages "
        "--check --no-index --upgrade -U --no-sources --reinstall --force-reinstall "
        "--compile-bytecode --compile --no-compile-bytecode --no-compile --no-build-isolation "
        "--build-isolation --no-build --no-binary --build --binary --require-build-hashes "
        "--no-require-build-hashes -n --no-cache --no-cache-dir --refresh --managed-python "
        "--no-managed-python --no-python-downloads --allow-python-downloads -q --quiet -v "
        "--verbose --system-certs --no-system-certs --native-tls --no-native-tls --offline "
        "--no-offline --no-progress --no-config --no-env-file --isolated --no-sync --sync "
        "--no-project --module -m --no-annotate --no-header --emit-index-url --emit-find-links "
        "--no-hashes --hashes --no-emit-project --no-emit-workspace --no-emit-local --preview "
        "--no-preview --no-refresh --no-upgrade -h --help",
};

constexpr OptionNames poetry_options{
    .valued =
        "--without --with --only -E --extras -P --project -C --directory -f --format -o --output",
    .flags =
        "--sync --no-root --no-directory --dry-run --all-extras --all-groups --only-root --compile "
        "-h --help -q --quiet -V --version --ansi --no-ansi -n --no-interaction --no-plugins "
        "--no-cache -v -vv -vvv --verbose --no-dev --without-hashes --without-urls --dev "
        "--with-credentials --remove-untracked --local",
};

constexpr OptionNames pdm_options{
    .valued =
        "-p --project -G --group --with --without --config-setting -C --override -L --lockfile "
        "-k --skip -o --output -f --format --venv -c --config",
    .flags =
        "-h --help -v --verbose -q --quiet -g --global --no-default -d --dev --prod --production "
        "--no-editable --no-self --fail-fast -x --no-isolation --dry-run --frozen-lockfile "
        "--no-lock --check --clean --only-keep --clean-unselected -r --reinstall --plugins "
        "-I --ignore-python --no-markers --without-hashes --no-hashes",
};

constexpr OptionNames pipenv_options{
    .valued =
        "--pypi-mirror --python --extra-pip-args --categories --extras --config-settings -i "
        "--index --requirements -r -e --editable --resolver --from-pipfile",
    .flags =
        "-h --help --system --deploy --site-packages --no-site-packages --verbose -v --quiet -q "
        "--clear --pre --dev -d --all --ignore-pipfile --skip-lock --bare --clean --keep-outdated "
        "--sequential --selective-upgrade --three --two --exclude-markers --hash --dev-only",
};

/// What the programs are called, and their options.
struct Manager {
  std::string_view name;
  Installer tool;
  const OptionNames* options;
};
constexpr Manager managers[] = {
    {"uv", Installer::uv, &uv_options},
    {"poetry", Installer::poetry, &poetry_options},
    {"pdm", Installer::pdm, &pdm_options},
    {"pipenv", Installer::pipenv, &pipenv_options},
};

const Manager* manager(std::string_view name) {
  const auto* const found = std::find_if(std::begin(managers), std::end(managers),
                                         [&](const Manager& each) { return each.name == name; });
  return found == std::end(managers) ? nullptr : found;
}

class Reader {
 public:
  Reader(const Manager& manager, std::vector<Argument> words)
      : manager_(manager), words_(std::move(words)) {
    out_.tool = manager.tool;
    out_.urls = manager.tool == Installer::poetry || manager.tool == Installer::pipenv;
    out_.program = manager.name;
  }

  std::optional<ProjectCall> run() {
    std::string verb;
    for (const Item& item : items(words_, *manager_.options)) {
      if (item.option()) {
        if (!item.known) out_.known = false;
        option(item);
      } else if (verb.empty()) {
        verb = item.argument.value();
        if (!item.argument.known() || !action(verb)) return std::nullopt;
      } else if (out_.action == ProjectAction::run) {
        // The rest belongs to the program that it starts.
        out_.script = item.argument.text;
        break;
      } else {
        plain(item);
      }
    }
    if (verb.empty() || nothing_) return std::nullopt;
    if (out_.tool == Installer::uv && out_.action == ProjectAction::sync && !inexact_)
      out_.exact = true;
    return std::move(out_);
  }

 private:
  bool action(std::string_view verb) {
    if (verb == "sync") {
      out_.action = ProjectAction::sync;
      if (out_.tool == Installer::poetry) out_.exact = true;
      return true;
    }
    if (verb == "export" && out_.tool != Installer::pipenv) {
      out_.action = ProjectAction::export_to;
      return true;
    }
    if (verb == "requirements" && out_.tool == Installer::pipenv) {
      out_.action = ProjectAction::export_to;
      return true;
    }
    if (verb == "run" && out_.tool == Installer::uv) {
      out_.action = ProjectAction::run;
      return true;
    }
    const bool install = verb == "install" || (verb == "i" && out_.tool == Installer::pdm);
    return install && out_.tool != Installer::uv;
  }

  /// A word that is no option: `pipenv install torch` asks for more.
  void plain(const Item& item) {
    if (out_.tool == Installer::pipenv && out_.action == ProjectAction::sync) out_.known = false;
    if (!item.argument.known()) out_.known = false;
  }

  /// Names that are separated by blanks or commas.
  void add(const Item& item, std::vector<std::string>& out) {
    const Text& text = item.argument.text;
    if (!text.complete) {
      out_.known = false;
      return;
    }
    std::string_view rest = text.value;
    const std::string_view separators = out_.tool == Installer::uv ? "" : ", ";
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find_first_of(separators), rest.size());
      const std::string_view name = rest.substr(0, end);
      if (!name.empty()) out.push_back(name == ":all" ? ":all" : read::normalized_name(name));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  void option(const Item& item) {
    const std::string_view name = item.name;
    if (listed("-h --help --version -V", name)) nothing_ = true;
    if (name == "--dry-run" || name == "--check") out_.dry_run = true;
    if (name == "--directory" || (name == "-C" && out_.tool == Installer::poetry))
      out_.directory = item.argument.text;
    if (name == "--project" || (name == "-P" && out_.tool == Installer::poetry) ||
        (name == "-p" && out_.tool == Installer::pdm))
      out_.project = item.argument.text;
    if (listed("-o --output --output-file", name)) out_.output = item.argument.text;
    switch (out_.tool) {
      case Installer::uv:
        return uv(name, item);
      case Installer::poetry:
        return poetry(name, item);
      case Installer::pdm:
        return pdm(name, item);
      default:
        return pipenv(name, item);
    }
  }

  void uv(std::string_view name, const Item& item) {
    if (name == "--extra") add(item, out_.extras);
    if (name == "--no-extra") add(item, out_.without_extras);
    if (name == "--group") add(item, out_.groups);
    if (name == "--no-group") add(item, out_.without_groups);
    if (name == "--only-group") add(item, out_.only);
    if (name == "--only-dev") out_.only.emplace_back("dev");
    if (name == "--package") add(item, out_.packages);
    if (name == "--no-install-package" || name == "--no-emit-package") add(item, out_.not_packages);
    if (name == "--all-extras") out_.all_extras = true;
    if (name == "--all-groups") out_.all_groups = true;
    if (name == "--all-packages") out_.all_packages = true;
    if (name == "--no-default-groups") out_.no_default_groups = true;
    if (name == "--dev") out_.dev = true;
    if (name == "--no-dev") out_.no_dev = true;
    if (listed("--no-install-project --no-emit-project", name)) out_.no_project = true;
    if (listed("--no-install-workspace --no-emit-workspace", name))
      out_.no_project = out_.no_members = true;
    if (listed("--no-install-local --no-emit-local", name))
      out_.no_project = out_.no_members = out_.no_directories = true;
    if (name == "--inexact") inexact_ = true;
    if (name == "--exact") out_.exact = true;
    if (name == "--active") out_.active = true;
    if (name == "--isolated") out_.other_place = true;
    if (listed("--no-sync --no-project --script -s --gui-script", name)) nothing_ = true;
    if (listed("-U --upgrade -P --upgrade-package --upgrade-group --python-platform", name))
      out_.no_lock = true;
    if (listed("--index --default-index -i --index-url --extra-index-url -f --find-links "
               "--no-index --resolution --prerelease --prerelease-package --fork-strategy "
               "--exclude-newer --exclude-newer-package --no-sources --no-sources-package "
               "--config-file --no-config --refresh --refresh-package",
               name))
      out_.other_indexes = true;
    if (name == "--emit-index-url") out_.urls = true;
    if (name == "-p" || name == "--python") out_.python = item.argument.text;
  }

  void poetry(std::string_view name, const Item& item) {
    if (name == "-E" || name == "--extras") add(item, out_.extras);
    if (name == "--with") add(item, out_.groups);
    if (name == "--without") add(item, out_.without_groups);
    if (name == "--only") add(item, out_.only);
    if (name == "--all-extras") out_.all_extras = true;
    if (name == "--all-groups") out_.all_groups = true;
    // Everything but the project's own dependencies, in all of its versions.
    if (name == "--no-dev") out_.only.emplace_back("main");
    if (name == "--dev") out_.dev = true;
    if (name == "--no-root") out_.no_project = true;
    if (name == "--no-directory") out_.no_directories = true;
    if (name == "--only-root") nothing_ = true;
    if (name == "--without-urls") out_.urls = false;
    if (name == "--sync" || name == "--remove-untracked") out_.exact = true;
  }

  void pdm(std::string_view name, const Item& item) {
    if (listed("-G --group --with", name)) add(item, out_.groups);
    if (name == "--without") add(item, out_.without_groups);
    if (name == "--no-default") out_.no_main = true;
    if (name == "-d" || name == "--dev") out_.dev = true;
    if (name == "--prod" || name == "--production") out_.no_dev = true;
    if (name == "--no-self") out_.no_project = true;
    if (listed("--clean --only-keep --clean-unselected", name)) out_.exact = true;
    if (listed("--venv -g --global", name)) out_.other_place = true;
    if (name == "-L" || name == "--lockfile") out_.lock = item.argument.text;
    if (name == "--override") out_.no_lock = true;
    if (name == "--plugins") nothing_ = true;
  }

  void pipenv(std::string_view name, const Item& item) {
    if (name == "--dev" || name == "-d") out_.dev = true;
    if (name == "--dev-only") out_.only.emplace_back("develop");
    if (name == "--all") out_.all_groups = true;
    if (name == "--categories") add(item, out_.only);
    if (name == "--system") out_.system = true;
    if (name == "--skip-lock") out_.no_lock = true;
    if (listed("-r --requirements -e --editable --extras", name)) out_.known = false;
    if (name == "--python") out_.python = item.argument.text;
  }

  const Manager& manager_;
  std::vector<Argument> words_;
  ProjectCall out_;
  bool nothing_ = false;
  bool inexact_ = false;
};

}  // namespace

std::optional<ProjectCall> project_call(const Command& command) {
  const Call call = call_of(command);
  std::size_t first = call.arguments();
  const Manager* found = manager(call.name);
  if (found == nullptr && versioned(call.name, "python") && first + 1 < command.words.size() &&
      command.words[first].value == "-m") {
    found = manager(command.words[first + 1].value);
    first += 2;
  }
  if (found == nullptr || call.more) return std::nullopt;
  return Reader(*found, arguments(command, std::min(first, command.words.size()))).run();
}

}  // namespace cudafit::facts
