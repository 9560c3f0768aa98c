#pragma once
// One directory as a build context: what COPY sees of it. Private to the document room.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "read/dockerignore.h"
#include "source/files.h"

namespace cudafit::document {

/// Something in the context.
struct ContextEntry {
  enum class Kind : std::uint8_t {
    missing,
    ignored,  ///< .dockerignore keeps it out
    file,
    directory,
    unknown,  ///< a link out of the context, a device, an ignore file that is not understood
  };
  Kind kind = Kind::unknown;
  std::string path = {};  ///< real path of a file
};

class ContextDirectory {
 public:
  /// `directory` and `root` are real paths; nothing outside of `root` is looked at. `dockerfile`
  /// may have an ignore file of its own beside it.
  ContextDirectory(const Files& files, std::string directory, std::string root,
                   const std::string& dockerfile);

  const std::string& directory() const { return directory_; }

  /// What stands at a clean path relative to the context; "." is the whole. `within`: the directory
  /// that is copied and holds it; a link out of that leads elsewhere in the image.
  ContextEntry look(std::string_view path, std::string_view within = ".") const;

  /// The paths that a source with wildcards stands for, sorted; nothing when that cannot be told.
  std::optional<std::vector<std::string>> matches(std::string_view pattern) const;

 private:
  bool ignored(std::string_view path, bool directory) const;

  const Files& files_;
  std::string directory_;
  std::string root_;
  read::DockerIgnore ignore_;
};

/// A source of COPY or ADD that names something in the context: clean and relative to it; nothing
/// for URLs, repositories, heredocs and what is not known.
std::optional<std::string> context_source(const Text& source);

/// The only directory from the Dockerfile's upward to `root` in which all sources exist that the
/// stages take from the context. Empty when there is none, or more than one.
std::string find_context(const Files& files, const Document& document,
                         const std::string& dockerfile, const std::string& root);

}  // namespace cudafit::document
