// What builds link against the driver, what programs want of it besides computing, and scripts
// that start containers.

#include <algorithm>

#include "facts/container.h"
#include "facts/host_runs.h"
#include "facts/paths.h"
#include "facts/runs.h"
#include "facts/words.h"

namespace cudafit::facts {

namespace {

/// Compilers and linkers that add no directory of the toolkit by themselves, as nvcc does.
bool linker(std::string_view name) {
  static constexpr WordList names =
      "gcc g++ cc c++ clang clang++ ld gfortran x86_64-linux-gnu-gcc x86_64-linux-gnu-g++";
  return listed(names, name) || versioned(name, "gcc-") || versioned(name, "g++-") ||
         versioned(name, "clang-") || versioned(name, "clang++-");
}

/// A directory of the toolkit, where a build has no libcuda.
bool without_libcuda(std::string_view directory) {
  return directory.starts_with("/usr/local/cuda") && !contains(directory, "stubs");
}

/// Something in the step, or copied into a directory of libraries by it, may bring a libcuda.
bool may_bring_libcuda(const Step& step) {
  for (const std::string_view part :
       {"libcuda", "stubs", "nvidia-compute", "nvidia-driver", "cuda-driver"}) {
    if (step.mentions(part)) return true;
  }
  const read::Keyword keyword = step.instruction->keyword;
  const bool copies = keyword == read::Keyword::copy || keyword == read::Keyword::add;
  return copies && !step.arguments.empty() &&
         (!step.arguments.back().complete || contains(step.arguments.back().value, "lib"));
}

/// ... in the stage up to the step, or in those below it.
bool libcuda_may_be_there(const Document& document, Position at) {
  for (int number = at.stage; number >= 0;) {
    const Stage& stage = document.stages[static_cast<std::size_t>(number)];
    const std::size_t end =
        number == at.stage ? std::min(at.step + 1, stage.steps.size()) : stage.steps.size();
    for (std::size_t i = 0; i < end; ++i) {
      if (may_bring_libcuda(stage.steps[i])) return true;
    }
    number = stage.parent < number ? stage.parent : -1;
  }
  return false;
}

/// RUN --mount, RUN --device
bool lends_files(const Step& step) {
  const std::vector<read::Flag>& flags = step.instruction->flags;
  return std::any_of(flags.begin(), flags.end(), [](const read::Flag& flag) {
    return flag.name() == "mount" || flag.name() == "device";
  });
}

void link(const Run& run, Facts& out) {
  if (!linker(run.program()) || run.certainty != Certainty::certain) return;
  if (run.command.syntax.failure != read::Failure::fatal) return;
  const std::vector<Argument> words = arguments(run.command, run.command.arguments());
  const Argument* asked = nullptr;
  bool links = true;
  LibcudaLink found{.at = run.at, .program = std::string(run.program()), .span = {}};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i].value();
    if (word == "-lcuda") asked = &words[i];
    if (word == "-c" || word == "-E" || word == "-S" || word == "-fsyntax-only" || word == "-M" ||
        word == "-MM") {
      links = false;
    }
    if (!words[i].known() || word.starts_with("-Wl,") || word.starts_with('@') ||
        word.starts_with("-B") || contains(word, "sysroot")) {
      found.may_be_given = true;
    }
    if (!word.starts_with("-L")) continue;
    const bool apart = word.size() == 2;
    const std::string_view directory = !apart                 ? word.substr(2)
                                       : i + 1 < words.size() ? words[i + 1].value()
                                                              : std::string_view{};
    found.may_be_given = found.may_be_given || !without_libcuda(directory);
  }
  if (asked == nullptr || !links || lends_files(run.step)) return;
  found.span = asked->span;
  out.libcuda_links.push_back(std::move(found));
}

/// ./configure of FFmpeg: --enable-nvenc.
bool video_switch(std::string_view word) {
  static constexpr WordList names = "--enable-nvenc --enable-cuvid --enable-nvdec";
  return listed(names, word);
}

/// -c:v h264_nvenc, -hwaccel cuda
bool video_word(std::string_view word, std::string_view before) {
  if (word.ends_with("_nvenc") || word.ends_with("_cuvid")) return true;
  return before == "-hwaccel" && (word == "cuda" || word == "nvdec" || word == "cuvid");
}

void capability(const Run& run, bool starts, Facts& out) {
  const std::string_view name = run.program();
  const bool ffmpeg = name == "ffmpeg";
  const bool configure = name == "configure" && !starts;
  if (!ffmpeg && !configure) return;
  // In a build nothing is encoded on a GPU.
  if (ffmpeg && !starts) return;
  if (configure && run.certainty != Certainty::certain) return;
  // `ffmpeg -hwaccel cuda ... || ffmpeg ...`
  if (ffmpeg && run.command.syntax.failure != read::Failure::fatal) return;
  std::string_view before;
  for (const Argument& word : arguments(run.command, run.command.arguments())) {
    if (configure ? video_switch(word.value()) : video_word(word.value(), before)) {
      out.capability_uses.push_back({.at = run.at,
                                     .capability = "video",
                                     .name = std::string(word.value()),
                                     .span = word.span});
      return;
    }
    before = word.value();
  }
}

void container(const Command& command, Position at, Facts& out) {
  if (command.program >= command.words.size()) return;
  const std::vector<Text> words(
      command.words.begin() + static_cast<std::ptrdiff_t>(command.program), command.words.end());
  if (const auto line = document::run_line(words, command.syntax.span))
    out.container_runs.push_back(container_run(*line, at));
}

/// Rendering without a screen goes through the driver's libraries for it.
void rendering(const Facts& facts, std::vector<CapabilityUse>& out) {
  for (const Setting& setting : facts.settings) {
    const bool platform = setting.name == "PYOPENGL_PLATFORM" || setting.name == "MUJOCO_GL";
    if (setting.kind != SettingKind::env || !platform || setting.value.value != "egl" ||
        !setting.value.complete) {
      continue;
    }
    out.push_back({.at = setting.from,
                   .capability = "graphics",
                   .name = setting.name + "=egl",
                   .span = setting.span});
  }
}

}  // namespace

void container_uses(const Document& document, Facts& out) {
  each_step(document, [&](const Stage& stage, const Step& step) {
    const read::Keyword keyword = step.instruction->keyword;
    const bool starts = keyword == read::Keyword::cmd || keyword == read::Keyword::entrypoint;
    for (std::size_t i = 0; i < step.commands.size(); ++i) {
      const Command& command = step.commands[i];
      if (is_function(step, command.name())) continue;
      const Run run{stage, step, command, position(stage, step, i), certainty_of(command)};
      if (keyword == read::Keyword::run) link(run, out);
      capability(run, starts, out);
      container(command, run.at, out);
    }
  });
  std::erase_if(out.libcuda_links,
                [&](const LibcudaLink& each) { return libcuda_may_be_there(document, each.at); });
  rendering(out, out.capability_uses);
  std::stable_sort(out.capability_uses.begin(), out.capability_uses.end(),
                   [](const CapabilityUse& a, const CapabilityUse& b) { return a.at < b.at; });
}

}  // namespace cudafit::facts
