#include "recommend/split_paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "source/files.h"
#include "terms/word_list.h"

namespace cudafit::recommend {

namespace {

using read::Keyword;

/// The text names the path or something in it; a relative one is looked for where `directory` is.
bool leads_to(const Text& text, const Text& directory, const std::string& path) {
  if (!text.complete) return false;
  if (names_path(text.value, path)) return true;
  if (text.value.empty() || text.value.starts_with('/') || !directory.value.starts_with('/'))
    return within(text.value, path);
  return within(resolve_dots(join_path(directory.value, text.value)), path);
}

/// All that the step says with variables expanded; where the other reading of the file has no such
/// words, false.
bool same_paths(const document::Step& step, const document::Step& other, const std::string& path) {
  const auto same = [&](const Text& a, const Text& a_at, const Text& b, const Text& b_at) {
    return !leads_to(a, a_at, path) || leads_to(b, b_at, path);
  };
  if (step.arguments.size() != other.arguments.size() ||
      step.commands.size() != other.commands.size())
    return false;
  for (std::size_t i = 0; i < step.arguments.size(); ++i) {
    if (!same(step.arguments[i], step.directory, other.arguments[i], other.directory)) return false;
  }
  for (std::size_t i = 0; i < step.commands.size(); ++i) {
    const document::Command& a = step.commands[i];
    const document::Command& b = other.commands[i];
    if (a.words.size() != b.words.size()) return false;
    if (!same(a.directory, a.directory, b.directory, b.directory)) return false;
    for (std::size_t j = 0; j < a.words.size(); ++j) {
      if (!same(a.words[j], a.directory, b.words[j], b.directory)) return false;
    }
  }
  return true;
}

/// "/usr/bin/python3.11" where the text begins a path with `stem`; empty: it does not.
std::string path_from(std::string_view text, std::string_view stem) {
  const std::size_t at = text.find(stem);
  if (at == std::string_view::npos) return {};
  const std::size_t end = text.find_first_of(" \t\r\n\"'`,;:|&()[]{}<>=", at);
  return std::string(text.substr(at, end == std::string_view::npos ? end : end - at));
}

bool packages_directory(std::string_view text) {
  return text.find("dist-packages") != std::string_view::npos ||
         text.find("site-packages") != std::string_view::npos;
}

bool starts_containers(const Part& part) {
  const Keyword keyword = part.step->instruction->keyword;
  return keyword == Keyword::cmd || keyword == Keyword::entrypoint ||
         keyword == Keyword::healthcheck;
}

std::string keyword_of(const Part& part) {
  return std::string(read::name(part.step->instruction->keyword));
}

/// Links to a program and its rights: it is there as before.
bool only_points(const document::Command& command) {
  constexpr WordList pointing = "ln update-alternatives alternatives rm chmod chown";
  return pointing.has(command.name());
}

/// A path of the system's Python that the text names.
std::string system_python(std::string_view text) {
  for (const std::string_view stem : {"/usr/bin/python", "/usr/local/bin/python", "/usr/bin/pip"}) {
    if (std::string path = path_from(text, stem); !path.empty()) return path;
  }
  return {};
}

/// A program in pip's directory that nothing else has put there.
std::string installed_program(std::string_view text, const std::vector<Part>& parts,
                              const std::vector<std::string>& outputs) {
  const std::string path = path_from(text, "/usr/local/bin/");
  if (path.empty()) return {};
  const auto brought = [&](const Part& part) {
    const Keyword keyword = part.step->instruction->keyword;
    if (part.where == Where::builder || part.step->arguments.empty()) return false;
    if (keyword != Keyword::copy && keyword != Keyword::add) return false;
    return within(path, part.step->arguments.back().value);
  };
  const bool copied = std::any_of(outputs.begin(), outputs.end(),
                                  [&](const std::string& each) { return within(path, each); }) ||
                      std::any_of(parts.begin(), parts.end(), brought);
  return copied ? std::string() : path;
}

/// A directory that the image's own programs and those of its packages lie in.
bool of_system(std::string_view path) {
  for (const std::string_view directory : {"/usr", "/bin", "/sbin", "/opt/nvidia", "/opt/conda"}) {
    if (within(path, directory) && !within(path, "/usr/local")) return true;
  }
  return false;
}

/// Whether one of the first `count` instructions puts the file into the second stage: a COPY of
/// just that file, or something that names it. Not known where a COPY brings the directory.
Known provided(const std::vector<Part>& parts, std::size_t count, const std::string& path) {
  Known out = Known::no;
  const std::string directory = path.substr(0, path.rfind('/'));
  for (std::size_t i = 0; i < count; ++i) {
    const Part& part = parts[i];
    if (part.where == Where::builder) continue;
    const Keyword keyword = part.step->instruction->keyword;
    if (keyword == Keyword::run && part.run.packages_only) continue;
    if (keyword == Keyword::run &&
        (names_path(text(part), path) || within(part.step->directory.value, directory)))
      return Known::yes;
    const bool copies = keyword == Keyword::copy || keyword == Keyword::add;
    if (!copies || part.step->arguments.size() < 2) continue;
    const Text& last = part.step->arguments.back();
    if (!last.complete) return Known::unknown;
    const std::string to = resolve_dots(join_path(part.step->directory.value, last.value));
    if (to == path) return Known::yes;
    // From another stage or image nobody has looked into.
    if (within(path, to)) out = Known::unknown;
  }
  return out;
}

}  // namespace

std::pair<std::string, std::string> argument_of_paths(const document::Stage& stage,
                                                      std::size_t last,
                                                      const std::vector<std::string>& paths,
                                                      const OtherValues& others) {
  const auto changed = [&](const std::vector<std::string>& arguments) -> std::string {
    const document::Document document = others.read(arguments);
    const document::Stage& other = document.stages[stage.index];
    for (const std::string& path : paths) {
      for (std::size_t i = 0; i <= last; ++i) {
        if (!same_paths(stage.steps[i], other.steps[i], path)) return path;
      }
    }
    return {};
  };
  std::vector<std::string> suspects = others.arguments;
  std::string path = suspects.empty() ? std::string() : changed(suspects);
  if (path.empty()) return {};
  // Whichever half still changes it: there may be many.
  while (suspects.size() > 1) {
    const auto middle = suspects.begin() + static_cast<std::ptrdiff_t>(suspects.size() / 2);
    std::vector<std::string> half(suspects.begin(), middle);
    if (std::string found = changed(half); !found.empty()) {
      path = std::move(found);
      suspects = std::move(half);
    } else {
      suspects.erase(suspects.begin(), middle);
    }
  }
  return {suspects.front(), path};
}

std::string asks_system_python(const document::Document& document, int stage,
                               const std::vector<Part>& parts,
                               const std::vector<std::string>& outputs, const ContextFile& file) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    if (part.where == Where::builder) continue;
    const std::string all = text(part);
    const std::string who = keyword_of(part);
    if (packages_directory(all)) return who + " names the directory of its packages";
    for (const read::Heredoc& heredoc : part.step->instruction->heredocs) {
      // A file that a COPY writes.
      std::string path = part.step->instruction->keyword == Keyword::run
                             ? std::string()
                             : system_python(heredoc.content.value);
      if (!path.empty()) return who + " writes a file that names " + path;
    }
    const bool starts = starts_containers(part);
    if (part.step->instruction->keyword != Keyword::run && !starts) continue;
    for (std::size_t j = 0; j < part.step->commands.size(); ++j) {
      const document::Command& command = part.step->commands[j];
      const bool points = only_points(command);
      for (const Text& word : command.words) {
        if (std::string path = system_python(word.value); !path.empty() && !points)
          return who + " names " + path;
        if (std::string path = installed_program(word.value, parts, outputs); !path.empty())
          return who + " names " + path;
        if (!starts || !file || !word.complete || word.empty() || word.value.starts_with('-'))
          continue;
        const std::string path = resolve_dots(join_path(part.step->directory.value, word.value));
        if (!path.starts_with('/')) continue;
        const facts::Position at{stage, i, j};
        const std::string bytes = file(document, at, path);
        if (std::string asked = system_python(bytes); !asked.empty())
          return fmt::format("{}, which {} starts, names {}", path, who, asked);
        if (packages_directory(bytes))
          return fmt::format("{}, which {} starts, names the directory of its packages", path, who);
      }
    }
  }
  return {};
}

std::string forgets_path(const std::vector<Part>& parts) {
  constexpr WordList programs = "sudo su runuser cron crond anacron sshd login machinectl";
  constexpr WordList shells = "sh bash dash zsh";
  for (const Part& part : parts) {
    if (part.where == Where::builder || !starts_containers(part)) continue;
    for (const document::Command& command : part.step->commands) {
      std::string_view shell;
      for (const Text& word : command.words) {
        const std::string_view name =
            std::string_view(word.value).substr(word.value.rfind('/') + 1);
        if (programs.has(name)) return fmt::format("{} starts {}", keyword_of(part), name);
        // A login shell sets PATH anew.
        const bool login = name == "--login" || (name.size() > 1 && name[0] == '-' &&
                                                 name[1] != '-' && name.find('l') != name.npos);
        if (login && !shell.empty())
          return fmt::format("{} starts {} {}", keyword_of(part), shell, name);
        shell = shells.has(name) ? name : std::string_view();
      }
    }
  }
  return {};
}

Started started_files(const document::Document& document, int stage, const std::vector<Part>& parts,
                      const std::vector<std::string>& outputs, const ContextFile& file) {
  Started out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    if (part.where == Where::builder || !starts_containers(part)) continue;
    for (std::size_t j = 0; j < part.step->commands.size(); ++j) {
      const document::Command& command = part.step->commands[j];
      if (command.program >= command.words.size()) continue;
      const Text& program = command.words[command.program];
      if (!program.complete || program.value.find('/') == std::string::npos) continue;
      // A `cd` in front of it counts.
      const std::string path = resolve_dots(join_path(command.directory.value, program.value));
      if (!path.starts_with('/') || of_system(path)) continue;
      if (std::any_of(outputs.begin(), outputs.end(),
                      [&](const std::string& each) { return within(path, each); }))
        continue;
      const facts::Position at{stage, i, j};
      if (file && !file(document, at, path).empty()) continue;
      switch (provided(parts, i, path)) {
        case Known::yes:
          break;
        case Known::unknown:
          Made::add(out.maybe, path);
          break;
        case Known::no:
          if (out.nowhere.empty()) out.nowhere = path;
      }
    }
  }
  return out;
}

std::string tells_loader(const std::vector<Part>& parts) {
  std::string out;
  for (const Part& part : parts) {
    if (part.where != Where::builder) continue;
    for (const document::Command& command : part.step->commands) {
      if (command.name() != "ldconfig") continue;
      std::string words = "ldconfig";
      for (std::size_t i = command.arguments(); i < command.words.size(); ++i)
        words += " " + command.words[i].value;
      if (words.size() > out.size()) out = words;
    }
  }
  return out;
}

}  // namespace cudafit::recommend
