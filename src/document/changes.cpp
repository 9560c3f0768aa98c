#include "document/changes.h"

#include "document/calls.h"
#include "document/change.h"
#include "document/changing_programs.h"
#include "document/find_call.h"
#include "read/dockerignore.h"
#include "source/files.h"

namespace cudafit::document {

bool Change::may() const {
  if (writes_by_redirection()) return true;
  if (words_.empty() && name_.empty()) return false;
  if (runs_words()) return depth_ > 0 && any_names();
  if (runs_program()) return true;
  if (reads_only()) return false;
  if (one_of(name_, {"cp", "mv", "install", "ln", "rsync", "scp"})) return copies();
  if (one_of(name_, {"rm", "rmdir", "unlink", "shred", "truncate"})) return any_covers();
  if (name_ == "git" || name_ == "hg" || name_ == "svn") return version_control();
  if (one_of(name_, {"tar", "bsdtar", "unzip", "7z", "7za", "cpio", "unsquashfs", "dpkg-deb"}))
    return unpacks();
  if (name_ == "find") return find_call(command_).changes && finds();
  if (name_ == "patch") return above(directory());
  if (name_ == "xargs" || name_ == "parallel") return any_names() || edits_what_it_reads();
  if (writes_lock()) return true;
  if (edits_unknown()) return true;
  return any_names();
}

const std::string& Change::directory() const { return command_.directory.value; }

std::string Change::place(const Text& word) const {
  if (!word.complete || word.empty() || word.value.starts_with('~')) return "";
  return place_in(directory(), word.value);
}

bool Change::above(const std::string& at) const {
  return comparable(at, path_) ? below(at, path_).has_value() : !apart(at, path_);
}

bool Change::covers(const Text& word) const {
  const std::string at = place(word);
  if (comparable(at, path_)) {
    if (below(at, path_)) return true;
    return word.value.find_first_of("*?[") != std::string::npos && glob_covers(at);
  }
  return !apart(at, path_) && ends_alike(written(word));
}

std::string_view Change::written(const Text& word) const {
  const auto at = static_cast<std::size_t>(&word - command_.words.data());
  return command_.syntax.words[at].raw.value;
}

bool Change::ends_alike(std::string_view word) const {
  while (!word.empty() && (word.back() == '"' || word.back() == '/')) word.remove_suffix(1);
  for (std::string_view path = path_; path.size() > 1;
       path = path.substr(0, std::min(path.rfind('/'), path.size()))) {
    std::string_view rest = path;
    std::string_view names = word;
    std::size_t same = 0;
    while (!names.empty()) {
      const std::string_view name = file_name(names);
      const bool variable = name.find_first_of("$`}\"") != std::string_view::npos;
      // What stands in front of an unknown place may be that place.
      if (variable || name == "." || rest == ".") break;
      if (rest.empty() || !read::path_match(name, file_name(rest))) {
        same = 0;
        break;
      }
      ++same;
      names = names.substr(0, names.size() - name.size());
      if (names.ends_with('/')) names.remove_suffix(1);
      rest = rest.substr(0, std::min(rest.rfind('/'), rest.size()));
    }
    if (same > 0) return true;
  }
  return false;
}

bool Change::glob_covers(std::string_view pattern) const {
  const auto depth = std::count(pattern.begin(), pattern.end(), '/');
  std::size_t end = 0;
  for (auto i = 0; i <= depth && end != std::string_view::npos; ++i)
    end = path_.find('/', end + (i > 0 ? 1 : 0));
  return read::path_match(pattern, path_.substr(0, end));
}

bool Change::any_covers() const {
  return std::any_of(words_.begin(), words_.end(), [this](const Text& word) {
    return !is_option(word.value) && (covers(word) || looped(word));
  });
}

bool Change::any_names() const {
  const bool script = one_of(unversioned(name_), {"python", "sh", "bash", "source", "."}) &&
                      !words_.empty() && !is_option(words_[0].value);
  return std::any_of(words_.begin() + (script ? 1 : 0), words_.end(), [this](const Text& word) {
    if (word.value.find_first_of("*?[") != std::string::npos &&
        word.value.find_first_of(" =\n") == std::string::npos)
      return covers(word);
    if (!names_file(word.value, file_)) return false;
    // A path that is certainly another file's.
    const bool path = file_name(word.value) == file_ && !is_option(word.value) &&
                      word.value.find_first_of(" =:;\n") == std::string::npos;
    const std::string at = path ? place(word) : "";
    return !comparable(at, path_) || at == path_;
  });
}

bool Change::writes_by_redirection() const {
  for (std::size_t i = 0; i < command_.syntax.redirects.size(); ++i) {
    const read::Redirect& redirect = command_.syntax.redirects[i];
    if (redirect.op.find('>') == std::string::npos) continue;
    const Text& target = command_.redirects[i];
    const std::string at = place(target);
    if (comparable(at, path_)) {
      if (at == path_) return true;
      continue;
    }
    // `> $DIR/name`: the name says enough, when it is one.
    std::string_view last = file_name(redirect.target.raw.value);
    while (!last.empty() && (last.back() == '"' || last.back() == '\'')) last.remove_suffix(1);
    if (last == file_ || last.find_first_of("$`*?") != std::string_view::npos) return true;
  }
  return false;
}

bool Change::has(Names options) const {
  return std::any_of(words_.begin(), words_.end(),
                     [&](const Text& word) { return one_of(word.value, options); });
}

bool Change::in_place() const {
  return std::any_of(words_.begin(), words_.end(), [](const Text& word) {
    const std::string_view option = word.value;
    if (!is_option(option)) return false;
    if (option.starts_with("--")) return option.starts_with("--in-place");
    return option.substr(0, option.find('.')).find('i') != std::string_view::npos;
  });
}

bool Change::reads_only() const {
  const std::string_view name = unversioned(name_);
  if (name == "sed" || name == "perl" || name == "awk" || name == "gawk") return !in_place();
  if (name == "sort") return !has({"-o"});
  const std::string_view first = words_.empty() ? std::string_view() : words_[0].value;
  const std::string_view second = words_.size() < 2 ? std::string_view() : words_[1].value;
  if (name == "python" || name == "pypy") return first == "-m" && second == "pip";
  if (name == "uv")
    return first == "venv" || first == "python" || first == "cache" ||
           (first == "pip" && second != "compile" && second != "freeze");
  if (name == "pip") return first != "freeze" && first != "compile";
  if (one_of(name, {"conda", "mamba", "micromamba"})) return !has({"export"});
  return one_of(
      name,
      {"cat",       "ls",        "stat",     "head",     "tail",    "wc",       "cut",   "tr",
       "grep",      "egrep",     "fgrep",    "diff",     "cmp",     "test",     "[",     "[[",
       "echo",      "printf",    "chmod",    "chown",    "chgrp",   "touch",    "mkdir", "md5sum",
       "sha256sum", "sha512sum", "realpath", "readlink", "dirname", "basename", "which", "true",
       "cd",        "pushd",     "export",   "set",      "for",     "apt-get",  "apt",   "yum",
       "dnf",       "apk",       "pip-sync"});
}

bool Change::copies() const {
  std::vector<const Text*> sources;
  const Text* into = nullptr;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const std::string_view word = words_[i].value;
    if (name_ != "rsync" && (word == "-t" || word == "--target-directory") &&
        i + 1 < words_.size()) {
      into = &words_[++i];
    } else if (!is_option(word)) {
      sources.push_back(&words_[i]);
    }
  }
  if (into == nullptr && sources.size() > 1) {
    into = sources.back();
    sources.pop_back();
  }
  const auto each = [&](auto test) {
    return std::any_of(sources.begin(), sources.end(),
                       [&](const Text* source) { return test(*source); });
  };
  if (name_ == "mv" && each([this](const Text& source) { return covers(source); })) return true;
  if (into == nullptr || has({"-T", "--no-target-directory"}))
    return std::any_of(words_.begin(), words_.end(),
                       [this](const Text& word) { return covers(word); });
  if (looped(*into)) return true;
  const std::string at = place(*into);
  if (comparable(at, path_) && !below(at, path_)) return false;
  if (apart(at, path_)) return false;
  if (!comparable(at, path_) && file_name(into->value) == file_) return true;
  const std::string rest = comparable(at, path_) ? *below(at, path_) : std::string(file_);
  if (rest == ".") return true;
  const std::string_view part = std::string_view(rest).substr(0, rest.find('/'));
  return each([&](const Text& source) {
    const std::string_view last = file_name(source.value);
    // Contents come without the name of their directory.
    return !source.complete || last.empty() || last == "." || last == part ||
           last.find_first_of("*?[") != std::string_view::npos;
  });
}

bool Change::version_control() const {
  std::string at = directory();
  std::size_t i = 0;
  for (; i < words_.size() && is_option(words_[i].value); ++i) {
    if (words_[i].value == "-C" && i + 1 < words_.size()) at = place(words_[++i]);
    if (words_[i].value == "-c") ++i;
  }
  if (i >= words_.size()) return false;
  const std::string_view verb = words_[i].value;
  if (one_of(verb, {"config", "init", "fetch", "log", "status", "describe", "rev-parse", "lfs",
                    "remote", "--version", "add", "commit", "tag", "ls-remote", "submodule"})) {
    return verb == "submodule" && above(at) &&
           below(at, path_).value_or("/").find('/') != std::string::npos;
  }
  if (verb != "clone" && verb != "checkout" && verb != "co") return above(at);
  if (verb == "checkout" && name_ == "git") return above(at);
  // `git clone [options] URL [directory]`: whichever words are no options.
  std::vector<const Text*> words;
  for (++i; i < words_.size(); ++i) {
    if (!is_option(words_[i].value)) words.push_back(&words_[i]);
  }
  for (const Text* word : words) {
    std::string_view last = word->value;
    while (last.ends_with('/')) last.remove_suffix(1);
    last = file_name(last);
    if (last.ends_with(".git")) last.remove_suffix(4);
    const bool url = word->value.find(':') != std::string::npos;
    const std::string into = url ? place_in(at, last) : place_in(at, word->value);
    if (word->complete ? above(into) : word == words.back()) return true;
  }
  return false;
}

bool Change::unpacks() const {
  if (name_ == "tar" || name_ == "bsdtar") {
    const std::string_view first = words_.empty() ? std::string_view() : words_[0].value;
    const bool creates = has({"--create", "-c", "--list", "-t"}) ||
                         (!first.starts_with("--") && first.find('x') == std::string_view::npos &&
                          first.find_first_of("ct") != std::string_view::npos);
    if (creates) return any_names();
  }
  std::string at = directory();
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const std::string& word = words_[i].value;
    const bool next = one_of(word, {"-C", "-d", "--directory", "--one-top-level"});
    if (next && i + 1 < words_.size()) at = place(words_[i + 1]);
    for (const std::string_view option : {"--directory=", "-o", "-C", "-d"}) {
      if (option == "-o" && !name_.starts_with('7')) continue;
      if (!next && word.size() > option.size() && word.starts_with(option))
        at = place(words_[i].slice(option.size(), word.size()));
    }
  }
  return above(at);
}

bool Change::writes_lock() const {
  static constexpr std::string_view endings[] = {".lock", "pyproject.toml", "Pipfile"};
  const std::string_view first = words_.empty() ? std::string_view() : words_[0].value;
  if (name_ == "pip-compile") return file_.ends_with(".txt") && above(directory());
  const bool tool = one_of(name_, {"uv", "poetry", "pdm", "pipenv", "pixi", "hatch"});
  if (!tool || has({"--frozen", "--locked"})) return false;
  if (name_ == "poetry" && one_of(first, {"install", "config", "export"})) return false;
  // These make it anew only where it does not suit the manifest any more.
  if (one_of(name_, {"uv", "pdm", "pipenv"}) && one_of(first, {"sync", "run", "export"}))
    return has({"-U", "--upgrade", "-P", "--upgrade-package"});
  if (name_ == "uv" && one_of(first, {"pip", "venv", "python", "tool", "cache", "build"}))
    return false;
  if (name_ == "pdm" && first == "install") return false;
  if (name_ == "pipenv" && first == "install")
    return std::any_of(words_.begin() + 1, words_.end(),
                       [](const Text& word) { return !is_option(word.value); });
  return above(directory()) &&
         std::any_of(std::begin(endings), std::end(endings),
                     [this](std::string_view ending) { return file_.ends_with(ending); });
}

bool Change::runs_words() const {
  return is_shell(name_) && std::any_of(words_.begin(), words_.end(), [](const Text& word) {
           return is_option(word.value) && !word.value.starts_with("--") &&
                  word.value.find('c') != std::string::npos;
         });
}
bool may_change(const Step& step, std::size_t index, std::string_view path,
                const ProgramText& program) {
  return Change(step.commands, index, path, program).may();
}

}  // namespace cudafit::document
