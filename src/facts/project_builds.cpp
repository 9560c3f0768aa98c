#include "facts/project_builds.h"

#include <algorithm>

#include "facts/cmake_project.h"
#include "facts/runs.h"
#include "facts/words.h"
#include "read/setup_py.h"
#include "terms/ascii.h"

namespace cudafit::facts {

namespace {

constexpr std::size_t largest = std::size_t{512} << 10;  ///< bytes of a setup.py

/// Which directory is configured, and how; nothing when that is not known, or another compiler may
/// be meant.
std::optional<CMakeCall> cmake_call(const Run& run, bool first) {
  CMakeCall out{.directory = {}, .given = {}, .defaults = first};
  bool binary = false;  // -B
  std::vector<std::string_view> places;
  const std::vector<Argument> words = arguments(run.command, call_of(run.command).arguments());
  const auto value_of = [&](std::size_t& i, std::string_view option) -> std::string_view {
    if (words[i].value().size() > option.size()) return words[i].value().substr(option.size());
    return i + 1 < words.size() ? words[++i].value() : std::string_view{};
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i].value();
    if (!words[i].known() && !word.starts_with("-D")) return std::nullopt;
    if (word.starts_with("--build") || word.starts_with("--preset") ||
        word.starts_with("--toolchain") || word.starts_with("-C"))
      return std::nullopt;
    if (word.starts_with("-D")) {
      const bool known =
          words[i].known() && (word.size() > 2 || i + 1 == words.size() || words[i + 1].known());
      const std::string_view whole = value_of(i, "-D");
      const std::size_t equals = whole.find('=');
      if (equals == std::string_view::npos) {
        out.defaults = false;
        continue;
      }
      const std::string name(whole.substr(0, std::min(equals, whole.find(':'))));
      if (name == "CMAKE_CUDA_COMPILER" || name == "CMAKE_TOOLCHAIN_FILE") return std::nullopt;
      out.given[name] = known ? std::optional(std::string(whole.substr(equals + 1))) : std::nullopt;
    } else if (word.starts_with("-S")) {
      places.push_back(value_of(i, "-S"));
    } else if (word.starts_with("-B")) {
      binary = true;
      value_of(i, "-B");
    } else if (word.starts_with("-G") || word.starts_with("-T") || word.starts_with("-A") ||
               word.starts_with("-U")) {
      value_of(i, word.substr(0, 2));
    } else if (!word.starts_with('-')) {
      places.push_back(word);
    }
  }
  if (places.empty() && binary) places.emplace_back(".");
  if (places.size() != 1 || places[0].empty()) return std::nullopt;
  out.directory = places[0];
  return out;
}

class Reader {
 public:
  Reader(const Document& document, const document::Context& context, Facts& out)
      : document_(document), context_(context), out_(out) {}

  void read() {
    for (Compile& compile : out_.compiles) {
      const Stage& stage = document_.stages[static_cast<std::size_t>(compile.at.stage)];
      const Step& step = stage.steps[compile.at.step];
      const Command& command = step.commands[compile.at.command];
      const Run run{stage, step, command, compile.at, compile.certainty};
      if (compile.kind == CompileKind::cmake) {
        const bool first = configured_.insert(compile.at.stage).second && stage.parent < 0;
        const std::optional<CMakeCall> call = cmake_call(run, first);
        if (call) settle(cmake_project(document_, context_, run, *call), run, compile);
      } else if (compile.kind == CompileKind::setup && compile.name == "setup.py") {
        setup(run, compile);
      } else if (compile.kind == CompileKind::source) {
        installed(run, compile);
      }
    }
  }

 private:
  void settle(CMakeProject project, const Run& run, Compile& compile) {
    if (!project.configured.empty()) {
      // What the project sets hides what is given.
      std::erase_if(compile.architectures, [](const Architectures& given) {
        return given.written_as == "CMAKE_CUDA_ARCHITECTURES";
      });
    }
    std::vector<Architectures> lists = std::move(project.configured);
    if (builds_all(run)) {
      for (Architectures& list : project.built) lists.push_back(std::move(list));
    }
    for (Architectures& list : lists) {
      const bool said =
          std::any_of(compile.architectures.begin(), compile.architectures.end(),
                      [&](const Architectures& other) { return other.span == list.span; });
      if (!said) compile.architectures.push_back(std::move(list));
    }
    compile.wants_toolkit = project.cuda.empty() && !project.toolkit.empty();
    if (compile.wants_toolkit) compile.how = std::move(project.toolkit);
    settle(std::move(project.cuda), compile);
  }

  /// Behind the command all targets are built, and nothing says of a single one that it is.
  static bool builds_all(const Run& run) {
    bool any = false;
    for (std::size_t s = run.at.step; s < run.stage.steps.size(); ++s) {
      for (const Command& command : run.stage.steps[s].commands) {
        const std::string_view name = command.name();
        if (!listed("cmake make ninja", name)) continue;
        bool plain = name != "cmake";
        for (std::size_t i = command.arguments(); i < command.words.size(); ++i) {
          const std::string_view word = command.words[i].value;
          if (word == "--build") plain = true;
          if (word.starts_with("--target") || word == "-t") return false;
          // `make -j 8`, `make -C build`
          const bool value = i > command.arguments() &&
                             listed("-j -C --build -S -B -G", command.words[i - 1].value);
          if (name != "cmake" && !word.starts_with('-') && !value && word != "all" &&
              word != "install")
            return false;
        }
        any = any || (plain && certainty_of(command) == Certainty::certain);
      }
    }
    return any;
  }

  static void settle(std::vector<Link> how, Compile& compile) {
    if (how.empty()) return;
    compile.project = Known::yes;
    compile.how = std::move(how);
  }

  /// python setup.py install
  void setup(const Run& run, Compile& compile) {
    for (const Argument& word : arguments(run.command, call_of(run.command).arguments())) {
      if (file_name(word.value()) != "setup.py" || !word.known()) continue;
      if (std::optional<document::OpenedFile> file = open(run, word.value()))
        settle(*file, compile);
      return;
    }
  }

  /// pip install --no-build-isolation .
  void installed(const Run& run, Compile& compile) {
    for (const PipInstall& install : out_.pip_installs) {
      // Isolated, it meets another torch, or none.
      if (install.at != run.at || install.elsewhere || !install.no_build_isolation) continue;
      for (const Asked& asked : install.requirements) {
        const read::Requirement& wanted = asked.requirement;
        if (wanted.kind != read::Requirement::Kind::directory || !wanted.known) continue;
        if (asked.span != compile.span || !wanted.url.complete) continue;
        const std::string directory = wanted.url.value;
        // Another tool than setuptools may build it.
        const std::optional<document::OpenedFile> project =
            open(run, directory + "/pyproject.toml");
        if (project && contains(project->bytes, "build-backend") &&
            !contains(project->bytes, "setuptools.build_meta"))
          return;
        if (std::optional<document::OpenedFile> file = open(run, directory + "/setup.py"))
          settle(*file, compile);
        return;
      }
    }
  }

  static void settle(const document::OpenedFile& opened, Compile& compile) {
    const read::SetupFile found = read::read_setup(opened.file, opened.bytes);
    if (found.forced) {
      compile.forced_by = "FORCE_CUDA";
      compile.how = {{"this setup.py asks for a GPU, or for FORCE_CUDA=1", found.condition}};
    }
    if (!found.cuda) return;
    settle(std::vector<Link>{{"this setup.py compiles CUDA code with torch's tools", found.shows}},
           compile);
    // It may name architectures itself: flags for nvcc, a variable that it sets.
    std::string all(opened.bytes);
    std::transform(all.begin(), all.end(), all.begin(), ascii::lower);
    if (contains(all, "arch") || contains(all, "gencode") || contains(all, "environ")) {
      Architectures own;
      own.written_as = "setup.py";
      own.span = found.shows;
      own.known = false;
      compile.architectures.push_back(std::move(own));
    }
  }

  std::optional<document::OpenedFile> open(const Run& run, std::string_view path) const {
    const document::FileAnswer answer = context_.at(
        document_, run.stage.index, run.at.step, run.command.directory.value, path, run.at.command);
    if (answer.present != Known::yes || answer.path.empty()) return std::nullopt;
    std::optional<document::OpenedFile> opened = context_.open(answer.path);
    if (opened && opened->bytes.size() > largest) return std::nullopt;
    return opened;
  }

  const Document& document_;
  const document::Context& context_;
  Facts& out_;
  std::set<int> configured_;  ///< stages in which cmake has run
};

}  // namespace

void project_builds(const Document& document, const document::Context& context, Facts& out) {
  Reader(document, context, out).read();
}

}  // namespace cudafit::facts
