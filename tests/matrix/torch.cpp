#include "matrix/torch.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "matrix/torch_traits.h"

using namespace cudafit;
using namespace cudafit::matrix;

namespace {

const std::string_view x86 = "linux_x86_64";
const std::string_view arm = "linux_aarch64";

/// The wheel of a release in a directory ("" is PyPI), if there is one.
std::optional<TorchWheel> wheel(std::string_view torch, std::string_view directory,
                                std::string_view platform = x86) {
  for (const TorchWheel& row : torch_wheels(torch)) {
    if (row.directory == directory && row.platform == platform) return row;
  }
  return std::nullopt;
}

std::string pypi(std::string_view torch, std::string_view platform = x86) {
  const std::optional<TorchWheel> found = wheel(torch, "", platform);
  return found ? std::string(found->variant) : "none";
}

bool has(const std::vector<std::string_view>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

/// Whether a wheel has machine code for a GPU, as its list says; throws where there is no row.
bool sass(std::string_view torch, std::string_view variant, std::string_view sm,
          std::string_view platform = x86) {
  const std::optional<TorchArchs> row = torch_archs(torch, variant, platform);
  REQUIRE(row);
  return has(row->sass, sm);
}

Existence index(std::string_view directory) { return find_torch_index(directory).existence; }

}  // namespace

TEST_CASE("every wheel is well formed, and its release and directory exist") {
  std::set<std::string> directories;
  for (const TorchIndex& row : torch_indexes()) directories.emplace(row.directory);
  std::size_t count = 0;
  for (const TorchRelease& release : torch_releases()) {
    CAPTURE(release.version);
    CHECK_FALSE(release.source.title.empty());
    const std::vector<TorchWheel> wheels = torch_wheels(release.version);
    CHECK_FALSE(wheels.empty());
    for (const TorchWheel& row : wheels) {
      CAPTURE(row.directory);
      CAPTURE(row.platform);
      ++count;
      CHECK(row.torch == release.version);
      CHECK(row.version.substr(0, row.version.find('+')) == row.torch);
      CHECK_FALSE(row.source.title.empty());
      CHECK(row.pypi == row.directory.empty());
      CHECK((row.directory.empty() || row.directory == "." ||
             directories.count(std::string(row.directory))));
      CHECK((row.variant == "cpu") == !row.cuda);
      CHECK((row.variant == "cpu") == (row.bundling == Bundling::none));
      CHECK_FALSE(row.pythons.empty());
      for (const std::string_view python : row.pythons) CHECK(python.starts_with("cp"));
      if (row.platform == "win_amd64") CHECK(row.cxx11_abi == Known::unknown);
      if (row.weak) CHECK_FALSE(row.source.url.starts_with("replicate/"));
      // PyPI takes no local versions.
      if (row.pypi) CHECK(row.version == row.torch);
    }
  }
  CHECK(count >= 624);
}

TEST_CASE("which CUDA the plain wheel of PyPI has") {
  CHECK(pypi("1.2.0") == "cu100");
  CHECK(pypi("1.4.0") == "cu101");
  CHECK(pypi("1.7.1") == "cu102");
  CHECK(pypi("1.12.1") == "cu102");
  CHECK(pypi("1.13.1") == "cu117");
  CHECK(pypi("2.0.1") == "cu117");
  CHECK(pypi("2.4.1") == "cu121");
  CHECK(pypi("2.6.0") == "cu124");
  CHECK(pypi("2.7.1") == "cu126");  // not cu128, although 2.7 is said to know Blackwell
  CHECK(pypi("2.8.0") == "cu128");
  CHECK(pypi("2.10.0") == "cu128");
  CHECK(pypi("2.11.0") == "cu130");
  CHECK(pypi("2.14.1") == "cu130");
  CHECK(pypi("1.8.2") == "none");  // long-term support, never on PyPI
  CHECK(wheel("1.1.0", "")->weak);
  CHECK_FALSE(wheel("2.7.1", "")->weak);
  CHECK(torch_release("2.7.1")->pypi_linux_x86_64 == "cu126");
  CHECK(torch_release("2.7")->version == "2.7.0");

  // aarch64 turns from CPU to CUDA at 2.11.
  CHECK(pypi("2.9.1", arm) == "cpu");
  CHECK(wheel("2.10.0", "", arm)->weak);
  CHECK(pypi("2.11.0", arm) == "cu130");
  CHECK_FALSE(wheel("2.11.0", "", arm)->weak);
  CHECK(pypi("2.14.1", "win_amd64") == "cpu");
}

TEST_CASE("local versions: the default variant carries none up to 1.8.0") {
  CHECK(wheel("1.7.1", "cu102")->version == "1.7.1");
  CHECK(wheel("1.8.0", "cu102")->version == "1.8.0");
  CHECK(wheel("1.8.0", "cu111")->version == "1.8.0+cu111");
  CHECK(wheel("1.8.1", "cu102")->version == "1.8.1+cu102");
  CHECK(wheel("1.2.0", "cu100")->version == "1.2.0");
  // The first CUDA wheels for aarch64 carry none either.
  CHECK(wheel("2.4.0", "cu124", arm)->version == "2.4.0");
  CHECK(wheel("2.5.1", "cu124", arm)->variant == "cu124");
  CHECK(wheel("2.6.0", "cu126", arm)->version == "2.6.0+cu126");
}

TEST_CASE("wheels that the selector does not name, and wheels that never were") {
  for (const std::string_view torch : {"2.9.0", "2.9.1", "2.10.0", "2.11.0", "2.13.0"}) {
    CAPTURE(torch);
    REQUIRE(wheel(torch, "cu129"));
    CHECK_FALSE(wheel(torch, "cu129")->advertised);
  }
  CHECK(wheel("2.8.0", "cu129")->advertised);
  CHECK(wheel("2.12.0", "cu129")->weak);
  CHECK_FALSE(wheel("2.14.0", "cu129"));
  CHECK_FALSE(wheel("2.6.0", "cu121"));
  CHECK_FALSE(wheel("2.12.0", "cu128"));
  CHECK_FALSE(wheel("2.8.0", "cu118"));
  CHECK_FALSE(wheel("1.10.1", "cu116"));
  CHECK(torch_known("2.6.0"));
  CHECK(torch_known("2.12.0"));
  CHECK_FALSE(torch_known("1.8.2"));
  CHECK_FALSE(torch_known("0.4.0"));
  CHECK_FALSE(torch_known("2.999.0"));
  CHECK_FALSE(torch_known("2.5.0.dev20240901"));
}

TEST_CASE("Pythons, glibc, ABI, libraries") {
  CHECK(has(wheel("1.7.1", "")->pythons, "cp39"));
  CHECK_FALSE(has(wheel("1.7.1", "")->pythons, "cp310"));
  CHECK(has(wheel("1.11.0", "cu113")->pythons, "cp310"));
  CHECK_FALSE(has(wheel("2.1.0", "")->pythons, "cp312"));
  CHECK(has(wheel("2.2.0", "")->pythons, "cp312"));
  CHECK_FALSE(has(wheel("2.9.0", "")->pythons, "cp39"));
  CHECK(torch_release("2.13.0")->unclear_pythons.front() == "cp315");

  CHECK(wheel("2.6.0", "cu124")->glibc == *Version::parse("2.17"));
  CHECK(wheel("2.6.0", "cu126")->glibc == *Version::parse("2.28"));
  CHECK(wheel("2.7.0", "cu118")->glibc == *Version::parse("2.28"));
  CHECK(wheel("2.5.1", "cu124")->cxx11_abi == Known::no);
  CHECK(wheel("2.6.0", "cu124")->cxx11_abi == Known::no);
  CHECK(wheel("2.6.0", "cu126")->cxx11_abi == Known::yes);
  CHECK(wheel("2.7.0", "cu118")->cxx11_abi == Known::yes);

  CHECK(wheel("1.12.1", "")->bundling == Bundling::bundled);
  CHECK(wheel("1.13.1", "")->bundling == Bundling::split);
  CHECK(wheel("2.0.1", "")->bundling == Bundling::dependencies);
  CHECK(wheel("2.0.1", "cu118")->bundling == Bundling::bundled);
  CHECK(wheel("2.1.2", "cu121_pypi_cudnn")->version == "2.1.2+cu121.with.pypi.cudnn");
  CHECK(wheel("2.3.0", "cu118")->bundling == Bundling::dependencies);
  CHECK(wheel("2.5.1", "cu124")->cudnn == "9.1.0.70");
  CHECK(wheel("2.13.0", "cu130")->cudnn == "9.20.0.48");
  CHECK(wheel("2.5.1", "cu121")->triton == "3.1.0");
}

TEST_CASE("releases: known, never, newer, unknown") {
  CHECK(find_torch_release("2.0.1") == Existence::published);
  CHECK(find_torch_release("2.0") == Existence::published);
  CHECK(find_torch_release("1.0.1.post2") == Existence::published);
  CHECK(find_torch_release("2.0.2") == Existence::never);
  CHECK(find_torch_release("1.14.0") == Existence::never);
  CHECK(find_torch_release("2.10.1") == Existence::unknown);  // no listing is that new
  CHECK(find_torch_release("2.999.0") == Existence::newer);
  CHECK(find_torch_release("0.3.1") == Existence::unknown);
  CHECK(find_torch_release("2.5.0rc1") == Existence::unknown);
  CHECK(find_torch_release("1.3.0.post2") == Existence::unknown);
  CHECK(find_torch_release("2.0.1+cu118") == Existence::unknown);
  CHECK(find_torch_release("") == Existence::unknown);
}

TEST_CASE("indexes: which exist, and what they end with") {
  for (const std::string_view directory :
       {"cu75", "cu80", "cu91", "cu118", "cu121", "cu128", "cu129", "cu130", "cu132", "cpu", "xpu",
        "rocm5.4.2", "cu121_full", "lts/1.8/cu111"}) {
    CAPTURE(directory);
    CHECK(index(directory) == Existence::published);
  }
  for (const std::string_view directory :
       {"cu112", "cu114", "cu119", "cu120", "cu122", "cu123", "cu125", "cu127", "cu131", "cu1241",
        "cu1302", "cu12", "cu11"}) {
    CAPTURE(directory);
    const TorchIndexAnswer answer = find_torch_index(directory);
    CHECK(answer.existence == Existence::never);
    CHECK_FALSE(answer.reason.empty());
    CHECK_FALSE(answer.source.title.empty());
  }
  for (const std::string_view directory : {"cu199", "cu1999"}) {
    CAPTURE(directory);
    CHECK(index(directory) == Existence::newer);
  }
  for (const std::string_view directory :
       {"", "cu", "cu1", "cuda118", "nightly/cu118", "test/cu128", "lts", "torch_stable.html",
        "cu65", "cu12.1", "cu12100", "CU118"}) {
    CAPTURE(directory);
    CHECK(index(directory) == Existence::unknown);
  }
  struct End {
    std::string_view directory, first, last, advertised;
    bool live;
  };
  for (const End& end :
       {End{"cu113", "1.10.0", "1.12.1", "1.12.1", false},
        End{"cu117", "1.13.0", "2.0.1", "2.0.1", false},
        End{"cu118", "2.0.0", "2.7.1", "2.7.1", false},
        End{"cu121", "2.1.0", "2.5.1", "2.5.1", false},
        End{"cu124", "2.4.0", "2.6.0", "2.6.0", false},
        End{"cu128", "2.7.0", "2.11.0", "2.11.0", false},
        End{"cu129", "2.8.0", "2.13.0", "2.8.0", false}, End{"cu75", "", "", "", false}}) {
    CAPTURE(end.directory);
    const std::optional<TorchIndex> row = torch_index(end.directory);
    REQUIRE(row);
    CHECK(row->first_torch == end.first);
    CHECK(row->last_torch == end.last);
    CHECK(row->last_advertised == end.advertised);
    CHECK(row->live == end.live);
  }
  CHECK_FALSE(torch_index("cu131"));
  // The CUDA of PyPI's newest wheel has a directory too, which goes on.
  const std::string newest(torch_releases().back().pypi_linux_x86_64);
  REQUIRE(torch_index(newest));
  CHECK(torch_index(newest)->live);
  CHECK(torch_index(newest)->last_torch == torch_releases().back().version);
}

TEST_CASE("the flat index picks ROCm or cu92") {
  CHECK(flat_index_pick("1.7.1")->picked == "1.7.1+rocm3.8");
  CHECK_FALSE(flat_index_pick("1.7.1")->weak);
  CHECK(flat_index_pick("1.7.0")->picked == "1.7.0+cu92");
  CHECK(flat_index_pick("1.7.0")->weak);
  CHECK(flat_index_pick("2.0.1")->picked == "2.0.1+rocm5.4.2");
  CHECK(flat_index_pick("2.0.1")->on_stable_html);
  CHECK_FALSE(flat_index_pick("2.5.1")->on_stable_html);
  CHECK_FALSE(flat_index_pick("2.14.1"));
  CHECK(flat_index_end().date == "2024-06-05");
  for (const TorchRelease& release : torch_releases()) {
    const std::optional<FlatPick> pick = flat_index_pick(release.version);
    if (!pick) continue;
    CHECK(pick->torch == release.version);
    const std::string_view local = pick->picked.substr(pick->picked.find('+') + 1);
    CHECK((has(release.other_variants, local) || wheel(release.version, local)));
  }
}

TEST_CASE("packages on the indexes of PyTorch") {
  CHECK(on_pytorch_index("numpy").mirrored == Known::yes);
  CHECK(on_pytorch_index("Typing_Extensions").mirrored == Known::yes);
  CHECK(on_pytorch_index("flask").mirrored == Known::no);
  CHECK(on_pytorch_index("accelerate").mirrored == Known::no);
  CHECK_FALSE(on_pytorch_index("accelerate").source.title.empty());
}

TEST_CASE("every CUDA wheel for Linux has a list of GPUs, and every list a wheel") {
  std::set<std::string> wheels;
  for (const TorchRelease& release : torch_releases()) {
    for (const TorchWheel& row : torch_wheels(release.version)) {
      wheels.insert(std::string(row.torch) + ' ' + std::string(row.variant) + ' ' +
                    std::string(row.platform));
      if (!row.cuda || row.platform == "win_amd64") continue;
      CAPTURE(row.version);
      CAPTURE(row.platform);
      CHECK(torch_archs(row.torch, row.variant, row.platform));
    }
  }
  for (const TorchArchs& row : torch_archs()) {
    CAPTURE(row.torch);
    CAPTURE(row.variant);
    CHECK_FALSE(row.sass.empty());
    for (const std::string_view sm : row.sass) CHECK(sm.starts_with("sm_"));
    for (const std::string_view ptx : row.ptx) CHECK(ptx.starts_with("compute_"));
    if (row.platform == "conda-forge") continue;
    CHECK(wheels.count(std::string(row.torch) + ' ' + std::string(row.variant) + ' ' +
                       std::string(row.platform)));
  }
}

TEST_CASE("GPUs: the gaps people fall into") {
  // V100: absent in 2.7+cu128, present in 2.8 to 2.10, absent from 2.11 on, never in cu13x.
  CHECK_FALSE(sass("2.7.1", "cu128", "sm_70"));
  CHECK(sass("2.8.0", "cu128", "sm_70"));
  CHECK(sass("2.10.0", "cu128", "sm_70"));
  CHECK(sass("2.9.0", "cu129", "sm_70"));
  CHECK_FALSE(sass("2.11.0", "cu128", "sm_70"));
  CHECK_FALSE(sass("2.9.0", "cu130", "sm_70"));
  CHECK(sass("2.14.1", "cu126", "sm_70"));
  // Pascal and K80 are missing in 1.8.0+cu111 only.
  CHECK_FALSE(sass("1.8.0", "cu111", "sm_60"));
  CHECK(torch_archs("1.8.0", "cu111", x86)->weak);
  CHECK(sass("1.8.1", "cu111", "sm_60"));
  CHECK(sass("2.7.1", "cu118", "sm_37"));
  CHECK_FALSE(sass("2.1.0", "cu121", "sm_37"));
  // H100: cu118, not cu117.
  CHECK(sass("2.0.1", "cu118", "sm_90"));
  CHECK_FALSE(sass("2.0.1", "cu117", "sm_90"));
  // Blackwell.
  CHECK(sass("2.7.0", "cu128", "sm_120"));
  CHECK_FALSE(sass("2.7.0", "cu126", "sm_120"));
  CHECK(torch_archs("2.7.0", "cu128", x86)->ptx.front() == "compute_120");
  CHECK_FALSE(torch_archs("2.7.0", "cu128", x86)->ptx_weak);
  CHECK(torch_archs("2.11.0", "cu130", x86)->ptx_weak);
  CHECK(torch_archs("2.0.1", "cu118", x86)->ptx.empty());
  CHECK(torch_archs("1.3.0", "cu92", x86)->ptx.front() == "compute_50");
  CHECK(sass("2.9.0", "cu130", "sm_110", arm));
  CHECK(torch_archs("2.4.0", "cu124", arm)->sass.size() == 1);
  CHECK(torch_archs("2.7.0", "cu128", arm)->weak);
  CHECK(sass("2.9.1", "cuda129", "sm_61", "conda-forge") == false);
  CHECK(sass("2.9.1", "cuda129", "sm_60", "conda-forge"));
  CHECK_FALSE(torch_archs("2.9.1", "cu118", x86));
}

TEST_CASE("the newest torch for a Python") {
  CHECK(newest_torch("", "", x86)->version == torch_releases().back().version);
  CHECK(newest_torch("", "cp39", x86)->version == "2.8.0");
  CHECK(newest_torch("", "cp38", x86)->version == "2.4.1");
  CHECK(newest_torch("", "cp37", x86)->version == "1.13.1");
  CHECK(newest_torch("cu118", "", x86)->version == "2.7.1+cu118");
  CHECK(newest_torch("cu121", "cp38", x86)->version == "2.4.1+cu121");
  CHECK(newest_torch("cu124", "", arm)->version == "2.5.1");
  CHECK_FALSE(newest_torch("cu128", "cp37", x86));
  CHECK_FALSE(newest_torch("cu120", "", x86));
}

TEST_CASE("how torch behaves") {
  CHECK(torch_cuda_check("1.9.1")->check == CudaCheck::none);
  CHECK(torch_cuda_check("1.10.0")->check == CudaCheck::torch_major);
  CHECK(torch_cuda_check("2.14.1")->text.starts_with("The detected CUDA version"));
  CHECK_FALSE(torch_cuda_check("2.999.0"));
  CHECK_FALSE(torch_cuda_check("0.3.1"));
  CHECK(torch_numpy2("2.2.2")->works == Known::no);
  CHECK(torch_numpy2("2.3.0")->works == Known::yes);
  CHECK(torch_compile_end("2.0.1")->python == *Version::parse("3.11"));
  CHECK(torch_compile_end("2.1.0")->python == *Version::parse("3.12"));
  CHECK(torch_compile_end("2.3.1")->python == *Version::parse("3.12"));
  CHECK(torch_compile_end("2.4.0")->python == *Version::parse("3.13"));
  CHECK(torch_compile_end("2.5.1")->python == *Version::parse("3.13"));
  CHECK(torch_compile_end("2.9.1")->python == *Version::parse("3.14"));
  CHECK_FALSE(torch_compile_end("1.13.1"));
  CHECK_FALSE(torch_compile_end("2.10.0"));
  CHECK_FALSE(torch_compile_end("2.999.0"));
  CHECK(torch_cudnn_clash("2.12.1", "cu130")->cudnn_from == *Version::parse("9.23"));
  CHECK_FALSE(torch_cudnn_clash("2.12.1", "cu126"));
  CHECK_FALSE(torch_cudnn_clash("2.11.0", "cu130"));
  CHECK_FALSE(torch_cudnn_clash("2.14.0", "cu130"));
}
