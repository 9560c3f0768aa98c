#include "graph/installed_drivers.h"

#include <algorithm>
#include <array>

#include "graph/build.h"

namespace cudafit::graph {

namespace {

using facts::Certainty;

/// Stages that are shipped, and what they are built on.
std::vector<bool> shipped_stages(const Graph& graph) {
  std::vector<bool> out(graph.facts.stages.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!graph.facts.stages[i].product) continue;
    for (int at = static_cast<int>(i); at >= 0;
         at = graph.facts.stages[static_cast<std::size_t>(at)].parent)
      out[static_cast<std::size_t>(at)] = true;
  }
  return out;
}

/// Packages that only something that loads or builds kernel modules wants.
bool for_kernel_modules(std::string_view package) {
  static constexpr std::array<std::string_view, 4> names{"kmod", "dkms", "kernel-devel",
                                                         "kernel-headers"};
  return std::find(names.begin(), names.end(), package) != names.end() ||
         package.starts_with("linux-headers") || package.starts_with("kernel-devel-");
}

}  // namespace

bool container_tool(std::string_view package) {
  return package.starts_with("nvidia-container-") || package.starts_with("libnvidia-container") ||
         package.starts_with("nvidia-docker");
}

namespace {

/// An image that provides its host with the driver, as NVIDIA's driver containers do.
bool driver_container(const Graph& graph) {
  const facts::Facts& facts = graph.facts;
  for (const facts::ProgramUse& program : facts.programs) {
    const bool starts = program.when == facts::RunWhen::start;
    if (starts && (program.program.starts_with("nvidia-driver") ||
                   program.program.starts_with("nvidia-installer")))
      return true;
    for (const std::string_view name : {"modprobe", "insmod", "depmod", "dkms"}) {
      if (program.program == name) return true;
    }
  }
  for (const facts::SystemInstall& install : facts.system_installs) {
    for (const facts::SystemPackageName& package : install.packages) {
      if (for_kernel_modules(package.name)) return true;
    }
  }
  return false;
}

InstalledDriver start(InstalledDriver::Kind kind, int stage, Span span, std::string subject) {
  InstalledDriver out;
  out.kind = kind;
  out.need.kind = "no driver in the image";
  out.need.verdict = Verdict::unmet;
  out.need.stage = stage;
  out.need.subject = std::move(subject);
  out.need.span = span;
  return out;
}

void packages(Graph& graph, const facts::SystemInstall& install) {
  if (install.certainty == Certainty::possible) return;
  const auto number = static_cast<std::size_t>(&install - graph.facts.system_installs.data());
  for (std::size_t i = 0; i < install.packages.size(); ++i) {
    const facts::SystemPackageName& package = install.packages[i];
    const std::optional<matrix::SystemPackage>& row = graph.system_packages[number][i];
    if (!row || row->harm == matrix::Harm::none || container_tool(package.name)) continue;
    if (row->harm == matrix::Harm::error && row->brings_driver != Known::yes) continue;
    InstalledDriver out =
        start(InstalledDriver::Kind::package, install.at.stage, package.span, package.name);
    out.harm = row->harm;
    out.why = row->why;
    out.replacement = row->fix;
    out.need.weak = row->weak;
    out.text = package.text;
    // A version behind the name is this package's, not the other's.
    out.plain = package.text.value == package.name;
    out.need.chain.push_back(says(package.name + " brings the driver", row->source));
    if (out.harm == matrix::Harm::warning)
      out.need.chain.back().message = package.name + ": " + out.why;
    graph.installed_drivers.push_back(std::move(out));
  }
}

bool has(const std::vector<std::string>& words, std::string_view option) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    while (word.starts_with('-') || word.starts_with('/')) word.remove_prefix(1);
    return word.substr(0, word.find('=')) == option;
  });
}

/// Windows: without -s it waits for somebody to click.
bool has_silent(const facts::Runfile& runfile) {
  return has(runfile.words, "s") || has(runfile.words, "silent");
}

/// "nvcc_12.4", "cudart_12.4": parts of the toolkit, which are all that is installed then.
bool names_components(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](std::string_view word) {
    const std::size_t line = word.rfind('_');
    return line != std::string_view::npos && line > 0 &&
           Version::parse(word.substr(line + 1)).has_value();
  });
}

/// The options keep the installer from installing a driver, or from installing anything.
bool without_driver(const facts::Runfile& runfile, matrix::RunfileAnswer::Kind kind) {
  using Kind = matrix::RunfileAnswer::Kind;
  const std::vector<std::string>& words = runfile.words;
  if (installs_nothing(runfile)) return true;
  if (kind == Kind::windows) return !has_silent(runfile) || names_components(words);
  if (kind != Kind::toolkit || has(words, "driver")) return false;
  for (const std::string_view component : {"toolkit", "samples", "documentation", "demo_suite"}) {
    if (has(words, component)) return true;
  }
  return false;
}

void installer(Graph& graph, const facts::Runfile& runfile) {
  using Kind = matrix::RunfileAnswer::Kind;
  const auto known = matrix::runfile(runfile.file);
  if (!known || known->brings_driver != Known::yes) return;
  const bool windows = known->kind == Kind::windows;
  const bool runs = windows || known->kind == Kind::toolkit || known->kind == Kind::driver;
  // The text of a Windows step is not followed: how surely it runs is never known.
  const bool sure = runfile.certainty != Certainty::possible && runfile.options_known;
  if (!runs || (!sure && !windows) || without_driver(runfile, known->kind)) return;
  InstalledDriver out =
      start(InstalledDriver::Kind::installer, runfile.at.stage, runfile.span, runfile.file);
  if (windows) out.harm = matrix::Harm::warning;
  out.toolkit = known->kind == Kind::toolkit;
  out.options = runfile.name_span;
  out.silent = has_silent(runfile);
  out.why = windows ? "without components behind -s it installs the driver too"
                    : "the driver belongs on the host";
  out.need.weak = known->weak;
  std::string words = "it installs driver";
  if (known->driver) words += " " + driver_text(known->driver);
  if (out.toolkit) words = "without --toolkit " + words + " too";
  out.need.chain.push_back(says(std::move(words), known->source));
  graph.installed_drivers.push_back(std::move(out));
}

/// A vendor's script that installs a driver when it sees fit.
void script(Graph& graph, const facts::FetchedScript& fetched) {
  const auto known = matrix::runfile(fetched.address);
  const bool may = known && known->kind == matrix::RunfileAnswer::Kind::script &&
                   known->brings_driver != Known::no;
  if (!may || fetched.certainty == Certainty::possible) return;
  InstalledDriver out =
      start(InstalledDriver::Kind::script, fetched.at.stage, fetched.span, fetched.address);
  out.harm = matrix::Harm::warning;
  out.why = "it installs an NVIDIA driver where it finds a GPU and no driver";
  out.need.weak = known->weak;
  out.need.chain.push_back(says("what the script does", known->source));
  graph.installed_drivers.push_back(std::move(out));
}

}  // namespace

bool installs_nothing(const facts::Runfile& runfile) {
  static constexpr std::array<std::string_view, 14> options{
      "extract", "extract-only", "x",   "help",   "h",         "version",          "info",
      "list",    "check",        "tar", "noexec", "uninstall", "advanced-options", "A"};
  return std::any_of(options.begin(), options.end(),
                     [&](std::string_view option) { return has(runfile.words, option); });
}

bool has_own_directory(const facts::Runfile& runfile) {
  static constexpr std::array<std::string_view, 4> options{"toolkitpath", "installpath",
                                                           "defaultroot", "prefix"};
  return std::any_of(options.begin(), options.end(),
                     [&](std::string_view option) { return has(runfile.words, option); });
}

void find_installed_drivers(Graph& graph) {
  if (driver_container(graph)) return;
  const std::vector<bool> shipped = shipped_stages(graph);
  for (const facts::SystemInstall& install : graph.facts.system_installs) {
    if (shipped[static_cast<std::size_t>(install.at.stage)]) packages(graph, install);
  }
  for (const facts::Runfile& runfile : graph.facts.runfiles) {
    if (shipped[static_cast<std::size_t>(runfile.at.stage)]) installer(graph, runfile);
  }
  for (const facts::FetchedScript& fetched : graph.facts.fetched_scripts) {
    if (shipped[static_cast<std::size_t>(fetched.at.stage)]) script(graph, fetched);
  }
}

}  // namespace cudafit::graph
