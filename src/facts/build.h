#pragma once
// What a stage compiles, runs, copies and sets, as far as versions and presence hang on it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "facts/install.h"

namespace cudafit::facts {

/// What Architectures::written_as says of lists in the CMake files of a project.
inline constexpr std::string_view project_architectures = "CMakeLists.txt's CUDA_ARCHITECTURES";

/// A list of GPU architectures as written.
struct Architectures {
  Text text = {};  ///< the whole value
  Span span = {};  ///< what to point at: the value, or the flag
  std::string
      written_as;  ///< "TORCH_CUDA_ARCH_LIST", "CMAKE_CUDA_ARCHITECTURES", "-gencode", "-arch"
  /// One per architecture, as written: "8.0", "9.0+PTX", "80-real", "sm_90a", "compute_90",
  /// "arch=compute_80,code=sm_80", "native", "all-major", "Turing".
  std::vector<std::string> entries = {};
  std::vector<Span> entry_spans =
      {};  ///< same count; nowhere where an entry cannot be edited alone
  std::vector<Link> how = {};
  bool known = true;
};

enum class CompileKind : std::uint8_t {
  nvcc,    ///< nvcc is called
  cmake,   ///< cmake is asked to enable CUDA (-DGGML_CUDA=ON, -DCMAKE_CUDA_ARCHITECTURES=...)
  setup,   ///< python setup.py build/install/bdist_wheel/develop of unknown content
  make,    ///< make, ninja of unknown content
  source,  ///< a package is installed from a directory or repository: what it compiles is the
           ///< matrix's to know
};

/// A command that compiles.
struct Compile {
  Position at = {};
  CompileKind kind = CompileKind::nvcc;
  Span span = {};  ///< of the program word, or the word that shows that CUDA is compiled
  Certainty certainty = Certainty::certain;
  bool cuda = false;      ///< certainly CUDA code (nvcc on a .cu, a CUDA switch of cmake set to on)
  std::string name = {};  ///< what shows it: "nvcc", "GGML_CUDA", "setup.py"
  /// Whose code it is, where that is known: the address of the repository that was cloned, or the
  /// requirement or directory that is installed; else empty.
  std::string origin = {};
  std::vector<Architectures> architectures = {};  ///< flags of this command
  /// The project's own build files compile CUDA code, or stop where they cannot. unknown: they are
  /// not read, or something in them decides.
  Known project = Known::unknown;
  std::vector<Link> how = {};  ///< what in those files says so, or of the members below
  /// They stop where CMake does not find the toolkit's headers, whatever they compile.
  bool wants_toolkit = false;
  /// They leave the CUDA code out where no GPU is seen, unless this variable is "1"; empty: they do
  /// not, or it is not known.
  std::string_view forced_by = {};
  bool prints_version = false;  ///< `nvcc --version`
};

/// A compiler or linker that a RUN calls makes a program or a shared library.
struct ProgramLink {
  Position at = {};
  std::string program = {};  ///< that links: "g++"
  Span command = {};
  Certainty certainty = Certainty::certain;
  std::string output = {};  ///< absolute path of what it makes; empty when not known
  /// A library that is loaded when it runs.
  struct Library {
    std::string name;  ///< "cudnn" for -lcudnn, -l:libcudnn.so.9 and .../libcudnn.so
    Span span;         ///< of the word that asks for it
    /// It stands where the linker looks for what the files before it lack: in front of all files
    /// it is left out again.
    bool behind_files = true;
  };
  std::vector<Library> libraries = {};
  /// A word or variable that is not known may ask for other libraries, for static ones, or tell the
  /// program where to look for them.
  bool doubtful = false;
};

/// The directory of one toolkit is named in a command, a variable or a copy:
/// `/usr/local/cuda-11.8`.
struct ToolkitPath {
  Position at = {};
  std::string version = {};  ///< "11.8"; empty where the part behind `cuda-` is not known
};

/// A command deletes or moves the whole directory of a toolkit: `rm -rf /usr/local/cuda*`.
struct ToolkitRemoval {
  Position at = {};
  Span span = {};  ///< of the command
};

/// A program that a RUN, CMD, ENTRYPOINT or HEALTHCHECK starts.
enum class RunWhen : std::uint8_t { build, start, health };
struct ProgramUse {
  Position at = {};
  RunWhen when = RunWhen::build;
  Certainty certainty = Certainty::certain;
  std::string program = {};  ///< last path component of the program word: "python3", "pip", "vllm"
  std::string path = {};     ///< the word as written: "/opt/venv/bin/python"
  Span span = {};            ///< of the program word
  Span command = {};         ///< of the command
  std::vector<Text> words = {};  ///< the words behind the program
  bool entrypoint = false;       ///< ENTRYPOINT rather than CMD
  Link how = {};                 ///< where the word was written, when not at `span`
  Environment environment = {};  ///< where the program is found, and the packages it uses
};

/// COPY --from, ADD --from, and files a mount lends.
struct StageCopy {
  Position at = {};
  int from = -1;           ///< stage; -1: an image
  std::string image = {};  ///< when it is an image
  std::vector<std::string> sources =
      {};                        ///< absolute paths in the source; incomplete ones left out
  std::string destination = {};  ///< absolute path; empty when not known
  Span span = {};
  bool complete = true;  ///< false: a path is not known, or holds a wildcard
  bool mount = false;    ///< only while one RUN runs
};

/// COPY and ADD from the build context.
struct ContextCopy {
  Position at = {};
  std::vector<std::string> sources = {};  ///< as written; "." is the whole context
  std::string destination = {};           ///< as of StageCopy
  Span span = {};
  bool remote = false;   ///< ADD of a URL or repository
  bool complete = true;  ///< false: a path is not known
};

/// What may have been changed by something that cannot be followed.
struct Touches {
  bool system = false;     ///< programs, libraries, system packages (nvcc, gcc, cuDNN, python)
  bool packages = false;   ///< Python packages of some environment
  bool variables = false;  ///< environment variables of the same RUN
};

/// A command or step whose effect is not known: a script of unknown content, a piped installer,
/// files from an unknown image, text that is no shell. Nothing may be concluded from what is
/// missing after it.
struct Opaque {
  Position at = {};
  Span span = {};
  std::string what = {};  ///< a few words: "runs ./install.sh", "copies from an unknown image"
  Touches touches;
};

/// A program is put in place by other means than a package: `ln -s python3 /usr/bin/python`,
/// `alias`, update-alternatives, a virtual environment, conda, `uv python install`.
struct Provides {
  Position at = {};
  std::string program = {};      ///< "python", "pip", "nvcc", "gcc"
  std::string version = {};      ///< "3.11" where it is said
  std::string environment = {};  ///< a virtual environment's path; else empty
  Span span = {};
  std::string how = {};  ///< a few words: "linked here", "in a virtual environment"
};

/// A variable gets a value: ENV, ARG, `export X=...` or `X=... command` in a RUN, the base image.
enum class SettingKind : std::uint8_t {
  base,
  arg,
  env,
  exported,  ///< also `X=...;` of a variable that is exported already
  prefix,    ///< `X=... command`, `env X=... command`
};
struct Setting {
  std::string name;
  SettingKind kind = SettingKind::env;
  Text value;           ///< incomplete when not known
  bool set = true;      ///< false: an ARG without a value, or `unset`
  bool certain = true;  ///< false: a condition decides whether it takes effect
  Position from;        ///< from here on,
  /// before here. base, arg, env: where the stage itself replaces it, else its end; what is not
  /// replaced is seen by the stages that build on it, too. exported: the end of the RUN or of the
  /// script or subshell in it. prefix: the next command.
  Position until;
  Span span;       ///< the value as written, or the name without one
  Span line;       ///< the instruction, for an edit that adds a line behind it
  Span name_span;  ///< where an ENV names it; else nowhere
  Link how;
};

/// The variable is a list of GPU architectures: TORCH_CUDA_ARCH_LIST, CUDAARCHS, ...
bool is_architecture_list(std::string_view name);
/// Its value, split at `;`, `,` and blanks.
Architectures architectures_of(const Setting& setting);

/// What a variable is at one position.
struct VariableAnswer {
  /// no: it is certainly not set. unknown: something not followed decides, or an ARG without a
  /// value that whoever builds may give.
  Known set = Known::no;
  /// The one that counts; null when nothing known sets it. Its value may be incomplete.
  const Setting* setting = nullptr;
  /// Unknown only because the base image may set it.
  bool base_decides = false;
  /// Unknown because something that is not followed, and may set anything, was read in (`. x.sh`).
  bool script_decides = false;

  /// The value, when it is known.
  const Text* value() const {
    return set == Known::yes && setting->value.complete ? &setting->value : nullptr;
  }
};

}  // namespace cudafit::facts
