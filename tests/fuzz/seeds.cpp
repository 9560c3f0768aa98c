#include "seeds.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <map>
#include <set>
#include <sstream>
#include <string_view>

namespace cudafit::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 8192;

std::string slurp(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

/// The texts in quotes of a C++ file; those that stand behind each other are one.
class Literals {
 public:
  explicit Literals(std::string_view text) : text_(text) {}

  std::vector<std::string> all() {
    while (at_ < text_.size()) {
      if (looking_at("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (looking_at("R\"")) {
        raw();
      } else if (text_[at_] == '"') {
        quoted();
      } else if (text_[at_] == '\'') {
        at_ = std::min(text_.find('\'', at_ + (looking_at("'\\") ? 3 : 2)), text_.size() - 1) + 1;
      } else {
        if (std::string_view(" \n\t").find(text_[at_]) == std::string_view::npos) end();
        ++at_;
      }
    }
    end();
    return std::move(all_);
  }

 private:
  bool looking_at(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  void end() {
    if (!now_.empty()) all_.push_back(std::move(now_));
    now_.clear();
  }

  void raw() {
    const std::size_t open = text_.find('(', at_);
    const std::string close = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
    const std::size_t stop = text_.find(close, open);
    now_ += text_.substr(open + 1, stop - open - 1);
    at_ = stop == std::string_view::npos ? text_.size() : stop + close.size();
  }

  void quoted() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] != '\\' || at_ + 1 == text_.size()) {
        now_ += text_[at_];
        continue;
      }
      const std::map<char, char> meant{{'n', '\n'}, {'t', '\t'}, {'r', '\r'},
                                       {'0', '\0'}, {'v', '\v'}, {'f', '\f'}};
      const char c = text_[++at_];
      if (c == 'x') {
        const std::string digits(text_.substr(at_ + 1, 2));
        now_ += static_cast<char>(std::strtoul(digits.c_str(), nullptr, 16));
        at_ += 2;
      } else {
        const auto found = meant.find(c);
        now_ += found == meant.end() ? c : found->second;
      }
    }
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string now_;
  std::vector<std::string> all_;
};

/// Where the seeds of a target are.
struct Kind {
  /// Words of which one is in the name of a file.
  std::vector<std::string_view> files;
  /// Beginnings of the paths, below tests/, of C++ files whose texts count.
  std::vector<std::string_view> texts;
};

const std::map<std::string_view, Kind>& kinds() {
  static const std::map<std::string_view, Kind> all{
      {"answers", {{".json"}, {"registry/", "verify/"}}},
      {"build_files",
       {{".yaml", ".yml", ".hcl", ".json", ".env"},
        {"read/bake", "read/hcl", "read/compose", "read/devcontainer", "document/build_files",
         "document/compose"}}},
      {"check", {{"ockerfile"}, {"document/script", "read/cmake", "read/setup_py"}}},
      {"conda", {{".yaml", ".yml"}, {"read/yaml", "facts/conda"}}},
      {"dockerfile", {{"ockerfile"}, {"read/dockerfile", "read/expand", "document/"}}},
      {"fix", {{"ockerfile"}, {}}},
      {"host", {{}, {}}},
      {"lock", {{".lock", "pylock", "Pipfile"}, {"read/lock", "facts/lock"}}},
      {"lsp", {{"ockerfile"}, {"lsp/"}}},
      {"project", {{"pyproject", "setup.cfg"}, {"facts/pip_projects", "facts/unlocked"}}},
      {"requirements",
       {{"requirements", "setup.cfg", "setup.py", ".txt"}, {"read/requirement", "read/setup_py"}}},
      {"services",
       {{"compose", ".hcl", "devcontainer", ".yaml"},
        {"read/bake", "read/devcontainer", "document/build_files", "document/compose"}}},
      {"shell",
       {{".sh", "ockerfile", ".cmake", "CMakeLists"},
        {"read/shell", "read/windows", "read/cmake", "read/docker_run", "document/run_lines"}}},
      {"terms",
       {{},
        {"terms/", "facts/image_reference", "read/requirement_test", "read/ignorefile",
         "read/dockerignore", "facts/conda_test"}}},
      {"toml",
       {{".toml", "pyproject"}, {"read/config", "read/pyproject", "read/online", "read/toml"}}},
  };
  return all;
}

template <typename Words, typename Fits>
bool any(const Words& words, const Fits& fits) {
  return std::any_of(words.begin(), words.end(), fits);
}

/// A recorded machine, as the target `host` takes it.
std::string machine(const fs::path& folder) {
  std::string out;
  const fs::path root = folder / "root";
  std::set<fs::path> files;
  if (fs::exists(root)) {
    for (const auto& entry : fs::recursive_directory_iterator(root))
      if (entry.is_regular_file()) files.insert(entry.path());
  }
  for (const fs::path& path : files)
    out += "@ file /" + path.lexically_relative(root).string() + "\n" + slurp(path) + "\n";
  std::istringstream lines(slurp(folder / "machine.txt"));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string what, path, rest;
    words >> what >> path;
    std::getline(words >> std::ws, rest);
    if (what == "file") out += "@ file /" + path + "\n" + rest + "\n";
    if (what == "node") out += "@ node " + path + "\n";
  }
  std::istringstream programs(slurp(folder / "programs.txt"));
  for (std::string line; std::getline(programs, line);) {
    if (line.starts_with("$ "))
      out += "@ program " + line.substr(2, line.rfind(" => ") - 2) + "\n";
    else
      out += line + "\n";
  }
  return out;
}

}  // namespace

std::vector<Seed> seeds(const std::string& target, const std::string& corpus) {
  const Kind& kind = kinds().at(target);
  const fs::path source = CUDAFIT_SOURCE_DIR;
  std::map<std::string, std::string> found;  // by where it is from
  std::set<std::string> known;
  const auto add = [&](const std::string& from, std::string bytes) {
    if (bytes.size() <= most_bytes && known.insert(bytes).second) found[from] = std::move(bytes);
  };
  std::vector<fs::path> folders{source / "tests", source / "examples"};
  if (!corpus.empty()) folders.emplace_back(corpus);
  for (const fs::path& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      const std::string from = entry.path().lexically_relative(source).string();
      const std::string name = entry.path().filename().string();
      const auto begins = [&](std::string_view text) {
        return std::string_view(from).starts_with("tests/" + std::string(text));
      };
      if (entry.path().extension() == ".cpp" && any(kind.texts, begins)) {
        std::size_t number = 0;
        for (std::string& each : Literals(slurp(entry.path())).all())
          add(from + ":" + std::to_string(++number), std::move(each));
      } else if (any(kind.files,
                     [&](std::string_view word) { return name.find(word) != std::string::npos; })) {
        add(from, slurp(entry.path()));
      }
    }
  }
  if (target == "host") {
    for (const auto& entry : fs::directory_iterator(source / "tests/host"))
      if (entry.is_directory()) add(entry.path().filename().string(), machine(entry.path()));
  }
  std::vector<Seed> out;
  for (auto& [from, bytes] : found) out.push_back({from, std::move(bytes)});
  return out;
}

}  // namespace cudafit::fuzz
