// GPUs by their names and compute capabilities.
#include "matrix/gpu.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "matrix/driver.h"

using namespace cudafit;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

/// "8.0", "7.5 8.9" for ambiguous names, "" for unknown ones.
std::string ccs(std::string_view written) {
  std::string out;
  for (const matrix::Gpu& gpu : matrix::find_gpu(written).gpus)
    out += (out.empty() ? "" : " ") + gpu.cc.text();
  return out;
}

}  // namespace

TEST_CASE("names in every usual spelling") {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"A100", "8.0"},
      {"a100-80gb", "8.0"},
      {"A100 80G", "8.0"},
      {"NVIDIA A100-SXM4-80GB", "8.0"},
      {"A100-PCIE-40GB", "8.0"},
      {"Tesla A100", "8.0"},
      {"A10", "8.6"},
      {"A10G", "8.6"},
      {"A2", "8.6"},
      {"a16", "8.6"},
      {"A30", "8.0"},
      {"A40", "8.6"},
      {"A6000", "8.6"},
      {"RTX A6000", "8.6"},
      {"rtx_a4000", "8.6"},
      {"T4", "7.5"},
      {"Tesla T4", "7.5"},
      {"nvidia-tesla-t4", "7.5"},
      {"L4", "8.9"},
      {"L40", "8.9"},
      {"L40S", "8.9"},
      {"H100", "9.0"},
      {"H100 PCIe", "9.0"},
      {"h100-sxm", "9.0"},
      {"NVIDIA H100 80GB HBM3", "9.0"},
      {"H100 NVL", "9.0"},
      {"H200", "9.0"},
      {"H20", "9.0"},
      {"GH200", "9.0"},
      {"B200", "10.0"},
      {"GB200", "10.0"},
      {"B300", "10.3"},
      {"GB300", "10.3"},
      {"DGX Spark", "12.1"},
      {"GB10", "12.1"},
      {"V100", "7.0"},
      {"Tesla V100-SXM2-16GB", "7.0"},
      {"V100S", "7.0"},
      {"P100", "6.0"},
      {"Tesla P100-PCIE-16GB", "6.0"},
      {"P40", "6.1"},
      {"P4", "6.1"},
      {"K80", "3.7"},
      {"K40", "3.5"},
      {"M60", "5.2"},
      {"M40", "5.2"},
      {"RTX 2080 Ti", "7.5"},
      {"rtx2080ti", "7.5"},
      {"2080ti", "7.5"},
      {"RTX 2080", "7.5"},
      {"GeForce RTX 4090", "8.9"},
      {"4090", "8.9"},
      {"RTX-4090", "8.9"},
      {"RTX 4090 Laptop", "8.9"},
      {"RTX 4070 Ti SUPER", "8.9"},
      {"RTX 3090", "8.6"},
      {"rtx 3060", "8.6"},
      {"RTX 3050", "8.6"},
      {"RTX 5090", "12.0"},
      {"RTX PRO 6000", "12.0"},
      {"RTX PRO 6000 Blackwell Server Edition", "12.0"},
      {"RTX 6000 Ada", "8.9"},
      {"NVIDIA RTX 6000 Ada Generation", "8.9"},
      {"GTX 1080 Ti", "6.1"},
      {"1080ti", "6.1"},
      {"GTX 1650", "7.5"},
      {"RTX 3090 24GB", "8.6"},
      {"T4 16GB", "7.5"},
      {"AGX Orin 64GB", "8.7"},
      {"Grace Hopper", "9.0"},
      {"GTX 970", "5.2"},
      {"GTX 1060", "6.1"},
      {"TITAN V", "7.0"},
      {"TITAN RTX", "7.5"},
      {"Titan Xp", "6.1"},
      {"Quadro RTX 6000", "7.5"},
      {"Quadro RTX 8000", "7.5"},
      {"Quadro P4000", "6.1"},
      {"Jetson AGX Orin", "8.7"},
      {"jetson orin nano", "8.7"},
      {"Orin", "8.7"},
      {"Jetson Nano", "5.3"},
      {"Jetson Xavier NX", "7.2"},
      {"Jetson TX2", "6.2"},
      {"Jetson Thor", "11.0"},
      // One name, several compute capabilities.
      {"RTX 6000", "7.5 8.9"},
      {"RTX 4000", "7.5 8.9"},
      {"RTX 5000", "7.5 8.9"},
      {"TITAN X", "5.2 6.1"},
      {"Titan", "3.5 5.2 6.1 7.0 7.5 8.9"},
      {"GT 730", "3.0 3.5"},
      {"GTX 750 Ti", "3.0 5.0"},
      {"GeForce 910M", "3.5 5.2"},
      // No GPU at all.
      {"GTX 9999", ""},
      {"RTX", ""},
      {"nvidia", ""},
      {"", ""},
      {"A1000000", ""},
      {"Quadro 4000", ""},  // Fermi, not the Quadro RTX 4000
      {"Radeon RX 7900", ""},
  };
  for (const auto& [first, cc] : names) {
    const auto& written = first;
    CHECK_MESSAGE(ccs(written) == cc, written);
  }
}

TEST_CASE("compute capabilities in every usual spelling") {
  for (const std::string_view written : {"8.6", "sm_86", "sm86", "SM_86", "compute_86", "86"})
    CHECK_MESSAGE(ccs(written) == "8.6", written);
  CHECK(ccs("12.0") == "12.0");
  CHECK(ccs("sm_120") == "12.0");
  CHECK(ccs("9.0a") == "9.0");
  CHECK(ccs("99.9").empty());
  CHECK(matrix::cc_of("sm_1234") == Version{});
  CHECK(matrix::cc_of("8.6.1") == Version{});
  CHECK(matrix::sm_name(v("8.6")) == "sm_86");
  CHECK(matrix::architecture_of(v("8.9")) == "Ada");
  CHECK(matrix::architecture_of(v("99.0")).empty());
}

TEST_CASE("what is known of a GPU") {
  const matrix::Gpu a100 = matrix::find_gpu("A100").gpus.at(0);
  CHECK(a100.sm == "sm_80");
  CHECK(a100.architecture == "Ampere");
  CHECK(a100.data_center_class == Known::yes);
  CHECK(a100.brand == "nvidia");
  CHECK(a100.first_cuda == v("11.0"));
  CHECK(!a100.last_cuda);
  CHECK(a100.first_branch == 450);
  CHECK(a100.last_branch == 0);
  CHECK(!a100.tegra);
  CHECK(!a100.ambiguous);
  CHECK(!a100.source.title.empty());
  const matrix::Gpu v100 = matrix::find_gpu("V100").gpus.at(0);
  CHECK(v100.last_cuda == v("12.9"));
  CHECK(v100.last_branch == 580);
  CHECK(v100.brand == "tesla");
  const matrix::Gpu k10 = matrix::find_gpu("Tesla K10").gpus.at(0);
  CHECK(k10.last_cuda == v("10.2"));
  CHECK(k10.last_branch == 470);
  const matrix::Gpu rtx = matrix::find_gpu("rtx 4090").gpus.at(0);
  CHECK(rtx.name == "GeForce RTX 4090");
  CHECK(rtx.data_center_class == Known::no);
  CHECK(rtx.brand == "geforce");
  CHECK(rtx.wsl2 == Known::yes);
  // NVIDIA supports forward compatibility on some workstation cards.
  CHECK(matrix::find_gpu("RTX A6000").gpus.at(0).data_center_class == Known::unknown);
  CHECK(matrix::find_gpu("Jetson AGX Orin").gpus.at(0).tegra);
  const matrix::Gpu bare = matrix::find_gpu("sm_80").gpus.at(0);
  CHECK(bare.name.empty());
  CHECK(bare.brand.empty());
  CHECK(bare.data_center_class == Known::unknown);
  CHECK(matrix::find_gpu("RTX 6000").gpus.at(0).ambiguous);
}

TEST_CASE("nearest names of unknown ones") {
  const auto near = [](std::string_view written) { return matrix::find_gpu(written).suggestions; };
  const auto has = [](const std::vector<std::string>& all, std::string_view name) {
    return std::find(all.begin(), all.end(), name) != all.end();
  };
  CHECK(has(near("RTX 4095"), "GeForce RTX 4090"));
  CHECK(has(near("L40SX"), "L40S"));
  CHECK(near("Radeon RX 7900 XTX").empty());
  CHECK(near("A100").empty());
}

TEST_CASE("every product has a compute capability of the table, and is found by its own name") {
  const std::vector<Version> known_ccs = matrix::known_ccs();
  CHECK(std::is_sorted(known_ccs.begin(), known_ccs.end()));
  const std::vector<matrix::Gpu> all = matrix::gpus();
  CHECK(all.size() > 500);
  for (const matrix::Gpu& gpu : all) {
    CHECK_MESSAGE(std::find(known_ccs.begin(), known_ccs.end(), gpu.cc) != known_ccs.end(),
                  gpu.name);
    CHECK_MESSAGE(gpu.first_cuda, gpu.name);
    CHECK_MESSAGE(!gpu.sm.empty(), gpu.name);
    if (gpu.last_branch)
      CHECK_MESSAGE(matrix::driver_branch(gpu.last_branch, matrix::HostOs::linux_), gpu.name);
    const std::vector<matrix::Gpu> found = matrix::find_gpu(gpu.name).gpus;
    CHECK_MESSAGE(std::any_of(found.begin(), found.end(),
                              [&](const matrix::Gpu& other) { return other.cc == gpu.cc; }),
                  gpu.name);
  }
}
