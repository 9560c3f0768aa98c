#include "project/workshop.h"

#include <memory>
#include <utility>

#include "analyze_services.h"
#include "document/context.h"
#include "project/fix.h"
#include "project/run.h"
#include "source/apply.h"

namespace cudafit::project {

namespace {

/// The report is of all builds of the file, the graph of the first.
recommend::Trial analyze_in(const Files& files, const FileSettings& settings) {
  recommend::Trial trial;
  trial.report = analyze_one(files, settings, trial.graph);
  return trial;
}

}  // namespace

Workbench::Workbench(const Files& disk, const FileSettings& settings)
    : settled_(disk), settings_(settings), alone_(settings) {
  alone_.builds.resize(1);
  last_ = analyze_in(settled_, settings_);
}

recommend::Workshop Workbench::workshop() {
  recommend::Workshop out;
  out.look = [this] { return last_; };
  out.attempt = [this](std::span<const Edit> edits) { return attempt(edits, settings_); };
  out.builds = settings_.builds.size();
  if (out.builds > 1)
    out.attempt_alone = [this](std::span<const Edit> edits) { return attempt(edits, alone_); };
  out.as_written = [this](std::span<const Edit> edits) {
    OverlayFiles files(settled_);
    Changed changed;
    write(files, edits, changed);
    recommend::Trial trial = analyze_in(files, settings_);
    for (auto& [real, file] : changed) trial.files.push_back(std::move(file));
    return trial;
  };
  out.options = [this] { return built_with(settled_, settings_.builds.front()); };
  out.file = [this](const document::Document& document, facts::Position at,
                    const std::string& path) -> std::string {
    const Build& build = settings_.builds.front();
    if (build.root.empty()) return {};
    Sources sources;
    const document::Context context(settled_, sources, document, build.dockerfile, build.context,
                                    build.root);
    const document::FileAnswer answer =
        context.at(document, static_cast<std::size_t>(at.stage), at.step, "/", path, at.command);
    if (answer.present != Known::yes || answer.path.empty()) return {};
    const Result<std::string> bytes = settled_.read(answer.path);
    return bytes ? *bytes : std::string();
  };
  out.settle = [this](std::span<const Edit> edits) {
    last_ = make(settled_, edits, settings_, changed_);
  };
  out.changes = [this] {
    std::vector<advise::Rewritten> files;
    for (const auto& [real, file] : changed_) {
      if (file.after != file.before) files.push_back(file);
    }
    return files;
  };
  return out;
}

recommend::Trial Workbench::attempt(std::span<const Edit> edits,
                                    const FileSettings& settings) const {
  OverlayFiles files(settled_);
  Changed changed;
  recommend::Trial trial = make(files, edits, settings, changed);
  for (auto& [real, file] : changed) trial.files.push_back(std::move(file));
  return trial;
}

/// Makes the edits, which are of the last settled report.
void Workbench::write(OverlayFiles& files, std::span<const Edit> edits, Changed& changed) const {
  const Sources& sources = *last_.report.sources;
  const Fix fix{{}, Safety::suggested, {edits.begin(), edits.end()}};
  std::map<FileId, bool> touched;
  for (const Edit& edit : edits) touched[edit.span.file] = true;
  for (const auto& [file, unused] : touched) {
    const SourceFile& source = sources[file];
    std::string bytes = apply(source.bytes, file, {&fix}).bytes;
    const std::string real = files.real(source.path);
    advise::Rewritten first{source.path, real, source.bytes, {}};
    changed.try_emplace(real, std::move(first)).first->second.after = bytes;
    files.write(source.path, bytes);
  }
}

/// ... and mends what can be mended then. What it is like in the end.
recommend::Trial Workbench::make(OverlayFiles& files, std::span<const Edit> edits,
                                 const FileSettings& settings, Changed& changed) const {
  write(files, edits, changed);
  recommend::Trial trial = analyze_in(files, settings);
  std::vector<Report> reports{trial.report};
  const Fixes fixes = fix_all(files, {&settings, 1}, reports,
                              {.unsafe = true, .anywhere = true, .only = recommend::mended_along});
  if (fixes.files.empty()) return trial;
  for (const FixedFile& file : fixes.files) {
    advise::Rewritten first{file.path, file.real, file.before, {}};
    changed.try_emplace(file.real, std::move(first)).first->second.after = file.after;
  }
  recommend::Trial mended = analyze_in(files, settings);
  mended.unmended = std::make_shared<const recommend::Trial>(std::move(trial));
  return mended;
}

}  // namespace cudafit::project
