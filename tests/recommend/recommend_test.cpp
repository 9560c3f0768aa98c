// Which image is recommended, and that nothing recommended is flagged.
#include "recommend/recommend.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "asked_file.h"

namespace {

using namespace cudafit;
using namespace cudafit::test;

const std::string torch_by_wheel =
    "RUN apt-get update && apt-get install -y python3-pip\n"
    "RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126\n"
    "CMD [\"python3\", \"-m\", \"torch.distributed.run\"]\n";

/// mlflow is not in the tables.
const std::string with_unknown =
    "RUN apt-get update && apt-get install -y python3-pip\n"
    "RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126\n"
    "RUN pip3 install mlflow\n"
    "CMD [\"python3\", \"-m\", \"mlflow\", \"server\"]\n";

struct Case {
  const char* name;
  Asked asked;
  std::string first;  ///< of the first stage
};

const std::vector<Case> cases{
    {"a deleted tag: the newest patch release of its line",
     {"FROM nvidia/cuda:11.7.0-devel-ubuntu22.04\nRUN nvcc a.cu\n"},
     "use nvidia/cuda:11.7.1-devel-ubuntu22.04"},
    {"a toolkit that nothing uses goes",
     {"FROM nvidia/cuda:12.6.3-devel-ubuntu22.04\n" + torch_by_wheel},
     "use nvidia/cuda:12.6.3-base-ubuntu22.04"},
    {"a toolkit that nothing known uses: somebody has to look",
     {"FROM nvidia/cuda:12.6.3-devel-ubuntu22.04\n" + with_unknown},
     "check nvidia/cuda:12.6.3-runtime-ubuntu22.04"},
    {"nothing is better than what fits",
     {"FROM nvidia/cuda:12.6.3-base-ubuntu22.04\n" + torch_by_wheel},
     "keep nvidia/cuda:12.6.3-base-ubuntu22.04"},
    {"a release out of support: its newest patch release",
     {"FROM nvidia/cuda:12.4.0-base-ubuntu22.04\n" + torch_by_wheel},
     "use nvidia/cuda:12.4.1-base-ubuntu22.04"},
    {"what is compiled needs nvcc",
     {"FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCOPY k.cu .\nRUN nvcc -arch=sm_80 k.cu -o k\n"},
     "use nvidia/cuda:12.4.1-devel-ubuntu22.04"},
    {"a host that the image turns away: an older line that lets it in",
     {"FROM nvidia/cuda:13.0.2-base-ubuntu22.04\nCOPY app /app\nCMD [\"/app\"]\n",
      {host("535.104.05", "RTX 4090")}},
     "check nvidia/cuda:12.4.1-base-ubuntu22.04"},
    {"no tag: what is compiled asks for devel",
     {"FROM nvidia/cuda\nCOPY k.cu .\nRUN nvcc -arch=sm_80 k.cu -o k\n"},
     "check nvidia/cuda:13.1.0-devel-ubuntu24.04"},
};

/// Nothing that matters is left but what the recommendation names.
void check_clean(const Answer& answer) {
  for (const Diagnostic& finding : answer.after.findings) {
    if (!recommend::matters(finding)) continue;
    bool named = false;
    for (const advise::StageAdvice& stage : answer.recommendation.stages) {
      for (const std::string& left : stage.left) named = named || left.starts_with(finding.rule);
    }
    CHECK_MESSAGE(named, finding.rule, ": ", finding.message, "\n", answer.rewritten);
  }
}

TEST_CASE("what is recommended fits best and is clean") {
  for (const Case& each : cases) {
    INFO(std::string(each.name));
    const Answer answer = ask(each.asked);
    REQUIRE(!answer.recommendation.stages.empty());
    const std::vector<std::string> offers = answer.offers(0);
    REQUIRE_MESSAGE(!offers.empty(), answer.stage(0).why_none);
    CHECK(offers.front() == each.first);
    if (!offers.front().starts_with("check")) check_clean(answer);
  }
}

TEST_CASE("the tag is edited where it is written") {
  const Answer answer =
      ask({"ARG CUDA=11.7.0\nFROM nvidia/cuda:${CUDA}-devel-ubuntu22.04\n"
           "RUN nvcc -arch=sm_80 a.cu\n"});
  CHECK(answer.rewritten ==
        "ARG CUDA=11.7.1\nFROM nvidia/cuda:${CUDA}-devel-ubuntu22.04\nRUN nvcc -arch=sm_80 a.cu\n");
}

TEST_CASE("bytes outside the edit stay: comments, CRLF, a byte order mark") {
  const Answer answer =
      ask({"\xEF\xBB\xBF# kept\r\nFROM nvidia/cuda:11.7.0-devel-ubuntu22.04 AS x\r\n"
           "RUN nvcc -arch=sm_80 a.cu  \r\n"});
  CHECK(answer.rewritten ==
        "\xEF\xBB\xBF# kept\r\nFROM nvidia/cuda:11.7.1-devel-ubuntu22.04 AS x\r\n"
        "RUN nvcc -arch=sm_80 a.cu  \r\n");
}

TEST_CASE("each stage gets its image, and both edits stand together") {
  const Answer answer =
      ask({"FROM nvidia/cuda:12.4.0-devel-ubuntu22.04 AS build\n"
           "COPY k.cu .\nRUN nvcc -arch=sm_80 k.cu -o /k\n"
           "FROM nvidia/cuda:12.4.0-base-ubuntu22.04\n"
           "COPY --from=build /k /usr/local/bin/k\nENTRYPOINT [\"k\"]\n"});
  REQUIRE(answer.recommendation.stages.size() == 2);
  CHECK(answer.offers(0).front() == "use nvidia/cuda:12.4.1-devel-ubuntu22.04");
  CHECK(answer.offers(1).front() == "use nvidia/cuda:12.4.1-base-ubuntu22.04");
  CHECK(answer.rewritten.find("12.4.0") == std::string::npos);
  check_clean(answer);
}

TEST_CASE("what is wanted is said with the lines that say so") {
  const Answer answer =
      ask({"FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n"
           "COPY k.cu .\nRUN nvcc -arch=sm_80 k.cu -o k\n"});
  const auto& wants = answer.stage(0).wants;
  const auto nvcc = std::find_if(wants.begin(), wants.end(), [](const advise::Want& want) {
    return want.what.find("nvcc") != std::string::npos;
  });
  REQUIRE(nvcc != wants.end());
  CHECK(nvcc->verdict == graph::Verdict::unmet);
  const Report& now = answer.recommendation.now;
  CHECK(now.sources->text(nvcc->span).find("nvcc") != std::string_view::npos);
  CHECK(!nvcc->because.empty());
}

TEST_CASE("a lighter image is offered where the wheels bring all they use, to be looked at") {
  const Answer answer = ask({"FROM nvidia/cuda:12.6.3-base-ubuntu22.04\n" + with_unknown});
  const std::vector<std::string> offers = answer.offers(0);
  CHECK(std::find(offers.begin(), offers.end(), "check python:3.10-slim") != offers.end());
  const advise::Offer& slim = answer.stage(0).offers.back();
  CHECK(std::find(slim.loses.begin(), slim.loses.end(), "libcudart") != slim.loses.end());
  CHECK(!slim.check.empty());
  // What a person has to look at is never written.
  CHECK(answer.rewritten.find("python:") == std::string::npos);
}

TEST_CASE("a toolkit that only the code may use: a smaller flavor is offered, to be looked at") {
  const std::string wheels =
      "RUN apt-get update && apt-get install -y python3-pip\n"
      "RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126\n";
  const std::string own_code = wheels + "COPY app.py .\nCMD [\"python3\", \"app.py\"]\n";
  const std::string devel = "FROM nvidia/cuda:12.6.3-devel-ubuntu22.04\n";
  const Answer answer = ask({devel + own_code});
  const std::vector<std::string> offers = answer.offers(0);
  REQUIRE(offers.size() >= 2);
  CHECK(offers[0] == "keep nvidia/cuda:12.6.3-devel-ubuntu22.04");
  CHECK(offers[1] == "check nvidia/cuda:12.6.3-base-ubuntu22.04");
  const advise::Offer& smaller = answer.stage(0).offers[1];
  CHECK(std::find(smaller.loses.begin(), smaller.loses.end(), "nvcc") != smaller.loses.end());
  CHECK(std::any_of(smaller.check.begin(), smaller.check.end(), [](const std::string& each) {
    return each.find("torch.compile") != std::string::npos;
  }));
  CHECK(answer.rewritten == devel + own_code);
  CHECK(answer.recommendation.now.findings.empty());
  // Whatever may use the toolkit, or is for people, keeps it; so does what nobody follows.
  for (const std::string& each :
       {"RUN nvcc -arch=sm_80 k.cu -o k\n" + own_code, "ENV CUDA_HOME=/usr/local/cuda\n" + own_code,
        "RUN curl -L https://example.org/install.sh | sh\n" + own_code,
        own_code + "RUN pip3 install deepspeed==0.16.0\n", "RUN pip3 install ninja\n" + own_code,
        wheels + "CMD [\"bash\"]\n", wheels + "CMD [\"jupyter\", \"lab\"]\n"}) {
    INFO(each);
    for (const std::string& offer : ask({devel + each}).offers(0)) {
      CHECK(offer.find("-runtime-") == std::string::npos);
      CHECK(offer.find("-base-") == std::string::npos);
    }
  }
}

TEST_CASE("a stage stays with the family of systems whose packages it installs") {
  const Answer dnf =
      ask({"FROM nvidia/cuda:13.0.1-base-ubi9\nRUN dnf install -y rpmrebuild\nCOPY app /app\n"
           "CMD [\"/app\"]\n"});
  CHECK(!dnf.offers(0).empty());
  CHECK_FALSE(any_with(dnf.offers(0), "ubuntu"));
  CHECK_FALSE(any_with(dnf.offers(0), "python:"));
  CHECK_FALSE(any_with(dnf.offers(0), "opensuse"));
  CHECK(dnf.stage(0).now.system == "Red Hat UBI 9");
  const Answer none =
      ask({"FROM nvidia/cuda:12.6.3-base-ubuntu20.04\nCOPY app /app\nCMD [\"/app\"]\n"});
  CHECK(any_with(none.offers(0), "ubuntu22.04"));
}

TEST_CASE("another torch is no gain because its image is smaller") {
  const Answer answer =
      ask({"FROM pytorch/pytorch:1.8.1-cuda10.2-cudnn7-devel\nENV FORCE_CUDA=1\n"
           "RUN pip install --no-cache-dir openmim\n"});
  for (const std::string& each : answer.offers(0)) {
    if (each.find("pytorch/pytorch") != std::string::npos)
      CHECK(each.find(":1.8.1-") != std::string::npos);
  }
}

TEST_CASE("where the Python is not known, an image of one that everything has wheels for") {
  const auto made = [](const std::string& packages) {
    return ask(
        {"FROM nvidia/cuda:12.6.3-base-ubuntu22.04\n"
         "COPY --from=ghcr.io/astral-sh/uv:0.9.28 /uv /bin/uv\nRUN uv venv /opt/venv\n"
         "ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH\nRUN uv pip install " +
         packages + "\nCMD [\"python\", \"-m\", \"torch.distributed.run\"]\n"});
  };
  const std::string index = " --index-url https://download.pytorch.org/whl/cu126";
  const Answer answer = made("torch==2.6.0" + index);
  CHECK(any_with(answer.offers(0), "check python:3.13-slim"));
  CHECK(answer.rewritten.find("python:") == std::string::npos);
  CHECK(any_with(made("torch==2.9.1" + index).offers(0), "check python:3.13-slim"));
  CHECK(any_with(made("torch==2.10.0" + index).offers(0), "check python:3.14-slim"));
  // A version that is open, a package of which nobody knows the wheels, and what cannot be read.
  for (const char* const each : {"torch", "torch==2.6.0 some-package==1.0", "-r missing.txt"})
    CHECK_FALSE(any_with(made(each + index).offers(0), "python:"));
}

TEST_CASE("a package that is a file is no version of the system's") {
  const Answer answer =
      ask({"FROM nvidia/cuda:12.6.3-base-ubuntu20.04\n"
           "RUN dpkg -i /tmp/libffi7_3.3-4_amd64.deb\nCOPY app /app\nCMD [\"/app\"]\n"});
  REQUIRE(answer.stage(0).offers.size() >= 2);
  const std::vector<std::string>& check = answer.stage(0).offers[1].check;
  CHECK(any_with(check, "libffi7_3.3-4_amd64.deb suits that system, too"));
  CHECK_FALSE(any_with(check, "is there in version"));
}

TEST_CASE("why another release is taken is said of stages that are not shipped, too") {
  const Answer answer =
      ask({"FROM nvidia/cuda:12.4.0-runtime-ubuntu22.04 AS libs\n"
           "FROM nvidia/cuda:12.4.1-base-ubuntu22.04\n"
           "COPY --from=libs /usr/local/cuda/lib64 /opt/lib\nCOPY app /app\nCMD [\"/app\"]\n"});
  const advise::Offer& first = answer.stage(0).offers.at(0);
  CHECK(first.image.name == "nvidia/cuda:12.4.1-runtime-ubuntu22.04");
  CHECK(any_with(first.gains, "support of CUDA 12.4.0 ended"));
}

TEST_CASE("no recommendation is made where the image is not known, and why is said") {
  struct None {
    const char* dockerfile;
    const char* why;
  };
  for (const None& each : {
           None{"ARG TAG\nFROM nvidia/cuda:${TAG}\nRUN nvcc a.cu\n", "has no value"},
           None{"FROM nvidia/cuda:12.4.0-devel-ubuntu22.04@sha256:"
                "0123456789012345678901234567890123456789012345678901234567890123\nRUN nvcc a.cu\n",
                "digest"},
           None{"ARG N=\"\"\nFROM nvidia/cuda:12.6.3-cudnn$N-devel-ubuntu22.04\nRUN nvcc a.cu\n",
                "place to fill in"},
           None{"FROM example.org/cuda:1\nRUN nvcc -arch=sm_80 a.cu\n", "nothing is known"},
       }) {
    INFO(std::string(each.dockerfile));
    const Answer answer = ask({each.dockerfile});
    REQUIRE(answer.recommendation.stages.size() == 1);
    CHECK(answer.offers(0).empty());
    CHECK(answer.stage(0).why_none.find(each.why) != std::string::npos);
    CHECK(answer.recommendation.files.empty());
  }
}

TEST_CASE("stages without CUDA are none of our business") {
  CHECK(ask({"FROM python:3.12-slim\nRUN pip install flask\n"}).recommendation.stages.empty());
  CHECK(ask({"FROM scratch\nCOPY a /a\n"}).recommendation.stages.empty());
  CHECK(ask({""}).recommendation.stages.empty());
}

TEST_CASE("the analysis of the rewritten file decides: without it something flagged is offered") {
  const Asked asked{"FROM nvidia/cuda:13.0.2-base-ubuntu22.04\nCOPY app /app\nCMD [\"/app\"]\n",
                    {host("535.104.05", "RTX 4090")}};
  MemoryFiles files;
  files.add(path, asked.dockerfile);
  const project::FileSettings settings = settings_of(asked);
  project::Workbench bench(files, settings);
  recommend::Workshop blind = bench.workshop();
  blind.attempt = [attempt = blind.attempt](std::span<const Edit> edits) {
    recommend::Trial trial = attempt(edits);
    trial.report.findings.clear();
    return trial;
  };
  const advise::Recommendation flagged = recommend::recommend(blind);
  REQUIRE(!flagged.stages.front().offers.empty());
  CHECK(flagged.stages.front().offers.front().image.name != "nvidia/cuda:12.4.1-base-ubuntu22.04");
  CHECK(ask(asked).offers(0).front() == "check nvidia/cuda:12.4.1-base-ubuntu22.04");
}

TEST_CASE("a system that ended is no way out of one that did") {
  const Answer answer =
      ask({"FROM nvcr.io/nvidia/pytorch:21.08-py3\nRUN pip install imageio==2.9.0\n"});
  REQUIRE(!answer.stage(0).offers.empty());
  for (const advise::Offer& each : answer.stage(0).offers) {
    if (any_with(each.gains, "Ubuntu 20.04 ended"))
      CHECK_MESSAGE(each.image.support.find("ended") == std::string::npos, each.image.name);
  }
}

TEST_CASE("an image that may lack the compiler that something asks for is not offered") {
  const std::string from = "FROM pytorch/pytorch:2.5.1-cuda12.1-cudnn9-devel\n";
  const Answer compiles = ask({from + "RUN pip install flash-attn --no-build-isolation\n"});
  CHECK_FALSE(any_with(compiles.offers(0), "-runtime"));
  // Where nothing asks for it: the same torch, and no other build of it beside that.
  const Answer wheels = ask({from + "RUN pip install einops\nCMD [\"python\", \"app.py\"]\n"});
  CHECK(any_with(wheels.offers(0), "2.5.1-cuda12.1-cudnn9-runtime"));
  CHECK_FALSE(any_with(wheels.offers(0), "2.5.1-cuda11.8-cudnn9-runtime"));
}

TEST_CASE("packages that are named after a release may be missing in another system") {
  const Answer answer =
      ask({"FROM nvidia/cuda:11.3.1-devel-ubuntu20.04\nRUN apt-get update && apt-get install -y "
           "g++-7 g++-7-multilib python3.8-dev libcudnn8 libstdc++6 python3-dev gcc-arm-none-eabi\n"
           "RUN nvcc -arch=sm_80 a.cu\n"});
  REQUIRE(answer.stage(0).offers.size() >= 2);
  const std::vector<std::string>& check = answer.stage(0).offers[1].check;
  CHECK(std::count_if(check.begin(), check.end(), [](const std::string& each) {
          return each.find("that system has g++-7, too") != std::string::npos;
        }) == 1);
  CHECK(any_with(check, "that system has python3.8, too"));
  for (const char* const each : {"libcudnn8", "libstdc++6", "has python3,", "gcc-arm"})
    CHECK_FALSE(any_with(check, each));
}

TEST_CASE("an image whose CUDA a declared driver is too old for does not come first") {
  // No table has the gate of this release, and nobody knows whether app loads the image's CUDA.
  const std::string dockerfile =
      "FROM nvidia/cuda:13.2.1-cudnn-devel-ubuntu24.04\nCOPY app /app\nCMD [\"/app\"]\n";
  const Answer old = ask({dockerfile, {host("535.104.05", "T4")}});
  CHECK(old.offers(0).front().find(":12.") != std::string::npos);
  CHECK(old.rewritten == dockerfile);
  for (const advise::Offer& each : old.stage(0).offers)
    CHECK(any_with(each.check, "535.104.05 is declared") == each.image.cuda.starts_with("13."));
  // A branch may be any release of it, and wheels bring their own.
  for (const char* const driver : {"580", "580.95.05"})
    CHECK(ask({dockerfile, {host(driver, "T4")}}).offers(0).front().starts_with("keep"));
  const Answer wheels =
      ask({"FROM nvidia/cuda:12.6.3-base-ubuntu22.04\n" + torch_by_wheel, {host("535", "T4")}});
  CHECK(wheels.offers(0).front() == "keep nvidia/cuda:12.6.3-base-ubuntu22.04");
}

/// Two builds with one image; `driver` is that of the machines of the second.
project::FileSettings two_builds(const std::string& driver) {
  project::FileSettings out = settings_of({});
  out.builds.push_back(out.builds.front());
  out.builds.front().name = "one";
  out.builds.back().name = "two";
  out.builds.back().hosts = {host(driver, "RTX 4090")};
  return out;
}

TEST_CASE("an image has to suit all builds, and what one refuses no other is asked about") {
  MemoryFiles files;
  files.add(path, "FROM nvidia/cuda:13.0.1-base-ubuntu22.04\nCOPY app /app\nCMD [\"/app\"]\n");
  const auto stage = [&](const project::FileSettings& settings) {
    project::Workbench bench(files, settings);
    return recommend::recommend(bench.workshop()).stages.front();
  };
  const advise::StageAdvice both = stage(two_builds("590.44.01"));
  CHECK(both.offers.front().image.name == "nvidia/cuda:13.0.2-base-ubuntu22.04");
  CHECK(both.left.empty());
  const advise::StageAdvice one = stage(two_builds("535.104.05"));
  CHECK((one.offers.front().image.cuda.starts_with("12.") || !one.left.empty()));

  project::FileSettings refused = two_builds("590.44.01");
  std::swap(refused.builds.front(), refused.builds.back());
  refused.builds.front().hosts = {host("340.29", "RTX 4090")};
  project::Workbench bench(files, refused);
  recommend::Workshop counted = bench.workshop();
  std::size_t alone = 0, all = 0;
  counted.attempt = [&, attempt = counted.attempt](std::span<const Edit> edits) {
    ++all;
    return attempt(edits);
  };
  counted.attempt_alone = [&, attempt = counted.attempt_alone](std::span<const Edit> edits) {
    ++alone;
    return attempt(edits);
  };
  recommend::recommend(counted);
  CHECK(alone >= 4);
  CHECK(alone <= 48);
  CHECK(all <= 6);
}

}  // namespace
