#include "lsp/open_files.h"

namespace cudafit::lsp {

const OpenDocument* OpenFiles::find(const std::string& absolute) const {
  if (open_.all().empty()) return nullptr;
  if (const OpenDocument* const document = open_.find(absolute)) return document;
  const std::string real = disk_.real(absolute);
  return real.empty() ? open_.find(resolve_dots(absolute)) : open_.find_real(real);
}

Result<std::string> OpenFiles::read(const std::string& path) const {
  const std::string place = absolute(path);
  const OpenDocument* const document = find(place);
  note(place);
  if (document == nullptr) return disk_.read(place);
  if (document->text.size() > max_file_size)
    return Failure{"larger than 32 MiB", FailureKind::too_large};
  return document->text;
}

FileKind OpenFiles::kind(const std::string& path) const {
  const std::string place = absolute(path);
  note(place);
  const FileKind kind = disk_.kind(place);
  return kind == FileKind::missing && find(place) != nullptr ? FileKind::regular : kind;
}

Result<std::vector<DirectoryEntry>> OpenFiles::list(const std::string& path) const {
  return disk_.list(absolute(path));
}

std::string OpenFiles::real(const std::string& path) const {
  const std::string place = absolute(path);
  std::string real = disk_.real(place);
  if (!real.empty()) return real;
  const OpenDocument* const document = find(place);
  return document == nullptr ? "" : document->real;
}

void OpenFiles::note(const std::string& absolute) const {
  std::string real = this->real(absolute);
  const std::lock_guard lock(asking_);
  asked_.insert(absolute);
  if (!real.empty()) asked_.insert(std::move(real));
}

bool OpenFiles::was_asked_for(const std::string& path) const {
  const std::lock_guard lock(asking_);
  return asked_.contains(path);
}

Result<bool> OpenFiles::write(const std::string& path, std::string_view /*bytes*/) {
  return Failure{path + " is written by the editor only"};
}

}  // namespace cudafit::lsp
