#include "facts/conda_files.h"

#include <algorithm>

#include "facts/conda.h"
#include "read/conda_environment.h"
#include "source/files.h"

namespace cudafit::facts {

namespace {

/// One file.
class Reader {
 public:
  Reader(const PipScene& scene, std::string path, FoundFile found, Span span, CondaInstall& install,
         std::vector<BrokenFile>& broken)
      : scene_(scene),
        path_(std::move(path)),
        found_(std::move(found)),
        install_(install),
        broken_(broken),
        how_{{std::string(last_component(path_)) + " is read here", span}} {}

  CondaFileAnswer environment() {
    CondaFileAnswer out;
    const read::CondaEnvironment read = read::read_conda_environment(found_.file, found_.bytes);
    report(read.errors);
    if (!read.complete) install_.complete = false;
    for (const read::Yaml& each : read.dependencies) ask(each.text, each.span);
    const bool first = install_.channels.empty();
    for (const read::Yaml& each : read.channels) {
      install_.channels.push_back({.value = each.text, .span = each.span, .how = how_});
      if (!each.text.complete) install_.channels_known = false;
    }
    if (first) install_.channel_glue = read.channel_glue;
    if (read.no_defaults) install_.override_channels = true;
    out.environment = read.name;
    if (!read.pip.empty()) out.pip = pip(read.pip);
    return out;
  }

  void list() {
    const read::CondaList read = read::read_conda_list(found_.file, found_.bytes);
    if (!read.known) install_.complete = false;
    if (read.explicit_) install_.solves = false;
    for (const Text& line : read.lines) ask(line, line.span());
  }

  void lock() {
    const read::CondaLock read = read::read_conda_lock(found_.file, found_.bytes);
    report(read.errors);
    install_.solves = false;
    // Which platform is built for is not known here, nor are the groups that were chosen.
    if (!read.known) install_.complete = false;
    for (const read::CondaLock::Package& package : read.packages) {
      if (package.platform != "linux-64") continue;
      const bool main = std::all_of(package.categories.begin(), package.categories.end(),
                                    [](const std::string& each) { return each == "main"; });
      if (package.manager != "conda" || !main || package.optional) {
        install_.complete = false;
        continue;
      }
      ask(package.url, package.version.span());
    }
  }

 private:
  /// Once for each file, of commands whose failure ends the build.
  void report(const std::vector<read::YamlError>& errors) {
    if (install_.certainty != Certainty::certain) return;
    for (const read::YamlError& error : errors) {
      const bool said = std::any_of(broken_.begin(), broken_.end(), [&](const BrokenFile& each) {
        return each.span == error.span;
      });
      if (said) continue;
      broken_.push_back({.span = error.span,
                         .message = error.message,
                         .how = how_,
                         .stage = static_cast<int>(scene_.stage.index)});
    }
  }

  void ask(const Text& text, Span span) {
    CondaSpec spec = read_conda_spec({.text = text, .span = span, .raw = text.value});
    if (spec.name.empty()) {
      install_.complete = false;
      return;
    }
    spec.how = how_;
    install_.specs.push_back(std::move(spec));
  }

  CondaPip pip(const std::vector<read::Yaml>& lines) {
    CondaPip out{.at = scene_.at,
                 .environment = {},
                 .python = {},
                 .file = found_.file,
                 .lines = std::string(found_.bytes.size(), '\n'),
                 .path = path_,
                 .how = how_};
    out.upgrades = install_.tool != Installer::micromamba;
    for (const read::Yaml& line : lines) {
      const Span place = line.text.span();
      if (!place || place.size() != line.text.size()) {
        out.complete = false;
        continue;
      }
      std::copy(line.text.value.begin(), line.text.value.end(),
                out.lines.begin() + static_cast<std::ptrdiff_t>(place.begin));
    }
    for (const CondaSpec& spec : install_.specs) {
      if (!spec.known || !spec.version_known || spec.name != "python") continue;
      const std::size_t digit = spec.version.find_first_not_of('=');
      if (digit == std::string::npos ||
          !std::isdigit(static_cast<unsigned char>(spec.version[digit])))
        continue;
      const std::string_view version = std::string_view(spec.version).substr(digit);
      if (version.find_first_of(",|<>!") != std::string_view::npos) continue;
      const std::size_t dot = version.find('.');
      if (dot == std::string_view::npos) continue;
      const std::size_t end = version.find_first_not_of("0123456789", dot + 1);
      if (end != dot + 1) out.python = version.substr(0, end);
    }
    return out;
  }

  const PipScene& scene_;
  std::string path_;
  FoundFile found_;
  CondaInstall& install_;
  std::vector<BrokenFile>& broken_;
  std::vector<Link> how_;
};

}  // namespace

CondaFileAnswer read_conda_file(const PipScene& scene, CondaFileKind kind, const Text& path,
                                Span span, CondaInstall& install, std::vector<BrokenFile>& broken) {
  FoundFile found;
  if (path.complete && path.value.find("://") == std::string::npos && !path.empty())
    found = find_file(scene, scene.command.directory.value, path.value);
  if (found.present != Known::yes) {
    install.complete = false;
    // Which channels it names is not known either.
    if (kind == CondaFileKind::environment) install.channels_known = false;
    return {};
  }
  Reader reader(scene, tidy_path(path.value), std::move(found), span, install, broken);
  if (kind == CondaFileKind::environment) return reader.environment();
  if (kind == CondaFileKind::list) reader.list();
  if (kind == CondaFileKind::lock) reader.lock();
  return {};
}

}  // namespace cudafit::facts
