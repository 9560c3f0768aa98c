#pragma once
// Dockerfiles as BuildKit's parser reads them. Structure comes from our tree-sitter grammar
// (grammar/); the splitting of one logical line into flags, words, pairs and JSON follows
// BuildKit's line parsers.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/span.h"
#include "source/text.h"

namespace cudafit::read {

enum class Keyword : std::uint8_t {
  add,
  arg,
  cmd,
  copy,
  entrypoint,
  env,
  expose,
  from,
  healthcheck,
  label,
  maintainer,
  onbuild,
  run,
  shell,
  stopsignal,
  user,
  volume,
  workdir,
  unknown,  ///< BuildKit's parser keeps such a line; the build then refuses it
};

/// How the arguments were written.
enum class Form : std::uint8_t {
  none,    ///< no arguments
  shell,   ///< one argument: the rest of the line (RUN, CMD, ENTRYPOINT, SHELL, HEALTHCHECK; also
           ///< USER, WORKDIR, ...)
  json,    ///< a JSON array of strings; every argument is one decoded string
  words,   ///< split at blanks (FROM, COPY, ADD, EXPOSE, VOLUME) or with quotes respected and kept
           ///< (ARG)
  pairs,   ///< ENV/LABEL a=b c=d: arguments are name, value, name, value, ...
  legacy,  ///< ENV/LABEL a b: arguments are one name and one value
};

/// `--name=value` before the arguments. `text` is the whole flag with quotes and escapes removed,
/// as BuildKit keeps it.
struct Flag {
  Text text;
  Span span;                      ///< as written, quotes included
  std::string_view name() const;  ///< without dashes: "from"
  bool has_value() const { return text.value.find('=') != std::string::npos; }
  Text value() const;  ///< after the first `=`; empty without one
};

struct Heredoc {
  std::string name;
  std::uint32_t descriptor =
      0;               ///< the number before `<<`; 0 when none is written, as BuildKit has it
  bool expand = true;  ///< false when any part of the delimiter was quoted
  bool chomp = false;  ///< `<<-`: leading tabs are removed when used
  Text content;        ///< the lines between, exactly as in the file (tabs kept)
  Span body;           ///< content and the terminator line
};

struct Instruction {
  Keyword keyword = Keyword::unknown;
  Text word;  ///< the keyword as written
  std::vector<Flag> flags;
  /// Raw values as BuildKit's nodes hold them: quotes kept, variables not expanded. HEALTHCHECK:
  /// the type (CMD, NONE) comes first. Each Text knows its bytes through line continuations.
  std::vector<Text> arguments;
  Form form = Form::none;
  /// Of RUN, COPY, ADD; below ONBUILD the nested instruction has them.
  std::vector<Heredoc> heredocs;
  std::unique_ptr<Instruction> nested;  ///< of ONBUILD
  Text line;  ///< the whole logical line from the keyword on: continuations, comments and blank
              ///< lines inside removed
  Span span;  ///< from the keyword to the end of the last line (heredocs included), without its
              ///< line ending
};

struct Comment {
  Span span;            ///< from `#` to the end of the line, without line ending
  bool inside = false;  ///< between the continued lines of an instruction
};

/// `# escape=`, `# syntax=`, `# check=` at the top.
struct Directive {
  std::string name;  ///< lower case
  Text value;
  Span span;  ///< the comment
};

struct SyntaxError {
  Span span;
  std::string message;  ///< one sentence without full stop, in the user's terms
};

struct Dockerfile {
  FileId file = no_file;
  char escape = '\\';
  std::vector<Directive> directives;
  /// Frontend named by `# syntax=`, `// syntax=` or a JSON `{"syntax": ...}`; empty when none is.
  std::string syntax;
  std::vector<Instruction> instructions;
  std::vector<Comment> comments;
  /// What BuildKit's parser would refuse, in order. The rest of the file is still in
  /// `instructions`.
  std::vector<SyntaxError> errors;
};

/// Never fails: what cannot be read is in `errors`. `bytes` must stay alive only during the call.
Dockerfile parse_dockerfile(FileId file, std::string_view bytes);

/// A file that is read again and again while it is edited: what was read last.
struct LastRead {
  std::string bytes;
  Dockerfile dockerfile;
  /// Something in it decides how all that comes behind is read, so an edit has everything read.
  bool bound = true;
};

/// The same as parse_dockerfile, into `last.dockerfile`. Only what may have become another than at
/// the last call is parsed; the rest moves.
void parse_again(LastRead& last, FileId file, std::string_view bytes);

Keyword keyword_from(std::string_view word);  ///< any case
std::string_view name(Keyword keyword);       ///< upper case; "" for unknown

}  // namespace cudafit::read
