#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "matrix/matrix.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

TagAnswer cuda(std::string_view tag) { return find_tag("nvidia/cuda", tag); }

std::string never(std::string_view tag) {
  const TagAnswer answer = cuda(tag);
  return answer.existence == Existence::never && !answer.source.title.empty() ? answer.reason : "";
}

struct Count {
  std::string_view release;
  int published, removed, unknown;
};

// How many tags of each release are published, removed and unproven, counted from NVIDIA's listings
// and what was seen later. Of releases whose listing is partial more may be seen any day, and newer
// releases may come.
constexpr Count counts[] = {
    {"6.5", 0, 4, 0},     {"7.0", 0, 20, 0},    {"7.5", 0, 34, 0},    {"8.0", 0, 59, 0},
    {"9.0", 0, 38, 0},    {"9.1", 0, 38, 0},    {"9.2", 0, 40, 0},    {"10.0", 0, 45, 0},
    {"10.1", 0, 64, 0},   {"10.2", 0, 61, 0},   {"11.0", 0, 80, 0},   {"11.0.3", 35, 5, 0},
    {"11.1", 0, 38, 0},   {"11.1.1", 35, 5, 0}, {"11.2.0", 0, 43, 0}, {"11.2.1", 0, 43, 0},
    {"11.2.2", 35, 5, 0}, {"11.3.0", 0, 40, 0}, {"11.3.1", 35, 5, 0}, {"11.4.0", 0, 38, 0},
    {"11.4.1", 0, 35, 0}, {"11.4.2", 0, 35, 0}, {"11.4.3", 30, 5, 0}, {"11.5.0", 0, 35, 0},
    {"11.5.1", 0, 35, 0}, {"11.5.2", 30, 0, 0}, {"11.6.0", 0, 33, 0}, {"11.6.1", 25, 5, 0},
    {"11.6.2", 30, 0, 0}, {"11.7.0", 0, 35, 0}, {"11.7.1", 35, 0, 0}, {"11.8.0", 35, 0, 0},
    {"12.0.0", 35, 0, 0}, {"12.0.1", 45, 0, 0}, {"12.1.0", 43, 0, 0}, {"12.1.1", 40, 0, 0},
    {"12.2.0", 24, 0, 0}, {"12.2.2", 40, 0, 0}, {"12.3.0", 24, 0, 0}, {"12.3.1", 24, 0, 0},
    {"12.3.2", 40, 0, 0}, {"12.4.0", 24, 0, 0}, {"12.4.1", 30, 0, 0}, {"12.5.0", 18, 0, 0},
    {"12.5.1", 33, 0, 0}, {"12.6.0", 41, 0, 0}, {"12.6.1", 41, 0, 0}, {"12.6.2", 41, 0, 0},
    {"12.6.3", 41, 0, 0}, {"12.8.0", 51, 0, 0}, {"12.8.1", 51, 0, 0}, {"12.8.2", 6, 0, 0},
    {"12.9.0", 54, 0, 0}, {"12.9.1", 54, 0, 0}, {"12.9.2", 11, 0, 5}, {"13.0.0", 57, 0, 5},
    {"13.0.1", 59, 0, 5}, {"13.0.2", 46, 0, 5}, {"13.0.3", 7, 0, 5},  {"13.1.0", 36, 0, 3},
    {"13.1.1", 9, 0, 4},  {"13.1.2", 6, 0, 4},  {"13.2.0", 10, 0, 4}, {"13.2.1", 10, 0, 3},
    {"13.3.0", 15, 0, 4}, {"13.3.1", 16, 0, 3}, {"13.4.0", 0, 0, 2},  {"13.4.1", 6, 0, 9},
    {"13.4.2", 5, 0, 10},
};

}  // namespace

TEST_CASE("every nvidia/cuda tag has the status its sources give it") {
  std::map<std::string, Count> seen;
  for (const ImageTag& tag : tags("nvidia/cuda")) {
    CHECK(tag.repository == "nvidia/cuda");
    CHECK_FALSE(tag.source.title.empty());
    CHECK((tag.existence == Existence::removed) == !tag.removed_between.empty());
    const TagAnswer answer = cuda(tag.tag);
    REQUIRE(answer.row);
    CHECK(answer.existence == tag.existence);
    CHECK(answer.row->tag == tag.tag);
    if (tag.tag == "latest") continue;
    Count& count = seen[std::string(tag.tag.substr(0, tag.tag.find('-')))];
    if (tag.existence == Existence::published) ++count.published;
    if (tag.existence == Existence::removed) ++count.removed;
    if (tag.existence == Existence::unknown) ++count.unknown;
  }
  CHECK(seen.size() >= std::size(counts));
  std::set<std::string> partial;
  for (const Release& release : releases("nvidia/cuda")) {
    if (!release.complete) partial.insert(release.version.text());
  }
  for (const Count& count : counts) {
    CAPTURE(count.release);
    const Count& got = seen[std::string(count.release)];
    if (partial.contains(std::string(count.release))) {
      CHECK(got.published >= count.published);
      continue;
    }
    CHECK(got.published == count.published);
    CHECK(got.removed == count.removed);
    CHECK(got.unknown == count.unknown);
  }
}

TEST_CASE("tags are sorted, and each parses into the parts its row has") {
  for (const std::string_view repository : {"nvidia/cuda", "pytorch/pytorch"}) {
    const std::vector<ImageTag> all = tags(repository);
    CHECK(all.size() > 150);
    CHECK(std::is_sorted(all.begin(), all.end(),
                         [](const ImageTag& a, const ImageTag& b) { return a.tag < b.tag; }));
    for (const ImageTag& tag : all) {
      if (!tag.release) continue;
      CAPTURE(tag.tag);
      const std::optional<TagParts> parts = parse_tag(repository, tag.tag);
      REQUIRE(parts);
      CHECK(parts->cuda == tag.cuda);
      CHECK(parts->flavor == tag.flavor);
      CHECK(parts->cudnn == tag.cudnn);
      if (repository == "nvidia/cuda") {
        CHECK(tag.release == tag.cuda);
        if (!tag.tag.ends_with("-rc")) CHECK(parts->os == tag.os);
      }
    }
  }
}

TEST_CASE("a published row says what it is and who saw it when") {
  const TagAnswer answer = cuda("12.4.1-cudnn-devel-ubuntu22.04");
  REQUIRE(answer.row);
  CHECK(answer.existence == Existence::published);
  CHECK(answer.row->cuda == *Version::parse("12.4.1"));
  CHECK(answer.row->flavor == Flavor::devel);
  CHECK(answer.row->cudnn == "cudnn");
  CHECK(answer.row->os == "ubuntu22.04");
  CHECK(answer.row->arches == "amd64,arm64");
  CHECK(answer.as_of == "2026-06-18");
  CHECK(answer.source.text() ==
        "replicate/cog, all cuDNN devel tags on Ubuntu that Docker Hub lists "
        "(replicate/cog@c0dea56f:pkg/config/cuda_compatibility.json)");
  CHECK_FALSE(answer.row->weak);
  CHECK(cuda("12.4.1-base-ubuntu22.04").as_of == "2025-12-15");
  CHECK(cuda("13.0.0-tensorrt-devel-ubuntu24.04").row->flavor == Flavor::devel);
}

TEST_CASE("corrections to the listings") {
  for (const std::string_view tag :
       {"12.8.2-base-ubuntu22.04", "12.8.2-runtime-ubuntu24.04", "12.8.2-devel-ubuntu24.04",
        "13.2.0-devel-ubuntu22.04", "13.3.0-devel-ubuntu22.04", "13.3.0-devel-ubuntu26.04",
        "13.3.1-runtime-ubuntu26.04", "13.2.1-runtime-ubuntu24.04", "13.1.1-runtime-ubuntu24.04"}) {
    CAPTURE(tag);
    CHECK(cuda(tag).existence == Existence::published);
  }
  CHECK(cuda("13.0.0-devel-opensuse15").existence == Existence::unknown);
  CHECK(cuda("13.3.0-cudnn-devel-ubuntu26.04").existence == Existence::unknown);
  CHECK(cuda("13.3.0-cudnn-devel-ubuntu26.04").row->weak);
}

TEST_CASE("removed tags say when") {
  CHECK(cuda("latest").existence == Existence::removed);
  CHECK(cuda("latest").row->removed_between == "2020-12-01..2021-01-16");
  CHECK(cuda("10.2-cudnn7-devel-ubuntu18.04").row->removed_between == "2023-06-29..2023-07-03");
  CHECK(cuda("11.0-base").row->removed_between == "2021-11-10..2022-04-01");
  CHECK(cuda("11.6.1-base-ubuntu18.04").existence == Existence::removed);
  CHECK(cuda("11.2.2-base-centos8").existence == Existence::removed);
}

TEST_CASE("never: a complete listing lacks the tag, and the sentence says why") {
  CHECK(never("12.1-base-ubuntu22.04") == "CUDA 12.1 tags always carry a patch number");
  CHECK(never("12-base") == "CUDA 12 tags always carry a patch number");
  CHECK(never("11.8-cudnn8-devel-ubuntu20.04") == "CUDA 11.8 tags always carry a patch number");
  CHECK(never("12.4.1-cudnn9-runtime-ubuntu22.04") ==
        "CUDA 12.4.1 spells it -cudnn-, not -cudnn9-");
  CHECK(never("12.3.2-cudnn-devel-ubuntu22.04") == "CUDA 12.3.2 spells it -cudnn9-, not -cudnn-");
  CHECK(never("12.2.2-cudnn9-devel-ubuntu22.04") == "CUDA 12.2.2 spells it -cudnn8-, not -cudnn9-");
  CHECK(never("12.4.0-cudnn-runtime-ubuntu22.04") == "CUDA 12.4.0 has no cuDNN images");
  CHECK(never("13.1.0-cudnn-devel-ubuntu24.04") == "CUDA 13.1.0 has no cuDNN images");
  CHECK(never("12.5.1-cudnn-devel-ubuntu24.04") ==
        "CUDA 12.5.1 has no cuDNN images on ubuntu24.04");
  CHECK(never("12.1.0-cudnn8-devel-ubuntu18.04") ==
        "CUDA 12.1.0 has no cuDNN images on ubuntu18.04");
  CHECK(never("12.4.1-devel-ubuntu24.04") == "CUDA 12.4.1 has no images on ubuntu24.04");
  CHECK(never("13.0.2-devel-rockylinux10") == "CUDA 13.0.2 has no images on rockylinux10");
  CHECK(never("12.4.1-cudnn-base-ubuntu22.04") ==
        "no base image has cuDNN: it comes with runtime and devel");
  CHECK(never("12.1.0-full-ubuntu22.04") ==
        "the flavors are base, runtime and devel; full is none of them");
  CHECK(never("12.1.0-ubuntu22.04") == "the tag names no flavor: base, runtime or devel");
  CHECK(never("12.1.0-devel-cudnn8-ubuntu22.04") == "cuDNN stands before the flavor: cudnn8-devel");
  CHECK(never("12.1.0-devel-ubuntu2204") == "NVIDIA spells it ubuntu22.04, not ubuntu2204");
  CHECK(never("12.1.0-base") ==
        "CUDA 12.1.0 tags always end in the system, for example ubuntu22.04");
  CHECK(never("12.1.0") == "CUDA 12.1.0 tags always end in the system, for example ubuntu22.04");
  CHECK(never("12.1.0-full") ==
        "CUDA 12.1.0 tags always end in the system, for example ubuntu22.04");
  CHECK(never("12.1.0-devel-ubuntu22.04-foo") == "no listing of CUDA 12.1.0 tags has it");
  CHECK(never("8.0-base-ubuntu16.04") == "no listing of CUDA 8.0 tags has it");
  CHECK(never("10.2-cudnn8") == "no listing of CUDA 10.2 tags has it");
  CHECK(cuda("12.4.1-devel-ubuntu24.04").as_of == "2025-12-15");
  CHECK(cuda("12.4.1-devel-ubuntu24.04").source.id == "nvidia-supported-tags-2025-12-15");
  CHECK(cuda("12.1-base-ubuntu22.04").source.id == "cog-2026-06-18");
}

TEST_CASE("unknown: nothing decides") {
  for (const std::string_view tag : {"12.8.2-cudnn-devel-ubuntu22.04",
                                     "12.8.2-base-ubi8",
                                     "12.8.3-base-ubuntu24.04",
                                     "12.9.2-devel-ubi9",
                                     "12.9.3-devel-ubuntu24.04",
                                     "13.0.3-runtime-ubi9",
                                     "13.0.4-base-ubuntu24.04",
                                     "13.1.1-devel-ubi8",
                                     "13.1.2-base-rockylinux9",
                                     "13.2.0-devel-rockylinux8",
                                     "13.2.2-base-ubuntu24.04",
                                     "13.4.0-base-ubuntu24.04",
                                     "12.2.1-base-ubuntu22.04",
                                     "12.7.0-base-ubuntu22.04",
                                     "12.6.4-base-ubuntu22.04",
                                     "11.8.1-base-ubuntu22.04",
                                     "13.2-base-ubuntu24.04",
                                     "13.4-devel-ubuntu24.04",
                                     "13-base-ubuntu24.04",
                                     "12.1.0-devel-opensuse15",
                                     "12.1.0-devel-debian12",
                                     "12.1.0-devel-jammy",
                                     "12.1.0-devel-ubuntu26.04",
                                     "12.6.0-base-oraclelinux10",
                                     "12.6.0-base-ubi11",
                                     "12.04.1-base-ubuntu22.04",
                                     "12.1.0.0-base",
                                     "my-cuda",
                                     "devel",
                                     "2024.1-base",
                                     "12.1.0-base-${OS}",
                                     "",
                                     "-12.1.0",
                                     "12.1.0-base@sha256"}) {
    CAPTURE(tag);
    const TagAnswer answer = cuda(tag);
    CHECK(answer.existence == Existence::unknown);
    CHECK(answer.reason.empty());
  }
}

TEST_CASE("newer than everything in the table") {
  const Version newest = releases("nvidia/cuda").back().version;
  const std::string line = std::to_string(newest.major()) + ".999";
  const std::string patch = newest.text().substr(0, newest.text().rfind('.')) + ".999";
  const std::string major = std::to_string(newest.major() + 1);
  for (const std::string& tag : {patch + "-devel-ubuntu24.04", line + ".0-base-ubuntu26.04",
                                 line + "-base", major + ".0.0"}) {
    CAPTURE(tag);
    CHECK(cuda(tag).existence == Existence::newer);
  }
  CHECK(cuda(line + ".0-base-ubuntu26.04").reason ==
        "CUDA " + line + ".0 is newer than " + newest.text() + ", the newest release in the table");
  CHECK(find_tag("pytorch/pytorch", "2.999.0-cuda13.2-cudnn9-devel").existence == Existence::newer);
}

TEST_CASE("releases") {
  const std::vector<Release> all = releases("nvidia/cuda");
  CHECK(all.size() >= std::size(counts));
  CHECK(all.front().version == *Version::parse("6.5"));
  CHECK(all.back().version >= *Version::parse("13.4.2"));
  for (const Release& release : all) {
    CAPTURE(release.version.text());
    CHECK_FALSE(release.source.title.empty());
    if (release.complete) CHECK_FALSE(release.as_of.empty());
  }
  for (const std::string_view partial : {"12.8.2", "12.9.2", "13.0.3"}) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Release& r) { return r.version.text() == partial; });
    REQUIRE(found != all.end());
    CHECK_FALSE(found->complete);
  }
  CHECK(releases("foo/bar").empty());
}

TEST_CASE("pytorch/pytorch") {
  const auto torch = [](std::string_view tag) { return find_tag("pytorch/pytorch", tag); };
  const TagAnswer answer = torch("2.4.0-cuda12.1-cudnn9-runtime");
  REQUIRE(answer.row);
  CHECK(answer.existence == Existence::published);
  CHECK(answer.row->release == *Version::parse("2.4.0"));
  CHECK(answer.row->cuda == *Version::parse("12.1"));
  CHECK(answer.row->cudnn == "cudnn9");
  CHECK(answer.row->flavor == Flavor::runtime);
  CHECK(torch("1.1.0-cuda10.0-cudnn7.5-runtime").row->cudnn == "cudnn7.5");
  CHECK(torch("1.0-cuda10.0-cudnn7-runtime").existence == Existence::published);
  CHECK(torch("1.9.1-cuda11.1-cudnn8-devel").existence == Existence::published);
  CHECK(torch("2.5.0-cuda12.4-cudnn9-devel").source.id == "pytorch-docker-matrix");
  CHECK(torch("latest").existence == Existence::published);
  // Named in public texts; only the first is proven not to be there.
  CHECK(torch("2.8.0-cuda12.4-cudnn9-runtime").existence == Existence::never);
  CHECK(torch("2.8.0-cuda12.4-cudnn9-runtime").reason ==
        "torch 2.8.0 images were built for CUDA 12.6, 12.8 and 12.9");
  CHECK(torch("2.3.1-cuda12.4-cudnn9-runtime").existence == Existence::unknown);
  CHECK(torch("2.0.1-cuda11.8-cudnn8-runtime").row->weak);
  CHECK(torch("2.3.0-cuda11.8-cudnn8-devel").existence == Existence::unknown);
  // No listing is complete: what is missing proves nothing.
  CHECK(torch("2.4.0-cuda12.6-cudnn9-devel").existence == Existence::unknown);
  CHECK(torch("2.4.0-full").existence == Existence::unknown);
}

TEST_CASE("names of repositories") {
  CHECK(canonical_repository("docker.io/nvidia/cuda") == "nvidia/cuda");
  CHECK(canonical_repository("index.docker.io/nvidia/cuda") == "nvidia/cuda");
  CHECK(canonical_repository("docker.io/library/ubuntu") == "ubuntu");
  CHECK(canonical_repository("library/ubuntu") == "ubuntu");
  CHECK(canonical_repository("ubuntu") == "ubuntu");
  CHECK(canonical_repository("nvcr.io/nvidia/cuda") == "nvcr.io/nvidia/cuda");
  CHECK(canonical_repository("quay.io/library/foo") == "quay.io/library/foo");
  CHECK(find_tag("nvcr.io/nvidia/cuda", "12.4.1-base-ubuntu22.04").existence ==
        Existence::published);
  CHECK(find_tag("nvcr.io/nvidia/cuda", "12.4.1-base-ubuntu22.04").row->repository ==
        "nvidia/cuda");
  CHECK(tags("nvcr.io/nvidia/cuda").size() == tags("nvidia/cuda").size());
  CHECK(find_tag("foo/cuda", "12.4.1-base-ubuntu22.04").existence == Existence::unknown);
  CHECK(tags("foo/cuda").empty());
}
