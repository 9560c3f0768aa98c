#include "recommend/split_builds.h"

#include <fmt/format.h>

#include <optional>

#include "source/files.h"
#include "terms/word_list.h"

namespace cudafit::recommend {

namespace {

constexpr WordList compilers = "nvcc gcc g++ cc c++ clang clang++";
constexpr WordList builders = "cmake make gmake ninja configure ctest autogen.sh cargo";
constexpr WordList node_tools = "npm yarn pnpm";

class Reader {
 public:
  Reader(const CommandWords& words, Made& made,
         const std::function<std::string(std::string_view)>& environment)
      : words_(words), made_(made), environment_(environment) {}

  BuildCommand read() {
    const std::string_view name = words_.command->name();
    out_.builds = true;
    if (compilers.has(name)) {
      compile(name);
    } else if (node_tools.has(name)) {
      node(name);
    } else if (name == "cargo") {
      cargo();
    } else {
      build(name);
    }
    return std::move(out_);
  }

 private:
  void refuse(std::string why) {
    if (out_.refusal.empty()) out_.refusal = std::move(why);
  }

  void compile(std::string_view name) {
    for (std::size_t i = words_.first(); i < words_.size(); ++i) {
      if (words_.word(i) == "--version" || words_.word(i) == "-V" || words_.word(i) == "-v") {
        out_.builds = false;
        return;
      }
    }
    for (std::size_t i = words_.first(); i < words_.size(); ++i) {
      std::optional<std::string> path;
      if (words_.word(i) == "-o" && i + 1 < words_.size()) {
        path = words_.absolute(words_.command->words[i + 1]);
      } else if (words_.word(i).starts_with("--output-file=") ||
                 (words_.word(i).starts_with("-o") && words_.word(i).size() > 2)) {
        Text value = words_.command->words[i];
        value.value = value.value.substr(words_.word(i).starts_with("-o") ? 2 : 14);
        path = words_.absolute(value);
      } else {
        continue;
      }
      if (path) return Made::add(made_.outputs, *path);
    }
    refuse(fmt::format("where {} writes to is not known", name));
  }

  void tree(const std::optional<Text>& named) {
    const auto path = words_.absolute(named ? *named : words_.command->directory);
    if (!path || *path == "/") return refuse("where something is compiled is not known");
    out_.tree = *path;
    Made::add(made_.trees, *path);
  }

  void install_to(const std::optional<Text>& prefix) {
    std::string path = made_.prefix;
    if (prefix) {
      const auto known = words_.absolute(*prefix);
      if (!known) return refuse("where something is installed to is not known");
      path = *known;
    }
    install_into(path, path);
  }

  /// `files`: what is copied of it, where it is no directory of the system.
  void install_into(const std::string& prefix, const std::string& files) {
    made_.installs = true;
    if (prefix.empty() || prefix == "/usr/local" || prefix == "/usr") {
      made_.into_system = true;
      if (prefix == "/usr") refuse("something is compiled and installed to /usr");
    } else {
      Made::add(made_.outputs, files);
    }
  }

  void build(std::string_view name) {
    for (const Text& each : words_.command->words) {
      if (each.complete && each.value == "--version") {
        out_.builds = false;
        return;
      }
    }
    if (name == "configure") {
      if (const auto prefix = words_.option("--prefix")) set_prefix(*prefix);
      return tree(std::nullopt);
    }
    if (name == "cmake") return cmake();
    const bool installs = words_.says("install");
    if (const auto to = words_.option("PREFIX")) set_prefix(*to);
    if (const auto to = words_.option("DESTDIR"); to && installs)
      return refuse("make installs to a directory of its own");
    tree(words_.option("-C"));
    if (installs) install_to(std::nullopt);
  }

  void set_prefix(const Text& prefix) {
    const auto path = words_.absolute(prefix);
    if (!path) return refuse("where something is installed to is not known");
    made_.prefix = *path;
  }

  void cmake() {
    if (words_.says("--install")) return install_to(words_.option("--prefix"));
    if (words_.says("--build")) {
      tree(words_.option("--build"));
      if (words_.says("install")) install_to(std::nullopt);
      return;
    }
    for (const std::string_view name :
         {"-DCMAKE_INSTALL_PREFIX:PATH", "-DCMAKE_INSTALL_PREFIX", "--install-prefix"}) {
      const auto prefix = words_.option(name);
      if (!prefix) continue;
      set_prefix(*prefix);
      break;
    }
    tree(words_.option("-B"));
  }

  /// Its directory holds far more than what runs: only what is named of it is copied.
  void pick(const std::string& directory, std::string_view program) {
    out_.tree = directory;
    made_.picked.push_back({directory, std::string(program), false});
  }

  void cargo() {
    const std::string_view verb = words_.word(words_.first());
    if (verb == "install") {
      const auto root = words_.option("--root");
      const auto path = root ? words_.absolute(*root) : std::optional(environment_("CARGO_HOME"));
      if (!path || !path->starts_with('/')) return refuse("where cargo installs to is not known");
      // What it keeps for itself lies beside the programs.
      return install_into(*path, *path + "/bin");
    }
    if (verb != "build" && verb != "b") return;
    std::optional<std::string> directory;
    if (const auto to = words_.option("--target-dir")) {
      directory = words_.absolute(*to);
    } else if (const std::string set = environment_("CARGO_TARGET_DIR"); !set.empty()) {
      directory = words_.absolute(Text(set, {}));
    } else if (const auto manifest = words_.option("--manifest-path")) {
      directory = words_.absolute(*manifest);
      if (directory) directory = resolve_dots(*directory + "/../target");
    } else if (directory = words_.absolute(words_.command->directory); directory) {
      directory = join_path(*directory, "target");
    }
    if (!directory) return refuse("where cargo compiles is not known");
    pick(*directory, "cargo");
  }

  void node(std::string_view name) {
    if (words_.says("-g") || words_.says("--global") || words_.says("global"))
      return refuse(fmt::format("{} installs programs for the whole system", name));
    std::optional<Text> at;
    for (const std::string_view option : {"--prefix", "--cwd", "--dir", "-C"}) {
      if (const auto value = words_.option(option); value && !at) at = value;
    }
    const auto path = words_.absolute(at ? *at : words_.command->directory);
    if (!path || *path == "/") return refuse(fmt::format("where {} works is not known", name));
    pick(*path, name);
  }

  const CommandWords& words_;
  Made& made_;
  const std::function<std::string(std::string_view)>& environment_;
  BuildCommand out_;
};

}  // namespace

bool builds(std::string_view program) {
  return compilers.has(program) || builders.has(program) || node_tools.has(program);
}

BuildCommand read_build(const CommandWords& words, Made& made,
                        const std::function<std::string(std::string_view)>& environment) {
  return Reader(words, made, environment).read();
}

}  // namespace cudafit::recommend
