// Commands that run a program whose text is at hand: what that may change.

#include "document/calls.h"
#include "document/change.h"
#include "document/changing_programs.h"
#include "document/scope.h"

namespace cudafit::document {

bool Change::interprets() const {
  return one_of(unversioned(name_),
                {"python", "pypy", "perl", "ruby", "node", "nodejs", "php", "lua", "Rscript"});
}

bool Change::runs_program() const {
  if (command_.followed == Followed::whole) return false;  // its commands are looked at
  if (one_of(name_, {"make", "gmake"})) return makes();
  if (interprets()) {
    for (const read::Redirect& redirect : command_.syntax.redirects) {
      if (!redirect.body.empty() && program_may_write(redirect.body.value, file_, false))
        return true;
    }
  }
  const std::size_t at = program_word();
  if (at >= command_.words.size()) return false;
  const Text& word = command_.words[at];
  if (at > command_.program && interprets() && one_of(command_.words[at - 1].value, {"-c", "-e"}))
    return program_may_write(word.value, file_, any_given(at + 1));
  const std::string path = place(word);
  if (path.empty()) return false;
  const std::optional<std::string> text = program_(path);
  if (!text) return false;
  return is_shell(name_) || text->starts_with("#!/bin/sh") || text->starts_with("#!/bin/bash")
             ? names_file(*text, file_)
             : program_may_write(*text, file_, any_given(at + 1));
}

bool Change::any_given(std::size_t first) const {
  return std::any_of(command_.words.begin() + static_cast<long>(first), command_.words.end(),
                     [this](const Text& word) {
                       return !is_option(word.value) && (covers(word) || may_be_it(word));
                     });
}

std::size_t Change::program_word() const {
  const std::vector<Text>& words = command_.words;
  const std::size_t none = words.size();
  const bool shell = is_shell(name_) || name_ == "source" || name_ == ".";
  if (shell || interprets()) {
    for (std::size_t i = command_.arguments(); i < none; ++i) {
      const std::string_view word = words[i].value;
      if (!shell && one_of(word, {"-c", "-e"})) return std::min(i + 1, none);
      if (one_of(word, {"-m", "-"})) return none;
      if (one_of(word, {"-W", "-X", "-r", "-M"})) ++i;
      if (!is_option(word)) return i;
    }
    return none;
  }
  const bool runner = one_of(name_, {"uv", "poetry", "pdm", "pipenv", "hatch", "rye", "xargs"});
  if (runner) {
    for (std::size_t i = command_.arguments(); i < none; ++i)
      if (words[i].value.ends_with(".py")) return i;
    return none;
  }
  if (command_.program >= none) return none;
  const std::string& program = words[command_.program].value;
  return program.find('/') != std::string::npos ? command_.program : none;
}

bool Change::makes() const {
  constexpr int deepest = 4;
  std::string at = directory();
  std::vector<std::string_view> targets;
  std::vector<std::string> files;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const std::string& word = words_[i].value;
    const bool next = i + 1 < words_.size();
    if (one_of(word, {"-C", "--directory"}) && next) {
      at = place(words_[++i]);
    } else if (one_of(word, {"-f", "--file", "--makefile"}) && next) {
      files = {words_[++i].value};
    } else if (word.starts_with("-C")) {
      at = place(words_[i].slice(2, word.size()));
    } else if (word.starts_with("--directory=")) {
      at = place(words_[i].slice(12, word.size()));
    } else if (!is_option(word) && word.find('=') == std::string::npos &&
               word.find_first_not_of("0123456789") != std::string::npos) {
      targets.push_back(word);
    }
  }
  if (files.empty()) files = {"GNUmakefile", "makefile", "Makefile"};
  if (at.empty() || depth_ >= deepest) return false;
  for (const std::string& file : files) {
    const std::optional<std::string> text = program_(place_in(at, file));
    if (!text) continue;
    for (const std::string& line : make_commands(*text, targets))
      if (line_may(line, at)) return true;
    return false;
  }
  return false;
}

bool Change::line_may(const std::string& line, const std::string& at) const {
  Text text;
  text.append_derived(line, {});
  read::Script script = read::split_shell(text);
  std::vector<Command> commands;
  Text here = place_text(at);
  for (read::Command& syntax : script.commands) {
    Command& command = commands.emplace_back();
    const auto expand = [](const read::Word& word) {
      return read::expand_shell(word, [](std::string_view) { return unknown_text(); }).text;
    };
    for (const read::Word& word : syntax.words) command.words.push_back(expand(word));
    for (const read::Redirect& redirect : syntax.redirects)
      command.redirects.push_back(expand(redirect.target));
    command.syntax = std::move(syntax);
    command.program = find_program(command.words);
    command.directory = here;
    if (command.name() == "cd") {
      const bool known = command.words.size() == 2 && command.words[1].complete;
      here = place_text(known ? place_in(here.value, command.words[1].value) : std::string());
    }
  }
  for (std::size_t i = 0; i < commands.size(); ++i)
    if (Change(commands, i, path_, program_, depth_ + 1).may()) return true;
  return false;
}

}  // namespace cudafit::document
