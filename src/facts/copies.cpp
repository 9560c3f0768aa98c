// COPY and ADD, and what mounts of RUN lend: from other stages, from images, from the context.

#include <algorithm>

#include "facts/paths.h"
#include "facts/runs.h"
#include "facts/words.h"

namespace cudafit::facts {

namespace {

bool is_remote(std::string_view source) {
  return contains(source, "://") || source.starts_with("git@");
}

bool wildcard(std::string_view path) { return path.find_first_of("*?[") != std::string_view::npos; }

/// Where --from and from= lead.
void settle_source(const Document& document, const Text& from, StageCopy& out) {
  if (!from.complete || contains(from.value, "$")) {
    out.complete = false;
    return;
  }
  if (const std::optional<std::size_t> stage = document.find_stage(from.value)) {
    out.from = static_cast<int>(*stage);
  } else {
    out.image = from.value;
  }
}

void add_source(const Text& source, StageCopy& out) {
  if (!source.complete) {
    out.complete = false;
    return;
  }
  if (wildcard(source.value)) out.complete = false;
  out.sources.push_back(absolute("/", source.value));
}

/// The path with `/` at its end where it is written so.
std::string destination_of(const Step& step, const Text& written) {
  if (!written.complete) return {};
  if (written.value.starts_with('/')) return absolute("/", written.value);
  if (!step.directory.complete) return {};
  return absolute(step.directory.value, written.value);
}

void copy(const Document& document, const Stage& stage, const Step& step, Facts& out) {
  const read::Instruction& instruction = *step.instruction;
  if (step.arguments.size() < 2) return;
  const std::string destination = destination_of(step, step.arguments.back());
  const auto from = std::find_if(instruction.flags.begin(), instruction.flags.end(),
                                 [](const read::Flag& flag) { return flag.name() == "from"; });
  if (from != instruction.flags.end()) {
    StageCopy found{
        .at = position(stage, step), .destination = destination, .span = instruction.span};
    settle_source(document, from->value(), found);
    for (std::size_t i = 0; i + 1 < step.arguments.size(); ++i)
      add_source(step.arguments[i], found);
    found.complete = found.complete && !destination.empty();
    out.stage_copies.push_back(std::move(found));
    return;
  }
  ContextCopy found{
      .at = position(stage, step), .destination = destination, .span = instruction.span};
  bool heredoc = false;
  for (std::size_t i = 0; i + 1 < step.arguments.size(); ++i) {
    const Text& source = step.arguments[i];
    // The text of a heredoc becomes the file.
    if (source.value.starts_with("<<") && !instruction.heredocs.empty()) {
      heredoc = true;
      continue;
    }
    if (is_remote(source.value)) found.remote = true;
    found.complete = found.complete && source.complete;
    found.sources.push_back(source.value);
  }
  if (!found.sources.empty() || (heredoc && judged_program(file_name(destination))))
    out.context_copies.push_back(std::move(found));
}

/// RUN --mount=type=bind,from=stage,source=/a,target=/b
void mounts(const Document& document, const Stage& stage, const Step& step, Facts& out) {
  for (const read::Flag& flag : step.instruction->flags) {
    if (flag.name() != "mount") continue;
    const Text options = flag.value();
    StageCopy found{.at = position(stage, step), .span = flag.span};
    found.mount = true;
    Text source("/", {});
    Text target;
    bool bind = true;
    bool other = false;
    std::size_t at = 0;
    while (at <= options.size()) {
      const std::size_t comma = std::min(options.value.find(',', at), options.size());
      const Text option = options.slice(at, comma);
      at = comma + 1;
      const std::size_t equals = option.value.find('=');
      if (equals == std::string::npos) continue;
      const std::string_view key = std::string_view(option.value).substr(0, equals);
      Text value = option.slice(equals + 1, option.size());
      if (contains(value.value, "$")) value.complete = false;
      if (key == "type") bind = value.value == "bind";
      if (key == "source" || key == "src") source = value;
      if (key == "target" || key == "dst" || key == "destination") target = value;
      if (key == "from") {
        other = true;
        settle_source(document, value, found);
      }
    }
    found.destination = destination_of(step, target);
    // Of the context only what is laid over the system matters.
    if (!bind || (!other && !system_directory(found.destination))) continue;
    add_source(source, found);
    if (!other) found.complete = false;
    found.complete = found.complete && !found.destination.empty();
    out.stage_copies.push_back(std::move(found));
  }
}

}  // namespace

void copies(const Document& document, Facts& out) {
  each_step(document, [&](const Stage& stage, const Step& step) {
    const read::Keyword keyword = step.instruction->keyword;
    if (keyword == read::Keyword::copy || keyword == read::Keyword::add) {
      copy(document, stage, step, out);
    } else if (keyword == read::Keyword::run) {
      mounts(document, stage, step, out);
    }
  });
}

}  // namespace cudafit::facts
