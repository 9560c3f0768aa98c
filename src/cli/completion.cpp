// `cudafit completion SHELL`: written from the same description as --help.

#include "cli/commands.h"
#include "cli/output.h"
#include "project/settings.h"

namespace cudafit::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string all_rules() {
  std::string text;
  for (const std::string_view rule : project::rule_names())
    text += (text.empty() ? "" : " ") + std::string(rule);
  return text;
}

/// What stands after the option is a file, a directory, or something that only the user knows.
bool takes_file(const OptionHelp& option) { return option.type == "FILE"; }
bool takes_directory(const OptionHelp& option) { return option.type == "DIR"; }

/// The words that may stand after the option; none where there are too many.
std::string values_of(const OptionHelp& option) {
  if (option.name == "--select" || option.name == "--ignore") return all_rules();
  return joined(option.values);
}

std::string command_words(const std::vector<CommandHelp>& commands) {
  std::string text;
  for (const CommandHelp& command : commands) text += (text.empty() ? "" : " ") + command.name;
  return text;
}

std::string bash(const std::vector<CommandHelp>& commands) {
  std::string text =
      "_cudafit() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=check "
      "options= words= joined=\n"
      "  COMPREPLY=()\n"
      // An option and its value are three words, or one where COMP_WORDBREAKS has no equals sign.
      "  if [[ $cur == = ]]; then\n"
      "    cur=\n"
      "  elif [[ $prev == = && $COMP_CWORD -gt 2 ]]; then\n"
      "    prev=${COMP_WORDS[COMP_CWORD-2]}\n"
      "  elif [[ $cur == --*=* ]]; then\n"
      "    joined=${cur%%=*}= prev=${cur%%=*} cur=${cur#*=}\n"
      "  fi\n";
  text += "  case ${COMP_WORDS[1]} in\n    ";
  for (const CommandHelp& command : commands)
    text += (&command == &commands.front() ? "" : "|") + command.name;
  text += ") command=${COMP_WORDS[1]} ;;\n  esac\n  case $command:$prev in\n";
  std::string options;
  for (const CommandHelp& command : commands) {
    std::string names = "--help";
    for (const OptionHelp& option : command.options) {
      if (option.name != "--help") names += " " + option.name;
      const std::string values = values_of(option);
      std::string place = command.name + ":" + option.name;
      if (!option.short_name.empty()) place += "|" + command.name + ":" + option.short_name;
      if (!values.empty()) {
        text += "    " + place + ") words='" + values + "' ;;\n";
      } else if (option.takes_value && !takes_file(option) && !takes_directory(option)) {
        text += "    " + place + ") return ;;\n";
      }
    }
    options += "    " + command.name + ") options='" + names + "' ;;\n";
  }
  text += "    explain:explain) words='" + all_rules() + "' ;;\n";
  text += "    completion:completion) words='bash fish zsh' ;;\n  esac\n";
  text += "  case $command in\n" + options + "  esac\n";
  text +=
      "  if [[ -n $words ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
      "  elif [[ $cur == -* ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
      "  else\n"
      "    compopt -o filenames 2>/dev/null\n"
      "    COMPREPLY=($(compgen -f -- \"$cur\"))\n"
      "    [[ $COMP_CWORD -eq 1 ]] && COMPREPLY+=($(compgen -W '" +
      command_words(commands) +
      "' -- \"$cur\"))\n"
      "  fi\n"
      "  [[ -n $joined ]] && COMPREPLY=(\"${COMPREPLY[@]/#/$joined}\")\n"
      "}\n"
      "complete -F _cudafit cudafit\n";
  return text;
}

/// For both shells below: summaries stand in single quotes.
std::string plain(std::string_view summary) {
  std::string text;
  for (const char c : summary) {
    if (c != '\'' && c != '[' && c != ']' && c != ':') text += c;
  }
  return text;
}

std::string zsh(const std::vector<CommandHelp>& commands) {
  std::string text = "#compdef cudafit\n_cudafit() {\n  local -a commands\n  commands=(\n";
  for (const CommandHelp& command : commands)
    text += "    '" + command.name + ":" + plain(command.summary) + "'\n";
  text +=
      "  )\n  local command=check\n  if (( CURRENT == 2 )); then\n    _describe command commands\n";
  text +=
      "  elif (( ${+commands[(r)$words[2]:*]} )); then\n    command=$words[2]\n  fi\n  case "
      "$command in\n";
  for (const CommandHelp& command : commands) {
    text += "    " + command.name + ") _arguments";
    for (const OptionHelp& option : command.options) {
      const std::string values = values_of(option);
      std::string described = "[" + plain(option.summary) + "]";
      if (option.takes_value) {
        described += ":value:";
        described += !values.empty()           ? "(" + values + ")"
                     : takes_file(option)      ? "_files"
                     : takes_directory(option) ? "_files -/"
                                               : "";
      }
      text += " \\\n      '*" + option.name + (option.takes_value ? "=" : "") + described + "'";
      if (!option.short_name.empty()) text += " \\\n      '*" + option.short_name + described + "'";
    }
    if (command.name == "explain")
      text += " \\\n      '*:rule:(" + all_rules() + ")'";
    else if (command.name == "completion")
      text += " \\\n      '*:shell:(bash fish zsh)'";
    else if (command.name != "rules" && command.name != "man" && command.name != "matrix" &&
             command.name != "lsp")
      text += " \\\n      '*:file:_files'";
    else  // the command's own name is such a word
      text += " \\\n      '*:word:()'";
    text += " ;;\n";
  }
  // As a file in $fpath it is run for the first completion; else it is sourced.
  return text +
         "  esac\n}\nif [[ $funcstack[1] == _cudafit ]]; then\n  _cudafit \"$@\"\nelse\n"
         "  compdef _cudafit cudafit\nfi\n";
}

std::string fish(const std::vector<CommandHelp>& commands) {
  std::string text;
  std::string others;
  for (const CommandHelp& command : commands) {
    text += "complete -c cudafit -n __fish_use_subcommand -a " + command.name + " -d '" +
            plain(command.summary) + "'\n";
    if (command.name != "check") others += (others.empty() ? "" : " ") + command.name;
  }
  for (const CommandHelp& command : commands) {
    const std::string when = command.name == "check"
                                 ? "not __fish_seen_subcommand_from " + others
                                 : "__fish_seen_subcommand_from " + command.name;
    for (const OptionHelp& option : command.options) {
      const std::string values = values_of(option);
      text += "complete -c cudafit -n '" + when + "' -l " + option.name.substr(2) + " -d '" +
              plain(option.summary) + "'";
      if (!option.short_name.empty()) text += " -s " + option.short_name.substr(1);
      if (!values.empty()) {
        text += " -x -a '" + values + "'";
      } else if (takes_directory(option)) {
        text += " -x -a '(__fish_complete_directories)'";
      } else if (option.takes_value) {
        text += takes_file(option) ? " -r -F" : " -x";
      }
      text += "\n";
    }
    if (command.name == "explain")
      text += "complete -c cudafit -n '" + when + "' -f -a '" + all_rules() + "'\n";
    if (command.name == "completion")
      text += "complete -c cudafit -n '" + when + "' -f -a 'bash fish zsh'\n";
  }
  return text;
}

}  // namespace

int completion(const CompletionFlags& flags) {
  const std::vector<CommandHelp> commands = describe_commands();
  const std::string text = flags.shell == "bash"  ? bash(commands)
                           : flags.shell == "zsh" ? zsh(commands)
                                                  : fish(commands);
  return write_out(text) ? clean : failure;
}

}  // namespace cudafit::cli
