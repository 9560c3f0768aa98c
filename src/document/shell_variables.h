#pragma once
// What the commands of a script do to variables. Private to the document room.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "document/scope.h"

namespace cudafit::document {

class ShellVariables {
 public:
  explicit ShellVariables(const Scope& scope) : scope_(scope) {}
  /// Those of a shell that `command` of another one starts.
  ShellVariables(const ShellVariables& outer, const Command& command);

  const Scope& scope() const { return scope_; }

  /// Notes every name that the script may assign, wherever it does.
  void expect(const read::Script& script);
  /// The command of that script whose words are expanded next.
  void reach(std::size_t index, const read::Command& command) {
    now_ = index;
    conditional_ = command.conditional;
    in_function_ = command.in_function;
  }

  /// $1 and so on; nothing where their number is not known.
  using Parameters = std::optional<std::vector<Text>>;
  void take(Parameters parameters) { parameters_ = std::move(parameters); }
  /// All that `"$@"` stands for there; null where that is not known.
  const std::vector<Text>* all_parameters() const {
    return parameters_known() ? &*parameters_ : nullptr;
  }

  /// While another script is read into this shell: where this one is.
  struct Place {
    std::map<std::string, std::size_t, std::less<>> last;
    std::size_t now = 0;
    std::size_t parameters_last = 0;
    std::optional<Parameters> parameters;  ///< nothing: the other script works on the same ones
  };
  /// `arguments`: those of the other script; it has this one's where there are none.
  Place enter(const read::Script& other, const Parameters& arguments);
  void leave(Place place);

  /// What the shell puts for `$name` there: an incomplete Text when that cannot be known, nothing
  /// when it is unset.
  std::optional<Text> value(std::string_view name) const;
  /// The script, or the shell by itself, may have set it.
  bool maybe_set(std::string_view name) const;

  /// What the command does to those behind it.
  void follow(const Command& command);

 private:
  using Value = std::optional<Text>;  ///< nothing: unset

  void declare(const Command& command, bool certain);
  Value parameter(std::string_view name) const;
  bool parameters_known() const {
    return parameters_ && !in_function_ && !(conditional_ && parameters_last_ > now_);
  }
  bool exported(std::string_view name) const;

  const Scope& scope_;
  std::map<std::string, Value, std::less<>> values_;
  /// The last command of the script that may assign a name.
  std::map<std::string, std::size_t, std::less<>> last_;
  std::set<std::string, std::less<>> exported_;
  bool all_exported_ = false;
  bool opaque_ = false;  ///< something was run in this shell that may set any name
  std::size_t now_ = 0;
  bool conditional_ = false;
  bool in_function_ = false;
  Parameters parameters_;
  std::size_t parameters_last_ = 0;  ///< the last command that may change them
};

}  // namespace cudafit::document
