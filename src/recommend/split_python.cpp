#include "recommend/split_python.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "graph/python.h"
#include "terms/word_list.h"

namespace cudafit::recommend {

namespace {

constexpr std::string_view venv = "/opt/venv";

class Reader {
 public:
  Reader(const graph::Graph& graph, int stage, Made& made)
      : graph_(graph), stage_(stage), made_(made) {}

  StagePython run() {
    find();
    return std::move(out_);
  }

 private:
  bool ok() const { return out_.refusal.empty(); }
  void refuse(std::string why) {
    if (out_.refusal.empty()) out_.refusal = std::move(why);
  }

  void find() {
    const std::optional<matrix::ImageContents>& image =
        graph_.bases[static_cast<std::size_t>(stage_)].contents;
    // Its torch stands in both images: what is installed lies over it.
    const bool image_torch = image && image->python == Known::yes && !image->torch.empty();
    const bool image_conda = image_torch || (image && image->conda == Known::yes);
    std::optional<facts::Environment> common;
    std::string version;
    const auto take = [&](const facts::Environment& environment) {
      if (!environment.known) return refuse("into which environment pip installs is not known");
      if (common && !(*common == environment))
        return refuse("Python packages are installed into several environments");
      common = environment;
    };
    for (const facts::PipInstall& each : graph_.facts.pip_installs) {
      if (each.at.stage != stage_ || each.dry_run) continue;
      take(each.environment);
      const std::string tag = graph::python_tag(graph_, each);
      const std::string this_version =
          tag.starts_with("cp3") && tag.size() > 3 ? "3." + tag.substr(3) : std::string();
      if (!version.empty() && this_version != version)
        refuse("packages of several Pythons are installed");
      version = this_version;
    }
    for (const facts::CondaInstall& each : graph_.facts.conda_installs) {
      if (each.at.stage != stage_) continue;
      if (image_conda) return refuse("conda installs into the image's own environment");
      if (!each.environment.known)
        return refuse("into which environment conda installs is not known");
      conda_output(each.environment.path);
    }
    if (!common || !ok()) return;
    if (common->conda && !image_conda) return conda_output(common->path);
    if (!common->path.empty()) {
      if (!common->path.starts_with('/'))
        return refuse("where the virtual environment is is not known");
      Made::add(made_.outputs, common->path);
      if (version.empty()) version = maker_of(common->path);
      return interpreter_of(image, version);
    }
    // A virtual environment is made; over the packages of conda, where the image has them.
    out_.makes = venv;
    if (image_conda) {
      out_.over_image = true;
    } else {
      interpreter_of(image, version);
    }
  }

  /// Of the Python that makes a virtual environment, as far as its program says it: "3.11", "3".
  std::string maker_of(const std::string& path) const {
    for (const facts::Provides& each : graph_.facts.provides) {
      if (each.at.stage == stage_ && each.environment == path)
        return each.version.empty() ? "3" : each.version;
    }
    return {};
  }

  void conda_output(const std::string& path) {
    const std::string root = path.substr(0, path.find("/envs/"));
    const bool copied = std::any_of(made_.outputs.begin(), made_.outputs.end(),
                                    [&](const std::string& each) { return within(root, each); });
    if (root.empty() ? made_.outputs.empty() : !root.starts_with('/'))
      return refuse("where conda is installed is not known");
    if (!root.empty() && !copied) Made::add(made_.outputs, root);
  }

  void interpreter_of(const std::optional<matrix::ImageContents>& image,
                      const std::string& version) {
    if (!image || !image->apt)
      return refuse("what the image's system calls its Python is not known");
    if (image->python == Known::yes) return refuse("the image brings a Python of its own");
    if (version.empty()) return refuse("which Python pip installs for is not known");
    const auto wanted = Version::parse(version);
    const bool distribution = version == "3" || (wanted && image->distro_python.same_line(*wanted));
    out_.interpreter = distribution ? "python3" : "python" + version;
    out_.venv_package = out_.interpreter + "-venv";
    out_.of_system = true;
  }

  const graph::Graph& graph_;
  int stage_;
  Made& made_;
  StagePython out_;
};

}  // namespace

StagePython stage_python(const graph::Graph& graph, int stage, Made& made) {
  return Reader(graph, stage, made).run();
}

namespace {

/// The system's package manager installs Python packages, too.
bool sees_system(const StagePackages& packages) {
  constexpr WordList own = "python3-venv python3-minimal python3-dbg python3-full";
  const std::vector<std::string> kept = packages.names(true);
  return std::any_of(kept.begin(), kept.end(), [&](const std::string& name) {
    return name.starts_with("python3-") && !own.has(name);
  });
}

}  // namespace

std::string make_environment(const StagePython& python, const StagePackages& packages,
                             bool keeps_lists, std::string_view end_of_line) {
  std::string out;
  std::string command = python.over_image
                            ? "pip install virtualenv && virtualenv --system-site-packages"
                            : python.interpreter + " -m venv" +
                                  (sees_system(packages) ? " --system-site-packages" : "");
  command += " " + python.makes;
  const bool there = std::any_of(
      packages.all.begin(), packages.all.end(),
      [&](const StagePackages::One& each) { return each.name->name == python.venv_package; });
  if (!python.venv_package.empty() && !there) {
    out += AptRun{.packages = " " + python.venv_package,
                  .no_recommends = true,
                  .keeps_lists = keeps_lists}
               .written(end_of_line);
  }
  // What the distribution's pip has beside it, and builds without isolation look for.
  if (!python.over_image)
    command += fmt::format(" && {}/bin/pip install setuptools wheel", python.makes);
  out += fmt::format("RUN {}{}", command, end_of_line);
  return out + environment_lines(python, end_of_line);
}

std::string environment_lines(const StagePython& python, std::string_view end_of_line) {
  return fmt::format("ENV VIRTUAL_ENV={0} PATH={0}/bin:$PATH{1}", python.makes, end_of_line);
}

}  // namespace cudafit::recommend
