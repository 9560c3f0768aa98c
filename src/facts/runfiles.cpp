// NVIDIA's own installers: files that are run, or unpacked.

#include <algorithm>

#include "facts/downloads.h"
#include "facts/runs.h"
#include "facts/words.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

/// Names of NVIDIA's files: cuda_12.4.1_550.54.15_linux.run, NVIDIA-Linux-x86_64-550.54.15.run,
/// cudnn-linux-x86_64-8.9.7.29_cuda12-archive.tar.xz, cuda_12.4.1_551.78_windows.exe.
bool of_nvidia(std::string_view file) {
  const std::string name = ascii::lowered(file);
  const bool installer = name.ends_with(".run") || name.ends_with(".exe");
  if (installer && (name.starts_with("cuda") || name.starts_with("nvidia"))) return true;
  return name.starts_with("cudnn") && contains(name, ".t");
}

void add(const Run& run, const Text& path, std::size_t word, const Downloads& downloads,
         Facts& out) {
  const std::string_view file = downloads.file(path.value);
  if (!path.complete || !of_nvidia(file)) return;
  Runfile found{.at = run.at,
                .span = run.command.syntax.span,
                .name_span = run.command.syntax.words[word].span(),
                .certainty = run.certainty,
                .file = std::string(file)};
  for (const Argument& each : arguments(run.command, word + 1)) {
    found.options_known = found.options_known && each.known();
    found.words.emplace_back(each.value());
  }
  out.runfiles.push_back(std::move(found));
}

void look_at(const Run& run, const Downloads& downloads, Facts& out) {
  const Call call = call_of(run.command);
  const std::vector<Text>& words = run.command.words;
  if (call.name == "tar") {
    for (std::size_t i = call.arguments(); i < words.size(); ++i) {
      if (ascii::lowered(downloads.file(words[i].value)).starts_with("cudnn"))
        add(run, words[i], i, downloads, out);
    }
    return;
  }
  const Text& script = script_of(run.command);
  if (script.empty() || call.name == "." || call.name == "source") return;
  for (std::size_t i = call.word; i < words.size(); ++i) {
    if (words[i].value != script.value) continue;
    // What is no script of a shell is a file by its name.
    if (!ascii::lowered(downloads.file(script.value)).starts_with("cudnn"))
      add(run, words[i], i, downloads, out);
    return;
  }
}

/// A shell that runs what was fetched, from a pipe or from a file.
void script(const Run& run, const Command* feeding, const Downloads& downloads, Facts& out) {
  const Call call = call_of(run.command);
  const Text& path = script_of(run.command);
  std::string address;
  if (!path.empty()) {
    address = downloads.whole_address(path.value);
  } else if (feeding != nullptr && listed("sh bash dash ash zsh", call.name)) {
    const Text piped = downloaded(*feeding);
    if (piped.complete) address = piped.value;
  }
  const std::size_t scheme = address.find("://");
  if (scheme == std::string::npos) return;
  const Span fetched = path.empty() ? feeding->syntax.span : Span{};
  out.fetched_scripts.push_back({.at = run.at,
                                 .span = cover(fetched, run.command.syntax.span),
                                 .certainty = run.certainty,
                                 .address = address.substr(scheme + 3)});
}

/// Windows: the text is no shell that is understood, but a word that names the installer is one.
void in_windows(const Stage& stage, const Step& step, Facts& out) {
  if (step.instruction->keyword != read::Keyword::run || step.understood) return;
  const Text& line = step.instruction->line;
  constexpr std::string_view ends = " \t\n\"';,&|()=";
  for (std::size_t at = line.value.find("_windows"); at != std::string::npos;
       at = line.value.find("_windows", at + 1)) {
    std::size_t end = std::min(line.value.find_first_of(ends, at), line.size());
    std::size_t begin = line.value.find_last_of(ends, at);
    begin = begin == std::string::npos ? 0 : begin + 1;
    std::string word = line.value.substr(begin, end - begin);
    std::replace(word.begin(), word.end(), '\\', '/');
    const std::string_view file = file_name(word);
    // A download is not yet an installation.
    if (!ascii::lowered(file).ends_with(".exe") || !of_nvidia(file) || contains(word, "://"))
      continue;
    // Of the text only words are known: what stands behind the name may be its options.
    Runfile found{.at = position(stage, step),
                  .span = step.instruction->span,
                  .name_span = line.slice(begin, end).around(),
                  .certainty = Certainty::possible,
                  .file = std::string(file)};
    for (std::size_t next = end; next < line.size();) {
      const std::size_t start = line.value.find_first_not_of(ends, next);
      if (start == std::string::npos) break;
      next = std::min(line.value.find_first_of(ends, start), line.size());
      found.words.push_back(line.value.substr(start, next - start));
    }
    found.options_known = false;
    out.runfiles.push_back(std::move(found));
    return;
  }
}

}  // namespace

void runfiles(const Document& document, const Fetches& fetches, Facts& out) {
  StageDownloads downloads;
  each_step(document, [&](const Stage& stage, const Step& step) {
    Downloads& here = downloads.of(stage);
    here.follow(step);
    in_windows(stage, step, out);
    const Command* previous = nullptr;
    each_run(stage, step, [&](const Run& run) {
      here.follow(run.command, fetches);
      look_at(run, here, out);
      const bool fed = previous != nullptr && previous->syntax.piped_into_next;
      script(run, fed ? previous : nullptr, here, out);
      previous = &run.command;
    });
  });
}

}  // namespace cudafit::facts
