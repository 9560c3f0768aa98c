// What comes of an image that is offered, where somebody takes it; and which are offered at all.
#include <doctest/doctest.h>

#include <string>

#include "asked_file.h"

namespace {

using namespace cudafit;
using namespace cudafit::test;

/// The file with that image's name in place of the first one, and nothing else.
Report with_image(const Asked& asked, const std::string& image) {
  const std::size_t begin = asked.dockerfile.find("FROM ") + std::string_view("FROM ").size();
  const std::size_t end = asked.dockerfile.find_first_of(" \n", begin);
  MemoryFiles files;
  files.add(path, asked.dockerfile.substr(0, begin) + image + asked.dockerfile.substr(end));
  const project::FileSettings settings = settings_of(asked);
  return analyze(files, settings.builds.front(), settings.wanted);
}

TEST_CASE("who takes an image changes the line of FROM: nothing else is broken by that") {
  const std::string pip = "RUN apt-get update && apt-get install -y python3 python3-pip\n";
  const std::string app = "CMD [\"python3\", \"app.py\"]\n";
  for (const std::string& each : {
           "FROM nvidia/cuda:12.2.2-devel-ubuntu20.04\n" + pip +
               "RUN pip3 install torch==1.13.0\n" + app,
           "FROM nvidia/cuda:12.2.2-devel-ubuntu20.04\n" + pip + "RUN pip3 install einops\n" + app,
           "FROM nvidia/cuda:11.3.0-cudnn8-devel-ubuntu20.04\n" + pip +
               "RUN pip3 install torch==1.10.0\n" + app,
           std::string("FROM nvidia/cuda:11.3.1-devel-ubuntu20.04\n"
                       "RUN nvcc -gencode arch=compute_35,code=sm_35 a.cu\n"),
           "FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu20.04\n" + pip +
               "RUN pip3 install tensorflow==2.13.0\n" + app,
           "FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04\n" + pip +
               "RUN pip3 install tensorflow==2.17.0 torch==2.4.1\n" + app,
       }) {
    INFO(each);
    const Answer answer = ask({each});
    CHECK(!answer.offers(0).empty());
    for (const advise::Offer& offer : answer.stage(0).offers) {
      if (offer.present) continue;
      for (const Diagnostic& finding : with_image({each}, offer.image.name).findings)
        CHECK_MESSAGE(finding.severity == Severity::hint, offer.image.name, ": ", finding.message);
    }
  }
}

TEST_CASE("what every image would break is the file's own") {
  // Nobody has seen that there is no python3 before an image is named.
  const Answer answer = ask({"FROM nvidia/cuda\nRUN python3 setup.py build\n"});
  REQUIRE(!answer.offers(0).empty());
  CHECK(answer.offers(0).front().starts_with("check nvidia/cuda:"));
  CHECK(any_with(answer.stage(0).left, "python-not-found"));
  // But where something is known of the image, none that breaks more is better.
  const Answer known = ask(
      {"FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nRUN apt-get update && apt-get install -y g++\n"
       "RUN nvcc --version\n"});
  for (const advise::Offer& each : known.stage(0).offers)
    CHECK(each.image.name.find("-devel-") != std::string::npos);
}

TEST_CASE("a Python that what is pinned has no wheels for comes with no image") {
  // A script has run, so that no finding is certain; that pip asks the index is.
  const std::string from = "FROM nvidia/cuda:12.2.2-devel-ubuntu20.04\n";
  const std::string script =
      "RUN apt-get update && apt-get install -y python3 python3-pip\n"
      "RUN curl -L https://example.org/install.sh | sh\n";
  const std::string runs = "CMD [\"python3\", \"app.py\"]\n";
  const Answer old = ask({from + script + "RUN pip3 install torch==1.13.0\n" + runs});
  CHECK(any_with(old.offers(0), "ubuntu22.04"));
  CHECK_FALSE(any_with(old.offers(0), "ubuntu24.04"));
  const Answer tensorflow = ask({from + script + "RUN pip3 install tensorflow==2.12.0\n" + runs});
  CHECK_FALSE(any_with(tensorflow.offers(0), "ubuntu24.04"));
  // Which Python it would be is said of the others.
  for (const advise::Offer& each : old.stage(0).offers) {
    const bool other = each.image.name.find("ubuntu22.04") != std::string::npos;
    CHECK(any_with(each.check, "run on Python 3.10") == other);
  }
  const Answer none = ask({from + "COPY app /app\nCMD [\"/app\"]\n"});
  for (const advise::Offer& each : none.stage(0).offers)
    CHECK_FALSE(any_with(each.check, "Python"));
}

TEST_CASE("an image that is known as well as the one there is, of a system known by hearsay") {
  const std::string compiles = "RUN nvcc --version\nCMD [\"./a\"]\n";
  const Answer xenial = ask({"FROM nvidia/cuda:11.2.0-cudnn8-devel-ubuntu16.04\n" + compiles});
  CHECK(xenial.offers(0).front() == "use nvidia/cuda:11.2.2-cudnn8-devel-ubuntu16.04");
  CHECK(any_with(xenial.offers(0), "ubuntu22.04"));
  // What is not known of the compiler in it is not known of the other one, either.
  const Answer centos = ask({"FROM nvidia/cuda:11.2.0-devel-centos7\n" + compiles});
  CHECK(centos.offers(0).front() == "use nvidia/cuda:11.2.2-devel-centos7");
  // Into such a system from another nobody is sent.
  const Answer focal = ask({"FROM nvidia/cuda:11.2.0-cudnn8-devel-ubuntu20.04\n" + compiles});
  for (const char* const system : {"ubuntu16.04", "centos", "ubi", "rockylinux"})
    CHECK_FALSE(any_with(focal.offers(0), system));
}

TEST_CASE("an image that mends by itself goes before one where other lines are changed for it") {
  const std::string pip = "RUN apt-get update && apt-get install -y python3-pip\n";
  const std::string app = "CMD [\"python3\", \"app.py\"]\n";
  const Answer answer = ask({"FROM nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04\n" + pip +
                             "RUN pip3 install tensorflow==2.18.0\n" + app});
  CHECK(answer.offers(0).front() == "use nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04");
  CHECK(answer.rewritten.find("and-cuda") == std::string::npos);
  CHECK(any_with(answer.stage(0).offers.front().gains, "tf-cuda-mismatch"));
}

TEST_CASE("what nobody knows of an image mends nothing: it is to be looked at") {
  const std::string pip = "RUN apt-get update && apt-get install -y python3-pip\n";
  const std::string app = "CMD [\"python3\", \"app.py\"]\n";
  // torch's own image has the cuDNN of torch, which is too old.
  const Answer answer = ask({"FROM nvidia/cuda:12.3.2-cudnn9-runtime-ubuntu22.04\n" + pip +
                             "RUN pip3 install tensorflow==2.18.0 torch==2.5.1\n" + app});
  std::size_t of_torch = 0;
  for (const advise::Offer& each : answer.stage(0).offers) {
    const bool torch = each.image.name.starts_with("pytorch/");
    of_torch += torch;
    CHECK(any_with(each.gains, "needs cuDNN >= 9.3") != torch);
    CHECK(any_with(each.check, "tensorflow 2.18.0 finds cuDNN >= 9.3 there") == torch);
  }
  CHECK(of_torch == 1);
}

TEST_CASE("what a package misses is looked for first, also with an older CUDA") {
  const std::string pip = "RUN apt-get update && apt-get install -y python3-pip\n";
  const std::string app = "CMD [\"python3\", \"app.py\"]\n";
  for (const std::string& each : {
           "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n" + pip +
               "RUN pip3 install onnxruntime-gpu==1.16.3\n" + app,
           "FROM nvidia/cuda:12.4.1-base-ubuntu22.04\n" + pip +
               "RUN pip3 install tensorflow==2.12.0\n" + app,
       }) {
    INFO(each);
    const Answer answer = ask({each});
    REQUIRE(!answer.offers(0).empty());
    CHECK(answer.offers(0).front() == "check nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04");
    // Without CUDA it would compute on the CPU, and 3.6 has no wheel of TensorFlow 2.12.
    CHECK_FALSE(any_with(answer.offers(0), "python:"));
    if (each.find("tensorflow") != std::string::npos)
      CHECK_FALSE(any_with(answer.offers(0), "ubuntu18.04"));
  }
}

TEST_CASE("an image of a framework is not given up for one without it, nor for another's") {
  const std::string app = "CMD [\"python\", \"app.py\"]\n";
  const Answer kept =
      ask({"FROM tensorflow/tensorflow:2.15.0-gpu\nRUN pip install pandas\n" + app});
  CHECK(kept.offers(0) == std::vector<std::string>{"keep tensorflow/tensorflow:2.15.0-gpu"});
  // Another month's torch is replaced as well, or pip refuses to.
  const Answer month =
      ask({"FROM nvcr.io/nvidia/pytorch:23.10-py3\nRUN pip install torch==2.4.0\n" + app});
  CHECK(month.offers(0) == std::vector<std::string>{"keep nvcr.io/nvidia/pytorch:23.10-py3"});
  CHECK(any_with(month.stage(0).left, "ngc-package-overridden"));
  const Answer found =
      ask({"FROM nvidia/cuda:12.1.1-runtime-ubuntu22.04\nRUN apt-get update && apt-get install -y "
           "python3-pip\nRUN pip3 install torch==2.4.0\n" +
           app});
  for (const std::string& each : found.offers(0))
    CHECK((each.find("pytorch/pytorch:") == std::string::npos ||
           each.find("pytorch/pytorch:2.4.0-") != std::string::npos));
}

TEST_CASE("an image of torch that the driver is too old for: the same without a toolkit") {
  const Answer answer =
      ask({"FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime\nCOPY app.py .\n"
           "CMD [\"python\", \"app.py\"]\n",
           {host("470", "T4")}});
  REQUIRE(!answer.offers(0).empty());
  CHECK(answer.offers(0).front() == "check pytorch/pytorch:2.4.0-cuda11.8-cudnn9-runtime");
  CHECK_FALSE(any_with(answer.offers(0), "-devel"));
}

TEST_CASE("an older CUDA is not simply taken where a part of what is compiled cannot be read") {
  const Answer answer =
      ask({"FROM nvidia/cuda:12.6.3-devel-ubuntu22.04\nCOPY vendor/ /opt/vendor/\n"
           "RUN /opt/vendor/install\nRUN nvcc -gencode=arch=compute_90,code=sm_90 k.cu -o k\n"
           "CMD [\"./k\"]\n",
           {host("535.104.05", "RTX 4090")}});
  CHECK_FALSE(any_with(answer.offers(0), "use nvidia/cuda:12.4"));
  CHECK_FALSE(any_with(answer.offers(0), "use nvidia/cuda:12.2"));
  bool said = false;
  for (const advise::Offer& each : answer.stage(0).offers)
    said = said || any_with(each.check, "a part of it cannot be read");
  CHECK(said);
}

TEST_CASE("a CUDA without code for a declared GPU comes behind those with") {
  const Answer answer =
      ask({"FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu20.04\nCOPY app /app\nCMD [\"/app\"]\n",
           {host("450.80.02", "H100")}});
  CHECK_FALSE(any_with(answer.offers(0), "use nvidia/cuda:11.3"));
  const Answer kept =
      ask({"FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCOPY app /app\nCMD [\"/app\"]\n",
           {host("580.65.06", "B200")}});
  REQUIRE(!kept.offers(0).empty());
  CHECK(kept.offers(0).front() == "use nvidia/cuda:12.8.1-runtime-ubuntu22.04");
}

TEST_CASE("OpenGL is lost with images that are made for it") {
  const Answer answer =
      ask({"FROM nvidia/cudagl:10.1-devel-ubuntu16.04\nRUN nvcc -arch=sm_70 k.cu -o k\n"});
  bool other = false;
  for (const advise::Offer& each : answer.stage(0).offers) {
    if (each.image.name.find("cudagl") != std::string::npos) continue;
    other = true;
    CHECK(any_with(each.loses, "OpenGL"));
  }
  CHECK(other);
}

}  // namespace
