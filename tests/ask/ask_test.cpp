// Every question that the data can answer is answered, with sources, in whole sentences.

#include "ask/ask.h"

#include <doctest/doctest.h>

#include <set>

#include "ask/subjects.h"
#include "matrix/cloud.h"
#include "matrix/driver.h"
#include "matrix/driver_releases.h"
#include "matrix/gpu.h"
#include "matrix/image_releases.h"
#include "matrix/libraries.h"
#include "matrix/torch.h"

#ifndef __has_feature  // g++
#define __has_feature(feature) 0
#endif

using namespace cudafit;
using namespace cudafit::ask;
using matrix::HostOs;

namespace {

/// What is wrong with an answer; empty: nothing.
std::string wrong(const Reply& reply) {
  if (!reply.answer) return "no answer: " + reply.problem;
  const Answer& answer = *reply.answer;
  if (answer.kind.empty() || answer.subject.empty()) return "it does not say what it is about";
  if (!answer.summary.ends_with('.')) return "no sentence: " + answer.summary;
  for (const std::string_view bad : {"  ", " ,", " .", "..", ",,", "()"}) {
    if (answer.summary.find(bad) != std::string::npos) return "badly put: " + answer.summary;
  }
  if (answer.sections.empty()) return "nothing but a summary";
  for (const Section& section : answer.sections) {
    if (section.title.empty() || section.lines.empty()) return "an empty section";
    const std::size_t width = section.columns.empty() ? 2 : section.columns.size();
    for (const Line& line : section.lines) {
      if (line.cells.size() != width) return "a line of another width in " + section.title;
      if (line.sources.empty()) return "a line without a source in " + section.title;
      for (const matrix::Citation& source : line.sources) {
        if (source.id.empty() || source.title.empty())
          return "an empty source in " + section.title + ": " + line.cells[0];
      }
    }
  }
  return {};
}

Reply asked(std::vector<std::string> words, HostOs os = HostOs::linux_,
            std::string_view arch = "amd64") {
  return ask::ask({std::move(words), os, arch});
}

/// The value of a fact.
std::string fact(const Reply& reply, std::string_view name) {
  REQUIRE(reply.answer);
  for (const Section& section : reply.answer->sections) {
    for (const Line& line : section.lines) {
      if (section.columns.empty() && line.cells[0] == name) return line.cells[1];
    }
  }
  return "(no such fact)";
}

}  // namespace

TEST_CASE("every kind lists what there is, and its example is answered") {
  for (const Kind& kind : kinds()) {
    CAPTURE(kind.example);
    if (kind.word != "package") CHECK(wrong(asked({std::string(kind.word)})) == "");
    std::string example(kind.example);
    std::erase(example, '"');
    CHECK(wrong(asked({example})) == "");
  }
}

TEST_CASE("every tag of every repository is answered") {
  // With checks of memory each answer takes twenty times as long: every eighth.
  constexpr std::size_t step = __has_feature(address_sanitizer) ? 8 : 1;
  std::size_t number = 0;
  for (const std::string_view repository : matrix::image_repositories()) {
    CHECK(wrong(asked({"image", std::string(repository)})) == "");
    for (const matrix::ImageRelease& image : matrix::image_releases(repository)) {
      const std::string name = image.repository + ":" + image.tag;
      CAPTURE(name);
      CHECK(wrong(asked({name})) == "");
    }
    for (const matrix::ImageTag& tag : matrix::tags(repository)) {
      if (number++ % step != 0) continue;
      if (tag.existence == matrix::Existence::unknown) continue;
      const std::string name = std::string(repository) + ":" + std::string(tag.tag);
      CAPTURE(name);
      CHECK(wrong(asked({"image", name}, HostOs::linux_, "arm64")) == "");
    }
  }
}

TEST_CASE("every GPU, architecture and instance is answered") {
  for (const std::string_view name : matrix::gpu_product_names()) {
    CAPTURE(name);
    CHECK(wrong(asked({"gpu", std::string(name)})) == "");
  }
  for (const Version& cc : matrix::known_ccs()) {
    CAPTURE(cc.text());
    CHECK(wrong(asked({matrix::sm_name(cc)})) == "");
  }
  for (const std::string_view type : matrix::cloud_instance_types()) {
    CAPTURE(type);
    CHECK(wrong(asked({std::string(type)})) == "");
  }
}

TEST_CASE("every driver, toolkit, torch and library is answered") {
  for (const HostOs os : {HostOs::linux_, HostOs::windows}) {
    for (const matrix::DriverRelease& each : matrix::driver_releases(os)) {
      if (each.branch == 0) continue;
      const std::string driver = driver_text(each.driver);
      CAPTURE(driver);
      CHECK(wrong(asked({"driver", driver}, os)) == "");
    }
    for (const matrix::DriverInfo& each : matrix::driver_branches(os)) {
      const Reply reply = asked({"driver", std::to_string(each.branch)}, os);
      // No driver of Windows begins with the number of most branches.
      const bool asks_back = reply.problem.find("on Windows: name one") != std::string::npos;
      CHECK((wrong(reply).empty() || (os == HostOs::windows && asks_back)));
    }
  }
  for (const matrix::ToolkitRelease& each : matrix::toolkit_releases()) {
    CAPTURE(each.cuda.text());
    CHECK(wrong(asked({"cuda", each.cuda.text()})) == "");
  }
  for (const matrix::TorchRelease& each : matrix::torch_releases()) {
    CAPTURE(each.version);
    CHECK(wrong(asked({"torch", std::string(each.version)})) == "");
  }
  for (const auto& [library, name] :
       {std::pair{matrix::Library::cudnn, "cudnn"}, std::pair{matrix::Library::nccl, "nccl"},
        std::pair{matrix::Library::tensorrt, "tensorrt"}}) {
    for (const matrix::LibraryRelease& each : matrix::library_releases(library))
      CHECK(wrong(asked({name, each.version.text()})) == "");
  }
}

TEST_CASE("every package is answered") {
  for (const std::string_view name : package_names()) {
    CAPTURE(name);
    CHECK(wrong(asked({"package", std::string(name)})) == "");
  }
}

TEST_CASE("a question needs no kind") {
  const auto kind = [](std::string words) {
    const Reply reply = asked({std::move(words)});
    return reply.answer ? reply.answer->kind : "none: " + reply.problem;
  };
  CHECK(kind("12.4") == "cuda");
  CHECK(kind("535") == "driver");
  CHECK(kind("535.104.05") == "driver");
  CHECK(kind("sm_120") == "gpu");
  CHECK(kind("compute_90") == "gpu");
  CHECK(kind("RTX 5090") == "gpu");
  CHECK(kind("p3.2xlarge") == "gpu");
  CHECK(kind("nvidia/cuda:12.4.1-base-ubuntu22.04") == "image");
  CHECK(kind("docker.io/nvidia/cuda:12.4.1-base-ubuntu22.04") == "image");
  CHECK(kind("torch==2.4.1+cu121") == "torch");
  CHECK(kind("tensorflow==2.15") == "package");
  CHECK(kind("jax[cuda12] 0.4.30") == "package");
  CHECK(kind("docker") == "host");
  // Pasted from a terminal.
  CHECK(kind("FROM --platform=linux/amd64 nvidia/cuda:12.4.1-base-ubuntu22.04 AS run") == "image");
  CHECK(kind("Driver Version: 535.104.05") == "driver");
  CHECK(kind("CUDA Version: 12.2") == "cuda");
  CHECK(kind("nvidia-container-cli: requirement error: unsatisfied condition: cuda>=12.6, please "
             "update your driver") == "cuda");
  CHECK(
      kind("RuntimeError: CUDA error: no kernel image is available for execution on the device") ==
      "error");
  CHECK(kind("cudaErrorInsufficientDriver") == "error");
  CHECK(kind("NVIDIA-SMI 535.104.05") == "driver");
  CHECK(kind("R535") == "driver");
  CHECK(kind("cu121") == "cuda");
  CHECK(kind("cuda-12.4") == "cuda");
  CHECK(kind("pip install torch==2.4") == "torch");
  CHECK(kind("torch=2.4") == "torch");
  CHECK(kind("8.9") == "gpu");
  CHECK(kind("803") == "error");
  CHECK(kind("4090") == "gpu");
  CHECK(kind("ml.g5.2xlarge") == "gpu");
  CHECK(kind("hopper") == "gpu");
}

TEST_CASE("driver: programs and images are judged apart") {
  const Reply reply = asked({"driver", "535.104.05"});
  CHECK(fact(reply, "CUDA in nvidia-smi") == "12.2");
  REQUIRE(reply.answer);
  std::set<std::string> seen;
  for (const Section& section : reply.answer->sections) {
    if (section.title != "What runs on it") continue;
    for (const Line& line : section.lines) {
      const std::string& programs = line.cells[1];
      const std::string& images = line.cells[2];
      if (line.cells[0] == "12.2") {
        CHECK(programs == "yes");
        CHECK(images == "start");
      }
      if (line.cells[0] == "12.6") {
        CHECK(programs.find("minor-version") != std::string::npos);
        CHECK(images == "start, but not on GeForce");
      }
      if (line.cells[0] == "13.0")
        CHECK(programs.find("needs driver 580.65.06") != std::string::npos);
      seen.insert(line.cells[0]);
    }
  }
  CHECK(seen.contains("12.2"));
  CHECK(seen.contains("12.6"));
  CHECK(seen.contains("13.0"));
}

TEST_CASE("driver: what is said agrees with nvidia-smi, and with itself") {
  const auto said = [](std::vector<std::string> words, HostOs os = HostOs::linux_) {
    const Reply reply = asked(std::move(words), os);
    return reply.answer ? reply.answer->summary : reply.problem;
  };
  const auto has = [](const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  };
  // A beta of the branch, before the toolkit's own driver.
  CHECK(has(said({"driver", "535.43.02"}), "programs of CUDA 12.2 and older"));
  // Windows has no toolkit driver from 13.0 on: what nvidia-smi shows decides.
  CHECK(has(said({"driver", "581.29"}, HostOs::windows), "programs of CUDA 13.0 and older"));
  CHECK(has(said({"driver", "525"}), "up to 12.9 by minor-version"));
  CHECK(has(said({"driver", "452.39"}, HostOs::windows), "CUDA in WSL2 needs driver 495"));
  CHECK(has(said({"driver", "537.58"}), "add --host wsl2"));
  CHECK(has(said({"driver", "535.104.05"}, HostOs::windows), "leave --host wsl2 out"));
  // A gate that lets every driver from 450 on through.
  CHECK(has(said({"image", "nvidia/cuda:11.3.1-base-ubuntu20.04"}), "branch 450 and newer"));
  CHECK(has(said({"image", "nvidia/cuda:14.0.0-base-ubuntu24.04"}), "newer than the data"));
  CHECK(has(said({"image", "nvidia/cuda:12.7.0-base-ubuntu22.04"}), "Nobody has shown"));
  CHECK_FALSE(has(said({"image", "nvcr.io/nvidia/l4t-jetpack:r36.4.0"}), "driver"));
  CHECK(has(said({"gpu", "RTX 5090"}), "from PyPI has code for it: 2.8.0"));
  // The summary is what the table says: the newest line before one that is refused.
  CHECK(has(said({"driver", "470"}), "start up to CUDA 12.4, on data-center GPUs up to 12.8."));
  // Sources disagree about the floor of CUDA 12 on Windows.
  CHECK(has(said({"driver", "527.41"}, HostOs::windows), "programs of CUDA 11.8 and older"));
  CHECK(has(said({"torch", "2.4.1+cu999"}), "has no wheels for cu999"));
  CHECK(has(said({"driver", "-1"}), "is a version"));
  CHECK(has(said({"g5.xlagre"}), "did you mean \"g5.xlarge\"?"));
}

TEST_CASE("what is not known is said, with the nearest names") {
  const auto problem = [](std::vector<std::string> words, HostOs os = HostOs::linux_) {
    const Reply reply = asked(std::move(words), os);
    CHECK_FALSE(reply.answer);
    return reply.problem;
  };
  CHECK(problem({"tourch", "2.4"}).find("did you mean \"torch\"?") != std::string::npos);
  CHECK(problem({"gpu", "RTX 5091"}).find("GeForce RTX 5090") != std::string::npos);
  CHECK(problem({"driver", "fast"}).find("is a version") != std::string::npos);
  CHECK(problem({"driver", "9999"}).find("newest in the data") != std::string::npos);
  CHECK(problem({"cuda", "99"}).find("newer than the data") != std::string::npos);
  CHECK(problem({"cuda", "12.7"}).find("no CUDA 12.7 is known") != std::string::npos);
  CHECK(problem({"torch", "99.0"}).find("newer than the data") != std::string::npos);
  CHECK(problem({"torch", "2.2.9"}).find("never released") != std::string::npos);
  CHECK(problem({"tensorflow", "99"}).find("newer than the data") != std::string::npos);
  CHECK(problem({"nvidia/cudda:12.4.1-base-ubuntu22.04"}).find("nvidia/cuda") != std::string::npos);
  for (const char* odd : {"", " ", ":", "/", "@", "==", "[", "a[b", "image :", "image a@",
                          "\x1b[0m", "driver r", "torch +", "gpu  ", "1.2.3.4.5"}) {
    const std::string words = odd;
    CAPTURE(words);
    const Reply reply = asked({words});
    CHECK(reply.answer.has_value() != !reply.problem.empty());
  }
}

TEST_CASE("a tag that is gone names those of its kind") {
  const Reply reply = asked({"nvidia/cuda:12.1-base-ubuntu22.04"});
  REQUIRE(reply.answer);
  CHECK(reply.answer->summary.find("never published") != std::string::npos);
  REQUIRE_FALSE(reply.answer->see.empty());
  CHECK(reply.answer->see.front() == "image nvidia/cuda:12.1.1-base-ubuntu22.04");
  const Reply removed = asked({"nvidia/cuda:11.0-base"});
  REQUIRE(removed.answer);
  CHECK(fact(removed, "state").find("removed between") == 0);
}
