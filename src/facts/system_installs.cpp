// What the system's package managers install and remove.

#include <algorithm>
#include <array>

#include "facts/downloads.h"
#include "facts/runs.h"
#include "facts/system_names.h"

namespace cudafit::facts {

namespace {

/// How one package manager is called.
struct Manager {
  Installer tool;
  WordList programs;
  OptionNames options;
  WordList installs;  ///< words that install what follows
  WordList removes;
  WordList upgrades;  ///< with no word behind them: everything
  WordList more;      ///< words that install what is not named
};

constexpr WordList apt_valued =
    "-t --target-release --default-release -o --option -c --config-file -a --host-architecture -P "
    "--build-profiles --color -q= --solver";
constexpr WordList apt_flags =
    "-y --yes --assume-yes -q --quiet -f --fix-broken -m --fix-missing --ignore-missing -V -u -d "
    "--download-only -s --simulate --dry-run --just-print --no-act --recon -b "
    "--no-install-recommends "
    "--install-recommends --install-suggests --no-install-suggests --allow-unauthenticated "
    "--allow-downgrades --allow-change-held-packages --allow-remove-essential --force-yes "
    "--allow-releaseinfo-change --only-upgrade --no-upgrade --reinstall --purge --auto-remove "
    "--autoremove --trivial-only --no-remove --verbose-versions --show-progress --with-new-pkgs "
    "--print-uris --ignore-hold --no-download --assume-no --show-upgraded "
    "--allow-insecure-repositories "
    "--without-recommends --with-recommends --list-cleanup --fix-policy --add-user-tag "
    "--safe-resolver "
    "--arch-only --indep-only --compile --error-on=any --no-list-cleanup --allow-new-upgrades "
    "--no-strict-pinning --no-show-upgraded --update -U";

constexpr std::array managers{
    Manager{.tool = Installer::apt,
            .programs = "apt-get apt aptitude apt-fast nala install_packages clean-install",
            .options = {.valued = apt_valued, .flags = apt_flags},
            .installs = "install reinstall",
            .removes = "remove purge autoremove autopurge",
            .upgrades = "upgrade dist-upgrade full-upgrade safe-upgrade dselect-upgrade",
            .more = "build-dep build-depends satisfy"},
    Manager{
        .tool = Installer::dnf,
        .programs = "dnf dnf5 yum microdnf tdnf",
        .options =
            {.valued =
                 "--enablerepo --disablerepo --repo --repoid --setopt --releasever --installroot "
                 "-x --exclude --excludepkgs -c --config -d --debuglevel -e --errorlevel "
                 "--rpmverbosity --forcearch --repofrompath --comment --advisory --enablegroup "
                 "--disableexcludes --disableplugin --enableplugin --use-host-config --color "
                 "--destdir --downloaddir --enable-repo --disable-repo --from-repo --snapshottime",
             .flags =
                 "-y --assumeyes -q --quiet -v --verbose -b --best --nobest --no-best --nogpgcheck "
                 "--no-gpgchecks --nogpg --allowerasing --skip-broken --skip-unavailable -C "
                 "--cacheonly --refresh --nodocs --noplugins --downloadonly --obsoletes "
                 "--install-weak-deps --noautoremove -t --tolerant -R --randomwait --assumeno "
                 "--no-allow-downgrade --allow-downgrade --noclean --disablerepo=* -4 -6 --nodeps "
                 "--security --bugfix --installweakdeps"},
        .installs = "install reinstall localinstall install-n in downgrade",
        .removes = "remove erase autoremove rm",
        .upgrades = "upgrade update upgrade-minimal update-minimal distro-sync up",
        .more = "builddep build-dep groupinstall group groups module swap shell history"},
    Manager{.tool = Installer::apk,
            .programs = "apk",
            .options = {.valued =
                            "-t --virtual -X --repository -p --root --repositories-file --keys-dir "
                            "--cache-dir --arch --wait --cache-max-age --progress-fd",
                        .flags =
                            "-U -u -l -q -v -f -i -s --no-cache --update --update-cache --upgrade "
                            "--latest --quiet --verbose --force --interactive --simulate "
                            "--allow-untrusted --no-network --no-progress --purge --initdb "
                            "--no-scripts --force-overwrite --force-broken-world --no-interactive "
                            "--no-check-certificate --force-refresh --force-old-apk --rdepends -r"},
            .installs = "add",
            .removes = "del",
            .upgrades = "upgrade fix",
            .more = ""},
    Manager{
        .tool = Installer::zypper,
        .programs = "zypper",
        .options = {.valued = "-r --repo --from -t --type -R --root -c --config -D --reposd-dir -C "
                              "--cache-dir --releasever --download --solver --name -p --plus-repo",
                    .flags =
                        "-n --non-interactive -y --no-confirm -q --quiet -v --verbose "
                        "--no-gpg-checks --gpg-auto-import-keys --no-recommends --recommends -l "
                        "--auto-agree-with-licenses -f --force -i --ignore-unknown --no-refresh "
                        "--allow-unsigned-rpm --oldpackage --replacefiles --force-resolution "
                        "--no-force-resolution --allow-vendor-change --dry-run --download-only "
                        "-u --clean-deps --no-cd --details --allow-downgrade --xmlout"},
        .installs = "install in source-install si",
        .removes = "remove rm",
        .upgrades = "update up dist-upgrade dup patch",
        .more = "install-new-recommends inr"},
};

constexpr WordList only_asks =
    "-s --simulate --dry-run --just-print --no-act --recon -d --download-only --downloadonly "
    "--print-uris --assumeno --assume-no";

const Manager* manager_of(std::string_view program) {
  const auto found = std::find_if(managers.begin(), managers.end(), [&](const Manager& each) {
    return listed(each.programs, program);
  });
  return found == managers.end() ? nullptr : &*found;
}

/// Root's rights are asked for.
bool by_sudo(const Command& command) {
  const auto program = std::min(command.program, command.words.size());
  return std::any_of(command.words.begin(),
                     command.words.begin() + static_cast<std::ptrdiff_t>(program),
                     [](const Text& word) { return file_name(word.value) == "sudo"; });
}

class Reader {
 public:
  Reader(const Document& document, const Fetches& fetches, Facts& out)
      : document_(document), fetches_(fetches), out_(out) {}

  void read() {
    each_step(document_, [&](const Stage& stage, const Step& step) {
      Downloads& downloads = downloads_.of(stage);
      downloads.follow(step);
      each_run(stage, step, [&](const Run& run) {
        downloads.follow(run.command, fetches_);
        command(run, downloads);
      });
    });
  }

 private:
  void command(const Run& run, const Downloads& downloads) {
    const Call call = call_of(run.command);
    if (call.name == "dpkg" || call.name == "gdebi" || call.name == "rpm") {
      files(run, call, downloads);
      return;
    }
    const Manager* manager = manager_of(call.name);
    if (manager == nullptr) return;
    const bool always = call.name == "install_packages" || call.name == "clean-install";
    const std::vector<Argument> words = arguments(run.command, call.arguments());
    const std::vector<Item> parts = items(words, manager->options);
    const auto action =
        std::find_if(parts.begin(), parts.end(), [](const Item& item) { return !item.option(); });
    if (!always && action == parts.end()) return;
    const std::string_view verb = always ? "install" : action->argument.value();
    const bool asks = std::any_of(parts.begin(), parts.end(), [](const Item& item) {
      return item.option() && !item.valued && listed(only_asks, item.name);
    });
    if (asks && manager->tool != Installer::zypper) return;
    std::vector<Item> rest(always ? parts.begin() : action + 1, parts.end());
    const bool named =
        std::any_of(rest.begin(), rest.end(), [](const Item& item) { return !item.option(); });
    const bool upgrades = listed(manager->upgrades, verb);
    if (listed(manager->removes, verb)) {
      removal(run, *manager, *action, parts, rest, call.more);
      return;
    }
    SystemInstall install{.at = run.at,
                          .tool = manager->tool,
                          .span = run.command.syntax.span,
                          .certainty = run.certainty};
    install.complete = !call.more;
    if (upgrades && !named) {
      install.upgrades = true;
    } else if (listed(manager->more, verb)) {
      const bool asks_only = listed("list info repolist enable disable reset", first_word(rest));
      if (asks_only) return;
      install.complete = false;
    } else if (listed(manager->installs, verb) || upgrades) {
      packages(rest, manager->tool, downloads, install.packages, install.complete);
    } else {
      return;
    }
    for (const Item& item : parts) {
      if (item.option() && !item.known) install.complete = false;
      if (item.name == "--no-install-recommends" || item.name == "--no-recommends")
        install.no_recommends = true;
    }
    install.options = option_names(parts);
    install.sudo = by_sudo(run.command);
    if (!always) install.action = action->span;
    out_.system_installs.push_back(std::move(install));
  }

  static std::vector<std::string> option_names(const std::vector<Item>& parts) {
    std::vector<std::string> out;
    for (const Item& item : parts) {
      if (item.option()) out.push_back(item.name);
    }
    return out;
  }

  static std::string_view first_word(const std::vector<Item>& parts) {
    for (const Item& item : parts) {
      if (!item.option()) return item.argument.value();
    }
    return {};
  }

  static void packages(const std::vector<Item>& parts, Installer tool, const Downloads& downloads,
                       std::vector<SystemPackageName>& out, bool& complete) {
    for (const Item& item : parts) {
      if (item.option()) continue;
      const Argument& word = item.argument;
      const std::string_view value = word.start();
      // apt: a package to remove; apk: one to keep out.
      if (tool == Installer::apt && word.known() && value.ends_with('-')) continue;
      if (tool == Installer::apk && value.starts_with('!')) continue;
      const bool path = is_package_file(value) && contains(value, "/");
      const std::string_view file = path ? downloads.file(value) : file_name(value);
      SystemPackageName name = read_system_name(tool, word, file);
      if (!item.known || name.name.empty()) {
        complete = false;
        continue;
      }
      if (value.starts_with('@') || value.starts_with("pattern:")) complete = false;
      out.push_back(std::move(name));
    }
  }

  void removal(const Run& run, const Manager& manager, const Item& action,
               const std::vector<Item>& parts, const std::vector<Item>& rest, bool more) {
    SystemRemoval out{.at = run.at,
                      .tool = manager.tool,
                      .span = run.command.syntax.span,
                      .certainty = run.certainty};
    out.complete = !more;
    out.automatic = action.argument.value().starts_with("auto") || manager.tool != Installer::apt;
    out.action = action.span;
    out.options = option_names(parts);
    for (const Item& item : parts) {
      if (item.name == "--auto-remove" || item.name == "--autoremove") out.automatic = true;
    }
    packages(rest, manager.tool, {}, out.packages, out.complete);
    out_.system_removals.push_back(std::move(out));
  }

  /// dpkg -i file.deb, rpm -i file.rpm.
  void files(const Run& run, const Call& call, const Downloads& downloads) {
    const bool rpm = call.name == "rpm";
    const Installer tool = rpm ? Installer::dnf : Installer::apt;
    bool installs = call.name == "gdebi";
    bool removes = false;
    std::vector<Argument> names;
    for (Argument& word : arguments(run.command, call.arguments())) {
      const std::string_view value = word.value();
      if (!value.starts_with('-')) {
        names.push_back(std::move(word));
      } else if (value.starts_with("--")) {
        installs = installs || value == "--install" || value == "--upgrade" || value == "--unpack";
        removes = removes || value == "--purge" || value == "--remove" || value == "--erase";
      } else if (rpm) {
        installs = installs || value.find_first_of("iUF") == 1;
        removes = removes || value.starts_with("-e");
        if (value.starts_with("-q") || value.starts_with("-V")) return;
      } else {
        installs = installs || contains(value, "i");
        removes = removes || contains(value, "P") || contains(value, "r");
      }
    }
    if (removes && !rpm) installs = false;
    if (!installs && !removes) return;
    std::vector<Item> parts;
    for (Argument& name : names) {
      Item item;
      item.argument = std::move(name);
      parts.push_back(std::move(item));
    }
    if (!installs) {
      SystemRemoval out{
          .at = run.at, .tool = tool, .span = run.command.syntax.span, .certainty = run.certainty};
      out.complete = !call.more;
      out.resolves = false;
      packages(parts, tool, downloads, out.packages, out.complete);
      out_.system_removals.push_back(std::move(out));
      return;
    }
    SystemInstall out{
        .at = run.at, .tool = tool, .span = run.command.syntax.span, .certainty = run.certainty};
    out.complete = !call.more;
    out.resolves = false;
    for (const Item& item : parts) {
      SystemPackageName name =
          read_system_name(tool, item.argument, downloads.file(item.argument.start()));
      if (name.name.empty() || !is_package_file(downloads.file(item.argument.start()))) {
        out.complete = false;
      } else {
        if (!name.known) out.complete = false;
        out.packages.push_back(std::move(name));
      }
    }
    out_.system_installs.push_back(std::move(out));
  }

  const Document& document_;
  const Fetches& fetches_;
  Facts& out_;
  StageDownloads downloads_;
};

}  // namespace

void system_installs(const Document& document, const Fetches& fetches, Facts& out) {
  Reader(document, fetches, out).read();
}

}  // namespace cudafit::facts
