#include "registry/cache.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "registry/documents.h"

using namespace cudafit::registry;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path;
  std::int64_t now = 1000000;

  Folder() {
    std::string name = (fs::temp_directory_path() / "cudafit-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  Cache cache() {
    return {[this](const char* name) {
              return std::string_view(name) == "XDG_CACHE_HOME" ? path.string() : std::string();
            },
            [this] { return now; }};
  }
  fs::path inner() const { return path / "cudafit" / "registry"; }
};

}  // namespace

TEST_CASE("documents are found by their digests, as long as they fit them") {
  Folder folder;
  const Cache cache = folder.cache();
  const std::string digest = digest_of("bytes");
  CHECK_FALSE(cache.document(digest));
  cache.keep_document(digest, "bytes");
  CHECK(cache.document(digest) == "bytes");
  CHECK(folder.cache().document(digest) == "bytes");
  struct stat is {};
  REQUIRE(stat(folder.inner().c_str(), &is) == 0);
  CHECK((is.st_mode & 0777) == 0700);
  for (const auto& each : fs::directory_iterator(folder.inner())) {
    REQUIRE(stat(each.path().c_str(), &is) == 0);
    CHECK((is.st_mode & 0777) == 0600);
    std::ofstream(each.path(), std::ios::trunc) << "evil";
  }
  CHECK_FALSE(cache.document(digest));
  cache.keep_document("../../x", "bytes");
  CHECK_FALSE(cache.document("../../x"));
}

TEST_CASE("where a tag leads is known for some minutes") {
  Folder folder;
  const Cache cache = folder.cache();
  const std::string digest = digest_of("bytes");
  cache.keep_tag("r.example/a:1", digest);
  CHECK(cache.tag("r.example/a:1") == digest);
  CHECK_FALSE(cache.tag("r.example/a:2"));
  folder.now += 599;
  CHECK(cache.tag("r.example/a:1") == digest);
  folder.now += 2;
  CHECK_FALSE(cache.tag("r.example/a:1"));
  folder.now -= 1000;  // the clock was set back
  CHECK_FALSE(cache.tag("r.example/a:1"));
}

TEST_CASE("without a place there is no cache, and that is all") {
  const Cache none;
  none.keep_document(digest_of("x"), "x");
  none.keep_tag("a", digest_of("x"));
  none.tidy();
  CHECK_FALSE(none.document(digest_of("x")));
  CHECK_FALSE(none.tag("a"));
  const Cache nowhere([](const char*) { return std::string("relative"); }, [] { return 0; });
  nowhere.keep_document(digest_of("x"), "x");
  CHECK_FALSE(nowhere.document(digest_of("x")));
}

TEST_CASE("links and folders of others are not followed") {
  Folder folder;
  const std::string digest = digest_of("bytes");
  const Cache cache = folder.cache();
  std::ofstream(folder.path / "elsewhere") << "bytes";
  const std::string name = "document-" + digest.substr(7);
  fs::create_symlink(folder.path / "elsewhere", folder.inner() / name);
  CHECK_FALSE(cache.document(digest));
  cache.keep_document(digest, "bytes");
  CHECK(cache.document(digest) == "bytes");
  CHECK(fs::is_regular_file(fs::symlink_status(folder.inner() / name)));
  fs::remove(folder.inner() / name);
  REQUIRE(mkfifo((folder.inner() / name).c_str(), 0600) == 0);
  CHECK_FALSE(cache.document(digest));
}

TEST_CASE("what is too much is thrown away, the oldest first") {
  Folder folder;
  const Cache cache = folder.cache();
  const std::string big(3u << 20, 'x');
  for (int i = 0; i < 30; ++i) {
    const std::string bytes = std::to_string(i) + big;
    cache.keep_document(digest_of(bytes), bytes);
    const auto old = fs::file_time_type::clock::now() - std::chrono::minutes(100 - i);
    fs::last_write_time(folder.inner() / ("document-" + digest_of(bytes).substr(7)), old);
  }
  const fs::path left = folder.inner() / ".new-abc";
  std::ofstream(left) << "half";
  fs::last_write_time(left, fs::file_time_type::clock::now() - std::chrono::hours(2));
  cache.tidy();
  CHECK_FALSE(fs::exists(left));
  CHECK_FALSE(cache.document(digest_of("0" + big)));
  CHECK(cache.document(digest_of("29" + big)));
  std::uintmax_t bytes = 0;
  for (const auto& each : fs::directory_iterator(folder.inner())) bytes += each.file_size();
  CHECK(bytes <= (64u << 20));
}
