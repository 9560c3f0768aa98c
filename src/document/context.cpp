#include "document/context.h"

#include <map>
#include <utility>

#include "document/context_directory.h"
#include "document/layers.h"
#include "document/paths.h"

namespace cudafit::document {

namespace {

/// Steps and commands that all questions to one context may look at together.
constexpr std::size_t most_looked_at = 1'000'000;

}  // namespace

struct Context::State {
  const Files& files;
  Sources& sources;
  const Document& document;
  std::string dockerfile;
  std::string given;    ///< the directory as configured
  std::string root;     ///< real path
  std::string working;  ///< real path of the working directory

  bool looked = false;
  std::string directory{};
  std::optional<ContextDirectory> context{};
  std::map<std::string, std::optional<FileId>> opened{};  ///< by real path; nothing: not readable
  std::map<std::string, std::string> scripts{};           ///< by real path
  std::size_t budget = most_looked_at;

  void find() {
    if (std::exchange(looked, true) || root.empty()) return;
    const std::string real = files.real(dockerfile);
    if (!real.empty() && document.file != no_file) opened[real] = document.file;
    directory = given.empty() ? find_context(files, document, dockerfile, root) : files.real(given);
    const bool inside = !path_within(root, directory).empty();
    if (!inside || files.kind(directory) != FileKind::directory) return directory.clear();
    context.emplace(files, directory, root, dockerfile);
  }

  std::optional<std::string_view> script(const std::string& path) {
    const auto known = scripts.find(path);
    if (known != scripts.end()) return known->second;
    Result<std::string> bytes = files.read(path);
    if (!bytes) return std::nullopt;
    return scripts.emplace(path, std::move(*bytes)).first->second;
  }
};

Context::Context(const Files& files, Sources& sources, const Document& document,
                 const std::string& dockerfile, std::string directory, std::string root)
    : state_(
          std::make_shared<State>(State{files, sources, document, dockerfile, std::move(directory),
                                        std::move(root), files.real(".")})) {}

const std::string& Context::directory() const {
  static const std::string none;
  if (!state_) return none;
  state_->find();
  return state_->directory;
}

FileAnswer Context::at(const Document& document, std::size_t stage, std::size_t step,
                       std::string_view working, std::string_view path, std::size_t command) const {
  return ask(document, stage, step, working, path, command, false);
}

FileAnswer Context::if_certain(const Document& document, std::size_t stage, std::size_t step,
                               std::string_view working, std::string_view path,
                               std::size_t command) const {
  FileAnswer answer = ask(document, stage, step, working, path, command, true);
  return answer.present == Known::yes ? answer : FileAnswer();
}

FileAnswer Context::ask(const Document& document, std::size_t stage, std::size_t step,
                        std::string_view working, std::string_view path, std::size_t command,
                        bool certain) const {
  if (!state_ || path.empty() || path.starts_with('~')) return {};
  state_->find();
  Layers layers(
      document, state_->context ? &*state_->context : nullptr,
      [this](const std::string& real) { return state_->script(real); }, state_->budget);
  const std::string place = place_in(working, path);
  if (certain && !layers.may_find(stage, step, place)) return {};
  FileAnswer answer = layers.at(stage, step, command, place);
  // In the form in which the Dockerfile's own is shown.
  const bool far =
      state_->dockerfile.starts_with('/') && path_within(state_->working, answer.path).empty();
  if (!answer.path.empty() && !far) answer.path = path_from(state_->working, answer.path);
  return answer;
}

std::optional<OpenedFile> Context::open(const std::string& path) const {
  if (!state_) return std::nullopt;
  state_->find();
  const std::string real = state_->files.real(path);
  if (path_within(state_->root, real).empty()) return std::nullopt;
  const auto [known, added] = state_->opened.try_emplace(real);
  if (added) {
    if (Result<std::string> bytes = state_->files.read(real))
      known->second = state_->sources.add(path, std::move(*bytes));
  }
  if (!known->second) return std::nullopt;
  return OpenedFile{*known->second, state_->sources[*known->second].bytes};
}

Text working_directory(const Document& document, std::size_t stage, std::size_t step) {
  const Stage& here = document.stages[stage];
  return step < here.steps.size() ? here.steps[step].directory : here.directory;
}

}  // namespace cudafit::document
