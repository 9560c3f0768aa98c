#pragma once
// The border of a repository.

#include <string>
#include <utility>

#include "source/files.h"

namespace cudafit {

/// Another door through which nothing outside of a directory is opened: neither by its name nor by
/// a symbolic link. What stands there is still said. Nothing is written.
class InsideFiles : public Files {
 public:
  /// `root`: a real path; empty: everything is inside. `named`: a file that somebody asked for,
  /// which may lie anywhere.
  InsideFiles(const Files& below, std::string root, std::string named = {})
      : below_(below), root_(std::move(root)), named_(std::move(named)) {}

  Result<std::string> read(const std::string& path) const override;
  FileKind kind(const std::string& path) const override { return below_.kind(path); }
  Result<std::vector<DirectoryEntry>> list(const std::string& path) const override;
  std::string real(const std::string& path) const override { return below_.real(path); }
  Result<bool> write(const std::string& path, std::string_view bytes) override;

 private:
  bool outside(const std::string& path) const;

  const Files& below_;
  std::string root_, named_;
};

}  // namespace cudafit
