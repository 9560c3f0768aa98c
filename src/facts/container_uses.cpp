// What builds link against the driver, what programs want of it besides computing, and scripts
// that start containers.

#include <algorithm>
#include <initializer_list>

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

/// OpenCV's cudacodec: -DWITH_NVCUVID=ON, also with a blank behind -D.
bool video_definition(std::string_view word) {
  if (word.starts_with("-D")) word.remove_prefix(2);
  const std::size_t equals = std::min(word.find('='), word.size());
  static constexpr WordList names =
      "WITH_NVCUVID WITH_NVCUVENC WITH_NVCUVID:BOOL WITH_NVCUVENC:BOOL";
  static constexpr WordList on = "ON on 1 YES TRUE";
  return listed(names, word.substr(0, equals)) &&
         listed(on, word.substr(std::min(equals + 1, word.size())));
}

/// -c:v h264_nvenc, -hwaccel cuda
bool video_word(std::string_view word, std::string_view before) {
  if (word.ends_with("_nvenc") || word.ends_with("_cuvid")) return true;
  return before == "-hwaccel" && (word == "cuda" || word == "nvdec" || word == "cuvid");
}

/// Elements of GStreamer's nvcodec and of DeepStream; those for JPEG take a library of CUDA.
bool video_element(std::string_view word) {
  static constexpr WordList names =
      "nvh264enc nvh265enc nvav1enc nvcudah264enc nvcudah265enc nvautogpuh264enc nvautogpuh265enc "
      "nvh264dec nvh265dec nvav1dec nvvp8dec nvvp9dec nvmpeg2videodec nvmpeg4videodec nvh264sldec "
      "nvh265sldec nvv4l2decoder nvv4l2h264enc nvv4l2h265enc";
  return listed(names, word);
}

/// The word of a command shows that it wants the GPU's encoder or decoder. In a build nothing is
/// encoded on a GPU, but programs are made for it.
bool wants_video(std::string_view program, bool starts, std::string_view word,
                 std::string_view before) {
  if (!starts)
    return program == "configure" ? video_switch(word)
                                  : program == "cmake" && video_definition(word);
  if (program == "ffmpeg") return video_word(word, before);
  if (program == "HandBrakeCLI") return word.starts_with("nvenc_");
  return program.starts_with("gst-launch") && video_element(word);
}

void capability(const Run& run, bool starts, Facts& out) {
  const std::string_view name = run.program();
  if (!starts && run.certainty != Certainty::certain) return;
  // `ffmpeg -hwaccel cuda ... || ffmpeg ...`
  if (starts && run.command.syntax.failure != read::Failure::fatal) return;
  const auto add = [&](std::string_view what, std::string_view shown_by, Span span) {
    out.capability_uses.push_back({.at = run.at,
                                   .capability = std::string(what),
                                   .name = std::string(shown_by),
                                   .span = span});
  };
  static constexpr WordList vulkan = "vulkaninfo vkcube vkmark";
  if (starts && listed(vulkan, name))
    return add("graphics", name, run.command.words[run.command.program].around());
  std::string_view before;
  for (const Argument& word : arguments(run.command, run.command.arguments())) {
    if (wants_video(name, starts, word.value(), before))
      return add("video", word.value(), word.span);
    before = word.value();
  }
}

void container(const Step& step, const Command& command, Position at, Facts& out) {
  if (command.program >= command.words.size()) return;
  const auto asks = [&](const Command& other) {
    return document::looks_for(other.syntax, command.name());
  };
  if (std::any_of(step.commands.begin(), step.commands.end(), asks)) return;
  const std::vector<Text> words(
      command.words.begin() + static_cast<std::ptrdiff_t>(command.program), command.words.end());
  if (const auto line = document::run_line(words, command.syntax.span))
    out.container_runs.push_back(container_run(*line, at));
}

/// Rendering goes through the driver's libraries for it: without a screen by EGL, or where the
/// loader of EGL, GLX or Vulkan is sent to NVIDIA's.
bool renders(const Setting& setting) {
  static constexpr WordList platforms = "PYOPENGL_PLATFORM MUJOCO_GL";
  static constexpr WordList loaders =
      "VK_ICD_FILENAMES VK_DRIVER_FILES __EGL_VENDOR_LIBRARY_FILENAMES __GLX_VENDOR_LIBRARY_NAME";
  if (listed(platforms, setting.name)) return setting.value.value == "egl";
  return listed(loaders, setting.name) && contains(setting.value.value, "nvidia");
}

void rendering(const Facts& facts, std::vector<CapabilityUse>& out) {
  for (const Setting& setting : facts.settings) {
    if (setting.kind != SettingKind::env || !setting.value.complete || !renders(setting)) continue;
    out.push_back({.at = setting.from,
                   .capability = "graphics",
                   .name = setting.name + "=" + setting.value.value,
                   .span = setting.span});
  }
}

// Doubts.

bool any_part(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return contains(text, part); });
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t out = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size()))
    ++out;
  return out;
}

/// Takes files or packages away, puts them elsewhere, or others in their place.
bool takes_away(std::string_view program, std::string_view words) {
  static constexpr WordList files = "rm mv find ln unlink xargs rmdir";
  static constexpr WordList managers = "apt apt-get aptitude dpkg dnf microdnf yum rpm zypper";
  return listed(files, program) ||
         (listed(managers, program) &&
          any_part(words, {"purge", "remove", "erase", " -r", " -P", " -e"}));
}

/// All words of a command, as written and as its program gets them.
std::string all_words(const Command& command) {
  std::string out;
  for (std::size_t i = 0; i < command.words.size(); ++i) {
    out += ' ' + command.words[i].value;
    if (i < command.syntax.words.size()) out += ' ' + command.syntax.words[i].raw.value;
  }
  return out;
}

/// Everything that is written in the instruction, its heredocs and its scripts.
std::string all_text(const Step& step) {
  std::string out = step.instruction->line.value;
  for (const read::Heredoc& heredoc : step.instruction->heredocs) out += heredoc.content.value;
  for (const document::ScriptFile& script : step.scripts) out += script.text.value;
  return lower(out);
}

/// Something in the step runs containers, or makes a system that does.
bool about_containers(std::string text) {
  constexpr std::string_view tool = "nvidia-docker";
  for (std::size_t at = text.find(tool); at != std::string::npos; at = text.find(tool, at))
    text.erase(at, tool.size());
  return any_part(
      text, {"docker", "containerd", "runc", "crun", "podman", "slurm", "kubelet", "k3s",
             "nvidia-cdi-hook", "nvidia-ctk", "linux-image", "systemd", "grub", "kernel", "bootc"});
}

void doubts(const Stage& stage, const Step& step, Facts& out) {
  const auto say = [&](std::size_t command, std::string words) {
    out.capability_uses.push_back({.at = position(stage, step, command),
                                   .capability = {},
                                   .name = std::move(words),
                                   .span = step.instruction->span});
  };
  const read::Keyword keyword = step.instruction->keyword;
  const std::string text = all_text(step);
  if (about_containers(text)) say(0, "runtime");
  if (any_part(text, {"mesa", "libgl_always_software", "swiftshader", "osmesa", "llvmpipe",
                      "lavapipe", "lvp_icd"}))
    say(0, "software");
  if (keyword == read::Keyword::cmd || keyword == read::Keyword::entrypoint) {
    std::string started;
    for (const Text& argument : step.instruction->arguments) started += argument.value + ' ';
    for (const document::ScriptFile& script : step.scripts) started += script.text.value;
    for (const char* const name :
         {"LD_LIBRARY_PATH", "NVIDIA_VISIBLE_DEVICES", "CUDA_VISIBLE_DEVICES"}) {
      const std::size_t times = count(started, name);
      if (times > 0) say(0, name);
      if (times > 1) say(0, std::string("again ") + name);
    }
    bool script = any_part(lower(started), {".sh", "entry", "eval ", "source "});
    for (const Command& command : step.commands) script = script || command.name() == ".";
    if (script) say(0, "script");
  }
  if (keyword != read::Keyword::run) return;
  for (std::size_t i = 0; i < step.commands.size(); ++i) {
    const Command& command = step.commands[i];
    const std::string words = all_words(command);
    if (command.name() == "ln" && contains(words, "bin")) say(i, "link");
    if (!takes_away(command.name(), words)) continue;
    const std::string plain = lower(words);
    const bool variable = contains(plain, "$") && contains(plain, "cuda");
    if (contains(plain, "compat") || variable || contains(plain, "/usr/local/cuda"))
      say(i, "compat");
    const bool links = command.name() == "ln";
    if (!links &&
        (variable || any_part(plain, {"libcuda", "stubs", "cuda-driver-dev", "/usr/local/cuda"})))
      say(i, "stub");
  }
}

}  // namespace

void container_uses(const Document& document, Facts& out) {
  each_step(document, [&](const Stage& stage, const Step& step) {
    const read::Keyword keyword = step.instruction->keyword;
    const bool starts = keyword == read::Keyword::cmd || keyword == read::Keyword::entrypoint;
    doubts(stage, step, out);
    for (std::size_t i = 0; i < step.commands.size(); ++i) {
      const Command& command = step.commands[i];
      if (is_function(step, command.name())) continue;
      const Run run{stage, step, command, position(stage, step, i), certainty_of(command)};
      if (keyword == read::Keyword::run) link(run, out);
      capability(run, starts, out);
      container(step, command, run.at, out);
    }
  });
  std::erase_if(out.libcuda_links,
                [&](const LibcudaLink& each) { return libcuda_may_be_there(document, each.at); });
  rendering(out, out.capability_uses);
  std::stable_sort(out.capability_uses.begin(), out.capability_uses.end(),
                   [](const CapabilityUse& a, const CapabilityUse& b) { return a.at < b.at; });
}

}  // namespace cudafit::facts
