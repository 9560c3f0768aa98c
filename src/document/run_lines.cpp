#include "document/run_lines.h"

#include <algorithm>

#include "read/shell.h"
#include "read/text_builder.h"
#include "read/yaml.h"
#include "source/files.h"
#include "terms/word_list.h"

namespace cudafit::document {

namespace {

constexpr WordList engines = "docker podman nvidia-docker nvidia-docker2";
/// Programs that run the one behind them, and their options that take a value.
constexpr WordList wrappers = "sudo env exec time nohup command";
/// Options of docker itself that take a value.
constexpr WordList docker_options =
    "--config --context -c --host -H --log-level -l --tlscacert --tlscert --tlskey";

Text place(FileId file, std::string_view bytes, std::size_t begin, std::size_t end) {
  return {bytes.substr(begin, end - begin),
          {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}};
}

/// What variables of the script hold is not followed.
std::optional<Text> unknown_value(std::string_view) {
  Text out;
  out.complete = false;
  return out;
}

/// Scripts in the language of `shell` are read here: "bash -e {0}", "/usr/bin/env sh"; empty: the
/// one that is there by default.
bool reads(std::string_view shell) {
  static constexpr WordList ours = "sh bash dash ash zsh ksh";
  const auto next = [&] {
    const std::size_t begin = std::min(shell.find_first_not_of(" \t"), shell.size());
    const std::size_t end = std::min(shell.find_first_of(" \t\r", begin), shell.size());
    const std::string_view word = shell.substr(begin, end - begin);
    shell.remove_prefix(end);
    return word;
  };
  std::string_view program = file_name(next());
  while (program == "env" || program.starts_with('-')) program = file_name(next());
  return program.empty() || program.find('$') != std::string_view::npos || listed(ours, program);
}

/// `alias nvidia-docker='docker run --gpus all'`
bool is_alias(const read::Command& command, std::string_view program) {
  const auto defines = [&](const read::Word& word) {
    return word.raw.value.starts_with(std::string(program) + "=");
  };
  return !command.words.empty() && command.words[0].raw.value == "alias" &&
         std::any_of(command.words.begin(), command.words.end(), defines);
}

void add_commands(const Text& script, std::vector<RunLine>& out) {
  const read::Script read = read::split_shell(script);
  for (const read::Command& command : read.commands) {
    std::vector<Text> words;
    for (const read::Word& word : command.words)
      words.push_back(read::expand_shell(word, unknown_value).text);
    std::size_t at = 0;
    while (at < words.size() &&
           (listed(wrappers, words[at].value) || words[at].value.find('=') != std::string::npos))
      ++at;
    auto line = run_line(std::span(words).subspan(at), command.span);
    if (!line) continue;
    // What the script defines itself is another program, and what it looks for it can do without.
    const std::string& program = line->program.value;
    const bool its_own =
        std::find(read.functions.begin(), read.functions.end(), program) != read.functions.end() ||
        std::any_of(read.commands.begin(), read.commands.end(), [&](const read::Command& other) {
          return is_alias(other, program) || looks_for(other, file_name(program));
        });
    if (!its_own) out.push_back(std::move(*line));
  }
}

/// `SHELL := /usr/bin/python3`; empty when nothing sets it.
std::string_view shell_of_makefile(std::string_view bytes) {
  std::string_view shell;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line = bytes.substr(at, end - at);
    const std::size_t equals = line.find('=');
    at = end + 1;
    if (!line.starts_with("SHELL") || equals == std::string_view::npos) continue;
    if (line.substr(5, equals - 5).find_first_not_of(" \t:?") != std::string_view::npos) continue;
    shell = line.substr(equals + 1);
  }
  return shell;
}

/// The recipe lines of a Makefile as one script each, joined where a backslash ends them.
void add_recipes(FileId file, std::string_view bytes, std::vector<RunLine>& out) {
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    if (bytes[at] != '\t') {
      at = end + 1;
      continue;
    }
    while (end < bytes.size() && end > at && bytes[end - 1] == '\\')
      end = std::min(bytes.find('\n', end + 1), bytes.size());
    std::size_t begin = at + 1;
    while (begin < end && std::string_view("@-+ \t").find(bytes[begin]) != std::string_view::npos)
      ++begin;
    const Text line = place(file, bytes, begin, end);
    // `$(NAME)` is make's, `$$` the shell's own dollar.
    read::TextBuilder script(line);
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line.value[i] == '$' && i + 1 < line.size() && line.value[i + 1] == '$') {
        script.keep(i, i + 1);
        ++i;
      } else if (line.value[i] == '$' && i + 1 < line.size() && line.value[i + 1] == '(') {
        const std::size_t close = line.value.find(')', i);
        if (close == std::string::npos) break;
        script.replace("${MAKE}", i, close + 1);
        i = close;
      } else {
        script.keep(i, i + 1);
      }
    }
    add_commands(script.take(), out);
    at = end + 1;
  }
}

/// `shell:` below `defaults: run:`; null when there is none.
const std::string* default_shell(const read::Yaml& tree) {
  const read::Yaml* const defaults = tree.find("defaults");
  const read::Yaml* const run = defaults == nullptr ? nullptr : defaults->find("run");
  const read::Yaml* const shell = run == nullptr ? nullptr : run->find("shell");
  return shell == nullptr ? nullptr : &shell->text.value;
}

/// The values of every `run:` that a shell of ours reads. `shell`: what those below `tree` are for
/// when they say nothing; empty: nobody said.
void add_steps(const read::Yaml& tree, std::string shell, std::vector<RunLine>& out, int depth) {
  if (depth > 20) return;
  const read::Yaml* const machine = tree.find("runs-on");
  const bool windows = machine != nullptr && machine->text.value.starts_with("windows");
  if (windows && shell.empty()) shell = "pwsh";
  if (const std::string* const other = default_shell(tree)) shell = *other;
  if (const read::Yaml* const own = tree.find("shell")) shell = own->text.value;
  for (const read::Yaml& item : tree.items) add_steps(item, shell, out, depth + 1);
  for (const read::YamlEntry& entry : tree.entries) {
    const bool run = entry.key.text.value == "run" && entry.value.kind == read::Yaml::Kind::scalar;
    if (!run) {
      add_steps(entry.value, shell, out, depth + 1);
    } else if (reads(shell)) {
      add_commands(entry.value.text, out);
    }
  }
}

}  // namespace

RunFile run_file(std::string_view path) {
  const std::string_view name = file_name(path);
  if (name == "Makefile" || name == "makefile" || name == "GNUmakefile" || name.ends_with(".mk"))
    return RunFile::makefile;
  if (name.ends_with(".sh") || name.ends_with(".bash")) return RunFile::script;
  const bool yaml = name.ends_with(".yml") || name.ends_with(".yaml");
  if (yaml && path.find(".github/workflows/") != std::string_view::npos) return RunFile::workflow;
  return RunFile::none;
}

std::optional<RunLine> run_line(std::span<const Text> words, Span span) {
  if (words.empty()) return std::nullopt;
  const std::string_view name = file_name(words[0].value);
  if (!listed(engines, name)) return std::nullopt;
  RunLine line{.program = words[0], .run = {}, .span = span};
  std::size_t at = 1;
  while (at < words.size() && words[at].value.starts_with('-'))
    at += listed(docker_options, words[at].value) ? 2 : 1;
  if (at < words.size() && words[at].value == "container") ++at;
  const bool runs = at < words.size() && (words[at].value == "run" || words[at].value == "create");
  if (!runs) return name.starts_with("nvidia-docker") ? std::optional(line) : std::nullopt;
  line.run =
      read::read_docker_run({words.begin() + static_cast<std::ptrdiff_t>(at) + 1, words.end()});
  return line;
}

bool looks_for(const read::Command& command, std::string_view program) {
  // Docker itself is looked for to say that it is missing.
  if (!program.starts_with("nvidia-docker") || command.words.empty()) return false;
  static constexpr WordList asks = "command which type hash whereis test [ [[";
  const std::vector<read::Word>& words = command.words;
  const bool asking =
      listed(asks, words[0].raw.value) &&
      (words[0].raw.value != "command" ||
       (words.size() > 1 && (words[1].raw.value == "-v" || words[1].raw.value == "-V")));
  return asking && std::any_of(words.begin(), words.end(), [&](const read::Word& word) {
           return word.raw.value.find(program) != std::string::npos;
         });
}

bool starts_containers(const Files& files, const std::string& path) {
  const RunFile kind = run_file(path);
  if (kind == RunFile::none) return false;
  const Result<std::string> bytes = files.read(path);
  return bytes && bytes->find('\0') == std::string::npos && !run_lines(kind, 0, *bytes).empty();
}

std::vector<RunLine> run_lines(RunFile kind, FileId file, std::string_view bytes) {
  std::vector<RunLine> out;
  if (bytes.find("docker") == std::string_view::npos &&
      bytes.find("podman") == std::string_view::npos)
    return out;
  switch (kind) {
    case RunFile::script: {
      const std::string_view first = bytes.substr(0, bytes.find('\n'));
      if (first.starts_with("#!") && !reads(first.substr(2))) break;
      add_commands(place(file, bytes, 0, bytes.size()), out);
      break;
    }
    case RunFile::makefile:
      if (reads(shell_of_makefile(bytes))) add_recipes(file, bytes, out);
      break;
    case RunFile::workflow:
      add_steps(read::read_yaml(file, bytes).root, {}, out, 0);
      break;
    case RunFile::none:
      break;
  }
  return out;
}

}  // namespace cudafit::document
