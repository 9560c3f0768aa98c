// The environments that a document makes: venv, virtualenv, uv venv, conda create.

#include <algorithm>
#include <array>

#include "facts/python_environment.h"
#include "source/files.h"

namespace cudafit::facts {

bool is_conda(std::string_view name) {
  return name == "conda" || name == "mamba" || name == "micromamba";
}

std::string without_end(std::string_view path, std::string_view end) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (path.ends_with(end)) path.remove_suffix(end.size());
  return std::string(path);
}

const Text* option_value(const std::vector<Text>& words, std::size_t& at, std::size_t end,
                         std::string_view shorter, std::string_view longer, Text& inlined) {
  const Text& word = words[at];
  if (word.value == shorter || word.value == longer) return at + 1 < end ? &words[++at] : nullptr;
  if (word.value.starts_with(longer) && word.value.size() > longer.size() &&
      word.value[longer.size()] == '=') {
    inlined = word.slice(longer.size() + 1, word.size());
    return &inlined;
  }
  return nullptr;
}

PythonEnvironments::PythonEnvironments(const Document& document, const Facts& facts)
    : document_(document), facts_(facts) {
  shells_.resize(document.stages.size());
  first_switch_.resize(document.stages.size());
  for (const Stage& stage : document.stages) {
    for (std::size_t i = 0; i < stage.steps.size(); ++i) {
      const Step& step = stage.steps[i];
      if (step.instruction->keyword == read::Keyword::shell)
        shells_[stage.index].emplace_back(i, step.instruction);
      for (const Command& each : step.commands) find_made(each);
      const auto first = std::find_if(step.commands.begin(), step.commands.end(), may_switch);
      first_switch_[stage.index].push_back(static_cast<std::size_t>(first - step.commands.begin()));
    }
  }
  find_roots();
}

void PythonEnvironments::find_roots() {
  for (const Setting& setting : facts_.settings) {
    if (setting.name != "PATH" && setting.name != "CONDA_DIR" &&
        setting.name != "MAMBA_ROOT_PREFIX")
      continue;
    std::string_view rest = setting.value.value;
    while (!rest.empty()) {
      const std::size_t colon = std::min(rest.find(':'), rest.size());
      const std::string prefix = without_end(rest.substr(0, colon), "/bin");
      rest.remove_prefix(std::min(colon + 1, rest.size()));
      const bool condabin = prefix.ends_with("/condabin");
      if (prefix.starts_with('/') && prefix.find("/envs/") == std::string::npos && !condabin &&
          (setting.name != "PATH" || conda_prefix(prefix)))
        roots_.insert(prefix);
    }
  }
}

void PythonEnvironments::find_made(const Command& command) {
  const std::string_view name = command.name();
  const bool python = versioned_name(name, "python") || versioned_name(name, "pypy");
  for (std::size_t i = 0; i < command.words.size() && i <= command.program; ++i)
    conda_ = conda_ || is_conda(last_component(command.words[i].value));
  const bool installer = name == "bash" || name == "sh" || name.ends_with(".sh");
  if (!python && !installer && name != "virtualenv" && name != "uv" && !is_conda(name)) return;
  std::vector<CallWord> words = call_words(command);
  std::size_t at = 0;
  while (at < words.size() && words[at].index < command.program) ++at;
  if (at == words.size()) return;
  const std::size_t first = at + 1;
  if (python) {
    for (const std::string_view module : {"venv", "virtualenv"}) {
      if (const std::size_t behind = behind_module(words, first, module); behind != 0)
        virtual_environment(words, behind, version_in_name(name), command);
    }
  } else if (name == "virtualenv") {
    virtual_environment(words, first, {}, command);
  } else if (name == "uv") {
    std::size_t next = first;
    while (next < words.size() && words[next].value().starts_with("-")) ++next;
    if (next == words.size()) return;
    if (words[next].value() == "venv") virtual_environment(words, next + 1, {}, command);
    // The environment of the project there.
    const bool project = words[next].value() == "sync" || words[next].value() == "run";
    const std::string path = join_path(command.directory.value, ".venv");
    if (project && path.starts_with('/') && made_at(resolve_dots(path)) == nullptr)
      made_.push_back({resolve_dots(path), {}, false});
  } else if (is_conda(name)) {
    conda_environment(words, command);
  } else {
    // bash Miniconda3-latest-Linux-x86_64.sh -b -p /opt/conda
    bool conda = false;
    for (std::size_t i = at; i < words.size(); ++i) {
      const std::string_view word = words[i].value();
      conda = conda || (word.ends_with(".sh") && (word.find("onda") != std::string_view::npos ||
                                                  word.find("forge") != std::string_view::npos));
    }
    for (std::size_t i = at; conda && i + 1 < words.size(); ++i) {
      const Text& next = words[i + 1].text;
      if ((words[i].value() == "-p" || words[i].value() == "-bp" || words[i].value() == "-bfp") &&
          next.complete && next.value.starts_with("/"))
        roots_.insert(without_end(next.value, "/"));
    }
  }
}

void PythonEnvironments::virtual_environment(const std::vector<CallWord>& words, std::size_t first,
                                             std::string python, const Command& command) {
  static constexpr std::array<std::string_view, 14> with_value{"--prompt",
                                                               "--cache-dir",
                                                               "--extra-search-dir",
                                                               "--seeder",
                                                               "--app-data",
                                                               "--index-url",
                                                               "--default-index",
                                                               "--python-preference",
                                                               "--link-mode",
                                                               "--index-strategy",
                                                               "--pip",
                                                               "--setuptools",
                                                               "--wheel",
                                                               "--creator"};
  std::vector<Text> paths;
  for (std::size_t i = first; i < words.size(); ++i) {
    const Text& word = words[i].text;
    if (word.value == "-p" || word.value == "--python") {
      if (++i < words.size()) interpreter({}, words[i].text, python);
    } else if (word.value.starts_with("--python=")) {
      interpreter({}, word.slice(9, word.size()), python);
    } else if (std::find(with_value.begin(), with_value.end(), word.value) != with_value.end()) {
      ++i;
    } else if (!word.value.starts_with("-")) {
      paths.push_back(word);
    }
  }
  if (paths.empty()) paths.emplace_back(".venv", Span{});
  for (const Text& path : paths) {
    if (!path.complete) {
      made_.push_back({{}, python, false});
      continue;
    }
    const std::string whole = join_path(command.directory.value, path.value);
    made_.push_back({whole.starts_with('/') ? resolve_dots(whole) : whole, python, false});
  }
}

void PythonEnvironments::conda_environment(const std::vector<CallWord>& words,
                                           const Command& command) {
  bool creates = false;
  std::string python;
  std::vector<Text> texts;
  for (const CallWord& word : words) {
    texts.push_back(word.text);
    const std::string_view value = word.value();
    creates = creates || value == "create";
    if (value.starts_with("python=")) {
      const std::size_t begin = value.find_first_not_of('=', 6);
      Text version = word.text.slice(std::min(begin, value.size()), value.size());
      const std::size_t end = version.value.find_first_of("=,*");
      interpreter({}, version.slice(0, std::min(end, version.size())), python);
    }
  }
  if (!creates) return;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Text inlined;
    if (const Text* path = option_value(texts, i, texts.size(), "-p", "--prefix", inlined);
        path != nullptr && path->complete) {
      made_.push_back({join_path(command.directory.value, path->value), python, true});
    } else if (const Text* name = option_value(texts, i, texts.size(), "-n", "--name", inlined);
               name != nullptr && name->complete) {
      // Under whichever root: the path ends so.
      made_.push_back({"/envs/" + name->value, python, true});
    }
  }
}

const PythonEnvironments::Made* PythonEnvironments::made_at(std::string_view path) const {
  for (auto each = made_.rbegin(); each != made_.rend(); ++each) {
    const bool named = each->conda && each->path.starts_with("/envs/");
    if (each->path == path || (named && path.ends_with(each->path))) return &*each;
  }
  return nullptr;
}

}  // namespace cudafit::facts
