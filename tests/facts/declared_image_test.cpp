#include "facts/declared_image.h"

#include <doctest/doctest.h>

using namespace cudafit::facts;

TEST_CASE("the first table that means an image counts") {
  std::vector<DeclaredImage> all(4);
  all[0].repository = "corp/x";
  all[0].tags = {"2024-*", "dev"};
  all[1].repository = "corp/y";
  all[2].repository = "corp/x";
  all[3].repository = "corp/y";
  all[3].tags = {"1"};
  CHECK(declared_image(all, "corp/x", "2024-06") == 0);
  CHECK(declared_image(all, "corp/x", "dev") == 0);
  CHECK(declared_image(all, "corp/x", "2023-06") == 2);
  CHECK(declared_image(all, "corp/y", "1") == 1);
  CHECK(declared_image(all, "corp/z", "1") == -1);
  CHECK(declared_image({}, "corp/z", "1") == -1);
  // Without a tag only what holds for all tags, where no table before it may be meant.
  CHECK(declared_image(all, "corp/y", std::nullopt) == 1);
  CHECK(declared_image(all, "corp/x", std::nullopt) == -1);
}

TEST_CASE("what is said first is found") {
  DeclaredImage image;
  image.brings = {{Brought::Kind::package, "torch", "2.4.1", {}},
                  {Brought::Kind::package, "numpy", "2.0", {}},
                  {Brought::Kind::nvcc, "nvcc", "12.4", {}}};
  REQUIRE(image.brought(Brought::Kind::package) != nullptr);
  CHECK(image.brought(Brought::Kind::package)->name == "torch");
  CHECK(image.brought(Brought::Kind::nvcc)->version == "12.4");
  CHECK(image.brought(Brought::Kind::python) == nullptr);
}

TEST_CASE("an image of one digest is meant by that digest alone") {
  DeclaredImage pinned;
  pinned.repository = "corp/x";
  pinned.digest = "sha256:a";
  CHECK(declared_image({pinned}, "corp/x", std::nullopt, "sha256:a") == 0);
  CHECK(declared_image({pinned}, "corp/x", std::nullopt, "sha256:b") == -1);
  CHECK(declared_image({pinned}, "corp/x", std::nullopt) == -1);
  CHECK(declared_image({pinned}, "corp/x", "1") == -1);
  DeclaredImage all;
  all.repository = "corp/x";
  CHECK(declared_image({pinned, all}, "corp/x", "1") == 1);
  CHECK(declared_image({pinned, all}, "corp/x", std::nullopt, "sha256:a") == 0);
  CHECK(declared_image({all, pinned}, "corp/x", std::nullopt, "sha256:a") == 0);
}
