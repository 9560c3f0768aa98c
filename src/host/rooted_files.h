#pragma once
// Another machine's files, whose root is a directory of ours.

#include <string>

#include "source/files.h"

namespace cudafit::host {

/// Paths are those of the other machine. Its symbolic links lead where they would lead there: never
/// out of its root. Nothing is written.
class RootedFiles : public Files {
 public:
  RootedFiles(const Files& below, std::string root) : below_(below), root_(std::move(root)) {}
  Result<std::string> read(const std::string& path) const override;
  FileKind kind(const std::string& path) const override;
  Result<std::vector<DirectoryEntry>> list(const std::string& path) const override;
  std::string real(const std::string& path) const override;
  Result<bool> write(const std::string&, std::string_view) override {
    return Failure{"belongs to another machine"};
  }

 private:
  /// Where it lies for us; empty: links lead in a circle.
  std::string below(const std::string& path) const;

  const Files& below_;
  std::string root_;
};

}  // namespace cudafit::host
