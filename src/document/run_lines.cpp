#include "document/run_lines.h"

#include <algorithm>

#include "read/shell.h"
#include "read/text_builder.h"
#include "read/yaml.h"
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

void add_commands(const Text& script, std::vector<RunLine>& out) {
  for (const read::Command& command : read::split_shell(script).commands) {
    std::vector<Text> words;
    for (const read::Word& word : command.words)
      words.push_back(read::expand_shell(word, unknown_value).text);
    std::size_t at = 0;
    while (at < words.size() &&
           (listed(wrappers, words[at].value) || words[at].value.find('=') != std::string::npos))
      ++at;
    if (auto line =
            run_line({words.begin() + static_cast<std::ptrdiff_t>(at), words.end()}, command.span))
      out.push_back(std::move(*line));
  }
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

/// The values of every `run:`.
void add_steps(const read::Yaml& yaml, std::vector<RunLine>& out, int depth) {
  if (depth > 20) return;
  for (const read::Yaml& item : yaml.items) add_steps(item, out, depth + 1);
  for (const read::YamlEntry& entry : yaml.entries) {
    if (entry.key.text.value == "run" && entry.value.kind == read::Yaml::Kind::scalar) {
      add_commands(entry.value.text, out);
    } else {
      add_steps(entry.value, out, depth + 1);
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

std::optional<RunLine> run_line(const std::vector<Text>& words, Span span) {
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
    case RunFile::script:
      add_commands(place(file, bytes, 0, bytes.size()), out);
      break;
    case RunFile::makefile:
      add_recipes(file, bytes, out);
      break;
    case RunFile::workflow:
      add_steps(read::read_yaml(file, bytes).root, out, 0);
      break;
    case RunFile::none:
      break;
  }
  return out;
}

}  // namespace cudafit::document
