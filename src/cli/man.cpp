// `cudafit man`: the manual page, written from the same description as --help.

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "matrix/matrix.h"

namespace cudafit::cli {
namespace {

/// Words as they are: roff reads backslashes, a dot or a quote at the start of a line, and makes
/// typographic hyphens and quotes of plain ones.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '"':
        out += "\\(dq";
        break;
      default:
        out += c;
    }
  }
  return out.starts_with('.') ? "\\&" + out : out;
}

std::string usage_of(const CommandHelp& command) {
  std::string line = fmt::format("\\fBcudafit {}\\fR [\\fIOPTION\\fR...]", plain(command.name));
  for (const PositionalHelp& each : command.positionals) {
    const std::string name = fmt::format("\\fI{}\\fR", plain(each.name));
    const char* const more = each.repeatable ? "..." : "";
    line += each.required ? fmt::format(" {}{}", name, more) : fmt::format(" [{}{}]", name, more);
  }
  return line;
}

std::string describe(const OptionHelp& option) {
  std::string out = ".TP\n";
  if (!option.short_name.empty()) out += fmt::format("\\fB{}\\fR, ", plain(option.short_name));
  out += fmt::format("\\fB{}\\fR", plain(option.name));
  if (option.takes_value) out += fmt::format(" \\fI{}\\fR", plain(option.type));
  return out + "\n" + plain(option.summary) + ".\n";
}

std::string describe(const CommandHelp& command) {
  std::string out = fmt::format(".SS {}\n{}\n.PP\n{}.\n", plain(command.name), usage_of(command),
                                plain(command.summary));
  for (const PositionalHelp& each : command.positionals)
    out += fmt::format(".TP\n\\fI{}\\fR\n{}.\n", plain(each.name), plain(each.summary));
  std::string group;
  for (const OptionHelp& option : command.options) {
    if (option.group != group) {
      group = option.group;
      out += fmt::format(".PP\n\\fB{}\\fR\n", plain(group));
    }
    out += describe(option);
  }
  if (!command.footer.empty()) out += fmt::format(".PP\n{}\n", plain(command.footer));
  return out;
}

}  // namespace

int man(const ManFlags&) {
  std::string text = fmt::format(
      ".TH CUDAFIT 1 {} \"cudafit {}\" \"User Commands\"\n"
      ".SH NAME\ncudafit \\- find what cannot work in Dockerfiles for CUDA images\n"
      ".SH SYNOPSIS\n",
      matrix::data_date(), CUDAFIT_VERSION);
  const std::vector<CommandHelp> commands = describe_commands();
  for (const CommandHelp& command : commands)
    text += (&command == &commands.front() ? "" : ".br\n") + usage_of(command) + "\n";
  text +=
      ".SH DESCRIPTION\n"
      "cudafit reads Dockerfiles, the dependency files that their builds install from, and the "
      "Compose files that start the images, and says what cannot work: images that are not "
      "there, libraries that do not fit, drivers and GPUs that are too old or too new.\n"
      "It says why, names its sources, and offers the edit.\n"
      "Without a command it is \\fBcudafit check\\fR.\n"
      ".SH COMMANDS\n";
  for (const CommandHelp& command : commands) text += describe(command);
  text +=
      ".SH IGNORING A FINDING\n"
      "A comment on the line before the instruction, in Dockerfiles, requirements, YAML and TOML:\n"
      ".PP\n.RS\n# cudafit: ignore=RULE[,RULE] reason\n.RE\n.PP\n"
      "\\fBignore\\-stage=\\fR is about the whole stage, \\fBignore\\-file=\\fR about the file.\n"
      ".SH EXIT STATUS\n"
      ".TP\n0\nNothing was found, or only hints.\n"
      ".TP\n1\nFindings of the severity that \\fB\\-\\-fail\\-on\\fR names, or graver.\n"
      ".TP\n2\nWrong usage or configuration.\n"
      ".TP\n3\nA file could not be read or written.\n"
      ".SH ENVIRONMENT\n"
      ".TP\nNO_COLOR\nNo colours, unless \\fB\\-\\-color always\\fR is given.\n"
      ".TP\nGITHUB_STEP_SUMMARY\nThe file that \\fB\\-\\-format github\\fR adds its summary to.\n"
      ".SH FILES\n"
      ".TP\n\\&.cudafit.toml\nThe configuration of the directory that it is in and of those "
      "below.\n";
  return write_out(text) ? clean : failure;
}

}  // namespace cudafit::cli
