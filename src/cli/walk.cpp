#include "cli/walk.h"

#include "cli/output.h"
#include "cli/stdin.h"
#include "cli/tables.h"

namespace cudafit::cli {

Walk::Walk(const CheckFlags& given) : flags(given) {
  if (flags.paths.front() == "-") {
    const std::string name =
        flags.stdin_filename.empty() ? "<stdin>" : tidy_path(flags.stdin_filename);
    const Result<std::string> bytes = read_standard_input();
    if (bytes) {
      files->write(name, *bytes);
      found.dockerfiles.push_back({name, true});
    } else {
      found.errors.push_back({name, bytes.error()});
    }
    return;
  }
  document::DiscoverOptions options;
  options.gitignore = !flags.no_gitignore;
  options.excluded = [this](const std::string& path, bool directory) {
    return settings.excluded(path, directory);
  };
  found = document::discover(*files, flags.paths, options);
}

bool Walk::open(const std::vector<std::string>& paths) {
  return open_tables(*files, settings, paths, flags.choices);
}

int Walk::say_errors(const std::vector<PathError>& errors) const {
  for (const PathError& error : errors) say(error.path + ": " + error.message);
  return errors.empty() ? clean : failure;
}

int Walk::finish(int status) const {
  if (say_errors(found.errors) == failure) status = failure;
  for (const std::string& problem : settings.problems()) {
    say(problem);
    if (status == clean) status = usage;
  }
  return status;
}

bool Walk::put(const std::string& text) const {
  const bool written = flags.output.empty() ? write_out(text) : replace_file(flags.output, text);
  if (!written && !flags.output.empty()) say(flags.output + ": cannot be written");
  return written;
}

}  // namespace cudafit::cli
