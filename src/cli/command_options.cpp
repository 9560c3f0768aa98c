#include "cli/command_options.h"

#include <iterator>

namespace cudafit::cli {
namespace {

constexpr const char* files_group = "Files and configuration";

void add_stdin_name(App& app, CheckFlags& flags) {
  option(app, "--stdin-filename", flags.stdin_filename, "NAME", "The name - is read under",
         files_group);
}

/// What may go over the network, and to whom.
void add_online(App& app, OnlineFlags& flags, Words& words) {
  const std::string_view group = "Registries";
  flag(app, "--online", flags.online,
       "Ask registries about images: whether they are there, and what is in unknown ones", group);
  option(app, "--private-registry", flags.inside, "HOST",
         "A registry that may be in a private network. Repeatable", group);
  option(app, "--insecure-registry", flags.insecure, "HOST",
         "One that may be asked without TLS, wherever it is. Repeatable", group);
  option(app, "--registry-mirror", flags.mirrors, "HOST=URL",
         "Where copies of a registry's images are, asked first. Repeatable", group);
  option(app, "--registry-timeout", words.registry_timeout, "SECONDS",
         "How long one answer may take (default: 15)", group);
}

/// What an image is wanted for, where no Dockerfile says it.
void add_request(App& app, RequestFlags& flags) {
  const std::string_view group = "From nothing";
  option(app, "--torch", flags.torch, "VERSION", "A Dockerfile for this PyTorch: 2.4, 2.4.1",
         group);
  option(app, "--tensorflow", flags.tensorflow, "VERSION", "For this TensorFlow", group);
  option(app, "--jax", flags.jax, "VERSION", "For this JAX", group);
  option(app, "--cuda", flags.cuda, "VERSION", "For CUDA itself: 12.4, 12.4.1", group);
  option(app, "--python", flags.python, "VERSION", "The version of Python: 3.11", group);
  flag(app, "--compile", flags.compile,
       "Something is compiled with nvcc: in a stage of its own, beside the one that is shipped",
       group);
  choice(app, "--size", flags.size, {"any", "small"},
         "small: nothing that only saves trouble later (default: any)", group);
}

/// How images are tried out.
void add_trying(App& app, VerifyOptions& options, const std::string& compile) {
  const std::string_view group = "Trying images out";
  choice(app, "--engine", options.engine, {"auto", "docker", "podman", "nerdctl", "local"},
         "What runs them; local: this machine, without a container (default: auto)", group);
  flag(app, "--pull", options.pull, "Fetch images that are not here", group);
  flag(app, "--build", options.build, "Build the Dockerfile, and try what comes of it", group);
  flag(app, "--dry-run", options.dry_run, "Print what would be run, and change nothing", group);
  option(app, "--time-limit", options.limit, "SECONDS", "Of the probe (default: 120)", group);
  flag(app, compile, options.compile,
       "Compile the kernel with the image's own toolkit instead of trying the carried one", group);
}

/// The same where the command does something else without it.
void add_verify_flag(App& app, VerifyOptions& options, const std::string& what) {
  flag(app, "--verify", options.wanted, "Run a kernel in " + what + ": does CUDA work there",
       "Trying images out");
  add_trying(app, options, "--verify-compile");  // `recommend --compile` is another wish
}

}  // namespace

void add_check(App& app, CheckFlags& flags, Words& words) {
  app.add_option("PATH", flags.paths,
                 "Files and directories; - is standard input. Default: the working directory")
      ->type_name("");
  const std::string_view fixes = "Fixes";
  flag(app, "--fix", flags.fix, "Apply safe fixes", fixes);
  flag(app, "--unsafe-fixes", flags.unsafe_fixes,
       "Apply suggested fixes too, which change what is shipped", fixes);
  flag(app, "--diff", flags.diff,
       "Print the fixes as a diff for git apply, change nothing; exit 1 when there are any", fixes);
  if (app.may_have("--add-ignore")) {
    app.add_flag("--add-ignore", flags.add_ignore,
                 "Write a comment that ignores it over each finding; --add-ignore=REASON says why")
        ->group(std::string(fixes));
  }
  const std::string_view rules = "What is reported";
  const auto names = [&](std::string_view name, Values& into, std::string_view summary) {
    if (CLI::Option* const made = option(app, name, into, "RULE[,RULE]", summary, rules))
      made->delimiter(',');
  };
  names("--select", flags.choices.select, "Only these rules");
  names("--ignore", flags.choices.ignore, "Not these rules");
  flag(app, "--preview", flags.choices.preview, "Also rules that are new and may still change",
       rules);
  choice(app, "--fail-on", words.fail_on, {"error", "warning", "hint", "never"},
         "The least severity that makes exit status 1 (default: warning)", rules);
  flag(app, "--exit-zero", words.exit_zero, "Same as --fail-on never", rules);
  flag(app, "-q,--quiet", flags.quiet, "Leave hints out", rules);
  option(app, "--baseline", flags.baseline, "FILE",
         "Not what this file lists; entries that no longer occur are taken out of it", rules);
  option(app, "--write-baseline", flags.write_baseline, "FILE",
         "List today's findings in a file for --baseline, and stop", rules);
  option(app, "--changed-since", flags.changed_since, "REVISION",
         "Only builds that read a file which has changed since this revision of git", rules);
  const std::string_view output = "Output";
  choice(app, "--format", words.format, {std::begin(format_names), std::end(format_names)},
         "Default: full on a terminal, concise elsewhere", output);
  option(app, "-o,--output", flags.output, "FILE", "Write the report to a file", output);
  choice(app, "--color", words.color, {"auto", "always", "never"},
         "Default: on a terminal, unless NO_COLOR is set", output);
  flag(app, "--no-color", words.no_color, "Same as --color never", output);
  flag(app, "--statistics", flags.statistics, "Count findings by rule instead of listing them",
       output);
  option(app, "--repository", flags.repository, "NAME",
         "What JSON and SARIF say they are about, for cudafit merge: a name or an address", output);
  flag(app, "--watch", flags.watch, "Check again whenever a file that was read changes", output);
  flag(app, "-v,--verbose", flags.verbose, "Say what was skipped and which configuration holds",
       output);
  add_host(app, words);
  option(app, "--host-name", words.host_name, "NAME",
         "What findings call the machine of --driver, --gpu or --host, as a [[host]] has a name",
         "Where the image runs");
  add_build(app, words);
  add_context(app, words);
  add_verify_flag(app, flags.verify, "each image suggested");
  add_stdin_name(app, flags);
  add_configuration(app, flags.choices, flags.no_gitignore);
  add_tables(app, flags.choices.matrix);
  add_online(app, flags.online, words);
  flag(app, "--show-settings", flags.show_settings,
       "Print the settings that hold for a file, and stop", files_group);
}

void add_graph(App& app, CheckFlags& flags, Words& words) {
  app.add_option("PATH", flags.paths, "Files and directories. Default: the working directory")
      ->type_name("");
  choice(app, "--format", words.format, {"json", "dot", "mermaid", "svg", "html"}, "Default: json",
         "Output");
  option(app, "-o,--output", flags.output, "FILE", "Write the graph to a file", "Output");
  add_host(app, words);
  add_build(app, words);
  add_context(app, words);
  add_configuration(app, flags.choices, flags.no_gitignore);
  add_tables(app, flags.choices.matrix);
  add_online(app, flags.online, words);
}

void add_recommend(App& app, RecommendFlags& flags, CheckFlags& check, Words& words) {
  app.add_option("PATH", check.paths,
                 "Files and directories; - is standard input. Default: the working directory")
      ->type_name("");
  add_request(app, flags.request);
  flag(app, "--compose", flags.compose,
       "From nothing: print the Compose service instead of the Dockerfile", "Output");
  choice(app, "--format", words.format, {"text", "json", "markdown"}, "Default: text", "Output");
  flag(app, "--diff", check.diff, "Print the first recommendation as a diff for git apply",
       "Output");
  flag(app, "--split", flags.split,
       "Print a stage that compiles and runs as two, as a diff for git apply", "Output");
  flag(app, "--fix", check.fix, "Write the first recommendation into the files", "Output");
  option(app, "-o,--output", check.output, "FILE", "Write the answer to a file", "Output");
  add_host(app, words);
  add_build(app, words);
  add_context(app, words);
  add_verify_flag(app, check.verify, "each image named first");
  add_stdin_name(app, check);
  add_configuration(app, check.choices, check.no_gitignore);
  add_tables(app, check.choices.matrix);
  add_online(app, check.online, words);
  app.footer(
      "Exit status: 0 whatever is recommended; with --diff or --split 1 when there is a diff; 2 "
      "wrong usage or configuration, 3 a file could not be read or written. From nothing: 1 when "
      "nothing that is known fits, 2 when nobody can mean it.");
}

void add_verify(App& app, VerifyFlags& flags, CheckFlags& check, Words& words) {
  app.add_option("IMAGE|PATH", check.paths,
                 "An image, or a file or directory whose shipped stages are tried out")
      ->type_name("");
  check.verify.wanted = true;
  add_trying(app, check.verify, "--compile");
  flag(app, "--clean", flags.clean,
       "Take away what killed runs have left in the engine, and do nothing else",
       "Trying images out");
  choice(app, "--format", words.format, {"text", "json"}, "Default: text", "Output");
  option(app, "-o,--output", check.output, "FILE", "Write the answer to a file", "Output");
  add_host(app, words);
  add_build(app, words);
  add_context(app, words);
  add_configuration(app, check.choices, check.no_gitignore);
  add_tables(app, check.choices.matrix);
  app.footer(
      "Exit status: 0 where it runs, or where only the GPU is missing on this host; 1 where it "
      "fails; 2 wrong usage or configuration; 3 where it could not be decided.");
}

void add_init(App& app, InitFlags& flags, Words& words) {
  app.add_option("DIRECTORY", flags.directory, "Where to write. Default: the working directory")
      ->type_name("");
  add_request(app, flags.request);
  add_host(app, words);
  option(app, "--platform", words.platform, "OS/ARCH", "The platform built for, as in linux/arm64",
         "How the image is built");
  add_tables(app, flags.choices.matrix);
  app.footer(
      "Exit status: 1 when nothing that is known fits, 2 when nobody can mean the request, 3 when "
      "a file is there already or cannot be written.");
}

void add_doctor(App& app, DoctorFlags& flags, Words& words) {
  add_format(app, words);
  flag(app, "--strict", flags.strict, "Exit with 1 when a check has failed", "Output");
  option(app, "--root", flags.root, "DIR",
         "The machine whose root is mounted there, as in a container; its programs are not asked",
         "Which machine");
  app.footer(
      "Exit status: 0 whatever was found; with --strict 1 when a check has failed; 2 wrong usage. "
      "Nothing is changed, and root is not needed.");
}

void add_merge(App& app, MergeFlags& flags, Words& words) {
  app.add_option("REPORT", flags.reports,
                 "Reports of check --format json or sarif, merged ones too; NAME=REPORT says which "
                 "repository one is about. Of a directory all in it, - is standard input")
      ->type_name("");
  option(app, "--from-file", flags.from_file, "FILE",
         "More of them, one in each line of a file; - is standard input", "Input");
  choice(app, "--format", words.format,
         {std::begin(merge_format_names), std::end(merge_format_names)},
         "Default: json of JSON, sarif of SARIF; the others only count, and take both", "Output");
  option(app, "--top", words.top, "ROWS", "Of each table of text and markdown (default: 20)",
         "Output");
  option(app, "-o,--output", flags.output, "FILE", "Write the result to a file", "Output");
  choice(app, "--fail-on", words.fail_on, {"error", "warning", "hint", "never"},
         "The least severity that makes exit status 1 (default: warning)", "Output");
  flag(app, "--exit-zero", words.exit_zero, "Same as --fail-on never", "Output");
  app.footer(
      "Exit status: as of one check of everything: 0 clean or only hints, 1 findings, 2 wrong "
      "usage, "
      "3 a report could not be read, or says that a file could not be; the others are merged.");
}

void add_parse(App& app, ParseFlags& flags, Words& words) {
  app.add_option("FILE", flags.file, "The Dockerfile; - is standard input")
      ->type_name("")
      ->required();
  choice(app, "--format", words.format, {"buildkit", "json"},
         "Default: buildkit, as its parser's tests print it", "Output");
  flag(app, "--evaluate", flags.evaluate, "After ARG and ENV are expanded, as the build does it",
       "Output");
  add_build(app, words);
}

void add_format(App& app, Words& words) {
  choice(app, "--format", words.format, {"text", "json"}, "Default: text", "Output");
}

void add_matrix(App& app, MatrixFlags& flags, Words& words) {
  app.add_option("QUESTION", flags.question,
                 "What about: torch 2.4, cuda 12.4, image NAME:TAG, driver 535.104.05, gpu \"RTX "
                 "5090\", sm_120, or any other package, image, GPU or cloud instance")
      ->type_name("");
  choice(app, "--format", words.format, {"text", "json", "markdown"}, "Default: text", "Output");
  flag(app, "--sources", flags.sources, "Print the whole source of each answer", "Output");
  flag(app, "--stale", flags.stale,
       "How old the data are and what to watch for; QUESTION is then a subject, such as cudnn",
       "Output");
  const std::string_view group = "Where the image runs";
  choice(app, "--host", words.host, {"linux", "wsl2"},
         "The kind of host; wsl2 reads Windows driver numbers", group);
  option(app, "--platform", words.platform, "OS/ARCH", "The platform, as in linux/arm64", group);
  add_tables(app, flags.matrix);
}

}  // namespace cudafit::cli
