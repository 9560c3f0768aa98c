// Releases of cuDNN, NCCL and TensorRT, and the GPUs they run on.
#include "matrix/libraries.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "matrix/driver.h"
#include "matrix/gpu.h"
#include "matrix/nvcc.h"

using namespace cudafit;
using matrix::Library;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

constexpr std::array libraries = {Library::cudnn, Library::nccl, Library::tensorrt};

}  // namespace

TEST_CASE("releases rise, and are built for toolkits there are") {
  const auto toolkits = matrix::toolkit_releases();
  for (const Library library : libraries) {
    const auto all = matrix::library_releases(library);
    REQUIRE(all.size() > 25);
    Version last;
    for (const auto& release : all) {
      CHECK_MESSAGE(release.version > last, release.version.text());
      last = release.version;
      CHECK_MESSAGE(!release.source.title.empty(), release.version.text());
      CHECK(std::is_sorted(release.cuda_majors.begin(), release.cuda_majors.end()));
      for (const unsigned major : release.cuda_majors) {
        CHECK_MESSAGE(std::any_of(toolkits.begin(), toolkits.end(),
                                  [&](const auto& each) { return each.cuda.major() == major; }),
                      release.version.text());
        CHECK_MESSAGE(matrix::driver_floor({.number = {major}, .parts = 1}, matrix::HostOs::linux_),
                      release.version.text());
      }
    }
  }
}

TEST_CASE("no library of a toolkit holds code for a GPU which that toolkit cannot target") {
  const auto ccs = matrix::known_ccs();
  for (const Library library : libraries) {
    for (const auto& release : matrix::library_releases(library)) {
      for (const auto& line : matrix::nvcc_lines()) {
        const auto& majors = release.cuda_majors;
        if (!majors.empty() &&
            std::find(majors.begin(), majors.end(), line.cuda.major()) == majors.end())
          continue;
        const auto gpus = matrix::library_gpus(library, release.version, line.cuda);
        if (!gpus) continue;
        const std::string what = release.version.text() + " for " + line.cuda.text();
        CHECK_MESSAGE(std::find(ccs.begin(), ccs.end(), gpus->min_cc) != ccs.end(), what);
        // NCCL of a release that predates the toolkit: nobody built that.
        if (library == Library::nccl) continue;
        CHECK_MESSAGE(gpus->min_cc >= line.min_cc, what);
      }
    }
  }
}

TEST_CASE("a release by its whole number or the beginning of it") {
  const auto whole = matrix::cudnn_release(v("9.10.2.21"));
  REQUIRE(whole);
  CHECK(whole->date == "2025-06-06");
  CHECK(whole->cuda_majors == std::vector<unsigned>{11, 12});
  CHECK(!whole->weak);
  CHECK(matrix::cudnn_release(v("9.10"))->version.text() == "9.10.2.21");
  CHECK(matrix::cudnn_release(v("9.12"))->cuda_majors == std::vector<unsigned>{12, 13});
  CHECK(!matrix::cudnn_release(v("9"))->weak);
  CHECK(matrix::cudnn_release(v("9.19.1"))->cuda_majors == std::vector<unsigned>{13});
  CHECK(!matrix::cudnn_release(v("10")));
  CHECK(!matrix::cudnn_release({}));
  CHECK(matrix::nccl_release(v("2.21.5"))->date == "2024-04-02");
  CHECK(matrix::nccl_release(v("2.5.6"))->date == "2019-11-19");
  CHECK(matrix::nccl_release(v("2.32"))->weak);
  CHECK(matrix::tensorrt_release(v("10.13.2"))->cuda_majors == std::vector<unsigned>{12, 13});
  CHECK(matrix::tensorrt_release(v("8.5"))->cuda_majors == std::vector<unsigned>{10, 11});
  CHECK(matrix::tensorrt_release(v("10.15.1"))->cuda_majors == std::vector<unsigned>{12, 13});
}

TEST_CASE("the GPUs a library runs on") {
  const auto cc = [](Library library, std::string_view release, std::string_view cuda) {
    const auto found = matrix::library_gpus(library, v(release), v(cuda));
    return found ? found->min_cc.text() : "";
  };
  CHECK(cc(Library::cudnn, "8.9.7", "11") == "3.5");
  CHECK(cc(Library::cudnn, "8.9.7", "12.2") == "5.0");
  CHECK(cc(Library::cudnn, "9.1.0", "12.4") == "5.0");
  CHECK(cc(Library::cudnn, "9.13.0", "13.0") == "7.5");
  CHECK(cc(Library::cudnn, "9.10.2", "12.9") == "5.0");
  CHECK(matrix::library_gpus(Library::cudnn, v("9.10.2"), v("12"))->deprecated_below.text() ==
        "7.5");
  CHECK(!matrix::library_gpus(Library::cudnn, v("9.1.0"), v("12"))->deprecated_below);
  CHECK(matrix::library_gpus(Library::cudnn, v("9.11.0"), v("12"))->weak);
  CHECK(!matrix::library_gpus(Library::cudnn, v("9.17.1"), v("12"))->weak);
  CHECK(cc(Library::tensorrt, "10.4.0", "12.6") == "7.0");
  CHECK(cc(Library::tensorrt, "10.5.0", "11.8") == "7.5");
  CHECK(cc(Library::tensorrt, "8.5.3", "11.8").empty());
  // NCCL dropped Kepler and Maxwell with 2.28.3.
  CHECK(cc(Library::nccl, "2.16.5", "11.8") == "3.5");
  CHECK(cc(Library::nccl, "2.27.3", "12.9") == "5.0");
  CHECK(cc(Library::nccl, "2.28.3", "12.9") == "6.0");
  CHECK(cc(Library::nccl, "2.28.3", "13.0") == "7.5");
  CHECK(matrix::library_gpus(Library::nccl, v("2.25.1"), v("12.8"))->sass.back().text() == "12.0");
  CHECK(matrix::library_gpus(Library::nccl, v("2.24.3"), v("12.8"))->ptx[0].text() == "9.0");
}
