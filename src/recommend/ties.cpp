#include "recommend/ties.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "terms/ascii.h"
#include "terms/word_list.h"

namespace cudafit::recommend {

namespace {

/// libcudart.so.12.4.127: the library's file of one release. What is only a major is a link that
/// other releases have, too.
bool names_release(std::string_view path) {
  const std::size_t suffix = path.rfind(".so.");
  if (suffix == path.npos || path.find('/', suffix) != path.npos) return false;
  const std::string_view version = path.substr(suffix + std::string_view(".so.").size());
  return std::count(version.begin(), version.end(), '.') >= 2 &&
         version.find_first_not_of("0123456789.") == version.npos;
}

/// "libffi7_3.3-4_amd64.deb" of the path or the address of a package; empty for names of packages.
std::string package_file(std::string_view written) {
  if (!written.ends_with(".deb") && !written.ends_with(".rpm")) return {};
  return std::string(written.substr(written.find_last_of('/') + 1));
}

/// "g++-7" of g++-7-multilib, "python3.8" of python3.8-dev: a system has such packages of some
/// releases only. Empty for other names: a number behind a library is of its interface.
std::string numbered(std::string_view name) {
  constexpr std::string_view digits = "0123456789.";
  constexpr WordList named_by_release = "g++ gcc gfortran cpp clang clang++ llvm openjdk";
  std::size_t end = name.npos;
  const std::size_t dash = name.find('-');
  if (name.starts_with("python") && name.find('.') != name.npos) {
    end = name.find_first_not_of(digits, std::string_view("python").size());
  } else if (dash != name.npos && dash + 1 < name.size() && ascii::digit(name[dash + 1]) &&
             listed(named_by_release, name.substr(0, dash))) {
    end = name.find_first_not_of(digits, dash + 1);
  } else {
    return {};
  }
  return std::string(name.substr(0, end));
}

struct Ties {
  const graph::Graph& graph;
  const std::vector<int>& stages;
  bool other_system = false;
  std::vector<Note> out{};
  std::set<std::string> told{};  ///< packages with a number in their name

  bool here(int stage) const {
    return std::find(stages.begin(), stages.end(), stage) != stages.end();
  }

  void add_copies() {
    for (const facts::StageCopy& copy : graph.facts.stage_copies) {
      if (copy.from < 0 || !here(copy.from)) continue;
      for (const std::string& source : copy.sources) {
        if (names_release(source))
          out.push_back({source + " is there under that name", copy.span, {}});
      }
    }
  }

  void add_numbered(const facts::SystemPackageName& package) {
    const std::string name = numbered(package.name);
    if (name.empty() || !told.insert(name).second) return;
    out.push_back({fmt::format("that system has {}, too", name), package.span, {}});
  }

  void add_packages() {
    for (const facts::SystemInstall& install : graph.facts.system_installs) {
      if (!here(install.at.stage)) continue;
      for (const facts::SystemPackageName& package : install.packages) {
        if (const std::string file = package_file(package.text.value); !file.empty()) {
          if (other_system) out.push_back({file + " suits that system, too", package.span, {}});
          continue;
        }
        if (package.known && !package.version.empty())
          out.push_back({fmt::format("{} is there in version {}", package.name, package.version),
                         package.span,
                         {}});
        if (other_system && package.known && package.version.empty()) add_numbered(package);
      }
    }
  }
};

}  // namespace

std::vector<Note> ties(const graph::Graph& graph, const std::vector<int>& stages,
                       const matrix::ImageContents* now, const matrix::ImageContents& other) {
  const bool system = now == nullptr || now->os != other.os || now->os_release != other.os_release;
  Ties found{graph, stages, system};
  const bool cuda =
      now == nullptr || now->cuda != other.cuda || now->cudnn_version != other.cudnn_version;
  if (system || cuda) found.add_copies();
  // Of one system the packages are the same, whichever CUDA is in it; those of NVIDIA's repository,
  // too, which is one for each system.
  const bool repository = now != nullptr && now->cuda && !other.cuda;
  if (system || repository) found.add_packages();
  return std::move(found.out);
}

}  // namespace cudafit::recommend
