// Whatever the files of a repository name, nothing outside of it is opened: by `..`, by an absolute
// path, by a symbolic link. The same names lead somewhere where the repository is the folder above,
// so that the test sees what would be opened.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "project/find.h"
#include "project/run.h"
#include "project/settings.h"

using namespace cudafit;
namespace fs = std::filesystem;

namespace {

/// The disk, and what was opened of it by whom.
class Watched : public Files {
 public:
  Result<std::string> read(const std::string& path) const override {
    note(path);
    return disk_->read(path);
  }
  FileKind kind(const std::string& path) const override { return disk_->kind(path); }
  Result<std::vector<DirectoryEntry>> list(const std::string& path) const override {
    note(path);
    return disk_->list(path);
  }
  std::string real(const std::string& path) const override { return disk_->real(path); }
  Result<bool> write(const std::string&, std::string_view) override {
    return Failure{"nothing is written"};
  }

  /// Real paths of files and directories.
  std::set<std::string> opened() const { return opened_; }

 private:
  void note(const std::string& path) const {
    const std::lock_guard lock(mutex_);
    if (const std::string real = disk_->real(path); !real.empty()) opened_.insert(real);
  }

  std::unique_ptr<Files> disk_ = real_files();
  mutable std::mutex mutex_;
  mutable std::set<std::string> opened_;
};

/// What stands in the folder `outside`, whatever it is named by.
const std::map<std::string, std::string>& outside() {
  static const std::map<std::string, std::string> files{
      {"requirements.txt", "torch==2.4.1\n"},
      {"project/pyproject.toml",
       "[project]\nname = \"other\"\nversion = \"1\"\ndependencies = [\"torch==2.4.1\"]\n"},
      {"project/setup.py", "from setuptools import setup\nsetup()\n"},
      {"environment.yml", "dependencies: [pytorch]\n"},
      {"uv.lock", "version = 1\n"},
      {"s.sh", "#!/bin/sh\npip install torch==2.4.1\n"},
      {"Makefile", "all:\n\tpip install torch==2.4.1\n"},
      {"x.cmake", "enable_language(CUDA)\n"},
      {"cmake/CMakeLists.txt", "enable_language(CUDA)\n"},
      {"Dockerfile", "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN nvidia-smi\n"},
      {"compose.yaml", "services:\n  other:\n    image: nvidia/cuda:12.4.1-base-ubuntu22.04\n"},
      {"bake.hcl", "target \"other\" {\n  context = \".\"\n}\n"},
      {"devcontainer.json", "{\"dockerComposeFile\": [\"compose.yaml\", \"compose.yaml\"]}\n"},
      {"env", "CUDA=12.4.1\n"},
      {"ignore", "*.txt\n"},
      {"base.toml", "fail-on = \"error\"\n"},
      {"matrix.yaml", "drivers: []\n"},
      {"workflow.yml", "jobs:\n  a:\n    steps:\n      - run: docker run --gpus all x\n"},
  };
  return files;
}

struct Case {
  std::string name;
  std::map<std::string, std::string> files;  ///< of the repository; `@` is the folder `outside`
  std::map<std::string, std::string> links = {};  ///< their targets
  /// Opened where it is inside; empty: the format names no file that is read by itself.
  std::string leads = {};
};

const std::string from = "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n";

std::vector<Case> cases() {
  const std::string install =
      from + "COPY . /p/\nWORKDIR /p\nRUN pip install -r requirements.txt\n";
  const std::string service = "services:\n  a:\n    ";
  return {
      {"COPY",
       {{"Dockerfile", from + "COPY @/requirements.txt r.txt\nRUN pip install -r r.txt\n"}}},
      {"COPY link", {{"Dockerfile", install}}, {{"requirements.txt", "@/requirements.txt"}}},
      {"mount",
       {{"Dockerfile", from + "RUN --mount=type=bind,source=@/requirements.txt,target=/r.txt "
                              "pip install -r /r.txt\n"}}},
      {"-r", {{"Dockerfile", install}, {"requirements.txt", "-r @/requirements.txt\n"}}},
      {"-c", {{"Dockerfile", install}, {"requirements.txt", "-c @/requirements.txt\nnumpy\n"}}},
      {"-e", {{"Dockerfile", install}, {"requirements.txt", "-e @/project\n"}}},
      {"-r link",
       {{"Dockerfile", install}, {"requirements.txt", "-r other.txt\n"}},
       {{"other.txt", "@/requirements.txt"}}},
      {"pip directory", {{"Dockerfile", from + "COPY . /p\nRUN cd /p && pip install @/project\n"}}},
      {"pyproject link",
       {{"Dockerfile", from + "COPY . /p\nRUN cd /p && pip install .\n"}},
       {{"pyproject.toml", "@/project/pyproject.toml"}}},
      {"uv source",
       {{"Dockerfile",
         from + "COPY . /p\nRUN cd /p && uv pip install --system -r pyproject.toml\n"},
        {"pyproject.toml",
         "[project]\nname = \"p\"\nversion = \"1\"\ndependencies = [\"other\"]\n"
         "[tool.uv.sources]\nother = {path = \"@/project\"}\n"}}},
      {"uv workspace",
       {{"Dockerfile", from + "COPY . /p\nRUN cd /p && uv sync\n"},
        {"pyproject.toml",
         "[project]\nname = \"p\"\nversion = \"1\"\n[tool.uv.workspace]\nmembers = [\"@/*\"]\n"}}},
      {"dynamic dependencies",
       {{"Dockerfile", from + "COPY . /p\nRUN cd /p && pip install .\n"},
        {"pyproject.toml",
         "[project]\nname = \"p\"\nversion = \"1\"\ndynamic = [\"dependencies\"]\n"
         "[tool.setuptools.dynamic]\ndependencies = {file = [\"@/requirements.txt\"]}\n"}}},
      {"lock link",
       {{"Dockerfile", from + "COPY . /p\nRUN cd /p && uv sync --frozen\n"},
        {"pyproject.toml", "[project]\nname = \"p\"\nversion = \"1\"\n"}},
       {{"uv.lock", "@/uv.lock"}}},
      {"conda",
       {{"Dockerfile", from + "COPY . /p\nRUN cd /p && conda env create -f environment.yml\n"},
        {"environment.yml", "dependencies: [pip, {pip: ['-r @/requirements.txt']}]\n"}}},
      {"conda link",
       {{"Dockerfile", from + "COPY . /p\nRUN cd /p && conda env create -f environment.yml\n"}},
       {{"environment.yml", "@/environment.yml"}}},
      {"script", {{"Dockerfile", from + "COPY . /p\nRUN cd /p && sh @/s.sh && . @/s.sh\n"}}},
      {"script link",
       {{"Dockerfile", from + "COPY . /p\nRUN /p/s.sh\n"}},
       {{"s.sh", "@/s.sh"}},
       "s.sh"},
      {"Makefile",
       {{"Dockerfile", from + "COPY . /p\nRUN make -C /p\n"},
        {"Makefile", "include @/Makefile\n"}}},
      {"CMake",
       {{"Dockerfile", from + "COPY . /p\nRUN cmake -S /p -B /b && cmake --build /b\n"},
        {"CMakeLists.txt", "project(p)\ninclude(@/x.cmake)\nadd_subdirectory(@/cmake b)\n"}}},
      {"CMake link",
       {{"Dockerfile", from + "COPY . /p\nRUN cmake -S /p -B /b && cmake --build /b\n"},
        {"CMakeLists.txt", "project(p)\ninclude(x.cmake)\n"}},
       {{"x.cmake", "@/x.cmake"}}},
      {"ignore link",
       {{"Dockerfile", install}, {"requirements.txt", "torch\n"}},
       {{".dockerignore", "@/ignore"}, {"Dockerfile.dockerignore", "@/ignore"}},
       "ignore"},
      {".gitignore link", {{"Dockerfile", from}}, {{".gitignore", "@/ignore"}}, "ignore"},
      {"Dockerfile link", {{"a/b.txt", ""}}, {{"Dockerfile", "@/Dockerfile"}}},
      {"Compose build", {{"compose.yaml", service + "build: @\n"}}, {}, "Dockerfile"},
      {"Compose dockerfile",
       {{"compose.yaml", service + "build: {context: ., dockerfile: @/Dockerfile}\n"}},
       {},
       "Dockerfile"},
      {"Compose contexts",
       {{"compose.yaml", service + "build: {context: ., additional_contexts: {other: @}}\n"},
        {"Dockerfile", from + "COPY --from=other requirements.txt /\nRUN pip install -r "
                              "/requirements.txt\n"}}},
      {"Compose extends",
       {{"compose.yaml", service + "extends: {file: @/compose.yaml, service: other}\n"}},
       {},
       "compose.yaml"},
      {"Compose include",
       {{"compose.yaml", "include: ['@/compose.yaml']\nservices: {}\n"}},
       {},
       "compose.yaml"},
      {"Compose include with a folder",
       {{"compose.yaml", "include: [{path: x.yaml, project_directory: '@', env_file: '@/env'}]\n"},
        {"x.yaml", service + "image: x\n"}}},
      {"Compose env_file", {{"compose.yaml", service + "image: x\n    env_file: ['@/env']\n"}}},
      {"Compose volumes", {{"compose.yaml", service + "image: x\n    volumes: ['@:/x']\n"}}},
      {"Compose .env link",
       {{"compose.yaml", service + "image: 'nvidia/cuda:${CUDA}-base-ubuntu22.04'\n"}},
       {{".env", "@/env"}},
       "env"},
      {"Compose link",
       {{"Dockerfile", from}},
       {{"compose.yaml", "@/compose.yaml"}},
       "compose.yaml"},
      {"Compose override link",
       {{"compose.yaml", service + "image: x\n"}, {"Dockerfile", from}},
       {{"compose.override.yaml", "@/compose.yaml"}},
       "compose.yaml"},
      {"Compose file beside link",
       {{"compose.yaml",
         service + "image: nvidia/cuda:12.4.1-base-ubuntu22.04\n    command: nvidia-smi\n"}},
       {{"other.yaml", "@/compose.yaml"}},
       "compose.yaml"},
      {"Compose file below link",
       {{"compose.gpu.yaml", service + "build: .\n"},
        {"Dockerfile", from + "ARG X\nRUN echo $X\n"}},
       {{"compose.yaml", "@/compose.yaml"}},
       "compose.yaml"},
      {"Bake",
       {{"docker-bake.hcl",
         "target \"a\" {\n  context = \"@\"\n}\ntarget \"b\" {\n  dockerfile = "
         "\"@/Dockerfile\"\n}\n"},
        {"Dockerfile", from}}},
      {"Bake link", {{"Dockerfile", from}}, {{"docker-bake.hcl", "@/bake.hcl"}}, "bake.hcl"},
      {"Bake override link",
       {{"Dockerfile", from}, {"docker-bake.hcl", "target \"a\" {}\n"}},
       {{"docker-bake.override.hcl", "@/bake.hcl"}},
       "bake.hcl"},
      {"devcontainer",
       {{"devcontainer.json",
         "{\"build\": {\"dockerfile\": \"@/Dockerfile\", \"context\": \"@\"}}"}},
       {},
       "Dockerfile"},
      {"devcontainer Compose",
       {{"devcontainer.json",
         "{\"dockerComposeFile\": [\"@/compose.yaml\", \"@/compose.yaml\"], \"service\": "
         "\"other\"}"},
        {"compose.yaml", service + "build: .\n"},
        {"Dockerfile", from}}},
      {"devcontainer link",
       {{"compose.yaml", service + "build: .\n"}, {"Dockerfile", from}},
       {{"devcontainer.json", "@/devcontainer.json"},
        {".devcontainer/devcontainer.json", "@/devcontainer.json"}},
       "devcontainer.json"},
      {"extend",
       {{"Dockerfile", from}, {".cudafit.toml", "extend = \"@/base.toml\"\n"}},
       {},
       "base.toml"},
      {"configuration link",
       {{"Dockerfile", from}},
       {{".cudafit.toml", "@/base.toml"}},
       "base.toml"},
      {"[[build]]",
       {{"Dockerfile", install},
        {".cudafit.toml",
         "[[build]]\ndockerfile = \"Dockerfile\"\ncontext = \"@\"\n[[build]]\ndockerfile = "
         "\"@/Dockerfile\"\n"}}},
      {"matrix", {{"Dockerfile", from}, {".cudafit.toml", "matrix = [\"@/matrix.yaml\"]\n"}}},
      {"workflow link",
       {{"Dockerfile", from}},
       {{".github/workflows/a.yml", "@/workflow.yml"}, {"run.sh", "@/s.sh"}}},
  };
}

struct Tree {
  fs::path root;

  Tree() {
    std::string name = (fs::temp_directory_path() / "cudafit-XXXXXX").string();
    root = fs::canonical(mkdtemp(name.data()));
    for (const auto& [path, bytes] : outside()) write(root / "outside" / path, bytes);
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  ~Tree() { fs::remove_all(root); }

  static void write(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream(path) << bytes;
  }
};

std::string replaced(std::string text, const std::string& by) {
  for (std::size_t at = text.find('@'); at != std::string::npos;
       at = text.find('@', at + by.size()))
    text.replace(at, 1, by);
  return text;
}

/// Analyses what `check .` would, in the folder `repo`, with all that is kept beside it.
std::set<std::string> opened(const fs::path& repo) {
  const fs::path before = fs::current_path();
  fs::current_path(repo);
  Watched files;
  const project::Choices choices;
  project::Settings settings(files, choices);
  document::Discovery found = project::find_builds(files, settings, {"."}, true);
  // Named, they are looked at, too.
  for (const auto& entry : fs::directory_iterator(repo)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_symlink() && document::is_dockerfile_name(name))
      found.dockerfiles.push_back({name, true});
  }
  std::vector<project::FileSettings> settled;
  for (const auto& each : found.dockerfiles) {
    settings.matrix_files(each.path);
    if (auto one = settings.settle(each.path)) settled.push_back(std::move(*one));
  }
  project::analyze_all(files, settled, true);
  fs::current_path(before);
  return files.opened();
}

}  // namespace

TEST_CASE("nothing outside the repository is opened, whatever its files name") {
  for (const Case& each : cases()) {
    for (const bool absolute : {false, true}) {
      // The repository, or the folder above it, in which `outside` is inside.
      bool met = false;
      for (const bool above : {false, true}) {
        const Tree tree;
        const fs::path repo = tree.root / "repo";
        fs::create_directories((above ? tree.root : repo) / ".git");
        const std::string there = absolute ? (tree.root / "outside").string() : "../outside";
        for (const auto& [path, bytes] : each.files)
          Tree::write(repo / path, replaced(bytes, there));
        for (const auto& [path, target] : each.links) {
          fs::create_directories((repo / path).parent_path());
          // A link is seen from where it stands.
          const fs::path back =
              absolute ? "" : fs::relative(tree.root, (repo / path).parent_path());
          fs::create_symlink(replaced(target, absolute ? there : (back / "outside").string()),
                             repo / path);
        }
        CAPTURE(each.name);
        CAPTURE(absolute);
        for (const std::string& path : opened(repo)) {
          if (above) {
            met = met || path == (tree.root / "outside" / each.leads).string();
          } else {
            CHECK_MESSAGE(!path_within(repo.string(), path).empty(), path, " was opened");
          }
        }
      }
      if (!each.leads.empty())
        CHECK_MESSAGE(met, each.leads, " is not even opened where it is inside");
    }
  }
}
