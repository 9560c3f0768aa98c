#pragma once
// Which Python environment a command works in: the system's, a virtual one, a conda one. Private to
// the facts room.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/pip_request.h"

namespace cudafit::facts {

struct PythonPlace {
  Environment environment;
  std::string python;  ///< "3.10" where the environment's maker or the program's name says it
};

/// What the whole document says of environments, and which one counts at a command.
class PythonEnvironments {
 public:
  /// Both must outlive this; the settings of `facts` are all there.
  PythonEnvironments(const Document& document, const Facts& facts);

  /// Of a command that starts `program`, be it python, pip or anything that an environment holds.
  PythonPlace of_program(Position at, const CallWord& program) const;
  /// Of `uv pip`.
  PythonPlace of_uv(Position at, const PipRequest& request) const;
  /// Of a virtual environment at the path.
  PythonPlace at_directory(Position at, const Text& path) const { return at_path(at, path, false); }
  /// The one that `activate` or VIRTUAL_ENV has made the active one; nothing when none is.
  std::optional<PythonPlace> active(Position at) const;
  /// Of `python`, as the command finds it.
  PythonPlace of_python(Position at) const;
  /// Where conda's `-n name` is, and its `-p path`.
  PythonPlace conda_named(std::string_view name) const;
  Environment conda_at(Position at, const Text& path) const;

 private:
  /// An environment that a command makes.
  struct Made {
    std::string path;    ///< absolute; relative when the working directory is not known
    std::string python;  ///< "3.10" where it is said
    bool conda = false;
  };
  using Answer = std::optional<PythonPlace>;

  const Command& command(Position at) const;
  void find_roots();
  void find_made(const Command& command);
  void virtual_environment(const std::vector<CallWord>& words, std::size_t first,
                           std::string python, const Command& command);
  void conda_environment(const std::vector<CallWord>& words, const Command& command);

  PythonPlace at_prefix(std::string prefix) const;
  PythonPlace at_path(Position at, const Text& path, bool program) const;
  Answer interpreter(Position at, const Text& named, std::string& python) const;
  /// What counts for a program without a path, found `depth` settings of PATH back.
  PythonPlace found(Position at, int depth) const;
  Answer first_of(std::string_view entries, bool whole) const;
  /// `conda run -n x program`, SHELL ["conda", "run", "-n", "x", ...].
  Answer wrapped(Position at) const;
  Answer conda_run(Position at, const std::vector<Text>& words, std::size_t end) const;
  /// `. x/bin/activate`, `conda activate x` before the command in its script.
  Answer activated(Position at) const;
  Answer activation(Position at, const Command& command) const;
  static bool may_switch(const Command& command);
  bool conda_prefix(std::string_view prefix) const;
  bool environment_prefix(std::string_view prefix) const;
  const Made* made_at(std::string_view path) const;
  const read::Instruction* shell(Position at) const;

  const Document& document_;
  const Facts& facts_;
  std::vector<Made> made_;
  std::set<std::string, std::less<>> roots_;  ///< where conda is installed
  bool conda_ = false;                        ///< conda is used
  /// SHELL instructions of each stage, with their steps.
  std::vector<std::vector<std::pair<std::size_t, const read::Instruction*>>> shells_;
  /// By stage and step: its first command that may have to do with which environment is active.
  std::vector<std::vector<std::size_t>> first_switch_;
};

bool is_conda(std::string_view program);
/// `path` without slashes at its end, and without `end`.
std::string without_end(std::string_view path, std::string_view end);
/// The value of an option such as -n or --name among the words before `end`; `at` moves on where
/// it is a word of its own. `inlined` holds the value of --name=x. Null when it is another word.
const Text* option_value(const std::vector<Text>& words, std::size_t& at, std::size_t end,
                         std::string_view shorter, std::string_view longer, Text& inlined);

}  // namespace cudafit::facts
