#include "facts/pip_options.h"

#include <algorithm>
#include <array>
#include <span>

#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

using enum PipOption;

/// `pip install`, `pip download`, `pip wheel` and the general ones, of pip 9 to 26.
constexpr std::array pip_rows{
    PipOptionRow{"-r --requirement", requirements, true},
    PipOptionRow{"-c --constraint", constraints, true},
    PipOptionRow{"-e --editable", editable, true},
    PipOptionRow{"-i --index-url --pypi-url", index_url, true},
    PipOptionRow{"--extra-index-url", extra_index_url, true},
    PipOptionRow{"-f --find-links", find_links, true},
    PipOptionRow{"--no-index", no_index, false},
    PipOptionRow{"--pre", pre, false},
    PipOptionRow{"--no-deps --no-dependencies", no_deps, false},
    PipOptionRow{"--no-build-isolation", no_build_isolation, false},
    PipOptionRow{"--no-binary", no_binary, true},
    PipOptionRow{"--only-binary", only_binary, true},
    PipOptionRow{"--no-use-wheel", other, false},
    PipOptionRow{"--use-wheel", other, false},
    PipOptionRow{"-U --upgrade", upgrade, false},
    PipOptionRow{"--upgrade-strategy", other, true},
    PipOptionRow{"--force-reinstall", reinstall, false},
    PipOptionRow{"-I --ignore-installed", reinstall, false},
    PipOptionRow{"-t --target", elsewhere, true},
    PipOptionRow{"--prefix", elsewhere, true},
    PipOptionRow{"--root", elsewhere, true},
    PipOptionRow{"--user", other, false},
    PipOptionRow{"--no-user", other, false},
    PipOptionRow{"--break-system-packages", break_system_packages, false},
    PipOptionRow{"--dry-run", dry_run, false},
    PipOptionRow{"--python", PipOption::python, true},
    PipOptionRow{"--python-version", python_version, true},
    PipOptionRow{"--platform", other, true},
    PipOptionRow{"--implementation", other, true},
    PipOptionRow{"--abi", other, true},
    PipOptionRow{"--group", group, true},
    PipOptionRow{"--requirements-from-script", unread, true},
    PipOptionRow{"--only-deps --only-dependencies", unread, false},
    PipOptionRow{"--all-releases", unread, true},
    PipOptionRow{"--only-final", unread, true},
    PipOptionRow{"--uploaded-prior-to", unread, true},
    PipOptionRow{"--build-constraint", other, true},
    PipOptionRow{"--src --source --source-dir --source-directory", other, true},
    PipOptionRow{"--ignore-requires-python", other, false},
    PipOptionRow{"--use-pep517", other, false},
    PipOptionRow{"--no-use-pep517", other, false},
    PipOptionRow{"--check-build-dependencies", other, false},
    PipOptionRow{"-C --config-settings --config-setting", other, true},
    PipOptionRow{"--global-option", other, true},
    PipOptionRow{"--install-option", other, true},
    PipOptionRow{"--build-option", other, true},
    PipOptionRow{"--compile", other, false},
    PipOptionRow{"--no-compile", other, false},
    PipOptionRow{"--no-warn-script-location", other, false},
    PipOptionRow{"--no-warn-conflicts", other, false},
    PipOptionRow{"--prefer-binary", other, false},
    PipOptionRow{"--require-hashes", other, false},
    PipOptionRow{"--no-require-hashes", other, false},
    PipOptionRow{"--no-verify-hashes", other, false},
    PipOptionRow{"--no-verify", other, false},
    PipOptionRow{"--progress-bar", other, true},
    PipOptionRow{"--root-user-action", other, true},
    PipOptionRow{"--report", other, true},
    PipOptionRow{"--no-clean", other, false},
    PipOptionRow{"--egg", other, false},
    PipOptionRow{"-b --build --build-dir --build-directory", other, true},
    PipOptionRow{"-d --download --dest --destination-dir --destination-directory", other, true},
    PipOptionRow{"-w --wheel-dir", other, true},
    PipOptionRow{"-y --yes", other, false},
    PipOptionRow{"--skip-requirements-regex", unread, true},
    PipOptionRow{"--process-dependency-links", unread, false},
    PipOptionRow{"--allow-external", other, true},
    PipOptionRow{"--allow-all-external", other, false},
    PipOptionRow{"--allow-unverified", other, true},
    PipOptionRow{"--always-unzip", other, false},
    PipOptionRow{"-h --help", help, false},
    PipOptionRow{"--debug", other, false},
    PipOptionRow{"--isolated", no_config, false},
    PipOptionRow{"--require-virtualenv --require-venv", other, false},
    PipOptionRow{"-v --verbose", other, false},
    PipOptionRow{"-V --version", help, false},
    PipOptionRow{"-q --quiet", other, false},
    PipOptionRow{"--log --log-file --local-log", other, true},
    PipOptionRow{"--no-input", other, false},
    PipOptionRow{"--keyring-provider", other, true},
    PipOptionRow{"--proxy", other, true},
    PipOptionRow{"--no-proxy-env", other, false},
    PipOptionRow{"--retries", other, true},
    PipOptionRow{"--resume-retries", other, true},
    PipOptionRow{"--timeout --default-timeout", other, true},
    PipOptionRow{"--exists-action", other, true},
    PipOptionRow{"--trusted-host", other, true},
    PipOptionRow{"--cert", other, true},
    PipOptionRow{"--client-cert", other, true},
    PipOptionRow{"--cache-dir", other, true},
    PipOptionRow{"--no-cache-dir", other, false},
    PipOptionRow{"--refresh-package", other, true},
    PipOptionRow{"--disable-pip-version-check", other, false},
    PipOptionRow{"--no-color", other, false},
    PipOptionRow{"--no-python-version-warning", other, false},
    PipOptionRow{"--use-feature", other, true},
    PipOptionRow{"--use-deprecated", other, true},
};

/// `uv pip install`, `uv pip sync` and the general ones, of uv 0.13 and before; hidden ones, too.
constexpr std::array uv_rows{
    PipOptionRow{"-r --requirements --requirement", requirements, true},
    PipOptionRow{"-c --constraint --constraints", constraints, true},
    PipOptionRow{"-e --editable", editable, true},
    PipOptionRow{"--default-index", default_index, true},
    PipOptionRow{"-i --index-url", index_url, true},
    PipOptionRow{"--index", index, true},
    PipOptionRow{"--extra-index-url", extra_index_url, true},
    PipOptionRow{"-f --find-links", find_links, true},
    PipOptionRow{"--no-index", no_index, false},
    PipOptionRow{"--index-strategy", index_strategy, true},
    PipOptionRow{"--torch-backend", torch_backend, true},
    PipOptionRow{"--pre", pre, false},
    PipOptionRow{"--prerelease", prerelease, true},
    PipOptionRow{"--no-deps", no_deps, false},
    PipOptionRow{"--deps", other, false},
    PipOptionRow{"--no-build-isolation", no_build_isolation, false},
    PipOptionRow{"--build-isolation", other, false},
    PipOptionRow{"--no-build-isolation-package", no_build_isolation_package, true},
    PipOptionRow{"--no-binary", no_binary, true},
    PipOptionRow{"--only-binary", only_binary, true},
    PipOptionRow{"--no-build", no_build, false},
    PipOptionRow{"--build", other, false},
    PipOptionRow{"-U --upgrade", upgrade, false},
    PipOptionRow{"--no-upgrade", other, false},
    PipOptionRow{"-P --upgrade-package", unread, true},
    PipOptionRow{"--upgrade-group", unread, true},
    PipOptionRow{"--reinstall --force-reinstall", reinstall, false},
    PipOptionRow{"--no-reinstall", other, false},
    PipOptionRow{"--reinstall-package", other, true},
    PipOptionRow{"-t --target", elsewhere, true},
    PipOptionRow{"--prefix", elsewhere, true},
    PipOptionRow{"--root", elsewhere, true},
    PipOptionRow{"--system", PipOption::system, false},
    PipOptionRow{"--no-system", other, false},
    PipOptionRow{"--break-system-packages", break_system_packages, false},
    PipOptionRow{"--no-break-system-packages", other, false},
    PipOptionRow{"--dry-run", dry_run, false},
    PipOptionRow{"-p --python", PipOption::python, true},
    PipOptionRow{"--python-version", python_version, true},
    PipOptionRow{"--python-platform", other, true},
    PipOptionRow{"--resolution", unread, true},
    PipOptionRow{"--prerelease-package", unread, true},
    PipOptionRow{"--fork-strategy", other, true},
    PipOptionRow{"--override --overrides", unread, true},
    PipOptionRow{"--exclude --excludes", unread, true},
    PipOptionRow{"-b --build-constraint --build-constraints", other, true},
    PipOptionRow{"--group", group, true},
    PipOptionRow{"--extra", extra, true},
    PipOptionRow{"--all-extras", all_extras, false},
    PipOptionRow{"--no-all-extras", other, false},
    PipOptionRow{"--exclude-newer", unread, true},
    PipOptionRow{"--exclude-newer-package", unread, true},
    PipOptionRow{"--no-sources", no_sources, false},
    PipOptionRow{"--no-sources-package", unread, true},
    PipOptionRow{"--no-editable", other, false},
    PipOptionRow{"--no-editable-package", other, true},
    PipOptionRow{"--require-hashes", other, false},
    PipOptionRow{"--no-require-hashes", other, false},
    PipOptionRow{"--verify-hashes", other, false},
    PipOptionRow{"--no-verify-hashes", other, false},
    PipOptionRow{"--require-build-hashes", other, false},
    PipOptionRow{"--exact", other, false},
    PipOptionRow{"--inexact --no-exact", other, false},
    PipOptionRow{"--strict", other, false},
    PipOptionRow{"--no-strict", other, false},
    PipOptionRow{"--check", dry_run, false},
    PipOptionRow{"--output-format", other, true},
    PipOptionRow{"--user", other, false},
    PipOptionRow{"--disable-pip-version-check", other, false},
    PipOptionRow{"--link-mode", other, true},
    PipOptionRow{"--compile-bytecode --compile", other, false},
    PipOptionRow{"--no-compile-bytecode --no-compile", other, false},
    PipOptionRow{"-C --config-setting --config-settings", other, true},
    PipOptionRow{"--config-settings-package", other, true},
    PipOptionRow{"--keyring-provider", other, true},
    PipOptionRow{"--cert", other, true},
    PipOptionRow{"--allow-empty-requirements --no-allow-empty-requirements", other, false},
    PipOptionRow{"-n --no-cache --no-cache-dir", other, false},
    PipOptionRow{"--cache-dir", other, true},
    PipOptionRow{"--refresh", other, false},
    PipOptionRow{"--no-refresh", other, false},
    PipOptionRow{"--refresh-package", other, true},
    PipOptionRow{"--python-preference", other, true},
    PipOptionRow{"--python-fetch", other, true},
    PipOptionRow{"--managed-python", other, false},
    PipOptionRow{"--no-managed-python", other, false},
    PipOptionRow{"--allow-python-downloads", other, false},
    PipOptionRow{"--no-python-downloads", other, false},
    PipOptionRow{"-q --quiet", other, false},
    PipOptionRow{"-v --verbose", other, false},
    PipOptionRow{"--no-color", other, false},
    PipOptionRow{"--color", other, true},
    PipOptionRow{"--native-tls", other, false},
    PipOptionRow{"--no-native-tls", other, false},
    PipOptionRow{"--system-certs", other, false},
    PipOptionRow{"--no-system-certs", other, false},
    PipOptionRow{"--offline", other, false},
    PipOptionRow{"--no-offline", other, false},
    PipOptionRow{"--allow-insecure-host --trusted-host", other, true},
    PipOptionRow{"--preview", other, false},
    PipOptionRow{"--no-preview", other, false},
    PipOptionRow{"--preview-features --preview-feature", other, true},
    PipOptionRow{"--isolated", no_config, false},
    PipOptionRow{"--no-progress", other, false},
    PipOptionRow{"--show-settings", help, false},
    PipOptionRow{"--no-installer-metadata", other, false},
    PipOptionRow{"--directory", directory, true},
    PipOptionRow{"--project", unread, true},
    PipOptionRow{"--config-file", unread, true},
    PipOptionRow{"--no-config", no_config, false},
    PipOptionRow{"-y --yes", other, false},
    PipOptionRow{"-h --help", help, false},
    PipOptionRow{"-V --version", help, false},
};

/// uv reads only some of its options from variables, and calls some of these differently.
constexpr std::array<std::pair<std::string_view, std::string_view>, 18> uv_names{{
    {"UV_DEFAULT_INDEX", "--default-index"},
    {"UV_INDEX_URL", "--index-url"},
    {"UV_INDEX", "--index"},
    {"UV_EXTRA_INDEX_URL", "--extra-index-url"},
    {"UV_FIND_LINKS", "--find-links"},
    {"UV_INDEX_STRATEGY", "--index-strategy"},
    {"UV_TORCH_BACKEND", "--torch-backend"},
    {"UV_PRERELEASE", "--prerelease"},
    {"UV_NO_BUILD_ISOLATION", "--no-build-isolation"},
    {"UV_BREAK_SYSTEM_PACKAGES", "--break-system-packages"},
    {"UV_SYSTEM_PYTHON", "--system"},
    {"UV_PYTHON", "--python"},
    {"UV_CONSTRAINT", "--constraint"},
    {"UV_OVERRIDE", "--override"},
    {"UV_EXCLUDE", "--exclude"},
    {"UV_EXCLUDE_NEWER", "--exclude-newer"},
    {"UV_RESOLUTION", "--resolution"},
    {"UV_CONFIG_FILE", "--config-file"},
}};

std::span<const PipOptionRow> rows_of(Installer tool) {
  if (tool == Installer::uv) return uv_rows;
  return pip_rows;
}

/// Calls `visit(name)` for each name of the row, until it says true.
template <typename Visit>
bool any_name(const PipOptionRow& row, Visit visit) {
  std::string_view rest = row.names;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (visit(rest.substr(0, end))) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

}  // namespace

const PipOptionRow* pip_option(Installer tool, std::string_view name) {
  const PipOptionRow* beginning = nullptr;
  std::size_t beginnings = 0;
  for (const PipOptionRow& row : rows_of(tool)) {
    if (any_name(row, [&](std::string_view each) { return each == name; })) return &row;
    if (tool == Installer::uv || !name.starts_with("--") || name.size() < 3) continue;
    if (any_name(row, [&](std::string_view each) { return each.starts_with(name); })) {
      beginning = &row;
      ++beginnings;
    }
  }
  return beginnings == 1 ? beginning : nullptr;
}

const std::vector<PipVariable>& pip_variables(Installer tool) {
  static const std::vector<PipVariable> of_pip = [] {
    std::vector<PipVariable> out;
    for (const PipOptionRow& row : pip_rows) {
      if (row.meaning == other || row.meaning == help) continue;
      any_name(row, [&](std::string_view name) {
        if (!name.starts_with("--")) return false;
        std::string variable = "PIP_";
        for (const char c : name.substr(2)) {
          variable += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        }
        out.push_back({std::move(variable), &row});
        return true;
      });
    }
    return out;
  }();
  static const std::vector<PipVariable> of_uv = [] {
    std::vector<PipVariable> out;
    for (const auto& [variable, option] : uv_names)
      out.push_back({std::string(variable), pip_option(Installer::uv, option)});
    return out;
  }();
  return tool == Installer::uv ? of_uv : of_pip;
}

std::optional<bool> truth(std::string_view text) {
  const std::string lower = ascii::lowered(text);
  for (const std::string_view yes : {"1", "y", "yes", "t", "true", "on"}) {
    if (lower == yes) return true;
  }
  for (const std::string_view no : {"0", "n", "no", "f", "false", "off"}) {
    if (lower == no) return false;
  }
  return std::nullopt;
}

}  // namespace cudafit::facts
