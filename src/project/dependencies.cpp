#include "project/dependencies.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "document/discover.h"
#include "terms/ascii.h"

namespace cudafit::project {
namespace {

constexpr std::array endings =
    std::to_array<std::string_view>({".cfg", ".json", ".lock", ".py", ".sh", ".toml"});
/// Of these anything may be in the file.
constexpr std::array text_endings =
    std::to_array<std::string_view>({".in", ".txt", ".yaml", ".yml"});

/// In any case; `word` is in lower case.
bool starts_like(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(),
                    [](char a, char b) { return a == ascii::lower(b); });
}

/// A Dockerfile's name but for its ending: Dockerfile.txt may be one, and
/// Dockerfile-requirements.txt hardly.
bool like_dockerfile(std::string_view name) {
  return starts_like(name, "dockerfile") || starts_like(name, "containerfile");
}

/// A line begins with FROM, as one of every Dockerfile does.
bool has_from(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (starts_like(line, "from ")) return true;
  }
  return false;
}

}  // namespace

bool is_dependency_file(const Files& files, const std::string& path) {
  const std::string_view name = file_name(path);
  const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
  if (document::is_dockerfile_name(name) || files.kind(path) != FileKind::regular) return false;
  if (like_dockerfile(name)) {
    const Result<std::string> bytes = files.read(path);
    if (!bytes || has_from(*bytes)) return false;
  }
  if (name == "Pipfile" || std::any_of(endings.begin(), endings.end(), ends)) return true;
  const Result<std::string> bytes = files.read(path);
  if (!bytes) return false;
  if (bytes->starts_with("#!")) return true;
  return std::any_of(text_endings.begin(), text_endings.end(), ends) && !has_from(*bytes);
}

std::set<std::string> paths_read(const Report& report) {
  std::set<std::string> out;
  const Sources& sources = *report.sources;
  for (FileId file = 0; file < sources.size(); ++file) out.insert(sources[file].path);
  return out;
}

std::set<std::string> files_read(const Files& files, const Report& report) {
  std::set<std::string> out;
  const Sources& sources = *report.sources;
  for (FileId file = 0; file < sources.size(); ++file) out.insert(files.real(sources[file].path));
  return out;
}

}  // namespace cudafit::project
