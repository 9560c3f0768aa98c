#include "graph/asked_image.h"

#include <doctest/doctest.h>

using namespace cudafit;
using graph::asked_image;
using graph::AskedImage;

namespace {

std::vector<facts::DeclaredImage> declared() {
  std::vector<facts::DeclaredImage> all(2);
  all[0].repository = "corp/x";
  all[0].like_repository = "nvidia/cuda";
  all[0].like_tag = "12.4.1-base-ubuntu22.04";
  all[1].repository = "corp/only";
  all[1].brings = {{facts::Brought::Kind::python, "python", "3.11", {}}};
  return all;
}

}  // namespace

TEST_CASE("an image that nobody declares is asked for by its own name") {
  const AskedImage image = asked_image(declared(), "nvidia/cuda", "12.4.1-base-ubuntu22.04", true);
  CHECK(image.declared == -1);
  CHECK(graph::find_tag(image).existence == matrix::Existence::published);
  CHECK(graph::contents(image)->nvcc == Known::no);
  CHECK(graph::environment(image)->complete);
  CHECK(graph::listed_gate(image, false).has_value());
  const AskedImage pinned =
      asked_image(declared(), "nvidia/cuda", "12.4.1-base-ubuntu22.04", false);
  CHECK_FALSE(graph::contents(pinned).has_value());
  CHECK_FALSE(graph::environment(pinned).has_value());
}

TEST_CASE("a declared image is asked for by the one it is like, not for its tag") {
  for (const bool tag_known : {true, false}) {
    const AskedImage image = asked_image(declared(), "corp/x", "7", tag_known);
    CHECK(image.declared == 0);
    CHECK(graph::find_tag(image).existence == matrix::Existence::unknown);
    CHECK_FALSE(graph::find_tag(image).row.has_value());
    CHECK(graph::contents(image)->nvcc == Known::no);
    CHECK_FALSE(graph::environment(image)->complete);
    CHECK(graph::listed_gate(image, false).has_value());
    CHECK_FALSE(image.copy);
  }
  CHECK(asked_image(declared(), "mirror.gcr.io/corp/x", "7", true).declared == 0);
  CHECK(asked_image(declared(), "corp/x", "12.4.1-base-ubuntu22.04", true).copy);
}

TEST_CASE("of one that is like none nothing can be asked") {
  const AskedImage image = asked_image(declared(), "corp/only", "1", true);
  CHECK(image.declared == 1);
  CHECK_FALSE(graph::contents(image).has_value());
  CHECK_FALSE(graph::environment(image).has_value());
  CHECK_FALSE(graph::listed_gate(image, false).has_value());
  CHECK_FALSE(graph::old_apt_key(image).has_value());
}

TEST_CASE("an image whose configuration is known sets that and nothing else") {
  std::vector<facts::DeclaredImage> all(1);
  all[0].repository = "corp/x";
  all[0].tags = {"1"};
  all[0].configuration = std::make_shared<const facts::ImageConfiguration>(
      facts::ImageConfiguration{{{"A", "1"}, {"B", ""}}, "/w"});
  const AskedImage image = asked_image(all, "corp/x", "1", true);
  all.clear();  // it keeps what it needs
  const auto environment = graph::environment(image);
  REQUIRE(environment.has_value());
  CHECK(environment->complete);
  REQUIRE(environment->variables.size() == 2);
  CHECK(environment->variables[0].name == "A");
  CHECK(environment->variables[0].value == "1");
  CHECK(environment->variables[1].known);
  CHECK_FALSE(graph::contents(image).has_value());
  CHECK_FALSE(graph::listed_gate(image, false).has_value());
}
