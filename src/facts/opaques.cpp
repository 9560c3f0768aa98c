// What cannot be followed, and programs put in place by other means than packages: nothing may be
// called absent behind something that may have brought it.

#include <algorithm>

#include "document/start.h"
#include "facts/effects.h"
#include "facts/harmless.h"
#include "facts/paths.h"
#include "facts/provides.h"
#include "facts/words.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

/// One of the copied paths may hold what the system or an environment consists of.
Touches carried(const std::string& source, const std::string& destination, bool image) {
  // Directories of Python's modules hold no programs.
  if (holds_modules(source) || holds_modules(destination)) return touches_packages;
  Touches out;
  const std::string tidied = tidy_path(source);
  const std::string_view name = file_name(tidied);
  // `libx.so*` are files; `*` may be anything.
  const bool whole =
      directory_name(name) || source.ends_with('/') || name.find_first_of("*?[") == 0;
  const bool into_system = destination.empty() || system_directory(destination);
  if (judged_program(name) && !whole) return {};
  out.system = names_a_thing(source) || names_a_thing(destination) || system_directory(source) ||
               (into_system && whole);
  out.packages = names_packages(source) || names_packages(destination) || out.system;
  // Of an image nothing is known: a directory may hold anything.
  if (image && (whole || !contains(destination, "/bin"))) out.system = out.packages = true;
  return out;
}

/// The name of a file rather than a directory: it has an ending, or is one that everybody knows.
bool file_by_name(std::string_view name) {
  if (name.size() > 1 && contains(name.substr(1), ".")) return true;
  const std::string folded = ascii::lowered(name);
  for (const std::string_view word : {"license", "readme", "entrypoint", "notice", "copying",
                                      "makefile", "version", "pipfile", "rakefile", "gemfile"}) {
    if (contains(folded, word)) return true;
  }
  return false;
}

/// The archive that ADD unpacks, or a tree of the context laid over the system.
bool over_system(const ContextCopy& copy, const Step& step) {
  if (copy.destination.empty()) return !copy.complete;
  if (!system_directory(copy.destination)) return false;
  const bool add = step.instruction->keyword == read::Keyword::add;
  return std::any_of(copy.sources.begin(), copy.sources.end(), [&](const std::string& source) {
    const std::string_view name = file_name(source);
    if (contains(source, "://")) return name.empty();
    const bool archive = contains(name, ".tar") || name.ends_with(".tgz") || name.ends_with(".txz");
    if (archive) return add;
    // Where no WORKDIR was thought of, a project lies in the root, and no other system.
    if (copy.destination == "/" && !step.arguments.empty() &&
        !step.arguments.back().value.starts_with('/'))
      return false;
    const bool file = !source.ends_with('/') && !contains(name, "*") && file_by_name(name);
    if (file) return false;
    return directory_name(name) || contains(name, "*") || source.ends_with('/') ||
           copy.destination == "/" || names_a_thing(name);
  });
}

class Reader {
 public:
  Reader(const Document& document, const Fetches& fetches, Facts& out)
      : document_(document), fetches_(fetches), out_(out) {}

  void read() {
    each_step(document_, [&](const Stage& stage, const Step& step) {
      Downloads& downloads = downloads_.of(stage);
      downloads.follow(step);
      from_stages(position(stage, step));
      from_context(position(stage, step), step);
      if (step.instruction->keyword == read::Keyword::onbuild)
        add(position(stage, step), step.instruction->span,
            {touches_all, "is run in stages built on this one"});
      if (step.instruction->keyword != read::Keyword::run) return;
      if (!step.understood)
        add(position(stage, step), step.instruction->span,
            {touches_all, "is not understood as a shell script"});
      const Command* previous = nullptr;
      each_run(stage, step, [&](const Run& run) {
        const bool fed = previous != nullptr && previous->syntax.piped_into_next;
        command(run, downloads, fed ? previous : nullptr);
        downloads.follow(run.command, fetches_);
        previous = &run.command;
      });
    });
    for (const Stage& stage : document_.stages) {
      if (!stage.built || !stage.product) continue;
      const document::Start start = document::start_of(document_, stage.index);
      if (start.entrypoint) at_start(stage, *start.entrypoint);
      if (start.cmd) at_start(stage, *start.cmd);
    }
    std::stable_sort(out_.opaques.begin(), out_.opaques.end(),
                     [](const Opaque& a, const Opaque& b) { return a.at < b.at; });
  }

 private:
  void add(Position at, Span span, Effect effect) {
    out_.opaques.push_back(
        {.at = at, .span = span, .what = std::move(effect.what), .touches = effect.touches});
  }

  void command(const Run& run, const Downloads& downloads, const Command* feeding) {
    provided(run, downloads, feeding, out_);
    // What a script does is seen in its commands.
    if (run.command.followed == document::Followed::whole) return;
    Effect effect = effect_of(run, {.facts = out_, .downloads = downloads, .feeding = feeding});
    if (effect && !is_function(run.step, call_of(run.command).name))
      add(run.at, run.command.syntax.span, std::move(effect));
  }

  /// What a container installs when it starts is not the image's, and what is missing in the image
  /// may be there.
  void at_start(const Stage& stage, const document::StepPlace& place) {
    const Step& step = document_.stages[place.stage].steps[place.step];
    const Downloads& downloads = downloads_.of(stage);
    for (std::size_t i = 0; i < step.commands.size(); ++i) {
      const Command& command = step.commands[i];
      if (command.words.empty() || command.followed == document::Followed::whole ||
          is_function(step, call_of(command).name))
        continue;
      const Run run{stage, step, command, {static_cast<int>(stage.index), stage.steps.size(), i}};
      const bool fed = i > 0 && step.commands[i - 1].syntax.piped_into_next;
      Effect effect = effect_at_start(
          run,
          {.facts = out_, .downloads = downloads, .feeding = fed ? &step.commands[i - 1] : nullptr},
          i + 1 == step.commands.size() || command.words.front().value == "exec");
      if (effect.touches.system || effect.touches.packages)
        add(run.at, command.syntax.span, std::move(effect));
    }
  }

  void from_stages(Position at) {
    for (; copy_ < out_.stage_copies.size() && out_.stage_copies[copy_].at <= at; ++copy_) {
      const StageCopy& copy = out_.stage_copies[copy_];
      provided(copy, out_);
      if (copy.mount) continue;
      const bool image = copy.from < 0;
      Effect effect;
      std::string_view shown;
      for (const std::string& source : copy.sources) {
        const Touches touches = carried(source, copy.destination, image);
        if ((touches.system && !effect.touches.system) || shown.empty()) shown = source;
        effect.touches.system = effect.touches.system || touches.system;
        effect.touches.packages = effect.touches.packages || touches.packages;
      }
      const bool unknown_source = !copy.complete && copy.sources.empty();
      if (unknown_source) effect.touches = touches_files;
      if (!effect.touches.system && !effect.touches.packages) continue;
      effect.what = "copies ";
      effect.what += shown.empty() ? std::string_view("files") : shown;
      effect.what += image ? " from an image" : " from another stage";
      add(copy.at, copy.span, std::move(effect));
    }
  }

  void from_context(Position at, const Step& step) {
    for (;
         context_copy_ < out_.context_copies.size() && out_.context_copies[context_copy_].at <= at;
         ++context_copy_) {
      const ContextCopy& copy = out_.context_copies[context_copy_];
      const bool packages = holds_modules(copy.destination);
      const bool program = judged_program(file_name(copy.destination));
      if (program) {
        add(copy.at, copy.span, {touches_files, "copies " + copy.destination});
      } else if (over_system(copy, step)) {
        add(copy.at, copy.span, {touches_files, "copies files of the context over the system"});
      } else if (packages) {
        add(copy.at, copy.span,
            {touches_packages, "copies files of the context to " + copy.destination});
      }
    }
  }

  const Document& document_;
  const Fetches& fetches_;
  Facts& out_;
  StageDownloads downloads_;
  std::size_t copy_ = 0;
  std::size_t context_copy_ = 0;
};

}  // namespace

void opaques(const Document& document, const Fetches& fetches, Facts& out) {
  Reader(document, fetches, out).read();
}

}  // namespace cudafit::facts
