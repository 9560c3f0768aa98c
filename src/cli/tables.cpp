#include "cli/tables.h"

#include <memory>

#include "cli/output.h"
#include "project/hosts.h"
#include "project/own_files.h"

namespace cudafit::cli {

bool open_tables(const Files& files, project::Settings& settings,
                 const std::vector<std::string>& paths, const project::Choices& choices) {
  const std::vector<std::string> problems =
      project::open_matrix(files, settings, paths, choices.matrix);
  for (const std::string& problem : problems) say(problem);
  if (!problems.empty()) return false;
  const std::string wrong = project::wrong_host(choices.host);
  if (!wrong.empty()) say(wrong);
  return wrong.empty();
}

bool open_tables(const project::Choices& choices) {
  const std::unique_ptr<Files> files = real_files();
  project::Settings settings(*files, choices);
  const bool fine = open_tables(*files, settings, {"."}, choices);
  for (const std::string& problem : settings.problems()) say(problem);
  return fine && settings.problems().empty();
}

}  // namespace cudafit::cli
