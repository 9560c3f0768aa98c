#include "document/calls.h"

#include <algorithm>
#include <array>

#include "document/paths.h"
#include "source/files.h"
#include "terms/word_list.h"

namespace cudafit::document {

namespace {

/// Options of these programs that take a word of their own.
struct Prefix {
  std::string_view name;
  WordList with_word;  ///< options followed by a value
  int words = 0;       ///< further words before the program
};

constexpr std::array prefixes{
    Prefix{"sudo", "-u -g -h -p -C -T --user --group", 0},
    Prefix{"env", "-u --unset -C --chdir -S", 0},
    Prefix{"exec", "-a", 0},
    Prefix{"command", "", 0},
    Prefix{"builtin", "", 0},
    Prefix{"time", "-f -o", 0},
    Prefix{"nohup", "", 0},
    Prefix{"nice", "-n", 0},
    Prefix{"ionice", "-c -n", 0},
    Prefix{"stdbuf", "-i -o -e", 0},
    Prefix{"timeout", "-s -k --signal --kill-after", 1},
    Prefix{"gosu", "", 1},
    Prefix{"su-exec", "", 1},
    Prefix{"tini", "-p -e", 0},
    Prefix{"tini-static", "-p -e", 0},
    Prefix{"dumb-init", "-r --rewrite", 0},
    Prefix{"catatonit", "", 0},
    Prefix{"xvfb-run", "-n -s -f --server-args", 0},
    Prefix{"travis_retry", "", 0},
};

}  // namespace

bool is_shell(std::string_view program) {
  static constexpr std::array names{"sh", "bash", "ash", "dash", "zsh", "ksh"};
  return std::find(names.begin(), names.end(), program) != names.end();
}

std::size_t find_program(const std::vector<Text>& words) {
  std::size_t at = 0;
  while (at < words.size()) {
    const std::string_view name = file_name(words[at].value);
    // `command -v x` asks, it does not run.
    if (name == "command" && at + 1 < words.size() && words[at + 1].value.starts_with("-"))
      return at;
    const auto prefix = std::find_if(prefixes.begin(), prefixes.end(),
                                     [&](const Prefix& p) { return p.name == name; });
    WordList with_word;
    int skip = 0;
    std::size_t next = at + 1;
    if (prefix != prefixes.end()) {
      with_word = prefix->with_word;
      skip = prefix->words;
    } else if ((name == "conda" || name == "mamba" || name == "micromamba") &&
               next < words.size() && words[next].value == "run") {
      with_word = WordList("-n --name -p --prefix --cwd");
      ++next;
    } else {
      return at;
    }
    while (next < words.size()) {
      const std::string_view word = words[next].value;
      if (word.starts_with("-") && word.size() > 1) {
        next += listed(with_word, word) ? 2 : 1;
      } else if (word.find('=') != std::string_view::npos && name == "env") {
        ++next;
      } else if (name == "sudo" && word.find('=') != std::string_view::npos) {
        ++next;
      } else if (skip > 0) {
        --skip;
        ++next;
      } else {
        break;
      }
    }
    if (next >= words.size()) return at;
    at = next;
  }
  return 0;
}

ShellCall shell_call(const Command& command) {
  ShellCall out;
  std::size_t& at = out.script;
  for (at = command.arguments(); at < command.words.size(); ++at) {
    const std::string_view word = command.words[at].value;
    if (word.size() < 2 || (word[0] != '-' && word[0] != '+')) break;
    if (word.starts_with("--")) {
      out.plain = out.plain && (word == "--login" || word == "--noprofile" || word == "--norc" ||
                                word == "--posix");
      continue;
    }
    const bool on = word[0] == '-';
    out.plain = out.plain && word.find_first_of("nsD") == std::string_view::npos;
    // `-norc` and the like are words.
    const bool letters = word.find_first_not_of("abcefhiklmnopstuvx", 1) == std::string_view::npos;
    if (on && letters && word.find('n') != std::string_view::npos) out.runs = false;
    if (word.find('e') != std::string_view::npos) out.options.errexit = on;
    if (word.find('c') != std::string_view::npos) out.takes_script = true;
    if (word.back() == 'o' && at + 1 < command.words.size()) {
      const std::string_view option = command.words[++at].value;
      if (option == "pipefail") out.options.pipefail = on;
      if (option == "errexit") out.options.errexit = on;
      out.plain = out.plain && option != "noexec";
      if (on && option == "noexec") out.runs = false;
    }
  }
  return out;
}

std::optional<read::ShellOptions> shebang_shell(std::string_view script) {
  read::ShellOptions options;
  if (!script.starts_with("#!")) return options;
  std::string_view line = script.substr(2, script.find('\n') - 2);
  std::string_view program;
  while (!line.empty()) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(line.find_first_of(" \t\r", begin), line.size());
    const std::string_view word = line.substr(begin, end - begin);
    line = line.substr(end);
    if (word.starts_with('-')) {
      options.errexit = options.errexit || word.find('e') != std::string_view::npos;
      if (word.find('n') != std::string_view::npos) return std::nullopt;
    } else if (program.empty() || program == "env") {
      program = file_name(word);
    } else if (word == "pipefail") {
      options.pipefail = true;
    }
  }
  if (!is_shell(program)) return std::nullopt;
  return options;
}

}  // namespace cudafit::document
