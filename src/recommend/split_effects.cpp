#include "recommend/split_effects.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "recommend/split_command.h"
#include "source/files.h"
#include "terms/ascii.h"
#include "terms/word_list.h"

namespace cudafit::recommend {

namespace {

using read::Keyword;

/// They change what is there.
constexpr WordList changers = "chmod chown chgrp sed";
/// They make what is not.
constexpr WordList makers = "mkdir touch";

bool holds(const std::vector<std::string>& all, std::string_view path) {
  return std::any_of(all.begin(), all.end(),
                     [&](const std::string& each) { return within(path, each); });
}

/// A command as its options and what belongs to them, and its files.
struct Split {
  std::vector<std::size_t> how, files;
};

/// `-x` of chmod is a mode.
bool option(std::string_view program, std::string_view word) {
  if (word.size() < 2 || word[0] != '-') return false;
  return program != "chmod" || word.find_first_not_of("rwxXst", 1) != std::string_view::npos;
}

Split split_words(const CommandWords& words) {
  const std::string_view name = words.command->name();
  const bool said = words.says("-e") || words.says("-f") || words.says("--reference");
  bool first = name != "rm" && !makers.has(name) && !said;  // a mode, an owner, a script
  Split out;
  for (std::size_t i = words.first(); i < words.size(); ++i) {
    const std::string_view word = words.word(i);
    if (option(name, word)) {
      if (word.starts_with("--reference=") || word.starts_with("--expression=")) first = false;
      out.how.push_back(i);
      const bool more =
          name == "sed" ? word == "-e" || word == "-f"
                        : word == "--reference" ||
                              (makers.has(name) && (word == "-m" || word == "-d" || word == "-t"));
      if (more && i + 1 < words.size()) out.how.push_back(++i);
    } else if (first) {
      first = false;
      out.how.push_back(i);
    } else {
      out.files.push_back(i);
    }
  }
  return out;
}

/// sed changes its files, and does not only print.
bool in_place(const CommandWords& words) {
  for (std::size_t i = words.first(); i < words.size(); ++i) {
    if (words.word(i).starts_with("-i") || words.word(i).starts_with("--in-place")) return true;
  }
  return words.says_short('i');
}

/// The path with its pattern, if it has one in its last part.
std::optional<std::string> path_of(const CommandWords& words, std::size_t i) {
  const Text& word = words.command->words[i];
  if (const auto path = words.absolute(word)) return path;
  const std::size_t slash = word.value.rfind('/');
  const std::string name = word.value.substr(slash == std::string::npos ? 0 : slash + 1);
  Text directory = word;
  directory.value = slash == std::string::npos ? "." : word.value.substr(0, slash + 1);
  const auto path = words.absolute(directory);
  if (!path || name.find('~') != std::string::npos) return std::nullopt;
  return join_path(*path, name);
}

/// As it is written, where the second stage reads it the same way.
std::optional<std::string> written(const CommandWords& words, std::size_t i) {
  const std::string& raw = words.command->syntax.words[i].raw.value;
  const bool literal = raw.size() > 1 && raw.front() == '\'' && raw.find('\'', 1) == raw.size() - 1;
  if (!words.command->words[i].complete) return std::nullopt;
  if (!literal && raw.find_first_of("$`\\") != std::string::npos) return std::nullopt;
  if (raw.find('\n') != std::string::npos) return std::nullopt;
  return raw;
}

bool plain(std::string_view path) {
  return std::all_of(path.begin(), path.end(), [](char c) {
    return ascii::alnum(c) || std::string_view("/._-+@%*?[]:,=").find(c) != std::string_view::npos;
  });
}

/// Where a COPY or ADD puts what it brings; empty: not known, or it is none.
std::string copied_to(const Part& part) {
  const Keyword keyword = part.step->instruction->keyword;
  const auto& arguments = part.step->arguments;
  if ((keyword != Keyword::copy && keyword != Keyword::add) || arguments.size() < 2) return {};
  if (!arguments.back().complete) return {};
  std::string to = resolve_dots(join_path(part.step->directory.value, arguments.back().value));
  while (to.size() > 1 && to.ends_with('/')) to.pop_back();
  return to;
}

bool copied_before(const std::vector<Part>& parts, std::size_t step, const std::string& path) {
  for (std::size_t i = 0; i < step; ++i) {
    const std::string to = copied_to(parts[i]);
    if (!to.empty() && within(path, to)) return true;
  }
  return false;
}

class Carrier {
 public:
  Carrier(const document::Document& document, int stage, std::vector<Part>& parts, const Made& made,
          const ContextFile& file)
      : document_(document), number_(stage), parts_(parts), made_(made), file_(file) {}

  Effects run(std::size_t last) {
    for (std::size_t i = 0; i <= last; ++i) {
      if (parts_[i].step->instruction->keyword == Keyword::run) one(i);
    }
    return std::move(out_);
  }

 private:
  void refuse(const CommandWords& words) {
    if (out_.refusal.empty())
      out_.refusal = fmt::format("a RUN calls {} and builds, too: its parts belong in two stages",
                                 words.command->name());
  }

  void one(std::size_t step) {
    step_ = step;
    commands_.clear();
    const auto& all = parts_[step].step->commands;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string_view name = all[i].name();
      if (!changers.has(name) && !makers.has(name) && name != "rm") continue;
      const CommandWords words{&all[i]};
      if (name == "sed" && !in_place(words)) continue;
      at_ = {number_, step, i};
      if (parts_[step].where == Where::builder) command(words);
      if (changers.has(name) && name != "sed") directories_again(words);
    }
    std::string& out = parts_[step].carried;
    for (const std::string& each : commands_) out += (out.empty() ? "RUN " : " && ") + each;
  }

  void command(const CommandWords& words) {
    const std::string_view name = words.command->name();
    const Split split = split_words(words);
    std::string files;
    for (const std::size_t i : split.files) {
      const auto path = path_of(words, i);
      // Caches and lists are removed by patterns and names of all kinds.
      if (!path && name == "rm") continue;
      if (!path) return refuse(words);
      const Known there = name == "rm"       ? brought(*path)
                          : makers.has(name) ? lacks(*path)
                                             : stays(*path);
      if (there == Known::no || (there == Known::unknown && name == "rm")) continue;
      if (there == Known::unknown || !plain(*path)) return refuse(words);
      files += " " + *path;
      if (makers.has(name)) made_again_.push_back(*path);
    }
    if (files.empty()) return;
    // What may not be run, or by another shell, is not known to be run.
    const read::Command& syntax = words.command->syntax;
    if (syntax.conditional || words.command->nesting > 0 || words.command->program != 0)
      return refuse(words);
    std::string out(name);
    for (const std::size_t i : split.how) {
      const auto word = written(words, i);
      if (!word) return refuse(words);
      out += " " + *word;
    }
    // There may be less to remove.
    if (name == "rm" && !words.says_short('f')) out += " -f";
    commands_.push_back(out + files);
  }

  /// COPY brings what is in a directory, and makes the directory itself anew: of root, for all to
  /// read.
  void directories_again(const CommandWords& words) {
    const Split split = split_words(words);
    const bool recursive = words.says_short('R') || words.says("--recursive");
    for (const std::size_t i : split.files) {
      const auto path = path_of(words, i);
      if (!path) continue;
      for (const std::string& output : made_.outputs) {
        const bool same = *path == output;
        // An option for directories alone tells that it is none of the files.
        const bool directory =
            same ? recursive || holds(made_.trees, output) || holds(made_.clones, output)
                 : recursive && within(output, *path) && compiled_before(output);
        if (directory) again(words, split, output);
      }
    }
  }

  bool compiled_before(const std::string& tree) const {
    return std::any_of(parts_.begin(), parts_.end(), [&](const Part& part) {
      return std::any_of(part.run.trees.begin(), part.run.trees.end(),
                         [&](const auto& each) { return each.second == tree && each.first < at_; });
    });
  }

  void again(const CommandWords& words, const Split& split, const std::string& directory) {
    std::string out(words.command->name());
    for (const std::size_t i : split.how) {
      const auto word = written(words, i);
      if (!word || words.command->syntax.conditional) return refuse(words);
      if (out == "chmod" && readable(*word)) return;
      // Of what is in it, COPY knows.
      if (!option(words.command->name(), *word) || word->starts_with("--reference")) {
        out += " " + *word;
      }
    }
    out += " " + directory;
    if (std::find(out_.behind.begin(), out_.behind.end(), out) == out_.behind.end())
      out_.behind.push_back(std::move(out));
  }

  /// A mode that lets read what everybody may read.
  static bool readable(std::string_view mode) {
    const std::size_t plus = mode.find('+');
    if (plus == std::string_view::npos) return mode == "755" || mode == "0755";
    return mode.find_first_not_of("ugo+arxX") == std::string_view::npos;
  }

  /// A COPY that stays brings it.
  Known brought(const std::string& path) const {
    Known out = Known::no;
    for (std::size_t i = 0; i < step_; ++i) {
      const Part& part = parts_[i];
      const Keyword keyword = part.step->instruction->keyword;
      if (part.where == Where::builder || (keyword != Keyword::copy && keyword != Keyword::add))
        continue;
      const Known here = brought_by(part, path);
      if (here == Known::yes) return here;
      if (here == Known::unknown) out = here;
    }
    return out;
  }

  Known brought_by(const Part& part, const std::string& path) const {
    const auto& arguments = part.step->arguments;
    if (holds(made_.outputs, path)) return Known::no;
    if (arguments.size() < 2) return Known::no;
    const std::string to = copied_to(part);
    if (to.empty()) return Known::unknown;
    if (within(to, path) && path != "/") return Known::yes;
    if (!within(path, to)) return Known::no;
    // What is built is not what was copied.
    const auto made_in = [&](const std::vector<std::string>& all) {
      return std::any_of(all.begin(), all.end(), [&](const std::string& each) {
        return each != to && within(each, to) && within(path, each);
      });
    };
    if (made_in(made_.trees) || made_in(made_.clones) || made_in(directories())) return Known::no;
    if (file_ && !file_(document_, at_, path).empty()) return Known::yes;
    if (!shared_directory(to)) return holds(made_.trees, to) ? Known::unknown : Known::yes;
    Known out = Known::no;
    for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
      const std::string_view source = last_component(arguments[i].value);
      if (within(path, join_path(to, source))) return Known::yes;
      // The contents of a directory.
      if (source.find('.', 1) == std::string_view::npos) out = Known::unknown;
    }
    return out;
  }

  /// That RUNs of the first stage make.
  std::vector<std::string> directories() const {
    std::vector<std::string> out;
    for (const Part& part : parts_) {
      if (part.where == Where::builder)
        out.insert(out.end(), part.run.directories.begin(), part.run.directories.end());
    }
    return out;
  }

  bool of_build(const std::string& path) const {
    return holds(made_.trees, path) || holds(made_.clones, path) || holds(directories(), path);
  }

  /// An instruction that stays has the path there.
  bool made_by(const Part& part, const std::string& path) const {
    switch (part.step->instruction->keyword) {
      case Keyword::workdir: {
        if (part.step->arguments.empty() || !part.step->arguments.front().complete) return false;
        const std::string to =
            resolve_dots(join_path(part.step->directory.value, part.step->arguments.front().value));
        return within(to, path);
      }
      case Keyword::run: {
        const auto& programs = part.run.programs;
        const bool account = std::any_of(programs.begin(), programs.end(), [](const auto& each) {
          return each == "useradd" || each == "adduser";
        });
        return names_path(text(part), path) || (account && within(path, "/home")) ||
               std::any_of(part.run.directories.begin(), part.run.directories.end(),
                           [&](const std::string& each) { return within(each, path); });
      }
      default:
        return false;
    }
  }

  /// Whether the second stage has it by then.
  Known stays(const std::string& path) const {
    if (holds(made_.outputs, path)) return Known::no;
    if (holds(made_again_, path)) return Known::yes;
    const Known copied = brought(path);
    if (copied == Known::yes) return copied;
    for (std::size_t i = 0; i < step_; ++i) {
      if (parts_[i].where != Where::builder && made_by(parts_[i], path)) return Known::yes;
    }
    if (copied == Known::unknown) return copied;
    if (of_build(path)) return Known::no;
    if (shared_directory(path)) return Known::yes;
    for (const std::string_view system :
         {"/etc", "/usr", "/bin", "/sbin", "/lib", "/var", "/run"}) {
      if (within(path, system)) return Known::unknown;
    }
    return wanted_there(path) ? Known::unknown : Known::no;
  }

  bool wanted_there(const std::string& path) const {
    return wanted(parts_, document_.stages[static_cast<std::size_t>(number_)], path);
  }

  /// What runs wants it, and nothing copies it.
  Known lacks(const std::string& path) const {
    const auto near = [&](const std::string& each) { return within(each, path); };
    const auto& outputs = made_.outputs;
    if (holds(outputs, path) || std::any_of(outputs.begin(), outputs.end(), near)) return Known::no;
    return wanted_there(path) ? Known::yes : Known::no;
  }

  const document::Document& document_;
  int number_;
  std::vector<Part>& parts_;
  const Made& made_;
  const ContextFile& file_;
  std::size_t step_ = 0;
  facts::Position at_;
  std::vector<std::string> commands_;
  std::vector<std::string> made_again_;  ///< in the second stage
  Effects out_;
};

}  // namespace

bool uses_built(const std::vector<Part>& parts, std::size_t step, const Made& made) {
  constexpr WordList tools = "cp mv install chmod chown chgrp sed patch tar unzip touch";
  for (const document::Command& command : parts[step].step->commands) {
    const CommandWords words{&command};
    const bool forced = words.says_short('f') || words.says("--force");
    if (!tools.has(command.name()) && (command.name() != "rm" || forced)) continue;
    for (std::size_t i = words.first(); i < words.size(); ++i) {
      if (words.word(i).starts_with('-')) continue;
      const auto path = path_of(words, i);
      if (!path) continue;
      if (holds(made.outputs, *path)) return true;
      const bool inside = holds(made.trees, *path) || holds(made.clones, *path);
      if (inside && !copied_before(parts, step, *path)) return true;
    }
  }
  return false;
}

bool only_files(const Part& part) {
  const auto& commands = part.step->commands;
  return std::all_of(commands.begin(), commands.end(), [](const document::Command& each) {
    constexpr WordList tools =
        "cp mv install chmod chown chgrp sed mkdir touch rm cd echo true set : ls ldconfig";
    return tools.has(each.name()) && each.syntax.redirects.empty();
  });
}

std::string beside_packages(const Part& part, std::string_view bytes) {
  constexpr WordList managers = "apt-get apt apt-mark dnf yum microdnf";
  constexpr WordList settles =
      "useradd adduser usermod groupadd addgroup groupmod ln mkdir touch chmod chown chgrp";
  std::string out;
  for (const document::Command& command : part.step->commands) {
    if (managers.has(command.name())) continue;
    const CommandWords words{&command};
    const bool lists = command.name() == "rm" && words.size() > words.first() &&
                       words.word(words.size() - 1).starts_with("/var/lib/apt/lists");
    if (lists) continue;
    const read::Command& syntax = command.syntax;
    const Span span = syntax.span;
    if (!settles.has(command.name()) || syntax.failure != read::Failure::fatal ||
        command.nesting > 0 || syntax.depth > 0 || !syntax.redirects.empty())
      return {};
    if (span.begin < part.chunk.begin || span.end > part.chunk.end) return {};
    const std::string_view written = bytes.substr(span.begin, span.size());
    if (written.find('\n') != std::string_view::npos) return {};
    out += (out.empty() ? "RUN " : " && ") + std::string(written);
  }
  return out;
}

Effects carry_effects(const document::Document& document, int stage, std::vector<Part>& parts,
                      std::size_t last, const Made& made, const ContextFile& file) {
  return Carrier(document, stage, parts, made, file).run(last);
}

}  // namespace cudafit::recommend
