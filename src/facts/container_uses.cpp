// What programs want of the driver besides computing, and scripts that start containers.

#include <algorithm>
#include <span>

#include "facts/container.h"
#include "facts/host_runs.h"
#include "facts/paths.h"
#include "facts/runs.h"
#include "facts/words.h"

namespace cudafit::facts {

namespace {

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

/// Programs whose words wants_video asks.
bool handles_video(std::string_view program, bool starts) {
  static constexpr WordList builds = "configure cmake";
  static constexpr WordList plays = "ffmpeg HandBrakeCLI";
  if (!starts) return listed(builds, program);
  return listed(plays, program) || program.starts_with("gst-launch");
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
  if (!handles_video(name, starts)) return;
  std::string_view before;
  for (const Argument& word : arguments(run.command, run.command.arguments())) {
    if (wants_video(name, starts, word.value(), before))
      return add("video", word.value(), word.span);
    before = word.value();
  }
}

void container(const Step& step, const Command& command, Position at, Facts& out) {
  if (command.program >= command.words.size()) return;
  const auto line =
      document::run_line(std::span(command.words).subspan(command.program), command.syntax.span);
  if (!line) return;
  const auto asks = [&](const Command& other) {
    return document::looks_for(other.syntax, command.name());
  };
  if (std::any_of(step.commands.begin(), step.commands.end(), asks)) return;
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

}  // namespace

void container_uses(const Document& document, Facts& out) {
  each_step(document, [&](const Stage& stage, const Step& step) {
    const read::Keyword keyword = step.instruction->keyword;
    const bool starts = keyword == read::Keyword::cmd || keyword == read::Keyword::entrypoint;
    for (std::size_t i = 0; i < step.commands.size(); ++i) {
      const Command& command = step.commands[i];
      if (is_function(step, command.name())) continue;
      const Run run{stage, step, command, position(stage, step, i), certainty_of(command)};
      capability(run, starts, out);
      container(step, command, run.at, out);
    }
  });
  rendering(out, out.capability_uses);
  std::stable_sort(out.capability_uses.begin(), out.capability_uses.end(),
                   [](const CapabilityUse& a, const CapabilityUse& b) { return a.at < b.at; });
}

}  // namespace cudafit::facts
