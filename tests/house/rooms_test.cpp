// The arrows of the house: which room may include which. A wrong include fails here, not in a
// review.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace fs = std::filesystem;

namespace {

using Rooms = std::set<std::string>;

const std::map<std::string, Rooms> arrows{
    {"terms", {}},
    {"source", {}},
    {"programs", {}},
    {"read", {"terms", "source"}},
    {"print", {"terms", "source", "graph", "advise", "ask", "matrix"}},
    {"merge", {"source", "print"}},
    {"matrix", {"terms"}},
    {"ask", {"terms", "source", "matrix"}},
    {"document", {"terms", "source", "read"}},
    {"facts", {"terms", "source", "read", "document"}},
    {"graph", {"terms", "source", "facts", "matrix"}},
    {"advise", {"terms", "source", "facts", "matrix", "graph"}},
    {"rules", {"terms", "source", "matrix", "graph", "advise"}},
    {"recommend",
     {"terms", "source", "read", "matrix", "document", "facts", "graph", "advise", "rules", "ask",
      "analyze"}},
    {"project",
     {"terms", "source", "read", "print", "matrix", "document", "facts", "graph", "advise", "rules",
      "ask", "recommend", "analyze"}},
    {"lsp",
     {"terms", "source", "read", "print", "matrix", "document", "facts", "graph", "advise", "rules",
      "ask", "recommend", "analyze", "project"}},
    {"host",
     {"terms", "source", "read", "print", "matrix", "document", "facts", "graph", "advise", "rules",
      "ask", "analyze", "programs"}},
    {"registry",
     {"terms", "source", "read", "print", "matrix", "document", "facts", "graph", "advise", "rules",
      "ask", "analyze", "programs"}},
    {"verify",
     {"terms", "source", "read", "print", "matrix", "document", "facts", "graph", "advise", "rules",
      "ask", "analyze", "programs"}},
};

/// Libraries that only one room may know.
const std::map<std::string, Rooms> libraries{
    {"tree_sitter/", {"read"}},
    {"yaml-cpp/", {"read", "matrix"}},
    {"toml++/", {"read"}},
    {"CLI/", {"cli"}},
};

std::vector<std::pair<fs::path, std::string>> includes_of_rooms() {
  std::vector<std::pair<fs::path, std::string>> out;
  const std::regex include("^\\s*#\\s*include\\s*[\"<]([^\">]+)[\">]");
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(CUDAFIT_SOURCE_DIR) / "src")) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".h" && extension != ".cpp") continue;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      std::smatch match;
      if (std::regex_search(line, match, include)) out.emplace_back(entry.path(), match[1]);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("a room includes only the rooms its arrow names") {
  const fs::path src = fs::path(CUDAFIT_SOURCE_DIR) / "src";
  std::size_t checked = 0;
  for (const auto& [path, second] : includes_of_rooms()) {
    const auto& included = second;
    const fs::path relative = fs::relative(path, src);
    const std::string room = relative.has_parent_path() ? relative.begin()->string() : "analyze";
    const auto arrow = arrows.find(room);
    if (arrow == arrows.end()) continue;  // analyze and cli may include everything
    const std::size_t slash = included.find('/');
    const std::string target = slash == std::string::npos ? "analyze" : included.substr(0, slash);
    if (slash == std::string::npos && !fs::exists(src / included)) continue;  // a system header
    if (slash != std::string::npos && !fs::exists(src / included)) continue;
    ++checked;
    CHECK_MESSAGE((target == room || arrow->second.contains(target)), relative.string(),
                  " includes ", included);
  }
  CHECK(checked > 50);
}

TEST_CASE("each parsing library is known to one room") {
  const fs::path src = fs::path(CUDAFIT_SOURCE_DIR) / "src";
  for (const auto& [path, second] : includes_of_rooms()) {
    const auto& included = second;
    const fs::path relative = fs::relative(path, src);
    for (const auto& [library, rooms] : libraries) {
      if (!included.starts_with(library)) continue;
      CHECK_MESSAGE(rooms.contains(relative.begin()->string()), relative.string(), " includes ",
                    included);
    }
  }
}

TEST_CASE("no file a person wrote is longer than 500 lines") {
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(CUDAFIT_SOURCE_DIR) / "src")) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path());
    std::size_t count = 0;
    for (std::string line; std::getline(in, line);) ++count;
    CHECK_MESSAGE(count <= 500, entry.path().string());
  }
}
