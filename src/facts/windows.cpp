// pip in Windows images, whose shells are read no further than the words of their commands.

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "facts/runs.h"
#include "facts/words.h"
#include "read/windows_shell.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

using read::WindowsCommand;
using read::WindowsShell;
using read::WindowsWord;

/// "python" of `C:\Python311\python.exe`.
std::string program_name(std::string_view word) {
  std::string name = ascii::lowered(word.substr(word.find_last_of("/\\") + 1));
  if (name.ends_with(".exe") || name.ends_with(".cmd") || name.ends_with(".bat"))
    name.resize(name.size() - 4);
  return name;
}

bool is_shell(std::string_view name) {
  return name == "cmd" || name == "powershell" || name == "pwsh";
}

WindowsShell shell_of(std::string_view name) {
  return name == "cmd" ? WindowsShell::cmd : WindowsShell::powershell;
}

/// The option behind which a shell is handed its commands: `/C`, `-Command`.
bool hands_over(std::string_view shell, std::string_view word) {
  const std::string option = ascii::lowered(word);
  if (shell == "cmd") return option.ends_with("/c") || option.ends_with("/k");
  return option == "-command" || option == "-c" || option == "/command" || option == "/c";
}

/// One command, and where it is written.
struct Found {
  std::vector<WindowsWord> words;
  Span span;
};

class Script {
 public:
  explicit Script(std::vector<Found>& out) : out_(out) {}

  /// Commands that certainly run.
  void read(const Text& text, WindowsShell shell, int depth = 0) {
    for (WindowsCommand& command : read::windows_commands(text.value, shell)) {
      if (command.conditional) continue;
      const Span span = text.slice(command.words.front().begin, command.words.back().end).around();
      if (is_shell(program_name(command.words.front().value)) && depth < 3) {
        inner(text, command, depth);
      } else {
        out_.push_back({std::move(command.words), span});
      }
    }
  }

  /// The words of a JSON array.
  void read(const std::vector<Text>& words, Span span) {
    if (words.empty()) return;
    const std::string name = program_name(words[0].value);
    if (!is_shell(name)) {
      Found found{.words = {}, .span = span};
      for (const Text& word : words)
        found.words.push_back({.value = word.value, .known = word.complete});
      out_.push_back(std::move(found));
      return;
    }
    Text rest;
    bool inside = false;
    for (const Text& word : words) {
      if (inside) {
        if (!rest.empty()) rest.append_derived(" ", {});
        rest.append(word);
      }
      inside = inside || hands_over(name, word.value);
    }
    read(rest, shell_of(name), 1);
  }

 private:
  /// `powershell -Command "..."`, `cmd /S /C ...`: what stands behind the option is a script.
  void inner(const Text& text, const WindowsCommand& command, int depth) {
    const std::string name = program_name(command.words.front().value);
    for (std::size_t i = 1; i + 1 < command.words.size(); ++i) {
      if (!hands_over(name, command.words[i].value)) continue;
      std::size_t begin = command.words[i + 1].begin;
      std::size_t end = command.words.back().end;
      if (i + 2 == command.words.size() && text.value[begin] == '"' && end > begin + 1) {
        ++begin;
        --end;
      }
      read(text.slice(begin, end), shell_of(name), depth + 1);
      return;
    }
  }

  std::vector<Found>& out_;
};

/// The shell of a stage: SHELL of it or of the stages below, else cmd.
WindowsShell shell_of(const Document& document, const Stage& stage, const Step& step) {
  const Stage* at = &stage;
  const Step* before = &step;
  while (true) {
    for (std::size_t i = static_cast<std::size_t>(before - at->steps.data()); i-- > 0;) {
      const read::Instruction& instruction = *at->steps[i].instruction;
      if (instruction.keyword == read::Keyword::shell && !instruction.arguments.empty())
        return shell_of(program_name(instruction.arguments[0].value));
    }
    if (at->parent < 0) return WindowsShell::cmd;
    at = &document.stages[static_cast<std::size_t>(at->parent)];
    before = at->steps.data() + at->steps.size();
  }
}

std::vector<Found> commands_of(const Document& document, const Stage& stage, const Step& step) {
  std::vector<Found> out;
  const read::Instruction& instruction = *step.instruction;
  if (instruction.keyword != read::Keyword::run || !instruction.heredocs.empty()) return out;
  Script script(out);
  if (instruction.form == read::Form::json) {
    script.read(instruction.arguments, instruction.span);
  } else if (!instruction.arguments.empty()) {
    script.read(instruction.arguments[0], shell_of(document, stage, step));
  }
  return out;
}

/// `pip install`, `python -m pip install`, `py -3.11 -m pip install`, `uv pip install`: the words
/// behind `install`. pip that only downloads or builds installs nothing.
std::vector<WindowsWord> pip_install(const std::vector<WindowsWord>& words) {
  const std::string program = program_name(words[0].value);
  std::size_t at = 1;
  const auto is = [&](std::size_t i, std::string_view word) {
    return i < words.size() && words[i].value == word;
  };
  if (versioned(program, "python") || program == "py") {
    while (at < words.size() && words[at].value.starts_with('-') && !is(at, "-m")) ++at;
    if (!is(at, "-m") || !is(at + 1, "pip")) return {};
    at += 2;
  } else if (program == "uv") {
    if (!is(at, "pip")) return {};
    ++at;
  } else if (!versioned(program, "pip")) {
    return {};
  }
  while (at < words.size() && words[at].value.starts_with('-')) ++at;
  if (!is(at, "install")) return {};
  return {words.begin() + static_cast<std::ptrdiff_t>(at) + 1, words.end()};
}

/// "cu124" of https://download.pytorch.org/whl/cu124 and what lies below it; empty for others.
std::string cuda_directory(std::string_view address) {
  constexpr std::string_view index = "download.pytorch.org/whl/cu";
  const std::size_t found = address.find(index);
  if (found == std::string_view::npos) return {};
  const std::string_view left = address.substr(found + index.size() - 2);
  return std::string(left.substr(0, std::min(left.find_first_not_of("cu0123456789"), left.size())));
}

/// The CUDA build of torch that the words behind `install` ask for; empty for none.
std::string cuda_build(const std::vector<WindowsWord>& words) {
  std::string index, torch;
  bool only = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i].value;
    if (!words[i].known) return {};
    if (word == "--dry-run" || word == "--target" || word == "-t" || word == "--download" ||
        word == "--prefix" || word == "--root")
      return {};
    for (const std::string_view option : {"--index-url", "-i", "--extra-index-url"}) {
      const bool joined = word.starts_with(option) && word.substr(option.size()).starts_with('=');
      if (!joined && (word != option || i + 1 == words.size())) continue;
      if (!joined) ++i;
      const std::string named = cuda_directory(joined ? word : std::string_view(words[i].value));
      if (named.empty()) continue;
      index = named;
      only = only || option != "--extra-index-url";
    }
    if (word == "torch" || word.starts_with("torch=") || word.starts_with("torch>") ||
        word.starts_with("torch<") || word.starts_with("torch~"))
      torch = word;
    // The wheel itself.
    if (word.find("/torch-") != std::string_view::npos && !cuda_directory(word).empty())
      return cuda_directory(word);
  }
  const std::size_t label = torch.find("+cu");
  if (label != std::string::npos) return index.empty() ? std::string() : torch.substr(label + 1);
  // Without a pin PyPI's newest, which is for the CPU, may be newer than that of an extra index.
  return !torch.empty() && (only || torch.starts_with("torch==")) ? index : std::string();
}

/// A compiler, or what installs or calls one.
bool compiles(const std::vector<WindowsWord>& words) {
  static constexpr std::array<std::string_view, 16> signs{
      "vs_build",  "visualstudio", "vcvars", "vsdevcmd",  "msbuild", "nvcc",
      "cmake",     "ninja",        "cl.exe", "setup.py",  "cuda_",   "cuda-toolkit",
      "pip wheel", "bdist",        "cuda.",  "buildtools"};
  return std::any_of(words.begin(), words.end(), [](const WindowsWord& word) {
    const std::string value = ascii::lowered(word.value);
    return value == "wheel" || value == "build" || value == "cl" || value == "cuda" ||
           std::any_of(signs.begin(), signs.end(),
                       [&](std::string_view sign) { return contains(value, sign); });
  });
}

}  // namespace

void windows_cuda(const Document& document, Facts& out) {
  std::vector<bool> compiling(document.stages.size(), false);
  for (const Stage& stage : document.stages) {
    if (!stage.built) continue;
    if (stage.parent >= 0)
      compiling[stage.index] = compiling[static_cast<std::size_t>(stage.parent)];
    for (const Step& step : stage.steps) {
      if (step.understood && document.escape != '`') continue;
      for (const Found& command : commands_of(document, stage, step)) {
        if (compiles(command.words)) compiling[stage.index] = true;
        std::string directory = cuda_build(pip_install(command.words));
        if (!directory.empty())
          out.windows_cuda.push_back({.at = position(stage, step),
                                      .span = command.span,
                                      .directory = std::move(directory)});
      }
    }
  }
  for (WindowsCuda& each : out.windows_cuda)
    each.compiles = compiling[static_cast<std::size_t>(each.at.stage)];
}

}  // namespace cudafit::facts
