#include "facts/clones.h"

#include "facts/runs.h"
#include "facts/words.h"

namespace cudafit::facts {

namespace {

constexpr OptionNames clone_options{
    .valued =
        "-b --branch --depth -o --origin -u --upload-pack --reference --separate-git-dir -j --jobs "
        "-c --config --shallow-since --shallow-exclude --template --filter --recurse-submodules=",
    .flags =
        "--recursive --recurse-submodules --single-branch --no-single-branch -q --quiet -v --bare "
        "--shallow-submodules --no-checkout -n --no-tags --progress --sparse --mirror"};

}  // namespace

void Clones::enter(const Step& step) {
  if (step.instruction->keyword == read::Keyword::workdir && !step.arguments.empty()) {
    const std::string& path = step.arguments[0].value;
    workdir_ = path.starts_with('/') ? path : join_path(workdir_, path);
  }
  now_ = workdir_;
}

void Clones::follow(const Command& command) {
  const Call call = call_of(command);
  if (call.name == "cd" || call.name == "pushd") {
    const std::size_t at = call.arguments();
    if (at < command.words.size() && command.words[at].complete)
      now_ = join_path(now_, tidy_path(command.words[at].value));
    return;
  }
  if (call.name != "git") return;
  std::size_t at = call.arguments();
  std::string within = now_;
  while (at < command.words.size() && command.words[at].value.starts_with('-')) {
    const bool valued = command.words[at].value == "-c" || command.words[at].value == "-C";
    if (command.words[at].value == "-C" && at + 1 < command.words.size())
      within = join_path(now_, command.words[at + 1].value);
    at += valued ? 2 : 1;
  }
  if (at >= command.words.size() || command.words[at].value != "clone") return;
  std::string address;
  std::string directory;
  const std::vector<Argument> words = arguments(command, at + 1);
  for (const Item& item : items(words, clone_options)) {
    if (item.option()) continue;
    (address.empty() ? address : directory) = item.argument.value();
  }
  while (address.ends_with('/')) address.pop_back();
  if (address.empty()) return;
  if (directory.empty()) {
    std::string_view name = file_name(address);
    if (name.ends_with(".git")) name.remove_suffix(4);
    directory = name;
  }
  while (directory.size() > 1 && directory.ends_with('/')) directory.pop_back();
  const std::string path = join_path(within, directory);
  // Every stage takes those of the stages below along.
  constexpr std::size_t most_clones = 256;
  if (clones_.size() >= most_clones) return;
  clones_.insert_or_assign(std::string(file_name(tidy_path(path))), std::move(address));
}

std::string_view Clones::address(std::string_view path) const {
  std::string whole = resolve_dots(join_path("/", join_path(now_, tidy_path(path))));
  // The repository may be a directory above.
  while (whole.size() > 1) {
    if (const auto found = clones_.find(file_name(whole)); found != clones_.end())
      return found->second;
    whole = parent_path(whole);
  }
  return {};
}

}  // namespace cudafit::facts
