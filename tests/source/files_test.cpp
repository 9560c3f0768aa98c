#include "source/files.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace cudafit;

namespace {

/// A directory that is gone at the end.
struct Scratch {
  std::string path;
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "cudafit-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(path); }
  std::string add(const std::string& name, const std::string& bytes) const {
    std::ofstream(path + "/" + name, std::ios::binary) << bytes;
    return path + "/" + name;
  }
};

}  // namespace

TEST_CASE("paths seen from elsewhere") {
  CHECK(path_from("/a/b", "/a/b/c/d") == "c/d");
  CHECK(path_from("/a/b", "/a/b") == ".");
  CHECK(path_from("/a/b", "/a/c") == "../c");
  CHECK(path_from("/a/b", "/a/bc") == "../bc");
  CHECK(path_from("/a/b", "/x") == "../../x");
  CHECK(path_from("/a/b", "/a") == "../");
  CHECK(path_from("/", "/x") == "x");
}

TEST_CASE("paths") {
  CHECK(tidy_path("./a//b/./c/") == "a/b/c");
  CHECK(tidy_path("/") == "/");
  CHECK(tidy_path("//a") == "/a");
  CHECK(tidy_path(".") == ".");
  CHECK(tidy_path("") == ".");
  CHECK(tidy_path("a/../b") == "a/../b");
  CHECK(join_path("a", "b") == "a/b");
  CHECK(join_path("a/", "b") == "a/b");
  CHECK(join_path(".", "b") == "b");
  CHECK(join_path("a", ".") == "a");
  CHECK(join_path("a", "/b") == "/b");
  CHECK(join_path("/", "b") == "/b");
  CHECK(parent_path("a") == ".");
  CHECK(parent_path("a/b") == "a");
  CHECK(parent_path("/a") == "/");
  CHECK(path_within("/a", "/a/b") == "b");
  CHECK(path_within("/a", "/a") == ".");
  CHECK(path_within("/a", "/ab") == "");
  CHECK(path_within("/", "/a") == "a");
  CHECK(path_within("", "/a") == "");
}

TEST_CASE("reading") {
  const Scratch scratch;
  const std::unique_ptr<Files> files = real_files();
  CHECK(*files->read(scratch.add("a", "x\0y\xff")) == "x");
  const std::string nul("x\0y\xff", 4);
  CHECK(*files->read(scratch.add("b", nul)) == nul);
  CHECK(*files->read(scratch.add("empty", "")) == "");
  const Result<std::string> missing = files->read(scratch.path + "/missing");
  REQUIRE_FALSE(missing);
  CHECK(missing.failure() == FailureKind::missing);
  CHECK(files->read(scratch.path).error() == "is a directory");
  CHECK_FALSE(files->read("/dev/zero"));
  REQUIRE(::mkfifo((scratch.path + "/fifo").c_str(), 0600) == 0);
  CHECK(files->read(scratch.path + "/fifo").error() == "is a FIFO, not a regular file");
  CHECK(files->read("/proc/self/status"));  // a file whose size says nothing
}

TEST_CASE("real paths") {
  const Scratch scratch;
  const std::unique_ptr<Files> files = real_files();
  const std::string top = files->real(scratch.path);
  std::filesystem::create_directories(scratch.path + "/a/b");
  scratch.add("a/b/file", "");
  std::filesystem::create_symlink("a", scratch.path + "/link");
  std::filesystem::create_symlink("b/file", scratch.path + "/a/name");
  CHECK(files->real(scratch.path + "/a/b/file") == top + "/a/b/file");
  CHECK(files->real(scratch.path + "/a/b") == top + "/a/b");
  CHECK(files->real(scratch.path + "/link") == top + "/a");
  CHECK(files->real(scratch.path + "/link/b/file") == top + "/a/b/file");
  CHECK(files->real(scratch.path + "/link/b/../name") == top + "/a/b/file");
  CHECK(files->real(scratch.path + "/a/b/.") == top + "/a/b");
  CHECK(files->real(".") == std::filesystem::current_path());
  CHECK(files->real("/") == "/");
  // Nothing is there, or no directory.
  CHECK(files->real(scratch.path + "/a/b/file/c/d") == "");
  CHECK(files->real(scratch.path + "/new/file") == "");
  std::filesystem::create_directories(scratch.path + "/new");
  scratch.add("new/file", "");
  CHECK(files->real(scratch.path + "/new/file") == top + "/new/file");
}

TEST_CASE("the limit of size is exact") {
  const Scratch scratch;
  const std::unique_ptr<Files> files = real_files();
  const std::string path = scratch.add("big", "");
  REQUIRE(::truncate(path.c_str(), static_cast<off_t>(max_file_size)) == 0);
  const Result<std::string> fits = files->read(path);
  REQUIRE(fits);
  CHECK(fits->size() == max_file_size);
  REQUIRE(::truncate(path.c_str(), static_cast<off_t>(max_file_size) + 1) == 0);
  const Result<std::string> large = files->read(path);
  REQUIRE_FALSE(large);
  CHECK(large.failure() == FailureKind::too_large);
}

TEST_CASE("listing is sorted and follows links for the kind") {
  const Scratch scratch;
  const std::unique_ptr<Files> files = real_files();
  scratch.add("b", "");
  std::filesystem::create_directory(scratch.path + "/a");
  std::filesystem::create_symlink("a", scratch.path + "/c");
  std::filesystem::create_symlink("nowhere", scratch.path + "/d");
  const Result<std::vector<DirectoryEntry>> entries = files->list(scratch.path);
  REQUIRE(entries);
  REQUIRE(entries->size() == 4);
  CHECK((*entries)[0].kind == FileKind::directory);
  CHECK((*entries)[1].name == "b");
  CHECK((*entries)[2].kind == FileKind::directory);
  CHECK((*entries)[2].symlink);
  CHECK((*entries)[3].kind == FileKind::missing);
  CHECK_FALSE(files->list(scratch.path + "/b"));
}

TEST_CASE("writing keeps the mode and the link, and leaves nothing behind") {
  const Scratch scratch;
  const std::unique_ptr<Files> files = real_files();
  const std::string path = scratch.add("a", "before");
  REQUIRE(::chmod(path.c_str(), 0751) == 0);
  std::filesystem::create_symlink("a", scratch.path + "/link");
  REQUIRE(files->write(scratch.path + "/link", "after"));
  CHECK(std::filesystem::is_symlink(scratch.path + "/link"));
  CHECK(*files->read(path) == "after");
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 07777) == 0751);
  CHECK(files->list(scratch.path)->size() == 2);
  CHECK_FALSE(files->write(scratch.path + "/missing", "x"));
  CHECK_FALSE(files->write(scratch.path, "x"));
}

TEST_CASE("files in memory") {
  MemoryFiles files;
  files.add("a/b", "1");
  files.add("/a/c/d", "2");
  CHECK(*files.read("./a//b") == "1");
  CHECK(*files.read("/a/b") == "1");
  CHECK(files.kind("a") == FileKind::directory);
  CHECK(files.kind("a/x") == FileKind::missing);
  CHECK(files.real("a/c") == "/a/c");
  CHECK(files.real("x") == "");
  CHECK(files.list("a")->size() == 2);
  CHECK(files.list(".")->size() == 1);
  CHECK_FALSE(files.list("a/b"));
  CHECK(files.write("a/b", "3"));
  CHECK(*files.read("a/b") == "3");
  CHECK_FALSE(files.write("new", "3"));
}

TEST_CASE("an overlay replaces files under all their names and leaves the door below alone") {
  const Scratch scratch;
  const std::unique_ptr<Files> disk = real_files();
  const std::string path = scratch.add("a", "disk");
  std::filesystem::create_symlink("a", scratch.path + "/link");
  OverlayFiles files(*disk);
  CHECK(*files.read(path) == "disk");
  CHECK(files.write(scratch.path + "/link", "overlay"));
  CHECK(*files.read(path) == "overlay");
  CHECK(*files.read(scratch.path + "/./a") == "overlay");
  CHECK(*disk->read(path) == "disk");
  CHECK(files.write(scratch.path + "/b", "added"));
  CHECK(files.kind(scratch.path + "/b") == FileKind::regular);
  CHECK(*files.read(scratch.path + "/b") == "added");
  CHECK(files.real(scratch.path + "/b") == scratch.path + "/b");
  CHECK(files.kind(scratch.path + "/c") == FileKind::missing);
}
