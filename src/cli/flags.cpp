#include "cli/flags.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "cli/command_options.h"
#include "cli/found_host.h"
#include "cli/output.h"
#include "cli/wrong_flags.h"
#include "matrix/matrix.h"
#include "source/nearest.h"

namespace cudafit::cli {
namespace {

/// One command: what the library knows about it and what it fills.
struct Command {
  std::string name;
  App app;
  Words words{};
  CheckFlags check{};
  ParseFlags parse{};
  ExplainFlags explain{};
  MatrixFlags matrix{};
  RecommendFlags recommend{};
  VerifyFlags verify{};
  InitFlags init{};
  DoctorFlags doctor{};
  LspFlags lsp{};
  MergeFlags merge{};
  CompletionFlags completion{};

  Command(const std::string& command, const std::string& summary, const Values* line)
      : name(command), app(summary, "cudafit " + command) {
    app.line = line;
    app.get_formatter()->column_width(34);
    app.get_formatter()->label("OPTIONS", "OPTION...");
    app.allow_extras();  // unknown options are named with the nearest known one
    app.set_help_flag("-h,--help", "Print this help");
  }
};

using Commands = std::vector<std::unique_ptr<Command>>;

/// Null where there is no such command. `line`: see App.
std::unique_ptr<Command> make_command(std::string_view name, const Values* line = nullptr) {
  const auto command = [line](const std::string& n, const std::string& summary) {
    return std::make_unique<Command>(n, summary, line);
  };
  std::unique_ptr<Command> made;
  if (name == "check") {
    made = command("check", "Find what cannot work in Dockerfiles for CUDA images");
    add_check(made->app, made->check, made->words);
  } else if (name == "explain") {
    made = command("explain", "What a rule finds, why it fails and how to fix it");
    made->app.add_option("RULE", made->explain.rule, "The rule's name")->type_name("")->required();
    add_format(made->app, made->words);
  } else if (name == "rules") {
    made = command("rules", "List all rules");
    add_format(made->app, made->words);
  } else if (name == "graph") {
    made = command("graph", "Print what a build puts together: versions, places, needs");
    add_graph(made->app, made->check, made->words);
  } else if (name == "parse") {
    made = command("parse", "Print a Dockerfile as BuildKit reads it");
    add_parse(made->app, made->parse, made->words);
  } else if (name == "matrix") {
    made = command("matrix", "Ask what is known about a version, an image, a driver or a GPU");
    add_matrix(made->app, made->matrix, made->words);
  } else if (name == "recommend") {
    made = command("recommend", "The base image that fits each stage, and the rewrite to it");
    add_recommend(made->app, made->recommend, made->check, made->words);
  } else if (name == "verify") {
    made = command("verify", "Run a kernel in an image and say whether CUDA works there");
    add_verify(made->app, made->verify, made->check, made->words);
  } else if (name == "init") {
    made = command("init", "Write a Dockerfile and a Compose file where there are none");
    add_init(made->app, made->init, made->words);
  } else if (name == "doctor") {
    made = command("doctor", "Look at this machine: driver, GPUs, WSL2, Docker, container toolkit");
    add_doctor(made->app, made->doctor, made->words);
  } else if (name == "lsp") {
    made = command("lsp", "Serve an editor as a language server, on standard input and output");
    flag(made->app, "--stdio", made->lsp.stdio, "Said by some editors; there is no other way",
         "Connection");
  } else if (name == "merge") {
    made = command("merge", "Join reports of many runs into one, with statistics");
    add_merge(made->app, made->merge, made->words);
  } else if (name == "completion") {
    made = command("completion", "Print a completion script for a shell");
    choice(made->app, "SHELL", made->completion.shell, {"bash", "fish", "zsh"}, "The shell",
           "Arguments")
        ->required();
  } else if (name == "man") {
    made = command("man", "Print the manual page");
  }
  return made;
}

constexpr std::string_view command_names[] = {
    "check", "recommend", "init",  "verify", "graph", "doctor",     "explain",
    "rules", "matrix",    "merge", "parse",  "lsp",   "completion", "man"};

/// The library's text with its blank lines thinned out.
std::string help_text(const Command& command) {
  std::string text = command.app.help();
  for (std::size_t at = text.find("\n\n\n"); at != std::string::npos; at = text.find("\n\n\n", at))
    text.erase(at, 1);
  return text;
}

std::string overview() {
  std::string text =
      "cudafit finds what cannot work in Dockerfiles for CUDA images, and says why.\n\n"
      "Usage: cudafit [check] [PATH...]\n"
      "       cudafit COMMAND ...\n\nCommands:\n";
  for (const std::string_view name : command_names) {
    std::string line = "  " + std::string(name);
    line.resize(34, ' ');
    text += line + make_command(name)->app.get_description() +
            (name == "check" ? " (the default)" : "") + "\n";
  }
  const std::string help = help_text(*make_command("check"));
  const std::size_t first = help.find("\nPositionals:");
  text += "\nThe same as \"cudafit check\":" + help.substr(first == std::string::npos ? 0 : first);
  text += "  -V,--version                    Print the version and the date of the data\n\n";
  text +=
      "Exit status: 0 clean or only hints, 1 findings, 2 wrong usage or configuration, 3 a file "
      "could not be read.\n";
  return text;
}

Quit printed(std::string_view text) { return {write_out(text) ? clean : failure}; }

Quit mistake(std::string_view message, const Command& command) {
  say(message);
  say_raw("Try \"cudafit " + command.name + " --help\".\n");
  return {usage};
}

/// The first thing nobody asked for, in words.
std::string unexpected(const Command& command, const Values& extras) {
  for (const std::string& extra : extras) {
    if (!extra.starts_with('-')) continue;
    const std::string name = extra.substr(0, extra.find('='));
    Values known;
    for (const CLI::Option* const option : command.app.get_options()) {
      for (const std::string& part : option->get_lnames()) known.push_back("--" + part);
      for (const std::string& part : option->get_snames()) known.push_back("-" + part);
    }
    const std::vector<std::string_view> names(known.begin(), known.end());
    return "unknown option " + in_quotes(name) + did_you_mean(name, names);
  }
  return "unexpected " + in_quotes(extras.front());
}

project::BuildChoices build_flags(const Words& words, const CLI::App& app) {
  project::BuildChoices build;
  for (const std::string& argument : words.build_args) {
    const std::size_t equals = argument.find('=');
    std::string name = argument.substr(0, equals);
    if (equals != std::string::npos) {
      build.args.emplace_back(std::move(name), argument.substr(equals + 1));
    } else if (const char* const value = std::getenv(name.c_str())) {
      build.args.emplace_back(std::move(name), value);
    }
  }
  const auto given = [&](const char* name, const std::string& value,
                         std::optional<std::string>& into) {
    const CLI::Option* const option = app.get_option_no_throw(name);
    if (option != nullptr && option->count() > 0) into = value;
  };
  given("--target", words.target, build.target);
  given("--platform", words.platform, build.platform);
  given("--context", words.context, build.context);
  return build;
}

project::HostChoices host_flags(const Words& words, const CLI::App& app) {
  project::HostChoices host;
  host.driver = words.driver;
  host.name = words.host_name;
  host.gpus = words.gpus;
  host.wsl2 = words.host == "wsl2";
  if (words.host == "auto") host.find = found_host();
  for (const char* name : {"--driver", "--gpu", "--host"}) {
    const CLI::Option* const option = app.get_option_no_throw(name);
    host.given = host.given || (option != nullptr && option->count() > 0);
  }
  return host;
}

CommandLine settled_check(Command& command) {
  CheckFlags& flags = command.check;
  const Words& words = command.words;
  if (const std::string wrong = settle_online(words, command.app, flags.online); !wrong.empty())
    return mistake(wrong, command);
  const auto* const format =
      std::find(std::begin(format_names), std::end(format_names), words.format);
  if (format != std::end(format_names))
    flags.format = static_cast<Format>(format - std::begin(format_names));
  if (words.color == "always") flags.color = When::always;
  if (words.color == "never" || words.no_color) flags.color = When::never;
  if (!words.fail_on.empty()) flags.choices.fail_on = read::fail_on_from(words.fail_on);
  if (words.exit_zero) flags.choices.fail_on = read::FailOn::never;
  flags.fix = flags.fix || flags.unsafe_fixes;
  if (flags.paths.empty()) flags.paths = {"."};
  const bool standard_input =
      std::find(flags.paths.begin(), flags.paths.end(), "-") != flags.paths.end();
  if (const std::string wrong = wrong_together(flags, standard_input); !wrong.empty())
    return mistake(wrong, command);
  if (const std::string wrong = wrong_trying(flags.verify); !wrong.empty())
    return mistake(wrong, command);
  if (standard_input && flags.paths.size() > 1)
    return mistake("- (standard input) cannot be mixed with other paths", command);
  if (!standard_input && !flags.stdin_filename.empty())
    return mistake("--stdin-filename needs the path -", command);
  flags.choices.host = host_flags(words, command.app);
  if (const std::string wrong = wrong_subject(words, flags); !wrong.empty())
    return mistake(wrong, command);
  if (flags.choices.isolated && !flags.choices.config.empty())
    return mistake("--isolated and --config exclude each other", command);
  return std::move(flags);
}

CommandLine settled_graph(Command& command) {
  GraphFlags flags;
  if (command.words.format == "dot") flags.format = GraphFormat::dot;
  if (command.words.format == "mermaid") flags.format = GraphFormat::mermaid;
  if (command.words.format == "svg") flags.format = GraphFormat::svg;
  if (command.words.format == "html") flags.format = GraphFormat::html;
  command.words.format.clear();
  CommandLine check = settled_check(command);
  if (const Quit* const quit = std::get_if<Quit>(&check)) return *quit;
  flags.check = std::get<CheckFlags>(std::move(check));
  return flags;
}

bool anything(const RequestFlags& request) {
  return request.compile || !request.torch.empty() || !request.tensorflow.empty() ||
         !request.jax.empty() || !request.cuda.empty() || !request.python.empty() ||
         !request.size.empty();
}

/// A flag of the request that is given without a value, as where a variable of a script is empty;
/// else empty.
std::string without_value(const CLI::App& app) {
  for (const char* name : {"--torch", "--tensorflow", "--jax", "--cuda", "--python"}) {
    const CLI::Option* const option = app.get_option_no_throw(name);
    if (option != nullptr && option->count() > 0 && option->as<std::string>().empty())
      return std::string(name) + " needs a version, and it is empty";
  }
  return {};
}

CommandLine settled_recommend(Command& command) {
  RecommendFlags flags = std::move(command.recommend);
  if (const std::string wrong = without_value(command.app); !wrong.empty())
    return mistake(wrong, command);
  flags.from_nothing = anything(flags.request);
  if (flags.from_nothing && command.check.online.online)
    return mistake("--online is about files; a request from nothing asks no registry", command);
  if (flags.from_nothing && !command.check.paths.empty())
    return mistake("a path and a request from nothing exclude each other", command);
  const Values& paths = command.check.paths;
  if (command.check.fix && std::find(paths.begin(), paths.end(), "-") != paths.end())
    return mistake("recommend writes no standard input; use --diff", command);
  if (flags.compose && !flags.from_nothing)
    return mistake("--compose is about a request from nothing, such as --torch 2.4", command);
  if (flags.from_nothing && command.check.verify.wanted)
    return mistake("--verify is about the stages of files", command);
  if (flags.from_nothing && (command.check.diff || command.check.fix))
    return mistake("--diff and --fix need a file; from nothing, write with > Dockerfile", command);
  if (command.words.format == "json") flags.format = TextFormat::json;
  if (command.words.format == "markdown") flags.format = TextFormat::markdown;
  command.words.format.clear();
  CommandLine check = settled_check(command);
  if (const Quit* const quit = std::get_if<Quit>(&check)) return *quit;
  flags.check = std::get<CheckFlags>(std::move(check));
  return flags;
}

CommandLine settled_verify(Command& command) {
  VerifyFlags flags = std::move(command.verify);
  const bool target = !command.check.paths.empty();
  if (flags.clean && (target || command.check.verify.dry_run))
    return mistake("--clean takes away what is left, and tries nothing out", command);
  if (!flags.clean && !target && command.check.verify.engine != "local")
    return mistake("say which image or path, or --engine local for this machine", command);
  if (target && command.check.verify.engine == "local")
    return mistake("--engine local is about this machine; it takes no image or path", command);
  flags.format = command.words.format == "json" ? TextFormat::json : TextFormat::text;
  command.words.format.clear();
  CommandLine check = settled_check(command);
  if (const Quit* const quit = std::get_if<Quit>(&check)) return *quit;
  flags.check = std::get<CheckFlags>(std::move(check));
  if (!target) flags.check.paths.clear();
  return flags;
}

CommandLine settled_merge(Command& command) {
  MergeFlags& flags = command.merge;
  if (flags.reports.empty() && flags.from_file.empty())
    return mistake("say which reports: files, directories, or --from-file LIST", command);
  const Words& words = command.words;
  const auto* const format =
      std::find(std::begin(merge_format_names), std::end(merge_format_names), words.format);
  if (format != std::end(merge_format_names))
    flags.format = static_cast<MergeFormat>(format - std::begin(merge_format_names));
  if (!words.fail_on.empty()) flags.fail_on = *read::fail_on_from(words.fail_on);
  if (words.exit_zero) flags.fail_on = read::FailOn::never;
  if (const std::string wrong = settle_top(words, flags); !wrong.empty())
    return mistake(wrong, command);
  return flags;
}

CommandLine settled_init(Command& command, const project::BuildChoices& build) {
  InitFlags flags = std::move(command.init);
  if (const std::string wrong = without_value(command.app); !wrong.empty())
    return mistake(wrong, command);
  if (!anything(flags.request))
    return mistake("say what the image is for, as in --torch 2.4 --gpu A100", command);
  flags.choices.host = host_flags(command.words, command.app);
  flags.choices.build = build;
  if (flags.directory.empty()) flags.directory = ".";
  return flags;
}

CommandLine settled(Command& command) {
  const project::BuildChoices build = build_flags(command.words, command.app);
  if (const std::string wrong = wrong_build(command.words, build); !wrong.empty())
    return mistake(wrong, command);
  const bool json = command.words.format == "json";
  command.check.choices.build = command.parse.build = build;
  command.parse.json = command.explain.json = json;
  if (command.name == "check") return settled_check(command);
  if (command.name == "graph") return settled_graph(command);
  if (command.name == "parse") return command.parse;
  if (command.name == "explain") return command.explain;
  if (command.name == "rules") return RulesFlags{json};
  if (command.name == "matrix") {
    MatrixFlags& flags = command.matrix;
    if (json) flags.format = TextFormat::json;
    if (command.words.format == "markdown") flags.format = TextFormat::markdown;
    flags.windows = command.words.host == "wsl2";
    flags.platform = build.platform.value_or("");
    return std::move(flags);
  }
  if (command.name == "recommend") return settled_recommend(command);
  if (command.name == "verify") return settled_verify(command);
  if (command.name == "init") return settled_init(command, build);
  if (command.name == "doctor") {
    command.doctor.json = json;
    return command.doctor;
  }
  if (command.name == "lsp") return command.lsp;
  if (command.name == "merge") return settled_merge(command);
  if (command.name == "man") return ManFlags{};
  return command.completion;
}

}  // namespace

CommandLine read_command_line(int argc, char** argv) {
  const std::string_view first = argc > 1 ? argv[1] : "";
  if (first == "--version" || first == "-V") {
    return printed("cudafit " CUDAFIT_VERSION " (data " + std::string(matrix::data_date()) + ")\n");
  }
  if (first == "--help" || first == "-h" || first == "help") {
    return printed(overview());
  }
  const bool named = std::find(std::begin(command_names), std::end(command_names), first) !=
                     std::end(command_names);
  const std::string_view name = named ? first : "check";
  const Values line(argv + std::min(named ? 2 : 1, argc), argv + argc);
  const std::unique_ptr<Command> command = make_command(name, &line);
  // The library would take the next word, a path perhaps that --output is then written to.
  for (const std::string& word : line) {
    if (word == "--") break;
    if (word.starts_with("--") && word.ends_with('=') && word.find('=') == word.size() - 1)
      return mistake(word + " has no value", *command);
  }
  try {
    // The library wants the arguments last first.
    command->app.parse(Values(line.rbegin(), line.rend()));
  } catch (const CLI::CallForHelp&) {
    return printed(help_text(*make_command(name)));
  } catch (const CLI::ParseError& error) {
    return mistake(error.what(), *command);
  }
  Values extras = command->app.remaining();
  std::erase(extras, "--");  // where options end
  if (!extras.empty()) return mistake(unexpected(*make_command(name), extras), *command);
  return settled(*command);
}

std::vector<CommandHelp> describe_commands() {
  std::vector<CommandHelp> commands;
  for (const std::string_view name : command_names) {
    const std::unique_ptr<Command> command = make_command(name);
    CommandHelp help{
        std::string(name), command->app.get_description(), command->app.get_footer(), {}, {}};
    for (const CLI::Option* const option : command->app.get_options()) {
      const std::string& summary = option->get_description();
      if (option->get_positional()) {
        help.positionals.push_back({option->get_name(true), summary, option->get_required(),
                                    option->get_expected_max() > 1});
        continue;
      }
      OptionHelp described;
      described.summary = summary;
      described.group = option->get_group();
      described.takes_value = option->get_expected_max() > 0;
      described.type = option->get_type_name();
      if (described.type.find('|') != std::string::npos)
        described.values = CLI::detail::split(described.type, '|');
      if (!option->get_snames().empty()) described.short_name = "-" + option->get_snames().front();
      for (const std::string& long_name : option->get_lnames()) {
        described.name = "--" + long_name;
        help.options.push_back(described);
      }
    }
    std::vector<std::string> groups;
    for (const OptionHelp& option : help.options) {
      if (std::find(groups.begin(), groups.end(), option.group) == groups.end())
        groups.push_back(option.group);
    }
    const auto place = [&](const OptionHelp& option) {
      return std::find(groups.begin(), groups.end(), option.group);
    };
    std::stable_sort(help.options.begin(), help.options.end(),
                     [&](const OptionHelp& a, const OptionHelp& b) { return place(a) < place(b); });
    commands.push_back(std::move(help));
  }
  return commands;
}

}  // namespace cudafit::cli
