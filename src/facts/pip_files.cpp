// Requirements and constraints files, read through the build context as pip and uv read them.

#include <algorithm>
#include <array>

#include "facts/conda_files.h"
#include "facts/project_installs.h"
#include "read/requirements.h"
#include "source/files.h"

namespace cudafit::facts {

namespace {

/// More files, or deeper, or more lines are nobody's; they are not read.
constexpr std::size_t most_files = 200;
constexpr std::size_t most_lines = 50000;
/// The same for all commands of a Dockerfile together.
constexpr std::size_t most_lines_in_all = 100000;
constexpr std::size_t most_depth = 20;

bool remote(std::string_view path) {
  return path.find("://") != std::string_view::npos && !path.starts_with("file://");
}

class FileReader {
 public:
  FileReader(const PipScene& scene, const std::string& working, ProjectInstalls* projects,
             PipInstall& install, std::vector<BrokenFile>* broken = nullptr)
      : scene_(scene), working_(working), projects_(projects), install_(install), broken_(broken) {}

  /// `directory`: the one that relative paths start from, seen from the working directory; empty
  /// for that one.
  void read(const PipFile& file, const std::string& directory, std::vector<Link> how) {
    if (!file.path.complete || remote(file.path.value)) return incomplete();
    std::string path = tidy_path(file.path.value);
    if (file.path.value.starts_with("file://")) path = file.path.value.substr(7);
    if (file.path.value.empty()) return;
    if (path[0] != '/' && !directory.empty()) path = join_path(directory, path);
    if (std::find(open_.begin(), open_.end(), path) != open_.end()) {
      // pip gives up, in older releases once Python's stack is full; uv reads it once.
      if (broken_ != nullptr && install_.tool == Installer::pip && file.span)
        broken_->push_back({.span = file.span,
                            .message = "this file reads itself, by way of others or not",
                            .how = std::move(how),
                            .stage = static_cast<int>(scene_.stage.index)});
      return incomplete();
    }
    if (open_.size() >= most_depth || ++files_ > most_files) return incomplete();
    const FoundFile found = find_file(scene_, working_, path);
    if (found.present != Known::yes && exported(file, path, found, how)) return;
    if (found.present != Known::yes) return incomplete();

    const std::string name(last_component(path));
    how.insert(how.end(), file.how.begin(), file.how.end());
    how.push_back({name + " is read here", file.span});
    if (projects_ != nullptr && read::lock_format(name) == read::LockFormat::pylock)
      return projects_->add_lock(scene_, read::LockFormat::pylock, found, how, install_);
    read_lines(found.file, found.bytes, file.constraints, path, how);
  }

  /// The lines of the file at `path`.
  void read_lines(FileId file, std::string_view bytes, bool constraints, const std::string& path,
                  const std::vector<Link>& how) {
    if (too_many_lines()) return incomplete();
    open_.push_back(path);
    const read::RequirementsFile parsed = read::read_requirements(
        file, bytes, [&](std::string_view variable) { return value(variable); });
    // What pip refuses is not installed; older and newer pips differ in what they refuse.
    if (!parsed.known || !parsed.errors.empty()) incomplete();
    for (const read::RequirementLine& line : parsed.lines)
      take(line, bytes, constraints, path, how);
    open_.pop_back();
  }

 private:
  /// A lock that was written to the file before.
  bool exported(const PipFile& file, std::string_view path, const FoundFile& found,
                std::vector<Link> how) {
    if (projects_ == nullptr) return false;
    const Exported* const lock = projects_->exported(scene_, path, found.changed_by);
    if (lock == nullptr) return false;
    how.insert(how.end(), file.how.begin(), file.how.end());
    how.push_back({"what it writes is read here", file.span});
    for (const Asked& each : lock->requirements) {
      Asked& asked =
          (file.constraints ? install_.constraints : install_.requirements).emplace_back(each);
      asked.how.insert(asked.how.end(), how.begin(), how.end());
    }
    install_.extra_indexes.insert(install_.extra_indexes.end(), lock->indexes.begin(),
                                  lock->indexes.end());
    return true;
  }

  bool too_many_lines() const {
    return lines_ > most_lines ||
           (projects_ != nullptr && projects_->lines_read > most_lines_in_all);
  }

  void incomplete() { install_.complete = install_.options_known = false; }

  std::optional<Text> value(std::string_view variable) const {
    const VariableAnswer answer = scene_.facts.variable(scene_.at, variable);
    if (answer.set == Known::no) return std::nullopt;
    if (answer.set == Known::yes) return answer.setting->value;
    Text unknown;
    unknown.complete = false;
    return unknown;
  }

  /// What pip reads behind the requirement and forgets.
  static std::vector<IgnoredOption> ignored(const read::RequirementLine& line,
                                            std::string_view bytes) {
    using Kind = read::RequirementOption::Kind;
    std::vector<IgnoredOption> out;
    for (const read::RequirementOption& option : line.trailing_options) {
      const bool index = option.kind == Kind::index_url || option.kind == Kind::extra_index_url ||
                         option.kind == Kind::find_links;
      if ((!index && option.kind != Kind::no_index && option.kind != Kind::pre) || !option.span)
        continue;
      IgnoredOption each{
          .name = option.name,
          .value = option.value.complete ? option.value.value : std::string(),
          .span = option.span,
          .index = index,
          .replaces = option.kind == Kind::index_url || option.kind == Kind::no_index,
          .edits = {}};
      std::size_t from = option.span.begin;
      while (from > line.span.begin && (bytes[from - 1] == ' ' || bytes[from - 1] == '\t')) --from;
      // Behind a continued line there is more to take away than the option.
      if (from > line.span.begin && bytes[from - 1] != '\n' && bytes[from - 1] != '\r') {
        const auto text = bytes.substr(option.span.begin, option.span.size());
        const Span before{option.span.file, line.span.begin, line.span.begin};
        const Span behind{option.span.file, static_cast<std::uint32_t>(from), option.span.end};
        each.edits = {{before, std::string(text) + "\n"}, {behind, ""}};
      }
      out.push_back(std::move(each));
    }
    return out;
  }

  void take(const read::RequirementLine& line, std::string_view bytes, bool constraints,
            const std::string& path, const std::vector<Link>& how) {
    ++lines_;
    if (projects_ != nullptr) ++projects_->lines_read;
    if (too_many_lines()) return incomplete();
    if (line.requirement) {
      if (!line.requirement->known && line.requirement->name.empty()) install_.complete = false;
      std::vector<Asked>& list = constraints ? install_.constraints : install_.requirements;
      list.push_back(
          {.requirement = *line.requirement, .span = line.requirement->text.around(), .how = how});
      if (install_.tool != Installer::uv) list.back().ignored = ignored(line, bytes);
    }
    for (const read::RequirementOption& option : line.options) take(option, path, how);
  }

  void take(const read::RequirementOption& option, const std::string& path,
            const std::vector<Link>& how) {
    using Kind = read::RequirementOption::Kind;
    const bool uv = install_.tool == Installer::uv;
    OptionValue value{
        .value = option.value, .span = option.span, .how = how, .from_variable = false};
    switch (option.kind) {
      case Kind::requirements:
      case Kind::constraints:
        // In a constraints file, too, -r reads requirements.
        read({.path = option.value,
              .span = option.span,
              .how = {},
              .constraints = option.kind == Kind::constraints},
             parent_path(path), how);
        break;
      case Kind::index_url:
        // pip starts anew, uv takes the command line's.
        if (uv) {
          if (!install_.index) install_.index = std::move(value);
        } else if (!install_.no_index) {
          install_.index = std::move(value);
          install_.extra_indexes.clear();
        }
        break;
      case Kind::extra_index_url:
        if (uv || !install_.no_index) install_.extra_indexes.push_back(std::move(value));
        break;
      case Kind::find_links:
        install_.find_links.push_back(std::move(value));
        break;
      case Kind::no_index:
        install_.no_index = true;
        if (!uv) {
          install_.index.reset();
          install_.extra_indexes.clear();
        }
        break;
      case Kind::pre:
        install_.pre = true;
        break;
      case Kind::no_binary:
      case Kind::only_binary:
        if (!apply_names(
                option.kind == Kind::no_binary ? PipOption::no_binary : PipOption::only_binary,
                option.value, install_))
          install_.options_known = false;
        break;
      default:
        break;
    }
  }

  const PipScene& scene_;
  const std::string& working_;
  ProjectInstalls* projects_;  ///< null: no lock files are read
  PipInstall& install_;
  std::vector<std::string>
      open_;  ///< the files that are being read, for those that name each other
  std::size_t files_ = 0;
  std::size_t lines_ = 0;
  std::vector<BrokenFile>* broken_;  ///< null: nobody asks
};

}  // namespace

FoundFile find_file(const PipScene& scene, std::string_view working, std::string_view path) {
  const document::FileAnswer answer = scene.context.at(
      scene.document, scene.stage.index, scene.at.step, working, path, scene.at.command);
  FoundFile out;
  if (answer.present != Known::yes) {
    out.present = answer.present;
    out.changed_by = answer.copied;
    out.unmentioned = answer.present == Known::unknown && !answer.copied && scene.context.known();
    return out;
  }
  if (answer.text) {
    const Span place = answer.text->span();
    if (!place || !answer.text->complete || place.size() != answer.text->size()) return out;
    out.padded =
        std::make_shared<const std::string>(std::string(place.begin, '\n') + answer.text->value);
    out.file = place.file;
    out.bytes = *out.padded;
  } else {
    const std::optional<document::OpenedFile> opened = scene.context.open(answer.path);
    if (!opened) return out;
    out.file = opened->file;
    out.bytes = opened->bytes;
  }
  out.present = Known::yes;
  return out;
}

void read_pip_section(const PipScene& scene, const CondaPip& section, PipInstall& install) {
  FileReader reader(scene, scene.command.directory.value, nullptr, install);
  reader.read_lines(section.file, section.lines, false, section.path, section.how);
  for (Asked& asked : install.requirements)
    if (asked.span.file == section.file) asked.manifest = true;
}

bool is_project_file(Installer tool, std::string_view path) {
  const std::string_view name = last_component(path);
  return tool == Installer::uv &&
         (name == "pyproject.toml" || name == "setup.py" || name == "setup.cfg");
}

void read_pip_file(const PipScene& scene, const std::string& directory, const PipFile& file,
                   PipInstall& install) {
  FileReader(scene, directory, nullptr, install).read(file, {}, {});
}

void read_pip_files(const PipScene& scene, const std::string& directory, ProjectInstalls& projects,
                    PipRequest& request, std::vector<BrokenFile>& broken) {
  FileReader reader(scene, directory, &projects, request.install, &broken);
  for (const PipFile& file : request.files) {
    const bool project = !file.constraints && file.path.complete &&
                         is_project_file(request.install.tool, file.path.value);
    if (!project) reader.read(file, {}, {});
  }
}

bool pip_configured_elsewhere(const PipScene& scene) {
  // A secret that is mounted as pip.conf, or as a variable.
  for (const read::Flag& flag : scene.step.instruction->flags) {
    const std::string& text = flag.text.value;
    if (text.find("pip.conf") != std::string::npos || text.find("PIP_") != std::string::npos)
      return true;
  }
  for (const char* path : {"/etc/pip.conf", "/root/.pip/pip.conf", "/root/.config/pip/pip.conf",
                           "/root/.config/pip.conf", "/etc/xdg/pip/pip.conf"}) {
    const document::FileAnswer answer = scene.context.if_certain(
        scene.document, scene.stage.index, scene.at.step, "/", path, scene.at.command);
    // The images' own files are taken for what they are in every public image: not there.
    if (answer.present != Known::yes) continue;
    if (answer.text) return true;
    const std::optional<document::OpenedFile> opened = scene.context.open(answer.path);
    if (!opened) return true;
    for (const std::string_view word :
         {"index", "links", "pre", "constraint", "requirement", "target", "prefix", "root",
          "binary", "isolation", "upgrade", "deps", "python", "break", "user"}) {
      if (opened->bytes.find(word) != std::string_view::npos) return true;
    }
  }
  return false;
}

}  // namespace cudafit::facts
