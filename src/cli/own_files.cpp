#include "cli/own_files.h"

#include <algorithm>
#include <set>

#include "cli/output.h"
#include "matrix/own_files.h"

namespace cudafit::cli {
namespace {

constexpr std::size_t most_bytes = 4U << 20U;  ///< as many as all built-in files hold, twice
constexpr std::size_t most_problems = 50;

/// Reads files, each once however it is named.
struct Reader {
  const Files& files;
  std::string working = files.real(".");
  std::set<std::string> seen{};  ///< real paths
  std::vector<matrix::OwnFile> read{};
  bool fine = true;

  bool refuse(const std::string& message) {
    say(message);
    return fine = false;
  }
  /// False when it was there already.
  bool add(const std::string& path) {
    const std::string real = files.real(path);
    if (!real.empty() && !seen.insert(real).second) return false;
    const std::string below = real.empty() ? std::string() : path_within(working, real);
    const std::string& name = below.empty() ? path : below;
    const Result<std::string> bytes = files.read(path);
    if (!bytes) return !refuse(name + ": " + bytes.error());
    if (bytes->size() > most_bytes) return !refuse(name + ": larger than 4 MiB");
    read.push_back({name, *bytes});
    return true;
  }
};

}  // namespace

bool open_matrix(const Files& files, Settings& settings, const std::vector<std::string>& paths,
                 const std::vector<std::string>& flags) {
  Reader reader{files};
  for (const std::string& path : flags) {
    if (path.empty()) {
      reader.refuse("--matrix needs the name of a file");
    } else if (!reader.add(path)) {
      reader.refuse("--matrix names " + in_quotes(path) + " twice");
    }
  }
  for (const std::string& path : paths) {
    for (const std::string& file : settings.matrix_files(path)) reader.add(file);
  }
  if (!reader.fine) return false;
  const std::vector<std::string> problems = matrix::add_own_files(reader.read);
  for (std::size_t i = 0; i < problems.size() && i < most_problems; ++i) say(problems[i]);
  if (problems.size() > most_problems)
    say("and " + std::to_string(problems.size() - most_problems) + " more");
  return problems.empty();
}

bool open_matrix(const MatrixFlags& flags) {
  const std::unique_ptr<Files> files = real_files();
  const CheckFlags check;
  Settings settings(*files, check);
  const bool fine = open_matrix(*files, settings, {"."}, flags.matrix);
  for (const std::string& problem : settings.problems()) say(problem);
  return fine && settings.problems().empty();
}

}  // namespace cudafit::cli
