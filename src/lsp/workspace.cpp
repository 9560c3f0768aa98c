#include "lsp/workspace.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "document/compose.h"
#include "document/discover.h"
#include "document/run_lines.h"
#include "project/compose.h"
#include "project/dependencies.h"
#include "project/find.h"
#include "project/run.h"
#include "project/shared.h"

namespace cudafit::lsp {
namespace {

/// "path:line:column: message", as configurations are complained about.
std::optional<ConfigProblem> read_problem(std::string_view text, const std::string& folder) {
  for (std::size_t at = text.find(": "); at != std::string_view::npos;
       at = text.find(": ", at + 1)) {
    std::string_view place = text.substr(0, at);
    const auto number = [&](std::uint32_t& into) {
      const std::size_t colon = place.rfind(':');
      if (colon == std::string_view::npos) return false;
      const std::string_view digits = place.substr(colon + 1);
      const auto [rest, error] =
          std::from_chars(digits.data(), digits.data() + digits.size(), into);
      place = place.substr(0, colon);
      return error == std::errc() && rest == digits.data() + digits.size() && into > 0;
    };
    ConfigProblem problem;
    if (!number(problem.place.column) || !number(problem.place.line)) continue;
    problem.path = join_path(folder, place);
    problem.message = text.substr(at + 2);
    return problem;
  }
  return std::nullopt;
}

/// A real path in a folder, as the client spells that folder.
std::string spelled(const Files& files, const std::string& folder, const std::string& real) {
  const std::string below = path_within(files.real("."), real);
  return below.empty() ? real : join_path(folder, below);
}

}  // namespace

std::string Workspace::folder_of(const std::string& path) {
  std::string best;
  for (const std::string& folder : folders_) {
    if (!path_within(folder, path).empty() && folder.size() >= best.size()) best = folder;
  }
  if (!best.empty()) return best;
  std::string root = document::git_root(*disk_, parent_path(path));
  return root.empty() ? parent_path(path) : root;
}

Workspace::Room& Workspace::room(const std::string& path) {
  const std::string folder = folder_of(path);
  std::unique_ptr<Room>& room = rooms_[folder];
  if (room == nullptr) room = std::make_unique<Room>(documents_, *disk_, folder, choices_);
  return *room;
}

void Workspace::reset() {
  ++state_;
  rooms_.clear();
  // It remembers where directories really are.
  if (!given_) disk_ = real_files();
}

void Workspace::add_folder(const std::string& path) {
  folders_.insert(path);
  reset();
}

void Workspace::remove_folder(const std::string& path) {
  folders_.erase(path);
  reset();
}

void Workspace::choose(project::Choices choices) {
  rooms_.clear();  // they hold on to the old ones
  choices_ = std::move(choices);
  reset();
}

void Workspace::open(OpenDocument document) {
  const std::string real = disk_->real(document.path);
  document.real = real.empty() ? document.path : real;
  const Result<std::string> before = disk_->read(document.path);
  const std::string path = document.path;
  const OpenDocument& opened = documents_.open(std::move(document));
  if (!before) return reset();  // a file that was not there
  if (*before != opened.text) touch(path);
}

void Workspace::change(const std::string& path, std::string text, std::int64_t version) {
  OpenDocument* const document = documents_.find(path);
  if (document == nullptr) return;
  document->version = version;
  if (document->text == text) return;
  document->text = std::move(text);
  touch(path);
}

void Workspace::close(const std::string& path) {
  const OpenDocument* const document = documents_.find(path);
  if (document == nullptr) return;
  const std::string text = document->text;
  documents_.close(path);
  const Result<std::string> now = disk_->read(path);
  if (!now) return reset();
  if (*now != text) touch(path);
}

bool Workspace::is_dockerfile(Room& room, const std::string& path) {
  if (document::is_dockerfile_name(file_name(path)) || room.settings.declared(path)) return true;
  const OpenDocument* const open = documents_.find(path);
  // Some clients say one language of all files for which they start a server, so a name that says
  // what a file is counts more.
  return open != nullptr && open->language == "dockerfile" &&
         !project::is_compose_file(room.files, path) &&
         !project::is_dependency_file(room.files, path);
}

void Workspace::touch(const std::string& path) {
  Room& room = this->room(path);
  const std::string real = room.files.real(path);
  const bool config = file_name(path) == read::config_name;
  // On what nobody has ever asked for, nothing hangs.
  const bool asked_for = std::any_of(rooms_.begin(), rooms_.end(), [&](const auto& each) {
    const OpenFiles& files = each.second->files;
    return files.was_asked_for(path) || files.was_asked_for(real);
  });
  if (!asked_for && !config) return;
  ++state_;
  bool read = false;
  for (auto& [place, each] : rooms_) {
    std::set<std::string> old = {path};
    if (const auto known = each->readers.find(real); known != each->readers.end())
      old.insert(known->second.begin(), known->second.end());
    for (const std::string& build : old) {
      const auto analysed = each->builds.find(build);
      if (analysed == each->builds.end()) continue;
      analysed->second.fresh = false;
      read = true;
    }
  }
  if (is_dockerfile(room, path)) return;
  // Anything else may decide how builds are made; and where nobody has read it, that is perhaps
  // because of what was in it.
  if (!read || config || !project::only_read(room.files, room.settings, path)) reset();
}

void Workspace::refresh(Room& room, const std::vector<std::string>& paths) {
  std::vector<project::FileSettings> wanted;
  std::vector<read::LastRead> texts;
  std::vector<const std::string*> names;
  for (const std::string& path : paths) {
    const auto known = room.builds.find(path);
    if (known != room.builds.end()) {
      if (known->second.fresh) continue;
      wanted.push_back(std::move(known->second.settings));
      texts.push_back(std::move(known->second.text));
    } else {
      const std::string below = path_within(room.folder, path);
      std::optional<project::FileSettings> settings =
          room.settings.settle(below.empty() ? path : below);
      if (!settings) continue;
      wanted.push_back(std::move(*settings));
      texts.emplace_back();
    }
    names.push_back(&path);
  }
  std::vector<Report> reports = project::analyze_all(room.files, wanted, true, {}, texts);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    Analysed& build = room.builds[*names[i]];
    build.path = *names[i];
    build.settings = std::move(wanted[i]);
    build.report = std::move(reports[i]);
    build.text = std::move(texts[i]);
    for (const std::string& real : build.reads) room.readers[real].erase(build.path);
    build.reads = project::files_read(room.files, build.report);
    for (const std::string& real : build.reads) room.readers[real].insert(build.path);
    build.fresh = true;
    build.number = ++analyses_;
  }
}

Analysed* Workspace::analysed(const std::string& path) {
  Room& room = this->room(path);
  refresh(room, {path});
  const auto found = room.builds.find(path);
  return found == room.builds.end() ? nullptr : &found->second;
}

const std::vector<std::string>& Workspace::builds_below(Room& room, const std::string& directory) {
  const auto [known, added] = room.found.try_emplace(directory);
  if (added) {
    for (const document::Found& file :
         project::find_builds(room.files, room.settings, {directory}, true).dockerfiles) {
      known->second.push_back(spelled(room.files, room.folder, room.files.real(file.path)));
    }
  }
  return known->second;
}

std::vector<std::string> Workspace::builds_in(const std::string& folder) {
  return builds_below(room(join_path(folder, "Dockerfile")), folder);
}

std::vector<Analysed*> Workspace::readers(Room& room, const std::string& real) {
  // Afterwards some of them may not read it any more.
  const std::set<std::string> before = room.readers[real];
  refresh(room, {before.begin(), before.end()});
  std::vector<Analysed*> out;
  for (const std::string& path : room.readers[real]) out.push_back(&room.builds.at(path));
  return out;
}

std::vector<Analysed*> Workspace::about(const std::string& path) {
  Room& room = this->room(path);
  const std::string real = room.files.real(path);
  if (real.empty() || file_name(path) == read::config_name) return {};
  std::vector<std::string> paths;
  if (is_dockerfile(room, path)) {
    paths.push_back(path);
  } else if (project::is_compose_file(room.files, path)) {
    const std::string base = document::compose_base(room.files, path);
    const std::string& whole = base.empty() ? path : base;
    paths.push_back(whole);
    for (const std::string& built : room.settings.built_by(whole))
      paths.push_back(spelled(room.files, room.folder, built));
  } else {
    if (document::starts_containers(room.files, real)) paths.push_back(path);
    if (project::only_read(room.files, room.settings, path)) {
      refresh(room, builds_below(room, room.settings.root_of(parent_path(real))));
      refresh(room, paths);
      return readers(room, real);
    }
  }
  refresh(room, paths);
  std::vector<Analysed*> out;
  for (const std::string& each : paths) {
    const auto found = room.builds.find(each);
    if (found != room.builds.end()) out.push_back(&found->second);
  }
  return out;
}

std::vector<std::uint64_t> Workspace::mark(const std::string& path) {
  Room& room = this->room(path);
  std::vector<std::uint64_t> out;
  for (const Analysed* const build : readers(room, room.files.real(path)))
    out.push_back(build->number);
  return out;
}

View Workspace::view(const std::string& path) {
  Room& room = this->room(path);
  const std::string real = room.files.real(path);
  View view;
  for (const Analysed* const build : readers(room, real)) view.reports.push_back(build->report);
  if (view.reports.size() > 1) {
    project::drop_needed_ignores(view.reports);
    project::merge_shared(view.reports);
  }
  for (const Report& report : view.reports) {
    for (const Diagnostic& finding : report.findings) {
      const FileId file = finding.span ? finding.span.file : report.file;
      if (file == no_file || room.files.real((*report.sources)[file].path) != real) continue;
      view.items.push_back({&report, &finding});
    }
  }
  std::stable_sort(view.items.begin(), view.items.end(),
                   [](const View::Item& a, const View::Item& b) {
                     return std::pair(a.finding->span.begin, a.finding->span.end) <
                            std::pair(b.finding->span.begin, b.finding->span.end);
                   });
  return view;
}

void Workspace::read_config(const std::string& path) {
  room(path).settings.settle(join_path(parent_path(path), "Dockerfile"));
}

std::vector<ConfigProblem> Workspace::config_problems() {
  std::vector<ConfigProblem> out;
  for (const auto& [folder, room] : rooms_) {
    for (const std::string& each : room->settings.problems()) {
      out.push_back(read_problem(each, folder).value_or(ConfigProblem{.message = each}));
    }
  }
  return out;
}

Closely Workspace::closely(const Analysed& build) {
  Closely out;
  out.report = analyze(room(build.path).files, build.settings.builds.front(), build.settings.wanted,
                       &out.graph);
  return out;
}

}  // namespace cudafit::lsp
