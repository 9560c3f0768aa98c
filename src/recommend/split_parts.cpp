#include "recommend/split_parts.h"

#include <algorithm>
#include <array>

#include "source/files.h"
#include "terms/ascii.h"

namespace cudafit::recommend {

namespace {

using read::Keyword;

/// A character that a path in a command or variable goes on with.
bool of_path(char c) {
  return ascii::letter(c) || ascii::digit(c) || c == '/' || c == '_' || c == '-' || c == '.' ||
         c == '+';
}

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

/// Where COPY puts what it brings out of the context; empty where that is not known.
std::string destination(const Part& part) {
  const document::Step& step = *part.step;
  const bool from = std::any_of(step.instruction->flags.begin(), step.instruction->flags.end(),
                                [](const read::Flag& flag) { return flag.name() == "from"; });
  const bool copies =
      step.instruction->keyword == Keyword::copy || step.instruction->keyword == Keyword::add;
  if (!copies || from || step.arguments.size() < 2 || !step.arguments.back().complete) return {};
  const std::string& to = step.arguments.back().value;
  if (!to.starts_with('/') && !step.directory.complete) return {};
  if (!to.starts_with('/') && !step.directory.value.starts_with('/')) return {};
  std::string path = resolve_dots(join_path(step.directory.value, to));
  // A file keeps its name in a directory.
  if (to.ends_with('/') && step.arguments.size() == 2) {
    const std::string& source = step.arguments.front().value;
    const std::string_view name = std::string_view(source).substr(source.rfind('/') + 1);
    if (name.find('.') != std::string_view::npos && name.find_first_of("*?[") == std::string::npos)
      path = resolve_dots(join_path(path, name));
  }
  return without_slash(path);
}

/// The step works in the directory or with it.
bool builds_in(const Part& part, const std::string& directory) {
  if (names_path(text(part), directory)) return true;
  return std::any_of(part.step->commands.begin(), part.step->commands.end(),
                     [&](const document::Command& command) {
                       const std::string& at = command.directory.value;
                       return within(at, directory) ||
                              (at.size() > 1 && at.starts_with('/') && within(directory, at));
                     });
}

}  // namespace

std::string text(const Part& part) {
  std::string out = part.step->instruction->line.value;
  for (const read::Heredoc& heredoc : part.step->instruction->heredocs)
    out += "\n" + heredoc.content.value;
  return out;
}

bool shared_directory(std::string_view path) {
  static constexpr std::array<std::string_view, 18> all{
      "/",    "/usr", "/usr/bin", "/usr/lib", "/usr/local", "/usr/include",
      "/bin", "/lib", "/etc",     "/opt",     "/root",      "/home",
      "/var", "/tmp", "/mnt",     "/sbin",    "/usr/sbin",  "/usr/local/cuda"};
  return std::find(all.begin(), all.end(), path) != all.end();
}

bool wanted(const std::vector<Part>& parts, const document::Stage& stage, const std::string& path) {
  const std::string parent = path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
  const bool near = std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
    return part.step->directory.value == parent;
  });
  const std::string relative =
      near || stage.directory.value == parent ? path.substr(path.rfind('/') + 1) + "/" : "\n\n";
  return std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
    if (part.where == Where::builder) return false;
    // Where nothing works in the end, nothing is read.
    const bool elsewhere =
        !within(stage.directory.value, path) && !within(path, stage.directory.value);
    const Keyword keyword = part.step->instruction->keyword;
    if (keyword == Keyword::workdir && elsewhere) return false;
    // What is put there does not read it.
    if (keyword == Keyword::copy || keyword == Keyword::add) return false;
    if (part.where == Where::final_ && keyword == Keyword::run &&
        within(part.step->directory.value, path))
      return true;
    const std::string all = text(part);
    const std::size_t at = all.find(relative);
    const bool named = at != std::string::npos &&
                       (at == 0 || !(ascii::letter(all[at - 1]) || ascii::digit(all[at - 1])));
    return names_path(all, path) || named;
  });
}

std::vector<std::string> named_below(const std::vector<Part>& parts, const document::Stage& stage,
                                     const std::string& directory) {
  std::vector<std::string> out;
  const std::string inside = directory + "/";
  for (const Part& part : parts) {
    if (part.where == Where::builder) continue;
    const std::string all = text(part);
    for (std::size_t at = 0; at < all.size();) {
      if (!of_path(all[at])) {
        ++at;
        continue;
      }
      std::size_t end = at;
      while (end < all.size() && of_path(all[end])) ++end;
      const std::string_view word = std::string_view(all).substr(at, end - at);
      at = end;
      const std::string path = word.starts_with('/') || word.find('/') == std::string_view::npos
                                   ? std::string(word)
                                   : resolve_dots(join_path(stage.directory.value, word));
      if (path.starts_with(inside)) Made::add(out, without_slash(path));
    }
  }
  return out;
}

bool starts(const Part& part, std::string_view program) {
  if (part.where == Where::builder) return false;
  const Keyword keyword = part.step->instruction->keyword;
  const bool runs =
      keyword == Keyword::cmd || keyword == Keyword::entrypoint || keyword == Keyword::healthcheck;
  return std::find(part.run.programs.begin(), part.run.programs.end(), program) !=
             part.run.programs.end() ||
         (runs && names_word(part.step->instruction->line.value, program));
}

bool only_build_starts(const std::vector<Part>& parts, std::string_view program) {
  bool builder = false;
  for (const Part& part : parts) {
    const std::vector<std::string>& programs = part.run.programs;
    if (part.where == Where::builder) {
      builder = builder || std::find(programs.begin(), programs.end(), program) != programs.end();
    } else if (starts(part, program)) {
      return false;
    }
  }
  return builder;
}

bool brings_tool(const document::Document& document, const std::vector<Part>& parts,
                 const Part& copy) {
  const read::Instruction& instruction = *copy.step->instruction;
  const bool other =
      std::any_of(instruction.flags.begin(), instruction.flags.end(), [&](const read::Flag& flag) {
        return flag.name() == "from" && !document.find_stage(flag.value().value);
      });
  if (!other || copy.step->arguments.size() < 2) return false;
  return std::all_of(
      copy.step->arguments.begin(), copy.step->arguments.end() - 1, [&](const Text& source) {
        return only_build_starts(parts, source.value.substr(source.value.rfind('/') + 1));
      });
}

bool only_build_expands(const std::vector<Part>& parts, const Part& arg) {
  bool used = false;
  const std::string& written = arg.step->instruction->arguments.front().value;
  const std::string name = written.substr(0, written.find('='));
  for (const Part& part : parts) {
    if (&part == &arg) continue;
    const bool here = names_word(text(part), name);
    if (here && part.where != Where::builder) return false;
    used = used || here;
  }
  return used;
}

namespace {

/// A RUN of the second stage behind that step may want what is there by then.
bool run_behind(const std::vector<Part>& parts, std::size_t step, std::size_t last) {
  for (std::size_t i = step + 1; i <= last; ++i) {
    if (parts[i].where != Where::builder && !parts[i].run.packages_only &&
        parts[i].step->instruction->keyword == Keyword::run)
      return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> leave_sources(std::vector<Part>& parts, std::size_t last,
                                       const document::Stage& stage, const Made& made) {
  std::vector<std::string> left;
  for (std::size_t i = 0; i <= last; ++i) {
    Part& part = parts[i];
    const std::string to = part.where == Where::both ? destination(part) : std::string();
    if (to.empty() || shared_directory(to)) continue;
    // What is copied as a whole has it in it, as the build left it.
    const bool copied = std::any_of(made.outputs.begin(), made.outputs.end(),
                                    [&](const auto& each) { return within(to, each); });
    if (copied && !run_behind(parts, i, last)) {
      part.where = Where::builder;
      continue;
    }
    // A result that lies among the sources may read them where it runs.
    const bool among = std::any_of(made.outputs.begin(), made.outputs.end(), [&](const auto& each) {
      return within(each, to) || within(to, each);
    });
    // The root is where everything lies, and nobody's project.
    const auto near = [&](const std::string& directory) {
      return within(directory, to) || (directory != "/" && within(to, directory));
    };
    if (among || near(stage.directory.value)) continue;
    part.where = Where::builder;  // it does not want itself
    bool built = false;
    bool used = wanted(parts, stage, to);
    for (std::size_t j = 0; j < parts.size(); ++j) {
      if (parts[j].step->instruction->keyword != Keyword::run) continue;
      if (parts[j].where == Where::builder) {
        built = built || builds_in(parts[j], to);
      } else if (!parts[j].run.packages_only && near(parts[j].step->directory.value)) {
        used = true;
      }
    }
    if (built && !used) {
      Made::add(left, to);
    } else {
      part.where = Where::both;
    }
  }
  return left;
}

std::vector<std::string> left_beside(const std::vector<Part>& parts, const Made& made) {
  std::vector<std::string> out;
  for (const Part& part : parts) {
    if (part.where != Where::builder) continue;
    for (const std::string& path : part.run.directories) {
      const auto holds = [&](const std::vector<std::string>& all) {
        return std::any_of(all.begin(), all.end(), [&](const std::string& each) {
          return within(path, each) || within(each, path);
        });
      };
      const bool again = names_path(part.carried, path);
      if (!again && !holds(made.outputs) && !holds(made.trees) && !holds(made.clones))
        Made::add(out, path);
    }
  }
  return out;
}

}  // namespace cudafit::recommend
