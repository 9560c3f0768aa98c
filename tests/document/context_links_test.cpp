// The build context on a real disk: symbolic links, and the border that is never crossed.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "build.h"
#include "document/context.h"

using namespace cudafit;
using namespace cudafit::document;
namespace fs = std::filesystem;

namespace {

struct Tree {
  fs::path root;

  Tree() {
    std::string name = (fs::temp_directory_path() / "cudafit-XXXXXX").string();
    root = fs::canonical(mkdtemp(name.data()));
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  ~Tree() { fs::remove_all(root); }

  void write(const std::string& name) const {
    fs::create_directories((root / name).parent_path());
    std::ofstream(root / name) << name;
  }
  void link(const std::string& target, const std::string& name) const {
    fs::create_directories((root / name).parent_path());
    fs::create_symlink(target, root / name);
  }

  /// The name of the file that stands at `path` behind the COPY lines, `?` when not known.
  std::string at(const std::string& copies, const std::string& path,
                 const std::string& context = "repo") const {
    const std::unique_ptr<Files> files = real_files();
    Sources sources;
    const Built built = build("FROM base\n" + copies);
    const Context here(*files, sources, built.document, (root / "repo/Dockerfile").string(),
                       context.empty() ? "" : (root / context).string(), (root / "repo").string());
    const FileAnswer answer = here.at(built.document, 0, 99, "/", path);
    if (answer.present != Known::yes) return "?";
    const std::optional<OpenedFile> opened = here.open(answer.path);
    return opened ? std::string(opened->bytes) : "not opened";
  }
};

}  // namespace

TEST_CASE("links in the context") {
  const Tree tree;
  tree.write("repo/Dockerfile");
  tree.write("repo/r.txt");
  tree.write("repo/d/r.txt");
  tree.write("outside/r.txt");
  tree.link("r.txt", "repo/l.txt");
  tree.link("../outside/r.txt", "repo/out.txt");
  tree.link("../outside", "repo/out");
  tree.link("loop", "repo/loop");
  tree.link("none", "repo/dangling");
  tree.link("r.txt", "repo/d/inside.txt");
  tree.link("../r.txt", "repo/d/above.txt");
  tree.link("d", "repo/dir");
  CHECK(tree.at("COPY r.txt /\n", "/r.txt") == "repo/r.txt");
  CHECK(tree.at("COPY l.txt /\n", "/l.txt") == "repo/r.txt");
  CHECK(tree.at("COPY dir /\n", "/r.txt") == "repo/d/r.txt");
  CHECK(tree.at("COPY d /\n", "/inside.txt") == "repo/d/r.txt");
  CHECK(tree.at("COPY d /\n", "/above.txt") == "?");  // leads to /r.txt of the image
  CHECK(tree.at("COPY . /\n", "/d/above.txt") == "repo/r.txt");
  CHECK(tree.at("COPY out.txt /\n", "/out.txt") == "?");
  CHECK(tree.at("COPY . /\n", "/out.txt") == "?");
  CHECK(tree.at("COPY out /\n", "/r.txt") == "?");
  CHECK(tree.at("COPY loop dangling /\n", "/loop") == "?");
  CHECK(tree.at("COPY out/r.txt /\n", "/r.txt") == "?");
  // As the context itself.
  CHECK(tree.at("COPY r.txt /\n", "/r.txt", "repo/dir") == "repo/d/r.txt");
  CHECK(tree.at("COPY r.txt /\n", "/r.txt", "repo/out") == "?");
  CHECK(tree.at("COPY r.txt /\n", "/r.txt", "outside") == "?");
  CHECK(tree.at("COPY l.txt d/inside.txt /\n", "/l.txt", "") == "repo/r.txt");
}

TEST_CASE("ignored behind a link") {
  const Tree tree;
  tree.write("repo/Dockerfile");
  tree.write("repo/secret.txt");
  tree.link("secret.txt", "repo/l.txt");
  std::ofstream(tree.root / "repo/.dockerignore") << "secret.txt\n";
  CHECK(tree.at("COPY l.txt /\n", "/l.txt") == "?");
  std::ofstream(tree.root / "repo/.dockerignore") << "other.txt\n";
  CHECK(tree.at("COPY l.txt /\n", "/l.txt") == "repo/secret.txt");
  fs::remove(tree.root / "repo/.dockerignore");
  tree.link("../outside", "repo/.dockerignore");
  CHECK(tree.at("COPY l.txt /\n", "/l.txt") == "repo/secret.txt");  // the link leads nowhere
  tree.write("outside");
  CHECK(tree.at("COPY l.txt /\n", "/l.txt") == "?");
}
