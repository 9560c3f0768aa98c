#pragma once
// Files that a build downloads and then runs or unpacks under another name. Private to the facts
// room.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "facts/extract.h"

namespace cudafit::facts {

/// What one command downloads.
struct Fetch {
  std::vector<Text> addresses;
  std::string name;  ///< where it goes, empty: by the address; "-": standard output
  bool known = true;
};

/// Of every wget, curl and aria2c of a build; the commands must outlive it.
class Fetches {
 public:
  explicit Fetches(const Document& document);
  /// Null for a command that downloads nothing.
  const Fetch* of(const Command& command) const;

 private:
  std::unordered_map<const Command*, Fetch> fetches_;
};

/// Which address each file of a stage came from.
class Downloads {
 public:
  /// ADD of an address.
  void follow(const Step& step);
  /// wget, curl, aria2c, mv, cp, ln.
  void follow(const Command& command, const Fetches& fetches);

  /// The address of what stands at `path`; empty when it is not known. Parts of it may be missing
  /// behind the host.
  std::string_view address(std::string_view path) const;
  /// The same; empty unless all of it is known.
  std::string_view whole_address(std::string_view path) const;
  /// Last component of that address, else of `path` itself.
  std::string_view file(std::string_view path) const;

 private:
  struct Origin {
    std::string address;
    bool known = false;  ///< all of it
  };
  void add(std::string_view path, Origin origin);
  const Origin* origin(std::string_view path) const;

  std::map<std::string, Origin, std::less<>> origins_;  ///< by name of the file
};

/// The downloads of each stage; a stage starts with those of the stage it builds on.
class StageDownloads {
 public:
  Downloads& of(const Stage& stage);

 private:
  std::map<std::size_t, Downloads> stages_;
};

/// The address that a command downloads (`wget URL`, `curl -fsSL URL`), where there is exactly one.
Text downloaded(const Command& command);

/// The file that a shell runs (`bash -x ./install.sh`), or the program itself where it is a path to
/// a script. An empty text when it runs none, or takes its script from elsewhere.
const Text& script_of(const Command& command);

/// conda itself is installed: `bash Miniconda3-latest-Linux-x86_64.sh -b -p /opt/conda`.
struct CondaSetup {
  std::string_view distribution;  ///< see conda_distribution
  std::string prefix;             ///< empty when not known
};
std::optional<CondaSetup> conda_setup(const Command& command, const Downloads& downloads);

}  // namespace cudafit::facts
