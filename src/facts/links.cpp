// What compilers link: the libraries that programs load when they run, and the driver's.

#include <algorithm>
#include <string>

#include "facts/paths.h"
#include "facts/runs.h"
#include "facts/words.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

/// Compilers and linkers that add no directory of the toolkit by themselves, as nvcc does.
bool linker(std::string_view name) {
  static constexpr WordList names =
      "gcc g++ cc c++ clang clang++ ld gfortran x86_64-linux-gnu-gcc x86_64-linux-gnu-g++";
  return listed(names, name) || versioned(name, "gcc-") || versioned(name, "g++-") ||
         versioned(name, "clang-") || versioned(name, "clang++-");
}

/// Options that make no program: objects, listings, code for GPUs alone, archives.
bool makes_no_program(bool nvcc, std::string_view word) {
  static constexpr WordList all = "-c -E -S -fsyntax-only -M -MM -### --version --help";
  static constexpr WordList of_nvcc =
      "-dc -dw -dlink -lib -ptx -cubin -fatbin -ltoir -optix-ir -cuda -gpu -h -V --compile "
      "--device-c --device-w --device-link --lib --ptx --cubin --fatbin --ltoir --optix-ir --cuda "
      "--preprocess --generate-dependencies --dryrun -dryrun --list-gpu-arch --list-gpu-code";
  return listed(all, word) || (nvcc && listed(of_nvcc, word));
}

/// Options whose value is the next word, and neither a file nor a library.
bool takes_value(bool nvcc, std::string_view word) {
  static constexpr WordList all =
      "-o -I -L -D -U -x -T -u -z -include -isystem -idirafter -iquote -MF -MT -MQ -Xlinker "
      "-Xpreprocessor -Xassembler -arch -target --param -soname -rpath";
  static constexpr WordList of_nvcc =
      "-Xcompiler -Xptxas -Xnvlink -Xcudafe -code -gencode -std -ccbin -cudart -maxrregcount "
      "-odir -t -m -O --output-file --include-path --library-path --define-macro --undefine-macro "
      "--compiler-options --linker-options --ptxas-options --gpu-architecture --gpu-code "
      "--generate-code --std --compiler-bindir --cudart --threads --machine --optimize "
      "--pre-include --system-include --maxrregcount --output-directory";
  return listed(all, word) || (nvcc && listed(of_nvcc, word));
}

/// "cudnn" for libcudnn.so and libcudnn.so.9; empty for archives and other files.
std::string_view shared_library(std::string_view file) {
  if (!file.starts_with("lib")) return {};
  const std::size_t end = file.find(".so");
  return end == std::string_view::npos ? std::string_view{} : file.substr(3, end - 3);
}

/// A file that is compiled or linked in.
bool is_input(std::string_view word) {
  static constexpr WordList endings = "c cc cpp cxx c++ C cu o obj a lo f f90 s S so";
  if (word.starts_with('-')) return false;
  const std::size_t dot = word.rfind('.');
  return (dot != std::string_view::npos && listed(endings, word.substr(dot + 1))) ||
         !shared_library(file_name(word)).empty();
}

class Reader {
 public:
  Reader(const Run& run, const Facts& facts)
      : run_(run),
        facts_(facts),
        nvcc_(run.program() == "nvcc"),
        words_(arguments(run.command, run.command.arguments())) {}

  std::optional<ProgramLink> read() {
    out_ = {.at = run_.at,
            .program = std::string(run_.program()),
            .command = run_.command.syntax.span,
            .certainty = run_.certainty};
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const std::string_view word = words_[i].value();
      if (makes_no_program(nvcc_, word)) return std::nullopt;
      out_.doubtful = out_.doubtful || !words_[i].known() || decides_more(word);
      if (static_) return std::nullopt;
      if (word == "-o" || word == "--output-file") {
        if (i + 1 < words_.size()) output(words_[i + 1].text);
      } else if (nvcc_ && word.starts_with("--output-file=")) {
        output(words_[i].text.slice(14, words_[i].text.size()));
      } else if (!nvcc_ && word.starts_with("-o") && !word.starts_with("-object")) {
        output(words_[i].text.slice(2, words_[i].text.size()));
      }
      if (word == "-l" || (nvcc_ && word == "--library")) {
        if (i + 1 < words_.size()) names(words_[i + 1].value(), words_[i + 1].span);
        ++i;
      } else if (nvcc_ && word.starts_with("--library=")) {
        names(word.substr(10), words_[i].span);
      } else if (word.starts_with("-l")) {
        names(word.substr(2), words_[i].span);
      } else if (takes_value(nvcc_, word)) {
        if (i + 1 < words_.size()) value(word, words_[++i]);
      } else {
        flag(word, words_[i].span);
        if (is_input(word)) input(word, words_[i].span);
      }
    }
    if (!input_) return std::nullopt;
    // What is linked without a name becomes a.out.
    if (!named_) out_.output = place("a.out");
    if (const VariableAnswer path = facts_.variable(run_.at, "LD_RUN_PATH"); path.set != Known::no)
      out_.doubtful = out_.doubtful || path.setting != nullptr;
    return std::move(out_);
  }

 private:
  /// The word may bring more words, link statically, or write a path into the program.
  bool decides_more(std::string_view word) {
    static_ = static_ || word == "-static" || word == "-static-pie";
    return word.starts_with('@') || contains(word, "rpath") || contains(word, "Bstatic") ||
           (contains(word, "-static") && !word.starts_with("-static-lib")) || word == "-R" ||
           word == "-optf" || word == "--options-file" || word == "-T";
  }

  std::string place(std::string_view path) const {
    const Text& directory = run_.command.directory;
    if (path.empty() || path.find_first_of("*?[") != std::string_view::npos) return {};
    if (path.starts_with('/')) return absolute("/", path);
    if (!directory.complete || !directory.value.starts_with('/')) return {};
    return absolute(directory.value, path);
  }

  void output(const Text& path) {
    named_ = true;
    out_.output = path.complete ? place(path.value) : std::string();
  }

  /// The value of -l, for nvcc also a list.
  void names(std::string_view list, Span span) {
    while (!list.empty()) {
      const std::size_t end = nvcc_ ? std::min(list.find(','), list.size()) : list.size();
      std::string_view name = list.substr(0, end);
      if (name.starts_with(':')) name = shared_library(name.substr(1));
      library(name, span);
      list.remove_prefix(std::min(end + 1, list.size()));
    }
  }

  void library(std::string_view name, Span span) {
    if (name.empty() || name.ends_with("_static")) return;
    // nvcc puts what it is given into an order of its own.
    out_.libraries.push_back({std::string(name), span, nvcc_ || input_});
  }

  /// Options that bring a library without -l.
  void flag(std::string_view word, Span span) {
    if (word == "-fopenmp" && !run_.program().starts_with("clang"))
      out_.libraries.push_back({"gomp", span, true});
  }

  /// The value of an option that hands others on.
  void value(std::string_view option, const Argument& given) {
    out_.doubtful = out_.doubtful || !given.known() || decides_more(given.value());
    if (option != "-Xcompiler" && option != "--compiler-options") return;
    for (std::string_view rest = given.value(); !rest.empty();) {
      const std::size_t end = std::min(rest.find_first_of(", "), rest.size());
      flag(rest.substr(0, end), given.span);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  void input(std::string_view word, Span span) {
    library(shared_library(file_name(word)), span);
    input_ = true;
  }

  const Run& run_;
  const Facts& facts_;
  bool nvcc_ = false;
  std::vector<Argument> words_;
  ProgramLink out_;
  bool static_ = false, named_ = false, input_ = false;
};

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

/// `-lcuda` where the linker has to find libcuda.
void libcuda(const Run& run, Facts& out) {
  if (run.certainty != Certainty::certain) return;
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

}  // namespace

void program_links(const Document& document, Facts& out) {
  each_run(document, [&](const Run& run) {
    const bool others = linker(run.program());
    if ((!others && run.program() != "nvcc") || is_function(run.step, run.program())) return;
    if (std::optional<ProgramLink> found = Reader(run, out).read())
      out.program_links.push_back(std::move(*found));
    if (others) libcuda(run, out);
  });
  std::erase_if(out.libcuda_links,
                [&](const LibcudaLink& each) { return libcuda_may_be_there(document, each.at); });
}

}  // namespace cudafit::facts
