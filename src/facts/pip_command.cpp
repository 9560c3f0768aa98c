#include "facts/pip_command.h"

#include <algorithm>
#include <array>

namespace cudafit::facts {

namespace {

/// What quotes leave open in a word as written.
struct Loose {
  bool expansion = false;  ///< `$x`, `$(x)`, backquotes outside quotes
  bool quotes = false;
  bool glob = false;
  bool braces = false;  ///< {a,b}
};

Loose loose_in(std::string_view raw) {
  Loose out;
  char quote = 0;
  bool comma = false;
  std::size_t braces = 0;  // opened outside quotes, without `$` before
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    if (c == '\\' && quote != '\'') {
      ++i;
    } else if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
      out.quotes = true;
    } else if (c == '$' || c == '`') {
      out.expansion = true;
      // ${x} and $(x) hold their own braces.
      if (c == '$' && i + 1 < raw.size() && (raw[i + 1] == '{' || raw[i + 1] == '(')) {
        const std::size_t end = raw.find(raw[i + 1] == '{' ? '}' : ')', i);
        i = end == std::string_view::npos ? raw.size() : end;
      }
    } else if (c == '*' || c == '?') {
      out.glob = true;
    } else if (c == '{') {
      ++braces;
    } else if (c == ',' && braces > 0) {
      comma = true;
    } else if (c == '}' && braces > 0) {
      --braces;
      out.braces = out.braces || comma;
    }
  }
  return out;
}

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

void split_into(const CallWord& word, std::vector<CallWord>& out) {
  const std::string& value = word.text.value;
  std::size_t at = 0;
  while (at < value.size()) {
    while (at < value.size() && blank(value[at])) ++at;
    std::size_t end = at;
    while (end < value.size() && !blank(value[end])) ++end;
    if (at == end) break;
    CallWord part = word;
    part.text = word.text.slice(at, end);
    part.split = end - at != value.size();
    out.push_back(std::move(part));
    at = end;
  }
}

/// The last path component where it is certain, although the whole may not be: `$VENV/bin/pip`.
std::string_view program_name(const CallWord& word) {
  if (word.text.complete) return last_component(word.value());
  const std::size_t slash = word.raw.value.rfind('/');
  if (slash == std::string::npos || word.split) return {};
  std::string_view tail = std::string_view(word.raw.value).substr(slash + 1);
  if (tail.ends_with('"')) tail.remove_suffix(1);
  return tail.find_first_of("$`'\"\\)}") == std::string_view::npos ? tail : std::string_view{};
}

bool runner(std::string_view name) {
  static constexpr std::array<std::string_view, 8> names{"poetry", "pipenv", "pdm",  "uv",
                                                         "hatch",  "rye",    "pixi", "pyenv"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

PipAction action_of(std::string_view word, Installer tool) {
  if (word == "install") return PipAction::install;
  if (word == "uninstall") return PipAction::uninstall;
  if (tool == Installer::uv) return word == "sync" ? PipAction::sync : PipAction::other;
  if (word == "download") return PipAction::download;
  if (word == "wheel") return PipAction::wheel;
  if (word == "config") return PipAction::configure;
  return PipAction::other;
}

/// Reads one command from the word that names the program.
class Recognizer {
 public:
  explicit Recognizer(std::vector<CallWord> words) : words_(std::move(words)) {}

  std::optional<PipCall> run(std::size_t at) {
    for (int depth = 0; depth < 8 && at < words_.size(); ++depth) {
      const std::string_view name = program_name(words_[at]);
      if (const std::optional<Found> found = direct(at, name)) return call(at, *found);
      const std::size_t next = inner(at, name);
      if (next == 0) return std::nullopt;
      at = next;
    }
    return std::nullopt;
  }

 private:
  struct Found {
    Installer tool;
    std::size_t next;  ///< the first word behind the program
  };

  std::string_view value(std::size_t at) const {
    return at < words_.size() ? words_[at].value() : std::string_view{};
  }

  std::optional<Found> direct(std::size_t at, std::string_view name) const {
    if (versioned_name(name, "pip")) return Found{Installer::pip, at + 1};
    if (name == "uv" && value(at + 1) != "run") return Found{Installer::uv, at + 1};
    // Any interpreter, and scripts that pass their words on to one.
    if (const std::size_t behind = behind_module(words_, at + 1, "pip"); behind != 0)
      return Found{Installer::pip, behind};
    if (const std::size_t behind = behind_module(words_, at + 1, "uv"); behind != 0)
      return Found{Installer::uv, behind};
    // `$PIP install`
    const CallWord& program = words_[at];
    const bool named = program.raw.value.find("PIP") != std::string::npos ||
                       program.raw.value.find("pip") != std::string::npos;
    if (name.empty() && named && value(at + 1) == "install") return Found{Installer::pip, at + 1};
    return std::nullopt;
  }

  /// The program that this one starts; 0 when it starts none.
  std::size_t inner(std::size_t at, std::string_view name) {
    if (runner(name) && (value(at + 1) == "run" || value(at + 1) == "exec")) {
      wrapped_ = true;
      return skip(at + 2, "-p --python --with -C --directory -e --extra --group");
    }
    if (name == "xargs") {
      partial_ = true;
      return skip(at + 1, "-n -I -P -L -d -a -s -E --max-args --max-procs --delimiter --arg-file");
    }
    if (name == "find") {
      for (++at; at < words_.size(); ++at) {
        if (value(at) != "-exec" && value(at) != "-execdir") continue;
        partial_ = true;
        return at + 1;
      }
    }
    return 0;
  }

  std::size_t skip(std::size_t at, std::string_view with_word) const {
    while (value(at).starts_with("-")) {
      const std::string padded = " " + std::string(value(at)) + " ";
      at += (" " + std::string(with_word) + " ").find(padded) != std::string::npos ? 2 : 1;
    }
    return at < words_.size() ? at : 0;
  }

  std::optional<PipCall> call(std::size_t at, Found found) {
    PipCall out;
    out.tool = found.tool;
    out.program = words_[at];
    out.program_name = program_name(words_[at]);
    out.wrapped = wrapped_;
    out.partial = partial_;
    std::size_t next = found.next;
    if (found.tool == Installer::uv) {
      next = options(next, out);
      if (value(next) != "pip") return std::nullopt;
      ++next;
    }
    next = options(next, out);
    out.action = action_of(value(next), out.tool);
    if (out.action == PipAction::other) return std::nullopt;
    for (++next; next < words_.size(); ++next) out.words.push_back(words_[next]);
    return out;
  }

  /// Takes the options that stand before a subcommand.
  std::size_t options(std::size_t at, PipCall& out) const {
    while (value(at).starts_with("-")) {
      const std::string_view word = value(at);
      out.words.push_back(words_[at++]);
      if (word.find('=') != std::string_view::npos) continue;
      const PipOptionRow* row = pip_option(out.tool, word);
      if (row != nullptr && row->takes_value && at < words_.size())
        out.words.push_back(words_[at++]);
    }
    return at;
  }

  std::vector<CallWord> words_;
  bool wrapped_ = false;
  bool partial_ = false;
};

/// No word names pip, uv or something that stands for one.
bool surely_another(const Command& command) {
  const auto named = [](std::string_view text) {
    return text.find("pip") != std::string_view::npos || text.find("uv") != std::string_view::npos;
  };
  for (std::size_t i = 0; i < command.words.size(); ++i) {
    const std::string_view raw = command.syntax.words[i].raw.value;
    if (named(command.words[i].value) || named(raw) || raw.find("PIP") != std::string_view::npos)
      return false;
  }
  return true;
}

}  // namespace

Span written_in(Span line, const Text& text) {
  if (!line) return text.around();
  Span out;
  for (const Piece& piece : text.pieces) {
    if (line.contains(piece.from)) out = cover(out, piece.from);
  }
  return out;
}

Span CallWord::span(std::size_t begin) const {
  const Span whole = written_in(line, raw);
  // Exactly as written somewhere: there.
  if (const Span exact = text.span(begin, text.size()); exact) {
    if (split || !whole || whole.contains(exact)) return exact;
  }
  if (begin == 0) return whole;
  // `--option=value`, with what stands before the value written out.
  const bool plain = raw.value.starts_with(std::string_view(text.value).substr(0, begin));
  const Span value = plain ? written_in(line, raw.slice(begin, raw.size())) : Span{};
  return value ? value : whole;
}

std::vector<CallWord> call_words(const Command& command, Span line) {
  std::vector<CallWord> out;
  for (std::size_t i = 0; i < command.words.size(); ++i) {
    const Text& raw = command.syntax.words[i].raw;
    const Loose loose = loose_in(raw.value);
    CallWord word{.text = command.words[i], .raw = raw, .line = line, .index = i};
    word.glob = loose.glob;
    word.open = loose.braces || (loose.expansion && !word.text.complete);
    if (loose.expansion && !loose.quotes && word.text.complete) {
      split_into(word, out);
    } else {
      out.push_back(std::move(word));
    }
  }
  return out;
}

std::optional<PipCall> pip_call(const Command& command, Span line) {
  if (surely_another(command)) return std::nullopt;
  std::vector<CallWord> words = call_words(command, line);
  std::size_t at = 0;
  while (at < words.size() && words[at].index < command.program) ++at;
  return Recognizer(std::move(words)).run(at);
}

std::string version_in_name(std::string_view program) {
  for (const std::string_view stem : {"python", "pip", "pypy"}) {
    if (!versioned_name(program, stem)) continue;
    std::string_view version = program.substr(stem.size());
    if (version.starts_with('-')) version.remove_prefix(1);
    const std::size_t dot = version.find('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == version.size()) return {};
    const std::size_t end = std::min(version.find('.', dot + 1), version.size());
    return std::string(version.substr(0, end));
  }
  return {};
}

bool versioned_name(std::string_view name, std::string_view stem) {
  if (!name.starts_with(stem)) return false;
  std::string_view rest = name.substr(stem.size());
  if (rest.size() > 1 && rest.starts_with('-')) rest.remove_prefix(1);
  return rest.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string_view last_component(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::size_t behind_module(const std::vector<CallWord>& words, std::size_t first,
                          std::string_view module) {
  for (std::size_t at = first; at < words.size(); ++at) {
    const std::string_view word = words[at].value();
    if (word.size() < 2 || word[0] != '-' || word[1] == '-') return 0;
    if (word == "-X" || word == "-W") {
      ++at;
      continue;
    }
    const std::size_t m = word.find('m');
    if (m == std::string_view::npos) continue;
    if (m + 1 < word.size()) return word.substr(m + 1) == module ? at + 1 : 0;
    return at + 1 < words.size() && words[at + 1].value() == module ? at + 2 : 0;
  }
  return 0;
}

}  // namespace cudafit::facts
