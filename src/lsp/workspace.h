#pragma once
// What is known of the files of a client: settings and reports, kept until something that they rest
// on changes. Nothing is looked at before it is asked for.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "lsp/documents.h"
#include "lsp/open_files.h"
#include "project/settings.h"
#include "read/dockerfile.h"
#include "source/report.h"

namespace cudafit::lsp {

/// One build, and what was found.
struct Analysed {
  std::string path;  ///< absolute
  project::FileSettings settings;
  Report report;
  std::set<std::string> reads;  ///< real paths of all files it has read
  read::LastRead text = {};     ///< what was read of the Dockerfile
  bool fresh = false;
  std::uint64_t number = 0;  ///< of the analysis: another one has another
};

/// One build looked at closely: the graph of its first build and what its places point into.
struct Closely {
  Report report;
  graph::Graph graph;
};

/// What is said of one file, by all that have read it.
struct View {
  std::vector<Report> reports;
  struct Item {
    const Report* report;
    const Diagnostic* finding;
  };
  std::vector<Item> items;  ///< in the order of their places
};

/// A configuration that cannot be used.
struct ConfigProblem {
  std::string path = {};  ///< absolute; empty: it has no place
  Position place = {};
  std::string message;
};

class Workspace {
 public:
  Workspace() : disk_(real_files()) {}
  /// In place of the real files; for tests.
  explicit Workspace(std::unique_ptr<Files> disk) : disk_(std::move(disk)), given_(true) {}

  const Documents& documents() const { return documents_; }
  void open(OpenDocument document);
  void change(const std::string& path, std::string text, std::int64_t version);
  void close(const std::string& path);

  void add_folder(const std::string& path);
  void remove_folder(const std::string& path);
  const std::set<std::string>& folders() const { return folders_; }
  void choose(project::Choices choices);
  const project::Choices& choices() const { return choices_; }

  /// Another number after everything that may change what is said of files.
  std::uint64_t state() const { return state_; }
  /// The text of a file is another one.
  void touch(const std::string& path);
  /// Files came or went, or settings changed: nothing is known any more.
  void reset();

  /// What is built or linted when this file is asked about: itself, what a Compose file has built,
  /// the builds that read it. Fresh ones.
  std::vector<Analysed*> about(const std::string& path);
  /// All builds in a folder.
  std::vector<std::string> builds_in(const std::string& folder);
  /// The report of one build; null where its configuration is broken or it is none.
  Analysed* analysed(const std::string& path);
  /// What is said of a file by every build known so far.
  View view(const std::string& path);
  /// Tells whether a view is still the same: the numbers of the analyses in it.
  std::vector<std::uint64_t> mark(const std::string& path);
  std::vector<ConfigProblem> config_problems();
  /// Reads the configuration that holds at a place, so that its problems are known.
  void read_config(const std::string& path);

  Closely closely(const Analysed& build);
  const Files& files_for(const std::string& path) { return room(path).files; }
  project::Settings& settings_for(const std::string& path) { return room(path).settings; }
  std::string folder_of(const std::string& path);
  const Files& disk() const { return *disk_; }

 private:
  /// A folder seen by itself.
  struct Room {
    Room(const Documents& open, const Files& disk, std::string place,
         const project::Choices& choices)
        : folder(std::move(place)), files(open, disk, folder), settings(files, choices) {}
    std::string folder;  ///< absolute
    OpenFiles files;
    project::Settings settings;
    std::map<std::string, Analysed> builds;                 ///< by absolute path
    std::map<std::string, std::set<std::string>> readers;   ///< builds by the real paths they read
    std::map<std::string, std::vector<std::string>> found;  ///< builds below a directory
  };
  Room& room(const std::string& path);
  const std::vector<std::string>& builds_below(Room& room, const std::string& directory);
  void refresh(Room& room, const std::vector<std::string>& paths);
  std::vector<Analysed*> readers(Room& room, const std::string& real);
  bool is_dockerfile(Room& room, const std::string& path);

  std::unique_ptr<Files> disk_;
  bool given_ = false;
  Documents documents_;
  std::set<std::string> folders_;
  project::Choices choices_;
  std::map<std::string, std::unique_ptr<Room>> rooms_;
  std::uint64_t analyses_ = 0;
  std::uint64_t state_ = 0;
};

}  // namespace cudafit::lsp
