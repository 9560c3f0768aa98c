#pragma once
// The files as the editor has them: open texts over what is on the disk, seen from one folder.

#include <mutex>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "lsp/documents.h"
#include "source/files.h"

namespace cudafit::lsp {

class OpenFiles : public Files {
 public:
  /// Relative paths are relative to `folder`, an absolute path. All three have to outlive it.
  OpenFiles(const Documents& open, const Files& disk, std::string folder)
      : open_(open), disk_(disk), folder_(std::move(folder)) {}

  Result<std::string> read(const std::string& path) const override;
  FileKind kind(const std::string& path) const override;
  /// Open files that are not on the disk are not listed.
  Result<std::vector<DirectoryEntry>> list(const std::string& path) const override;
  std::string real(const std::string& path) const override;
  /// Whether anybody has asked for this file, or whether it is there; by its absolute or real path.
  bool was_asked_for(const std::string& path) const;
  /// Never: the editor writes.
  Result<bool> write(const std::string& path, std::string_view bytes) override;

 private:
  std::string absolute(const std::string& path) const { return join_path(folder_, path); }
  const OpenDocument* find(const std::string& absolute) const;
  void note(const std::string& absolute) const;

  const Documents& open_;
  const Files& disk_;
  std::string folder_;
  mutable std::mutex asking_;  ///< several builds are analysed at once
  mutable std::unordered_set<std::string> asked_;
};

}  // namespace cudafit::lsp
