// What the commands of a RUN do to variables: `export X=1`, `X=1 command`, `unset X`.

#include <algorithm>
#include <array>
#include <map>

#include "facts/python_environment.h"
#include "facts/setting_index.h"

namespace cudafit::facts {

namespace {

template <std::size_t size>
bool among(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

bool is_shell(std::string_view name) {
  static constexpr std::array<std::string_view, 6> names{"sh", "bash", "ash", "dash", "zsh", "ksh"};
  return among(names, name);
}

/// One script and what it has set so far.
struct Level {
  int nesting = 0;
  /// Variables of the shell that its children do not see, by name: command and value.
  std::map<std::string, Setting, std::less<>> local;
  std::map<std::string, bool, std::less<>> exported;  ///< named by an export
  bool all_exported = false;                          ///< set -a
  /// Rows that count until the script ends or sets the name again.
  std::map<std::string, std::size_t, std::less<>> lasting;
};

/// A row that counts for one command or in one subshell, and where its command stood.
struct Open {
  std::size_t row = 0;
  int nesting = 0;
  std::uint32_t subshell = 0;
  std::uint32_t depth = 0;
  bool prefix = false;
  bool doubtful = false;  ///< a command that may be in another subshell has been met
};

class Follower {
 public:
  Follower(const Document& document, const Stage& stage, std::size_t step)
      : document_(document), stage_(stage), number_(step), step_(stage.steps[step]) {
    levels_.emplace_back();
  }

  StepSettings run(bool login) {
    if (login) unfollowed(0, Reach::conda);
    if (!step_.understood) unfollowed(0, Reach::everything);
    for (std::size_t i = 0; i < step_.commands.size(); ++i) {
      arrive(i);
      command(i);
    }
    std::stable_sort(out_.unfollowed.begin(), out_.unfollowed.end(),
                     [](const Unfollowed& a, const Unfollowed& b) { return a.from < b.from; });
    return std::move(out_);
  }

 private:
  Position place(std::size_t command) const {
    return {static_cast<int>(stage_.index), number_, command};
  }

  void unfollowed(std::size_t from, Reach reach) {
    out_.unfollowed.push_back({place(from), end_, reach});
  }

  /// Ends what does not reach command `i`.
  void arrive(std::size_t i) {
    const Command& command = step_.commands[i];
    while (levels_.size() > 1 && levels_.back().nesting > command.nesting) {
      for (const auto& [name, row] : levels_.back().lasting) out_.rows[row].until = place(i);
      levels_.pop_back();
    }
    if (levels_.back().nesting < command.nesting) {
      levels_.emplace_back();
      levels_.back().nesting = command.nesting;
    }
    std::vector<Open> doubted;
    std::erase_if(open_, [&](Open& open) {
      bool ends = open.prefix ? command.nesting <= open.nesting : command.nesting < open.nesting;
      if (!ends && !open.prefix && open.nesting == command.nesting) {
        const bool foreign = open.subshell != command.syntax.subshell;
        ends = foreign && command.syntax.depth < open.depth;
        // A part of a pipe in the subshell, or another subshell behind it.
        if (!ends && foreign != open.doubtful) {
          doubted.push_back(open);
          ends = true;
        }
      }
      if (ends) out_.rows[open.row].until = place(i);
      return ends;
    });
    for (Open& open : doubted) {
      Setting row = out_.rows[open.row];
      open.doubtful = !open.doubtful;
      row.certain = !open.doubtful;
      row.from = place(i);
      open.row = out_.rows.size();
      out_.rows.push_back(std::move(row));
      open_.push_back(open);
    }
  }

  Setting setting(std::string name, Text value, Span span, SettingKind kind, std::size_t i) const {
    const read::Command& syntax = step_.commands[i].syntax;
    Setting row;
    row.name = std::move(name);
    row.kind = kind;
    row.value = std::move(value);
    row.certain = kind == SettingKind::prefix || (!syntax.conditional && !syntax.background);
    row.from = place(kind == SettingKind::prefix ? i : i + 1);
    row.until = end_;
    row.span = span;
    row.line = step_.instruction->span;
    row.how = {row.name + " is set here", span};
    return row;
  }

  void put(Setting row, std::size_t i) {
    const read::Command& syntax = step_.commands[i].syntax;
    const bool prefix = row.kind == SettingKind::prefix;
    if (prefix || syntax.subshell != 0) {
      open_.push_back({.row = out_.rows.size(),
                       .nesting = step_.commands[i].nesting,
                       .subshell = syntax.subshell,
                       .depth = syntax.depth,
                       .prefix = prefix});
    } else {
      const auto [named, added] = levels_.back().lasting.try_emplace(row.name, out_.rows.size());
      if (!added) {
        if (row.certain) out_.rows[named->second].until = row.from;
        named->second = out_.rows.size();
      }
    }
    out_.rows.push_back(std::move(row));
  }

  /// A plain assignment changes what children see only of a variable that is exported.
  Known exported(std::string_view name) const {
    for (const Level& level : levels_) {
      if (level.all_exported) return Known::yes;
      if (const auto named = level.exported.find(name); named != level.exported.end())
        return named->second ? Known::yes : Known::unknown;
    }
    if (set_by_system(name)) return Known::yes;
    const document::VariableRef ref = document_.lookup(stage_.index, name, step_.variables_before);
    if (ref) return document_.at(ref).set ? Known::yes : Known::unknown;
    return document_.base_known(stage_.index) ? Known::no : Known::unknown;
  }

  void assign(Setting row, std::size_t i) {
    const Known visible = exported(row.name);
    if (visible != Known::yes) levels_.back().local.insert_or_assign(row.name, row);
    if (visible == Known::no) return;
    if (visible == Known::unknown) row.certain = false;
    put(std::move(row), i);
  }

  void exports(Setting row, std::size_t i) {
    levels_.back().exported[row.name] = row.certain;
    put(std::move(row), i);
  }

  void command(std::size_t i) {
    const Command& command = step_.commands[i];
    const std::vector<read::Assignment>& assignments = command.syntax.assignments;
    const bool alone = command.words.empty();
    for (std::size_t a = 0; a < assignments.size(); ++a) {
      const Span span =
          assignments[a].value.raw.empty() ? assignments[a].span : assignments[a].value.span();
      Setting row = setting(assignments[a].name, command.assigned[a], span,
                            alone ? SettingKind::exported : SettingKind::prefix, i);
      if (alone) {
        assign(std::move(row), i);
      } else {
        put(std::move(row), i);
      }
    }
    if (alone) return;
    wrappers(i);
    const std::string_view first = command.words.front().value;
    if (first == "export" || first == "declare" || first == "typeset" || first == "readonly") {
      declares(i, first == "export");
    } else if (first == "unset") {
      unsets(i);
    } else if (first == "read" || first == "for" || first == "select" || first == "getopts" ||
               first == "mapfile" || first == "readarray" || first == "printf") {
      reads(i);
    } else if (first == "set") {
      options(command);
    } else if (first == "." || first == "source" || first == "eval") {
      if (command.followed != document::Followed::whole) unfollowed(i + 1, reach_of(command));
    } else if (first == "module" || first == "spack" || first == "ml" || first == "nvm") {
      unfollowed(i + 1, Reach::everything);
    } else if (first == "deactivate") {
      unfollowed(i + 1, Reach::virtual_env);
    } else if (is_conda(first) && command.words.size() > 1 &&
               command.words[1].value.ends_with("activate")) {
      unfollowed(i + 1, Reach::conda);
    } else if (is_shell(command.name()) && login_shell(command.words, command.arguments())) {
      unfollowed(i + 1, Reach::conda);
    }
  }

  /// `env A=1 command`, `sudo A=1 command`; both may also take variables away.
  void wrappers(std::size_t i) {
    const Command& command = step_.commands[i];
    for (std::size_t w = 0; w < command.program; ++w) {
      const std::string_view word = command.words[w].value;
      const bool env = word == "env" || word.ends_with("/env");
      const bool sudo = word == "sudo";
      if (!env && !sudo) continue;
      bool keeps = env;
      for (++w; w < command.program; ++w) {
        const Text& next = command.words[w];
        const std::size_t equals = next.value.find('=');
        if (next.value == "-E" || next.value.starts_with("--preserve-env")) keeps = true;
        if (env &&
            (next.value == "-" || next.value == "-i" || next.value == "--ignore-environment"))
          keeps = false;
        if (env && next.value == "-u" && w + 1 < command.program) {
          Setting row = setting(command.words[w + 1].value, {}, command.words[w + 1].around(),
                                SettingKind::prefix, i);
          row.set = false;
          put(std::move(row), i);
        } else if (equals != std::string::npos && is_name(next.value.substr(0, equals))) {
          put(setting(next.value.substr(0, equals), next.slice(equals + 1, next.size()),
                      next.slice(equals + 1, next.size()).around(), SettingKind::prefix, i),
              i);
        }
      }
      if (!keeps) out_.unfollowed.push_back({place(i), place(i + 1), Reach::everything});
    }
  }

  void declares(std::size_t i, bool exporting) {
    const Command& command = step_.commands[i];
    for (std::size_t w = 1; w < command.words.size(); ++w) {
      const Text& word = command.words[w];
      if (word.value.starts_with("-")) {
        if (word.value.find('f') != std::string::npos || word.value.find('n') != std::string::npos)
          return;
        exporting = exporting || word.value.find('x') != std::string::npos;
        continue;
      }
      // `export $(cat .env)`
      const std::string_view raw = command.syntax.words[w].raw.value;
      if (raw.substr(0, raw.find('=')).find_first_of("$`") != std::string_view::npos) {
        unfollowed(i + 1, Reach::everything);
        continue;
      }
      const std::size_t equals = std::min(word.value.find('='), word.size());
      std::string name = word.value.substr(0, equals);
      const bool appends = name.ends_with('+');
      if (appends) name.pop_back();
      if (!is_name(name)) continue;
      if (equals < word.size()) {
        Text value = word.slice(equals + 1, word.size());
        value.complete = value.complete && !appends;
        const Span span = value.empty() ? word.around() : value.around();
        Setting row = setting(std::move(name), std::move(value), span, SettingKind::exported, i);
        if (exporting) {
          exports(std::move(row), i);
        } else {
          assign(std::move(row), i);
        }
        continue;
      }
      if (!exporting) continue;
      const auto local = levels_.back().local.find(name);
      if (local == levels_.back().local.end()) {
        levels_.back().exported[name] = !command.syntax.conditional;
        continue;
      }
      Setting row = local->second;
      row.certain = row.certain && !command.syntax.conditional;
      row.from = place(i + 1);
      exports(std::move(row), i);
    }
  }

  void unsets(std::size_t i) {
    const Command& command = step_.commands[i];
    for (std::size_t w = 1; w < command.words.size(); ++w) {
      const Text& word = command.words[w];
      if (word.value == "-f") return;
      if (!is_name(word.value)) continue;
      Setting row = setting(word.value, {}, word.around(), SettingKind::exported, i);
      row.set = false;
      levels_.back().local.erase(word.value);
      put(std::move(row), i);
    }
  }

  /// Commands that give variables values which are not known.
  void reads(std::size_t i) {
    const Command& command = step_.commands[i];
    const bool print = command.words.front().value == "printf";
    const bool loop =
        command.words.front().value == "for" || command.words.front().value == "select";
    for (std::size_t w = 1; w < command.words.size(); ++w) {
      if (print && command.words[w - 1].value != "-v") continue;
      if (loop && w > 1) break;
      const Text& word = command.words[w];
      if (!is_name(word.value)) continue;
      Text value;
      value.complete = false;
      assign(setting(word.value, std::move(value), word.around(), SettingKind::exported, i), i);
    }
  }

  /// set -a, set -o allexport
  void options(const Command& command) {
    for (std::size_t w = 1; w < command.words.size(); ++w) {
      const std::string_view word = command.words[w].value;
      if (word.size() < 2 || (word[0] != '-' && word[0] != '+') || word == "--") return;
      const bool on = word[0] == '-';
      if (word.find('a') != std::string_view::npos) levels_.back().all_exported = on;
      if (word.back() != 'o' || w + 1 == command.words.size()) continue;
      if (command.words[++w].value == "allexport") levels_.back().all_exported = on;
    }
  }

  const Document& document_;
  const Stage& stage_;
  std::size_t number_;
  const Step& step_;
  const Position end_{static_cast<int>(stage_.index), number_ + 1, 0};
  std::vector<Level> levels_;
  std::vector<Open> open_;
  StepSettings out_;
};

}  // namespace

Reach reach_of(const Command& command) {
  std::string_view script = command.words.size() > 1 ? command.words[1].value : std::string_view{};
  if (command.words.front().value == "eval") {
    std::string whole;
    for (const read::Word& word : command.syntax.words) whole += word.raw.value + " ";
    const bool conda =
        whole.find("conda") != std::string::npos || whole.find("mamba") != std::string::npos;
    return conda ? Reach::conda : Reach::everything;
  }
  if (script.ends_with("/bin/activate") || script == "bin/activate") return Reach::virtual_env;
  if (script.ends_with("/.cargo/env")) return Reach::virtual_env;
  if (script.ends_with("/os-release")) return Reach::os_release;
  if (script.ends_with("conda.sh") || script.ends_with("mamba.sh") || script == "activate" ||
      script.ends_with("conda/bin/activate") || script.ends_with("/.bashrc") ||
      script.ends_with("/.profile") || script.ends_with("/profile")) {
    return Reach::conda;
  }
  return Reach::everything;
}

bool reaches(Reach reach, std::string_view name) {
  static constexpr std::array<std::string_view, 6> of_virtual_env{
      "PATH", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "PYTHONHOME", "PS1", "_OLD_VIRTUAL_PATH"};
  static constexpr std::array<std::string_view, 14> of_os_release{"NAME",
                                                                  "ID",
                                                                  "ID_LIKE",
                                                                  "VERSION",
                                                                  "VERSION_ID",
                                                                  "PRETTY_NAME",
                                                                  "ANSI_COLOR",
                                                                  "VERSION_CODENAME",
                                                                  "UBUNTU_CODENAME",
                                                                  "HOME_URL",
                                                                  "SUPPORT_URL",
                                                                  "BUG_REPORT_URL",
                                                                  "PRIVACY_POLICY_URL",
                                                                  "LOGO"};
  static constexpr std::array<std::string_view, 5> of_tools{"PIP_", "UV_", "TORCH_", "FORCE_",
                                                            "MAX_JOBS"};
  switch (reach) {
    case Reach::virtual_env:
      return among(of_virtual_env, name);
    case Reach::os_release:
      return among(of_os_release, name);
    case Reach::conda:
      return std::none_of(of_tools.begin(), of_tools.end(),
                          [&](std::string_view prefix) { return name.starts_with(prefix); });
    case Reach::everything:
      break;
  }
  return true;
}

bool set_by_system(std::string_view name) {
  static constexpr std::array<std::string_view, 10> names{
      "HOME", "PATH", "PWD", "OLDPWD", "HOSTNAME", "SHLVL", "USER", "LOGNAME", "TERM", "SHELL"};
  return among(names, name);
}

bool login_shell(const std::vector<Text>& words, std::size_t first) {
  for (std::size_t i = first; i < words.size(); ++i) {
    const std::string_view word = words[i].value;
    if (word == "--login") return true;
    if (word.size() < 2 || word[0] != '-' || word[1] == '-') continue;
    if (word.find_first_of("li") != std::string_view::npos) return true;
    if (word.find('c') != std::string_view::npos) return false;  // the script follows
  }
  return false;
}

StepSettings step_settings(const Document& document, const Stage& stage, std::size_t step,
                           bool login) {
  return Follower(document, stage, step).run(login);
}

}  // namespace cudafit::facts
