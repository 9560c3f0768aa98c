#pragma once
// One command and a file that it may change, make or remove. Private to the document room.

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "document/changes.h"
#include "document/document.h"
#include "document/paths.h"
#include "source/files.h"

namespace cudafit::document {

using Names = std::initializer_list<std::string_view>;

inline bool one_of(std::string_view word, Names words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

inline bool is_option(std::string_view word) { return word.size() > 1 && word.front() == '-'; }

/// `pip3`, `python3.11`: the name without a version.
inline std::string_view unversioned(std::string_view name) {
  return name.substr(0, name.find_last_not_of("0123456789.-") + 1);
}

/// One command of several and the file in question.
class Change {
 public:
  Change(std::span<const Command> commands, std::size_t index, std::string_view path,
         const ProgramText& program, int depth = 0)
      : commands_(commands),
        index_(index),
        command_(commands[index]),
        path_(path),
        file_(file_name(path)),
        program_(program),
        depth_(depth) {
    const std::size_t first = std::min(command_.arguments(), command_.words.size());
    words_ = std::span(command_.words).subspan(first);
    name_ = command_.name();
  }

  bool may() const;  ///< as may_change()

 private:
  const std::string& directory() const;

  /// Where a word leads; empty when that is not known.
  std::string place(const Text& word) const;

  /// Changes the files that it is given where they stand.
  bool edits() const;

  /// `sed -i ... "$f"`: what is edited is known by no part of its name.
  bool edits_unknown() const;

  /// The word holds something that is not known, and could be a name of the file.
  bool may_be_it(const Text& word) const;

  /// Whether the file is among those over which a loop with this variable goes; nothing when there
  /// is no such loop.
  std::optional<bool> in_loop(std::string_view variable) const;

  /// Another command of them, and the same file.
  Change of(std::size_t index) const;

  /// A word from `first` on is the file, or may be.
  bool any_listed(std::size_t first) const;

  /// The file's name may come through a pipe.
  bool reads_name() const;

  /// What the command prints may name the file.
  bool lists() const;

  /// `find`: the file is among what it finds.
  bool finds() const;

  /// `find . | xargs sed -i ...`
  bool edits_what_it_reads() const;

  /// The place is the file or a directory above it, or may be.
  bool above(const std::string& at) const;

  /// As `above`; a place that is not known counts only where the names in it agree.
  bool covers(const Text& word) const;

  /// As it stands in the script.
  std::string_view written(const Text& word) const;

  /// The names behind the last variable are those of the file, or of a directory above it.
  bool ends_alike(std::string_view word) const;

  /// As many components of the path as the pattern has.
  bool glob_covers(std::string_view pattern) const;

  bool any_covers() const;

  /// The word is a variable of a loop or a function that may stand for the file.
  bool looped(const Text& word) const;

  /// A word names the file, alone or inside of it (`--output=x`, `python -c`). The script that an
  /// interpreter runs is only read.
  bool any_names() const;

  bool writes_by_redirection() const;

  bool has(Names options) const;

  /// `sed -i`, `sed -i.bak`, `sed -ri`, `perl -pi -e`, `awk -i inplace`.
  bool in_place() const;

  bool reads_only() const;

  /// `cp a b c`: the last word is where it goes, unless -t says so.
  bool copies() const;

  bool version_control() const;

  /// An archive holds anything; it is unpacked where an option says, else here.
  bool unpacks() const;

  /// Tools that write a file nobody names.
  bool writes_lock() const;

  /// `sh -c '...'`: the commands inside are looked at by themselves.
  bool runs_words() const;

  bool interprets() const;

  /// What it runs can be read, and may write the file.
  bool runs_program() const;

  /// Names that are not known are handed to the program, or directories in which the file is.
  bool any_given(std::size_t first) const;

  /// Index of the word that is the program's text or names its file; the end where none is.
  std::size_t program_word() const;

  /// `make target`: what the rules of the Makefile run.
  bool makes() const;

  /// A line of a Makefile.
  bool line_may(const std::string& line, const std::string& at) const;

  std::span<const Command> commands_;
  std::size_t index_;
  const Command& command_;
  std::string_view path_;
  std::string_view file_;  ///< last name of the path
  std::string_view name_;  ///< of the program
  std::span<const Text> words_;
  const ProgramText& program_;
  int depth_;  ///< of Makefiles that run others
};

}  // namespace cudafit::document
