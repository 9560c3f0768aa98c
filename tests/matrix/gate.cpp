// NVIDIA_REQUIRE_CUDA: parsed, judged, and against the images' own environments.
#include "matrix/gate.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace cudafit;
using matrix::Gate;
using matrix::HostFacts;
using matrix::HostOs;

namespace {

Version v(std::string_view text) { return Version::parse(text).value_or(Version{}); }

Known passes(const Gate& gate, std::string_view driver, std::string_view brand,
             HostOs os = HostOs::linux_) {
  return matrix::passes(
      gate, {.driver = v(driver), .os = os, .cuda = {}, .brand = std::string(brand), .cc = {}});
}

Gate gate(std::string_view cuda, std::string_view os = "ubuntu22.04") {
  const auto found = matrix::image_gate(v(cuda), "amd64", os);
  REQUIRE_MESSAGE(found, cuda);
  return *found;
}

}  // namespace

TEST_CASE("gates are parsed as libnvidia-container parses them") {
  const Gate parsed = matrix::parse_gate(
      "cuda>=12.4  brand=tesla,driver>=470,driver<471 BRAND=GeForce,driver>=535.54,driver<536");
  CHECK(parsed.valid);
  CHECK(parsed.first == "cuda>=12.4");
  REQUIRE(parsed.any.size() == 3);
  CHECK(parsed.any[1].all.size() == 3);
  CHECK(parsed.any[2].all[0].word == "geforce");
  CHECK(matrix::gate_cuda(parsed) == v("12.4"));
  CHECK(matrix::gate_branches(parsed, "tesla") == std::vector<unsigned>{470});
  for (const std::string_view wrong :
       {"cuda>=12.x", "cuda", "cudnn>=9", "brand>tesla", "driver>=", "cuda=>12", "brand="}) {
    CHECK_MESSAGE(!matrix::parse_gate(wrong).valid, wrong);
    CHECK(passes(matrix::parse_gate(wrong), "550.54.15", "tesla") == Known::unknown);
  }
  CHECK(passes(matrix::parse_gate(""), "550.54.15", "tesla") == Known::yes);
  CHECK(passes(matrix::parse_gate("CUDA>=12.3"), "550.54.15", "") == Known::yes);
}

TEST_CASE("conditions") {
  HostFacts host{.driver = v("550.54.15"),
                 .os = HostOs::linux_,
                 .cuda = v("12.4"),
                 .brand = "geforce",
                 .cc = v("8.9")};
  const auto holds = [&](std::string_view text) {
    return matrix::passes(matrix::parse_gate(text), host);
  };
  CHECK(holds("cuda>=12.4") == Known::yes);
  CHECK(holds("cuda>12.4") == Known::no);
  CHECK(holds("cuda=12.4.0") == Known::yes);
  CHECK(holds("cuda!=12.4") == Known::no);
  CHECK(holds("cuda<=12.3") == Known::no);
  CHECK(holds("cuda<13,arch>=8.0") == Known::yes);
  CHECK(holds("arch<8.0") == Known::no);
  CHECK(holds("brand=geforce") == Known::yes);
  CHECK(holds("brand!=geforce") == Known::no);
  CHECK(holds("driver>=550.54.15,driver<551") == Known::yes);
  CHECK(holds("cuda>=13 driver>=560") == Known::no);
  host.cc = {};
  CHECK(holds("arch>=8.0") == Known::unknown);
  CHECK(holds("arch>=8.0,cuda>=13") == Known::no);
  CHECK(holds("arch>=8.0 cuda>=12") == Known::yes);
}

TEST_CASE("hosts at the gates of images") {
  // GeForce with branch 550 is let in by 12.4 images, not by 12.5 and later ones.
  CHECK(passes(gate("12.4.1"), "550.54.15", "geforce") == Known::yes);
  CHECK(passes(gate("12.6.3"), "550.54.15", "geforce") == Known::no);
  CHECK(passes(gate("12.6.3"), "550.54.15", "tesla") == Known::yes);
  CHECK(passes(gate("12.6.3"), "550.54.15", "nvidia") == Known::yes);
  CHECK(passes(gate("12.6.3"), "560.35.03", "geforce") == Known::yes);
  // Only 470, 525 and 535 are listed in 12.4: 545, 530 and 515 are refused for all.
  CHECK(passes(gate("12.4.1"), "545.29.06", "tesla") == Known::no);
  CHECK(passes(gate("12.4.1"), "530.41.03", "geforce") == Known::no);
  CHECK(passes(gate("12.4.1"), "535.183.01", "geforce") == Known::yes);
  CHECK(passes(gate("12.4.1"), "535.183.01", "nvidiartx") == Known::yes);
  CHECK(passes(gate("12.4.1"), "535.183.01", "") == Known::unknown);  // listed for some brands
  CHECK(passes(gate("12.4.1"), "515.65.01", "") == Known::no);        // for none
  CHECK(passes(gate("12.4.1"), "550.54.15", "") == Known::yes);
  CHECK(passes(gate("12.4.1"), "", "geforce") == Known::unknown);
  CHECK(passes(gate("11.8.0"), "515.65.01", "geforce") == Known::no);
  CHECK(passes(gate("11.8.0"), "470.82.01", "geforce") == Known::yes);
  // Brands that older libnvidia-container does not name count as unknown there.
  CHECK(passes(gate("11.4.0", "ubuntu20.04"), "450.80.02", "nvidia") == Known::no);
  CHECK(passes(matrix::parse_gate("brand=nvidia"), "550.54.15", "nvidia") == Known::unknown);
  CHECK(passes(matrix::parse_gate("brand=unknown"), "550.54.15", "nvidia") == Known::unknown);
  // Bare branches, and Windows numbers.
  CHECK(passes(gate("12.6.3"), "550", "geforce") == Known::no);
  CHECK(passes(gate("12.6.3"), "535", "tesla") == Known::yes);
  CHECK(passes(matrix::parse_gate("driver>=535.54"), "535", "tesla") == Known::unknown);
  CHECK(passes(gate("12.6.3"), "560.94", "geforce", HostOs::windows) == Known::yes);
  CHECK(passes(gate("12.6.3"), "551.78", "geforce", HostOs::windows) == Known::no);
}

TEST_CASE("gates by release, system and architecture") {
  CHECK(matrix::gate_branches(gate("12.4.1"), "geforce") == std::vector<unsigned>{470, 525, 535});
  CHECK(matrix::gate_branches(gate("12.6.3"), "geforce").empty());
  CHECK(matrix::gate_branches(gate("13.1.0", "ubuntu24.04"), "nvidia") ==
        std::vector<unsigned>{535, 550, 570, 575, 580});
  CHECK(gate("12.4.1").first == "cuda>=12.4");
  CHECK(!gate("12.4.1").source.title.empty());
  // arm64 images have no clauses for older branches before 12.4.
  CHECK(matrix::image_gate(v("12.2.2"), "arm64", "ubuntu22.04")->any.size() == 1);
  CHECK(matrix::image_gate(v("12.4.1"), "arm64", "ubuntu22.04")->any.size() > 1);
  CHECK(matrix::image_gate(v("12.4.1"), "amd64"));
  CHECK(!matrix::image_gate(v("11.8.0"), "amd64"));  // ubuntu18.04 has its own
  CHECK(!matrix::image_gate(v("13.1.1"), "amd64"));  // newer than what was read
  CHECK(!matrix::image_gate(v("12.4.1"), "amd64", "ubuntu26.04"));
  CHECK(!matrix::image_gate(v("12"), "amd64"));
}

TEST_CASE("the gates of the table are those of the images' environments") {
  std::size_t checked = 0;
  for (const matrix::ImageTag& tag : matrix::tags("nvidia/cuda")) {
    if (tag.existence != matrix::Existence::published) continue;
    const auto environment = matrix::environment("nvidia/cuda", tag.tag);
    const auto from_table = matrix::image_gate(tag.release, "amd64", tag.os);
    if (!environment || !from_table) continue;
    const auto variable =
        std::find_if(environment->variables.begin(), environment->variables.end(),
                     [](const auto& v) { return v.name == "NVIDIA_REQUIRE_CUDA"; });
    if (variable == environment->variables.end() || !variable->known) continue;
    const Gate parsed = matrix::parse_gate(variable->value);
    CHECK_MESSAGE(parsed.valid, tag.tag);
    CHECK_MESSAGE(matrix::gate_cuda(parsed) == matrix::gate_cuda(*from_table), tag.tag);
    for (const std::string_view brand : {"geforce", "tesla", "nvidia", "quadrortx"}) {
      CHECK_MESSAGE(
          matrix::gate_branches(parsed, brand) == matrix::gate_branches(*from_table, brand),
          tag.tag);
    }
    ++checked;
  }
  CHECK(checked > 400);
}
