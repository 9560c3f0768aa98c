#include "project/own_files.h"

#include <algorithm>
#include <set>
#include <utility>

#include "matrix/own_files.h"
#include "source/nearest.h"

namespace cudafit::project {
namespace {

constexpr std::size_t most_bytes = 4U << 20U;  ///< as many as all built-in files hold, twice
constexpr std::size_t most_problems = 50;

/// Reads files, each once however it is named.
struct Reader {
  const Files& files;
  std::string working = files.real(".");
  std::set<std::string> seen{};  ///< real paths
  std::vector<matrix::OwnFile> read{};
  std::vector<std::string> problems{};

  void refuse(std::string message) { problems.push_back(std::move(message)); }
  /// False when it was there already.
  bool add(const std::string& path) {
    const std::string real = files.real(path);
    if (!real.empty() && !seen.insert(real).second) return false;
    const std::string below = real.empty() ? std::string() : path_within(working, real);
    const std::string& name = below.empty() ? path : below;
    const Result<std::string> bytes = files.read(path);
    if (!bytes) {
      refuse(name + ": " + bytes.error());
    } else if (bytes->size() > most_bytes) {
      refuse(name + ": larger than 4 MiB");
    } else {
      read.push_back({name, *bytes});
    }
    return true;
  }
};

}  // namespace

std::vector<std::string> open_matrix(const Files& files, Settings& settings,
                                     const std::vector<std::string>& paths,
                                     const std::vector<std::string>& named) {
  Reader reader{files};
  for (const std::string& path : named) {
    if (path.empty()) {
      reader.refuse("--matrix needs the name of a file");
    } else if (!reader.add(path)) {
      reader.refuse("--matrix names " + in_quotes(path) + " twice");
    }
  }
  for (const std::string& path : paths) {
    for (const std::string& file : settings.matrix_files(path)) reader.add(file);
  }
  if (!reader.problems.empty()) return reader.problems;
  std::vector<std::string> problems = matrix::add_own_files(reader.read);
  if (problems.size() > most_problems) {
    const std::string more = "and " + std::to_string(problems.size() - most_problems) + " more";
    problems.resize(most_problems);
    problems.push_back(more);
  }
  return problems;
}

}  // namespace cudafit::project
