#pragma once
// How settings are found by name and position. Private to the facts room.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "facts/extract.h"

namespace cudafit::facts {

/// Which variables something sets that is not followed.
enum class Reach : std::uint8_t {
  everything,
  conda,        ///< conda's activation and login shells: anything but what belongs to one tool
  virtual_env,  ///< `. venv/bin/activate`: PATH and VIRTUAL_ENV
  os_release,   ///< `. /etc/os-release`
};
bool reaches(Reach reach, std::string_view name);
/// What the script that `.`, `source` or `eval` reads in may set.
Reach reach_of(const Command& command);

/// From `from` to before `until`, variables may have been set by something that is not followed.
struct Unfollowed {
  Position from, until;
  Reach reach = Reach::everything;
};

/// What the commands of one step set.
struct StepSettings {
  std::vector<Setting> rows;  ///< in any order
  std::vector<Unfollowed> unfollowed;
};
/// `login`: the shell reads profiles first.
StepSettings step_settings(const Document& document, const Stage& stage, std::size_t step,
                           bool login);

/// The words ask a shell to read its profiles: -l, --login, -i, alone or as in -lc.
bool login_shell(const std::vector<Text>& words, std::size_t first);

/// Shells, engines and images set these in ways of their own.
bool set_by_system(std::string_view name);

struct SettingIndex {
  struct OfStage {
    int parent = -1;
    document::Family family;
    bool base_known = false;
    bool may_refuse_gpus = false;               ///< an ENV here or in the stages below may say so
    std::vector<std::size_t> variables_before;  ///< of each step
    std::vector<bool> at_start;          ///< of each step: it runs in a container, not in the build
    std::vector<bool> sets;              ///< of each step: its commands have rows
    std::vector<std::size_t> rows;       ///< of each of the stage's variables
    std::vector<Unfollowed> unfollowed;  ///< in order of `from`
  };

  std::shared_ptr<const document::VariableIndex> variables;
  std::vector<OfStage> stages;
  // By name, those of one name in order of `from`.
  std::vector<std::size_t> in_steps;     ///< rows of commands
  std::vector<std::size_t> environment;  ///< rows of ENV and of base images
};

}  // namespace cudafit::facts
