#include "document/context_directory.h"

#include <algorithm>

#include "document/mounts.h"
#include "document/paths.h"

namespace cudafit::document {

namespace {

using Kind = ContextEntry::Kind;

/// More than this are not followed.
constexpr std::size_t most_matches = 10000;

/// The ignore file in force: the Dockerfile's own, else the context's. Nothing that cannot be read
/// inside the root is believed to be empty.
read::DockerIgnore read_ignore(const Files& files, const std::string& directory,
                               const std::string& root, const std::string& dockerfile) {
  const read::DockerIgnore not_known("!");
  for (const std::string& name :
       {dockerfile + ".dockerignore", join_path(directory, ".dockerignore")}) {
    const std::string real = files.real(name);
    if (real.empty()) continue;
    if (path_within(root, real).empty()) return not_known;
    const Result<std::string> bytes = files.read(real);
    if (!bytes) return not_known;
    // Of an empty one versions of the builder think differently.
    if (bytes->empty() && name != join_path(directory, ".dockerignore")) return not_known;
    return read::DockerIgnore(*bytes);
  }
  return {};
}

/// What a mount takes from the context.
std::optional<std::string> mount_source(const Mount& mount) {
  if (mount.type != "bind" || !mount.from.empty() || !mount.from.complete) return std::nullopt;
  return mount.source.empty() && mount.source.complete ? std::optional<std::string>(".")
                                                       : context_source(mount.source);
}

std::vector<std::string> sources_of(const Document& document) {
  std::vector<std::string> out;
  for (const Stage& stage : document.stages) {
    if (!stage.built) continue;
    for (const Step& step : stage.steps) {
      const read::Instruction& instruction = *step.instruction;
      for (const Mount& mount : mounts(document, stage.index, step)) {
        if (std::optional<std::string> source = mount_source(mount))
          out.push_back(std::move(*source));
      }
      if (instruction.keyword != read::Keyword::copy && instruction.keyword != read::Keyword::add)
        continue;
      const bool elsewhere =
          std::any_of(instruction.flags.begin(), instruction.flags.end(),
                      [](const read::Flag& flag) { return flag.name() == "from"; });
      if (elsewhere) continue;
      for (std::size_t i = 0; i + 1 < step.arguments.size(); ++i) {
        if (std::optional<std::string> source = context_source(step.arguments[i]))
          out.push_back(std::move(*source));
      }
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool holds(const ContextDirectory& directory, const std::string& source) {
  if (read::has_wildcard(source)) {
    const std::optional<std::vector<std::string>> matches = directory.matches(source);
    return matches && !matches->empty();
  }
  const Kind kind = directory.look(source).kind;
  return kind == Kind::file || kind == Kind::directory;
}

}  // namespace

ContextDirectory::ContextDirectory(const Files& files, std::string directory, std::string root,
                                   const std::string& dockerfile)
    : files_(files),
      directory_(std::move(directory)),
      root_(std::move(root)),
      ignore_(read_ignore(files, directory_, root_, dockerfile)) {}

bool ContextDirectory::ignored(std::string_view path, bool directory) const {
  if (path == "." || ignore_.empty()) return false;
  // An ignored directory may hold something that is not.
  if (directory && ignore_.has_exceptions()) return false;
  return ignore_.ignored(path);
}

ContextEntry ContextDirectory::look(std::string_view path, std::string_view within) const {
  if (!ignore_.known() || path.starts_with("..") || path.starts_with('/')) return {};
  const std::string expected = join_path(directory_, path);
  const std::string real = files_.real(expected);
  if (real.empty()) return {Kind::missing};
  if (path_within(root_, real).empty()) return {};
  const FileKind kind = files_.kind(real);
  if (kind != FileKind::regular && kind != FileKind::directory) return {};
  const bool directory = kind == FileKind::directory;
  if (ignored(path, directory)) return {Kind::ignored};
  if (real != expected) {  // through a link, which must lead to what the build has, too
    const std::string target = path_within(directory_, real);
    const std::string base = files_.real(join_path(directory_, within));
    if (target.empty() || path_within(base, real).empty() || ignored(target, directory)) return {};
  }
  return {directory ? Kind::directory : Kind::file, real};
}

std::optional<std::vector<std::string>> ContextDirectory::matches(std::string_view pattern) const {
  std::vector<std::string> found{"."};
  while (!pattern.empty()) {
    const std::size_t slash = pattern.find('/');
    const std::string_view part = pattern.substr(0, slash);
    pattern = slash == std::string_view::npos ? std::string_view{} : pattern.substr(slash + 1);
    std::vector<std::string> next;
    for (const std::string& directory : found) {
      if (!read::has_wildcard(part)) {
        next.push_back(join_path(directory, part));
        continue;
      }
      const ContextEntry entry = look(directory);
      if (entry.kind == Kind::unknown) return std::nullopt;
      if (entry.kind != Kind::directory) continue;
      const Result<std::vector<DirectoryEntry>> entries = files_.list(entry.path);
      if (!entries) return std::nullopt;
      for (const DirectoryEntry& each : *entries) {
        if (read::path_match(part, each.name)) next.push_back(join_path(directory, each.name));
      }
      if (next.size() > most_matches) return std::nullopt;
    }
    found = std::move(next);
  }
  std::erase_if(found, [this](const std::string& path) {
    const Kind kind = look(path).kind;
    return kind == Kind::missing || kind == Kind::ignored;
  });
  return found;
}

std::optional<std::string> context_source(const Text& source) {
  const std::string& value = source.value;
  const bool elsewhere = value.find("://") != std::string::npos || value.starts_with("git@") ||
                         value.starts_with("<<") || value.find('\\') != std::string::npos;
  if (!source.complete || source.empty() || elsewhere) return std::nullopt;
  const std::string clean = read::clean_path("/" + value).substr(1);
  return clean.empty() ? "." : clean;
}

std::string find_context(const Files& files, const Document& document,
                         const std::string& dockerfile, const std::string& root) {
  const std::vector<std::string> sources = sources_of(document);
  std::string directory = files.real(parent_path(dockerfile));
  if (sources.empty() || path_within(root, directory).empty()) return "";
  std::string answer;
  while (true) {
    const ContextDirectory candidate(files, directory, root, dockerfile);
    const bool fits = std::all_of(sources.begin(), sources.end(), [&](const std::string& source) {
      return holds(candidate, source);
    });
    if (fits && !answer.empty()) return "";
    if (fits) answer = directory;
    if (directory == root || directory == "/") return answer;
    directory = parent_path(directory);
  }
}

}  // namespace cudafit::document
