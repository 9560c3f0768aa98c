#pragma once
// The build context: which of its files stand where in a stage. Nothing outside the repository root
// is ever opened.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "source/files.h"
#include "source/sources.h"
#include "terms/known.h"

namespace cudafit::document {

/// What stands at a path inside a stage.
struct FileAnswer {
  /// yes: a file of the context, `path` names it; no: proven that nothing is there; unknown else.
  Known present = Known::unknown;
  std::string path;  ///< as Files reads it; empty when `text` is set
  Span copied;       ///< the COPY, ADD or mount that puts it there, or keeps it from being known
  std::string why;   ///< when not there: a few words for a note
  std::optional<Text> text{};  ///< of a heredoc of COPY or ADD: what the file holds
};

/// A file read through the context; `file` indexes the report's sources.
struct OpenedFile {
  FileId file = no_file;
  std::string_view bytes;
};

/// Where dependency files are found and read. A default-constructed one knows no context: every
/// answer is unknown.
class Context {
 public:
  Context() = default;
  /// `directory` as configured or given by --context; empty: found as house rules say, the nearest
  /// directory from the Dockerfile upward to `root` in which every plain COPY source exists; none
  /// or two answers: unknown. `root`: real path of the repository root. The .dockerignore and
  /// `<name>.dockerignore` apply. Nothing is looked for before the first question. `files`,
  /// `sources` and `document` must outlive the context.
  Context(const Files& files, Sources& sources, const Document& document,
          const std::string& dockerfile, std::string directory, std::string root);

  /// The context's directory is known.
  bool known() const { return !directory().empty(); }
  /// Its real path; empty when not known.
  const std::string& directory() const;

  /// What stands at `path` (absolute, or relative to `working`, the value of Command::directory,
  /// complete or not) in `stage` when command `command` of its step `step` runs: COPY, ADD, bind
  /// mounts of that step, COPY --from of stages of this document, files of the stages below.
  /// Without `command`: when all commands of the step have run, with its mounts.
  FileAnswer at(const Document& document, std::size_t stage, std::size_t step,
                std::string_view working, std::string_view path,
                std::size_t command = std::string_view::npos) const;

  /// The same where the file is certainly there; nothing is said of why another one is not. That
  /// takes far less time where nothing copies it.
  FileAnswer if_certain(const Document& document, std::size_t stage, std::size_t step,
                        std::string_view working, std::string_view path,
                        std::size_t command = std::string_view::npos) const;

  /// The bytes; each file is read and entered into the sources once. Nothing when it cannot be
  /// read.
  std::optional<OpenedFile> open(const std::string& path) const;

 private:
  struct State;

  FileAnswer ask(const Document& document, std::size_t stage, std::size_t step,
                 std::string_view working, std::string_view path, std::size_t command,
                 bool certain) const;

  std::shared_ptr<State> state_;
};

/// The directory in which a step begins: WORKDIR of the stage and those below it. As
/// Command::directory: where the base image's own is not known, the value begins with ".".
Text working_directory(const Document& document, std::size_t stage, std::size_t step);

}  // namespace cudafit::document
