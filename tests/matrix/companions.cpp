#include "matrix/companions.h"

#include <doctest/doctest.h>

#include <string>

#include "matrix/torch.h"
#include "terms/pep440.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

/// The versions of a package that go with a torch, the proposed one first.
std::string with(std::string_view torch, std::string_view package) {
  std::string out;
  for (const Companion& row : companions_of(torch)) {
    if (row.package == package) out += (out.empty() ? "" : " ") + std::string(row.version);
  }
  return out;
}

Known pairs(std::string_view package, std::string_view version, std::string_view torch) {
  return companion_pairs(package, version, torch).pairs;
}

}  // namespace

TEST_CASE("every companion names a torch that exists") {
  for (const TorchRelease& release : torch_releases()) {
    for (const Companion& row : companions_of(release.version)) {
      CAPTURE(row.package);
      CAPTURE(row.version);
      CHECK_FALSE(row.source.title.empty());
      CHECK_FALSE((row.exact && (row.weak || row.range || row.torch_range)));
      if (!row.torch_range) CHECK(find_torch_release(row.torch) == Existence::published);
    }
  }
}

TEST_CASE("what goes with a torch") {
  CHECK(with("2.1.0", "torchvision") == "0.16.0");
  CHECK(with("2.5.1", "torchaudio") == "2.5.1");
  CHECK(with("2.14.1", "torchvision") == "0.29.1 0.29.2");  // both ask for torch 2.14 or newer
  CHECK(with("1.10.0", "torchvision") == "0.11.1 0.11.0");
  CHECK(with("1.7.0", "torchvision") == "0.8.1 0.8.0");
  CHECK(with("2.0.0", "torchvision") == "0.15.1 0.15.0");
  CHECK(with("2.0.0", "torchaudio") == "2.0.1 2.0.0");
  CHECK(with("2.0", "torchtext") == "0.15.1");
  // torchaudio stops following the numbers of torch at 2.11, torchtext ends with torch 2.3.
  CHECK(with("2.11.0", "torchaudio") == "2.11.0 2.11.1");
  CHECK(with("2.14.0", "torchaudio") == "2.11.0 2.11.1");
  CHECK(with("2.10.0", "torchaudio") == "2.10.0");
  CHECK(with("2.3.1", "torchtext") == "0.18.0");
  CHECK(with("2.4.0", "torchtext").empty());
  CHECK(with("2.9.1", "triton") == "3.5.1");
  CHECK(with("2.9.1", "xformers") == "0.0.33.post2");
  CHECK(with("2.11.0", "xformers") == ">=0.0.34");
  CHECK(with("2.7.1", "torchcodec") == ">=0.3,<0.6");
  CHECK(with("2.999.0", "torchvision").empty());
}

TEST_CASE("which torch a companion goes with") {
  CHECK(companion_torch("torchvision", "0.15.2").front().torch == "2.0.1");
  CHECK(companion_torch("TorchVision", "0.16").front().torch == "2.1.0");
  CHECK(companion_torch("torchtext", "0.18.0").size() == 2);
  CHECK(companion_torch("triton", "3.1.0").size() == 2);
  CHECK(companion_torch("torchvision", "0.999.0").empty());
}

TEST_CASE("pairs: proven, refuted, unknown") {
  CHECK(pairs("torchvision", "0.15.2", "2.0.1") == Known::yes);
  CHECK(pairs("torchvision", "0.15.2+cu118", "2.0.1+cu118") == Known::yes);
  CHECK(pairs("torchvision", "0.15.2", "2.1.0") == Known::no);
  CHECK(companion_pairs("torchvision", "0.15.2", "2.1.0").torch.front() == "2.0.1");
  CHECK_FALSE(companion_pairs("torchvision", "0.15.2", "2.1.0").source.title.empty());
  CHECK(pairs("torchvision", "0.11.0", "1.10.0") == Known::yes);
  CHECK(pairs("torchvision", "0.11.0", "1.10.1") == Known::no);
  CHECK(pairs("torchaudio", "2.11.0", "2.14.1") == Known::yes);
  CHECK(pairs("torchaudio", "2.11.0", "2.10.0") == Known::unknown);
  CHECK(pairs("torchaudio", "2.10.0", "2.11.0") == Known::no);
  CHECK(pairs("torchaudio", "2.0.2", "2.0.1") == Known::yes);
  CHECK(pairs("xformers", "0.0.27", "2.3.1") == Known::yes);
  CHECK(pairs("xformers", "0.0.27", "2.4.0") == Known::no);
  CHECK(pairs("xformers", "0.0.35", "2.9.0") == Known::unknown);
  CHECK(pairs("triton", "3.1.0", "2.5.0") == Known::yes);
  CHECK(pairs("triton", "3.2.0", "2.5.1") == Known::no);
  CHECK(pairs("triton", "9.0.0", "2.5.1") == Known::no);  // torch names its triton
  CHECK(pairs("triton", "3.2.0", "1.13.1") == Known::unknown);
  // Not pinned: torchtext up to 0.6, torchdata, anything before torch 1.4.
  CHECK(pairs("torchtext", "0.6.0", "1.7.1") == Known::unknown);
  CHECK(pairs("torchtext", "0.18.0", "2.4.0") == Known::unknown);
  CHECK(pairs("torchtext", "0.16.0", "2.2.0") == Known::no);
  CHECK(pairs("torchdata", "0.10.0", "2.5.1") == Known::yes);
  CHECK(pairs("torchdata", "0.11.0", "2.5.0") == Known::unknown);
  CHECK(pairs("torchdata", "0.11.0", "2.0.1") == Known::unknown);
  CHECK(pairs("torchvision", "0.2.2", "1.1.0") == Known::unknown);
  CHECK(pairs("torchvision", "0.999.0", "2.0.1") == Known::unknown);
  CHECK(pairs("numpy", "1.26.4", "2.0.1") == Known::unknown);
  CHECK(pairs("torchvision", "not a version", "2.0.1") == Known::unknown);
}

TEST_CASE("versions that never were, and the newest") {
  CHECK(find_companion("torchaudio", "2.12.0").existence == Existence::never);
  CHECK(find_companion("torchaudio", "2.14.1").existence == Existence::never);
  CHECK_FALSE(find_companion("torchaudio", "2.12.0").reason.empty());
  CHECK(find_companion("torchaudio", "2.11.1").existence == Existence::published);
  CHECK(find_companion("torchaudio", "2.999.0").existence == Existence::newer);
  CHECK(find_companion("torchvision", "0.29.1").existence == Existence::published);
  CHECK(find_companion("torchvision", "0.999.0").existence == Existence::newer);
  CHECK(find_companion("torchvision", "0.15.3").existence == Existence::unknown);
  CHECK(newest("torch")->version == torch_releases().back().version);
  CHECK(newest("torch")->date == torch_releases().back().date);
  CHECK(PyVersion::parse(newest("torchvision")->version) >= PyVersion::parse("0.29.1"));
  CHECK_FALSE(newest("numpy"));
}
