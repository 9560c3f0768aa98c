// The probe itself, on a driver that is played.

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "programs/program.h"
#include "verify/carried.h"
#include "verify/seen.h"

namespace fs = std::filesystem;
using namespace cudafit;
using namespace cudafit::verify;

namespace {

/// A directory with the probe and, under the names asked for, the played libraries.
struct Place {
  fs::path path = fs::temp_directory_path() / ("probe-test-" + std::to_string(::rand()));

  explicit Place(const std::vector<std::string>& libraries) {
    fs::create_directories(path);
    std::ofstream(path / "probe", std::ios::binary) << carried_program();
    fs::permissions(path / "probe", fs::perms::owner_all);
    for (const std::string& name : libraries) fs::copy_file(CUDAFIT_FAKE_CUDA, path / name);
  }
  ~Place() { fs::remove_all(path); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  programs::Ended start(const std::string& faults, std::vector<std::string> words = {},
                        bool hold = true) const {
    programs::Command command;
    command.program = (path / "probe").string();
    command.words = std::move(words);
    for (const char* const name : {"libcudart.so.12"})
      command.words.insert(command.words.end(), {"--runtime", name});
    command.words.insert(command.words.end(), {"--library", "libcudnn.so.9"});
    command.environment = std::vector<std::string>{"LD_LIBRARY_PATH=" + path.string(),
                                                   "FAKE_CUDA=" + faults, "PATH=/usr/bin:/bin"};
    command.hold_input = hold;
    command.own_group = true;
    command.limit = std::chrono::seconds(60);
    return programs::run(command);
  }

  Seen look(const std::string& faults, std::vector<std::string> words = {}) const {
    const programs::Ended ended = start(faults, std::move(words));
    const std::optional<Seen> seen = read_seen(ended.out);
    INFO(ended.out);
    INFO(ended.error);
    REQUIRE(seen);
    return *seen;
  }
};

const Place& whole() {
  static const Place place({"libcuda.so.1", "libcudart.so.12", "libcudnn.so.9"});
  return place;
}

}  // namespace

TEST_CASE("a driver on which everything works") {
  const Seen seen = whole().look("");
  CHECK(seen.end.end == "done");
  CHECK(seen.driver);
  CHECK(seen.driver_path == (whole().path / "libcuda.so.1").string());
  CHECK(seen.driver_cuda == 12040);
  REQUIRE(seen.devices.size() == 1);
  CHECK(seen.devices[0].name == "NVIDIA A100-SXM4-80GB");
  CHECK(seen.devices[0].cc == Version::parse("8.0"));
  CHECK(seen.devices[0].memory == std::int64_t{80} << 30);
  CHECK(seen.ran());
  REQUIRE(seen.managed);
  CHECK(seen.managed->correct);
  CHECK(seen.runtime_library == "libcudart.so.12");
  REQUIRE(seen.runtime_error);
  CHECK(seen.runtime_error->code == 0);
  REQUIRE(seen.libraries.size() == 1);
  CHECK(seen.libraries[0].loaded);
  CHECK(seen.libraries[0].version == 90100);
  CHECK(seen.libraries[0].starts == 0);
}

TEST_CASE("it starts with any glibc") {
  // Names of later versions would keep it from starting in older images.
  std::string_view bytes = carried_program();
  std::set<std::string> versions;
  for (std::size_t at = bytes.find("GLIBC_"); at != std::string_view::npos;
       at = bytes.find("GLIBC_", at + 1))
    versions.insert(bytes.data() + at);
  CHECK(versions.size() == 1);
  CHECK((versions.contains("GLIBC_2.2.5") || versions.contains("GLIBC_2.17")));
  CHECK(bytes.find("libstdc++") == std::string_view::npos);
}

TEST_CASE("without a driver the rest is looked at") {
  const Place place({"libcudart.so.12"});
  const Seen seen = place.look("runtime=35");
  CHECK(!seen.driver);
  CHECK(seen.driver_why.find("libcuda.so.1") != std::string::npos);
  CHECK(seen.attempts.empty());
  CHECK(seen.runtime_cuda == 12040);
  REQUIRE(seen.libraries.size() == 1);
  CHECK(!seen.libraries[0].loaded);
}

TEST_CASE("each step says its error and goes no further") {
  Seen seen = whole().look("init=100");
  CHECK(seen.init.code == 100);
  CHECK(seen.init.name == "CUDA_ERROR_NO_DEVICE");
  CHECK(!seen.devices_error);
  seen = whole().look("runtime=35");
  REQUIRE(seen.runtime_error);
  CHECK(seen.runtime_error->code == 35);
  CHECK(seen.runtime_error->name == "cudaErrorInsufficientDriver");
  seen = whole().look("context=46");
  REQUIRE(seen.context);
  CHECK(seen.context->code == 46);
  CHECK(seen.attempts.empty());
  seen = whole().look("load=209,ptx=222");
  REQUIRE(!seen.attempts.empty());
  CHECK(seen.attempts.back().by == "PTX");
  CHECK(seen.attempts.back().error.code == 222);
  CHECK(seen.attempts.back().at == "cuModuleLoadData");
  CHECK(!seen.ran());
  CHECK(!seen.libraries[0].starts);
  seen = whole().look("launch=700");
  CHECK(seen.attempts.back().error.code == 700);
  CHECK(seen.attempts.back().at == "cuLaunchKernel");
}

TEST_CASE("a result is looked at") {
  const Seen seen = whole().look("wrong");
  CHECK(!seen.ran());
  REQUIRE(!seen.attempts.empty());
  CHECK(seen.attempts.back().error.code == 0);
  CHECK(!seen.attempts.back().correct);
}

TEST_CASE("PTX serves where machine code does not") {
  const Seen seen = whole().look("load=209");
  CHECK(seen.ran());
  CHECK(seen.attempts.back().by == "PTX");
}

TEST_CASE("managed memory and its limits") {
  Seen seen = whole().look("wsl2");
  REQUIRE(seen.devices.size() == 1);
  CHECK(seen.devices[0].concurrent_managed == false);
  seen = whole().look("managed=801");
  CHECK(seen.ran());
  REQUIRE(seen.managed);
  CHECK(seen.managed->error.code == 801);
  CHECK(seen.managed->at == "cuMemAllocManaged");
}

TEST_CASE("a crash is said with its step") {
  const Seen seen = whole().look("crash");
  CHECK(seen.end.end == "crashed");
  CHECK(seen.end.at == "cuInit");
  CHECK(seen.end.signal == 6);
}

TEST_CASE("a hang ends after its time") {
  const Seen seen = whole().look("hang", {"--limit", "1"});
  CHECK(seen.end.end == "timed out");
  CHECK(seen.end.at == "cuInit");
}

TEST_CASE("it ends when its standard input does") {
  const auto began = std::chrono::steady_clock::now();
  const programs::Ended ended = whole().start("hang", {"--limit", "50"}, false);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(10));
  CHECK(ended.out.empty());
  CHECK(ended.status == 143);
}

TEST_CASE("Python is asked where there is one") {
  const Place place({});
  std::ofstream(place.path / "probe.py") << carried_python();
  fs::create_directories(place.path / "torch");
  std::ofstream(place.path / "torch/__init__.py")
      << "print('noise')\n__version__ = '2.4.1+cu124'\n"
         "class version:\n  cuda = '12.4'\n"
         "class cuda:\n"
         "  @staticmethod\n  def is_available():\n    return False\n"
         "  @staticmethod\n  def init():\n    raise RuntimeError('no driver \"here\"')\n"
         "class backends:\n  class cudnn:\n    @staticmethod\n    def version():\n      return "
         "90100\n";
  const Seen seen = place.look("", {"--python", (place.path / "probe.py").string()});
  CHECK(!seen.python.empty());
  REQUIRE(seen.frameworks.size() == 1);
  CHECK(seen.frameworks[0].name == "torch");
  CHECK(seen.frameworks[0].imports);
  CHECK(seen.frameworks[0].version == "2.4.1+cu124");
  CHECK(seen.frameworks[0].available == false);
  CHECK(seen.frameworks[0].error == "RuntimeError: no driver \"here\"");
}

TEST_CASE("Python that crashes or says nonsense") {
  const Place place({});
  std::ofstream(place.path / "probe.py") << "import os\nos.abort()\n";
  Seen seen = place.look("", {"--python", (place.path / "probe.py").string()});
  REQUIRE(seen.python_end);
  CHECK(seen.python_end->end == "crashed");
  std::ofstream(place.path / "probe.py") << "print('hello')\nprint('world')\n";
  seen = place.look("", {"--python", (place.path / "probe.py").string()});
  CHECK(seen.python.empty());
  CHECK(seen.end.end == "done");
}
