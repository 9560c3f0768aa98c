// Recorded machines: tests/host/<situation>/ is one. README there says how it is described.

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "host/answers.h"
#include "host/doctor.h"
#include "host/rooted_files.h"
#include "host/words.h"
#include "matrix/gpu.h"
#include "matrix/host_checks.h"
#include "terms/version.h"

namespace fs = std::filesystem;
using namespace cudafit;

namespace {

const fs::path here = fs::path(CUDAFIT_TESTS_DIR) / "host";

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// `\n`, `\t`, `\0`, `\e` and `\\`, so that one line describes any bytes.
std::string unescaped(const std::string& text) {
  const std::map<char, char> meant{
      {'n', '\n'}, {'t', '\t'}, {'0', '\0'}, {'e', '\x1b'}, {'\\', '\\'}};
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto found =
        text[i] == '\\' && i + 1 < text.size() ? meant.find(text[i + 1]) : meant.end();
    if (found == meant.end()) {
      out += text[i];
      continue;
    }
    out += found->second;
    ++i;
  }
  return out;
}

/// A machine out of the folder of a situation.
class Recorded {
 public:
  explicit Recorded(const fs::path& folder) {
    if (fs::exists(folder / "root")) fs::copy(folder / "root", root_, fs::copy_options::recursive);
    std::istringstream lines(slurp(folder / "machine.txt"));
    for (std::string line; std::getline(lines, line);) take(line);
    read_programs(slurp(folder / "programs.txt"));
  }
  ~Recorded() { fs::remove_all(root_); }
  Recorded(const Recorded&) = delete;
  Recorded& operator=(const Recorded&) = delete;

  host::Machine machine() {
    return {.files = files_,
            .run = [this](const programs::Command& command) { return run(command); },
            .find = [this](const std::string& name) { return find(name); },
            .node =
                [this](const std::string& path) {
                  const auto found = nodes_.find(path);
                  return found == nodes_.end() ? host::Node{} : found->second;
                },
            .space = [this](const std::string& path) -> std::optional<host::Space> {
              const auto found = spaces_.find(path);
              return found == spaces_.end() ? std::nullopt : std::optional(found->second);
            },
            .variable = [this](const std::string& name) { return variables_[name]; },
            .groups = groups_,
            .architecture = architecture_,
            .today = "2026-11-30"};
  }

 private:
  struct Program {
    std::string key;
    programs::Ended ended;
  };

  fs::path made(const std::string& path) const {
    fs::path place = root_ + "/" + path;
    fs::create_directories(place.parent_path());
    return place;
  }

  void take(const std::string& line) {
    std::istringstream words(line);
    std::string what, path, rest;
    words >> what >> path;
    if (what.empty() || what.front() == '#') return;
    std::getline(words >> std::ws, rest);
    if (what == "architecture") {
      architecture_ = path;
    } else if (what == "groups") {
      std::istringstream numbers(path + " " + rest);
      for (unsigned group = 0; numbers >> group;) groups_.push_back(group);
    } else if (what == "variable") {
      variables_[path] = rest;
    } else if (what == "program") {
      found_[path] = rest;
    } else if (what == "node") {
      std::istringstream numbers(rest);
      host::Node node{.there = true};
      std::string usable;
      numbers >> std::oct >> node.mode >> std::dec >> node.user >> node.group >> usable;
      node.usable = usable != "denied";
      nodes_[path] = node;
    } else if (what == "space") {
      std::istringstream numbers(rest);
      host::Space space;
      numbers >> space.free >> space.size;  // in MiB
      space.free <<= 20;
      space.size <<= 20;
      spaces_[path] = space;
    } else if (what == "file") {
      std::ofstream(made(path), std::ios::binary) << unescaped(rest);
    } else if (what == "repeat") {
      std::istringstream parts(rest);
      std::size_t times = 0;
      parts >> times;
      std::string text;
      std::getline(parts >> std::ws, text);
      std::ofstream out(made(path), std::ios::binary);
      for (const std::string bytes = unescaped(text); times > 0; --times) out << bytes;
    } else if (what == "directory") {
      fs::create_directories(root_ + "/" + path);
    } else if (what == "link") {
      fs::create_symlink(rest, made(path));
    } else if (what == "fifo") {
      REQUIRE(mkfifo(made(path).c_str(), 0600) == 0);
    } else {
      FAIL("machine.txt does not know ", what);
    }
  }

  /// `$ PROGRAM WORDS... => STATUS`, or `=> hangs`; below it what it prints, `! ` before lines of
  /// standard error.
  void read_programs(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("$ ")) {
        const std::size_t arrow = line.rfind(" => ");
        REQUIRE(arrow != std::string::npos);
        Program& program = programs_.emplace_back();
        program.key = line.substr(2, arrow - 2);
        program.ended.started = true;
        const std::string status = line.substr(arrow + 4);
        program.ended.timed_out = status == "hangs";
        program.ended.status = program.ended.timed_out ? -1 : std::stoi(status);
      } else {
        REQUIRE(!programs_.empty());
        programs::Ended& ended = programs_.back().ended;
        if (line.starts_with("! "))
          ended.error += unescaped(line.substr(2)) + "\n";
        else
          ended.out += unescaped(line) + "\n";
      }
    }
  }

  programs::Ended run(const programs::Command& command) {
    CHECK(command.limit.count() > 0);
    CHECK(command.own_group);
    std::string line = std::string(file_name(command.program));
    for (const std::string& word : command.words) line += " " + word;
    for (const Program& program : programs_) {
      if (line.starts_with(program.key)) return program.ended;
    }
    programs::Ended none;
    none.error = command.program + " is not installed";
    return none;
  }

  std::string find(const std::string& name) {
    if (const auto given = found_.find(name); given != found_.end()) return given->second;
    for (const Program& program : programs_) {
      if (program.key.substr(0, program.key.find(' ')) == name) return "/usr/bin/" + name;
    }
    return "";
  }

  static std::string temporary() {
    std::string name = (fs::temp_directory_path() / "cudafit-host-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    return name;
  }

  std::string root_ = temporary();
  std::unique_ptr<Files> disk_ = real_files();
  host::RootedFiles files_{*disk_, root_};
  std::string architecture_ = "x86_64";
  std::vector<unsigned> groups_{};
  std::map<std::string, std::string> variables_{}, found_{};
  std::map<std::string, host::Node> nodes_{};
  std::map<std::string, host::Space> spaces_{};
  std::vector<Program> programs_{};
};

std::vector<fs::path> situations() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(here)) {
    if (entry.is_directory()) out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

void check_against(const fs::path& path, const std::string& text) {
  if (std::getenv("UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << text;
  CHECK_MESSAGE(slurp(path) == text, path.string(), " is not what the report says:\n", text);
}

}  // namespace

TEST_CASE("recorded machines") {
  CHECK(situations().size() >= 40);
  std::set<std::string> ids;
  for (const fs::path& folder : situations()) {
    INFO(folder.filename().string());
    Recorded recorded(folder);
    const host::Report report = host::examine(recorded.machine());
    check_against(folder / "expected.txt", report_text(report));
    check_against(folder / "expected.json", report_json(report));

    std::set<std::string> here_ids;
    for (const host::Check& check : report.checks) {
      INFO(check.id);
      CHECK(here_ids.emplace(check.id).second);
      CHECK(!check.why.empty());
      CHECK(!check.sources.empty());
      const bool trouble =
          check.verdict == host::Verdict::failed || check.verdict == host::Verdict::warning;
      CHECK(trouble == !check.problem.empty());
      if (trouble) {
        CHECK(matrix::host_check(check.id, check.problem));
        CHECK(!check.fix.empty());
        CHECK(!check.seen.empty());
        CHECK(!check.from.empty());
      }
    }
    if (ids.empty()) ids = here_ids;
    CHECK(ids == here_ids);  // always all of them

    // What is declared is what flags could say.
    if (!report.host) continue;
    if (!report.host->driver.empty()) CHECK(Version::parse(report.host->driver));
    for (const auto& gpu : report.host->gpus) CHECK(!matrix::find_gpu(gpu.written).gpus.empty());
  }
}

TEST_CASE("every problem of the tables comes up on some machine") {
  std::set<std::string> met;
  for (const fs::path& folder : situations()) {
    const auto json = nlohmann::json::parse(slurp(folder / "expected.json"), nullptr, false);
    REQUIRE(!json.is_discarded());
    for (const auto& check : json["checks"]) {
      const std::string id = check["id"];
      met.insert(id + " any");
      if (check["problem"].is_string()) met.insert(id + " " + std::string(check["problem"]));
    }
  }
  for (const matrix::HostCheck& row : matrix::host_checks()) {
    const std::string name = std::string(row.check) + " " + std::string(row.problem);
    CHECK_MESSAGE(met.contains(name), name);
  }
}

TEST_CASE("nothing a stranger wrote reaches the terminal as it is") {
  for (const fs::path& folder : situations()) {
    INFO(folder.filename().string());
    for (const char* const name : {"expected.txt", "expected.json"}) {
      const std::string text = slurp(folder / name);
      CHECK(std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c != '\n' && (byte < 0x20 || byte >= 0x7f);
      }));
      CHECK(text.find("\n::") == std::string::npos);
    }
  }
}

TEST_CASE("versions in what programs say") {
  CHECK(host::version_in("NVIDIA Container Toolkit CLI version 1.17.8-1") == "1.17.8");
  CHECK(host::version_in("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat") ==
        "535.104.05");
  CHECK(host::version_in("v2 and 3.") == "");
  CHECK(host::version_in("") == "");
  CHECK(host::version_of("5.10.16.3-microsoft-standard-WSL2").text() == "5.10.16.3");
  CHECK(host::version_of("1.2.3.4.5.6").text() == "1.2.3.4");
  CHECK(!host::version_of("99999999999999999999.1"));
  CHECK(host::shortened(std::string(1000, 'x')).size() < 250);
  CHECK(host::split("a, b,c", ',').size() == 3);
}

TEST_CASE("what is known to be bad") {
  const auto bad = [](const char* version) {
    return matrix::known_bad("container-toolkit", *Version::parse(version)).size();
  };
  CHECK(bad("1.17.4") == 2);
  CHECK(bad("1.17.5") == 1);
  CHECK(bad("1.17.3") == 1);
  CHECK(bad("1.17.8") == 0);
  CHECK(bad("1.19.0") == 0);
  CHECK(matrix::known_bad("container-toolkit", {}).empty());
  CHECK(matrix::known_bad("nobody", *Version::parse("1.0")).empty());
  for (const matrix::KnownBad& row : matrix::known_bad()) {
    CHECK(Version::parse(row.below));
    CHECK((row.from.empty() || Version::parse(row.from)));
    CHECK(!row.text.empty());
  }
}

TEST_CASE("another machine's links stay below its root") {
  Recorded recorded(here / "hostile-links");
  const host::Machine machine = recorded.machine();
  CHECK(machine.files.read("/etc/out").error() == "no such file or directory");
  CHECK(machine.files.kind("/etc/circle") == FileKind::missing);
  CHECK(*machine.files.read("/etc/inside") == "inside\n");
  CHECK(machine.files.real("/etc/inside") == "/srv/file");
  CHECK(machine.files.real("/etc/dangling").empty());
}

TEST_CASE("the machine we are on is looked at and nothing hangs") {
  const std::unique_ptr<Files> files = real_files();
  const host::Report report = host::examine(host::this_machine(*files));
  CHECK(!report.architecture.empty());
  CHECK(!report.checks.empty());
  CHECK(!report_text(report).empty());
  const std::string root = (here / "server-healthy/root").string();
  const host::RootedFiles there(*files, root);
  const host::Report elsewhere = host::examine(host::this_machine(there, root));
  CHECK(elsewhere.system == "Ubuntu 22.04.4 LTS");
}
