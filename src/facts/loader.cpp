// Where the loader looks besides its own directories, and stubs of libcuda that it finds there.

#include <algorithm>

#include "facts/container.h"
#include "facts/paths.h"
#include "facts/runs.h"
#include "facts/words.h"

namespace cudafit::facts {

namespace {

constexpr std::string_view libcuda = "libcuda.so.1";

bool loader_file(std::string_view path) {
  return path == "/etc/ld.so.conf" ||
         (path.starts_with("/etc/ld.so.conf.d/") && path.ends_with(".conf"));
}

/// Directories in the text of such a file: one a line, `#` starts a comment.
template <typename Visit>
void each_directory(const Text& text, Visit visit) {
  const std::string& value = text.value;
  for (std::size_t at = 0; at < value.size();) {
    // `echo -e` and printf write `\n` as two characters.
    std::size_t end = std::min(value.find_first_of(" \t\r\n:,", at), value.size());
    const std::size_t escaped = value.find("\\n", at);
    const bool short_end = escaped < end;
    if (short_end) end = escaped;
    if (value[at] == '#') end = std::min(value.find('\n', at), value.size());
    if (value[at] == '/') {
      std::string path = value.substr(at, end - at);
      while (path.size() > 1 && path.ends_with('/')) path.pop_back();
      visit(std::move(path), text.slice(at, end).around());
    }
    at = end + (short_end ? 2 : 1);
  }
}

class Reader {
 public:
  explicit Reader(Facts& out) : out_(out) {}

  void step(const Stage& stage, const Step& step) {
    const read::Keyword keyword = step.instruction->keyword;
    if (keyword == read::Keyword::copy || keyword == read::Keyword::add) copied(stage, step);
    const Command* feeding = nullptr;
    each_run(stage, step, [&](const Run& run) {
      if (!is_function(step, run.program())) command(run, feeding);
      feeding = run.command.syntax.piped_into_next ? &run.command : nullptr;
    });
  }

 private:
  /// COPY <<EOF /etc/ld.so.conf.d/cuda.conf
  void copied(const Stage& stage, const Step& step) {
    const read::Instruction& instruction = *step.instruction;
    if (instruction.heredocs.size() != 1 || step.arguments.size() != 2) return;
    const Text& target = step.arguments.back();
    if (!target.complete || !loader_file(target.value)) return;
    write(instruction.heredocs.front().content, target.value, position(stage, step),
          Certainty::certain);
  }

  void command(const Run& run, const Command* feeding) {
    const std::string_view name = run.program();
    for (std::size_t i = 0; i < run.command.redirects.size(); ++i) {
      const Text& target = run.command.redirects[i];
      const std::string& op = run.command.syntax.redirects[i].op;
      if (op.starts_with('>') && target.complete && loader_file(target.value))
        written(run, run.command, target.value);
    }
    if (!listed("tee rm mv unlink ln cp ldconfig", name)) return;
    const std::vector<Argument> words = arguments(run.command, run.command.arguments());
    if (name == "tee") {
      for (const Argument& word : words) {
        if (!word.known() || !loader_file(word.value())) continue;
        written(run, feeding != nullptr ? *feeding : run.command, std::string(word.value()));
      }
    } else if (name == "rm" || name == "mv" || name == "unlink") {
      for (const Argument& word : words) removed(run, word);
    } else if (name == "ln" || name == "cp") {
      linked(run, words);
    } else if (name == "ldconfig") {
      cached(run, words);
    }
  }

  /// What `from` prints, or what its heredoc holds, goes to the file.
  void written(const Run& run, const Command& from, const std::string& file) {
    const std::string_view name = from.name();
    for (const read::Redirect& redirect : from.syntax.redirects) {
      if (!redirect.body.empty()) write(redirect.body, file, run.at, run.certainty);
    }
    if (name != "echo" && name != "printf") return;
    for (const Argument& word : arguments(from, from.arguments())) {
      if (word.known()) write(word.text, file, run.at, run.certainty);
    }
  }

  void write(const Text& text, const std::string& file, Position at, Certainty certainty) {
    if (!text.complete) return;
    each_directory(text, [&](std::string path, Span span) {
      out_.loader_directories.push_back(
          {.at = at, .path = std::move(path), .file = file, .span = span, .certainty = certainty});
    });
  }

  /// The place a word names; empty when it is not known.
  static std::string place(const Run& run, const Argument& word) {
    if (!word.known() || word.pattern) return {};
    if (word.value().starts_with('/')) return absolute("/", word.value());
    const Text& directory = run.command.directory;
    return directory.complete ? absolute(directory.value, word.value()) : std::string();
  }

  /// A file, or everything that a pattern or a directory may mean, is gone.
  void removed(const Run& run, const Argument& word) {
    const std::string path = place(run, word);
    const bool loader = contains(word.value(), "ld.so.conf");
    std::erase_if(out_.loader_directories, [&](const LoaderDirectory& each) {
      return each.file == path || (path.empty() && loader);
    });
    const bool stub = contains(word.value(), "libcuda") || contains(word.value(), "stubs") ||
                      (!word.known() && contains(word.raw, "cuda"));
    std::erase_if(out_.stub_links, [&](const StubLink& each) {
      return (!path.empty() && within(each.directory + "/" + std::string(libcuda), path)) ||
             (path.empty() && stub);
    });
  }

  /// ln -s /usr/local/cuda/lib64/stubs/libcuda.so /usr/local/cuda/lib64/stubs/libcuda.so.1
  void linked(const Run& run, const std::vector<Argument>& words) {
    std::vector<const Argument*> paths;
    for (const Argument& word : words) {
      if (!word.value().starts_with('-')) paths.push_back(&word);
    }
    if (paths.size() != 2 || !contains(paths[0]->value(), "libcuda.so")) return;
    const std::string target = place(run, *paths[1]);
    if (!target.ends_with("/" + std::string(libcuda))) return;
    std::string directory = target.substr(0, target.size() - libcuda.size() - 1);
    const bool stub = contains(paths[0]->value(), "stubs/") || directory.ends_with("/stubs");
    if (!stub) return;
    out_.stub_links.push_back({.at = run.at,
                               .directory = std::move(directory),
                               .span = run.command.syntax.span,
                               .certainty = run.certainty});
  }

  /// `ldconfig DIRECTORY` makes the links that the names inside of libraries ask for, which is how
  /// the stub libcuda.so gets the name libcuda.so.1.
  void cached(const Run& run, const std::vector<Argument>& words) {
    std::vector<std::string> directories;
    for (const Argument& word : words) {
      if (word.value().starts_with('-')) return;  // -X, -n, -r: not what is meant here
      directories.push_back(place(run, word));
    }
    if (directories.empty()) {
      for (const LoaderDirectory& each : out_.loader_directories) {
        if (each.at.stage == run.at.stage) directories.push_back(each.path);
      }
    }
    for (std::string& directory : directories) {
      while (directory.size() > 1 && directory.ends_with('/')) directory.pop_back();
      if (!directory.ends_with("/stubs")) continue;
      out_.stub_links.push_back({.at = run.at,
                                 .directory = std::move(directory),
                                 .span = run.command.syntax.span,
                                 .certainty = run.certainty});
    }
  }

  Facts& out_;
};

}  // namespace

void loader_directories(const Document& document, Facts& out) {
  Reader reader(out);
  each_step(document, [&](const Stage& stage, const Step& step) { reader.step(stage, step); });
}

}  // namespace cudafit::facts
