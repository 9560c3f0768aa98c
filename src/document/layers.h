#pragma once
// What the steps of a build put where. Private to the document room.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "document/changes.h"
#include "document/context.h"
#include "document/context_directory.h"
#include "document/mounts.h"

namespace cudafit::document {

/// Looks for files in the layers of a document's stages.
class Layers {
 public:
  /// `context`: null when it is not known. `read`: the text of a file of the context, for programs.
  Layers(const Document& document, const ContextDirectory* context,
         std::function<std::optional<std::string_view>(const std::string& path)> read,
         std::size_t& budget)
      : document_(document), context_(context), read_(std::move(read)), budget_(budget) {}

  /// What the command `command` of step `step` finds at `path`, a place of the image. The path in
  /// the answer is a real one.
  FileAnswer at(std::size_t stage, std::size_t step, std::size_t command, const std::string& path);

  /// Whether `at` may answer that the file is there: what is mounted or was copied last brings it.
  /// Commands, which take long to look at, are not looked at.
  bool may_find(std::size_t stage, std::size_t step, const std::string& path);

 private:
  struct Landing;

  FileAnswer before(std::size_t stage, std::size_t step, const std::string& path);
  std::optional<FileAnswer> mounted(std::size_t stage, const Step& step, const std::string& path);
  std::optional<FileAnswer> mounted(const Mount& mount, const Step& step, const std::string& path);
  bool changed(std::size_t stage, std::size_t step, std::size_t commands, const std::string& path);
  /// The RUN or the heredocs at `span`, among the first `steps` of the stage and in those below it;
  /// null: none.
  const Step* writer_at(std::size_t stage, std::size_t steps, Span span) const;

  std::optional<FileAnswer> copied(const Step& step, const std::string& path);
  std::optional<FileAnswer> heredoc(const Landing& landing, const Step& step);
  std::optional<FileAnswer> from_context(const Landing& landing, const Step& step,
                                         const Text& source);
  std::optional<FileAnswer> entry(const Landing& landing, const Step& step,
                                  const std::string& source);
  std::optional<FileAnswer> from_stage(const Landing& landing, std::size_t from,
                                       const Text& source);

  const Document& document_;
  const ContextDirectory* context_;
  std::function<std::optional<std::string_view>(const std::string& path)> read_;
  std::size_t& budget_;   ///< how many steps and commands may still be looked at
  int depth_ = 0;         ///< of stages that copy from stages
  bool programs_ = true;  ///< false while a program is looked for
};

}  // namespace cudafit::document
