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
  void reach(std::size_t index, bool conditional) {
    now_ = index;
    conditional_ = conditional;
  }

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
};

}  // namespace cudafit::document
