#include "cli/git.h"

#include <unistd.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "programs/program.h"
#include "source/files.h"

namespace cudafit::cli {
namespace {

using Words = std::vector<std::string>;
/// Settings that go before those of the repository.
using Settings = std::vector<std::pair<std::string, std::string>>;

using Output = programs::Ended;

/// The environment without what makes git run something or look elsewhere, with `settings`,
/// for the repository at `root`.
Words environment(const Settings& settings, const std::string& root) {
  Words out;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view line = *each;
    if (!line.starts_with("GIT_") && !line.starts_with("PAGER=")) out.emplace_back(line);
  }
  out.emplace_back("GIT_TERMINAL_PROMPT=0");
  out.emplace_back("GIT_OPTIONAL_LOCKS=0");
  out.emplace_back("GIT_NO_LAZY_FETCH=1");
  // An older git fetches what a partial clone lacks all the same, and a protocol is allowed by name
  // before it is forbidden with all others: only this list goes before both.
  out.emplace_back("GIT_ALLOW_PROTOCOL=none");
  // A folder that only looks like a repository is not the one around it.
  out.emplace_back("GIT_CEILING_DIRECTORIES=" + parent_path(root));
  out.emplace_back("GIT_CONFIG_COUNT=" + std::to_string(settings.size()));
  for (std::size_t i = 0; i < settings.size(); ++i) {
    out.push_back("GIT_CONFIG_KEY_" + std::to_string(i) + "=" + settings[i].first);
    out.push_back("GIT_CONFIG_VALUE_" + std::to_string(i) + "=" + settings[i].second);
  }
  return out;
}

Output run(Words arguments, const Settings& settings, const std::string& root,
           const std::string& input) {
  return programs::run({.program = "git",
                        .words = std::move(arguments),
                        .environment = environment(settings, root),
                        .input = input,
                        .most_output = 256u << 20});
}

Words split(std::string_view text, char separator) {
  Words out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

bool is_hash(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// One repository.
class Git {
 public:
  explicit Git(std::string root) : root_(std::move(root)) {
    // Where a file may have changed git compares it as it would be committed, which is what the
    // programs named here are for.
    const Output found = ask({"config", "--null", "--name-only", "--get-regexp",
                              "^filter\\..*\\.(clean|process|required)$"});
    for (const std::string& name : split(found.out, '\0'))
      settings_.emplace_back(name, name.ends_with(".required") ? "false" : "");
  }

  Output ask(Words words, const std::string& input = "") const {
    words.insert(words.begin(), {"--no-pager", "-C", root_, "-c", "core.fsmonitor=false", "-c",
                                 "core.hooksPath=/dev/null", "-c", "diff.external=", "-c",
                                 "protocol.allow=never"});
    return run(std::move(words), settings_, root_, input);
  }

  /// Each path of the answer, made absolute.
  Result<std::set<std::string>> paths(Words words) const {
    const Output output = ask(std::move(words));
    if (output.status != 0) return failed(output);
    std::set<std::string> out;
    for (const std::string& path : split(output.out, '\0')) out.insert(join_path(root_, path));
    return out;
  }

  static Failure failed(const Output& output) {
    const std::size_t end = output.error.find('\n');
    return Failure{output.error.empty() ? "git failed" : output.error.substr(0, end)};
  }

 private:
  std::string root_;
  Settings settings_{};  ///< whose names may hold anything, so that they are no arguments
};

constexpr std::string_view submodule = "160000";

/// A file that git takes for changed by its times or for its contents, it has not looked which.
struct Suspect {
  std::string path;  ///< absolute
  std::string hash;  ///< of what was there
};

/// Those whose bytes are what they were; none where that cannot be known. git would compare what
/// the filters make of them, which are programs.
std::set<std::string> unchanged(const Git& git, const std::vector<Suspect>& suspects) {
  std::set<std::string> same;
  std::string input;
  for (const Suspect& suspect : suspects) input += suspect.path + "\n";
  if (input.empty()) return same;
  const Output output = git.ask({"hash-object", "--no-filters", "--stdin-paths"}, input);
  const Words hashes = split(output.out, '\n');
  if (output.status != 0 || hashes.size() != suspects.size()) return same;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (hashes[i] == suspects[i].hash) same.insert(suspects[i].path);
  }
  return same;
}

/// What of the working tree differs from the commit. Why that is not known, else empty.
std::string compare(const Git& git, const std::string& root, const std::string& commit,
                    Changes& changes) {
  // Submodules by the commit that is checked out: more would run git in them.
  const Output output =
      git.ask({"diff-index", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff",
               "--no-textconv", "--ignore-submodules=dirty", commit, "--"});
  if (output.status != 0) return Git::failed(output).message;
  const Words fields = split(output.out, '\0');
  std::vector<Suspect> suspects;
  for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
    // ":100644 100644 HASH HASH M"
    const Words words = split(std::string_view(fields[i]).substr(1), ' ');
    if (words.size() != 5) return "git answered what is not understood";
    const std::string path = join_path(root, fields[i + 1]);
    if (words[4] == "D") {
      changes.deleted.insert(path);
      continue;
    }
    changes.files.insert(path);
    if (words[1] == "120000") changes.links.insert(path);
    // Of another submodule anything may be gone.
    if (words[0] == submodule || words[1] == submodule) changes.deleted.insert(path);
    const bool open = words[3].find_first_not_of('0') == std::string::npos;
    if (open && words[0] == words[1] && words[0].starts_with("100") &&
        path.find('\n') == std::string::npos)
      suspects.push_back({path, words[2]});
  }
  for (const std::string& path : unchanged(git, suspects)) changes.files.erase(path);
  return "";
}

}  // namespace

Result<Changes> changes_since(const std::string& root, const std::string& revision) {
  if (revision.empty() || revision.front() == '-' || revision.find('\0') != std::string::npos)
    return Failure{"it is no name of a revision"};
  const Git git(root);
  const Output named = git.ask({"rev-parse", "--verify", "--quiet", revision + "^{commit}"});
  std::string commit = named.out.substr(0, named.out.find('\n'));
  if (named.status != 0 || !is_hash(commit))
    return named.error.empty() ? Failure{"git knows no such revision"} : Git::failed(named);
  // A shallow clone may not reach back to the last common commit.
  const Output common = git.ask({"merge-base", commit, "HEAD"});
  const std::string base = common.out.substr(0, common.out.find('\n'));
  if (common.status == 0 && is_hash(base)) commit = base;

  Changes changes;
  if (const std::string wrong = compare(git, root, commit, changes); !wrong.empty())
    return Failure{wrong};
  Result<std::set<std::string>> fresh =
      git.paths({"ls-files", "-z", "--full-name", "--others", "--exclude-standard", "--"});
  if (!fresh) return Failure{fresh.error()};
  changes.files.merge(*fresh);
  const Output listed = git.ask({"ls-files", "-z", "--full-name", "--stage", "--"});
  if (listed.status != 0) return Git::failed(listed);
  for (const std::string& entry : split(listed.out, '\0')) {
    const std::size_t path = entry.find('\t');
    if (entry.starts_with(submodule) && path != std::string::npos)
      changes.submodules.insert(join_path(root, entry.substr(path + 1)));
  }
  return changes;
}

}  // namespace cudafit::cli
